"""No endpoint tells one town of the other, or changes anything there, whatever the role: made from the API's own description.

Each operation has a recipe: how to ask it of a record of Southfield. Everybody of Northport asks, of every role, and somebody without an account;
then somebody of the whole region asks the same and gets it, so that a recipe that asks nonsense cannot pass. An endpoint without a recipe fails.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from bothhands.records.access import ROLES
from bothhands.records.schema import open_store
from bothhands.tasks.editions import edition_in_force
from bothhands.web.app import make_app
from desk_doors import Doors
from desk_south import MARK, WORDS, South

PUBLIC = frozenset({"health", "sign_in", "file_request", "follow_request"})
"""What may be asked without an account."""


class Recipe(NamedTuple):
    """How to ask an operation of Southfield's records."""

    path: str = ""
    more: Mapping[str, Any] = MappingProxyType({})
    version: bool = False
    """Whether it changes a record of version 1 or more, told in `If-Match`."""
    opens: bool = False
    """Whether everybody who is signed in may ask it, and is told only of their own."""
    shows: bool = False
    """Whether somebody of the whole region is told the word."""
    by: str = "root"
    """Who gets it."""


def asked(**given: Any) -> Callable[[South], Recipe]:
    """A recipe whose path holds names of records, filled from a desk."""

    def filled(south: South) -> Recipe:
        recipe = Recipe(**given)
        return recipe._replace(path=recipe.path.format(code=south.code, **south.ids), more=_filled(recipe.more, south))

    return filled


