"""Help to firms in the passes: placed as levers, paid for, kept from pass to pass, and in the residual."""

from datetime import timedelta

import jax.numpy as jnp
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
from bothhands.plan.solve import Solution
from bothhands.plan.strategy import strategy


@pytest.fixture(scope="module")
def standing():
    region = load("two-towns")
    fitted = fit_region(region, region.default_as_of)
    problem = problem_of(fitted.region, fitted.axes, fitted.model, fitted.past, region.default_as_of)
    decisions = references(fitted.axes, fitted.model, problem)[CARRY_ON]
    return fitted, problem, decisions, strategy("carry on", fitted.model, problem, decisions)


def aid(axes, firm, first, days, value, cost):
    start = axes.start + timedelta(days=first)
    return Measure(
        lever="support", firm=firm, start=start, end=start + timedelta(days=days - 1), value=value, unit="yuan a day",
        cost=cost, fund="firm_support",
    )  # fmt: skip


class Chain:
    name = "chain"

    def propose(self, signals, frozen, budget, from_day):
        return Proposal((), 0.0, 0.0)


class Helper:
    name = "support"

    def __init__(self, measures):
        self.measures, self.asked = measures, []

    def propose(self, signals, frozen, budget, from_day):
        self.asked.append((frozen, dict(budget)))
        return Proposal(self.measures, 7.0, 8.0)


def test_help_is_placed_paid_and_apart_from_the_money_for_screening(standing):
    fitted, problem, decisions, run = standing
    axes, from_day = fitted.axes, fitted.axes.start + timedelta(days=90)
    promised, more = aid(axes, axes.firms[0], 95, 10, 500.0, 5e3), aid(axes, axes.firms[1], 95, 10, 800.0, 8e3)
    helper = Helper((more,))
    searched = []

    def search(under, earlier):
        searched.append(under)
        zeros = np.zeros(1)
        return Solution(decisions, run.outcome, True, zeros, zeros, zeros, 1, True, "", (), 0.0)

    whole = [Pot(axes.start, axes.end, 1e6)]
    later = Pot(from_day + timedelta(days=1), axes.end, 1e6)
    money = {"epidemic_control": whole, "firm_support": [*whole, later]}
    found = outer.joined(
        axes, fitted.model, problem, Chain(), fitted.past, run.record.signals, money, from_day, search, (promised,), helper
    )  # fmt: skip
    assert found.aid.measures == (promised, more)
    assert (found.aid.value, found.aid.bound) == (7.0, 8.0)
    assert found.chain.measures == ()
    frozen, budget = helper.asked[0]
    assert frozen == (promised,)
    assert set(budget) == {"firm_support"}
    assert budget["firm_support"] == pytest.approx(1e6 - 5e3)
    placed = np.asarray(searched[0].history.support) - np.asarray(fitted.past.support)
    assert placed[95:105, 0].tolist() == [500.0] * 10
    assert placed[95:105, 1].tolist() == [800.0] * 10
    assert placed.sum() == pytest.approx(13_000.0)
    assert float(searched[0].placed_cost) == pytest.approx(13_000.0)
    assert float(np.asarray(searched[0].bounds.bought).sum()) == 0.0


def test_jobs_lost_in_closed_firms_count_in_the_residual(standing):
    fitted, problem, _, run = standing
    workers = np.asarray(fitted.model.economy.workers)
    same = run.record.signals
    assert outer.residual_of(same, same, problem, workers) == 0.0
    lost = np.asarray(same.capacity_lost) + 0.05
    more = same._replace(capacity_lost=jnp.asarray(lost))
    assert outer.residual_of(same, more, problem, workers) > 0.5
    few = same._replace(capacity_lost=jnp.asarray(same.capacity_lost) + 1e-7)
    assert outer.residual_of(same, few, problem, workers) < 0.01
