"""The `chain` commands: check, completion, delay, missing, new, dispatch, stock-take, import. No arithmetic.

Why this file exists: who runs a chain of critical goods asks short questions of it. Heavy imports wait for a run.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands.cli_chain_sheets import declare_sheets
from bothhands.cli_plan import declare_region, region_of
from bothhands.cli_region import command

if TYPE_CHECKING:
    from bothhands.inputs.region import Region
    from bothhands.plan.chain_case import ChainCase
    from bothhands.report.svg import Table


def declare(chain: argparse.ArgumentParser) -> None:
    """Declare the commands and their arguments."""
    commands = chain.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = command(commands, "check", "Find what is doubtful about a region's chains of critical goods.", _check)
    check.add_argument("region", metavar="REGION", help="embedded name, folder or workbook")
    for name, about, run in (
        ("completion", "Tell when each link of a chain and the whole are complete, P50 and P90.", _completion),
        ("delay", "Price a delay of each site with lines to come.", _delay),
        ("missing", "List links the region lacks, and what each would take.", _missing),
    ):
        parser = commands.add_parser(name, help=about, description=about)
        _declare_case(parser)
        parser.set_defaults(run=run, command_name=name)
        if name == "completion":
            parser.add_argument("--draws", type=int, default=1000, metavar="N", help="joint draws of dates (1000)")
            parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the draws (1)")
        if name == "delay":
            parser.add_argument(
                "--site", action="append", default=[], metavar="NAME", help="one site (all with lines to come); may be repeated"
            )
            parser.add_argument("--weeks", type=float, default=1.0, metavar="N", help="weeks of delay (1)")
    declare_sheets(commands)


def _declare_case(parser: argparse.ArgumentParser) -> None:
    declare_region(parser)
    parser.add_argument(
        "--plan", type=Path, default=None, metavar="FOLDER",
        help="a plan that was written: its strategy and orders (a reference strategy, and what the chain layer orders for it)",
    )  # fmt: skip
    parser.add_argument("--strategy", default="", metavar="NAME", help="the reference strategy whose needs count (the best)")
    parser.add_argument(
        "--figure", action="append", default=[], metavar="GOOD=NAME",
        help="a published line rate of the table line_rates, such as meltblown=Yanshan; may be repeated",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, default=None, metavar="FOLDER", help="where to write workbook and charts")


def _check(given: argparse.Namespace) -> int:
    from bothhands.errors import InputError
    from bothhands.inputs.chain_check import findings
    from bothhands.inputs.loading import loaded
    from bothhands.inputs.rules.chain import CODES

    found = loaded(given.region, but=CODES)
    doubtful = findings(found.region.settings, found.placed)
    try:
        loaded(given.region)
    except InputError as error:
        raise InputError([*error.faults, *doubtful]) from None
    if given.json:
        print(json.dumps({"ok": not doubtful, "findings": [one.as_dict() for one in doubtful]}, ensure_ascii=False, indent=1))
    else:
        for one in doubtful:
            print(one.sentence())
        print(f"{found.region.name}: {len(doubtful) or 'no'} doubtful figure{'' if len(doubtful) == 1 else 's'} in its chains.")
    return 1 if doubtful else 0


def _completion(given: argparse.Namespace) -> int:
    from bothhands.plan.completion import completion_of
    from bothhands.report.chain_answers import completion_table, served_table
    from bothhands.report.chain_pictures import build_chart, flow_chart

    case = _case(given)
    found = completion_of(case, draws=given.draws, seed=given.seed)
    tables = {
        "links": completion_table(found, case.axes.end),
        "chain": served_table(found, case.axes.end),
    }
    notes = (f"{case.of}; {found.draws} draws, seed {given.seed}.", found.dependence)
    return _tell(given, case, tables, notes, lambda: {"build.svg": build_chart(case, found), "flow.svg": flow_chart(case)})


def _delay(given: argparse.Namespace) -> int:
    from bothhands.errors import Fault, InputError
    from bothhands.inputs.codes import nearest
    from bothhands.plan.delay import delays_of, pending
    from bothhands.report.chain_answers import delay_table

    case = _case(given)
    known = {site for site, _ in pending(case)}
    faults = [
        Fault("BH-CHN-001", f"no lines are to come at {name!r}", "a site with lines on order", nearest(name, known))
        for name in given.site
        if name not in known
    ]
    if faults:
        raise InputError(faults)
    found = delays_of(case, given.site, given.weeks)
    weeks = f"{given.weeks:g} week{'' if given.weeks == 1 else 's'}"
    notes = (f"Each site's first product {weeks} later; {case.of}; needs and other orders held.",)
    return _tell(given, case, {"delay": delay_table(found)}, notes)


def _missing(given: argparse.Namespace) -> int:
    from bothhands.plan.missing import missing_of
    from bothhands.report.chain_answers import missing_table, ways_table

    case = _case(given)
    found = missing_of(case)
    tables = {"missing": missing_table(found), "ways": ways_table(found)}
    return _tell(given, case, tables, (f"A day, highest week from {case.as_of} on; {case.of}.",))


def _case(given: argparse.Namespace) -> ChainCase:
    """The region's chain on the day."""
    from rich.console import Console

    from bothhands.plan.chain_case import chain_case
    from bothhands.plan.saved import read

    saved = None if given.plan is None else read(given.plan)
    region = _with_figures(region_of(given), given.figure)
    as_of = given.as_of or (saved.as_of if saved else region.default_as_of)
    with Console(stderr=True).status("running the region and its supply …"):
        return chain_case(region, as_of, saved, given.strategy)


def _with_figures(region: Region, asked: Sequence[str]) -> Region:
    from bothhands.inputs.line_rates import with_figures

    return with_figures(region, {good: name for good, _, name in (one.partition("=") for one in asked)})


def _tell(
    given: argparse.Namespace,
    case: ChainCase,
    tables: Mapping[str, Table],
    notes: Sequence[str],
    pictures: object = None,
) -> int:
    """Tables on the console or as JSON, and in a folder with pictures where one is named."""
    from bothhands.report.chain_sheets import write_tables

    written = []
    if given.out is not None:
        drawn = pictures() if callable(pictures) else {}
        written = write_tables(given.out, given.command_name, tables, notes, drawn)
    if given.json:
        told = {name: [dict(zip(table.head, row, strict=True)) for row in table.rows] for name, table in tables.items()}
        print(json.dumps({"region": case.region.name, "as_of": str(case.as_of), **told, "notes": list(notes), "files": written}, ensure_ascii=False, indent=1))
        return 0
    show(tables, notes)
    if written:
        print(f"{given.out}: {', '.join(written)}")
    return 0


def show(tables: Mapping[str, Table], notes: Sequence[str] = ()) -> None:
    """Tables on the console, then what must be known to read them."""
    from rich.console import Console
    from rich.table import Table as Shown

    console = Console()
    for table in tables.values():
        if table.rows:
            shown = Shown(*table.head)
            for row in table.rows:
                shown.add_row(*row)
            console.print(shown)
    if not any(table.rows for table in tables.values()):
        print("Nothing to tell: no row.")
    for note in notes:
        print(note)


