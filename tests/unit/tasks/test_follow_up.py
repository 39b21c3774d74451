"""What is due, to whom, how far it is, and what happens when it is late."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bothhands.errors import InputError, NotAllowed
from bothhands.records.access import SYSTEM
from bothhands.records.work import MeasureRecord, Task
from bothhands.tasks.accounts import names_of_people
from bothhands.tasks.adopt import adopt
from bothhands.tasks.follow_up import (
    NewTask,
    TaskChange,
    TaskFilter,
    change_task,
    days_late,
    escalate,
    new_task,
    reassign,
    tasks_of,
)
from bothhands.tasks.take_in import take_in
from bothhands.tasks.weeks import deviation, region_weeks, tell_progress, weeks_of
from desk_town import MEASURES, as_person, number_of, plan_folder

DAY = date(2020, 3, 25)
PETRA, DORA, OTTO, VERA, NORA = (as_person(one) for one in ("petra", "dora", "otto", "vera", "nora"))


@pytest.fixture
def working(town):
    """Tasks 1 to 4 of the plan's measures, but the one that restricts, and one of the desk's own, otto's."""
    with town.writing(SYSTEM) as session:
        take_in(town, session, plan_folder(town))
    with town.writing(PETRA) as session:
        unrestricted = session.scalars(select(MeasureRecord.id).where(MeasureRecord.restricts.is_(False))).all()
        adopt(session, 1, 1, unrestricted)
    with town.writing(DORA) as session:
        new_task(session, NewTask(title="Call the mill", place="Southfield", assignee_id=number_of("otto"), due=DAY))
    return town


def listed(store, who, **wanted):
    with store.reading(who) as session:
        return [one.title for one in tasks_of(session, TaskFilter(**wanted)).items]


def own_task(store):
    with store.reading(SYSTEM) as session:
        return session.scalars(select(Task).where(Task.kind == "own")).one()


def test_everybody_sees_what_is_due_in_their_places_and_everywhere(working):
    assert listed(working, OTTO) == [
        "testing 0.5 share",
        "support 1000 yuan a day, Southfield, field-works",
        "Call the mill",
    ]
    assert listed(working, NORA) == ["testing 0.5 share", "port_screening 0 share, Northport, Northport harbour"]
    assert len(listed(working, PETRA)) == 4


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ({"kind": "own"}, ["Call the mill"]),
        ({"place": "Southfield"}, ["support 1000 yuan a day, Southfield, field-works", "Call the mill"]),
        ({"place": "Twoland", "firm": "field-works"}, ["support 1000 yuan a day, Southfield, field-works"]),
        ({"assignee_id": 2}, ["Call the mill"]),
        ({"created_by": 3}, ["Call the mill"]),
        (
            {"due_from": date(2020, 3, 20), "due_to": date(2020, 3, 20)},
            ["support 1000 yuan a day, Southfield, field-works"],
        ),
        ({"late_on": date(2020, 3, 20)}, ["testing 0.5 share", "port_screening 0 share, Northport, Northport harbour"]),
        ({"unassigned": True, "place": "Northport"}, ["port_screening 0 share, Northport, Northport harbour"]),
        ({"status": "done"}, []),
    ],
)
def test_filters(working, wanted, titles):
    assert listed(working, PETRA, **wanted) == titles


def test_pages_hold_each_task_once(working):
    with working.reading(PETRA) as session:
        pages = [tasks_of(session, TaskFilter(), limit=1, offset=n) for n in range(4)]
    assert {page.total for page in pages} == {4}
    assert len({page.items[0].id for page in pages}) == 4


def test_whoever_carries_it_out_tells_how_far_it_is_with_evidence(working):
    task = own_task(working)
    with pytest.raises(InputError, match="BH-TSK-042"), working.writing(OTTO) as session:
        change_task(session, task.id, 1, TaskChange(status="done"), DAY)
    with working.writing(OTTO) as session:
        change_task(session, task.id, 1, TaskChange(status="done", evidence="spoke with the owner"), DAY)
    done = own_task(working)
    assert (done.status, done.done_on) == ("done", DAY)
    with pytest.raises(InputError, match="BH-TSK-043"), working.writing(OTTO) as session:
        change_task(session, task.id, 2, TaskChange(done_on=DAY + timedelta(days=1)), DAY)


