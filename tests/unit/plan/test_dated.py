"""Dated measures simulated without a search come to what the plan or strategy they are of came to."""

import json

import numpy as np
import pytest

from bothhands.errors import InputError
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
