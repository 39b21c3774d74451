"""What a week stands on: visits that were made, days and officers its rows are promised for, holidays, days that are past."""

import json
from datetime import date, timedelta

import pytest

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.inputs.tables.officers import Officer as OfficerRow
from bothhands.inputs.tables.visits import VisitRow
from bothhands.plan.firm_case import firm_case
from bothhands.plan.visits.from_region import Away, week_of
from bothhands.plan.visits.made import Made, due_of, made_in, rows_with
from bothhands.plan.visits.search import plan_visits
from bothhands.report.visit_answers import plan_told, visit_notes
from bothhands.report.words import Wording

DAY = date(2020, 3, 18)
ROWS = [
    VisitRow(visit="a", kind="firm", place="Southfield", firm="field-works", last_on=DAY - timedelta(20), due_on=DAY + timedelta(2), minutes=45),
    VisitRow(visit="b", kind="forum", place="Northport", parties="one; two"),
    VisitRow(visit="c", kind="place", place="Northport", last_on=DAY - timedelta(40), minutes=120),
]  # fmt: skip


@pytest.fixture(scope="module")
def towns():
    return firm_case(load("two-towns"))


def with_rows(case, *rows):
    return case._replace(region=case.region.replace(visits=rows))


def promised(**changes):
    told = {"visit": "talk", "kind": "forum", "place": "Northport", "officer": "post 1", "on_day": date(2020, 4, 8), "source": "x", "quality": "synthetic"}  # fmt: skip
    return VisitRow(**{**told, **changes})


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


def test_a_visit_promised_for_one_week_leaves_every_other_week_to_be_planned(towns):
    for row, name in (
        (promised(), "talk"), (promised(officer=""), "talk"), (promised(visit="farm", kind="firm", place="Southfield", firm="south-farm"), "firm south-farm"),
    ):  # fmt: skip
        case = with_rows(towns, row)
        before = week_of(case, date(2020, 3, 23))
        assert [one.visit for one in before.elsewhere] == [name]
        assert name not in {one.visit for one in before.week.visits}
        there = {one.visit: one for one in week_of(case, date(2020, 4, 6)).week.visits}
        assert there[name].days == {date(2020, 4, 8)}


def test_a_promise_that_is_past_frees_its_firm_and_ends_its_forum(towns):
    case = with_rows(towns, promised(), promised(visit="farm", kind="firm", place="Southfield", firm="south-farm"))
    after_it = week_of(case, date(2020, 4, 13))
    assert [one.visit for one in after_it.elsewhere] == ["talk"]
    (farm,) = [one for one in after_it.week.visits if one.visit == "firm south-farm"]
    assert (farm.days, farm.locked) == (frozenset(), None)


def test_what_somebody_promised_who_is_away_is_free_for_others_and_told(towns):
    ill = [Away("post 1", date(2020, 4, 8), date(2020, 4, 9))]
    wanted = week_of(with_rows(towns, promised()), date(2020, 4, 6), away=ill)
    (talk,) = [one for one in wanted.week.visits if one.visit == "talk"]
    assert (talk.locked, talk.days) == (None, {date(2020, 4, 8)})
    assert [one.visit for one in wanted.freed] == ["talk"]
    found = plan_visits(wanted.week)
    assert {one.visit.visit: one.why for one in found.left_out}["talk"] == "away"
    assert any("promised by an officer" in one and "talk" in one for one in visit_notes(wanted, found, towns.region, Wording("en")))  # fmt: skip
    assert plan_told(wanted, found)["freed"] == ["talk"]
    assert week_of(with_rows(towns, promised()), date(2020, 4, 6)).freed == ()


def test_what_an_officer_of_another_city_promised_is_not_of_a_city_planned_alone(towns):
    case = with_rows(towns, promised(place="Southfield", on_day=date(2020, 3, 25), officer="post 1"))
    home = towns.region.rows(OfficerRow)[0].home_place
    far = OfficerRow(officer="post 2", home_place="Southfield", source="x", quality="synthetic")
    case = case._replace(region=case.region.replace(officers=(*case.region.rows(OfficerRow), far)))
    assert home == "Northport"
    assert [one.visit for one in week_of(case, date(2020, 3, 23), places=["Southfield"]).elsewhere] == ["talk"]


def test_nobody_is_sent_out_on_a_holiday():
    case = firm_case(load("two-towns"), date(2020, 1, 20))
    wanted = week_of(case, date(2020, 1, 31))
    assert wanted.holidays == (date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2))
    found = plan_visits(wanted.week)
    assert {one.day for one in found.days} & {date(2020, 2, 3), date(2020, 2, 4)}
    assert not {one.day for one in found.days} & set(wanted.holidays)
    for language, said in (("en", "public holidays"), ("zh", "法定节假日")):
        (note,) = [one for one in visit_notes(wanted, found, case.region, Wording(language)) if said in one]
        assert "31" in note


@pytest.mark.parametrize("first", [date(2019, 3, 23), date(2020, 3, 13), date(2020, 7, 1)])
def test_a_week_that_is_over_or_after_the_calendar_is_refused(towns, first):
    with pytest.raises(InputError, match="BH-VIS-029"):
        week_of(towns, first)
    assert week_of(towns, DAY - timedelta(4)).week.days[-1] == DAY
