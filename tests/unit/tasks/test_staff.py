"""Officers looked after: who holds a post, who is away, what was worked, and what for they are thanked."""

import ast
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import event, select

from bothhands.errors import InputError, NotAllowed, NotThere, OutOfDate
from bothhands.records.access import SYSTEM
from bothhands.records.audit import Audit
from bothhands.records.everything import METADATA
from bothhands.records.field import FieldDay, FieldVisit, Holder, Leave, Recognition
from bothhands.records.work import Finding, Task
from bothhands.report.kept_figures import WEEK
from bothhands.tasks import fairness, field_weeks, jobs, leaves, own_record, recognition, staff, thanks
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.field_weeks import AGAIN
from bothhands.tasks.job_commands import command_of
from bothhands.tasks.leaves import LeaveChange, NewLeave
from bothhands.tasks.own_record import HoursTold
from bothhands.tasks.recognition import OwnWork, Settled, WeekOut
from bothhands.tasks.staff import HolderChange, NewHolder
from bothhands.tasks.staff_standing import has_own_work, own_standing, standing_of
from bothhands.tasks.thanks import NewRecognition, RuleKey
from desk_town import as_person, number_of

TODAY = date(2020, 3, 18)
MONDAY = date(2020, 3, 16)
POST, HOME = "post 1", "Northport"
NORA, PETRA, PAUL = as_person("nora"), as_person("petra"), as_person("paul")
BEGAN = date(2020, 1, 1)


@pytest.fixture
def kind():
    """Rules of work know no database; the doors are asked of both elsewhere."""
    return "sqlite"


def hold(town, login="nora", first=BEGAN, last=None, by=PETRA):
    region = region_in_force(town)
    with town.writing(by) as session:
        return staff.hold(session, region, NewHolder(post=POST, user_id=number_of(login), first=first, last=last), TODAY).id  # fmt: skip


def add_days(town, *days, post=POST, login="nora", **more):
    own = {"place": HOME, "start": HOME, "end": HOME, "leaves": 480, "returns": 1020, "lunch": 720, "hours": 8.0, "travel_hours": 2.0}  # fmt: skip
    with town.writing(SYSTEM) as session:
        made = [FieldDay(**{**own, "post": post, "user_id": login and number_of(login), "day": day, **more}) for day in days]  # fmt: skip
        session.add_all(made)
        session.flush()
        return [one.id for one in made]


def owners(town):
    with town.reading(SYSTEM) as session:
        return {one.day: one.user_id for one in session.scalars(select(FieldDay))}


def take(town, access, first, last=None, post="", kind="illness"):
    region = region_in_force(town)
    with town.writing(access) as session:
        found = leaves.take_leave(session, region, NewLeave(post=post, kind=kind, first=first, last=last or first), TODAY)  # fmt: skip
        return found.leave.id, [one.day for one in found.again]


def test_whoever_takes_over_a_post_takes_over_its_days_to_come(town):
    hold(town)
    past, today, next_week = date(2020, 3, 17), TODAY, date(2020, 3, 24)
    add_days(town, past, today, next_week)
    hold(town, "paul", first=date(2020, 3, 20))
    assert owners(town) == {past: number_of("nora"), today: number_of("nora"), next_week: number_of("paul")}
    with town.reading(PETRA) as session:
        held = {one.user_id: one.last for one in staff.holders_of(session, POST).items}
        assert held == {number_of("nora"): date(2020, 3, 19), number_of("paul"): None}
        assert sorted(session.scalars(select(Audit.action).where(Audit.kind == "holders"))) == ["added", "added", "changed"]  # fmt: skip


def test_days_after_the_end_are_nobodys_and_those_before_stay(town):
    number = hold(town)
    add_days(town, date(2020, 3, 17), date(2020, 3, 19), date(2020, 3, 24))
    with town.writing(PETRA) as session:
        staff.end_holding(session, number, 1, HolderChange(last=date(2020, 3, 20)), TODAY)
    assert owners(town) == {date(2020, 3, 17): number_of("nora"), date(2020, 3, 19): number_of("nora"), date(2020, 3, 24): None}  # fmt: skip
    with pytest.raises(OutOfDate), town.writing(PETRA) as session:
        staff.end_holding(session, number, 1, HolderChange(last=date(2020, 3, 21)), TODAY)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"post": "post 2"}, "BH-STF-001 .*nearest known: post 1"),
        ({"user_id": 99}, "BH-TSK-003 column user_id"),
        ({"user_id": number_of("dora")}, "BH-TSK-004 column user_id.*does not work at Northport"),
        ({"last": date(2019, 1, 1)}, "BH-STF-002"),
        ({"first": BEGAN, "user_id": number_of("paul")}, "BH-STF-003 .*is held already from 2020-01-01 to no end"),
    ],
)
def test_what_cannot_be_held_is_told_and_nothing_is_kept(town, given, told):
    hold(town)
    region = region_in_force(town)
    asked = NewHolder(**{"post": POST, "user_id": number_of("petra"), "first": date(2020, 4, 1), **given})
    with pytest.raises(InputError, match=told), town.writing(PETRA) as session:
        staff.hold(session, region, asked, TODAY)
    with town.reading(SYSTEM) as session:
        assert session.scalars(select(Holder.last)).all() == [None]


