"""What a solved chain is asked, and lines ordered before the epidemic is known: answers checked by solving again."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from benchmarks.chain_networks import Shape, network

from bothhands.errors import RunError
from bothhands.plan.chain import Effort, decide
from bothhands.plan.chain.answers import (
    bottlenecks,
    capacity_rents,
    cover_days,
    good_prices,
    overbuilding,
    why_not_served,
)
from bothhands.plan.chain.pool import pooled
from bothhands.plan.chain.quantities import able, quantities
from bothhands.plan.chain.two_stage import Risk, hedge

QUICK = Effort(nodes=0)


@pytest.fixture(scope="module")
def plan():
    return decide(network(Shape(cities=3, goods=4, firms=8, weeks=5, daily_weeks=1)), QUICK)


def test_only_full_lines_earn_a_rent(plan):
    rents, found = capacity_rents(plan), quantities(plan.data, plan.program, plan.whole.x)
    assert rents.max() > 0
    idle = found.made < 0.99 * able(plan.data, plan.orders)
    assert rents[idle].max(initial=0.0) < 1e-3 * rents.max()


def test_one_more_line_at_a_bottleneck_is_worth_its_rent_at_most_and_the_best_comes_first(plan):
    """Whatever the unit: the price of a unit of resin is thousands of times that of a mask, and a line makes as much less of it."""
    found = bottlenecks(plan)
    assert [one.gain for one in found] == sorted((one.gain for one in found), reverse=True)
    every = bottlenecks(plan, len(plan.data.maker_good))
    assert found[0].gain == max(one.gain for one in every) > 0
    assert max((one.cut * plan.data.price).sum() for one in found) > 0
    for one in found:
        days = plan.data.days[one.period :].sum()
        assert one.gain >= -1.0
        assert one.gain <= 1.001 * one.rent * one.line * days + 1.0


def test_somebody_not_served_is_told_why_and_the_limit_is_real(plan):
    data, found = plan.data, quantities(plan.data, plan.program, plan.whole.x)
    short = data.need.sum(-1) - found.served.sum(-1)
    period, place, good = np.unravel_index(np.argmax(short * data.price), short.shape)
    reasons = why_not_served(plan, int(place), int(good), int(period))
    assert reasons
    assert good_prices(plan)[period, place, good] > 0
    full = decide(data._replace(outside=10 * data.outside, market=10 * data.market, standing=10 * data.standing), QUICK)
    after = quantities(full.data, full.program, full.whole.x)
    assert (full.data.need - after.served).sum() < 0.5 * (data.need - found.served).sum()
    period, place, good = np.argwhere(short <= 0)[0] if (short <= 0).any() else (0, 0, 2)
    assert why_not_served(plan, int(place), int(good), int(period)) == ()


def test_cover_is_stock_over_the_coming_need(plan):
    found, cover = quantities(plan.data, plan.program, plan.whole.x), cover_days(plan)
    daily = plan.data.need[1, 0, 0].sum() / plan.data.days[1]
    assert cover[0, 0, 0] == pytest.approx(found.stock[0, 0, 0] / daily)


def test_lines_built_for_a_peak_are_regretted_only_where_need_falls(plan):
    steady = plan.data._replace(need=np.tile(plan.data.need[:1] / plan.data.days[0], (len(plan.data.days), 1, 1, 1)) * plan.data.days[:, None, None, None])  # fmt: skip
    kept = decide(steady)
    assert overbuilding(kept) <= 1e-4 * abs(kept.worth) * 1e6
    grand = plan.data._replace(need=3 * plan.data.need)
    assert overbuilding(decide(grand, QUICK)) >= 0.0


def scenarios():
    data = pooled(network(Shape(cities=2, goods=4, firms=8, weeks=5, daily_weeks=0)))
    return [data._replace(need=factor * data.need) for factor in (0.5, 1.0, 3.0)]


def test_one_scenario_is_the_plan_itself():
    data = scenarios()[1]
    found = hedge([data], np.ones(1), Risk(weight=0.0))
    assert found.bound == pytest.approx(decide(data, QUICK).most_worth, rel=1e-8)
    assert found.value <= found.bound


def test_a_hedge_is_never_worth_more_than_knowing_the_scenario():
    cases, probability = scenarios(), np.array([0.25, 0.5, 0.25])
    found = hedge(cases, probability, Risk(weight=0.0))
    knowing = sum(p * decide(one, QUICK).most_worth for p, one in zip(probability, cases, strict=True))
    assert found.value <= found.bound <= knowing * (1 + 1e-9)


def test_the_tail_is_the_mean_of_the_worst_and_weight_lowers_it():
    cases, probability = scenarios(), np.array([0.4, 0.4, 0.2])
    calm, careful = (hedge(cases, probability, Risk(tail=0.2, weight=weight)) for weight in (1e-6, 50.0))
    assert careful.risk == pytest.approx(careful.lacking[2], rel=1e-4, abs=1e-6)
    assert careful.risk <= calm.risk + 1e-6


def test_scenarios_and_probabilities_must_fit():
    with pytest.raises(RunError, match="BH-PLN-004"):
        hedge(scenarios(), np.array([0.5, 0.5]))
    with pytest.raises(RunError, match="none below 0"):
        hedge(scenarios(), np.array([0.75, 0.75, -0.5]))
