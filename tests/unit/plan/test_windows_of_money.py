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
from bothhands.observe.fitted import fit_region
from bothhands.outcome.output import finding_cost, screening_cost
from bothhands.plan.accounts import accounts_of
from bothhands.plan.limits import BUDGET, FINAL_R, INTENSIVE, LIMITS, live, money_ahead
from bothhands.plan.outer import funds
from bothhands.plan.posed import posed
from bothhands.plan.problem import SCREENING_FUND, bounds_of_region, pots_of, problem_of, simulated
from bothhands.plan.question import Question
from bothhands.plan.references import LOCKDOWN, OPENING, SCREENED, references
from bothhands.plan.search import _money
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
    assert funds(region, AS_OF)[SCREENING_FUND] == 3e6
    assert funds(region, JUNE + timedelta(days=1)) == {"epidemic_control": 0, "equipment": 0, "firm_support": 0}
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
    left = _money(towns.region, problem, towns.model, made, later + timedelta(days=1))
    assert left[SCREENING_FUND] == pytest.approx(2e7 - paid[days & ~ahead].sum(), rel=1e-9)


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
