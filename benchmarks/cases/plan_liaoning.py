"""A whole `bothhands plan liaoning`: the first run ever, then with another seed, a changed limit, a changed case row.

Each run is a process of its own. The first has an empty cache folder; the later ones find what it left: compiled programs, and
the fit where the region has not changed. Smallest size: two towns, the least effort, the user's cache, once.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.harness import Measured, Size

FIRST_GOAL, LATER_GOAL = "≤ 120 s", "≤ 30 s"
LEAST = ("--members", "2", "--steps", "1")

Rows = list[dict[str, str]]


def rows(size: Size) -> Iterator[Measured]:
    """One row a run; `note` splits its time by stage."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        if size.quick:
            yield planned("two-towns, least effort", path, {}, "two-towns", *LEAST)
            return
        empty = {"BOTHHANDS_CACHE_DIR": str(path / "cache")}
        yield planned("first run, nothing cached", path, empty, "liaoning", goal=FIRST_GOAL)
        yield planned("the same again", path, empty, "liaoning", goal=LATER_GOAL)
        yield planned("another seed", path, empty, "liaoning", "--seed", "2", goal=LATER_GOAL)
        limit = changed(path / "limit", "parameters.csv", tighter_odds)
        yield planned("limit on outbreak odds 0.05 → 0.04", path, empty, str(limit), goal=LATER_GOAL)
        case = changed(path / "case", "cases.csv", one_more_case)
        yield planned("one more case in one row", path, empty, str(case), goal=LATER_GOAL)


def planned(
    what: str, folder: Path, environment: dict[str, str], region: str, *options: str, goal: str = ""
) -> Measured:
    """One plan as a process: wall, CPU, peak memory, seconds by stage."""
    out = folder / "out"
    command = [sys.executable, "-m", "bothhands.cli", "plan", region, "--out", str(out), *options]
    began = time.perf_counter()
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        told = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {told}")
    seconds = json.loads((out / "plan.json").read_text(encoding="utf-8"))["seconds"]
    inside = sum(seconds.values())
    split = ", ".join(
        f"{stage} {spent:.1f}" for stage, spent in {**seconds, "start and briefing": wall - inside}.items()
    )
    memory = used.ru_maxrss * (1.0 if sys.platform == "darwin" else 1024.0) / 1e6
    return Measured(what, None, wall, used.ru_utime + used.ru_stime, 1, memory, goal, note=split)


def changed(folder: Path, table: str, change: Callable[[Rows], Rows]) -> Path:
    """A copy of Liaoning as a folder, one table changed."""
    export = [sys.executable, "-m", "bothhands.cli", "region", "export", "liaoning", str(folder)]
    subprocess.run(export, check=True, stdout=subprocess.DEVNULL)
    path = folder / table
    with path.open(encoding="utf-8-sig", newline="") as file:
        kept = list(csv.DictReader(file))
    after = change(kept)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kept[0]))
        writer.writeheader()
        writer.writerows(after)
    return folder


def tighter_odds(kept: Rows) -> Rows:
    """The region's own limit on outbreak odds in place of the default."""
    own = {**dict.fromkeys(kept[0], ""), "parameter": "outbreak_odds_limit", "value": "0.04", "unit": "share"}
    return [*kept, {**own, "quality": "assumed"}]


def one_more_case(kept: Rows) -> Rows:
    """One more reported in the last row of confirmed cases before the as-of day; later rows of the same place stay above it."""
    at = max(
        n
        for n, row in enumerate(kept)
        if row["kind"] == "confirmed" and row["day"] <= "2020-03-01" and row["cumulative"] != "0"
    )
    place, origin, day = (kept[at][name] for name in ("place", "origin", "day"))
    later = [
        row
        for row in kept
        if (row["place"], row["kind"], row["origin"]) == (place, "confirmed", origin) and row["day"] >= day
    ]
    return [{**row, "cumulative": str(int(row["cumulative"]) + 1)} if row in later else row for row in kept]
