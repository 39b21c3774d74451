"""The passes of levers and chain: what was placed before stays in every one of them."""

from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.levers.measure import Measure
from bothhands.observe.fitted import fit_region
from bothhands.plan import outer
from bothhands.plan.funds import Pot
from bothhands.plan.layer import Proposal
from bothhands.plan.problem import problem_of
from bothhands.plan.references import CARRY_ON, references
from bothhands.plan.strategy import strategy


@pytest.fixture(scope="module")
def standing():
    region = load("two-towns")
    fitted = fit_region(region, region.default_as_of)
    problem = problem_of(fitted.region, fitted.axes, fitted.model, fitted.past, region.default_as_of)
    return fitted, problem, references(fitted.axes, fitted.model, problem)[CARRY_ON]


def test_orders_placed_before_stay_in_every_pass(standing, monkeypatch):
    fitted, problem, decisions = standing
    axes, model = fitted.axes, fitted.model
    day = axes.start + timedelta(days=90)
    before = Measure(
        lever="purchases",
        good="mask",
        start=day,
        end=day,
        value=5.0,
        unit="units a day",
        cost=1.0,
        fund="epidemic_control",
    )
    given = []

    class Layer:
        name = "chain"

        def propose(self, signals, frozen, budget, from_day):
            given.append(frozen)
            return Proposal((), 0.0, None)

    run = strategy("carry on", model, problem, decisions)
    solution = SimpleNamespace(decisions=decisions, stopped="", steps=1, _replace=lambda **_: solution)
    monkeypatch.setattr(outer, "TOLERANCE", -1.0)
    found = outer.joined(
        axes, model, problem, Layer(), fitted.past, run.record.signals, {"epidemic_control": [Pot(axes.start, axes.end, 1e6)]}, day, lambda *_: solution, (before,)
    )  # fmt: skip
    assert len(given) == found.passes == outer.PASSES
    assert all(before in frozen for frozen in given)
    assert before in found.chain.measures
    assert np.asarray(found.supplied.bounds.bought).max() == 1.0
