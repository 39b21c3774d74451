"""Accounts by hand: break-even, margin of safety, runway, exit; the long run is the daily step; representatives keep the sums."""

from datetime import date

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bothhands.model.firms import params as firm_params
from bothhands.model.firms import state as firm_state
from bothhands.model.firms.accounts import standing
from bothhands.model.firms.books import Books
from bothhands.model.firms.long_run import Recorded, calendar_of, dated_of, run
from bothhands.model.firms.representatives import representatives
from bothhands.model.firms.step import FirmsLevers, step
from bothhands.model.firms.synthetic import BRANCHES, CELLS, PLACES, drawn
from bothhands.model.firms.told import told
from bothhands.model.signals import Signals as DaySignals

START = date(2020, 3, 18)
REGISTER = drawn(2_000)


def one_firm(**figures):
    """A mill: 1,000 yuan a day, variable share 0.6, wages 200, rent 30 of 100 fixed, debt 50, no tax, paid at once."""
    plain = {
        "workers": 10, "sales": 1000, "variable_share": 0.6, "payroll": 200, "fixed_cost": 100, "rent": 30, "debt_service": 50,
        "interest": 20, "tax_share": 0, "collection_days": 0, "spoils_share": 0, "cash": 3500, "credit": 0,
    }  # fmt: skip
    return Books(
        np.zeros(1, np.int32), np.zeros(1, np.int8), **{k: np.array([float(v)]) for k, v in (plain | figures).items()}
    )


def heard(days, sales=1.0, shortage=0.0, labour=1.0, cells=1):
    return Recorded(*(np.full((days, cells), float(level)) for level in (sales, shortage, labour)))


def test_break_even_margin_and_runway_by_hand():
    """Break-even 350/0.4 = 875; at normal sales 12.5 % may be lost and 50 are earned; at none 350 a day, 3,500 last ten days."""
    normal = standing(one_firm(), np.ones(1), 0.0)
    assert normal.break_even_sales[0] == pytest.approx(875)
    assert normal.margin_of_safety[0] == pytest.approx(0.125)
    assert normal.profit[0] == pytest.approx(50)
    assert normal.days_of_cash[0] == np.inf
    stopped = standing(one_firm(credit=700), np.zeros(1), 0.0)
    assert (stopped.days_of_cash[0], stopped.days_of_funds[0]) == (pytest.approx(10), pytest.approx(12))
    flexing = standing(one_firm(), np.zeros(1), 0.5)
    assert flexing.days_of_cash[0] == pytest.approx(14)
    taxed = standing(one_firm(tax_share=0.05), np.ones(1), 0.0)
    assert taxed.break_even_sales[0] == pytest.approx(1000)
    assert taxed.profit[0] == pytest.approx(0)
    assert standing(one_firm(variable_share=1.0), np.ones(1), 0.0).break_even_sales[0] == np.inf


@pytest.mark.parametrize(
    ("cash", "credit", "dry", "closed"), [(3499, 0, 9, 9), (3500, 0, 10, 10), (3499, 700, 9, 11), (1e6, 0, -1, -1)]
)
def test_exit_by_hand(cash, credit, dry, closed):
    """At 350 a day 3,500 pay for ten days, so that the eleventh (day 10) cannot be paid."""
    made = run(one_firm(cash=cash, credit=credit), heard(30, sales=0), calendar_of(START, 30, monthly=False), 0.0)
    assert (made.illiquid_day[0], made.exit_day[0]) == (dry, closed)


def test_what_falls_due_once_a_month_closes_a_firm_on_that_day():
    """From 18 March: fixed cost without rent 70 a day; wages of 14 days, 2,800, fall due on 31 March, day 13."""
    made = run(one_firm(), heard(60, sales=0), calendar_of(START, 60), 0.0)
    spent = 4 * 50 + 14 * 70 + 2800  # debt of four days on the 21st
    assert made.exit_day[0] == 13
    assert made.paid[0] == pytest.approx(spent)
    kept = run(one_firm(cash=spent), heard(60, sales=0), calendar_of(START, 60), 0.0)
    assert kept.exit_day[0] == 14  # rent of 15 days and a day's fixed cost on 1 April


def test_a_repayment_falls_on_its_day_and_aid_comes_on_its_own():
    firm, days = one_firm(cash=1000), calendar_of(START, 40, monthly=False)
    due = dated_of(np.zeros(1, np.int32), np.array([20]), np.array([2500.0]), 1)
    assert run(firm, heard(40), days, 0.0, due).exit_day[0] == 20  # 1,000 + 21 × 50 < 2,500
    aid = dated_of(np.zeros(2, np.int32), np.array([20, 19]), np.array([2500.0, -500.0]), 1)
    assert run(firm, heard(40), days, 0.0, aid).exit_day[0] == -1


def test_break_even_date_and_months():
    """Sales are back on 1 May: from then on it earns for good; March and April are months of loss, May to July are not."""
    days = 120
    signals = heard(days, sales=0.5)
    back = (date(2020, 5, 1) - START).days
    signals.sales[back:] = 1.0
    made = run(one_firm(cash=1e6), signals, calendar_of(START, days), 0.0)
    assert made.break_even_day[0] == back
    assert [made.above[0] >> month & 1 for month in range(5)] == [0, 0, 1, 1, 1]
    assert run(one_firm(cash=1e6), heard(days, sales=0.5), calendar_of(START, days), 0.0).break_even_day[0] == -1


