"""Two towns asked for too much: the conflict names what was planted and nothing else, and what it offers can be had."""

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.observe.fitted import fit_region
from bothhands.plan.conflict import conflict_of, said_amount
from bothhands.plan.coupled_run import breach, evaluate
from bothhands.plan.decisions import flat, uniform
from bothhands.plan.limits import BUDGET, DEATHS, LIMITS, ODDS, OUTPUT, ROOMS, VALUE_ADDED, strict_of
from bothhands.plan.plan import make_plan
from bothhands.plan.posed import posed, space_asked
from bothhands.plan.problem import problem_of, with_room
from bothhands.plan.question import Question
from bothhands.plan.reconcile import reconciled
from bothhands.plan.references import CARRY_ON, LOCKDOWN, SCREENED, as_it_stands
from bothhands.plan.request import Request
from bothhands.plan.solve import Effort, every_start, solve
from bothhands.plan.strategy import references_in_their_room
from bothhands.report import explanation
from bothhands.report.conflict_said import conflict_as_json
from bothhands.report.console import paragraphs
from bothhands.report.telling import telling_of

SHORT = Effort(steps=2, at_most=4)


@pytest.fixture(scope="module")
def stands():
    region = load("two-towns")
    fitted = fit_region(region, region.default_as_of, True)
    return fitted, problem_of(fitted.region, fitted.axes, fitted.model, fitted.past, region.default_as_of)


@pytest.fixture
def asked(stands):
    """Problem, space and starts of a question about limits."""

    def put(**limits):
        fitted, base = stands
        question = Question(limits={name.replace("_", " "): amount for name, amount in limits.items()})
        problem = posed(question, base, fitted.region, fitted.axes)
        problem, decided, _ = references_in_their_room(fitted.axes, fitted.model, problem, strict_of(question.limits))
        space = space_asked(question, fitted.axes, problem, as_it_stands(fitted.axes, problem))
        return fitted.axes, fitted.model, problem, space, [decided[name] for name in (SCREENED, LOCKDOWN, CARRY_ON)]

    return put


def conflict(axes, model, problem, space, starts):
    return conflict_of(axes, model, problem, space, [*every_start(axes, starts, True), uniform(axes)])


def used(outcome):
    return dict(zip(LIMITS, np.asarray(outcome.limits).max(1), strict=True))


def test_two_limits_that_quarrel_are_named_with_a_relaxation_of_each_that_a_plan_reaches(asked):
    axes, model, problem, space, starts = asked(**{ODDS: 0.002, DEATHS: 1e5, VALUE_ADDED: "1 million yuan"})
    found = conflict(axes, model, problem, space, starts)
    assert {one.limit for one in found.limits} == {ODDS, ROOMS}
    for one in found.limits:
        n = LIMITS.index(one.limit)
        use = used(evaluate(axes, model, problem, flat(one.decisions)))
        assert use.pop(one.limit) == pytest.approx(one.times)
        assert max(use.values()) <= 1.0
        assert one.least == pytest.approx(one.asked * one.times)
        room = np.asarray(problem.bounds.room).copy()
        room[n] *= 1.02 * one.times
        assert solve(axes, model, with_room(problem, room), [one.decisions], SHORT, space=space).feasible


def test_limits_that_cannot_be_kept_each_by_itself_are_two_conflicts(asked):
    axes, model, problem, space, starts = asked(**{DEATHS: 0.01, OUTPUT: 0.99, VALUE_ADDED: "1 million yuan"})
    found = conflict(axes, model, problem, space, starts)
    assert [one.limit for one in sorted(found.limits, key=lambda one: one.limit)] == [DEATHS, OUTPUT]
    assert len({one.group for one in found.limits}) == 2
    for one in found.limits:
        use = used(evaluate(axes, model, problem, flat(one.decisions)))
        assert max(amount for name, amount in use.items() if name not in (DEATHS, OUTPUT)) <= 1.0
        assert use[one.limit] == pytest.approx(one.times)
    least = {one.limit: one.least for one in found.limits}
    ends = [found.nearest, *(one.decisions for one in found.limits)]
    far = [breach(evaluate(axes, model, problem, flat(one))) for one in ends]
    assert far[0] == min(far)
    assert least[DEATHS] > 0.01
    assert least[OUTPUT] < 0.99


def test_a_search_that_ends_infeasible_goes_on_to_a_plan_that_keeps_every_limit(asked):
    axes, model, problem, space, starts = asked(**{DEATHS: 0.08, OUTPUT: 0.85})
    first = solve(axes, model, problem, starts, Effort(steps=1, at_most=1, constants=False), space=space)
    assert not first.feasible
    then = reconciled(axes, model, problem, space, starts, first)
    assert then.feasible
    assert then.conflict is None
    assert max(used(then.outcome).values()) <= 1.0
    assert then.steps > first.steps
    assert reconciled(axes, model, problem, space, starts, then) is then
    stopped = first._replace(stopped="time")
    assert reconciled(axes, model, problem, space, starts, stopped) is stopped


def test_an_interrupt_of_the_search_for_the_conflict_keeps_the_plan(asked):
    axes, model, problem, space, starts = asked(**{DEATHS: 1e-6})
    found = solve(axes, model, problem, starts, Effort(steps=1, at_most=1, constants=False), space=space)
    assert not found.feasible

    def stop(line):
        if "conflict" in line and "search" in line:
            raise KeyboardInterrupt

    kept = reconciled(axes, model, problem, space, starts, found, stop)
    assert kept.stopped == "interrupt"
    assert np.array_equal(flat(kept.decisions), flat(found.decisions))


def test_amounts_are_said_as_they_were_asked(asked):
    _, _, problem, *_ = asked(**{OUTPUT: 0.8, DEATHS: 12.0, BUDGET: "3 million yuan"})
    assert said_amount(problem, OUTPUT) == pytest.approx(0.8)
    assert said_amount(problem, OUTPUT, 2.0) == pytest.approx(0.4)
    assert said_amount(problem, DEATHS, 2.0) == pytest.approx(24.0)
    assert said_amount(problem, BUDGET) == pytest.approx(3e6)


@pytest.fixture(scope="module")
def made():
    question = Question(limits={DEATHS: 0.01, OUTPUT: 0.99})
    return make_plan(load("two-towns"), Request(members=2, effort=Effort(steps=1), question=question))


def test_a_plan_that_cannot_keep_every_limit_is_the_nearest_and_says_so(made):
    assert not made.solution.feasible
    assert breach(made.chosen.outcome) < min(breach(one.outcome) for one in made.references)
    told = conflict_as_json(made)
    assert {one["limit"] for one in told["limits"]} == {DEATHS, OUTPUT}
    assert {one["limit"] for one in told["passed_by_plan"]} == {DEATHS, OUTPUT}
    assert len({one["conflict"] for one in told["limits"]}) == 2
    for language, words in (
        ("en", ("can all be kept together", "deaths (at most 0.01)", "output of a city (at least 99 %)")),
        ("zh", ("可同时满足", "死亡人数", "城市产出")),
    ):
        answer = paragraphs(made, language).answer
        page = explanation.page(made, language)
        assert all(word in answer and word in page for word in words)


def test_a_search_that_did_not_settle_says_so(made):
    notes = " ".join(paragraphs(made, "en").notes)
    assert ("did not settle" in notes) != made.solution.settled
    assert f"steps taken: {made.solution.steps}" in notes
    assert f"steps taken: {made.solution.steps}" in explanation.page(made, "en")
    assert explanation.said(telling_of(made, "zh", "auto"))
