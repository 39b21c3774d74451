"""Public money by window: what is over cannot pay, what was spent counts, rows that overlap are one, and nothing is an amount like another."""

from datetime import date, timedelta

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.inputs.tables.budgets import Budget
from bothhands.inputs.tables.triggers import Trigger
from bothhands.levers.measure import Measure
from bothhands.model import triggers
from bothhands.model.triggers import levers_in_force
from bothhands.observe.fitted import fit_region, run_once
from bothhands.outcome.output import finding_cost, screening_cost
from bothhands.plan.accounts import accounts_of
from bothhands.plan.chain import ChainLayer
from bothhands.plan.funds import SCREENING_FUND, Pot, funds_of, left_of, money_left, money_open, pots_of
from bothhands.plan.limits import BUDGET, FINAL_R, INTENSIVE, LIMITS, live, money_ahead
from bothhands.plan.posed import posed
from bothhands.plan.problem import bounds_of_region, problem_of, simulated
from bothhands.plan.question import Question
from bothhands.plan.references import LOCKDOWN, OPENING, SCREENED, references
from bothhands.plan.search import _pots
from bothhands.plan.strategy import references_in_their_room, strategy

AS_OF = date(2020, 3, 18)
MARCH, MAY, JUNE = date(2020, 3, 18), date(2020, 5, 1), date(2020, 6, 30)


@pytest.fixture(scope="module")
def towns():
    return fit_region(load("two-towns"), AS_OF)


def with_money(region, *rows):
    """The region with rows of the fund that screening is paid from: first day, last day, money and perhaps a place."""
    kept = [row for row in region.rows(Budget) if row.fund != SCREENING_FUND]
    like = next(row for row in region.rows(Budget) if row.fund == SCREENING_FUND)
    own = [
        like.model_copy(update={"date_from": first, "date_to": last, "amount_yuan": amount, "place": (*place, "")[0]})
        for first, last, amount, *place in rows
    ]
    return region.with_rows(budgets=[*kept, *own])


def problem_with(towns, *rows, as_of=AS_OF):
    region = with_money(towns.region, *rows)
    return problem_of(region, towns.axes, towns.model, towns.past, as_of)


def use_of_budget(towns, problem, name=SCREENED):
    made = strategy(name, towns.model, problem, references(towns.axes, towns.model, problem)[name])
    return made, float(made.outcome.limits[LIMITS.index(BUDGET)].max())


def cost_by_day(towns, made, prices):
    return np.asarray(
        screening_cost(towns.model.epidemic, made.levers, prices) + finding_cost(made.record.epidemic, prices)
    )


def test_rows_whose_days_overlap_are_one_pot_and_others_are_not(towns):
    """More money never leaves less to spend."""
    region = with_money(towns.region, (MARCH, JUNE, 2e7), (MAY, date(2020, 5, 31), 5e5, towns.axes.places[0]))
    assert pots_of(region) == [(MARCH, JUNE, 2.05e7)]
    apart = with_money(
        towns.region, (MARCH, date(2020, 4, 30), 1e7), (MAY, JUNE, 1e7), (MAY, JUNE, 2e6, towns.axes.places[0])
    )
    assert pots_of(apart) == [(MARCH, date(2020, 4, 30), 1e7), (MAY, JUNE, 1.2e7)]
    assert pots_of(with_money(towns.region)) == []
    assert np.isinf(bounds_of_region(with_money(towns.region), towns.axes).budget).all()


def test_money_that_is_over_pays_for_nothing(towns):
    region = with_money(towns.region, (date(2020, 1, 1), date(2020, 2, 28), 2e7), (date(2020, 3, 1), JUNE, 3e6))
    assert money_left(funds_of(region), (), AS_OF)[SCREENING_FUND] == 3e6
    assert money_left(funds_of(region), (), JUNE + timedelta(days=1)) == {
        "epidemic_control": 0,
        "equipment": 0,
        "firm_support": 0,
    }
    problem = problem_of(region, towns.axes, towns.model, towns.past, AS_OF)
    assert live(problem.bounds, problem.future).tolist() == [False, True]
    assert money_ahead(problem.bounds, problem.future) == 3e6


