"""Corridor, imports, risk and rules as told: their figures are those of the plan."""

from __future__ import annotations

import dataclasses

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.tables.triggers import Trigger
from bothhands.model.epidemic.params import replaced
from bothhands.model.triggers import from_region
from bothhands.outcome.health import odds_of_run
from bothhands.plan.limits import HUB, LIMITS
from bothhands.report.amounts import share
from bothhands.report.border_charts import corridor_charts, exported, imported_share, imports_chart
from bothhands.report.risk_chart import risk_charts
from bothhands.report.telling import telling_of
from bothhands.report.trigger_chart import triggers_chart


@pytest.fixture(scope="module")
def with_hub(plan):
    """The plan of two towns with trips to a hub, half of them tested."""
    ill = replaced(
        plan.model.epidemic,
        ("trips_to_hub", "corridor_pass_share"),
        (jnp.array([1000.0, 200.0]), jnp.asarray(0.2)),
    )
    record = plan.chosen.record
    levers = plan.chosen.levers._replace(corridor_screening=np.full_like(plan.chosen.levers.corridor_screening, 0.5))
    out = 1e-4 * np.asarray(ill.trips_to_hub) * np.asarray(levers.travel) * (1 - 0.5 * 0.8)
    record = record._replace(epidemic=record.epidemic._replace(exported=out))
    chosen = plan.chosen._replace(levers=levers, record=record)
    bounds = plan.problem.bounds._replace(bound=plan.problem.bounds.bound.at[LIMITS.index(HUB)].set(1.0))
    return dataclasses.replace(
        plan, model=eqx.tree_at(lambda m: m.epidemic, plan.model, ill), chosen=chosen,
        problem=plan.problem._replace(bounds=bounds),
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_corridor_without_tests_is_the_same_trips_untested(with_hub, language):
    telling = telling_of(with_hub, language)
    _, without = exported(telling, with_hub.chosen)
    travelled = np.asarray(with_hub.chosen.levers.travel) * np.asarray(with_hub.model.epidemic.trips_to_hub)
    assert np.allclose(without, 1e-4 * travelled)
    whole, cities = corridor_charts(telling)
    assert share(0.4).replace(" ", "") in whole.title.replace(" ", "")
    assert whole.table == cities.table
    assert len(whole.table.rows) == 2


@pytest.mark.parametrize(("language", "today"), [("en", "today 18 Mar"), ("zh", "今日 3月18日")])
def test_today_is_the_day_the_plan_stands_on(with_hub, language, today):
    whole, _ = corridor_charts(telling_of(with_hub, language))
    assert today in whole.wide


def test_where_nobody_is_tested_no_test_is_said_to_keep_anyone_back(with_hub):
    none = with_hub.chosen.levers._replace(corridor_screening=np.zeros_like(with_hub.chosen.levers.corridor_screening))
    whole, cities = corridor_charts(telling_of(dataclasses.replace(with_hub, chosen=with_hub.chosen._replace(levers=none))))  # fmt: skip
    assert "nobody is tested" in whole.title
    assert "tests keep back" not in whole.title
    assert "without tests" not in whole.wide + cities.wide


@pytest.mark.parametrize(("use", "told"), [(0.97, True), (0.5, False)])
def test_room_at_the_hub_has_a_worth_only_where_the_limits_table_gives_one(with_hub, use, told):
    limits, prices = np.array(with_hub.chosen.outcome.limits), np.array(with_hub.solution.prices)
    limits[LIMITS.index(HUB)], prices[LIMITS.index(HUB), 0] = use, 1.29e6
    held = dataclasses.replace(
        with_hub,
        chosen=with_hub.chosen._replace(outcome=with_hub.chosen.outcome._replace(limits=limits)),
        solution=with_hub.solution._replace(prices=prices),
    )
    whole, _ = corridor_charts(telling_of(held))
    assert ("1 % more room is worth 1.29 million yuan" in whole.wide) == told
    assert ("more room" in whole.wide) == told


@pytest.mark.parametrize("days", [1, 3])
def test_imports_are_told_of_fewer_days_ahead_than_a_week(plan, days):
    few = np.where(np.arange(plan.axes.n_days) < plan.axes.n_days - days, 0.0, np.asarray(plan.problem.future))
    record = plan.chosen.record
    arrived = record._replace(epidemic=record.epidemic._replace(imported=np.ones_like(record.epidemic.imported)))
    late = dataclasses.replace(
        plan, problem=plan.problem._replace(future=jnp.asarray(few)), chosen=plan.chosen._replace(record=arrived)
    )
    told = imports_chart(telling_of(late))
    assert len(told.table.rows) == len(plan.axes.places)


def test_without_a_hub_there_is_no_corridor(plan):
    assert corridor_charts(telling_of(plan)) == []


def test_import_shares_are_those_of_the_run(plan):
    telling = telling_of(plan)
    ahead = telling.future > 0
    flows = plan.chosen.record.epidemic
    arrived, local = np.asarray(flows.imported)[ahead].sum(0), np.asarray(flows.infections)[ahead].sum((0, 2))
    told = imports_chart(telling).table.rows
    for row in told:
        p = plan.axes.places.index(row[0])
        assert row[2] == share(float(arrived[p] / (arrived[p] + local[p])))
    assert imported_share(plan.chosen, ahead).shape == (len(plan.axes.places),)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_risk_told_is_the_odds_of_the_run(plan, language):
    levers, cities = risk_charts(telling_of(plan, language))
    assert {"risk", "risk-cities"} == {levers.name, cities.name}
    of_run = np.asarray(odds_of_run(plan.model.epidemic, plan.chosen.record.epidemic, plan.problem.future))
    first = plan.axes.day_index(plan.as_of) + 1
    told = max(float(row[3].rstrip("% ")) / 100 for row in cities.table.rows[1:])
    assert told == pytest.approx(of_run[first].max(), abs=6e-4)
    assert len(levers.table.rows) == 1 + 18


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rules_are_told_with_the_members_in_which_they_turned_on(plan, language):
    rules = [
        Trigger(trigger="schools", lever="school", level=0.0, indicator="weekly_cases", above=20, below=5),
        Trigger(trigger="beds", lever="gatherings", level=0.2, indicator="intensive_bed_use", above=0.8, below=0.4, place=plan.axes.places[0]),
    ]  # fmt: skip
    region = plan.region.replace(triggers=rules)
    days = np.zeros((3, 2, 2))
    days[0, 0] = [10, 0]
    days[1, 0] = [30, 4]
    on = np.zeros((plan.axes.n_days, 2, 2))
    on[-20:, 0, 0] = 1.0
    futures = plan.promise.futures
    told = dataclasses.replace(
        plan, region=region,
        promise=plan.promise._replace(
            rules=(), futures=futures._replace(members=futures.members._replace(triggered=days)),
            model=eqx.tree_at(lambda m: m.triggers, plan.model, from_region(region, plan.axes)),
        ),
        chosen=plan.chosen._replace(record=plan.chosen.record._replace(triggered=on)),
    )  # fmt: skip
    figure = triggers_chart(telling_of(told, language))
    first, second = plan.axes.places
    cells = {(row[0], row[1]): row[2:5] for row in figure.table.rows}
    spaced = {key: tuple(cell.replace(" ", "") for cell in row) for key, row in cells.items()}
    named = telling_of(told, language).place
    assert spaced["schools", named(first)] == ("66.7%", "20", "20")
    assert spaced["schools", named(second)] == ("33.3%", "4", "0")
    assert spaced["beds", named(first)] == ("0%", "0", "0")
    assert ("beds", named(second)) not in spaced
    without = dataclasses.replace(plan, promise=plan.promise._replace(rules=()))
    assert triggers_chart(telling_of(without, language)) is None