def test_a_viewer_cannot_hold_a_post_and_a_desk_elsewhere_cannot_give_it(town):
    with town.writing(SYSTEM) as session:
        session.add(Holder(post="another", place="Southfield", user_id=number_of("petra"), first=BEGAN))
    with pytest.raises(InputError, match=r"BH-STF-004 .*person 4 holds 'another'"):
        hold(town, "petra")
    with pytest.raises(NotAllowed, match="BH-REC-011 Northport is outside"):
        hold(town, "nora", by=as_person("dora"))
    with pytest.raises(NotAllowed, match="BH-REC-010"):
        hold(town, "nora", by=as_person("otto"))


def test_leave_of_ones_own_holds_at_once_and_tells_what_must_be_planned_again(town):
    hold(town, "paul")
    add_days(town, date(2020, 3, 17), date(2020, 3, 19), date(2020, 3, 20), date(2020, 3, 23), login="paul")
    officer = replace(PAUL, role="officer")
    number, again = take(town, officer, date(2020, 3, 17), date(2020, 3, 20))
    assert again == [date(2020, 3, 19), date(2020, 3, 20)]
    with pytest.raises(InputError, match=r"BH-STF-014 .*a leave from 2020-03-17 to 2020-03-20 is kept already"):
        take(town, officer, date(2020, 3, 20), kind="rest")
    with pytest.raises(NotThere), town.writing(replace(NORA, role="officer")) as session:
        leaves.withdraw_leave(session, number)
    with pytest.raises(NotAllowed, match="BH-STF-011"):
        take(town, replace(NORA, role="officer"), date(2020, 4, 1), post=POST)
    with town.writing(officer) as session:
        found = leaves.change_leave(session, number, 1, LeaveChange(last=date(2020, 3, 19)), TODAY)
        assert [one.day for one in found.again] == [date(2020, 3, 19)]
    with town.writing(officer) as session:
        leaves.withdraw_leave(session, number)
        assert leaves.days_to_plan_again(session, TODAY) == []


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [("2020-03-20", "2020-03-19", "BH-STF-012"), ("2020-03-20", "2021-04-19", "BH-STF-013 .*a leave of 396 days")],
)
def test_days_of_a_leave_that_cannot_be(town, first, last, told):
    hold(town)
    with pytest.raises(InputError, match=told):
        take(town, PETRA, date.fromisoformat(first), date.fromisoformat(last), POST)


def test_who_holds_no_post_is_told_so(town):
    with pytest.raises(InputError, match=r"BH-STF-010 .*you hold no post"):
        take(town, as_person("otto"), TODAY)


def test_the_leave_of_whoever_held_a_post_before_keeps_nobody_else_away(town):
    hold(town)
    take(town, PETRA, date(2020, 3, 19), date(2020, 3, 31), POST)
    hold(town, "paul", first=date(2020, 3, 23))
    add_days(town, date(2020, 3, 20))
    add_days(town, date(2020, 3, 24), login="paul")
    with town.reading(PETRA) as session:
        assert [one.day for one in leaves.days_to_plan_again(session, TODAY)] == [date(2020, 3, 20)]
        assert leaves.spans_away(session, date(2020, 3, 16), date(2020, 3, 27)) == [(POST, date(2020, 3, 19), date(2020, 3, 22))]  # fmt: skip


