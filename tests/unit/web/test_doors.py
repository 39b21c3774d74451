"""The doors themselves: who is let in, what is refused before anything is read, what every answer carries."""

import asyncio
import json
import logging

import httpx
import pytest
from sqlalchemy import text

from bothhands import __version__
from bothhands.records.access import SYSTEM
from bothhands.records.people import User
from bothhands.records.schema import open_store
from bothhands.tasks.accounts import set_password
from bothhands.tasks.editions import set_up
from bothhands.tasks.signing_in import NewToken, new_token
from bothhands.web.settings import DeskSettings
from desk_doors import Doors
from desk_town import number_of

WORDS = "four words of mine"
NEW = {"kind": "request", "text": "no cloth", "place": "Southfield"}


@pytest.fixture
def kind():
    """What is tested here has nothing to do with the database."""
    return "sqlite"


@pytest.fixture
def doors(town):
    return Doors(town)


@pytest.fixture
def empty(tmp_path):
    """A desk without accounts."""
    store = open_store(tmp_path / "desk")
    set_up(store, "two-towns")
    yield store
    store.close()


def signed_in(doors, login="dora"):
    with doors.store.writing(SYSTEM) as session:
        set_password(session, number_of(login), WORDS)
    return doors.ask("POST", "/api/v1/session", json={"login": login, "password": WORDS})


def code(answer):
    return answer.json()["error"]["code"]


def test_health_tells_no_more_than_that(doors):
    answer = doors.ask("GET", "/api/v1/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "version": __version__})


@pytest.mark.parametrize(
    ("accepted", "language", "what"),
    [("zh-CN,zh;q=0.9,en;q=0.8", "zh", "此地址下没有内容"), ("en;q=0.5,zh;q=0.2", "en", "nothing lies under this path"), ("", "en", "nothing lies under this path")],
)  # fmt: skip
def test_faults_are_told_in_the_language_that_is_liked_best(doors, accepted, language, what):
    answer = doors.ask("GET", "/api/v1/nowhere", headers={"Accept-Language": accepted} if accepted else {})
    told = answer.json()["error"]
    assert (answer.status_code, told["code"], told["faults"][0]["what"]) == (404, "BH-WEB-404", what)
    assert what in told["message"]
    assert answer.headers["content-language"] == language


def test_a_browser_signs_in_changes_something_with_its_guard_and_signs_out(doors):
    answer = signed_in(doors)
    assert answer.status_code == 201
    given = answer.headers["set-cookie"]
    assert given.startswith("bothhands=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(given.split("; "))
    assert WORDS not in answer.text
    cookie = {"Cookie": given.split(";")[0]}
    told = doors.ask("GET", "/api/v1/session", headers=cookie).json()
    assert (told["name"], told["by"], told["guard"]) == ("Dora", "browser", answer.json()["guard"])
    guard = {"X-Bothhands-Guard": told["guard"]}
    made = doors.ask("POST", "/api/v1/findings", json=NEW, headers=cookie | guard)
    assert (made.status_code, made.headers["etag"], made.headers["location"]) == (201, '"1"', "/api/v1/findings/1")
    assert doors.ask("DELETE", "/api/v1/session", headers=cookie | guard).status_code == 204
    assert code(doors.ask("GET", "/api/v1/session", headers=cookie)) == "BH-ACC-011"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"X-Bothhands-Guard": ""}, "BH-WEB-013"),
        ({"X-Bothhands-Guard": "0" * 64}, "BH-WEB-013"),
        ({"Origin": "http://evil.example"}, "BH-WEB-012"),
        ({"Origin": "null"}, "BH-WEB-012"),
        ({"Sec-Fetch-Site": "cross-site"}, "BH-WEB-012"),
        ({"Sec-Fetch-Site": "same-site"}, "BH-WEB-012"),
    ],
)
def test_a_page_of_another_site_changes_nothing(doors, more, expected):
    answer = doors.ask("POST", "/api/v1/findings", json=NEW, headers=doors.browser("dora") | more)
    assert (answer.status_code, code(answer)) == (403, expected)
    assert doors.ask("GET", "/api/v1/findings", headers=doors.browser("dora")).json()["total"] == 0


