"""Plans made one after another and lived through: orders stay whole and are paid, and rules act from the first plan on."""

from datetime import timedelta

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.inputs.tables.budgets import Budget
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.triggers import Trigger
from bothhands.levers.catalogue import ORDERS
from bothhands.levers.history import history
from bothhands.levers.measure import Measure
from bothhands.observe.fitted import fit_region
from bothhands.plan.funds import SCREENING_FUND
from bothhands.plan.limits import BUDGET, LIMITS
from bothhands.plan.problem import problem_of
from bothhands.plan.request import Request
from bothhands.plan.rolling import ROLLED, _compared, _paid, rolled
from bothhands.plan.solve import Effort

REGION = load("two-towns")
FIRST = REGION.default_as_of
AGAIN = FIRST + timedelta(days=10)
"""In the middle of a week of purchases of the first plan."""


@pytest.fixture(scope="module")
def made():
    return rolled(REGION, (FIRST, AGAIN), AGAIN, Request(effort=Effort(steps=1, at_most=1)))


def days(one):
    return (one.end - one.start).days + 1


def test_what_was_ordered_is_paid_from_the_fund_that_screening_shares(made):
    ordered = sum(one.cost for one in made.measures if one.lever in ORDERS and one.fund == SCREENING_FUND)
    assert ordered > 0
    whole = sum(row.amount_yuan for row in REGION.rows(Budget) if row.fund == SCREENING_FUND)
    own = made.outcomes[ROLLED]
    use = float(own.limits[LIMITS.index(BUDGET)].max())
    assert use * whole >= float(own.screening) + float(own.finding) + 0.999 * ordered


def test_an_order_placed_stays_whole_where_a_plan_is_made_again_before_all_of_it_came(made):
    bought = [one for one in made.measures if one.lever == "purchases"]
    assert any(one.start <= AGAIN < one.end for one in bought)
    price = {row.good: row.price_yuan for row in REGION.rows(Good)}
    for one in bought:
        assert one.cost / (one.value * days(one) * 2) == pytest.approx(price[one.good], rel=1e-4)


def test_what_two_plans_order_for_one_day_adds_up():
    fitted = fit_region(REGION, FIRST)
    axes, past = fitted.axes, fitted.past
    problem = problem_of(fitted.region, axes, fitted.model, past, FIRST)

    def order(start, value):
        end = start + timedelta(days=6)
        return Measure(
            lever="purchases", good="mask", start=start, end=end, value=value, unit="units a day", cost=10 * value,
            fund=SCREENING_FUND,
        )  # fmt: skip

    first, second = order(AGAIN - timedelta(days=2), 5.0), order(AGAIN + timedelta(days=1), 7.0)
    paid = _paid(problem, [(first,), (second,)], axes, past)
    bought = np.asarray(paid.history.purchases)[:, 0, axes.goods.index("mask")]
    at = axes.day_index(first.start)
    assert bought[at : at + 11].tolist() == [5.0] * 3 + [12.0] * 4 + [7.0] * 3 + [0.0]
    assert float(paid.placed_cost) == 120.0
    assert np.asarray(paid.bounds.bought).sum() == 120.0


def test_a_rule_without_a_date_acts_from_the_first_plan_on_in_the_world_of_comparison():
    later = FIRST + timedelta(days=42)

    def outcome(**dated):
        rule = Trigger(
            trigger="meet", lever="gatherings", level=0.0, indicator="weekly_cases", above=0.0, below=0.0,
            least_days=365, scope="region", **dated,
        )  # fmt: skip
        region = REGION.replace(triggers=(rule,))
        levers = history(region, fit_region(region, later).axes)
        return _compared(region, FIRST, later, {"carry on": levers}, Request(), [])["carry on"]

    undated, dated = outcome(), outcome(date_from=FIRST + timedelta(days=1))
    assert float(dated.gatherings) > 1.2 * float(outcome(date_from=later + timedelta(days=1)).gatherings)
    assert float(undated.gatherings) == pytest.approx(float(dated.gatherings))
    assert float(undated.welfare) == pytest.approx(float(dated.welfare))
