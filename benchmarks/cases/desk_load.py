"""A hundred people at a desk of 100,000 firms for two minutes, reading and writing; the first page of the firms; memory a session.

The desk is the real one: `bothhands desk` in a process of its own on loopback, asked over HTTP by another (`benchmarks/desk_traffic.py`, about a second of thought between two
requests of a person); then by browsers that hold pages open (`benchmarks/desk_browsing.py`), and by both. Firms are drawn (seed 1). SQLite in a folder of its own, or the empty database that BOTHHANDS_DATABASE names.
"""

from __future__ import annotations

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import numpy as np
from sqlalchemy import insert, select

from benchmarks.harness import ROOT, Measured, Size
from bothhands.records.access import SYSTEM
from bothhands.records.known import FirmAccounts, FirmRow, PlaceRow
from bothhands.records.schema import open_store
from bothhands.records.store import Store
from bothhands.tasks.accounts import NewUser, add
from bothhands.tasks.editions import set_up
from bothhands.tasks.follow_up import NewTask, new_task
from bothhands.tasks.signing_in import NewToken, new_token, sign_in
from bothhands.web.settings import DeskSettings

SIZES, STATES = ("large", "medium", "small", "micro"), ("open", "partly", "stopped")
PASSWORD = "four words of theirs"


class Running(NamedTuple):
    """A desk that runs."""

    url: str
    pid: int


