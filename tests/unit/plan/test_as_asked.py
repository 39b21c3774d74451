"""A limit that was given room before the search, and that the plan keeps without it, is told as it was asked."""

import dataclasses

import numpy as np
import pytest

from bothhands.plan.as_asked import as_asked
from bothhands.plan.limits import LIMITS, ODDS
from bothhands.plan.outer import Joined
from bothhands.plan.problem import with_room
from bothhands.report.comparison import allowed_of, answer, limits_said
from bothhands.report.telling import telling_of
from made_plans import short_plan_of_two_towns

N = LIMITS.index(ODDS)
GIVEN = 1.374


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return short_plan_of_two_towns(tmp_path_factory)


def held(outcome, use):
    """An outcome that takes so much of what is allowed of outbreak odds."""
    limits, by_period = np.zeros_like(np.asarray(outcome.limits)), np.zeros_like(np.asarray(outcome.use))
    limits[N], by_period[N] = use, use
    return outcome._replace(limits=limits, use=by_period)


def searched(plan, use, feasible=True):
    """What a search ends with, in a room of `GIVEN` of which the plan takes so much and each reference all."""
    room = np.ones(len(LIMITS))
    room[N] = GIVEN
    chosen = plan.chosen._replace(outcome=held(plan.chosen.outcome, use))
    solution = plan.solution._replace(outcome=chosen.outcome, feasible=feasible, others=())
    told = tuple(one._replace(outcome=held(one.outcome, 1.0)) for one in plan.references)
    found = Joined(solution, chosen, plan.chain, plan.aid, with_room(plan.supplied, room), 0.0, 1)
    return with_room(plan.problem, room), told, found


def told_of(plan, problem, told, found):
    """The plan told with what a search ends with."""
    made = dataclasses.replace(plan, problem=problem, supplied=found.supplied, references=told, chosen=found.chosen, solution=found.solution)  # fmt: skip
    return telling_of(made)


def test_a_limit_that_the_plan_keeps_as_asked_has_no_room_left(plan):
    problem, told, found = as_asked(*searched(plan, 0.6))
    assert np.asarray(problem.bounds.room)[N] == np.asarray(found.supplied.bounds.room)[N] == 1.0
    assert np.asarray(found.chosen.outcome.limits)[N].max() == pytest.approx(0.6 * GIVEN)
    assert np.asarray(found.solution.outcome.use)[N].max() == pytest.approx(0.6 * GIVEN)
    assert not any(one.keeps_limits for one in told)
    telling = told_of(plan, problem, told, found)
    assert allowed_of(telling)[N].max() == pytest.approx(plan.region.parameter("outbreak_odds_limit").value)
    said = answer(telling)
    assert "It keeps every limit" in said
    assert f"None of the strategies compared keeps {ODDS}." in said
    assert "relaxed" not in said
    assert "the reference that breaks its limits least" in said


@pytest.mark.parametrize(("use", "feasible"), [(0.9, True), (0.6, False)])
def test_room_that_is_taken_stays_and_is_told(plan, use, feasible):
    """So does that within which a conflict was sought."""
    posed = searched(plan, use, feasible)
    made = as_asked(*posed)
    assert made == posed
    told = limits_said(told_of(plan, *made))
    assert f"{ODDS} 137 %" in told
    assert "in per cent of what was asked" in told
