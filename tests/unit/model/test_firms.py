"""Firms by hand: the cash account, break-even, exits that stay, difficulties kept apart, blanks filled and told."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.firms import Firm
from bothhands.model.firms import params as firm_params
from bothhands.model.firms import register
from bothhands.model.firms import state as firm_state
from bothhands.model.firms.diagnose import diagnose
from bothhands.model.firms.step import FirmsLevers, step
from bothhands.model.signals import Signals

REGION = load("two-towns")
AXES = axes_of(REGION)
PARAMS = firm_params.from_region(REGION, AXES)
PLACES, SECTORS = len(AXES.places), len(AXES.sectors)
NO_AID = FirmsLevers(jnp.zeros(AXES.firms_padded))
REAL = np.arange(AXES.firms_padded) < len(AXES.firms)


def signals(sales=1.0, shortage=0.0):
    nothing = jnp.zeros(PLACES)
    return Signals(*[nothing] * len(Signals._fields))._replace(
        sales=jnp.full((PLACES, SECTORS), sales), input_shortage=jnp.full((PLACES, SECTORS), shortage)
    )


def after_days(n, params=PARAMS, today=None, levers=NO_AID, state=None):
    state, flows = state or firm_state.initial(params), None
    for _ in range(n):
        state, flows = step(params, state, levers, today or signals())
    return state, flows


def with_cash(params, cash, credit=0.0):
    return eqx.tree_at(lambda p: (p.cash, p.credit), params, (params.counts * cash, params.counts * credit))


def test_a_normal_day_by_hand():
    firm = AXES.firms.index("harbour-works")
    row = next(row for row in REGION.rows(Firm) if row.firm == "harbour-works")
    state, flows = after_days(1)
    outgoings = row.payroll_yuan_per_year + row.fixed_cost_yuan_per_year + row.debt_service_yuan_per_year
    scale = float(PARAMS.sales[firm]) * 365 / row.sales_yuan_per_year
    by_hand = scale * (row.sales_yuan_per_year * (1 - row.variable_cost_share) - outgoings) / 365
    assert float(flows.profit[firm]) == pytest.approx(by_hand)
    assert float(state.cash[firm] - PARAMS.cash[firm]) == pytest.approx(by_hand)


def test_break_even_is_where_profit_is_zero():
    """At the level of sales that covers fixed cost / (1 − variable share) a firm gains nothing; just above, it does."""
    firm = AXES.firms.index("harbour-works")
    flexible = float(PARAMS.flexible_payroll_share) * float(PARAMS.payroll[firm])
    fixed = float(PARAMS.payroll[firm] + PARAMS.fixed_cost[firm] + PARAMS.debt_service[firm]) - flexible
    margin = 1 - float(PARAMS.variable_share[firm]) - flexible / float(PARAMS.sales[firm])
    level = fixed / margin / float(PARAMS.sales[firm])
    for factor, above in ((0.999, 0.0), (1.001, 1.0)):
        _, flows = after_days(1, today=signals(sales=level * factor))
        assert float(flows.above_break_even[firm]) == above
    _, flows = after_days(1, today=signals(sales=level))
    assert float(flows.profit[firm]) == pytest.approx(0.0, abs=1e-9 * float(PARAMS.sales[firm]))


def test_a_firm_closes_when_cash_and_credit_are_gone_and_stays_closed():
    poor = with_cash(PARAMS, 1.0)
    state, flows = after_days(1, poor, signals(sales=0.0))
    assert (np.asarray(state.alive) == 0).all()
    frozen = np.asarray(state.cash)
    state, flows = after_days(5, poor, signals(sales=1.0), state=state)
    assert (np.asarray(flows.sales) == 0).all()
    np.testing.assert_array_equal(np.asarray(state.cash), frozen)


def test_credit_and_support_keep_a_firm_alive():
    closed, _ = after_days(1, with_cash(PARAMS, 1.0), signals(sales=0.0))
    credit, _ = after_days(1, with_cash(PARAMS, 1.0, credit=1e12), signals(sales=0.0))
    aided, _ = after_days(1, with_cash(PARAMS, 1.0), signals(sales=0.0), FirmsLevers(jnp.full(AXES.firms_padded, 1e9)))
    assert np.asarray(closed.alive).sum() == 0
    assert (np.asarray(credit.alive)[REAL] == 1).all()
    assert (np.asarray(aided.alive)[REAL] == 1).all()


def test_capacity_lost_is_the_closed_share_of_the_sector():
    _, well = after_days(1)
    assert (np.asarray(well.capacity_lost) == 0).all()
    _, lost = after_days(1, with_cash(PARAMS, 1.0), signals(sales=0.0))
    gone = np.asarray(lost.capacity_lost)
    np.testing.assert_allclose(gone, np.asarray(PARAMS.register_share))
    assert (gone < 1).all()


def test_padding_never_counts():
    state, flows = after_days(3, today=signals(sales=0.5))
    for values in (*state, flows.sales, flows.profit, flows.alive, flows.above_break_even):
        assert (np.asarray(values)[~REAL] == 0).all()


def test_the_three_difficulties_are_kept_apart():
    rich = with_cash(PARAMS, 1e12)
    state = firm_state.initial(rich)
    assert not any(np.asarray(one).any() for one in diagnose(rich, state, signals()))
    market = diagnose(rich, state, signals(sales=0.5))
    assert np.asarray(market.poor_market)[REAL].all()
    assert not np.asarray(market.short_of_material).any()
    poor = with_cash(PARAMS, 1.0)
    funds = diagnose(poor, firm_state.initial(poor), signals())
    assert np.asarray(funds.short_of_funds)[REAL].all()
    assert not np.asarray(funds.poor_market).any()
    material = diagnose(rich, state, signals(shortage=0.8))
    assert np.asarray(material.short_of_material).any()
    assert not np.asarray(material.poor_market).any()


def test_blanks_are_filled_and_every_fill_is_told():
    rows = tuple(
        row.model_copy(update={"cash_yuan": None, "variable_cost_share": None}) if row.firm == "north-inn" else row
        for row in REGION.rows(Firm)
    )
    accounts = register.complete(REGION.replace(firms=rows), AXES)
    told = {(fill.firm, fill.figure): fill for fill in accounts.filled if fill.firm == "north-inn"}
    fill = told["north-inn", "cash_yuan"]
    south = next(row for row in rows if row.firm == "south-shop")
    inn = next(row for row in rows if row.firm == "north-inn")
    assert fill.value == pytest.approx(south.cash_yuan / south.sales_yuan_per_year * inn.sales_yuan_per_year)
    assert fill.quality == "estimated"
    assert "sector C" in fill.rule
    assert told["north-inn", "variable_cost_share"].value == pytest.approx(south.variable_cost_share)
    assert all(one.low <= one.value <= one.high for one in accounts.filled)
    tax = told["north-inn", "tax_yuan_per_year"]
    assert (tax.value, tax.quality, tax.high) == (0.0, "assumed", pytest.approx(0.06 * inn.sales_yuan_per_year))


def test_a_firm_whose_customers_pay_late_lives_on_what_it_is_owed():
    """Forty days of sales are owed: when sales stop, 1/41 of what is left comes in a day, and profit does not see it."""
    late = eqx.tree_at(lambda p: p.collection_days, PARAMS, PARAMS.counts * 40.0)
    rich = with_cash(late, 1e12)
    _, normal = after_days(3, rich)
    np.testing.assert_allclose(np.asarray(normal.cash_change), np.asarray(normal.profit), atol=1e-3)
    state, flows = after_days(2, rich, signals(sales=0.0))
    owed = np.asarray(PARAMS.sales) * 40.0
    np.testing.assert_allclose(
        np.asarray(flows.cash_change - flows.profit), owed / 41 * (40 / 41), rtol=1e-6, atol=1e-3
    )
    np.testing.assert_allclose(np.asarray(state.receivables), owed * (40 / 41) ** 2)


def test_taxes_fall_with_sales_and_what_spoils_is_paid_for():
    firm = AXES.firms.index("harbour-works")
    sold, variable = float(PARAMS.sales[firm]), float(PARAMS.variable_share[firm])
    _, plain = after_days(1, today=signals(sales=0.4))
    taxed = eqx.tree_at(lambda p: p.tax_share, PARAMS, PARAMS.counts * 0.05)
    _, flows = after_days(1, taxed, signals(sales=0.4))
    assert float(plain.profit[firm] - flows.profit[firm]) == pytest.approx(0.05 * 0.4 * sold)
    rots = eqx.tree_at(lambda p: p.spoils_share, PARAMS, PARAMS.counts * 0.5)
    _, flows = after_days(1, rots, signals(sales=0.4))
    assert float(plain.profit[firm] - flows.profit[firm]) == pytest.approx(variable * 0.5 * 0.6 * sold)


def test_an_empty_register_is_a_region_too():
    bare = REGION.replace(firms=(), sites=tuple(site.model_copy(update={"firm": ""}) for site in REGION.rows("sites")))
    axes = axes_of(bare)
    params = firm_params.from_region(bare, axes)
    _, flows = step(params, firm_state.initial(params), FirmsLevers(jnp.zeros(axes.firms_padded)), signals(sales=0.1))
    assert (np.asarray(flows.capacity_lost) == 0).all()
    assert float(flows.sales.sum()) == 0
