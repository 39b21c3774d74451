"""The worker: a process beside the web that takes jobs from the queue, runs each in a process of its own, and looks after the desk daily.

Why this file exists: whoever is killed, whenever, a job is finished or waits again or says why not. The worker beats for its children; a job
without a beat for a lease is taken back by any worker. While the database is away everybody waits.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event
from types import FrameType
from typing import IO

from sqlalchemy.exc import DBAPIError

from bothhands.errors import BothhandsError
from bothhands.records.access import SYSTEM
from bothhands.records.files import RESULTS
from bothhands.records.retention import tidy
from bothhands.records.store import Store
from bothhands.tasks.editions import has_region
from bothhands.tasks.follow_up import escalate
from bothhands.tasks.situation import desk_day
from bothhands.tasks.turns import (
    Turn,
    beat,
    cancelled,
    fell,
    first_line,
    given_back,
    is_away,
    next_turn,
    over_of,
    patiently,
    take_back,
)

POLL_SECONDS = 0.5
LEASE_SECONDS = 30.0
BEATS_A_LEASE = 6
"""How often a worker says within a lease that its jobs are alive."""
LINGER_SECONDS = 30.0
"""How long a child may take to leave once its turn is over."""


def _escalated(store: Store, today: date) -> str:
    if not has_region(store):
        return ""
    today = desk_day(store)
    with store.writing(SYSTEM, "late") as session:
        count = escalate(session, today)
    return f"{count} late tasks were taken up" if count else ""


def _tidied(store: Store, today: date) -> str:
    counts = {name: count for name, count in tidy(store, today).items() if count}
    return "let go: " + ", ".join(f"{name} {count}" for name, count in counts.items()) if counts else ""


def _done(chore: Callable[[Store, date], str], store: Store, today: date) -> str:
    """What a chore says; what keeps it from being done is said too, and keeps the worker from nothing else."""
    try:
        return chore(store, today)
    except BothhandsError as problem:
        return problem.faults[0].sentence()


CHORES: tuple[Callable[[Store, date], str], ...] = (_escalated, _tidied)
"""Done once a day; each says in a line what it did, blank for nothing, and does nothing when done again."""


@dataclass(frozen=True)
class Child:
    """A job that runs in a process of its own."""

    turn: Turn
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """End it and whatever it started, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Worker:
    """Takes up to `at_once` jobs at a time from a store's queue."""

    store: Store
    at_once: int = 1
    lease_seconds: float = LEASE_SECONDS
    say: Callable[[str], None] = print
    name: str = field(default_factory=lambda: f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}")
    children: list[Child] = field(default_factory=list)
    _stop: Event = field(default_factory=Event)
    _is_away: bool = False
    _seen_since: float | None = None
    _last_beat: float = 0.0
    _chores_on: date | None = None
    _over: dict[Turn, float] = field(default_factory=dict)
    """When a turn was first seen to be over."""

    def run(self) -> None:
        """Work until stopped; then children are ended and their jobs wait again."""
        (self.store.folder / RESULTS).mkdir(parents=True, exist_ok=True)
        _clear(self.store)
        with self._stopped_by_signals():
            self.say(f"worker {self.name} waits for jobs, {self.at_once} at once")
            try:
                while not self._stop.is_set():
                    self._patient_round()
                    self._stop.wait(POLL_SECONDS)
            finally:
                self._end_children()

    def _patient_round(self) -> None:
        """A round, unless the database is away."""
        try:
            self._round()
            if self._is_away:
                self.say("the database is back")
            self._is_away = False
        except DBAPIError as problem:
            if not is_away(problem):
                raise
            if not self._is_away:
                self.say(f"the database is away, waiting for it: {first_line(problem)}")
            self._is_away, self._seen_since = True, None

    def _round(self) -> None:
        self._settle()
        moment = time.monotonic()
        if moment - self._last_beat >= self.lease_seconds / BEATS_A_LEASE:
            self._look_after()
            self._last_beat = moment
        today = date.today()
        if today != self._chores_on:
            for chore in CHORES:
                if told := _done(chore, self.store, today):
                    self.say(told)
            self._chores_on = today
        while len(self.children) < self.at_once and (turn := next_turn(self.store, self.name)):
            self._start(turn)

    def _look_after(self) -> None:
        """Beat, follow wishes, and take back what nobody beats for, once every worker has had a lease's time to."""
        moment = time.monotonic()
        turns = [child.turn for child in self.children]
        for turn, wish in beat(self.store, turns).items() if turns else ():
            child = next(one for one in self.children if one.turn == turn)
            if wish is None and moment - self._over.setdefault(turn, moment) > LINGER_SECONDS:
                child.kill()
            if wish == "cancel":
                child.kill()
                if cancelled(self.store, turn):
                    self.say(f"job {turn.job_id} was cancelled")
                self._forget(child)
        if self._seen_since is None:
            self._seen_since = time.monotonic()
        elif time.monotonic() - self._seen_since > self.lease_seconds:
            for job in take_back(self.store, self.lease_seconds):
                self.say(f"job {job} was taken back: its worker was not heard of")

    def _settle(self) -> None:
        """Record how children ended that did not record it themselves."""
        for child in [one for one in self.children if one.process.poll() is not None]:
            code = child.process.returncode
            if code != 0 and fell(self.store, child.turn, _why(code, child.log)):
                self.say(f"job {child.turn.job_id} broke off: {_why(code, child.log)}")
            else:
                self.say(f"job {child.turn.job_id} has ended")
            self._forget(child)

    def _start(self, turn: Turn) -> None:
        """Start a job: a new interpreter, never a fork; the database's URL goes by the environment, where no list of processes shows it."""
        results = self.store.folder / RESULTS
        for earlier in range(turn.attempt + 1):
            shutil.rmtree(results / f"{turn.job_id}-{earlier}.part", ignore_errors=True)
            (results / f"{turn.job_id}-{earlier}.log").unlink(missing_ok=True)
        log = results / f"{turn.job_id}-{turn.attempt}.log"
        url = self.store.engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "bothhands.tasks.run_job", str(turn.job_id)]
        command += [
            "--folder",
            str(self.store.folder),
            "--worker",
            self.name,
            "--attempt",
            str(turn.attempt),
            "--parent",
            str(os.getpid()),
        ]
        with log.open("wb") as file:
            process = _started(command, {**os.environ, "BOTHHANDS_DATABASE": url}, file)
        self.children.append(Child(turn, process, log))
        self.say(f"job {turn.job_id} started, attempt {turn.attempt}")

    def _forget(self, child: Child) -> None:
        shutil.rmtree(self.store.folder / RESULTS / child.turn.part, ignore_errors=True)
        child.log.unlink(missing_ok=True)
        self.children.remove(child)
        self._over.pop(child.turn, None)

    def _end_children(self) -> None:
        for child in list(self.children):
            child.kill()
            try:
                came = "waits again" if given_back(self.store, child.turn) else "has ended"
                self.say(f"job {child.turn.job_id} {came}")
            except DBAPIError as problem:
                self.say(f"job {child.turn.job_id} waits again after its lease: {first_line(problem)}")
            self._forget(child)
        self.say("the worker has stopped")

    @contextmanager
    def _stopped_by_signals(self) -> Iterator[None]:
        def stop(number: int, frame: FrameType | None) -> None:
            self._stop.set()

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _clear(store: Store) -> None:
    """Remove what a worker that was killed left of jobs that have ended since."""
    left = {path: path.name.partition("-")[0] for path in (store.folder / RESULTS).iterdir() if path.suffix in (".log", ".part")}  # fmt: skip
    numbers = {int(number) for number in left.values() if number.isdigit()}
    if not numbers:
        return
    over = patiently(lambda: over_of(store, numbers), print)
    for path, number in left.items():
        if number.isdigit() and int(number) in over:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _started(command: list[str], environment: dict[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )


def _why(code: int, log: Path) -> str:
    """What ended a child, with the last line it said."""
    ended = f"its process was ended by signal {-code}" if code < 0 else f"its process ended with code {code}"
    last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:] if log.exists() else []
    return f"{ended} ({last[0][:200]})" if last else ended
