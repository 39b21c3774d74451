"""What a running job says of itself: lines of progress, how far it is, and whether it was asked to finish.

Why this file exists: the search must not wait for the database, nor break off where the database is away for a while. A thread beside it
writes what was said, reads what was wished, and ends the process where its worker is gone or another took the job over.
"""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
from collections import deque
from threading import Event, Lock, Thread
from types import TracebackType
from typing import NoReturn

from sqlalchemy.exc import DBAPIError

from bothhands.records.store import Store
from bothhands.tasks.turns import Turn, is_away, tell

EVERY_SECONDS = 1.0
MOST_LINES = 20
"""Lines of a second that are kept; of more, the last ones."""
SHARES = (
    ("fitting", 0.05), ("simulating", 0.15), ("searching", 0.25), ("step", 0.3), ("checking the plan", 0.6), ("tuning", 0.65),
    ("running", 0.7), ("writing", 0.9),
)  # fmt: skip
"""ASSUMED: how far a job is when it says a line that begins so; measured on plans of two regions, to a tenth."""
_LOOSE = re.compile(r"(step|search) \d")
"""Lines said where the search can be broken off and keeps its best plan."""
PR_SET_PDEATHSIG = 1
GONE = 76


class Telling:
    """Writes what a job says; used as a context around the job."""

    def __init__(self, store: Store, turn: Turn, parent: int) -> None:
        self.store, self.turn, self.parent = store, turn, parent
        self.finish = Event()
        self.share = 0.0
        self._lines: deque[str] = deque(maxlen=MOST_LINES)
        self._lock, self._over = Lock(), Event()
        self._thread = Thread(target=self._go_on, daemon=True)

    def __enter__(self) -> Telling:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        """What was said last is written, unless the database is away."""
        self._over.set()
        self._thread.join()

    def line(self, text: str) -> None:
        """Say a line; breaks the search off where it was asked to finish and has a plan to keep."""
        with self._lock:
            self._lines.append(text)
            self.share = max([self.share, *(share for start, share in SHARES if text.startswith(start))])
        if self.finish.is_set() and _LOOSE.match(text):
            raise KeyboardInterrupt

    def _go_on(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            if os.getppid() != self.parent:
                _leave("the worker is gone")
            self._write()
        self._write()

    def _write(self) -> None:
        with self._lock:
            lines = list(self._lines)
            self._lines.clear()
        try:
            wish = tell(self.store, self.turn, lines, self.share)
        except DBAPIError as problem:
            if not is_away(problem):
                raise
            with self._lock:
                self._lines.extendleft(reversed(lines[: MOST_LINES - len(self._lines)]))
            return
        if wish is None:
            _leave("another worker took the job over")
        if wish == "finish":
            self.finish.set()


def dies_with(parent: int) -> None:
    """End this process with its parent, whatever ends that: nobody is left to run a job that another worker takes back."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        _leave("the worker is gone")


def _leave(why: str) -> NoReturn:
    print(why, file=sys.stderr, flush=True)
    os._exit(GONE)
