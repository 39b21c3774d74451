"""What nobody should send: bombs, damaged files, names that lead elsewhere, formulas, SQL and HTML. Each gets a clear answer; nothing is lost or run."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from threading import Thread
from typing import Any

import openpyxl
import polars
import pytest

from bothhands.records.access import SYSTEM
from bothhands.records.work import Finding
from bothhands.web import uploads
from bothhands.web.settings import DeskSettings
from desk_doors import Doors

NASTY = (
    "'; DROP TABLE findings; --",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "{{7*7}} ${jndi:ldap://x} %s %n %00 \\u0000",
    "\u202egnp.exe \u200b 疫情 🙂",
    "a\r\nSet-Cookie: x=1",
    "../../etc/passwd",
)


@pytest.fixture
def kind(request):
    """Files are read before any database is asked; what is kept is asked of both below."""
    return "sqlite"


@pytest.fixture
def doors(south):
    return Doors(south.store)


def sent(doors: Doors, name: str, content: bytes, **params: Any):
    headers = doors.browser("root")
    return doors.ask("POST", "/api/v1/imports", headers=headers, files=[("files", (name, content))], params=params)


def codes(answer) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {one["code"] for one in answer.json()["error"]["faults"]}


def workbook(**cells: object) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "cases"
    for at, value in cells.items():
        page[at] = value
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A workbook with one part more."""
    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, part)
    return held.getvalue()


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_in_a_moment(doors):
    bomb = with_part(workbook(A1="day"), "xl/media/zero.bin", b"\0" * 250_000_000)
    assert len(bomb) < 300_000
    began = time.monotonic()
    assert codes(sent(doors, "cases.xlsx", bomb)) == {"BH-UPL-004"}
    assert time.monotonic() - began < 5


def test_a_workbook_that_lies_about_its_size_is_refused(doors):
    honest = with_part(workbook(A1="day"), "xl/media/zero.bin", b"\0" * 250_000_000)
    lying = honest.replace(struct.pack("<L", 250_000_000), struct.pack("<L", 1_000))
    assert lying != honest
    assert codes(sent(doors, "cases.xlsx", lying)) <= {"BH-UPL-004", "BH-INP-009"}


def test_a_workbook_of_very_many_parts_is_refused(doors):
    held = io.BytesIO(workbook(A1="day"))
    with zipfile.ZipFile(held, "a") as book:
        for number in range(2_500):
            book.writestr(f"xl/media/{number}", b"")
    assert codes(sent(doors, "cases.xlsx", held.getvalue())) == {"BH-UPL-004"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_that_declares_entities_is_refused(doors, encoding):
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'.encode(encoding)
    assert codes(sent(doors, "cases.xlsx", with_part(workbook(A1="day"), "xl/x.xml", laughs))) == {"BH-UPL-005"}


def test_a_sheet_with_one_cell_in_its_last_corner_is_refused_in_a_moment(doors):
    began = time.monotonic()
    answer = sent(doors, "cases.xlsx", workbook(A1="day", XFD1048576="x"))
    assert answer.status_code == 200
    assert {one["code"] for one in answer.json()["faults"]} >= {"BH-INP-113"}
    assert time.monotonic() - began < 10


def test_a_parquet_file_of_billions_of_cells_is_refused(doors):
    held = io.BytesIO()
    polars.DataFrame({"day": polars.zeros(30_000_000, polars.Int8, eager=True)}).write_parquet(held)
    assert len(held.getvalue()) < 1_000_000
    assert codes(sent(doors, "cases.parquet", held.getvalue())) == {"BH-UPL-004"}


def test_a_parquet_file_of_one_long_text_over_and_over_is_refused(doors):
    held = io.BytesIO()
    polars.DataFrame({"place": polars.Series(["x" * 1_000_000]).new_from_index(0, 1_000)}).write_parquet(held)
    assert len(held.getvalue()) < 3_000_000
    assert codes(sent(doors, "cases.parquet", held.getvalue())) == {"BH-UPL-004"}


def test_a_parquet_file_of_lists_is_refused(doors):
    held = io.BytesIO()
    polars.DataFrame({"day": [[1, 2], [3]]}).write_parquet(held)
    assert codes(sent(doors, "cases.parquet", held.getvalue())) == {"BH-UPL-006"}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("cases.xlsx", b"PK\x03\x04 and then nothing", "BH-INP-009"),
        ("cases.xlsx", b"", "BH-INP-009"),
        ("cases.xlsx", b"day,place\n", "BH-INP-009"),
        ("cases.parquet", b"PAR1 and then nothing", "BH-INP-009"),
        ("cases.exe", b"MZ", "BH-UPL-002"),
        ("", b"x", "BH-WEB-001"),
        ("cases", b"day", "BH-UPL-002"),
    ],
)
def test_a_damaged_file_or_one_of_another_kind_is_told(doors, name, content, expected):
    assert codes(sent(doors, name, content)) == {expected}