def test_hours_told_are_looked_at_for_rest(town):
    first, second = add_days(town, date(2020, 3, 16), date(2020, 3, 17), leaves=420)
    (later,) = add_days(town, date(2020, 3, 19))
    officer = replace(NORA, role="officer")
    with town.writing(officer) as session:
        day = own_record.tell_hours(session, first, 1, HoursTold(told_hours=12.5), TODAY)
        short, most = own_record.breaches_around(session, day)
    assert [(one.day, one.hours) for one in short] == [(date(2020, 3, 17), 9.5)]
    assert most == 3
    with pytest.raises(InputError, match=r"BH-STF-020 .*2020-03-19 is still to come"), town.writing(officer) as session:
        own_record.tell_hours(session, later, 1, HoursTold(told_hours=8), TODAY)
    with pytest.raises(NotThere), town.writing(as_person("otto")) as session:
        own_record.tell_hours(session, second, 1, HoursTold(told_hours=8), TODAY)
    with town.reading(officer) as session:
        (week,) = own_record.record_of(session, "", NORA.user_id, TODAY, 1)
    assert (week.hours, week.days, week.is_rested) == (12.5 + 8 + 8, 3, False)


def test_a_day_of_leave_is_not_worked_unless_hours_are_told_of_it(town):
    hold(town)
    (told, _) = add_days(town, date(2020, 3, 17), date(2020, 3, 18))
    take(town, PETRA, date(2020, 3, 17), date(2020, 3, 18), POST)
    with town.writing(PETRA) as session:
        own_record.tell_hours(session, told, 1, HoursTold(told_hours=2), TODAY)
        (week,) = own_record.record_of(session, POST, NORA.user_id, TODAY, 1)
    assert (week.hours, week.days, [kind for _, kind in week.away]) == (2, 1, ["illness", "illness"])


def test_six_days_in_seven_are_told_across_weeks(town):
    add_days(town, *(date(2020, 3, 11) + timedelta(days=k) for k in range(6)))
    with town.reading(PETRA) as session:
        before, now = own_record.record_of(session, POST, NORA.user_id, TODAY, 2)
    assert (before.most_in_seven, now.most_in_seven) == (5, 6)
    assert (before.is_rested, now.is_rested) == (True, False)


def test_a_week_is_planned_with_the_hours_and_leaves_of_the_records(town):
    hold(town)
    add_days(town, *(date(2020, 3, 9) + timedelta(days=k) for k in range(5)), hours=9.0)
    add_days(town, *(date(2020, 3, 9) + timedelta(days=k) for k in range(5)), hours=6.0, post="another", login=None)
    take(town, PETRA, date(2020, 3, 24), date(2020, 3, 25), POST)
    with town.writing(PETRA) as session:
        job = jobs.ask(session, "visits", {"week": "2020-03-23"})
        assert job.asked["hours_before"] == {"another": -7.5, POST: 7.5}
        assert job.asked["away"] == [{"officer": POST, "first": "2020-03-24", "last": "2020-03-25"}]
        command = command_of(session, job)
        assert f"--away '{POST}=2020-03-24..2020-03-25'" in command
        assert f"--hours-before '{POST}=7.5'" in command
        away = [{"officer": POST, "first": "2020-03-27", "last": "2020-03-27"}]
        told = jobs.ask(session, "visits", {"week": "2020-03-23", "hours_before": {}, "away": away, "places": ["Southfield"]})  # fmt: skip
        assert (told.asked["hours_before"], told.asked["away"]) == ({}, away)


def test_who_was_away_half_a_week_worked_as_much_as_the_others(town):
    hold(town)
    days = [date(2020, 3, 9) + timedelta(days=k) for k in range(4)]
    add_days(town, *days, post="another", login=None)
    add_days(town, *days[:2])
    with town.reading(PETRA) as session:
        assert fairness.hours_before(session, MONDAY)[POST] == pytest.approx(-8)
    take(town, PETRA, days[2], days[3], POST)
    with town.reading(PETRA) as session:
        assert fairness.hours_before(session, MONDAY) == pytest.approx({POST: 0, "another": 0})


def settle(town, n, verifier="petra", kind="request"):
    with town.writing(SYSTEM) as session:
        for _ in range(n):
            finding = Finding(kind=kind, text="x", place=HOME, status="verified", verified_by=number_of(verifier))
            session.add(finding)
            session.flush()
            session.add(Task(kind="finding", title="x", place=HOME, finding_id=finding.id, assignee_id=number_of("nora"), status="done", due=date(2020, 2, 20), done_on=date(2020, 2, 19)))  # fmt: skip


def earned(town):
    with town.reading(PETRA) as session:
        return {one.rule: one.times for one in thanks.earned_by(session, POST, NORA.user_id, date(2020, 2, 1), date(2020, 2, 29))}  # fmt: skip


def test_findings_count_once_somebody_else_verified_them(town):
    settle(town, 2)
    settle(town, 3, verifier="nora")
    assert earned(town) == {}
    settle(town, 1)
    assert earned(town) == {"settled": 3}


