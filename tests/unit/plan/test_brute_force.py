"""On two towns, with few enough decisions that every combination can be run: the search finds what brute force finds."""

from itertools import product

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.observe.fitted import fit_region
from bothhands.plan.coupled_run import evaluate, rank
from bothhands.plan.decisions import Decisions
from bothhands.plan.posed import posed, space_asked
from bothhands.plan.problem import problem_of
from bothhands.plan.question import Question
from bothhands.plan.references import LOCKDOWN, SCREENED, as_it_stands, references
from bothhands.plan.solve import Effort, solve
from run_together import evaluated

ALONE = {"decide": False}
TOGETHER = {"places": "together"}
GRID = np.linspace(0.0, 1.0, 11)


@pytest.mark.parametrize(
    ("levers", "limits"),
    [
        (("school", "gatherings", "tracing"), {}),
        (("gatherings", "testing", "stay_home"), {"deaths": 1.0}),
    ],
)
def test_the_search_is_as_good_as_every_combination(levers, limits):
    region = load("two-towns")
    fitted = fit_region(region, region.default_as_of)
    axes, model = fitted.axes, fitted.model
    question = Question(
        levers={name: TOGETHER if name in levers else ALONE for name in Decisions._fields}, limits=limits,
        period_starts=(region.default_as_of,),
    )  # fmt: skip
    problem = posed(
        question, problem_of(fitted.region, axes, model, fitted.past, region.default_as_of), fitted.region, axes
    )
    decided = references(axes, model, problem)
    held = as_it_stands(axes, problem)._replace(port_screening=decided[SCREENED].port_screening)
    space = space_asked(question, axes, problem, held)
    assert space.size == 3
    every = [space.entries(np.array(levels)) for levels in product(GRID, repeat=3)]
    tried = evaluated(axes, model, problem, every, at_once=GRID.size**2)
    alone = evaluate(axes, model, problem, every[700])
    np.testing.assert_allclose(tried[700].objective, alone.objective, rtol=1e-6)
    best = max(tried, key=rank)
    found = solve(
        axes, model, problem, [held, decided[SCREENED], decided[LOCKDOWN]], Effort(steps=8, starts=3), space=space
    )
    assert rank(found.outcome)[0] == rank(best)[0]
    assert rank(found.outcome)[1] >= rank(best)[1] - 1e-4 * abs(rank(best)[1])
