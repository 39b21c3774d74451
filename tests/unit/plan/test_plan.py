"""The joint plan of two towns: keeps the limits, beats the references and every constant plan, repeats itself."""

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.levers.compile import to_arrays
from bothhands.plan.decisions import uniform
from bothhands.plan.plan import make_plan
from bothhands.plan.request import Request
from bothhands.plan.solve import Effort
from bothhands.plan.strategy import strategy
from bothhands.report.briefing import briefing

LONG = Request(members=8, effort=Effort(steps=8))
QUICK = Request(members=2, effort=Effort(steps=1))


@pytest.fixture(scope="module")
def made():
    return make_plan(load("two-towns"), LONG)


def test_the_plan_keeps_every_limit_and_beats_the_best_reference_that_does(made):
    assert made.solution.feasible
    assert made.chosen.keeps_limits
    assert made.best_reference.keeps_limits
    assert float(made.chosen.outcome.welfare) > float(made.best_reference.outcome.welfare)


def test_no_constant_plan_that_keeps_the_limits_is_better(made):
    best = float(made.chosen.outcome.welfare)
    for openness in (0.4, 0.7, 1.0):
        for school in (0.0, 0.5, 1.0):
            for gatherings in (0.3, 0.7, 1.0):
                decisions = uniform(
                    made.axes,
                    openness=openness,
                    school=school,
                    gatherings=gatherings,
                    port_screening=0.7,
                    corridor_screening=1.0,
                )
                other = strategy("constant", made.model, made.problem, decisions)
                assert not other.keeps_limits or float(other.outcome.welfare) < best


def test_the_measures_are_the_plan(made):
    from bothhands.levers.history import history

    back = to_arrays(made.measures, made.axes, history(made.region, made.axes))
    for name in ("openness", "school", "gatherings", "port_screening"):
        np.testing.assert_array_equal(getattr(back, name), getattr(made.chosen.levers, name))


def test_history_is_frozen(made):
    at = made.axes.day_index(made.as_of)
    past = made.problem.history
    assert np.array_equal(np.asarray(past.openness)[: at + 1], made.chosen.levers.openness[: at + 1])


def test_the_same_seed_gives_the_same_plan(made):
    again = make_plan(load("two-towns"), LONG)
    assert again.measures == made.measures
    assert np.array_equal(again.members.infections, made.members.infections)


def test_ten_as_of_days_compile_nothing_anew():
    from datetime import timedelta

    from bothhands.observe.fitted import fit_region
    from bothhands.plan.coupled_run import evaluate
    from bothhands.plan.decisions import flat
    from bothhands.plan.problem import problem_of, simulated

    region = load("two-towns")
    sizes = set()
    for back in range(10):
        day = region.default_as_of - timedelta(days=back)
        fitted = fit_region(region, day)
        problem = problem_of(fitted.region, fitted.axes, fitted.model, fitted.past, day)
        evaluate(fitted.axes, fitted.model, problem, flat(uniform(fitted.axes)))
        sizes.add(simulated._cache_size())
    assert len(sizes) == 1


def test_a_limit_that_nothing_keeps_is_relaxed_and_said(made):
    from bothhands.inputs.tables.parameters import Parameter
    from bothhands.plan.problem import SPARE, relaxed

    uses = np.array([[0.5, 3.0, 0.9], [2.0, 4.0, 0.8]])
    room = np.asarray(relaxed(made.problem, uses).bounds.room)
    np.testing.assert_allclose(room, [1.0, SPARE * 3.0, 1.0])
    region = load("two-towns").replace(
        parameters=(Parameter(parameter="outbreak_odds_limit", value=1e-9, unit="share"),)
    )
    tight = make_plan(region, QUICK)
    assert float(tight.problem.bounds.room[0]) > 1
    assert "relaxed" in briefing(tight, "en")


def test_changes_that_are_worth_next_to_nothing_are_left_out(made):
    from bothhands.plan.coupled_run import CoupledRun
    from bothhands.plan.decisions import flat, uniform
    from bothhands.plan.few_measures import SIMPLE, simpler

    open_all = flat(uniform(made.axes, port_screening=0.7, corridor_screening=1.0))
    coupled = CoupledRun(
        made.axes,
        made.model,
        relaxed_by(made.problem, 100.0),
        uniform(made.axes, port_screening=0.7, corridor_screening=1.0),
    )
    fussy = open_all.copy()
    fussy[3] = 0.99
    kept = coupled.verdict(fussy)
    plain, outcome = simpler(coupled, kept, open_all, lambda _: True)
    assert np.array_equal(plain, open_all)
    assert float(outcome.welfare) >= (1 - SIMPLE) * float(kept[1].welfare)
    closed = open_all.copy()
    closed[: closed.size // 4] = 0.3
    kept = coupled.verdict(closed)
    assert np.array_equal(simpler(coupled, kept, open_all, lambda _: True)[0], closed)


def test_a_lever_changes_over_time_only_where_that_is_worth_it(made):
    from bothhands.plan.coupled_run import CoupledRun
    from bothhands.plan.decisions import flat, shaped, uniform
    from bothhands.plan.few_measures import RESTLESS, steadier

    start = uniform(made.axes, port_screening=0.7, corridor_screening=1.0)
    coupled = CoupledRun(made.axes, made.model, relaxed_by(made.problem, 100.0), start)
    restless = np.array(start.testing, np.float64)
    restless[::2] = 0.99
    kept = coupled.verdict(flat(start._replace(testing=restless)))
    steady, outcome = steadier(coupled, kept, flat(start), lambda _: True)
    assert np.ptp(np.asarray(shaped(made.axes, steady).testing), axis=0).max() == 0
    changes = np.count_nonzero(np.diff(restless, axis=0))
    assert float(outcome.objective) >= float(kept[1].objective) - RESTLESS * changes * coupled.scale
    assert np.array_equal(steadier(coupled, kept, flat(start), lambda _: False)[0], kept[0])


def relaxed_by(problem, factor):
    from bothhands.plan.problem import with_room

    return with_room(problem, np.asarray(problem.bounds.room) * factor)


def test_more_steps_are_more_rounds_and_lose_nothing(made):
    from bothhands.plan import solve

    assert [Effort(steps=steps).longer for steps in (0, 1, 4, 5, 12)] == [1, 1, 1, 2, 3]
    start = uniform(made.axes, openness=0.8, school=0.0, gatherings=0.3, port_screening=0.7, corridor_screening=1.0, testing=1.0, tracing=1.0)  # fmt: skip
    short, long = (
        solve.solve(made.axes, made.model, made.supplied, [start], Effort(steps=steps, constants=False))
        for steps in (4, 12)
    )
    assert short.feasible
    assert float(long.outcome.objective) >= float(short.outcome.objective)
    assert long.steps >= short.steps
