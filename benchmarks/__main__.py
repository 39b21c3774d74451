"""`python3 dev.py bench [CASE …] [--quick] [--repetitions N] [--peers]`: each case in a process of its own, a table, JSON lines.

Programs compiled before are left out: each case starts with an empty cache folder, unless `--keep-cache` is given.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.harness import about, cases, environment, prepare_peers

RESULTS = Path(__file__).parent / "results"


def main() -> int:
    """Run the cases named, or all."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="*", help=", ".join(cases()))
    parser.add_argument("--quick", action="store_true", help="smallest size, once")
    parser.add_argument(
        "--repetitions", type=int, default=5, metavar="N", help="steady runs of which the median counts (5)"
    )
    parser.add_argument("--peers", action="store_true", help="install the peers first, into .venv-peers")
    parser.add_argument("--keep-cache", action="store_true", help="use the user's cache of compiled programs")
    given = parser.parse_args()
    unknown = [name for name in given.case if name not in cases()]
    if unknown:
        parser.error(f"no case {', '.join(unknown)}; known: {', '.join(cases())}")
    if given.peers:
        prepare_peers()
    return max((measured(name, given) for name in given.case or cases()), default=0)


def measured(name: str, given: argparse.Namespace) -> int:
    """Measure one case in a process of its own, print its table and keep its rows."""
    with tempfile.TemporaryDirectory() as empty:
        cache = {} if given.keep_cache else {"BOTHHANDS_CACHE_DIR": empty}
        command = [sys.executable, "-m", "benchmarks.harness", name, str(given.repetitions), str(int(given.quick))]
        done = subprocess.run(command, env={**os.environ, **cache}, stdout=subprocess.PIPE, text=True, check=False)
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    show(name, rows)
    if rows:
        RESULTS.mkdir(exist_ok=True)
        told = environment()
        with (RESULTS / f"{name}.jsonl").open("a", encoding="utf-8") as file:
            for row in rows:
                stamp = {"at": time.strftime("%Y-%m-%dT%H:%M:%S"), "case": name, "quick": given.quick}
                file.write(json.dumps({**stamp, **row, **told}, ensure_ascii=False) + "\n")
    if done.returncode:
        print(f"{name} ended with {done.returncode}.", file=sys.stderr)
    return done.returncode


def show(name: str, rows: list[dict[str, object]]) -> None:
    """The rows of a case as a table."""
    table = Table(
        "what",
        "first s",
        "median s",
        "CPU s",
        "n",
        "peak MB",
        "beside",
        "theirs s",
        "ratio",
        "goal",
        title=f"{name}: {about(name)}",
    )
    for column in table.columns[1:6]:
        column.justify = "right"
    for row in rows:
        table.add_row(
            str(row["what"]), _figure(row["first"]), _figure(row["median"]), _figure(row["cpu"]), str(row["repetitions"]),
            _figure(row["peak_mb"]), str(row["peer"]), _figure(row["peer_seconds"]), _figure(row["ratio"]), str(row["goal"]),
        )  # fmt: skip
        if row["note"]:
            table.add_row(f"  {row['note']}", style="dim")
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _figure(value: object) -> str:
    return (
        f"{value:.3g}"
        if isinstance(value, float) and value < 1000
        else f"{value:,.0f}"
        if isinstance(value, float)
        else ""
    )


if __name__ == "__main__":
    sys.exit(main())
