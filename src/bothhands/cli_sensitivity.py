"""The command `sensitivity`: which figures change the plan. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands import cli_plan
from bothhands.cli_arguments import declare_folder, seed

if TYPE_CHECKING:
    from rich.console import Console

    from bothhands.plan.plan import Plan
    from bothhands.plan.sensitivity import Sensitivity


MEMBERS = 16
"""Stochastic members of the plan, as `plan` has them, so that its compiled programs serve here too."""


def declare_sensitivity(parser: argparse.ArgumentParser) -> None:
    """Arguments of `sensitivity`."""
    cli_plan.declare_common(parser)
    parser.add_argument(
        "--method", choices=["morris", "sobol", "all"], default="morris",
        help="screen every figure (morris), share out the spread among a few (sobol), or both (morris)",
    )  # fmt: skip
    parser.add_argument(
        "--trajectories", type=int, default=4, metavar="N", help="walks through all figures of a screening (4)"
    )
    parser.add_argument(
        "--points", type=int, default=32, metavar="N", help="points of Sobol indices, a power of two (32)"
    )
    parser.add_argument(
        "--replan", type=int, default=10, metavar="N", help="figures the plan is made again for, at both ends (10)"
    )
    parser.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of every draw (1)")
    declare_folder(parser, "where to write, and where finished runs are kept (bothhands-out/REGION-DAY-sensitivity)")
    parser.set_defaults(run=sensitivity)


def sensitivity(given: argparse.Namespace) -> int:
    """Find which figures change the plan and write what was found; an interrupted call goes on when it is given again."""
    from rich.console import Console

    _checked(given)
    from bothhands.plan.plan import make_plan
    from bothhands.plan.request import Request
    from bothhands.plan.sensitivity import sensitivity as study
    from bothhands.report.whole_folder import check_writable

    began = time.perf_counter()
    console = Console(stderr=given.json)
    region = cli_plan.region_of(given)
    day = given.as_of or region.default_as_of
    out = given.out or Path("bothhands-out") / f"{region.name}-{day.isoformat()}-sensitivity"
    check_writable(out)
    try:
        with console.status("starting") as status:
            plan = make_plan(
                region, Request(as_of=day, seed=given.seed, members=MEMBERS), lambda line: status.update(f"{line} …")
            )

            def told(stage: str, done: int, of: int) -> None:
                status.update(f"{stage}: {done} of {of}, {time.perf_counter() - began:.0f} s …")

            made = study(plan, given.method, given.trajectories, given.points, given.replan, given.seed, out, told)
    except KeyboardInterrupt:
        print(f"Stopped. What was done is kept in {out}; the same command goes on from there.", file=sys.stderr)
        return 130
    _tell(console, plan, made, out, given)
    console.print(f"{time.perf_counter() - began:.0f} s in all.", style="dim")
    return 0


def _checked(given: argparse.Namespace) -> None:
    """Stop before the first run where a number cannot be meant."""
    from bothhands.errors import Fault, InputError

    points_fit = given.points > 1 and given.points & (given.points - 1) == 0
    if given.trajectories < 1 or given.replan < 0 or not points_fit:
        raise InputError(
            Fault(
                "BH-CLI-005", f"--trajectories {given.trajectories}, --points {given.points}, --replan {given.replan}",
                "one trajectory or more, a power of two of points, and no fewer than 0 figures", "change it",
            )
        )  # fmt: skip


def _tell(console: Console, plan: Plan, made: Sensitivity, out: Path, given: argparse.Namespace) -> None:
    """Write the folder, then print tables and sentences, or everything as JSON."""
    from rich.table import Table

    from bothhands.report import sensitivity_charts as charts
    from bothhands.report.sensitivity_folder import as_json, write_sensitivity
    from bothhands.report.telling import telling_of
    from bothhands.report.whole_folder import written_whole

    with written_whole(out) as part:
        written = write_sensitivity(plan, made, part, given.lang, given.money_unit)
    if given.json:
        print(json.dumps(as_json(plan, made), ensure_ascii=False, indent=1))
        return
    telling = telling_of(plan, given.lang, given.money_unit)
    console.print(charts.answer(telling, made), style="bold")
    for figure in charts.charts(telling, made):
        table = Table(*figure.table.head, title=figure.title, title_justify="left")
        for row in figure.table.rows[: 2 * charts.SHOWN]:
            table.add_row(*row)
        console.print(table)
    for note in charts.notes(telling, made):
        console.print(f"· {note}", style="dim")
    console.print(f"[bold]{out}[/bold]: {', '.join(written)}")