def test_a_farm_with_a_season_earns_in_its_season():
    """All of a year's sales fall into its last quarter; the spring is paid from cash."""
    days = 300
    profiles = np.ones((2, days))
    profiles[1] = np.where(np.arange(days) >= 200, 3.0, 0.0)
    signals, calendar = heard(days), calendar_of(START, days, monthly=False)
    poor = run(one_firm(), signals, calendar, 0.0, season=(profiles, np.ones(1, np.int32)))
    assert poor.exit_day[0] == 10
    rich = run(one_firm(cash=70_000), signals, calendar, 0.0, season=(profiles, np.ones(1, np.int32)))
    assert rich.exit_day[0] == -1
    assert rich.break_even_day[0] == 200


def test_the_long_run_is_the_daily_step():
    """Paid every day, 400 firms for 120 days: cash, claims, exits and capacity lost as the coupled run has them, to 1e-9."""
    books, days = REGISTER.of(np.arange(400)), 120
    random = np.random.default_rng(3)
    signals = Recorded(
        random.uniform(0.0, 0.9, (days, CELLS)), random.choice([0.0, 0.4], (days, CELLS)), np.ones((days, CELLS))
    )
    sector = np.bincount(books.cell, books.sales, CELLS).reshape(PLACES, -1) * 1.3
    calendar = calendar_of(START, days, monthly=False)
    made = run(books, signals, calendar, 0.2)
    params = firm_params.of_books(books, sector, 0.2, 30.0)
    none = jnp.zeros(PLACES)

    @jax.jit
    def stepped(params):
        def day(state, now):
            today = DaySignals(*[none] * len(DaySignals._fields))._replace(sales=now[0], input_shortage=now[1])
            return step(params, state, FirmsLevers(jnp.zeros(512)), today)

        grids = tuple(jnp.asarray(one).reshape(days, PLACES, -1) for one in signals[:2])
        return jax.lax.scan(day, firm_state.initial(params), grids)

    last, flows = stepped(params)
    alive = np.asarray(flows.alive)[:, :400]
    closed = np.where(alive[-1] > 0, -1, alive.argmin(0))
    assert 50 < (closed >= 0).sum() < 380
    np.testing.assert_array_equal(made.exit_day, closed)
    scale = books.cash + books.sales
    np.testing.assert_allclose(made.cash / scale, np.asarray(last.cash)[:400] / scale, atol=1e-9)
    np.testing.assert_allclose(made.receivables / scale, np.asarray(last.receivables)[:400] / scale, atol=1e-9)
    lost = told(books, made, calendar, sector).capacity_lost
    np.testing.assert_allclose(lost, np.asarray(flows.capacity_lost), atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), monthly=st.booleans())
def test_cash_closes_to_the_cent(seed, monthly):
    random = np.random.default_rng(seed)
    books, days = REGISTER.of(random.integers(0, 2_000, 64)), 100
    signals = Recorded(random.random((days, CELLS)) * 1.2, random.random((days, CELLS)) * 0.3, np.ones((days, CELLS)))
    dated = dated_of(random.integers(0, 64, 20), random.integers(0, days, 20), random.normal(0, 1e4, 20), 64)
    made = run(books, signals, calendar_of(START, days, monthly), 0.2, dated)
    np.testing.assert_allclose(made.cash, books.cash + made.collected - made.paid, atol=0.005)
    alive = made.exit_day < 0
    assert (made.cash[alive] + books.credit[alive] >= 0).all()
    assert (made.cash[~alive] + books.credit[~alive] < 0).all()
    assert (made.illiquid_day[~alive] <= made.exit_day[~alive]).all()


def test_representatives_keep_the_sums_and_nearly_the_share_that_runs_dry():
    """100,000 firms by at most 5,000: sums to rounding, the share that is illiquid after four months without sales within half a point."""
    books, days = drawn(100_000), 121
    few = representatives(books)
    assert few.books.firms <= 5_000
    assert few.weight.sum() == 100_000
    for name in ("sales", "payroll", "cash", "credit"):
        by_cell = np.bincount(few.books.cell, getattr(few.books, name) * few.weight, CELLS)
        np.testing.assert_allclose(by_cell, np.bincount(books.cell, getattr(books, name), CELLS), rtol=1e-12)
    signals, calendar = heard(days, sales=0.0, cells=CELLS), calendar_of(START, days)
    whole = (run(books, signals, calendar, 0.2).illiquid_day >= 0).mean()
    some = few.weight @ (run(few.books, signals, calendar, 0.2).illiquid_day >= 0) / 100_000
    assert whole > 0.1
    assert some == pytest.approx(whole, abs=0.005)
    with pytest.raises(ValueError, match="do not fit"):
        representatives(books, 10)


def test_a_representative_counts_as_those_it_stands_for():
    """Three like firms, or one with weight three: the same capacity lost."""
    three = REGISTER.of(np.array([5, 5, 5]))
    sector = np.bincount(three.cell, three.sales, CELLS).reshape(PLACES, len(BRANCHES))
    calendar, signals = calendar_of(START, 90), heard(90, sales=0, cells=CELLS)
    lost = told(three, run(three, signals, calendar, 0.2), calendar, sector)
    one = three.of(np.array([0]))
    weighted = told(one, run(one, signals, calendar, 0.2), calendar, sector, np.array([3.0]))
    for name in lost._fields:
        np.testing.assert_allclose(getattr(lost, name), getattr(weighted, name))
    params = firm_params.of_books(one, sector, 0.2, 30.0, np.array([3.0]))
    broke = eqx.tree_at(lambda p: p.cash, params, params.cash * 0 - 1e12)
    today = DaySignals(*[jnp.zeros(PLACES)] * len(DaySignals._fields))._replace(
        sales=jnp.zeros(sector.shape), input_shortage=jnp.zeros(sector.shape)
    )
    state, flows = step(broke, firm_state.initial(broke), FirmsLevers(jnp.zeros(1)), today)
    assert float(state.alive[0]) == 0.0
    assert float(flows.capacity_lost.max()) == pytest.approx(1.0)
