"""A database for tests of the desk: SQLite, and a PostgreSQL server that is started here, each empty at the start of a test."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
"""Where Debian lays PostgreSQL; `dev.py test` installs it."""
STARTS = 20
"""A process that was forked as the server was killed ends by itself, and until then holds its memory."""


def as_nobody(command: list[str]) -> list[str]:
    """PostgreSQL does not run as root: it runs as the user that its package made."""
    return (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command] if os.geteuid() == 0 else command
    )


def is_alive(number: int) -> bool:
    """Whether a process runs; one that has ended and was not yet waited for does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class PostgresServer:
    """A server of its own, on a socket in a folder of its own; nothing listens on the network."""

    def __init__(self, *, fsync: bool = False) -> None:
        self.fsync = fsync
        self.folder = Path(tempfile.mkdtemp(prefix="bothhands-postgres-"))
        self.data = self.folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-D", str(self.data), "-U", "desk", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    def start(self) -> None:
        """Start it; after a kill as often as it takes until what it left in the system is gone."""
        settings = (
            f"-k {self.folder} -c listen_addresses='' -c max_connections=200 -c fsync={'on' if self.fsync else 'off'}"
        )
        command = ("pg_ctl", "-D", str(self.data), "-l", str(self.folder / "log"), "-w", "-o", settings, "start")
        for _ in range(STARTS):
            with suppress(AssertionError):
                return self._run(*command)
            time.sleep(0.5)
        return self._run(*command)

    def stop(self, how: str = "fast") -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop")

    def kill(self) -> None:
        """The server and all its processes, at once; the first one first, which would start others again.

        Where nobody waits for the dead, the file that names it is removed: it would pass for a server.
        """
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        found = subprocess.run(["pgrep", "-P", str(first)], stdout=subprocess.PIPE, text=True, check=False)
        every = [first, *(int(one) for one in found.stdout.split())]
        for number in every:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        until = time.monotonic() + 10
        while any(Path(f"/proc/{number}").exists() for number in every) and time.monotonic() < until:
            time.sleep(0.01)
        assert not any(is_alive(number) for number in every)
        if Path(f"/proc/{first}").exists():
            (self.data / "postmaster.pid").unlink()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://desk@/{name}?host={self.folder}"

    def made(self, like: str = "template0") -> str:
        """URL of a new database, empty or with all that another holds, which nobody may be using."""
        name = f"desk_{uuid4().hex}"
        self._run("createdb", "-h", str(self.folder), "-U", "desk", "-T", like, name)
        return self.url(name)

    def close(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = as_nobody([str(PROGRAMS[-1].parent / program), *arguments])
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stdout


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    if not PROGRAMS:
        pytest.skip("PostgreSQL is not installed (Debian package postgresql)")
    server = PostgresServer()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    """One kind of database and then the other."""
    return str(request.param)


@pytest.fixture
def database(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> str:
    """URL of an empty database."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.sqlite'}"
    return request.getfixturevalue("postgres_server").made()
