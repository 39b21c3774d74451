"""The command `region balance`: contacts made reciprocal, in a table of their own.

Why this file exists: it is the one command that takes a region with a fault, that of its contacts, because it mends it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bothhands.errors import Fault, InputError


def declare_balance(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "region", metavar="REGION", help="embedded name, folder or workbook; its contacts may be faulty"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("contacts.csv"), metavar="FILE",
        help="file named contacts.csv to write (contacts.csv); a plan takes it among its own tables, or put it in the folder",
    )  # fmt: skip


def run(given: argparse.Namespace) -> int:
    """Write the table, and say how one-sided it was."""
    from bothhands.inputs.loading import loaded
    from bothhands.inputs.reciprocity import balanced, gaps_of, residents_by_age
    from bothhands.inputs.saving import csv_text
    from bothhands.inputs.tables.contacts import TABLE, Contact
    from bothhands.inputs.tables.people import AgeGroup

    if given.out.name != "contacts.csv" or given.out.exists():
        what = f"{given.out} exists already" if given.out.exists() else f"{given.out.name!r} is not contacts.csv"
        remedy = (
            "choose another folder, or remove it" if given.out.exists() else "`--with` knows a table by its file's name"
        )
        raise InputError(Fault("BH-INP-044", what, "a free path to a file named contacts.csv", remedy))
    region = loaded(given.region, but=("BH-INP-058",)).region
    persons = residents_by_age(region.rows(AgeGroup), region.cities)
    rows, gaps = balanced(persons, region.rows(Contact)), gaps_of(persons, region.rows(Contact))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(csv_text(TABLE, rows), encoding="utf-8", newline="")
    if given.json:
        told = {"ok": True, "path": str(given.out), "rows": len(rows), "gaps_before": [gap._asdict() for gap in gaps]}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return 0
    for gap in gaps:
        print(f"{gap.setting}: {gap.share:.2%} of contacts were told of by one side only; now none.")
    print(f"Wrote {len(rows):,} rows to {given.out}. Use it: --with {given.out}")
    return 0
