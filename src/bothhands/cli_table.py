"""The command `region table`: a user's own input–output table put on a region's sectors.

Why this file exists: it says what went in, what came out, and what moved where. It holds no arithmetic on the table.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands.errors import Fault, InputError

if TYPE_CHECKING:
    from bothhands.inputs.input_output.importing import Imported, Wishes
    from bothhands.inputs.region import Region

NOT_YET = ("BH-INP-005", "BH-INP-006", "BH-INP-036", "BH-INP-037", "BH-INP-069", "BH-INP-070", "BH-INP-071")
"""Faults a region may have while its input-output table is being made: missing tables, and those of the table to be replaced."""
SHOWN = 60


def declare_table(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add = parser.add_argument
    add(
        "file",
        metavar="FILE",
        type=Path,
        help="CSV or Excel file with the table, or a folder of pymrio's save_all (text)",
    )
    add(
        "--layout",
        default="",
        metavar="NAME",
        help="long, matrix, wiod, oecd, china42, china153 or nace64 (recognised)",
    )
    add("--sheet", default="", metavar="NAME", help="sheet of a workbook (the first)")
    add("--header-row", type=int, default=1, metavar="N", help="row of the header, where a title stands above it (1)")
    add("--accounts", type=Path, metavar="FILE", help="second file with final uses and output, a row a sector")
    add(
        "--meaning", action="append", default=[], metavar="NAME=WHAT",
        help="what a row or column is: household, government, investment, exports, imports, consumption, value_added, taxes,"
        " output, total, label or aside; -imports turns the sign; may be given more than once",
    )  # fmt: skip
    add(
        "--concordance",
        default="",
        metavar="NAME|FILE",
        help="concordance to the region's sectors, or same (that of the layout)",
    )
    add(
        "--split-by", default="", metavar="CODE|FILE|activity",
        help="split sectors by value added: of a country (GBR), of a file (sector,value), or of the region's activity"
        " (the concordance's own weights)",
    )  # fmt: skip
    add(
        "--sectors",
        default="",
        metavar="REGION",
        help="region whose sectors are wanted (the 45 that come with the package)",
    )
    add("--places", nargs="+", default=[], metavar="NAME", help="places that make the region, in a table of several")
    add(
        "--joint",
        default="",
        metavar="SIGN",
        help="sign between place and sector in a code of such a table, for example _",
    )
    _declare_treatment(parser)


def _declare_treatment(parser: argparse.ArgumentParser) -> None:
    """Declare what is done to the table and what is said of it."""
    add = parser.add_argument
    add("--blank-zero", action="store_true", help="blank cells mean that nothing flows")
    add("--move-negative", action="store_true", help="book negative flows with stock changes and value added")
    add("--balance", action="store_true", help="make rows and columns add up by GRAS, and tell the largest change")
    add("--source", default="", metavar="TEXT", help="where the table comes from, for every row")
    add("--period", default="", metavar="TEXT", help="what span it describes, for example 2018")
    add("--quality", default="", metavar="WORD", help="how far the table itself can be trusted, for example measured")
    add("--out", type=Path, default=Path("input_output.csv"), metavar="FILE", help="file to write (input_output.csv)")


def run(given: argparse.Namespace) -> int:
    """Write the table, and say what moved where."""
    from bothhands.inputs.input_output.importing import imported
    from bothhands.inputs.input_output.written import Said, flow_rows, trade_rows
    from bothhands.inputs.saving import csv_text
    from bothhands.inputs.tables.input_output import TABLE
    from bothhands.inputs.tables.trade import TABLE as TRADE

    _check_out(given)
    said = Said(given.source, given.period, given.quality)
    made = imported(given.file, _wishes(given))
    rows, trade = flow_rows(made, said), trade_rows(made, said)
    written = {given.out: csv_text(TABLE, rows)}
    if trade:
        written[given.out.with_name("trade.csv")] = csv_text(TRADE, trade)
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    told = _told(made, len(rows), [str(path) for path in written])
    if given.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _print(made, written, len(rows))
    return 0


def _check_out(given: argparse.Namespace) -> None:
    from typing import get_args

    from bothhands.inputs.codes import nearest
    from bothhands.inputs.table import Quality

    if given.out.name != "input_output.csv" or given.out.exists():
        what = f"{given.out} exists already" if given.out.exists() else f"{given.out.name!r} is not input_output.csv"
        remedy = (
            "choose another folder, or remove it" if given.out.exists() else "a region knows a table by its file's name"
        )
        raise InputError(Fault("BH-INP-044", what, "a free path to a file named input_output.csv", remedy))
    if given.quality and given.quality not in get_args(Quality):
        what, remedy = f"--quality {given.quality!r} is not allowed", nearest(given.quality, get_args(Quality))
        raise InputError(Fault("BH-INP-045", what, " or ".join(get_args(Quality)), remedy))


def _wishes(given: argparse.Namespace) -> Wishes:
    from bothhands.inputs.input_output.importing import Wishes

    region = _with_sectors(given.sectors) if given.sectors else None
    return Wishes(
        layout=given.layout, sheet=given.sheet, header_row=given.header_row, accounts=given.accounts, meanings=given.meaning, joint=given.joint,
        concordance=given.concordance, split_by=_split(given.split_by, region), split_name=_split_name(given.split_by),
        sectors=region.sectors if region else _default_sectors(), places=given.places, workers=_workers(region),
        blank_zero=given.blank_zero, move_negative=given.move_negative, balance=given.balance,
    )  # fmt: skip


def _with_sectors(name: str) -> Region:
    """The region whose sectors are wanted; it may still lack the table that is to be made, and others."""
    from bothhands.inputs.loading import loaded

    region = loaded(name, but=NOT_YET).region
    if not region.sectors:
        what, remedy = f"{name} has no sectors", "fill its table sectors first, or leave --sectors out for the 45"
        raise InputError(Fault("BH-INP-005", what, "a region with sectors", remedy))
    return region


def _default_sectors() -> tuple[str, ...]:
    from bothhands.inputs.input_output.amounts import default_sectors

    return default_sectors()


def _workers(region: Region | None) -> Mapping[str, float]:
    from bothhands.inputs.input_output.amounts import workers_of

    return workers_of(region) if region else {}


def _split(by: str, region: Region | None) -> Mapping[str, float]:
    from bothhands.inputs.input_output.amounts import split_amounts

    return split_amounts(by, region) if by else {}


def _split_name(by: str) -> str:
    return f"value added of {by}" if by else ""


def _told(made: Imported, rows: int, paths: Sequence[str]) -> dict[str, object]:
    return {
        "ok": True, "paths": paths, "rows": rows, "layout": made.layout.name, "concordance": made.lines.name,
        "before": made.as_read.totals(), "after": made.account.totals(), "put_aside": dict(made.as_read.aside),
        "worked_out": dict(made.as_read.derived), "negative_flows": made.negatives,
        "moved": [
            {"from": one, "to": to, "weight": weight, "output": output, "reason": reason}
            for one, to, weight, output, reason in made.moved
        ],
        "balanced": made.change._asdict() if made.change else None,
        "notes": [note.as_dict() for note in made.notes],
    }  # fmt: skip


def _print(made: Imported, written: Mapping[Path, str], rows: int) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    money = made.layout.money or "the unit of the file"
    print(f"{made.as_read.file}: layout {made.layout.name}, {len(made.as_read.sectors)} sectors, {money} a year.")
    sums = Table("sum of", "before", "after", box=SIMPLE_HEAD, pad_edge=False)
    before, after = made.as_read.totals(), made.account.totals()
    for name in before:
        sums.add_row(Text(name), f"{before[name]:,.1f}", f"{after.get(name, 0.0):,.1f}")
    console.print(sums)
    lines = [one for one in made.moved if one[2] != 1]
    print(f"Concordance {made.lines.name}: {len(made.moved)} lines, {len(lines)} of them part of a split.")
    if lines:
        moved = Table("from", "to", "weight", "output moved", "basis", box=SIMPLE_HEAD, pad_edge=False)
        for one, to, weight, output, reason in lines[:SHOWN]:
            moved.add_row(Text(one), Text(to), f"{weight:.4f}", f"{output:,.0f}", Text(reason))
        console.print(moved)
        print("Parts of a split share one input structure. For another basis: --split-by GBR, activity or FILE.")
    _print_remarks(made)
    for note in made.notes:
        print(f"Note {note.sentence()}")
    print(
        f"Wrote {rows:,} rows to {', '.join(map(str, written))}. Put it in a region's folder, then: bothhands region check REGION"
    )


def _print_remarks(made: Imported) -> None:
    for name, why in made.as_read.derived.items():
        print(f"Worked out: {name}, {why}.")
    for name, value in made.as_read.aside.items():
        print(f"Put aside, the format has no place for it: {name}, {value:,.6g}.")
    if made.negatives:
        print(f"Negative flows of {made.negatives:,.6g} were booked with stock changes and value added.")
    if made.change:
        one = made.change
        print(
            f"Balanced in {one.rounds} rounds: {one.moved_share:.2%} of the table moved; final uses scaled by {one.final_factor:.6f}; "
            f"the largest change is {one.largest:.2%}, {one.supplier} to {one.user}: {one.before:,.6g} to {one.after:,.6g}."
        )
