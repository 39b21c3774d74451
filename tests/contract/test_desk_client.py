"""A desk as it really runs, asked by the client: the example runs, errors come back as they were meant, nothing heavy is loaded."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import socket
import ssl
import subprocess
import sys
from datetime import date
from pathlib import Path

import httpx
import pytest

from bothhands.client import Desk
from bothhands.errors import Busy, InputError, NotAllowed, NotSignedIn, NotThere, OutOfDate, RunError
from bothhands.tasks.directory import FirmFilter
from bothhands.tasks.findings import FindingChange, FindingFilter, NewFinding
from bothhands.tasks.follow_up import NewTask, TaskChange
from bothhands.tasks.requests import NewRequest
from bothhands.web.shapes.people import UserAsked
from bothhands.web.shapes.work import ProgressAsked
from desk_live import Live

ROOT = Path(__file__).resolve().parents[2]
WORDS = "four words of mine"
OPENSSL = shutil.which("openssl")


@pytest.fixture
def kind():
    """The client knows no database; other tests ask both."""
    return "sqlite"


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    desk = Live(tmp_path_factory.mktemp("live") / "desk")
    yield desk, desk.opened()
    assert set(desk.closed()) == {0}


@pytest.fixture
def desk(live):
    with Desk(live[1]) as opened:
        yield opened


def test_the_example_runs_beside_a_desk_and_a_worker(live, capsys):
    running, url = live
    running.works()
    with Desk(url) as desk:
        desk.new_task(NewTask(title="inspect", place="Southfield", due=date(2020, 3, 1)))
    runpy.run_path(str(ROOT / "examples" / "desk_client.py"))["main"](url)
    told = capsys.readouterr().out
    assert "You are local." in told
    assert "Southfield: 1 late: inspect" in told
    assert "Filed finding 1 at Southfield." in told
    assert "is done" in told


def test_the_lines_of_the_page_on_findings_run(desk):
    page = (ROOT / "docs" / "how-to" / "follow-findings.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", page, re.S)
    scope: dict[str, object] = {"desk": desk}
    exec(block, scope)
    assert scope["accepted"].edition_after == next(one.edition for one in desk.editions() if one.in_force)
    assert desk.firm("field-works").workers == 95
    assert [one.text for one in scope["late"]] == ["95 people at the gate"]
    assert scope["waiting"] == []


def test_records_are_read_changed_and_guarded_by_their_version(desk):
    found = desk.record_finding(NewFinding(kind="request", text="=cmd|' /C calc'!A0", firm="north-inn"))
    again = desk.change_finding(found, FindingChange(text="no cloth"), "they called")
    assert (again.text, again.version, again.place) == ("no cloth", 2, "Northport")
    with pytest.raises(OutOfDate, match="BH-REC-013") as refused:
        desk.change_finding(found, FindingChange(text="late"))
    assert refused.value.theirs["text"] == "no cloth"
    task = desk.task_of_finding(found.id)
    task = desk.change_task(task, TaskChange(status="done", evidence="delivered"))
    assert desk.task(task.id).status == "done"
    assert next(desk.findings(FindingFilter(firm="north-inn"))).status == "solved"
    assert next(desk.audit()).why == ""
    assert [one.why for one in desk.audit() if one.kind == "findings" and one.why] == ["they called"]


def test_pages_are_read_as_far_as_they_are_wanted(desk, monkeypatch):
    monkeypatch.setattr("bothhands.client_wire.PAGE", 2)
    assert len(list(desk.firms())) == 6
    assert [one.firm for one in desk.firms(FirmFilter(search="north", order="-workers"))] == ["north-inn", "north-farm"]
    assert {one.place for one in desk.places()} == {"Twoland", "Northport", "Southfield"}


def test_a_file_is_attached_and_comes_back_as_it_was(desk):
    task = desk.new_task(NewTask(title="look", place="Northport"))
    made = desk.attach("task", task.id, '../../etc/目录 "x"\n.pdf', b"%PDF-1.7 x")
    assert (made.name, made.media_type, made.size) == ("目录 %22x%22%0A.pdf", "application/pdf", 10)
    assert desk.content(made.id) == b"%PDF-1.7 x"
    assert [one.id for one in desk.attachments("task", task.id)] == [made.id]
    told = desk.tell_progress(task.id, ProgressAsked(week=date(2020, 3, 19), actual_value=2))
    assert told.week == date(2020, 3, 16)
    assert desk.weeks(task.id).weeks[0].actual_value == 2


def test_rows_are_shown_and_then_taken(desk, tmp_path):
    path = tmp_path / "cases-2020-03-19.csv"
    path.write_text("day,place,kind,origin,cumulative\n2020-03-19,Northport,confirmed,local,9999\n")
    shown = desk.import_files([path])
    assert (shown.applied, shown.counts["added"], shown.faults) == (False, 1, [])
    taken = desk.import_files([path], dry_run=False, why="the morning's figures")
    assert taken.applied
    assert [one.edition for one in desk.editions() if one.in_force] == [taken.edition]
    path.write_text("day,place,kind,origin,cumulative\n2020-03-20,Nowhere,confirmed,local,9999\n")
    with pytest.raises(InputError, match="Nowhere"):
        desk.import_files([path], dry_run=False)


def test_errors_come_back_as_they_were_meant(desk, live):
    with pytest.raises(NotThere, match="BH-REC-012"):
        desk.task(999)
    with pytest.raises(InputError, match="Southfield") as refused:
        desk.new_task(NewTask(title="x", place="Southfeld"))
    assert refused.value.faults[0].column == "place"
    with Desk(live[1], "bh_wrong") as stranger, pytest.raises(NotSignedIn, match="BH-ACC-012"):
        stranger.me()
    with Desk("http://127.0.0.1:9") as nobody, pytest.raises(RunError, match="BH-CLT-001"):
        nobody.me()
    code = desk.file_request(NewRequest(kind="request", text="no cloth", place="Northport"))
    assert desk.standing(code).status == "open"
    for _ in range(4):
        desk.file_request(NewRequest(kind="request", text="no cloth", place="Northport"))
    with pytest.raises(Busy) as busy:
        desk.file_request(NewRequest(kind="request", text="no cloth", place="Northport"))
    assert busy.value.wait_seconds > 3000


def test_people_are_made_on_the_machine_and_then_everybody_signs_in(tmp_path):
    running = Live(tmp_path / "desk")
    url = running.opened()
    made = running.told("admin", "user", "add", "ann", "--name", "Ann", "--role", "admin", "--everywhere", "--password-stdin", given=f"{WORDS}\n")  # fmt: skip
    assert "Made the account ann, number 1" in made.stdout
    with Desk(url) as desk, pytest.raises(NotSignedIn):
        desk.me()
    key = running.told("admin", "token", "add", "ann", "--label", "script", "--writes").stdout.strip()
    with Desk(url, key) as desk:
        assert desk.me().name == "Ann"
        with pytest.raises(NotAllowed, match="BH-WEB-011"):
            desk.add_user(UserAsked(login="bob", name="Bob", role="viewer", everywhere=True))
    assert "ann" in running.told("admin", "user", "list").stdout
    assert "BH-ACC-015" in running.told("admin", "user", "add", "x", "--name", "X", "--role", "viewer").stderr
    assert set(running.closed()) == {0}


def test_a_desk_that_cannot_be_opened_says_why(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = Live(tmp_path / "desk").told("desk", "--region", "two-towns", "--port", port)
    assert done.returncode == 2
    assert "BH-DSK-004" in done.stderr
    assert "in use" in done.stderr
    done = Live(tmp_path / "desk").told("desk", "--host", "0.0.0.0")
    assert (done.returncode, done.stderr.count("BH-DSK-00")) == (2, 4)
    (tmp_path / "key.pem").write_text("no key")
    done = Live(tmp_path / "desk").told("desk", "--tls-cert", str(tmp_path / "key.pem"), "--tls-key", str(tmp_path / "key.pem"))  # fmt: skip
    assert "BH-DSK-003" in done.stderr


@pytest.mark.skipif(OPENSSL is None, reason="no openssl on this machine to make a certificate with")
def test_other_machines_reach_it_by_tls_alone(tmp_path):
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    made = [OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost"]  # fmt: skip
    named = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *named], check=True, capture_output=True)
    running = Live(tmp_path / "desk", None, "--host", "0.0.0.0", "--tls-cert", str(certificate), "--tls-key", str(key))
    assert running.told("admin", "user", "add", "ann", "--name", "Ann", "--role", "admin", "--everywhere", "--password-stdin", given=f"{WORDS}\n").returncode == 0  # fmt: skip
    url = running.opened().replace("0.0.0.0", "localhost")
    token = running.told("admin", "token", "add", "ann", "--label", "script").stdout.strip()
    with Desk(url, token, certificate=certificate) as desk:
        assert desk.me().name == "Ann"
    with Desk(url, token) as desk, pytest.raises(RunError, match="CERTIFICATE_VERIFY_FAILED"):
        desk.me()
    with Desk(url.replace("https", "http"), token) as desk, pytest.raises(RunError, match="BH-CLT-001"):
        desk.me()
    trusted = ssl.create_default_context(cafile=certificate)
    answer = httpx.post(f"{url}/api/v1/session", json={"login": "ann", "password": WORDS}, verify=trusted, trust_env=False)  # fmt: skip
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-bothhands=")
    assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert set(running.closed()) == {0}


def test_the_web_process_loads_no_jax():
    code = """
import os, sys, tempfile
from pathlib import Path
import bothhands.client
sys.path.insert(0, os.environ["TESTS"])
from bothhands.records.schema import open_store
from bothhands.tasks.editions import set_up
from desk_doors import Doors
store = open_store(Path(tempfile.mkdtemp()))
set_up(store, "two-towns")
doors = Doors(store, address="127.0.0.1")
for path in ("session", "firms", "tasks", "plans", "audit", "jobs", "openapi.json"):
    assert doors.ask("GET", "/api/v1/" + path).status_code == 200, path
assert doors.ask("POST", "/api/v1/jobs", json={"kind": "plan"}).status_code == 201
assert doors.ask("POST", "/api/v1/imports", files=[("files", ("cases.csv", b"x"))]).status_code == 200
print([name for name in sys.modules if name.split(".")[0] in ("jax", "jaxlib", "equinox", "numpyro", "highspy")])
"""
    given = {**os.environ, "TESTS": str(ROOT / "tests")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=given)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