def test_an_amount_the_user_says_is_for_the_days_ahead(towns):
    region = with_money(towns.region, (date(2020, 1, 1), date(2020, 2, 28), 2e7), (date(2020, 3, 1), JUNE, 3e6))
    problem = problem_of(region, towns.axes, towns.model, towns.past, AS_OF)
    made = posed(Question(limits={BUDGET: "10 million yuan"}), problem, region, towns.axes)
    assert money_ahead(made.bounds, made.future) == pytest.approx(1e7)
    assert np.asarray(made.bounds.window)[1].sum() == (JUNE - AS_OF).days
    over = with_money(towns.region, (date(2020, 1, 1), date(2020, 2, 28), 2e7))
    problem = problem_of(over, towns.axes, towns.model, towns.past, AS_OF)
    made = posed(Question(limits={BUDGET: "10 million yuan"}), problem, over, towns.axes)
    assert money_ahead(made.bounds, made.future) == pytest.approx(1e7)


def test_what_was_spent_in_a_window_counts(towns):
    """Standing four weeks into a window, its use is of all its days; under the user's amount of those ahead."""
    later = AS_OF + timedelta(weeks=4)
    problem = problem_with(towns, (MARCH, JUNE, 2e7), as_of=later)
    made, use = use_of_budget(towns, problem)
    paid = cost_by_day(towns, made, problem.prices)
    days = np.array([MARCH <= day <= JUNE for day in towns.axes.days])
    ahead = np.array([day > later for day in towns.axes.days])
    assert paid[days & ~ahead].sum() > 1e5
    assert use == pytest.approx(paid[days].sum() / 2e7, rel=1e-9)
    asked = posed(Question(limits={BUDGET: "20 million yuan"}), problem, towns.region, towns.axes)
    assert use_of_budget(towns, asked)[1] == pytest.approx(paid[ahead].sum() / 2e7, rel=1e-9)
    (left,) = _pots(towns.region, towns.axes, problem, towns.model, made)[SCREENING_FUND]
    assert (left.first, left.last) == (MARCH, JUNE)
    assert left.money == pytest.approx(2e7 - paid[days & ~ahead].sum(), rel=1e-9)


def test_a_fund_of_nothing_is_a_limit_like_another(towns):
    problem = problem_with(towns, (MARCH, JUNE, 0.0))
    relaxed, _, told = references_in_their_room(towns.axes, towns.model, problem)
    for one in told:
        assert all(np.isfinite(np.asarray(part, float)).all() for part in one.outcome)
    assert np.isfinite(np.asarray(relaxed.bounds.room)).all()


def test_windows_of_the_same_money_screen_alike(towns):
    """A small window that is over is no reason to screen less; where there is less for a month, all months screen less."""
    axes, model = towns.axes, towns.model

    def level(*rows):
        return float(references(axes, model, problem_with(towns, *rows))[SCREENED].port_screening.max())

    whole = level((AS_OF + timedelta(days=1), JUNE, 4e6))
    assert 0.05 < whole < 0.9
    assert level((date(2020, 1, 1), date(2020, 2, 28), 1e3), (AS_OF + timedelta(days=1), JUNE, 4e6)) == whole
    two = (AS_OF + timedelta(days=1), date(2020, 4, 30), 2e6), (MAY, JUNE, 2e6)
    assert 0.5 * whole < level(*two) <= whole
    assert level(two[0], (MAY, JUNE, 4e5)) < 0.5 * whole


