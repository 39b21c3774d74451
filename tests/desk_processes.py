"""Processes of the desk as tests start and kill them: the worker, and one that saves records as the web does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bothhands.records.access import SYSTEM
from bothhands.records.running import Job, JobLine
from bothhands.records.schema import open_store
from bothhands.records.store import Store
from bothhands.records.work import Finding, Task
from bothhands.tasks.jobs import ask
from bothhands.tasks.turns import is_away

LEASE_SECONDS = 2.0
PATIENCE_SECONDS = 240.0
"""A plan of two towns takes 20 s on a core of its own, several times that where others work."""


def url_of(store: Store) -> str:
    """Where the database is, with whatever opens it."""
    return store.engine.url.render_as_string(hide_password=False)


class WorkerProcess:
    """A worker of its own, started as a person starts it."""

    def __init__(self, store: Store, *more: str) -> None:
        self.log = store.folder / f"worker-{time.monotonic_ns()}.log"
        command = [sys.executable, "-m", "bothhands", "worker", "--folder", str(store.folder), "--lease", str(LEASE_SECONDS), *more]  # fmt: skip
        with self.log.open("wb") as file:
            self.process = subprocess.Popen(command, env={**os.environ, "BOTHHANDS_DATABASE": url_of(store)}, stdout=file, stderr=file)  # fmt: skip

    def children(self) -> list[int]:
        """Processes it started."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                told = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(told[1]) == self.process.pid and told[0] != "Z":
                found.append(int(path.parent.name))
        return found

    def said(self) -> str:
        """What it printed."""
        return self.log.read_text(encoding="utf-8")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for its end. Asked to stop, it must be at work: until then it knows no signal."""
        if number == signal.SIGTERM:
            waited(lambda: "waits for jobs" in self.said() or self.process.poll() is not None, 60)
        self.process.send_signal(number)
        return self.process.wait(60)


@contextmanager
def working(store: Store, *more: str) -> Iterator[WorkerProcess]:
    """A worker that is stopped in the end, whatever happens."""
    worker = WorkerProcess(store, *more)
    try:
        yield worker
    finally:
        if worker.process.poll() is None:
            worker.end()


def asked(store: Store, kind: str = "check", **given: object) -> int:
    """The number of a job that waits."""
    with store.writing(SYSTEM) as session:
        return ask(session, kind, given).id


def job_of(store: Store, number: int) -> Job:
    """A job as it stands."""
    with store.reading(SYSTEM) as session:
        return session.one(Job, number)


def lines_of(store: Store, number: int) -> list[str]:
    """What a job said."""
    with store.reading(SYSTEM) as session:
        return list(session.scalars(select(JobLine.text).where(JobLine.job_id == number).order_by(JobLine.id)))


def waited(is_so: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"not so within {seconds:g} s"
        time.sleep(0.03)


def ended(store: Store, number: int) -> Job:
    """A job once it has ended, however."""
    waited(lambda: job_of(store, number).state in ("done", "failed", "cancelled"))
    return job_of(store, number)


class SaverProcess:
    """A process that saves a finding and its task again and again, and prints the number of each finding once it is committed."""

    def __init__(self, store: Store) -> None:
        self.log = store.folder / f"saver-{time.monotonic_ns()}.log"
        with self.log.open("wb") as file:
            self.process = subprocess.Popen([sys.executable, __file__, str(store.folder)], env={**os.environ, "BOTHHANDS_DATABASE": url_of(store)}, stdout=file)  # fmt: skip

    def told(self) -> list[int]:
        """Numbers that were printed whole: each was committed before."""
        return [int(line) for line in self.log.read_text().split("\n")[:-1]]

    def kill(self) -> list[int]:
        """Kill it in the middle of whatever it does; the numbers that it had told."""
        self.process.kill()
        self.process.wait()
        return self.told()


@contextmanager
def saving(store: Store, count: int) -> Iterator[list[SaverProcess]]:
    """Savers that are killed in the end, whatever happens."""
    savers = [SaverProcess(store) for _ in range(count)]
    try:
        yield savers
    finally:
        for one in savers:
            one.kill()


def save_for_ever(folder: Path) -> None:
    """Save records; go on when the database comes back."""
    store = open_store(folder)
    while True:
        try:
            with store.writing(SYSTEM, "saved") as session:
                finding = Finding(kind="request", text="x" * 2000, place="Southfield")
                session.add(finding)
                session.flush()
                session.add(Task(title="settle it", finding_id=finding.id, place="Southfield"))
                number = finding.id
        except DBAPIError as problem:
            if not is_away(problem):
                raise
            time.sleep(0.1)
        else:
            print(number, flush=True)


if __name__ == "__main__":
    save_for_ever(Path(sys.argv[1]))
