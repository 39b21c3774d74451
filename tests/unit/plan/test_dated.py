"""Dated measures simulated without a search come to what the plan or strategy they are of came to."""

import json
from datetime import timedelta

import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.sites import Site
from bothhands.levers.measure import Measure
from bothhands.plan.dated import TABLE, dated_runs
from bothhands.plan.frontier import Point, plan_of_point
from bothhands.report.dated_folder import write_dated
from made_plans import short_plan_of_two_towns


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return short_plan_of_two_towns(tmp_path_factory)


@pytest.fixture(scope="module")
def made(plan):
    return dated_runs(plan.region, plan.as_of, plan.measures)


def test_the_measures_of_a_plan_come_to_what_the_plan_came_to(plan, made):
    own, told = plan.chosen.outcome, made.strategies[-1].outcome
    assert made.strategies[-1].name == TABLE
    for name in ("value_added", "deaths", "life_years", "schooling", "gatherings", "screening", "finding", "welfare"):
        assert float(getattr(told, name)) == pytest.approx(float(getattr(own, name)), rel=1e-6), name
    room = np.asarray(plan.problem.bounds.room)[:, None]
    assert np.allclose(told.limits, np.asarray(own.limits) * room, rtol=1e-6, atol=1e-9)


def test_the_reference_strategies_are_those_of_the_plan_and_their_tables_make_them_again(plan, made):
    for one, other in zip(plan.references, made.strategies, strict=False):
        assert one.name == other.name
        assert float(one.outcome.deaths) == pytest.approx(float(other.outcome.deaths), rel=1e-6)
    again = dated_runs(plan.region, plan.as_of, made.measures["full lockdown"]).strategies
    lockdown = next(one for one in made.strategies if one.name == "full lockdown")
    assert float(again[-1].outcome.value_added) == pytest.approx(float(lockdown.outcome.value_added), rel=1e-9)


@pytest.fixture(scope="module")
def orders(plan):
    """Two lines and a week of masks as a hand would write them, with and without their cost, and too many of both."""
    start = plan.as_of + timedelta(days=1)
    site = next(row for row in plan.region.rows(Site) if row.good == "mask" and row.lines_possible > 0)
    kind = next(row for row in plan.region.rows(Equipment) if row.good == "mask" and row.line_class != "convert")
    price = next(row.price_yuan for row in plan.region.rows(Good) if row.good == "mask")
    lines = Measure(
        lever="line_orders", site=site.site, good="mask", variant=kind.line_class, start=start, end=start, value=1.0, unit="lines",
        cost=kind.cost_yuan, fund="equipment",
    )  # fmt: skip
    masks = Measure(
        lever="purchases", good="mask", start=start, end=start + timedelta(days=6), value=100.0, unit="pieces", fund="epidemic_control",
        cost=100.0 * 7 * price * len(plan.axes.places),
    )  # fmt: skip
    return lines, masks


def test_orders_without_a_cost_cost_what_the_tables_say(plan, orders):
    bare = [one.model_copy(update={"cost": 0.0, "fund": ""}) for one in orders]
    costed, free = (dated_runs(plan.region, plan.as_of, one) for one in (orders, bare))
    assert free.measures[TABLE] == tuple(orders) == costed.measures[TABLE]
    assert float(free.strategies[-1].outcome.welfare) == float(costed.strategies[-1].outcome.welfare)
    assert costed.breaches == free.breaches == ()


def test_orders_beyond_a_limit_are_told_and_kept_in_the_folder(plan, orders, tmp_path):
    lines, masks = orders
    days = lines.model_copy(update={"end": lines.start + timedelta(days=2), "value": 9.0})
    many = masks.model_copy(update={"value": 1e6})
    made = dated_runs(plan.region, plan.as_of, [days, many])
    room, *_, supply, cost, bought = [one for one in made.breaches if "makers" not in one]
    assert "more placed than there is room for" in room
    assert "comes from outside, on 7 days" in supply
    assert "stated for the whole span" in cost
    assert "stated for the whole span" in bought
    write_dated(made, tmp_path)
    assert json.loads((tmp_path / "strategies.json").read_text())["breaches"] == list(made.breaches)


def test_one_strategy_alone_and_none_of_an_unknown_name(made):
    assert [one.name for one in made.only("carry on").strategies] == ["carry on"]
    with pytest.raises(InputError, match="nearest known: carry on"):
        made.only("cary on")


def test_the_folder_holds_every_strategy_with_its_measures(made, tmp_path):
    told = write_dated(made, tmp_path)
    assert [one["strategy"] for one in told][-1] == TABLE
    tables = json.loads((tmp_path / "measures.json").read_text())
    assert set(tables) == {one["strategy"] for one in told}
    assert len(tables[TABLE]) == len(made.measures[TABLE])


def test_the_plan_of_a_point_has_the_levels_of_the_point_and_the_orders_of_the_plan(plan):
    strict = plan.solution.decisions._replace(gatherings=np.zeros_like(plan.solution.decisions.gatherings))
    point = Point(5.0, False, strict, plan.chosen.outcome, plan.solution._replace(decisions=strict))
    own = plan_of_point(plan, point)
    assert own.question.limits["deaths"] == 5.0
    assert {one.value for one in own.measures if one.lever == "gatherings"} == {0.0}
    orders = [one for one in plan.measures if one.lever in ("line_orders", "purchases", "support")]
    assert [one for one in own.measures if one.lever in ("line_orders", "purchases", "support")] == orders
    assert float(own.chosen.outcome.gatherings) > float(plan.chosen.outcome.gatherings)
