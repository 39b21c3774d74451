"""Killed without warning, in the middle of a run and of a save: nothing committed is lost, the job goes on or says why.

`BOTHHANDS_KILLS` says how often each is killed: 3 where it is not given.
"""

import json
import os
import random
import signal
import time
import zipfile
from contextlib import suppress
from threading import Thread

import httpx
import pytest
from sqlalchemy import func, select

from bothhands.client import Desk
from bothhands.errors import BothhandsError
from bothhands.records.access import SYSTEM
from bothhands.records.audit import Audit
from bothhands.records.backup import backup
from bothhands.records.restore import restore
from bothhands.records.schema import open_store
from bothhands.records.work import Finding, PlanRecord, Task
from bothhands.tasks.editions import set_up
from bothhands.tasks.findings import NewFinding
from bothhands.tasks.signing_in import NewToken, new_token
from desk_database import PROGRAMS, PostgresServer, is_alive
from desk_live import Live
from desk_processes import (
    SaverProcess,
    WorkerProcess,
    asked,
    ended,
    job_of,
    lines_of,
    saving,
    url_of,
    waited,
    working,
)
from desk_town import as_person

KILLS = int(os.environ.get("BOTHHANDS_KILLS", "3"))
PLAN = {"members": 8, "steps": 1}
MOMENTS = ("fitting", "searching", "checking the plan", "writing")
"""Lines of a plan after which it is killed, in turn."""


@pytest.fixture
def server():
    """A server of its own, since it is killed; it writes to disk as one in use does."""
    if not PROGRAMS:
        pytest.skip("PostgreSQL is not installed (Debian package postgresql)")
    made = PostgresServer(fsync=True)
    yield made
    made.close()


@pytest.fixture
def desk_on_it(server, tmp_path):
    store = open_store(tmp_path / "desk", server.made())
    set_up(store, "two-towns")
    yield store
    store.close()


def leftovers(store):
    return [path.name for path in (store.folder / "results").iterdir() if not path.name.isdigit()]


def holds_whole(store, number):
    """A job that ended well has one folder, and a plan one record that points to it."""
    job = job_of(store, number)
    assert (job.state, job.folder) == ("done", f"results/{number}"), (job.said, job.faults)
    files = {path.name for path in (store.folder / job.folder).iterdir()}
    if job.kind == "compare":
        assert files == {"strategies.json", "measures.json", "measures.csv", "results.nc"}
        assert len(json.loads((store.folder / job.folder / "strategies.json").read_text())["strategies"]) == 4
        return
    assert {"plan.json", "briefing.html", "results.nc", "measures.csv", "plan.xlsx"} <= files
    with store.reading(SYSTEM) as session:
        plan = session.scalars(select(PlanRecord).where(PlanRecord.job_id == number)).one()
        assert (plan.folder, plan.id) == (job.folder, job.result["plan"])


