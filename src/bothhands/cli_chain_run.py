"""What the `chain` commands share: their arguments, the chain on a day, and how answers are told. No arithmetic."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from bothhands.cli_plan import declare_region, region_of

if TYPE_CHECKING:
    from bothhands.inputs.region import Region
    from bothhands.plan.chain_case import ChainCase
    from bothhands.report.svg import Table


KEPT_WHOLE = ("P50", "P90", "week from", "day", "link", "good")
"""Heads of columns of dates and short names, which are never broken over lines."""


def declare_case(parser: argparse.ArgumentParser) -> None:
    """Arguments of every command that asks about a chain on a day."""
    declare_region(parser)
    parser.add_argument(
        "--plan", type=Path, default=None, metavar="FOLDER",
        help="a plan that was written: its strategy and orders (a reference strategy, and what the chain layer orders for it)",
    )  # fmt: skip
    parser.add_argument(
        "--strategy", default="", metavar="NAME", help="the reference strategy whose needs count (the best)"
    )
    parser.add_argument(
        "--figure", action="append", default=[], metavar="GOOD=NAME",
        help="a published line rate of the table line_rates, such as meltblown=Yanshan; may be repeated",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, default=None, metavar="FOLDER", help="where to write workbook and charts")


def case_of_arguments(given: argparse.Namespace) -> ChainCase:
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


class Asked(Protocol):
    """What a question is asked of: a region, standing on a day."""

    @property
    def region(self) -> Region:
        """The region."""
        ...

    @property
    def as_of(self) -> date:
        """The day."""
        ...


class Answer(NamedTuple):
    """What a command found: its name, the answer in a sentence, tables, what must be known to read them, and the figures."""

    name: str
    said: str
    tables: Mapping[str, Table]
    notes: Sequence[str]
    figures: object


def tell(
    given: argparse.Namespace,
    case: Asked,
    answer: Answer,
    pictures: Callable[[], dict[str, str]] = dict,
    of: str = "chain",
) -> int:
    """An answer on the console or as JSON, and in a folder with pictures where one is named; files begin with `of`."""
    from bothhands.report.chain_sheets import write_tables

    written: list[str] = []
    if given.out is not None:
        written = write_tables(given.out, answer.name, answer.tables, (answer.said, *answer.notes), pictures(), of)
    if given.json:
        told = {
            "region": case.region.name,
            "as_of": str(case.as_of),
            "answer": answer.said,
            answer.name: plain(answer.figures),
        }
        print(json.dumps({**told, "notes": list(answer.notes), "files": written}, ensure_ascii=False, indent=1))
        return 0
    if answer.said:
        print(answer.said)
    show(answer.tables, answer.notes)
    if written:
        print(f"{given.out}: {', '.join(written)}")
    return 0


def plain(found: object) -> object:
    """Figures as JSON knows them: named tuples as objects, dates as text."""
    if isinstance(found, tuple) and hasattr(found, "_asdict"):
        return {name: plain(value) for name, value in found._asdict().items()}
    if isinstance(found, Mapping):
        return {str(name): plain(value) for name, value in found.items()}
    if isinstance(found, tuple | list):
        return [plain(value) for value in found]
    return found.isoformat() if isinstance(found, date) else found


def show(tables: Mapping[str, Table], notes: Sequence[str] = ()) -> None:
    """Tables on the console, then what must be known to read them."""
    from rich.console import Console
    from rich.table import Column
    from rich.table import Table as Shown

    console = Console()
    for table in tables.values():
        if table.rows:
            shown = Shown(*(Column(head, overflow="fold", no_wrap=head in KEPT_WHOLE) for head in table.head))
            for row in table.rows:
                shown.add_row(*row)
            console.print(shown)
    if not any(table.rows for table in tables.values()):
        print("Nothing to tell: no row.")
    for note in notes:
        print(note)