def test_a_page_of_another_site_signs_nobody_in(doors):
    answer = doors.ask("POST", "/api/v1/session", json={"login": "dora", "password": "x"}, headers={"Origin": "http://evil.example"})  # fmt: skip
    assert code(answer) == "BH-WEB-012"


def test_the_desks_own_page_may(doors):
    headers = doors.browser("dora") | {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert doors.ask("POST", "/api/v1/findings", json=NEW, headers=headers).status_code == 201


def test_a_token_acts_for_a_person_and_one_that_reads_changes_nothing(doors):
    with doors.store.writing(SYSTEM) as session:
        _, reads = new_token(session, number_of("dora"), NewToken(label="reads"))
        _, writes = new_token(session, number_of("dora"), NewToken(label="writes", reads_only=False))
    reading, writing = ({"Authorization": f"Bearer {key}"} for key in (reads, writes))
    assert code(doors.ask("POST", "/api/v1/findings", json=NEW, headers=reading)) == "BH-REC-010"
    assert doors.ask("POST", "/api/v1/findings", json=NEW, headers=writing).status_code == 201
    assert doors.ask("GET", "/api/v1/findings", headers=reading).json()["total"] == 1
    assert code(doors.ask("GET", "/api/v1/tokens", headers=writing)) == "BH-WEB-011"
    for wrong in (f"Bearer {reads[:-1]}", "Bearer ", f"Basic {reads}", reads):
        answer = doors.ask("GET", "/api/v1/findings", headers={"Authorization": wrong})
        assert (answer.status_code, code(answer)) == (401, "BH-ACC-012")
        assert "Bearer" in answer.headers["www-authenticate"]


def test_without_accounts_whoever_sits_at_the_machine_is_in_charge_and_nobody_else(empty):
    doors = Doors(empty, address="127.0.0.1")
    assert doors.ask("GET", "/api/v1/session").json()["by"] == "local"
    assert doors.ask("POST", "/api/v1/findings", json=NEW).status_code == 201
    for headers in ({"X-Forwarded-For": "203.0.113.7"}, {"Forwarded": "for=203.0.113.7"}, {"X-Real-IP": "::1"}):
        assert code(doors.ask("GET", "/api/v1/session", headers=headers)) == "BH-WEB-401"
    assert code(doors.ask("GET", "/api/v1/session", address="203.0.113.7")) == "BH-WEB-401"
    assert code(Doors(empty, DeskSettings(loopback=False), "127.0.0.1").ask("GET", "/api/v1/session")) == "BH-WEB-401"
    assert code(doors.ask("POST", "/api/v1/findings", json=NEW, headers={"Origin": "http://evil.example"})) == "BH-WEB-012"  # fmt: skip


def test_with_the_first_account_the_machine_is_no_longer_enough(empty):
    doors = Doors(empty, address="127.0.0.1")
    given = {"login": "ann", "name": "Ann", "role": "admin", "everywhere": True, "password": WORDS}
    assert doors.ask("POST", "/api/v1/users", json=given).status_code == 201
    assert code(doors.ask("GET", "/api/v1/session")) == "BH-WEB-401"


def test_failed_sign_ins_are_told_alike_and_then_stopped(doors):
    for _ in range(5):
        answer = doors.ask("POST", "/api/v1/session", json={"login": "dora", "password": "wrong"})
        assert (answer.status_code, code(answer)) == (401, "BH-ACC-010")
    answer = doors.ask("POST", "/api/v1/session", json={"login": "dora", "password": "wrong"})
    assert (answer.status_code, code(answer)) == (429, "BH-ACC-002")
    assert answer.headers["retry-after"] == str(answer.json()["error"]["wait_seconds"])


def test_addresses_of_one_network_of_the_sixth_version_count_as_one(doors):
    given = {"kind": "request", "text": "x", "place": "Southfield"}
    answers = [doors.ask("POST", "/api/v1/requests", json=given, address=f"2001:db8::{n}") for n in range(1, 7)]
    assert [one.status_code for one in answers] == [201] * 5 + [429]
    assert doors.ask("POST", "/api/v1/requests", json=given, address="2001:db8:1::1").status_code == 201
    code_ = answers[0].json()["code"]
    assert doors.ask("GET", f"/api/v1/requests/{code_}").json()["status"] == "open"
    assert doors.ask("GET", f"/api/v1/requests/{code_[::-1]}").status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/health", "/api/v1/nothing", "/", "/api/v1/tasks"])
def test_every_answer_carries_the_headers(doors, path):
    headers = doors.ask("GET", path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert ("cache-control" in headers) == path.startswith("/api/")
    assert "strict-transport-security" not in headers
    assert "server" not in headers


def test_under_tls_the_cookie_is_bound_to_the_host_and_only_tls_is_used(town):
    answer = signed_in(Doors(town, DeskSettings(tls=True)))
    assert answer.headers["set-cookie"].startswith("__Host-bothhands=")
    assert "Secure" in answer.headers["set-cookie"].split("; ")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost:8780", 401), ("127.0.0.1", 401), ("[::1]:8780", 401), ("evil.example", 400), ("localhost.evil.example", 400), ("", 400)],
)  # fmt: skip
def test_a_request_under_another_name_is_refused(doors, host, status):
    assert doors.ask("GET", "/api/v1/session", headers={"Host": host}).status_code == status


def test_what_is_not_there_and_what_cannot_be_read_is_told_in_the_same_envelope(doors):
    by = doors.browser("dora")
    answers = {
        "BH-WEB-404": doors.ask("GET", "/api/v1/nothing"),
        "BH-WEB-405": doors.ask("PUT", "/api/v1/tasks", headers=by),
        "BH-WEB-001": doors.ask("GET", "/api/v1/tasks/x", headers=by),
        "BH-WEB-002": doors.ask("GET", "/api/v1/tasks?x=1", headers=by),
        "BH-WEB-003": doors.ask("POST", "/api/v1/comments", json={}, headers=by),
        "BH-WEB-428": doors.ask("PATCH", "/api/v1/tasks/1", json={}, headers=by),
        "BH-WEB-014": doors.ask("PATCH", "/api/v1/tasks/1", json={}, headers=by | {"If-Match": "3"}),
        "BH-WEB-400": doors.ask("GET", "/api/v1/places?x=%00", headers=by),
        "BH-WEB-004": doors.ask("POST", "/api/v1/findings", json=NEW | {"text": "a\0b"}, headers=by),
    }
    statuses = [404, 405, 422, 422, 422, 428, 422, 400, 422]
    assert [(code(one), one.status_code) for one in answers.values()] == list(zip(answers, statuses, strict=True))
    assert "GET" in answers["BH-WEB-405"].headers["allow"]


def test_a_body_that_is_not_json_is_told_as_that(doors):
    headers = doors.browser("dora") | {"Content-Type": "application/json"}
    (fault,) = doors.ask("POST", "/api/v1/findings", content=b"{bad", headers=headers).json()["error"]["faults"]
    assert (fault["what"], fault["expected"]) == ("the body is no JSON from sign 1 on", "a body that is JSON")
    assert fault["column"] == ""


@pytest.mark.parametrize(
    "body", [b"{", b"[" * 200_000, b'{"kind": NaN}', b"\xff\xfe", b'{"kind":"request","text":"\\ud800","place":"x"}', b"null", b"1e999"]
)  # fmt: skip
def test_malformed_json_is_told(doors, body):
    headers = doors.browser("dora") | {"Content-Type": "application/json"}
    answer = doors.ask("POST", "/api/v1/findings", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["faults"]


def test_a_body_is_measured_whatever_it_says_of_itself(doors):
    headers = doors.browser("dora") | {"Content-Type": "application/json"}
    big = json.dumps({"text": "x" * 2**20}).encode()
    taken = 0

    async def chunks():
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield big[:100_000]

    said = doors.ask("POST", "/api/v1/findings", content=big, headers=headers)
    streamed = doors.ask("POST", "/api/v1/findings", content=chunks(), headers=headers)
    assert [(one.status_code, code(one)) for one in (said, streamed)] == [(413, "BH-WEB-413")] * 2
    assert taken < 15


def test_an_unexpected_failure_tells_a_number_that_stands_in_the_log_and_nothing_else(town, caplog, monkeypatch):
    doors = Doors(town)
    headers = doors.browser("petra")
    with town.writing(SYSTEM) as session:
        session.execute(text("UPDATE users SET role = 'emperor' WHERE login = 'petra'"))
    caplog.set_level(logging.ERROR, "bothhands.web")
    answer = doors.ask("GET", "/api/v1/session", headers=headers)
    told = answer.json()["error"]
    assert (answer.status_code, told["code"]) == (500, "BH-WEB-500")
    assert "emperor" not in answer.text
    assert told["id"] in caplog.text
    assert "emperor" in caplog.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_database_that_is_gone_is_told_as_such(town, caplog):
    doors = Doors(town)
    headers = doors.browser("dora")
    town.engine.dispose()
    (town.folder.parent / "desk.sqlite").unlink()
    (town.folder.parent / "desk.sqlite").mkdir()
    answer = doors.ask("GET", "/api/v1/tasks", headers=headers)
    assert (answer.status_code, code(answer), answer.headers["retry-after"]) == (503, "BH-WEB-503", "5")


def test_a_stale_change_is_refused_with_both_versions_and_nothing_is_lost(doors):
    by = doors.browser("dora")
    doors.ask("POST", "/api/v1/findings", json=NEW, headers=by)
    one = doors.ask("PATCH", "/api/v1/findings/1", json={"text": "first"}, headers=by | {"If-Match": '"1"'})
    assert (one.status_code, one.headers["etag"], one.json()["version"]) == (200, '"2"', 2)
    other = doors.ask("PATCH", "/api/v1/findings/1", json={"text": "second"}, headers=by | {"If-Match": '"1"'})
    told = other.json()["error"]
    assert (other.status_code, told["code"]) == (412, "BH-REC-013")
    assert (told["theirs"]["text"], told["theirs"]["version"], told["yours"]) == ("first", 2, {"text": "second"})
    assert doors.ask("GET", "/api/v1/findings/1", headers=by).json()["text"] == "first"


def test_pages_lead_on_to_the_next(doors):
    by = doors.browser("petra")
    path, seen = "/api/v1/firms?limit=2&order=-workers", []
    while path:
        page = doors.ask("GET", path, headers=by).json()
        assert page["total"] == 6
        seen += [one["workers"] for one in page["items"]]
        path = page["next"]
    assert seen == [400, 120, 60, 30, 25, 12]
    assert all(one["accounts"] is None for one in page["items"])


def test_accounts_of_firms_are_shown_to_whom_they_are(town):
    with town.writing(SYSTEM) as session:
        session.one(User, number_of("dora")).sees_accounts = True
    doors = Doors(town)
    told = doors.ask("GET", "/api/v1/firms/field-works", headers=doors.browser("dora")).json()
    assert told["accounts"]["cash_yuan"] == 5_400_000
    assert doors.ask("GET", "/api/v1/firms/harbour-works", headers=doors.browser("dora")).status_code == 404


def test_many_at_once_are_answered(doors):
    by = doors.browser("dora")

    async def asked():
        transport = httpx.ASGITransport(doors.app, client=("10.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=by) as client:
            return await asyncio.gather(*(client.post("/api/v1/findings", json=NEW) for _ in range(40)))

    assert {one.status_code for one in asyncio.run(asked())} == {201}
    assert doors.ask("GET", "/api/v1/findings", headers=by).json()["total"] == 40