@pytest.mark.parametrize("content", [b"\xff\xfe\xfd", b'day,place\n"never closed', b"\0" * 1000, b"=1+1,@x\n1,2\n"])
def test_a_damaged_csv_is_told_row_by_row(doors, content):
    answer = sent(doors, "cases.csv", content)
    assert answer.status_code == 200
    assert answer.json()["faults"]
    assert sent(doors, "cases.csv", content, dry_run=False).status_code == 422


def test_a_name_that_leads_elsewhere_leads_nowhere(doors, south):
    row = b"day,place,kind,origin,cumulative\n2020-03-19,Northport,confirmed,local,9999\n"
    for name in ("../../cases.csv", "..\\..\\cases.csv", "/etc/cases.csv", "C:\\cases.csv"):
        assert sent(doors, name, row).json()["counts"]["added"] == 1
    both = [("files", ("a/cases.csv", row)), ("files", ("b/cases.csv", row))]
    answer = doors.ask("POST", "/api/v1/imports", headers=doors.browser("root"), files=both)
    assert codes(answer) == {"BH-UPL-003"}
    assert not list(south.store.folder.parent.rglob("cases.csv"))


def test_an_upload_that_is_too_large_is_refused_while_it_comes(south):
    doors = Doors(south.store, DeskSettings(upload_bytes=100_000))
    answer = sent(doors, "cases.csv", b"x" * 200_000)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "BH-WEB-413")


def test_one_imports_one_waits_and_others_are_asked_to_come_back(doors):
    waits = Thread(target=sent, args=(doors, "cases.csv", b"day"))
    with uploads.one_at_a_time():
        waits.start()
        until = time.monotonic() + 30
        while uploads._INSIDE._value:
            assert time.monotonic() < until
            time.sleep(0.01)
        answer = sent(doors, "cases.csv", b"day")
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "BH-UPL-007")
    assert int(answer.headers["retry-after"]) > 0
    waits.join()
    assert sent(doors, "cases.csv", b"day").status_code == 200, "a dry run tells what is wrong"


@pytest.mark.parametrize("name", ["../plan.json", "%2e%2e/%2e%2e/secret", "..%2fsecret", "/etc/passwd", "plan.json%00", ".hidden", ""])  # fmt: skip
def test_no_file_but_the_plans_own_is_given_out(doors, south, name):
    (south.store.folder / "results" / "1" / ".hidden").write_text("x")
    (south.store.folder / "results" / "1" / "link").symlink_to(south.store.folder / "secret")
    answer = doors.ask("GET", f"/api/v1/plans/{south.ids['plan']}/files/{name}", headers=doors.browser("root"))
    assert answer.status_code in (400, 404), answer.text
    assert doors.ask("GET", "/api/v1/plans/1/files/link", headers=doors.browser("root")).status_code == 404
    good = doors.ask("GET", "/api/v1/plans/1/files/plan.json", headers=doors.browser("root"))
    assert good.headers["content-disposition"] == 'attachment; filename="plan.json"'


