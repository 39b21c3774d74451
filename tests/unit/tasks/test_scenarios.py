"""Scenarios are kept as they are left, told every fault at once, and run only when whole."""

import json
import shutil
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bothhands.errors import InputError, NotAllowed, NotThere, OutOfDate
from bothhands.inputs.loading import load
from bothhands.records.access import SYSTEM
from bothhands.records.audit import Audit
from bothhands.records.backup import backup
from bothhands.records.base import now
from bothhands.records.retention import tidy
from bothhands.records.running import Job
from bothhands.records.work import MeasureRecord, PlanRecord, Scenario
from bothhands.report.words import Wording
from bothhands.tasks import frontier, jobs, outcomes
from bothhands.tasks.briefs import brief_of
from bothhands.tasks.job_commands import command_of
from bothhands.tasks.scenarios import (
    NewScenario,
    ScenarioChange,
    ScenarioRow,
    change_scenario,
    faults_of,
    is_as_run,
    new_scenario,
    remove_scenario,
    rows_of,
    run_scenario,
    run_with,
)
from bothhands.tasks.take_in import take_in
from bothhands.tasks.weeks import region_weeks
from desk_town import AMOUNTS, as_person, plan_folder

PETRA = as_person("petra")
DAY = date(2020, 3, 18)


def row(lever="gatherings", value=0.4, start=date(2020, 3, 19), end=date(2020, 4, 8), **more):
    return ScenarioRow(lever=lever, value=value, start=start, end=end, **more)


def made(store, *rows, who=PETRA, **more):
    with store.writing(who, "to try") as session:
        return new_scenario(store, session, NewScenario(name="Strict April", measures=rows, **more)).id


def found_of(store, number):
    with store.reading(SYSTEM) as session:
        return session.one(Scenario, number)


def test_a_draft_with_faults_is_kept_and_every_fault_told_with_its_row(town):
    rows = (
        row(place="Nowhere"),
        row(),
        row(value=0.9),
        row(end=None, value=None),
        row("tesing"),
        row(start=date(2020, 6, 1)),
    )
    number = made(town, *rows)
    found = found_of(town, number)
    assert rows_of(found) == rows
    told = [(fault.code, fault.row, fault.column) for fault in faults_of(load("two-towns"), found)]
    assert set(told) == {
        ("BH-LEV-002", 1, "place"), ("BH-LEV-011", 3, "value"), ("BH-TSK-102", 4, "end"), ("BH-TSK-102", 4, "value"), ("BH-LEV-001", 5, "lever"),
        ("BH-LEV-009", 6, "start, end"),
    }  # fmt: skip
    with pytest.raises(InputError) as refused, town.writing(PETRA) as session:
        run_scenario(town, session, number, 1)
    assert len(refused.value.faults) == len(told)
    with town.reading(SYSTEM) as session:
        assert session.scalars(select(Job)).all() == []


def test_what_is_run_is_what_was_seen_and_the_command_line_says_it(town):
    number = made(town, row())
    with town.writing(PETRA) as session:
        job = run_scenario(town, session, number, 1, members=4)
        session.flush()
        asked, told = job.id, command_of(session, job)
    assert told == f"bothhands simulate two-towns --as-of 2020-03-18 --measures results/{asked}/measures.csv --members 4 --seed 1"  # fmt: skip
    found = found_of(town, number)
    with town.reading(PETRA) as session:
        job = session.one(Job, asked)
    assert (found.job_id, is_as_run(found, job)) == (asked, True)
    with pytest.raises(OutOfDate), town.writing(PETRA) as session:
        run_scenario(town, session, number, 1)
    with town.writing(PETRA) as session:
        change_scenario(session, number, found.version, ScenarioChange(measures=(row(value=0.5),)))
    assert not is_as_run(found_of(town, number), job)


def test_a_blank_table_is_not_run_and_two_sources_are_one_too_many(town):
    number = made(town)
    with pytest.raises(InputError, match="BH-TSK-103"), town.writing(PETRA) as session:
        run_scenario(town, session, number, 1)
    with pytest.raises(InputError, match="BH-TSK-100"):
        made(town, row(), plan=1)


def test_a_strategy_without_its_run_is_refused_whatever_it_is_beside(town):
    for beside in ((), (row(),)):
        with pytest.raises(InputError, match=r"BH-TSK-109.*'full lockdown'"):
            made(town, *beside, strategy="full lockdown")


def test_every_change_stands_in_the_audit_and_what_is_removed_is_gone(town):
    number = made(town, row())
    with town.writing(PETRA, "stricter") as session:
        change_scenario(session, number, 1, ScenarioChange(name="Stricter", measures=(row(value=0.1),)))
    with town.writing(PETRA) as session:
        remove_scenario(session, number, 2)
    with town.reading(SYSTEM) as session:
        kept = session.scalars(select(Audit).where(Audit.kind == "scenarios").order_by(Audit.id)).all()
        assert [(one.action, one.actor) for one in kept] == [
            (what, "Petra") for what in ("added", "changed", "removed")
        ]
        assert kept[1].after["measures"]["rows"][0]["value"] == 0.1
        assert session.scalars(select(Scenario)).all() == []


