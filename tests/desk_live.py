"""A desk as it really runs, for tests: `bothhands desk` and `bothhands worker` in processes of their own, on loopback, on a port that is free."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path


class Live:
    """A desk in a folder of its own."""

    def __init__(self, folder: Path, database: str | None = None, *more: str) -> None:
        self.where = ["--folder", str(folder), *(() if database is None else ("--database", database))]
        self.more = more
        self.processes: list[subprocess.Popen[str]] = []

    def opened(self) -> str:
        """Open it; its address."""
        process = self._started("desk", "--region", "two-towns", "--port", "0", *self.more)
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"open at (https?://\S+),", line)
        assert found, line + process.stdout.read()
        return found[1]

    def killed(self) -> None:
        """Kill whatever runs, in the middle of whatever it does."""
        for process in self.processes:
            process.kill()
        self.closed()

    def works(self) -> None:
        """Start a worker."""
        self._started("worker")

    def told(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command on the desk's machine."""
        command = [sys.executable, "-m", "bothhands.cli", *words, *self.where]
        return subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=120)

    def closed(self) -> list[int]:
        """Stop whatever runs, as an administrator would; exit codes."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        codes = [process.wait(60) for process in self.processes]
        for process in self.processes:
            if process.stdout is not None:
                process.stdout.close()
        self.processes = []
        return codes

    def _started(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "bothhands.cli", *words, *self.where]
        quiet = {**os.environ, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=quiet)
        self.processes.append(process)
        return process