def test_others_and_other_fields_are_not_theirs(working):
    task = own_task(working)
    with pytest.raises(NotAllowed, match="BH-TSK-041"), working.writing(OTTO) as session:
        change_task(session, task.id, 1, TaskChange(due=DAY + timedelta(days=9)), DAY)
    with pytest.raises(NotAllowed), working.writing(VERA) as session:
        change_task(session, task.id, 1, TaskChange(status="doing"), DAY)
    with working.reading(SYSTEM) as session:
        support = session.scalars(select(Task).where(Task.firm == "field-works")).one()
    with pytest.raises(NotAllowed, match="BH-TSK-041"), working.writing(OTTO) as session:
        change_task(session, support.id, 1, TaskChange(status="doing"), DAY)
    with pytest.raises(NotAllowed, match="BH-REC-010"), working.writing(DORA) as session:
        change_task(session, support.id, 1, TaskChange(status="dropped"), DAY)


def test_a_measure_stands_as_its_task_does(working):
    with working.reading(SYSTEM) as session:
        support = session.scalars(select(Task).where(Task.firm == "field-works")).one()
    for version, change, status in (
        (1, TaskChange(status="doing"), "placed"),
        (2, TaskChange(status="done", evidence="paid"), "done"),
    ):
        with working.writing(DORA) as session:
            change_task(session, support.id, version, change, DAY)
        with working.reading(SYSTEM) as session:
            assert session.one(MeasureRecord, support.measure_id).status == status


def test_many_are_given_at_once_or_none(working):
    with working.reading(PETRA) as session:
        ids = {one.title: one.id for one in tasks_of(session, TaskFilter()).items}
    south = [ids["Call the mill"], ids["support 1000 yuan a day, Southfield, field-works"]]
    with working.writing(DORA, "Otto is ill") as session:
        assert reassign(session, south, number_of("dora")) == 2
    with pytest.raises(InputError, match="BH-TSK-004"), working.writing(PETRA) as session:
        reassign(session, list(ids.values()), number_of("otto"))
    with pytest.raises(InputError, match="BH-REC-012"), working.writing(DORA) as session:
        reassign(session, list(ids.values()), number_of("dora"))
    assert listed(working, PETRA, assignee_id=number_of("dora")) == [
        "support 1000 yuan a day, Southfield, field-works",
        "Call the mill",
    ]


def test_what_is_late_is_taken_up_once_a_step(working):
    with working.writing(SYSTEM) as session:
        assert escalate(session, DAY + timedelta(days=1)) == 4
        assert escalate(session, DAY + timedelta(days=1)) == 0
    a_week_late = ["testing 0.5 share", "port_screening 0 share, Northport, Northport harbour"]
    assert listed(working, PETRA, escalation=2) == a_week_late
    with working.writing(SYSTEM) as session:
        assert escalate(session, DAY + timedelta(days=7)) == 2
    assert len(listed(working, PETRA, escalation=2)) == 4
    task = own_task(working)
    with working.writing(DORA) as session:
        change_task(session, task.id, task.version, TaskChange(due=DAY + timedelta(days=30)), DAY + timedelta(days=8))
    assert own_task(working).escalation == 0


def test_lateness_is_counted_to_the_day_it_was_done():
    task = Task(status="open", due=DAY)
    assert [days_late(task, DAY + timedelta(days=n)) for n in (-1, 0, 3)] == [0, 0, 3]
    task.status, task.done_on = "done", DAY + timedelta(days=2)
    assert days_late(task, DAY + timedelta(days=50)) == 2


def test_plan_and_actual_week_by_week(working):
    with working.reading(SYSTEM) as session:
        support = session.scalars(select(Task).where(Task.firm == "field-works")).one()
    with working.writing(DORA) as session:
        tell_progress(session, support.id, date(2020, 3, 21), 1000.0, date(2020, 3, 23))
        tell_progress(session, support.id, date(2020, 3, 22), 2500.0, date(2020, 3, 23), "the bank was slow")
        weeks = weeks_of(session, support.id)
        assert [(one.week, one.planned_value, one.actual_value) for one in weeks] == [
            (date(2020, 3, 16), 3000.0, 2500.0), (date(2020, 3, 23), 7000.0, None), (date(2020, 3, 30), 2000.0, None),
        ]  # fmt: skip
        assert sum(one.planned_value for one in weeks) == MEASURES[2].cost
        found = deviation(session, support, date(2020, 3, 22))
        assert found == (2, 3000.0, 2500.0, "yuan a day")