def _filled(value: Any, south: South) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(one, south) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, south) for one in value]
    return south.ids[value[1:]] if isinstance(value, str) and value.startswith("@") else value


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A picture of one pixel."""
LIST = {"opens": True, "shows": True}
FIRMS = b"firm,name,place,sector,known_from\nfield-works,Stolen,Southfield,B,\n"
RECIPES: dict[str, Callable[[South], Recipe]] = {
    "health": asked(path="/health", opens=True),
    "sign_in": asked(path="/session", more={"json": {"login": "sue", "password": WORDS}}, shows=True),
    "who_am_i": asked(path="/session", opens=True),
    "sign_out": asked(path="/session", opens=True),
    "change_own_password": asked(path="/session/password", more={"json": {"old_password": WORDS, "new_password": "other words of mine"}}, by="sue"),
    "people": asked(path="/people", **LIST),
    "users": asked(path="/users", **LIST),
    "add_user": asked(path="/users", more={"json": {"login": "new", "name": MARK, "role": "viewer", "places": ["Southfield"]}}, shows=True),
    "present": asked(path="/present", opens=True),
    "sign_out_user": asked(path="/users/{sue}/sign-out"),
    "user": asked(path="/users/{sue}", shows=True),
    "change_user": asked(path="/users/{sue}", more={"json": {"name": "Stolen"}}, version=True),
    "set_password": asked(path="/users/{sue}/password", more={"json": {"password": "a password of theirs"}}),
    "tokens": asked(path="/tokens", more={"params": {"user_id": "@sue"}}, shows=True),
    "make_token": asked(path="/tokens", more={"json": {"label": "script"}}, by="sue"),
    "token": asked(path="/tokens/{token}", shows=True),
    "revoke_token": asked(path="/tokens/{token}"),
    "places": asked(path="/places", opens=True),
    "firms": asked(path="/firms", more={"params": {"search": MARK}}, **LIST),
    "firm": asked(path="/firms/southern", shows=True),
    "diagnosis": asked(path="/diagnoses/southern", shows=True),
    "support_list": asked(path="/support-list", shows=True),
    "support_list_file": asked(path="/support-list/file", shows=True),
    "targets": asked(path="/targets", **LIST),
    "chains": asked(path="/chains"),
    "targets_standing": asked(path="/targets/standing", opens=True),
    "editions": asked(path="/editions", **LIST),
    "edition": asked(path="/editions/EDITION", shows=True),
    "edition_changes": asked(path="/editions/EDITION/changes"),
    "tables": asked(path="/tables", opens=True),
    "table": asked(path="/tables/recipes", opens=True),
    "import_files": asked(path="/imports", more={"files": [("files", ("firms.csv", FIRMS))], "params": {"dry_run": "false"}}),
    "plans": asked(path="/plans", **LIST),
    "plan": asked(path="/plans/{plan}", shows=True),
    "plan_files": asked(path="/plans/{plan}/files", shows=True),
    "plan_file": asked(path="/plans/{plan}/files/" + MARK + ".txt", shows=True),
    "plan_brief": asked(path="/plans/{plan}/brief", more={"params": {"form": "html"}}, shows=True),
    "plan_briefing": asked(path="/plans/{plan}/briefing", more={"params": {"form": "docx"}}),
    "adopt_plan": asked(path="/plans/{plan}/adopt", more={"json": {"only": ["@plain"]}}, version=True, shows=True),
    "withdraw_plan": asked(path="/plans/{plan}/withdraw", version=True, shows=True),
    "plan_weeks": asked(path="/plans/{plan}/weeks"),
    "measures": asked(path="/measures", **LIST),
    "measure": asked(path="/measures/{measure}", shows=True),
    "change_measure": asked(path="/measures/{measure}", more={"json": {"owner": "Stolen"}}, version=True, shows=True),
    "sign_measure": asked(path="/measures/{measure}/approvals", more={"json": {}}, version=True),
    "withdraw_measure": asked(path="/measures/{measure}/withdraw", version=True, shows=True),
    "scenarios": asked(path="/scenarios", **LIST),
    "new_scenario": asked(path="/scenarios", more={"json": {"name": MARK}}, shows=True),
    "scenario": asked(path="/scenarios/{scenario}", shows=True),
    "change_scenario": asked(path="/scenarios/{scenario}", more={"json": {"name": f"Stolen {MARK}"}}, version=True, shows=True),
    "remove_scenario": asked(path="/scenarios/{scenario}", version=True),
    "run_scenario": asked(path="/scenarios/{scenario}/run", more={"json": {}}, version=True),
    "choices": asked(path="/compare", **LIST),
    "compare": asked(path="/compare/courses?of=plan:{plan}:plan&of=plan:{plan}:carry%20on", shows=True),
    "tasks": asked(path="/tasks", **LIST),
    "new_task": asked(path="/tasks", more={"json": {"title": MARK, "place": "Southfield"}}, shows=True),
    "reassign_tasks": asked(path="/tasks/reassign", more={"json": {"task_ids": ["@task"], "assignee_id": "@sam"}}),
    "task_calendar": asked(path="/tasks/calendar", **LIST),
    "digest": asked(path="/digest", more={"params": {"form": "html"}}, **LIST),
    "task": asked(path="/tasks/{task}", shows=True),
    "change_task": asked(path="/tasks/{task}", more={"json": {"evidence": "Stolen"}}, version=True, shows=True),
    "task_weeks": asked(path="/tasks/{task}/weeks", shows=True),
    "tell_progress": asked(path="/tasks/{task}/progress", more={"json": {"week": "2020-03-09", "actual_value": 1}}),
    "findings": asked(path="/findings", **LIST),
    "record_finding": asked(path="/findings", more={"json": {"kind": "promise", "text": MARK, "place": "Southfield"}}, shows=True),
    "finding": asked(path="/findings/{finding}", shows=True),
    "change_finding": asked(path="/findings/{finding}", more={"json": {"answer": "Stolen"}}, version=True, shows=True),
    "verify_finding": asked(path="/findings/{solved}/verify", version=True, shows=True),
    "task_of_finding": asked(path="/findings/{finding}/task", shows=True),
    "filer_of_finding": asked(path="/findings/{filed}/filer", shows=True),
    "findings_file": asked(path="/findings/file", **LIST),
    "city_letter": asked(path="/letters/Southfield", more={"params": {"form": "html"}}, shows=True),
    "coverage": asked(path="/coverage", opens=True),
    "amendments": asked(path="/amendments", **LIST),
    "amendment": asked(path="/amendments/{amendment}", shows=True),
    "propose_amendment": asked(path="/findings/{finding}/amendments", more={"json": {"table": "firms", "key": {"firm": "field-works"}, "after": {"workers": "77"}, "source": MARK}}, shows=True),
    "accept_amendment": asked(path="/amendments/{amendment}/accept", more={"json": {}}, version=True, shows=True),
    "refuse_amendment": asked(path="/amendments/{amendment}/refuse", more={"json": {"reason": MARK}}, version=True, shows=True),
    "visits": asked(path="/visits", **LIST),
    "visit": asked(path="/visits/{visit}", shows=True),
    "change_visit": asked(path="/visits/{visit}", more={"json": {"said": f"Stolen {MARK}"}}, version=True, shows=True),
    "adopt_week": asked(path="/jobs/{week}/adopt-week"),
    "field_days": asked(path="/field-days", **LIST),
    "field_day": asked(path="/field-days/{day}", shows=True),
    "tell_hours": asked(path="/field-days/{day}", more={"json": {"told_hours": 3}}, version=True, shows=True),
    "posts": asked(path="/staff/posts", opens=True),
    "holders": asked(path="/staff/holders", opens=True),
    "hold_post": asked(path="/staff/holders", more={"json": {"post": "southern post", "user_id": "@sam", "first": "2020-04-01"}}),
    "holder": asked(path="/staff/holders/{holder}"),
    "end_holding": asked(path="/staff/holders/{holder}", more={"json": {"last": "2020-04-01"}}, version=True),
    "leaves": asked(path="/staff/leaves", **LIST),
    "take_leave": asked(path="/staff/leaves", more={"json": {"post": "southern post", "kind": "rest", "first": "2020-04-01", "last": "2020-04-01", "note": MARK}}, shows=True),
    "leave": asked(path="/staff/leaves/{leave}", shows=True),
    "change_leave": asked(path="/staff/leaves/{leave}", more={"json": {"last": "2020-03-25"}}, version=True, shows=True),
    "withdraw_leave": asked(path="/staff/leaves/{leave}"),
    "staff_record": asked(path="/staff/record", more={"params": {"post": "southern post"}}),
    "hours_compared": asked(path="/staff/hours-compared", opens=True),
    "recognitions": asked(path="/staff/recognitions", **LIST),
    "recognise": asked(path="/staff/recognitions", more={"json": {"post": "southern post", "rule": "ways", "first": "2020-02-01", "last": "2020-02-29", "text": MARK}}, shows=True),
    "recognition": asked(path="/staff/recognitions/{recognition}", shows=True),
    "earned": asked(path="/staff/earned", more={"params": {"post": "southern post"}}),
    "phone_pack": asked(path="/phone/pack", **LIST),
    "phone_finding": asked(path="/phone/findings", more={"json": {"device_key": "device-of-north-1", "kind": "promise", "text": MARK, "place": "Southfield"}}, shows=True),
    "phone_photo": asked(path="/phone/findings/{finding}/photos", more={"data": {"key": f"photo-{MARK}"}, "files": {"file": ("x.png", PICTURE)}}, shows=True),
    "file_request": asked(path="/requests", more={"json": {"kind": "request", "text": MARK, "place": "Southfield"}}),
    "follow_request": asked(path="/requests/{code}"),
    "comments": asked(path="/comments", more={"params": {"about": "finding", "about_id": "@finding"}}, shows=True),
    "say": asked(path="/comments", more={"json": {"about": "finding", "about_id": "@finding", "text": MARK}}, shows=True),
    "comment": asked(path="/comments/{comment}", shows=True),
    "attachments": asked(path="/attachments", more={"params": {"about": "finding", "about_id": "@finding"}}, shows=True),
    "attach": asked(path="/attachments", more={"data": {"about": "finding", "about_id": "@finding"}, "files": {"file": (f"{MARK}.txt", b"x")}}, shows=True),
    "attachment": asked(path="/attachments/{attachment}", shows=True),
    "attachment_content": asked(path="/attachments/{attachment}/content", shows=True),
    "jobs": asked(path="/jobs", **LIST),
    "ask_job": asked(path="/jobs", more={"json": {"kind": "check"}}),
    "job": asked(path="/jobs/{job}", shows=True),
    "job_lines": asked(path="/jobs/{job}/lines", shows=True),
    "frontier_points": asked(path="/jobs/{front}/points"),
    "take_point": asked(path="/jobs/{front}/points/0", more={"json": {"name": MARK}}, shows=True),
    "wish_job": asked(path="/jobs/{job}/wish", more={"json": {"wish": "cancel"}}, version=True),
    "audit": asked(path="/audit", **LIST),
}  # fmt: skip


def described() -> dict[str, tuple[str, bool]]:
    """Method of every operation, and whether it asks why, from the API's own description."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        paths = make_app(store).openapi()["paths"]
        store.close()
    every = [(method.upper(), one) for methods in paths.values() for method, one in methods.items()]
    return {one["operationId"]: (method, any(asked["name"] == "why" for asked in one.get("parameters", ()))) for method, one in every}  # fmt: skip


