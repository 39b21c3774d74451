"""The `chain` commands for sheets: new, dispatch, stock-take, import. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

from bothhands.cli_answers import Answer
from bothhands.cli_arguments import day, one_or_more
from bothhands.cli_chain_run import case_of_arguments, declare_case, tell_chain, words_of
from bothhands.cli_plan import region_of
from bothhands.cli_region import command


def declare_sheets(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands and their arguments."""
    new = command(commands, "new", "Write the tables of a chain to start from; what is unknown is left blank.", _new)
    new.add_argument(
        "template", metavar="TEMPLATE",
        help="masks (complete), respirators, gowns, test-kits, disinfectant, oxygen or vaccines (unknown figures blank)",
    )  # fmt: skip
    new.add_argument("folder", metavar="FOLDER", type=Path, help="folder to make")
    new.add_argument("--place", required=True, metavar="CITY", help="city of the region where its sites are")
    sheets = command(commands, "import", "Make tables of a chain from a planner's sheets.", _import)
    sheets.add_argument(
        "sheets", metavar="PATH", type=Path,
        help="folder of CSV files or workbook: item, operation, operationmaterial, operationresource, resource, buffer; or forecast",
    )  # fmt: skip
    sheets.add_argument("folder", metavar="FOLDER", type=Path, help="folder to make, with a table a file")
    sheets.add_argument(
        "--day",
        type=day,
        required=True,
        metavar="DAY",
        help="day of the stocks, from which lines stand (YYYY-MM-DD)",
    )
    dispatch = commands.add_parser("dispatch", help=DISPATCH, description=DISPATCH)
    declare_case(dispatch)
    dispatch.add_argument("--weeks", type=one_or_more, default=4, metavar="N", help="weeks after the as-of day (4)")
    dispatch.set_defaults(run=_dispatch)
    take = commands.add_parser("stock-take", help=STOCK_TAKE, description=STOCK_TAKE)
    declare_case(take)
    take.add_argument(
        "file", metavar="FILE", type=Path,
        help="CSV: place, good, day, kind (counted, in_transit, donated, expired), quantity, reason, note",
    )  # fmt: skip
    take.set_defaults(run=_stock_take)


DISPATCH = "Write the weekly dispatch sheet: good, city, group, amount, source and date."
STOCK_TAKE = "Compare a stock-take with the computed stocks, with reasons, and make rows of the stocks table of it."


def _new(given: argparse.Namespace) -> int:
    from bothhands.inputs.chain_templates import new_chain, to_fill

    files = new_chain(given.template, given.folder, given.place)
    blank = to_fill(files)
    if given.json:
        print(
            json.dumps(
                {"files": [str(path) for path in files], "to_fill": [one.as_dict() for one in blank]},
                ensure_ascii=False,
                indent=1,
            )
        )
        return 0
    print(f"Wrote {', '.join(path.name for path in files)} to {given.folder}.")
    for one in blank:
        print(f"  fill {Path(one.file).name}, row {one.row}, {one.column}: {one.expected or one.what}")
    print(f"{len(blank)} figures are unknown and left blank; a region takes the tables once they are filled." if blank else
          "No figure is blank. Set lines_possible in sites.csv, then use the files: --with FILE, or bothhands region update.")  # fmt: skip
    return 0


def _import(given: argparse.Namespace) -> int:
    from bothhands.errors import Fault, InputError
    from bothhands.inputs.chain_import import imported
    from bothhands.inputs.registry import tables

    if given.folder.exists():
        raise InputError(Fault("BH-INP-044", f"{given.folder} exists already", "a free path", "choose another folder"))
    found = imported(given.sheets, given.day)
    given.folder.mkdir(parents=True)
    for name, rows in found.tables.items():
        with (given.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, tables()[name].columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    if given.json:
        print(
            json.dumps(
                {"tables": {name: len(rows) for name, rows in found.tables.items()}, "notes": list(found.notes)},
                indent=1,
            )
        )
        return 0
    print(f"Wrote {', '.join(f'{name}.csv ({len(rows)})' for name, rows in found.tables.items())} to {given.folder}.")
    for note in found.notes:
        print(note)
    return 0


def _dispatch(given: argparse.Namespace) -> int:
    from bothhands.plan.dispatch import dispatch_of
    from bothhands.report.chain_sheets import dispatch_table
    from bothhands.report.names import region_name

    case = case_of_arguments(given)
    found = dispatch_of(case, given.weeks)
    words = words_of(given, case.region)
    told = {"region": region_name(case.region, given.lang), "weeks": given.weeks, "day": case.as_of.isoformat()}
    notes = (words.say("dispatch_note", **told, of=words.whose(case)),)
    return tell_chain(given, case, Answer("dispatch", "", {"dispatch": dispatch_table(words, found)}, notes, found))


def _stock_take(given: argparse.Namespace) -> int:
    from bothhands.inputs.saving import csv_text
    from bothhands.inputs.stock_take import compared, read, stock_rows
    from bothhands.inputs.tables.goods import Good
    from bothhands.inputs.tables.stocks import TABLE
    from bothhands.plan.chain_case import stocks_of
    from bothhands.report.chain_sheets import difference_table

    region = region_of(given)
    entries = read(given.file, region.cities, [row.good for row in region.rows(Good)])
    case = case_of_arguments(given)
    computed = stocks_of(case, [(one.place, one.good, one.day) for one in entries])
    found = compared(entries, computed, given.file)
    words = words_of(given, case.region)
    notes = (words.say("stock_note", of=words.whose(case)),)
    answer = Answer("stock-take", "", {"stock-take": difference_table(words, found)}, notes, found)

    def besides(part: Path) -> None:
        text = csv_text(TABLE, stock_rows(found, given.file.name))
        (part / "stocks.csv").write_text(text, encoding="utf-8", newline="")

    code = tell_chain(given, case, answer, besides=besides)
    if given.out is not None and not given.json:
        print(f"{given.out / 'stocks.csv'}: lay it over the region with bothhands region update.")
    return code