def test_the_last_reproduction_number_is_of_the_last_day_that_is_planned(towns):
    problem = problem_of(towns.region, towns.axes, towns.model, towns.past, AS_OF)
    until = date(2020, 4, 30)
    asked = posed(Question(limits={FINAL_R: 1.0}, until=until), problem, towns.region, towns.axes)
    decided = references(towns.axes, towns.model, asked)[LOCKDOWN]
    outcome, _, _ = simulated(towns.model, asked, decided)
    assert float(outcome.limits[LIMITS.index(FINAL_R)].max()) < 0.9
    whole = posed(Question(limits={FINAL_R: 1.0}), problem, towns.region, towns.axes)
    assert float(simulated(towns.model, whole, decided)[0].limits[LIMITS.index(FINAL_R)].max()) < 0.9


def test_a_place_without_a_bed_does_not_switch_the_limit_off_elsewhere(towns):
    model = towns.model
    none = jnp.asarray(np.array([1.0, 0.0])) * model.epidemic.intensive_beds
    bare = eqx.tree_at(lambda m: m.epidemic.intensive_beds, model, none)
    problem = problem_of(towns.region, towns.axes, bare, towns.past, AS_OF)
    relaxed, _, told = references_in_their_room(towns.axes, bare, problem)
    at = LIMITS.index(INTENSIVE)
    assert float(relaxed.bounds.room[at]) == 1.0
    opened = next(one for one in told if one.name == OPENING).outcome.limits[at]
    assert opened[1] == 0.0
    assert opened[0] > 0.0


def test_money_of_rules_and_of_orders_is_in_the_accounts(towns):
    axes, prices = towns.axes, problem_of(towns.region, towns.axes, towns.model, towns.past, AS_OF).prices
    problem = problem_of(towns.region, axes, towns.model, towns.past, AS_OF)
    rule = Trigger(
        trigger="ports", lever="port_screening", level=1.0, indicator="weekly_cases_per_100k", scope="city", above=1e-3, below=1e-4, least_days=14,
    )  # fmt: skip
    ruled = eqx.tree_at(lambda m: m.triggers, towns.model, triggers.from_region(towns.region.with_rows(triggers=[rule]), axes))  # fmt: skip
    made = strategy("ruled", ruled, problem, references(axes, ruled, problem)[OPENING])
    assert float(np.asarray(made.record.triggered).sum()) > 0
    order = Measure(lever="purchases", value=1.0, unit="units a day", start=date(2020, 4, 20), end=date(2020, 4, 26), place=axes.places[0], good=axes.goods[0], cost=5e5, fund=SCREENING_FUND)  # fmt: skip
    bare = accounts_of(towns.region, axes, ruled, made.levers, made.record, prices, 0)
    with_order = accounts_of(towns.region, axes, ruled, made.levers, made.record, prices, 0, orders=[order])
    ahead = np.array([day > AS_OF for day in axes.days])
    own = float(made.outcome.screening) + float(made.outcome.finding)
    held = levers_in_force(ruled.triggers, made.levers, made.record.triggered)
    past = float(cost_by_day(towns, made._replace(levers=held), prices)[~ahead].sum())
    assert own > 1.1 * float(cost_by_day(towns, made, prices)[ahead].sum())
    assert float(np.asarray(bare.money.epidemic).sum()) == pytest.approx(own + past, rel=1e-6)
    more = np.asarray(with_order.money.epidemic) - np.asarray(bare.money.epidemic)
    assert more.sum() == pytest.approx(5e5)
    assert with_order.months[int(more.argmax())] == "2020-04"


APRIL_END = date(2020, 4, 30)


def order(fund, day, cost):
    return Measure(lever="line_orders", value=1.0, unit="lines a day", start=day, end=day, cost=cost, fund=fund)