OPERATIONS = described()


def test_every_operation_has_a_recipe_and_every_recipe_an_operation():
    assert set(OPERATIONS) == set(RECIPES)


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_nobody_of_another_place_learns_or_changes_anything(south, operation):
    method, asks_why = OPERATIONS[operation]
    doors, recipe = Doors(south.store), _of_this_edition(south, RECIPES[operation](south))
    more = {**recipe.more, "params": {**recipe.more.get("params", {}), "why": "stealing"}} if asks_why else recipe.more  # fmt: skip
    version = {"If-Match": _version(doors, recipe)} if recipe.version else {}
    signed_in = {role: doors.browser(role) for role in ROLES}
    before = south.dumped()
    for role, headers in ({} if operation in PUBLIC else {**signed_in, "nobody": {}}).items():
        answer = doors.ask(method, f"/api/v1{recipe.path}", headers=headers | version, **more)
        told = f"{role} {method} {recipe.path}: {answer.status_code} {answer.text[:300]}"
        assert MARK not in answer.text, told
        assert MARK not in str(answer.headers), told
        assert "31337" not in answer.text, told
        if role == "nobody":
            assert answer.status_code == 401, told
        elif operation == "make_token":
            assert answer.status_code in (201, 403), told
        elif recipe.opens:
            assert answer.status_code in (200, 204, 403), told
        else:
            assert answer.status_code in (403, 404, 422), told
            assert not answer.json()["error"]["code"].startswith("BH-WEB-00"), told
    if operation != "make_token":
        assert south.dumped() == before
    answer = doors.ask(method, f"/api/v1{recipe.path}", headers=doors.browser(recipe.by) | version, **more)
    assert answer.status_code in (200, 201, 204), answer.text
    assert (MARK in answer.text + str(answer.headers)) == recipe.shows, answer.text