@pytest.mark.parametrize("who", ["vera", "otto", "dora"])
def test_who_may_not_run_makes_none_and_who_sees_some_places_sees_none(town, who):
    with pytest.raises(NotAllowed):
        made(town, row(), who=as_person(who))
    number = made(town, row())
    with pytest.raises(NotThere), town.reading(as_person(who)) as session:
        session.one(Scenario, number)


@pytest.fixture
def planned(town):
    """The town with a plan that was taken in."""
    with town.writing(SYSTEM) as session:
        plan = take_in(town, session, plan_folder(town), "The plan")
        session.flush()
        return town, plan.id


def test_a_scenario_begins_with_what_a_plan_would_do(planned):
    town, plan = planned
    with town.writing(PETRA) as session:
        for one in session.scalars(select(MeasureRecord).where(MeasureRecord.lever == "testing")):
            one.status = "withdrawn"
    found = found_of(town, made(town, plan=plan))
    assert [one.lever for one in rows_of(found)] == ["gatherings", "support", "port_screening"]
    assert (found.as_of, found.source) == (DAY, "The plan")
    assert rows_of(found)[1].cost == 12000
    assert rows_of(found)[2].place == "", "a port says where it lies by itself"
    assert faults_of(load("two-towns"), found) == []


@pytest.fixture
def ran(planned):
    """The same, with a run of the reference strategies and a frontier that are done."""
    town, plan = planned
    at = town.folder / "results" / "7"
    at.mkdir()
    tables = {"carry on": [], "full lockdown": [one.model_dump(mode="json") for one in _strict()]}
    (at / "measures.json").write_text(json.dumps(tables))
    told = {"as_of": "2020-03-18", "strategies": [{"strategy": name, **AMOUNTS} for name in tables]}
    (at / "strategies.json").write_text(json.dumps(told))
    with town.writing(PETRA) as session:
        job = jobs.ask(session, "compare", {"as_of": DAY})
        job.state, job.folder, job.result = "done", "results/7", {"strategies": told["strategies"]}
        front = jobs.ask(session, "frontier", {"name": "Front"})
        front.state, front.folder = "done", "results/8"
        session.flush()
        plan_folder(town, "results/8")
        plan_folder(town, "results/8/points/1")
        points = [{"most_deaths": most, "is_plan": not n, "deaths": 4.0 - 2 * n, "value_added": 9.0, "other_worth": 10.0 - 6 * n, "on_front": n < 2} for n, most in enumerate((None, 2.0, 5.0))]  # fmt: skip
        (town.folder / "results" / "8" / "frontier.json").write_text(json.dumps({"points": points}))
        return town, plan, job.id, front.id


def _strict():
    from bothhands.levers.measure import Measure

    return [Measure(lever="gatherings", start=date(2020, 3, 19), end=date(2020, 6, 30), value=0.1, unit="share")]


def test_a_scenario_begins_with_a_reference_strategy_that_was_simulated(ran):
    town, _, job, _ = ran
    with town.reading(PETRA) as session:
        edition = session.one(Job, job).edition
        assert run_with(session, edition, "full lockdown", DAY) == job
        assert run_with(session, edition, "full opening", DAY) is None
        assert run_with(session, edition, "full lockdown", date(2020, 3, 25)) is None
    found = found_of(town, made(town, job=job, strategy="full lockdown"))
    assert [(one.lever, one.value) for one in rows_of(found)] == [("gatherings", 0.1)]
    with pytest.raises(InputError, match="nearest known: full lockdown"):
        made(town, job=job, strategy="full lockdwn")


def test_a_point_of_a_frontier_becomes_a_plan_once(ran):
    town, _, _, front = ran
    with town.reading(PETRA) as session:
        points = frontier.points_of(town, session, front)
    assert [(one.is_plan, one.deaths, one.given_up, one.price_of_next) for one in points] == [(True, 4.0, 0.0, 3.0), (False, 2.0, 6.0, None)]  # fmt: skip
    numbers = []
    for _ in range(2):
        with town.writing(PETRA) as session:
            numbers.append(frontier.pick(town, session, front, 1, "Fewer deaths").id)
    assert numbers[0] == numbers[1]
    with town.reading(PETRA) as session:
        plan = session.one(PlanRecord, numbers[0])
        assert (plan.name, plan.status, plan.folder) == ("Fewer deaths", "proposed", "results/8/points/1")
        assert session.scalars(select(MeasureRecord.lever).where(MeasureRecord.plan_id == plan.id)).all()
        assert frontier.points_of(town, session, front)[1].plan_id == plan.id
        with pytest.raises(InputError, match="BH-TSK-116"):
            frontier.pick(town, session, front, 9)
        with pytest.raises(InputError, match="BH-TSK-115"):
            frontier.points_of(town, session, ran[2])