def test_an_order_is_paid_from_money_that_pays_on_its_day():
    """Of two that could, from the one that ends sooner; what was paid from money that is over takes nothing of later money."""
    pots = [Pot(MAY, JUNE, 2.0), Pot(MARCH, APRIL_END, 2.0), Pot(MARCH, JUNE, 1.0)]
    spent = [order("a", MARCH, 2.5), order("b", MARCH, 9.0), order("a", date(2020, 1, 5), 9.0)]
    assert left_of(pots, "a", spent) == [Pot(MARCH, APRIL_END, 0.0), Pot(MAY, JUNE, 2.0), Pot(MARCH, JUNE, 0.5)]
    assert money_left({"a": pots}, spent, MAY) == {"a": 2.5}
    assert money_open({"a": pots}, spent, APRIL_END) == {"a": 0.5}
    assert money_open({"a": pots}, spent, MAY) == {"a": 2.5}


class Chain:
    """The chain of two towns with an equipment fund of one's own, under the signals of full labour."""

    def __init__(self, towns, *rows, fund="equipment"):
        kept = [row for row in towns.region.rows(Budget) if row.fund != fund]
        like = towns.region.rows(Budget)[0]
        own = [
            like.model_copy(update={"fund": fund, "date_from": a, "date_to": b, "amount_yuan": m}) for a, b, m in rows
        ]
        self.region = towns.region.with_rows(budgets=[*kept, *own])
        self.signals = run_once(towns.model, towns.past).signals
        self.layer = ChainLayer(self.region, towns.axes, towns.past)

    def orders(self, as_of=AS_OF, frozen=()):
        from_day = as_of + timedelta(days=1)
        left = money_left(funds_of(self.region), frozen, from_day)
        return self.layer.propose(self.signals, frozen, left, from_day)

    def of(self, fund, **given):
        return [one for one in self.orders(**given).measures if one.fund == fund]


def test_lines_and_goods_are_not_paid_before_their_money_opens_nor_after_it_is_over(towns):
    assert min(one.start for one in Chain(towns, (MARCH, JUNE, 8e6)).of("equipment")) < MAY
    for rows in ([(MAY, JUNE, 8e6)], [(MAY, date(2020, 5, 31), 4e6), (date(2020, 6, 1), JUNE, 4e6)]):
        assert all(one.start >= MAY for one in Chain(towns, *rows).of("equipment"))
    until = date(2020, 3, 31)
    bought = Chain(towns, (MARCH, until, 2e7), fund=SCREENING_FUND).of(SCREENING_FUND)
    assert bought
    assert max(one.start for one in bought) <= until


def test_what_was_ordered_of_money_that_is_over_takes_nothing_of_later_money(towns):
    april = date(2020, 4, 1)
    chain = Chain(towns, (MARCH, date(2020, 3, 31), 2e6), (april, JUNE, 2e6))
    placed = tuple(chain.of("equipment"))
    assert sum(one.cost for one in placed if one.start < april) > 0
    before = tuple(one for one in placed if one.start < april)
    assert money_left(funds_of(chain.region), before, april)["equipment"] == 2e6


def test_a_fund_that_no_row_names_sets_no_limit_and_the_price_of_money_is_of_days_it_pays(towns):
    free = Chain(towns)
    assert "equipment" not in money_left(funds_of(free.region), (), AS_OF)
    assert sum(one.cost for one in free.of("equipment")) > 0
    later = Chain(towns, (MAY, JUNE, 1e9)).orders()
    assert later.prices.get("equipment (yuan)", 0.0) == 0.0


def test_makers_have_the_orders_of_the_days_before_still_in_hand(towns):
    """Planning again every day places no more than a week's lines in any seven days."""
    week = towns.region.rows("equipment")
    most = max(row.orders_per_week for row in week)
    case, placed = Chain(towns, (MARCH, JUNE, 1e9)), ()
    for number in range(4):
        as_of = AS_OF + timedelta(days=number)
        new = [one for one in case.orders(as_of, placed).measures if one.lever == "line_orders"]
        placed += tuple(one for one in new if one.start == as_of + timedelta(days=1))
    by_class = {}
    for one in placed:
        key = one.variant, one.good
        by_class[key] = by_class.get(key, 0.0) + one.value
    assert by_class
    assert max(by_class.values()) <= most