def _of_this_edition(south: South, recipe: Recipe) -> Recipe:
    return recipe._replace(path=recipe.path.replace("EDITION", edition_in_force(south.store)))


def _version(doors: Doors, recipe: Recipe) -> str:
    parts = recipe.path.split("/")
    record = "/".join(parts[1 : 4 if parts[1] == "staff" else 3])
    return doors.ask("GET", f"/api/v1/{record}", headers=doors.browser("root")).headers["etag"]


def test_an_import_that_has_faults_does_not_tell_how_rows_of_another_place_stand(south):
    doors = Doors(south.store)
    rows = (
        b"firm,name,place,sector,cash_yuan\nfield-works,Stolen,Southfield,B,1\nnorth-inn,North inn,Northport,B,much\n"
    )
    answer = doors.ask("POST", "/api/v1/imports", headers=doors.browser("desk"), files=[("files", ("firms.csv", rows))])
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [one["column"] for one in told["faults"]] == ["cash_yuan"]
    assert "Field works" not in answer.text
    assert "5400000" not in answer.text


@pytest.mark.parametrize("known_from", ["", "2020-03-19"])
def test_an_import_does_not_take_a_firm_of_another_place(south, known_from):
    doors = Doors(south.store)
    rows = f"firm,name,place,sector,known_from\nfield-works,Field works,Northport,B,{known_from}\n".encode()
    for dry_run in ("true", "false"):
        answer = doors.ask("POST", "/api/v1/imports", headers=doors.browser("desk"), files=[("files", ("firms.csv", rows))], params={"dry_run": dry_run})  # fmt: skip
        assert answer.status_code == 403, answer.text
        assert "BH-TSK-012" in {one["code"] for one in answer.json()["error"]["faults"]}
        assert "5400000" not in answer.text