@pytest.mark.parametrize(
    ("which", "week", "amount", "told"),
    [
        ("support", date(2020, 3, 30), 1.0, "BH-TSK-046.*2020-03-30 is still to come; expected a week that began by 2020-03-23"),
        ("support", date(2020, 3, 23), -1.0, "BH-TSK-047.*-1 would be done"),
        ("testing", date(2020, 3, 23), 1.2, "BH-TSK-047.*expected 0 to 1 share"),
        ("Call the mill", date(2020, 3, 23), -2.0, "BH-TSK-047.*expected 0 or more"),
    ],
)  # fmt: skip
def test_a_week_to_come_and_an_amount_that_cannot_be_are_refused(working, which, week, amount, told):
    with working.reading(PETRA) as session:
        number = next(one.id for one in tasks_of(session, TaskFilter()).items if one.title.startswith(which))
    with working.writing(PETRA) as session:
        with pytest.raises(InputError, match=told):
            tell_progress(session, number, week, amount, date(2020, 3, 23))
        assert tell_progress(session, number, date(2020, 3, 23), 1.0, date(2020, 3, 23)).actual_value == 1.0


def test_a_task_is_given_only_to_somebody_who_may_tell_what_was_done(working):
    vera = number_of("vera")
    with working.writing(PETRA) as session:
        call = next(one for one in tasks_of(session, TaskFilter()).items if one.title == "Call the mill")
        for give in (
            lambda: change_task(session, call.id, call.version, TaskChange(assignee_id=vera), DAY),
            lambda: reassign(session, [call.id], vera),
            lambda: new_task(session, NewTask(title="x", place="Southfield", assignee_id=vera)),
        ):
            with pytest.raises(InputError, match=r"BH-TSK-005.*may tell what was done"):
                give()
        assert vera not in names_of_people(session)
        assert number_of("otto") in names_of_people(session)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"place": "Southfield", "firm": "no-such-firm"}, "BH-TSK-002"),
        ({"place": "Southfield", "firm": "north-inn"}, "BH-TSK-002"),
        ({"place": "Northport", "firm": "field-works"}, "BH-TSK-054"),
        ({"place": "Southfield", "start": date(2020, 5, 1), "due": date(2020, 4, 1)}, "BH-TSK-048.*2020-05-01 or a later"),
    ],
)  # fmt: skip
def test_a_task_of_a_firm_that_is_not_there_or_due_before_it_begins_is_refused(working, given, code):
    with pytest.raises(InputError, match=code), working.writing(DORA) as session:
        new_task(session, NewTask(title="x", **given))
    assert "x" not in listed(working, PETRA)


def test_a_task_of_a_firm_lies_where_the_firm_does_and_is_not_moved_before_it_begins(working):
    with working.writing(DORA) as session:
        made = new_task(session, NewTask(title="Ask again", place="", firm="field-works", start=DAY))
        assert made.place == "Southfield"
        with pytest.raises(InputError, match="BH-TSK-048"):
            change_task(session, made.id, made.version, TaskChange(due=DAY - timedelta(days=1)), DAY)
        with pytest.raises(InputError, match="BH-TSK-054"):
            new_task(session, NewTask(title="x", place="Northport", firm="field-works"))


def test_the_region_week_by_week_against_what_the_plan_expected(working):
    with working.reading(PETRA) as session:
        weeks = region_weeks(working, session, 1, "Southfield")
        both = region_weeks(working, session, 1)
        with pytest.raises(InputError, match="BH-TSK-045"):
            region_weeks(working, session, 1, "Nowhere")
    assert [one.week for one in weeks] == [date(2020, 3, 16), date(2020, 3, 23), date(2020, 3, 30)]
    assert [one.planned_cases for one in weeks] == [4.0, 7.0, 7.0]
    assert [one.planned_cases for one in both] == [8.0, 14.0, 14.0]
    assert weeks[1].planned_cases_low < 7.0 < weeks[1].planned_cases_high
    assert weeks[-1].reported_cases is None
