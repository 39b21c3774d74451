"""The value of a life-year from which another strategy is worth more than the plan: at once where one is already."""

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.observe.fitted import fit_region
from bothhands.plan.decisions import uniform
from bothhands.plan.explain import explained, worth_at
from bothhands.plan.limits import LIMITS
from bothhands.plan.problem import problem_of, with_room
from bothhands.plan.solve import Solution
from bothhands.plan.strategy import strategy
from bothhands.report.binding_said import turn_told
from bothhands.report.words import Wording


@pytest.fixture(scope="module")
def told():
    """The multiple at which a rival with other amounts of welfare and life-years lost turns the plan, and the amounts."""
    region = load("two-towns")
    fitted = fit_region(region, region.default_as_of)
    axes, model = fitted.axes, fitted.model
    problem = problem_of(fitted.region, axes, model, fitted.past, region.default_as_of)
    problem = with_room(problem, np.full(len(LIMITS), 1e6))
    own = strategy("plan", model, problem, uniform(axes))
    none = np.zeros(0)
    found = Solution(uniform(axes), own.outcome, True, none, none, none, 1, True, "", (), 0.0)

    def turning(welfare, life_years, times=1.0):
        other = own.outcome._replace(
            welfare=own.outcome.welfare + welfare, life_years=own.outcome.life_years + life_years
        )
        rival = own._replace(name="rival", outcome=other)
        told = explained(axes, model, problem, found, own, [rival], times * float(problem.prices.life_year))
        return told.turns_at, float(problem.prices.life_year), own.outcome, other

    return turning


def test_a_rival_behind_that_spares_life_years_turns_the_plan_where_both_are_worth_the_same(told):
    at, price, own, other = told(-3e6, -10.0)
    assert at == pytest.approx(1.0 + 3e6 / (price * 10.0))
    assert worth_at(other, price, at * price) == pytest.approx(worth_at(own, price, at * price))


def test_multiples_are_of_what_the_tables_say(told):
    """A plan made at half of the tables' price turns half a multiple later than one made at none would."""
    at, price, own, other = told(-3e6, -10.0, 2.0)
    assert at == pytest.approx(0.5 + 3e6 / (2.0 * price * 10.0))
    assert worth_at(other, price, 2.0 * at * price) == pytest.approx(worth_at(own, price, 2.0 * at * price))


def test_a_rival_that_is_worth_more_already_turns_the_plan_as_it_is(told):
    for life_years in (-10.0, 0.0, 10.0):
        assert told(3e6, life_years)[0] == 1.0


def test_a_rival_behind_that_spares_nothing_never_turns_the_plan(told):
    assert told(-3e6, 10.0)[0] == np.inf


def test_a_rival_that_is_better_already_is_told_so():
    words = Wording("en", "auto", "the hub", "yuan")
    already, later, never = (turn_told(words, at, 0.5, 1) for at in (0.5, 1.5, None))
    assert "better already" in already
    assert "1.5 times" in later
    assert "however much" in never
    assert turn_told(words, None, 0.5, 0).startswith("No other strategy shown keeps every limit")