def rows(size: Size) -> Iterator[Measured]:
    """The first page, memory a session, and two minutes of a hundred people."""
    firms, people, seconds = (500, 4, 3.0) if size.quick else (100_000, 100, 120.0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(folder / "desk")
        keys = _peopled(store, firms, people)
        cookies = [f"{DeskSettings().cookie}={sign_in(store, f'person{number}', PASSWORD, f'10.0.0.{number}').key}" for number in range(min(people, 20))]  # fmt: skip
        kind = store.engine.dialect.name
        store.close()
        (folder / "keys").write_text("\n".join(keys))
        (folder / "cookies").write_text("\n".join(cookies))
        with _open(folder / "desk") as desk:
            yield from (_page(desk, keys[-1], firms, path, size) for path in ("limit=50", "limit=50&order=-workers", f"search={firms // 2:06d}"))  # fmt: skip
            yield _sessions(desk, people)
            yield _load(desk, folder / "keys", firms, people, seconds, kind)
            haste = 5.0 if size.quick else 1.0
            yield _pages_open(desk, folder, people, seconds, kind, haste)
            yield _both(desk, folder, firms, people, seconds, kind, haste)


def _peopled(store: Store, firms: int, people: int) -> list[str]:
    """Firms, tasks and people of each role, half of them of one city; a token of each."""
    set_up(store, "liaoning")
    generator = np.random.default_rng(1)
    with store.writing(SYSTEM, "drawn") as session:
        cities = list(session.scalars(select(PlaceRow.place).where(PlaceRow.level == "city").order_by(PlaceRow.place)))
        drawn = generator.integers(0, (len(cities), 9, 4, 3), (firms, 4))
        workers = np.rint(generator.lognormal(3.0, 1.3, firms)) + 1
        own = [f"firm-{number:06d}" for number in range(firms)]
        session.execute(insert(FirmRow), [_firm(own[n], cities, drawn[n], workers[n]) for n in range(firms)])
        session.execute(insert(FirmAccounts), [{"firm": own[n], "place": cities[drawn[n, 0]], "figures": {"cash_yuan": float(workers[n]) * 1e4}} for n in range(firms)])  # fmt: skip
        for number in range(min(firms, 2_000)):
            new_task(session, NewTask(title=f"Visit {own[number]}", place=cities[number % len(cities)], due=None))
        return [_person(session, number, cities) for number in range(people)]


def _firm(firm: str, cities: list[str], drawn: np.ndarray, workers: float) -> Mapping[str, object]:
    place, sector, size, state = (int(one) for one in drawn)
    return {
        "firm": firm, "name": f"Firm {firm[5:]}", "name_zh": f"企业{firm[5:]}", "place": cities[place], "sector": f"C1{sector}",
        "size": SIZES[size], "state": STATES[state], "blocked_by": "funds" if state else "", "workers": float(workers),
        "figures": {"sales_yuan_per_year": float(workers) * 4e5},
    }  # fmt: skip


def _person(session, number: int, cities: list[str]) -> str:  # type: ignore[no-untyped-def]
    """Every second one works for a city; the last is the administrator."""
    everywhere = number % 2 == 1
    given = NewUser(
        login=f"person{number}", name=f"Person {number}", role="planner" if everywhere else "desk", everywhere=everywhere, sees_accounts=everywhere,
        places=() if everywhere else (cities[number % len(cities)],),
    )  # fmt: skip
    made = add(session, given, PASSWORD if number < 20 else "")
    return new_token(session, made.id, NewToken(label="load", reads_only=False))[1]


@contextmanager
def _open(folder: Path) -> Iterator[Running]:
    command = [sys.executable, "-m", "bothhands.cli", "desk", "--folder", str(folder), "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
    assert process.stdout is not None
    found = re.search(r"open at (http://\S+),", process.stdout.readline())
    assert found is not None
    try:
        yield Running(found[1], process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        process.stdout.close()


def _page(desk: Running, key: str, firms: int, query: str, size: Size) -> Measured:
    took, before = [], _cpu(desk.pid)
    with httpx.Client(base_url=desk.url, headers={"Authorization": f"Bearer {key}"}, trust_env=False) as client:
        for _ in range(2 if size.quick else 20):
            began = time.perf_counter()
            assert client.get(f"/api/v1/firms?{query}").status_code == 200
            took.append(time.perf_counter() - began)
    cpu = (_cpu(desk.pid) - before) / len(took)
    note = f"the first {took[0] * 1000:.0f} ms, the slowest {max(took) * 1000:.0f} ms"
    return Measured(f"a page of {firms:,} firms, {query}", took[0], statistics.median(took), max(cpu, 1e-6), len(took), _memory(desk.pid, "VmRSS"), "≤ 1 s", note=note)  # fmt: skip


def _sessions(desk: Running, people: int) -> Measured:
    """Sign in as browsers do, twenty at most (an address may fail no more often), and see what each costs."""
    number, before, took = min(people, 20), _memory(desk.pid, "VmRSS"), []
    for one in range(number):
        began = time.perf_counter()
        answer = httpx.post(f"{desk.url}/api/v1/session", json={"login": f"person{one}", "password": PASSWORD}, trust_env=False)  # fmt: skip
        took.append(time.perf_counter() - began)
        assert answer.status_code == 201, answer.text
    grown = _memory(desk.pid, "VmRSS") - before
    note = f"the server grew by {1000 * grown / number:.0f} kB a session; sign-ins lie in the database, none in memory"
    return Measured(f"sign in, {number} browsers one after another", None, statistics.median(took), statistics.median(took), number, _memory(desk.pid, "VmHWM"), note=note)  # fmt: skip


def _load(desk: Running, keys: Path, firms: int, people: int, seconds: float, kind: str) -> Measured:
    before = _cpu(desk.pid)
    told = _told(_asking(desk, keys, seconds, firms))
    took, wrong = told["took"], {code: count for code, count in told["statuses"].items() if int(code) >= 400}
    cpu = (_cpu(desk.pid) - before) / len(took)
    missing = wrong.pop("404", 0) + wrong.pop("422", 0)
    note = (
        f"{kind}: p95 {_at(told, 0.95) * 1000:.0f} ms, p99 {_at(told, 0.99) * 1000:.0f} ms, {len(took) / seconds:.0f} requests a second; "
        f"errors {wrong or 'none'}; {missing} of firms of another city, refused as they should be"
    )
    return Measured(f"{people} people for {seconds:.0f} s, {firms:,} firms", None, _at(told, 0.5), cpu, len(took), _memory(desk.pid, "VmHWM"), "p95 ≤ 500 ms, no error", note=note)  # fmt: skip


def _pages_open(desk: Running, folder: Path, people: int, seconds: float, kind: str, haste: float) -> Measured:
    """As many browsers, each with a page open, that look at another every ten seconds, or so many times as often."""
    before, span = _cpu(desk.pid), max(seconds, 16.0 / haste)
    pages = _told(_browsing(desk, folder, people, span, haste))
    cpu = (_cpu(desk.pid) - before) / len(pages["took"])
    note = f"{kind}: p95 {_at(pages, 0.95) * 1000:.0f} ms, p99 {_at(pages, 0.99) * 1000:.0f} ms; errors {pages['wrong'] or 'none'}"
    return Measured(f"{people} people with pages open for {span:.0f} s", None, statistics.median(pages["took"]), cpu, len(pages["took"]), _memory(desk.pid, "VmHWM"), "p95 ≤ 500 ms, no error", note=note)  # fmt: skip


def _both(desk: Running, folder: Path, firms: int, people: int, seconds: float, kind: str, haste: float) -> Measured:
    """Those with pages open, and as many again that ask as programs do."""
    before, span = _cpu(desk.pid), max(seconds, 16.0 / haste)
    running = [_browsing(desk, folder, people, span, haste), _asking(desk, folder / "keys", span, firms)]
    pages, asked = (_told(one) for one in running)
    cpu = (_cpu(desk.pid) - before) / (len(pages["took"]) + len(asked["took"]))
    wrong = {
        code: count for code, count in asked["statuses"].items() if int(code) >= 400 and code not in ("404", "422")
    }
    note = f"{kind}: {len(pages['took'])} pages p95 {_at(pages, 0.95) * 1000:.0f} ms, {len(asked['took'])} requests beside them p95 {_at(asked, 0.95) * 1000:.0f} ms; errors {pages['wrong'] or wrong or 'none'}"
    return Measured(f"{people} people with pages open and {people} more for {span:.0f} s", None, statistics.median(pages["took"]), cpu, len(pages["took"]), _memory(desk.pid, "VmHWM"), "", note=note)  # fmt: skip


def _browsing(desk: Running, folder: Path, people: int, span: float, haste: float) -> subprocess.Popen[str]:
    given = (desk.url, folder / "cookies", span, people, haste)
    return subprocess.Popen([sys.executable, "-m", "benchmarks.desk_browsing", *(str(one) for one in given)], cwd=ROOT, stdout=subprocess.PIPE, text=True)  # fmt: skip


def _asking(desk: Running, keys: Path, span: float, firms: int) -> subprocess.Popen[str]:
    given = (desk.url, keys, span, firms)
    return subprocess.Popen([sys.executable, "-m", "benchmarks.desk_traffic", *(str(one) for one in given)], cwd=ROOT, stdout=subprocess.PIPE, text=True)  # fmt: skip


def _told(running: subprocess.Popen[str]) -> dict[str, Any]:
    """What a program measured; raises where it failed."""
    told = running.communicate()[0]
    assert running.returncode == 0, running.returncode
    return dict(json.loads(told))


def _at(told: Mapping[str, Any], share: float) -> float:
    """Seconds within which such a share of the answers came."""
    took = told["took"]
    return float(took[min(len(took) - 1, int(share * len(took)))])


def _memory(pid: int, what: str) -> float:
    """Megabytes of a process: resident now (VmRSS) or at most (VmHWM)."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"{what}:\s+(\d+)", text)[1]) / 1000  # type: ignore[index]


def _cpu(pid: int) -> float:
    """CPU seconds of a process so far."""
    parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
