"""Dates are data: ten as-of days fit, search and check members with the programs compiled for the first."""

import sys
from datetime import timedelta

import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.history import history
from bothhands.model import ensemble as members
from bothhands.model.simulate import model_of
from bothhands.observe import calibrate, fitted
from bothhands.observe.uncertainty import draws_of
from bothhands.plan import solve
from bothhands.plan.decisions import uniform
from bothhands.plan.problem import problem_of

DAYS = 10


@pytest.fixture(scope="module")
def standing():
    """Two towns on ten days: region, axes, model, past."""
    region = load("two-towns")
    found = []
    for back in range(DAYS):
        day = region.default_as_of - timedelta(days=back)
        known = region.standing_on(day)
        axes = axes_of(known)
        found.append((known, axes, model_of(known, axes), history(known, axes), day))
    return found


@pytest.fixture(scope="module")
def heard(standing):
    """Signals of the history."""
    _, _, model, past, _ = standing[0]
    return fitted.run_once(model, past).signals


def test_the_fit(standing, heard):
    programs = [
        getattr(calibrate, name) for name in ("expected", "_expected_and_slope", "expected_of_many", "found_until")
    ]
    sizes = set()
    for region, axes, model, past, day in standing:
        posterior = calibrate.fit(region, axes, model.epidemic, past, heard, day)
        assert np.isfinite(posterior.mean).all()
        sizes.add(tuple(program._cache_size() for program in programs))
    assert len(sizes) == 1


def test_the_gradient(standing):
    """The whole search, so that the test knows the programs only as what is compiled in the folder `plan`."""
    sizes, worths = set(), set()
    for region, axes, model, past, day in standing:
        starts = [uniform(axes, openness=0.8, school=0.5, gatherings=0.5, port_screening=0.5, corridor_screening=0.5)]
        found = solve.solve(
            axes, model, problem_of(region, axes, model, past, day), starts, solve.Effort(steps=1, at_most=1)
        )
        sizes.add(tuple(program._cache_size() for program in compiled_programs()))
        worths.add(float(found.outcome.welfare))
    assert sum(next(iter(sizes))) > 1
    assert len(sizes) == 1
    assert len(worths) > 1


def compiled_programs():
    """Every compiled function of the plan's modules."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("bothhands.plan.")]
    held = [thing for module in modules for thing in vars(module).values()]
    return [thing for thing in held if hasattr(thing, "_cache_size") and not isinstance(thing, type)]


def test_the_members(standing, heard):
    sizes = set()
    for region, axes, model, past, day in standing:
        posterior = calibrate.fit(region, axes, model.epidemic, past, heard, day)
        found = members.ensemble(model, draws_of(region, axes, model, posterior, 2, 1), past, 1)
        assert found.infections.shape[0] == 2
        sizes.add(members._members._cache_size())
    assert len(sizes) == 1
