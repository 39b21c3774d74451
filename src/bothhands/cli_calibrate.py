"""The command `calibrate`: the full posterior of a region, sampled, checked and written. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands import cli_plan
from bothhands.cli_arguments import seed, somewhere

if TYPE_CHECKING:
    from rich.console import Console

    from bothhands.observe.calibration import Calibration
    from bothhands.observe.chance import Chance


def declare_calibrate(parser: argparse.ArgumentParser) -> None:
    """Arguments of `calibrate`."""
    cli_plan.declare_region(parser)
    parser.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of every draw (1)")
    parser.add_argument("--chains", type=int, default=4, metavar="N", help="chains, started apart (4)")
    parser.add_argument("--draws", type=int, default=700, metavar="N", help="draws of each chain (700)")
    parser.add_argument(
        "--particles", type=int, default=None, metavar="N",
        help="particles of the filter; 0 leaves it out (200 where a city has fewer than ten cases, else 0)",
    )  # fmt: skip
    parser.add_argument(
        "--out",
        type=somewhere,
        default=None,
        metavar="FILE",
        help="file to write (bothhands-out/REGION-DAY-posterior.nc)",
    )
    parser.set_defaults(run=calibrate)


def calibrate(given: argparse.Namespace) -> int:
    """Sample the posterior, check it and write it; 0 only if the chains have converged."""
    from rich.console import Console

    from bothhands.observe import calibration
    from bothhands.report.whole_folder import check_writable

    began = time.perf_counter()
    if given.out is not None:
        check_writable(given.out.parent)
    console = Console(stderr=given.json)
    region = cli_plan.region_of(given)
    with console.status("starting") as status:
        tell = lambda line: status.update(f"{line} …")  # noqa: E731
        made = calibration.calibrate(region, given.as_of, given.seed, given.chains, given.draws, tell)
        chance = _filtered(made, given, tell)
    out = given.out or Path("bothhands-out") / f"{region.name}-{made.posterior.as_of.isoformat()}-posterior.nc"
    _write(out, made, chance)
    _tell(console, made, chance, as_json=given.json)
    console.print(f"[bold]{out}[/bold]")
    console.print(f"{time.perf_counter() - began:.0f} s in all.", style="dim")
    return 0 if made.has_converged else 1


def _filtered(made: Calibration, given: argparse.Namespace, tell: Callable[[str], None]) -> Chance | None:
    """The filter, where it is asked for or a city has few cases."""
    from bothhands.observe import chance

    few = chance.few_cases(made.reports, made.fitted.axes.places)
    particles = given.particles if given.particles is not None else chance.PARTICLES if few else 0
    return chance.by_chance(made, given.seed, particles, progress=tell) if particles else None


def _write(path: Path, made: Calibration, chance: Chance | None) -> None:
    from bothhands.observe.calibration import write_calibration

    write_calibration(path, made, None if chance is None else json.dumps(chance.as_plain()))


def _tell(console: Console, made: Calibration, chance: Chance | None, *, as_json: bool) -> None:
    """The table and sentences, or everything as JSON."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from bothhands.report import calibration_table

    if as_json:
        print(json.dumps(calibration_table.as_json(made, chance), ensure_ascii=False, indent=1))
        return
    told = calibration_table.table_of(made)
    table = Table(
        title=f"{made.region}, reports up to {made.posterior.as_of.isoformat()}",
        title_justify="left",
        box=SIMPLE_HEAD,
        padding=(0, 0),
        pad_edge=False,
        collapse_padding=True,
    )
    for n, head in enumerate(told.head):
        table.add_column(head, justify="left" if n == 0 else "right", no_wrap=True)
    for row in told.rows:
        table.add_row(*row)
    console.print(table)
    lines = calibration_table.sentences(made)
    lines += [] if chance is None else calibration_table.chance_sentences(chance)
    for line in lines:
        console.print(f"· {line}")
