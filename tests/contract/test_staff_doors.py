"""No officer reads another's days, leave, post or thanks through any door, even with the whole region in scope: made from the API's own description."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from test_scope import OPERATIONS, PUBLIC, RECIPES, _of_this_edition, _version

from bothhands.records.access import SYSTEM
from bothhands.records.field import FieldDay, Holder, Leave, Recognition
from bothhands.records.people import User, UserPlace
from bothhands.records.running import Job, JobLine
from bothhands.report.kept_figures import WEEK
from desk_doors import Doors

PRIVATE = "thistledown"
"""Written wherever something is a person's own."""
OTHERS = ("officer", "viewer")
"""Roles that assign nothing."""
CHANGES = ("tell_hours", "hold_post", "end_holding", "take_leave", "change_leave", "withdraw_leave", "recognise", "change_visit", "adopt_week")  # fmt: skip


@pytest.fixture
def kind():
    """What a session tells is the same on every database; `test_scope` asks each operation on both."""
    return "sqlite"


@pytest.fixture
def private(south):
    """The desk of the south in which what is a person's own holds a word of its own, with colleagues of that person."""
    with south.store.writing(SYSTEM) as session:
        for kind in (FieldDay, Holder, Leave, Recognition):
            for one in session.scalars(select(kind)):
                one.post = f"{PRIVATE} {one.id}"
        for one in session.scalars(select(Leave)):
            one.note = PRIVATE
        for one in session.scalars(select(Recognition)):
            one.text = PRIVATE
        week = session.one(Job, south.ids["week"])
        week.said = PRIVATE
        week.asked = {**week.asked, "away": [{"officer": PRIVATE, "first": "2020-03-23", "last": "2020-03-23"}]}
        session.add(JobLine(job_id=week.id, text=PRIVATE))
        for role in OTHERS:
            session.add(User(login=f"{role} everywhere", name="x", role=role, everywhere=True))
            session.add(User(login=f"{role} south", name="x", role=role, places=[UserPlace(named="Southfield")]))
    (south.store.folder / "results" / "11" / WEEK).write_text(json.dumps({"days": [], "officers": [{"officer": PRIVATE}]}))  # fmt: skip
    return south


def recipes(south, operations):
    for operation in operations:
        recipe = _of_this_edition(south, RECIPES[operation](south))
        yield operation, OPERATIONS[operation][0], recipe
    week = south.ids["week"]
    for path in (f"/jobs/{week}", f"/jobs/{week}/lines", f"/jobs/{week}/points"):
        yield f"GET {path}", "GET", RECIPES["health"](south)._replace(path=path)


def test_nothing_that_is_read_tells_of_another(private):
    doors = Doors(private.store)
    reads = sorted(one for one, (method, _) in OPERATIONS.items() if method == "GET" and one not in PUBLIC)
    people = {login: doors.browser(login) for login in ("officer everywhere", "officer south")}
    told_to_desk = set()
    for operation, method, recipe in recipes(private, reads):
        for login, headers in people.items():
            answer = doors.ask(method, f"/api/v1{recipe.path}", headers=headers, **recipe.more)
            assert answer.status_code < 500, f"{login} {operation}"
            assert PRIVATE not in answer.text + str(answer.headers), f"{login} {operation}: {answer.text[:300]}"
        if PRIVATE in doors.ask(method, f"/api/v1{recipe.path}", headers=doors.browser("root"), **recipe.more).text:
            told_to_desk.add(operation)
    assert {"field_days", "leaves", "holders", "recognitions", "audit", "jobs", f"GET /jobs/{private.ids['week']}/lines"} <= told_to_desk  # fmt: skip


def test_nothing_of_another_is_changed(private):
    doors = Doors(private.store)
    people = {login: doors.browser(login) for role in OTHERS for login in (f"{role} everywhere", f"{role} south")}
    before = private.dumped()
    for operation in CHANGES:
        recipe = RECIPES[operation](private)
        version = {"If-Match": _version(doors, recipe)} if recipe.version else {}
        for login, headers in people.items():
            answer = doors.ask(OPERATIONS[operation][0], f"/api/v1{recipe.path}", headers=headers | version, **recipe.more)  # fmt: skip
            assert answer.status_code in (403, 404, 422), f"{login} {operation}: {answer.text[:200]}"
            assert PRIVATE not in answer.text
    assert private.dumped() == before


def test_whose_record_it_is_reads_it(private):
    doors = Doors(private.store)
    with private.store.writing(SYSTEM) as session:
        session.one(User, private.ids["sue"]).role = "officer"
    sue = doors.browser("sue")
    for path in ("/staff/leaves", "/staff/holders", "/staff/recognitions", "/field-days"):
        told = doors.ask("GET", f"/api/v1{path}", headers=sue).json()["items"]
        assert told, path
        assert {one["user_id"] for one in told} == {private.ids["sue"]}, path
    record = doors.ask("GET", "/api/v1/staff/record", headers=sue, params={"day": "2020-02-12", "weeks": 2}).json()
    assert [(week["hours"], week["travel_hours"]) for week in record["weeks"]] == [(16.0, 11.0), (16.0, 11.0)]
    assert doors.ask("GET", "/api/v1/staff/hours-compared", headers=sue).status_code == 403