def test_a_promise_kept_late_takes_the_thanks_for_all_of_the_month(town):
    settle(town, 1, kind="promise")
    assert earned(town) == {"promises": 1}
    with town.writing(SYSTEM) as session:
        finding = Finding(kind="promise", text="x", place=HOME, status="open")
        session.add(finding)
        session.flush()
        session.add(Task(kind="finding", title="x", place=HOME, finding_id=finding.id, assignee_id=number_of("nora"), due=date(2020, 2, 25)))  # fmt: skip
    assert earned(town) == {}


def test_thanks_are_given_for_what_a_rule_finds_and_for_nothing_else(town):
    hold(town)
    asked = NewRecognition(post=POST, rule="settled", first=date(2020, 2, 1), last=date(2020, 2, 29), text="well done")
    with pytest.raises(InputError, match="BH-STF-024"), town.writing(PETRA) as session:
        thanks.give(session, asked)
    settle(town, 3)
    with pytest.raises(InputError, match="BH-STF-022"), town.writing(NORA) as session:
        thanks.give(session, asked)
    with town.writing(PETRA) as session:
        given = thanks.give(session, asked)
        assert (given.user_id, given.given_by, given.place) == (NORA.user_id, PETRA.user_id, HOME)
    with pytest.raises(InputError, match="or was thanked for"), town.writing(PETRA) as session:
        thanks.give(session, asked)
    wrong = NewRecognition(post="post 9", rule="ways", first=date(2020, 2, 1), last=date(2020, 4, 1))
    with pytest.raises(InputError, match=r"(?s)BH-STF-021.*BH-STF-023"), town.writing(PETRA) as session:
        thanks.give(session, wrong)


