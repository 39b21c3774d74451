"""Visits that were made since the table was written: they move due days, count for their city, and end what was wanted once."""

import json
from datetime import date, timedelta

import pytest

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.inputs.tables.visits import VisitRow
from bothhands.plan.firm_case import firm_case
from bothhands.plan.visits.from_region import week_of
from bothhands.plan.visits.made import Made, due_of, made_in, rows_with
from bothhands.plan.visits.search import plan_visits

DAY = date(2020, 3, 18)
ROWS = [
    VisitRow(visit="a", kind="firm", place="Southfield", firm="field-works", last_on=DAY - timedelta(20), due_on=DAY + timedelta(2), minutes=45),
    VisitRow(visit="b", kind="forum", place="Northport", parties="one; two"),
    VisitRow(visit="c", kind="place", place="Northport", last_on=DAY - timedelta(40), minutes=120),
]  # fmt: skip


def after(*made, before=DAY + timedelta(7)):
    return {row.visit: row for row in rows_with(ROWS, made, before)}


def test_without_visits_made_a_city_is_seen_by_any_row_that_tells_of_it():
    found = after()
    assert set(found) == {"a", "b", "c", "place Southfield"}
    assert found["place Southfield"].last_on == DAY - timedelta(20)
    assert found["c"] == ROWS[2]


def test_a_visit_moves_its_firm_and_its_city_and_keeps_what_their_rows_tell():
    found = after(Made("firm field-works", "firm", "Southfield", DAY + timedelta(3), "field-works", "post 1"))
    assert (found["a"].last_on, found["a"].seen_by, found["a"].due_on, found["a"].minutes) == (DAY + timedelta(3), "post 1", None, 45)  # fmt: skip
    assert (found["place Southfield"].last_on, found["place Southfield"].minutes) == (DAY + timedelta(3), 90)
    assert found["c"].last_on == DAY - timedelta(40)


def test_a_promise_for_a_later_day_outlives_a_visit_before_it():
    found = after(Made("firm field-works", "firm", "Southfield", DAY, "field-works", "post 1"))
    assert (found["a"].last_on, found["a"].due_on) == (DAY, DAY + timedelta(2))


def test_what_was_made_in_the_week_itself_or_earlier_than_known_changes_nothing():
    assert after(Made("x", "firm", "Southfield", DAY + timedelta(7), "field-works")) == after()
    assert after(Made("x", "firm", "Southfield", DAY - timedelta(30), "field-works")) == after()


def test_a_forum_that_was_held_is_wanted_no_more():
    assert "b" not in after(Made("b", "forum", "Northport", DAY))


def test_due_is_what_the_row_says_else_so_long_after_the_last_else_after_the_day_the_region_stands_on():
    assert due_of(ROWS[0], DAY, 30) == DAY + timedelta(2)
    assert due_of(ROWS[2], DAY, 28) == DAY - timedelta(12)
    assert due_of(None, DAY, 28) == due_of(ROWS[1], DAY, 28) == DAY + timedelta(28)


def test_a_week_is_planned_on_what_was_made_and_who_worked_more():
    case = firm_case(load("two-towns"), None)
    first = DAY + timedelta(26)
    bare = {one.visit: one for one in week_of(case, first).week.visits}
    made = [Made("firm field-works", "firm", "Southfield", DAY + timedelta(20), "field-works", "post 1")]
    wanted = week_of(case, first, made=made, hours_before={"post 1": 3.5})
    told = {one.visit: one for one in wanted.week.visits}
    assert bare["firm field-works"].due == DAY + timedelta(30)
    assert (told["firm field-works"].due, told["firm field-works"].last, told["firm field-works"].seen_by) == (DAY + timedelta(50), DAY + timedelta(20), "post 1")  # fmt: skip
    assert told["place Southfield"].due == DAY + timedelta(48)
    assert told["firm field-works"].value <= bare["firm field-works"].value
    assert told["firm harbour-works"] == bare["firm harbour-works"]
    assert [one.hours_before for one in wanted.week.officers] == [3.5]


def test_a_file_of_visits_made_is_read_or_every_fault_told(tmp_path):
    region, path = load("two-towns"), tmp_path / "made.json"
    row = {"visit": "firm field-works", "kind": "firm", "place": "Southfield", "day": "2020-03-20"}
    path.write_text(json.dumps([row, {**row, "firm": "field-works", "officer": "post 1"}]))
    assert made_in(path, region) == (Made("firm field-works", "firm", "Southfield", DAY + timedelta(2)), Made("firm field-works", "firm", "Southfield", DAY + timedelta(2), "field-works", "post 1"))  # fmt: skip
    path.write_text(json.dumps([{**row, "plaice": "x", "place": "Southfeld", "kind": "firms", "day": "20 March"}, 7, row]))  # fmt: skip
    with pytest.raises(InputError) as told:
        made_in(path, region)
    assert [(one.row, one.column) for one in told.value.faults] == [(1, "plaice"), (1, "place"), (1, "kind"), (1, "day"), (2, "")]  # fmt: skip
    assert "nearest known: Southfield" in told.value.faults[1].sentence()
    for wrong in ("{}", "[", "nothing"):
        path.write_text(wrong)
        with pytest.raises(InputError, match="BH-VIS-021"):
            made_in(path, region)
    with pytest.raises(InputError, match="BH-VIS-021"):
        made_in(tmp_path / "none.json", region)


def test_days_worked_before_count_into_the_five_in_any_seven():
    case = firm_case(load("two-towns"), None)
    first = date(2020, 3, 23)
    worked = [date(2020, 3, day) for day in (18, 19, 20, 21, 22)]
    bare, tired = (plan_visits(week_of(case, first, worked=one).week) for one in ({}, {"post 1": worked}))
    assert {day.day for day in bare.days} & {first, first + timedelta(1)}
    assert tired.days
    for day in tired.days:
        before = [one for one in worked if day.day - timedelta(6) <= one]
        own = [one.day for one in tired.days if day.day - timedelta(6) <= one.day <= day.day]
        assert len(before) + len(own) <= 5, day.day