@pytest.mark.slow
def test_a_worker_that_is_killed_takes_its_job_with_it_and_another_makes_it_again(town):
    """The first kill hits the search of a plan; every second one hits the job's own process instead of the worker.

    On a fast machine a job may end before it is hit: such a one does not count, and the next is hit sooner.
    """
    landed, longest, numbers = 0, 1.0, []
    while landed < KILLS:
        plan = landed % 4 == 0
        number = asked(town, "plan", **PLAN) if plan else asked(town, "compare")
        numbers.append(number)
        assert len(numbers) <= 3 * KILLS + 3, [job_of(town, one).attempts for one in numbers]
        worker = WorkerProcess(town)
        moment = "searching" if landed == 0 else MOMENTS[landed // 4 % 4] if plan else "simulating"
        waited(lambda n=number, m=moment: any(line.startswith(m) for line in lines_of(town, n)))
        time.sleep(random.Random(len(numbers)).uniform(0, longest if plan else 0.4 * longest))
        children = worker.children()
        assert len(children) == 1 or job_of(town, number).state == "done"
        if landed % 2 == 0:
            worker.end(signal.SIGKILL)
            waited(lambda c=children: not any(is_alive(one) for one in c), 10)
            worker = WorkerProcess(town)
        else:
            with suppress(ProcessLookupError):
                for one in children:
                    os.kill(one, signal.SIGKILL)
        ended(town, number)
        assert worker.end() == 0
        holds_whole(town, number)
        attempts = job_of(town, number).attempts
        assert attempts <= 2
        landed, longest = (landed + 1, longest) if attempts == 2 else (landed, longest / 2)
    assert leftovers(town) == []


@pytest.mark.slow
def test_a_database_that_is_killed_is_waited_for_and_the_job_goes_on(server, desk_on_it):
    with working(desk_on_it) as worker:
        for number_of_kill in range(KILLS):
            chance = random.Random(number_of_kill)
            plan = number_of_kill == 0
            number = asked(desk_on_it, "plan", **PLAN) if plan else asked(desk_on_it, "compare")
            begin = "searching" if plan else "simulating" if number_of_kill % 2 else "starting"
            waited(lambda n=number, b=begin: job_of(desk_on_it, n).said.startswith(b) or job_of(desk_on_it, n).state == "done")  # fmt: skip
            time.sleep(chance.uniform(0, 1.5))
            server.kill()
            time.sleep(chance.uniform(0.5, 4))
            server.start()
            ended(desk_on_it, number)
            holds_whole(desk_on_it, number)
            assert job_of(desk_on_it, number).attempts == 1, lines_of(desk_on_it, number)
        assert worker.process.poll() is None
        said = worker.said()
    assert said.count("the database is away, waiting for it") == said.count("the database is back") > 0
    assert leftovers(desk_on_it) == []


def saved_whole(store, told):
    """Every number that was told is there; no finding without its task, none without its line in the audit."""
    with store.reading(SYSTEM) as session:
        there = set(session.scalars(select(Finding.id)))
        tasks = list(session.scalars(select(Task.finding_id)))
        audit = {
            kind: set(session.scalars(select(Audit.record).where(Audit.kind == kind))) for kind in ("findings", "tasks")
        }
        texts = set(session.scalars(select(func.length(Finding.text))))
    assert set(told) <= there
    assert sorted(tasks) == sorted(there)
    assert audit["findings"] == {str(one) for one in there}
    assert len(audit["tasks"]) == len(tasks)
    assert texts <= {2000}
    return len(there)


def test_what_was_told_as_saved_is_there_after_the_saver_was_killed(town):
    told = []
    for number_of_kill in range(KILLS):
        saver = SaverProcess(town)
        waited(lambda s=saver: len(s.told()) >= 5, 60)
        time.sleep(random.Random(number_of_kill).uniform(0, 0.3))
        told += saver.kill()
        assert saved_whole(town, told) <= len(told) + number_of_kill + 1, "at most the one that was not told yet"
    assert len(told) == len(set(told)) >= 5 * KILLS


def files(url, token, told):
    """File findings one after another until the desk is gone; the numbers it answered."""
    with suppress(httpx.HTTPError, BothhandsError), Desk(url, token) as desk:
        while True:
            told.append(desk.record_finding(NewFinding(kind="request", text="x" * 2000, place="Southfield")).id)


def test_what_the_web_answered_is_there_after_it_was_killed_and_its_job_goes_on(town):
    with town.writing(SYSTEM) as session:
        token = new_token(session, as_person("petra").user_id, NewToken(label="kill", reads_only=False))[1]
    told, job = [], asked(town, "compare")
    with working(town):
        for number_of_kill in range(KILLS):
            web, before = Live(town.folder, url_of(town)), len(told)
            url = web.opened()
            people = [Thread(target=files, args=(url, token, told)) for _ in range(3)]
            for one in people:
                one.start()
            waited(lambda b=before: len(told) >= b + 10, 60)
            time.sleep(random.Random(number_of_kill).uniform(0, 0.3))
            web.killed()
            for one in people:
                one.join()
            assert saved_whole(town, told) <= len(told) + 3 * (number_of_kill + 1), "at most those not answered yet"
        assert (ended(town, job).state, job_of(town, job).attempts) == ("done", 1)
    assert len(told) == len(set(told)) >= 10 * KILLS


def test_what_was_told_as_saved_is_there_after_the_database_was_killed(server, desk_on_it):
    with saving(desk_on_it, 2) as savers:
        for number_of_kill in range(KILLS):
            before = [len(one.told()) for one in savers]
            waited(lambda b=before: all(len(one.told()) >= n + 5 for one, n in zip(savers, b, strict=True)), 60)
            time.sleep(random.Random(number_of_kill).uniform(0, 0.3))
            server.kill()
            told = {number for one in savers for number in one.told()}
            server.start()
            desk_on_it.engine.dispose()
            with desk_on_it.reading(SYSTEM) as session:
                assert told <= set(session.scalars(select(Finding.id)))
    told = [number for one in savers for number in one.told()]
    assert saved_whole(desk_on_it, told) <= len(told) + 2 * (KILLS + 1)


def test_a_backup_taken_while_others_save_is_one_moment_of_the_desk(town, tmp_path):
    with saving(town, 2) as savers:
        waited(lambda: all(len(one.told()) >= 5 for one in savers), 60)
        for n in range(KILLS):
            before = {number for one in savers for number in one.told()}
            made = backup(town, tmp_path / f"{n}.zip")
            waited(lambda b=before: len({number for one in savers for number in one.told()} - b) >= 3, 60)
            with zipfile.ZipFile(tmp_path / f"{n}.zip") as packed:
                manifest = json.loads(packed.read("manifest.json"))
            again = open_store(tmp_path / f"again-{n}")
            restore(tmp_path / f"{n}.zip", again)
            assert saved_whole(again, before) == made.rows["findings"] == manifest["tables"]["findings"]["rows"]
            assert made.rows["tasks"] == manifest["tables"]["tasks"]["rows"]
            again.close()
    saved_whole(town, [number for one in savers for number in one.told()])
