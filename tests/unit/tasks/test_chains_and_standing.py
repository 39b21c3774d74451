"""Chains by the tables alone against sums by hand; targets by a plan's run read back from its folder, within one's places."""

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothhands.errors import NotThere
from bothhands.inputs.loading import load
from bothhands.inputs.tables.lines import Line
from bothhands.outcome.target_forecast import Months
from bothhands.outcome.target_status import statuses
from bothhands.records.access import SYSTEM
from bothhands.records.work import PlanRecord
from bothhands.report.kept_figures import PAGES, RUNS, Shown, pages_as_json, runs_as_json, runs_in, shown_on
from bothhands.report.svg import Figure, Table
from bothhands.tasks.chains import chain_of, chains_of, sites_of
from bothhands.tasks.editions import edition_in_force
from bothhands.tasks.kept_plans import plan_to_show
from bothhands.tasks.standing import standing_of, target_standing
from bothhands.tasks.take_in import take_in
from desk_town import as_person, plan_folder

DAY = date(2020, 3, 18)


@pytest.fixture
def kind():
    """Queries that both databases answer alike are asked elsewhere on both."""
    return "sqlite"


def test_the_tightest_link_of_a_chain_is_the_one_that_allows_least():
    (chain,) = chains_of(load("one-mask-line"), DAY)
    assert [link.good for link in chain.links] == ["resin", "meltblown", "mask"]
    assert [link.allows for link in chain.links] == pytest.approx([50 / (1.05 * 1e-6), 0.02 / 1e-6, 20_000 + 5_000])
    assert chain.tightest.good == "meltblown"
    assert [(site.site, site.good, lines) for site, lines in sites_of(load("one-mask-line"), DAY, chain)] == [("Mill", "meltblown", 0.0), ("Mill", "mask", 1.0)]  # fmt: skip


@pytest.mark.parametrize(("day", "made", "ordered"), [(date(2020, 3, 17), 0, 30), (date(2020, 3, 20), 6, 24), (date(2020, 3, 28), 30, 0)])  # fmt: skip
def test_a_line_on_order_counts_once_it_makes_and_by_its_ramp(day, made, ordered):
    line = Line(site="Mill", good="meltblown", lines=3, units_per_day=10, ready_on=date(2020, 3, 18), ramp_days=10)
    region = load("one-mask-line")
    link = chain_of(region.replace(lines=(*region.rows(Line), line)), day, "mask").links[1]
    assert (link.lines_per_day, link.ordered_per_day) == pytest.approx((made, ordered))


def test_a_chain_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(NotThere, match=r"BH-TSK-131.*nearest known: mask"):
        chain_of(load("one-mask-line"), DAY, "masks")
    with pytest.raises(NotThere, match="BH-TSK-131"):
        chain_of(load("one-mask-line"), DAY, "resin")


texts = st.text(max_size=12)


@given(st.lists(texts, min_size=1, max_size=3), texts)
def test_what_a_plan_shows_is_read_back_as_it_was_written(tmp_path_factory, head, picture):
    path = tmp_path_factory.mktemp("kept") / PAGES
    told = Table(tuple(head), (tuple(head), tuple(head)))
    shown = Shown((Figure("flow", picture, f"<svg>{picture}</svg>", "", told),), {"missing": told})
    path.write_text(json.dumps(pages_as_json({"zh": {"chains": shown}})), encoding="utf-8")
    assert shown_on(path, "chains", "zh") == shown
    assert shown_on(path, "targets", "zh") == shown_on(path, "chains", "en") == Shown((), {})


def months(low, high):
    made = np.linspace(low, high, 8)[:, None] * np.ones(12)
    return Months(2020, made, made * 1.1, made[0])


def planned(town, runs):
    """A plan of the region whose run gives something; its folder names the region as it was known on the day."""
    folder = town.folder / plan_folder(town)
    told = json.loads((folder / "plan.json").read_text())
    (folder / "plan.json").write_text(json.dumps({**told, "edition": "of the day"}))
    (folder / RUNS).write_text(json.dumps(runs_as_json(runs, [("Twoland", "gdp")])))
    with town.writing(SYSTEM, "taken in") as session:
        return take_in(town, session, "results/1", edition=edition_in_force(town)).id


def test_targets_stand_on_the_run_of_the_plan_that_is_shown(town):
    with town.reading(as_person("petra")) as session:
        alone = standing_of(town, session, DAY)
    assert (alone.told[0].basis, alone.plan, alone.draws) == ("none", None, 0)
    runs = {("Twoland", "gdp", prices): months(6e8, 9e8) for prices in ("current", "constant")}
    number = planned(town, runs | {("Southfield", "gdp", "current"): months(1, 2)})
    with town.reading(as_person("petra")) as session:
        found = standing_of(town, session, DAY)
        assert session.one(PlanRecord, number).edition == edition_in_force(town)
    assert (found.told[0].basis, found.plan.plan.id, found.draws) == ("run", number, 8)
    assert found.told[0].odds == pytest.approx(statuses(load("two-towns"), DAY, runs)[0].odds, rel=1e-4)
    assert set(runs_in(town.folder / "results/1" / RUNS)) == set(runs)
    assert [point.day.month for point in found.path(found.told[0])] == list(range(1, 13))


def test_targets_and_plans_of_others_are_not_told(town):
    planned(town, {("Twoland", "gdp", "current"): months(6e8, 9e8)})
    with town.reading(as_person("otto")) as session:
        assert plan_to_show(town, session) is None
        assert standing_of(town, session, DAY).told == ()
        with pytest.raises(NotThere, match="BH-TSK-130"):
            target_standing(town, session, DAY, "twoland-gdp")


def test_a_plan_withdrawn_is_not_shown_and_one_adopted_comes_first(town):
    first = planned(town, {})
    plan_folder(town, "results/2")
    with town.writing(SYSTEM, "taken in") as session:
        second = take_in(town, session, "results/2").id
    for status, shown in (("proposed", second), ("adopted", first)):
        with town.writing(SYSTEM, "") as session:
            session.one(PlanRecord, first).status = status
        with town.reading(as_person("petra")) as session:
            assert plan_to_show(town, session).plan.id == shown
    with town.writing(SYSTEM, "") as session:
        session.one(PlanRecord, first).status = session.one(PlanRecord, second).status = "withdrawn"
    with town.reading(as_person("petra")) as session:
        assert plan_to_show(town, session) is None