def test_a_file_that_is_a_page_is_kept_and_not_shown(doors, south):
    form = {"about": "task", "about_id": str(south.ids["task"])}
    name = 'x"; filename=evil.html\r\nX: y.html'
    made = doors.ask("POST", "/api/v1/attachments", headers=doors.browser("root"), data=form, files={"file": (name, b"<script>")})  # fmt: skip
    answer = doors.ask("GET", f"/api/v1/attachments/{made.json()['id']}/content", headers=doors.browser("root"))
    assert answer.content == b"<script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "x" not in answer.headers


@pytest.mark.parametrize("text", NASTY)
def test_every_text_comes_back_as_it_was_typed(doors, south, text):
    by, ids = doors.browser("root"), south.ids

    def told(method: str, path: str, given: dict[str, Any], **headers: str) -> dict[str, Any]:
        answer = doors.ask(method, f"/api/v1{path}", json=given, headers=by | headers)
        assert answer.status_code in (200, 201), answer.text
        assert "set-cookie" not in answer.headers
        return answer.json()

    as_typed = text.strip()
    made = told("POST", "/findings", {"kind": "promise", "text": text, "place": "Northport"})
    assert made["text"] == as_typed
    changed = told("PATCH", f"/findings/{made['id']}", {"answer": text}, **{"If-Match": '"1"'})
    assert changed["answer"] == as_typed
    assert told("POST", "/tasks", {"title": text, "place": "Northport"})["title"] == as_typed
    task = told("PATCH", f"/tasks/{ids['task']}", {"evidence": text, "title": text}, **{"If-Match": '"1"'})
    assert (task["evidence"], task["title"]) == (as_typed, as_typed)
    assert told("POST", "/comments", {"about": "task", "about_id": ids["task"], "text": text})["text"] == as_typed
    weeks = {"week": "2020-03-16", "actual_value": 1, "note": text}
    assert told("POST", f"/tasks/{ids['task']}/progress", weeks)["note"] == text
    basis = told("PATCH", f"/measures/{ids['measure']}", {"legal_basis": text, "reason": text, "owner": text}, **{"If-Match": f'"{_version(doors, ids)}"'})  # fmt: skip
    assert {basis["legal_basis"], basis["reason"], basis["owner"]} == {text}
    user = {"login": "nasty", "name": text, "role": "viewer", "everywhere": True}
    assert told("POST", "/users", user)["name"] == as_typed
    search = doors.ask("GET", "/api/v1/firms", headers=by, params={"search": text})
    assert search.json()["total"] == 0
    audit = doors.ask("GET", "/api/v1/audit", headers=by, params={"limit": 500}).json()["items"]
    assert any((one["after"] or {}).get("answer") == as_typed for one in audit)
    with south.store.reading(SYSTEM) as session:
        assert session.get(Finding, made["id"]).text == as_typed


def _version(doors: Doors, ids: dict[str, int]) -> int:
    answer = doors.ask("GET", f"/api/v1/measures/{ids['measure']}", headers=doors.browser("root"))
    return int(answer.json()["version"])


@pytest.mark.parametrize("text", ["%", "_", "\\", "' OR 1=1 --"])
def test_a_search_takes_no_sign_for_others(doors, text):
    found = doors.ask("GET", "/api/v1/firms", headers=doors.browser("root"), params={"search": text}).json()
    assert found["total"] == 0


def test_a_number_beyond_the_database_is_told(doors):
    by = doors.browser("root")
    big = 2**31
    for answer in (
        doors.ask("GET", f"/api/v1/tasks/{big}", headers=by),
        doors.ask("GET", f"/api/v1/tasks?assignee_id={2**70}", headers=by),
        doors.ask("POST", "/api/v1/tasks", headers=by, json={"title": "x", "place": "", "assignee_id": 2**70}),
    ):
        assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("text", ["0", "86400", "0.0", "2020-03-18T00:00:00", "2020-3-18"])
def test_a_day_is_written_as_one(doors, text):
    """0 is no first of January 1970."""
    answer = doors.ask("GET", "/api/v1/staff/leaves", params={"day_to": text}, headers=doors.browser("root"))
    assert answer.status_code == 422, answer.text
