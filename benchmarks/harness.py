"""Measuring: first call and steady state apart, the median of several, CPU time, peak memory, peers in their own environment."""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-peers"
PEER_PYTHON = PEERS / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


class Size(NamedTuple):
    """How much to measure: `quick` is the smallest size of a case, once."""

    quick: bool = False
    repetitions: int = 5


@dataclass(frozen=True)
class Measured:
    """A row of a case; seconds of one unit of work (a run, a member, a day)."""

    what: str
    first: float | None
    """Wall seconds of the first call: tracing, compiling and running."""
    median: float
    cpu: float
    """CPU seconds of all threads, median."""
    repetitions: int
    peak_mb: float
    """Largest resident memory of the process so far."""
    goal: str = ""
    peer: str = ""
    peer_seconds: float | None = None
    ratio: float | None = None
    """Theirs over ours, CPU seconds."""
    note: str = ""


def cases() -> list[str]:
    """Every case by name."""
    from benchmarks import cases as package

    return sorted(found.name for found in iter_modules(package.__path__))


def about(name: str) -> str:
    """First line of a case's docstring, read without importing what it needs."""
    text = (Path(__file__).parent / "cases" / f"{name}.py").read_text(encoding="utf-8")
    return text.split('"""')[1].splitlines()[0]


def rows_of(name: str, size: Size) -> Iterator[Measured]:
    """Measure a case."""
    found: Iterator[Measured] = import_module(f"benchmarks.cases.{name}").rows(size)
    return found


def timed(
    what: str, call: Callable[[], Any], size: Size, *, units: float = 1.0, goal: str = "", note: str = ""
) -> Measured:
    """Call once for the first time, then `repetitions` times; arrays of JAX are waited for.

    Parameters
    ----------
    what
        Name of the row.
    call
        What is measured; its result is waited for.
    size
        How often.
    units
        Units of work in a call: the steady figures are for one of them.
    goal, note
        Told beside the figures.
    """
    first = _seconds(call)[0]
    steady = [_seconds(call) for _ in range(1 if size.quick else size.repetitions)]
    median, cpu = (statistics.median(column) / units for column in zip(*steady, strict=True))
    return Measured(what, first, median, cpu, len(steady), peak_mb(), goal, note=note)


class Theirs(NamedTuple):
    """A peer's figures for the same unit of work, and what it says of them."""

    peer: str
    seconds: float
    cpu_seconds: float
    note: str = ""


def beside(ours: Measured, peer: str, seconds: float, cpu_seconds: float, note: str = "") -> Measured:
    """The row with a peer's figures for the same unit of work."""
    told = ours.note or note
    ratio = cpu_seconds / max(ours.cpu, 1e-12)
    return Measured(**{**asdict(ours), "peer": peer, "peer_seconds": seconds, "ratio": ratio, "note": told})


def peer(script: str, *arguments: object) -> Theirs | None:
    """What a peer's script measured in the peers' environment; None where there is none."""
    if not PEER_PYTHON.exists():
        return None
    command = [
        str(PEER_PYTHON),
        "-W",
        "ignore",
        str(ROOT / "benchmarks" / "peers" / script),
        *(str(one) for one in arguments),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{script}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    told = json.loads(done.stdout.splitlines()[-1])
    return Theirs(told["peer"], told["seconds"], told["cpu_seconds"], told.get("note", ""))


def prepare_peers() -> None:
    """Make the peers' environment, once."""
    if not PEER_PYTHON.exists():
        venv.create(PEERS, with_pip=True)
    wanted = ROOT / "benchmarks" / "peers" / "requirements.txt"
    pip = [
        str(PEER_PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
        str(wanted),
    ]
    subprocess.run(pip, check=True)


def peak_mb() -> float:
    """Largest resident memory of this process so far, MB."""
    unit = 1.0 if sys.platform == "darwin" else 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def environment() -> dict[str, str]:
    """What a figure depends on beside the program: commit, versions, machine."""
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return {
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        **{name: _version(name) for name in ("bothhands", "jax", "jaxlib", "numpy", "scipy")},
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {_processor()}",
    }


def _seconds(call: Callable[[], Any]) -> tuple[float, float]:
    import jax

    wall, cpu = time.perf_counter(), time.process_time()
    jax.block_until_ready(call())
    return time.perf_counter() - wall, time.process_time() - cpu


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    if not told.exists():
        return platform.processor()
    names = [line.split(":", 1)[1].strip() for line in told.read_text().splitlines() if line.startswith("model name")]
    return names[0] if names else platform.processor()


if __name__ == "__main__":
    for row in rows_of(sys.argv[1], Size(sys.argv[3] == "1", int(sys.argv[2]))):
        print(json.dumps(asdict(row), ensure_ascii=False), flush=True)