def test_a_backup_takes_files_of_a_plan_within_its_runs_folder_once(ran, tmp_path):
    town, _, _, front = ran
    with town.writing(PETRA) as session:
        frontier.pick(town, session, front, 1)
    backup(town, tmp_path / "desk.zip")
    names = zipfile.ZipFile(tmp_path / "desk.zip").namelist()
    assert names.count("files/results/8/points/1/plan.json") == 1
    assert len(names) == len(set(names))


def test_the_files_of_a_run_stay_while_a_plan_that_was_taken_from_it_is_adopted(ran):
    town, _, _, front = ran
    with town.writing(PETRA) as session:
        number = frontier.pick(town, session, front, 1).id
        session.one(PlanRecord, number).adopted_at = now()
        session.one(Job, front).ended_at = now() - timedelta(days=4000)
    tidy(town, date.today())
    assert (town.folder / "results" / "8" / "points" / "1" / "plan.json").is_file()
    with town.writing(PETRA) as session:
        session.one(PlanRecord, number).adopted_at = None
    tidy(town, date.today())
    assert not (town.folder / "results" / "8").exists()
    with town.reading(PETRA) as session:
        assert (session.one(PlanRecord, number).folder, session.one(Job, front).folder) == ("", "")


def test_limits_that_orders_made_by_hand_break_are_told_of_the_table_alone(ran):
    town, _, job, _ = ran
    at = town.folder / "results" / "7"
    shutil.copy(town.folder / "results" / "1" / "results.nc", at)
    told = json.loads((at / "strategies.json").read_text())
    table = {"strategy": outcomes.TABLE, **AMOUNTS}
    broken = "Southfield, mask: 3 more lines converted than stand or are ordered there"
    (at / "strategies.json").write_text(json.dumps({**told, "strategies": [*told["strategies"], table], "breaches": [broken]}))  # fmt: skip
    with town.reading(PETRA) as session:
        courses = outcomes.compared(town, session, [f"job:{job}:{outcomes.TABLE}", f"job:{job}:carry on"])
    assert [one.breaches for one in courses] == [(broken,), ()]


def test_what_cannot_be_compared_is_told(ran):
    town, plan, job, _ = ran
    for keys, code in ((["plan:1:plan"], "106"), ([f"plan:{plan}:plan"] * 2, "106"), (["plan:1;drop", "x"], "104"), ([f"job:{job}:none", f"plan:{plan}:plan"], "104")):  # fmt: skip
        with pytest.raises(InputError, match=f"BH-TSK-{code}"), town.reading(PETRA) as session:
            outcomes.compared(town, session, keys)
    with town.reading(PETRA) as session:
        edition = session.one(Job, job).edition
        kinds = {(one.kind, one.name) for one in outcomes.choices_of(session, edition)}
    assert kinds == {("plan", f"The plan ({plan})"), ("reference", "carry on"), ("reference", "full lockdown")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_decision_brief_says_what_is_signed_and_escapes_what_people_wrote(planned, language):
    town, plan = planned
    with town.writing(SYSTEM) as session:
        session.one(PlanRecord, plan).name = "<b>bold</b>"
        for one in session.scalars(select(MeasureRecord)):
            one.legal_basis = "Law of 1989, article 42"
    with town.reading(PETRA) as session:
        page = brief_of(town, session, plan, language)
    say = Wording(language).say
    for key in ("br_decide", "br_risks", "br_dissent", "br_first", "br_second", "br_not_checked", "br_no_dissent"):
        assert say(key) in page, key
    assert "<b>bold" not in page
    assert page.count("Law of 1989, article 42") == 2
    assert "<script" not in page


def test_the_brief_says_what_was_withdrawn_and_that_nothing_is_left_to_decide_of_a_plan_that_gave_way(planned):
    town, plan = planned
    with town.writing(PETRA) as session:
        session.scalars(select(MeasureRecord).where(MeasureRecord.lever == "testing")).one().status = "withdrawn"
    with town.reading(PETRA) as session:
        page = brief_of(town, session, plan)
    assert "To adopt 3 measures" in page
    assert "Measures withdrawn since: 1." in page
    with town.writing(PETRA) as session:
        session.one(PlanRecord, plan).status = "replaced"
        for one in session.scalars(select(MeasureRecord)):
            one.status = "placed" if one.lever == "support" else "withdrawn"
    with town.reading(PETRA) as session:
        page = brief_of(town, session, plan)
    assert "To adopt" not in page
    assert "a later plan took the place of this one. Of its measures 1 were begun and go on." in page


def test_weeks_of_a_plan_without_members_are_as_expected(planned):
    town, plan = planned
    with town.reading(PETRA) as session:
        assert region_weeks(town, session, plan)