def test_no_table_but_those_of_ones_own_work_is_read_for_thanks(town):
    """By construction: neither cases, output and targets nor what became of a firm can count."""
    asked = []
    settle(town, 3)
    with town.reading(PETRA) as session:
        event.listen(town.engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
        thanks.earned_by(session, POST, NORA.user_id, date(2020, 2, 1), date(2020, 2, 29))
    read = {name for one in asked for name in METADATA.tables if re.search(rf"\b(FROM|JOIN) {name}\b", one)}
    assert {"tasks", "findings", "field_days"} <= read <= {"tasks", "findings", "field_days", "field_visits", "leaves", "recognitions"}  # fmt: skip


def test_a_rule_sees_ones_own_work_and_nothing_else():
    seen = {name for kind in (OwnWork, Settled, WeekOut) for name in kind._fields}
    assert seen == {
        "first", "last", "settled", "late_promises", "weeks", "taken_over", "kind", "due", "done_on", "is_verified", "planned", "made", "travel_hours", "is_rested",
    }  # fmt: skip
    imported = [one for one in ast.walk(ast.parse(Path(recognition.__file__).read_text(encoding="utf-8"))) if isinstance(one, ast.ImportFrom)]  # fmt: skip
    assert {one.module for one in imported} == {"__future__", "collections.abc", "datetime", "typing"}
    assert get_args(RuleKey) == recognition.KEYS == tuple(one.key for one in recognition.RULES)


def test_other_cases_targets_and_firms_change_no_thanks(town):
    settle(town, 3)
    before = earned(town)
    with town.engine.begin() as connection:
        for table, values in (("targets", {"figures": {"value": 0}}), ("firms", {"state": "closed"})):
            connection.execute(METADATA.tables[table].update().values(**values))
    with town.writing(SYSTEM) as session:
        session.scalars(select(Finding)).first().firm = "field-works"
    assert earned(town) == before == {"settled": 3}


@pytest.mark.parametrize(
    ("weeks", "found"),
    [
        ([(3, 3)] * 4, {"visits": 4}),
        ([(3, 3), (0, 0), (2, 2), (1, 1), (1, 1)], {"visits": 4}),
        ([(3, 3), (3, 3), (3, 2), (3, 3), (3, 3)], {}),
    ],
)
def test_weeks_in_a_row_with_every_visit_made(weeks, found):
    out = tuple(WeekOut(MONDAY + timedelta(days=7 * k), planned, made, 0.0, True) for k, (planned, made) in enumerate(weeks))  # fmt: skip
    assert {one.rule: one.times for one in recognition.earned(OwnWork(MONDAY, MONDAY, weeks=out))} == found


def test_long_ways_count_only_where_rest_was_kept():
    out = tuple(WeekOut(MONDAY + timedelta(days=7 * k), 1, 0, 10.0, k > 0) for k in range(3))
    assert [one.times for one in recognition.earned(OwnWork(MONDAY, MONDAY, weeks=out))] == [2]
    assert recognition.earned(OwnWork(MONDAY, MONDAY, weeks=out[:2])) == []


def test_who_makes_the_visit_of_somebody_ill_stood_in(town):
    with town.writing(SYSTEM) as session:
        was = FieldVisit(visit="firm a", kind="firm", firm="a", place=HOME, day=date(2020, 2, 10), minutes=60, status="dropped", told={AGAIN: True})  # fmt: skip
        made = FieldVisit(visit="firm a", kind="firm", firm="a", place=HOME, day=date(2020, 2, 12), minutes=60, status="made", made_on=date(2020, 2, 12))  # fmt: skip
        session.add_all([was, made])
        session.flush()
        number = made.id
    add_days(town, date(2020, 2, 12), stops={"visits": [{"visit": number, "begins": 540, "ends": 600}]})
    assert earned(town) == {"stood_in": 1}
    with town.writing(SYSTEM) as session:
        session.add(Leave(post=POST, user_id=NORA.user_id, kind="illness", first=date(2020, 2, 10), last=date(2020, 2, 11), place=HOME))  # fmt: skip
    assert earned(town) == {}, "one's own illness"


def test_pages_are_told_how_staff_stand(town):
    hold(town)
    add_days(town, date(2020, 3, 17), date(2020, 3, 19))
    take(town, PETRA, date(2020, 3, 19), date(2020, 3, 19), POST)
    settle(town, 3)
    with town.reading(PETRA) as session:
        found = standing_of(session, region_in_force(town), TODAY)
        assert (len(found.posts), found.held, found.short, len(found.again)) == (1, 1, 0, 1)
        assert [(post, one.rule) for post, one in found.reasons] == [(POST, "settled")]
    officer = replace(NORA, role="officer")
    with town.reading(officer) as session:
        own = own_standing(session, TODAY, officer.user_id)
        assert (own.holder.post, [one.day for one in own.untold], len(own.again), own.hours) == (POST, [date(2020, 3, 17)], 1, 8)  # fmt: skip
        assert has_own_work(session, TODAY)
        with pytest.raises(NotAllowed, match="BH-REC-010"):
            standing_of(session, region_in_force(town), TODAY)
    with town.reading(as_person("dora")) as session:
        assert not has_own_work(session, TODAY)
        assert session.scalars(select(Recognition)).all() == []


def week_of(town, number, *days):
    """A run of a week as a worker leaves it: post, day and visit."""
    told = [
        {"officer": post, "day": day.isoformat(), "start": HOME, "end": HOME, "leaves": "08:00", "returns": "12:00", "lunch": "", "hours": 4.0, "travel_hours": 1.0,
         "stops": [{"visit": "firm a", "kind": "firm", "firm": "a", "place": HOME, "begins": "09:00", "ends": "10:00"}]}
        for post, day in days
    ]  # fmt: skip
    folder = town.folder / "results" / str(number)
    folder.mkdir(parents=True)
    officers = [{"officer": post, "home": HOME} for post in (POST, "another")]
    (folder / WEEK).write_text(json.dumps({"days": told, "officers": officers}))
    with town.writing(PETRA) as session:
        job = jobs.ask(session, "visits", {"week": "2020-03-16"})
        job.state, job.folder = "done", f"results/{number}"
        session.flush()
        return field_weeks.adopt_week(town, session, job.id, TODAY)


def test_a_week_planned_again_says_whose_place_was_taken_to_nobody_but_the_rule(town):
    hold(town)
    with town.writing(SYSTEM) as session:
        session.add(Holder(post="another", place=HOME, user_id=number_of("paul"), first=BEGAN))
    week_of(town, 21, (POST, date(2020, 3, 19)))
    take(town, PETRA, date(2020, 3, 19), date(2020, 3, 20), POST)
    assert week_of(town, 22, ("another", date(2020, 3, 20))).dropped == 1
    assert owners(town) == {date(2020, 3, 20): PAUL.user_id}
    with town.writing(PETRA) as session:
        dropped, planned = session.scalars(select(FieldVisit).order_by(FieldVisit.id))
        assert (dropped.status, dropped.told) == ("dropped", {"parties": [], AGAIN: True})
        planned.status, planned.made_on = "made", date(2020, 3, 20)
        found = thanks.earned_by(session, "another", PAUL.user_id, date(2020, 3, 1), date(2020, 3, 31))
        assert [(one.rule, one.times) for one in found] == [("stood_in", 1)]
        assert leaves.days_to_plan_again(session, TODAY) == []
