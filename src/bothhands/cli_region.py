"""The `region` commands: list, show, check, new, export, balance, table, update."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands.cli_balance import declare_balance
from bothhands.cli_balance import run as balance_run
from bothhands.cli_table import declare_table
from bothhands.cli_table import run as table_run
from bothhands.errors import Fault, InputError

if TYPE_CHECKING:
    from bothhands.inputs.region import Region
    from bothhands.inputs.update import Update

SHOWN_ROWS = 40


def declare(region: argparse.ArgumentParser) -> None:
    """Declare the commands and their arguments."""
    commands = region.add_subparsers(title="commands", metavar="COMMAND", required=True)
    command(commands, "list", "List the regions that come with the package.", _list)
    show = command(commands, "show", "Show what is known of a region.", _show)
    show.add_argument("region", metavar="NAME", help="embedded name, folder or workbook")
    _as_of(show)
    check = command(commands, "check", "Check a region and list every fault.", _check)
    check.add_argument("region", metavar="PATH", help="embedded name, folder or workbook")
    new = command(commands, "new", "Make a region to start from, with every table of the format.", _new)
    new.add_argument("folder", metavar="FOLDER", type=Path, help="folder to make; its name becomes the region's")
    new.add_argument("--from", dest="source", default="two-towns", metavar="REGION", help="region to copy (two-towns)")
    new.add_argument("--empty", action="store_true", help="headers and settings alone, no rows of an invented region")
    new.add_argument("--excel", action="store_true", help="make FOLDER.xlsx instead of a folder")
    export = command(commands, "export", "Write a region as a folder, or as a workbook if PATH ends in .xlsx.", _export)
    export.add_argument("region", metavar="NAME", help="embedded name, folder or workbook")
    export.add_argument("path", metavar="PATH", type=Path, help="folder or .xlsx file to write")
    _as_of(export)
    balance = command(
        commands, "balance", "Write a region's contacts made reciprocal: as many seen from either side.", balance_run
    )
    declare_balance(balance)
    about = "Put an input-output table of your own on a region's sectors."
    declare_table(command(commands, "table", about, table_run))
    update = command(commands, "update", "Lay new rows over a region; a dry run unless --apply.", _update)
    update.add_argument("region", metavar="REGION", help="embedded name, folder or workbook")
    update.add_argument("files", metavar="FILE", nargs="+", type=Path, help="CSV or .xlsx named after the table")
    update.add_argument("--apply", action="store_true", help="write the new edition")
    update.add_argument(
        "--out", type=Path, metavar="PATH", help="folder or .xlsx to write to instead of the region itself"
    )


def command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    about: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """A command below another, which can print JSON."""
    parser = commands.add_parser(name, help=about, description=about)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    return parser


def _as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", metavar="DATE", help="stand on this day: later figures are left out (YYYY-MM-DD)")


def _loaded(given: argparse.Namespace) -> Region:
    from bothhands.inputs.loading import load

    region = load(given.region)
    if getattr(given, "as_of", None) is None:
        return region
    try:
        return region.standing_on(date.fromisoformat(given.as_of))
    except ValueError:
        raise InputError(
            Fault("BH-INP-045", f"--as-of {given.as_of!r} is no date", "YYYY-MM-DD", "write 2020-03-18")
        ) from None


def _list(given: argparse.Namespace) -> int:
    from bothhands.inputs.loading import embedded, load
    from bothhands.inputs.summary import summary

    found = [summary(load(name)) for name in embedded()]
    if given.json:
        return _print_json({"regions": found})
    rows = [
        [one["name"], one["title"], f"{len(one['cities'])}", f"{one['sectors']}", one["default_as_of"], one["edition"]]
        for one in found
    ]
    _print_table(["name", "title", "cities", "sectors", "as of", "edition"], rows)
    for one in found:
        if one["hypothetical"]:
            print(f"{one['name']}: {one['hypothetical']}")
    return 0


def _show(given: argparse.Namespace) -> int:
    from bothhands.inputs.summary import summary

    found = summary(_loaded(given))
    if given.json:
        return _print_json({"region": found})
    print(f"{found['title']}  {found['title_zh']}\nedition {found['edition']}, {found['start']} to {found['end']}")
    standing = (
        f"known on {found['as_of']}" if found["as_of"] else f"a planner stands on {found['default_as_of']} by default"
    )
    print(f"{standing}; protected hub: {found['hub'] or 'none'}")
    if found["hypothetical"]:
        print(found["hypothetical"])
    cities = ", ".join(found["cities"])
    print(f"{found['persons']:,.0f} persons, {found['sectors']} sectors, {len(found['cities'])} cities: {cities}")
    rows = [
        [name, f"{one['rows']:,}", ", ".join(f"{quality} {count:,}" for quality, count in one["quality"].items())]
        for name, one in found["tables"].items()
    ]
    _print_table(["table", "rows", "quality of the rows"], rows)
    for name, count in found["hindsight"].items():
        print(f"Hindsight: {count:,} rows of {name} were used before they could be known.")
    for file, encoding in found["encodings"].items():
        print(f"{file} was read as {encoding}.")
    return 0


def _check(given: argparse.Namespace) -> int:
    from bothhands.inputs.loading import loaded

    found = loaded(given.region)
    region, notes = found.region, found.notes
    if given.json:
        told = [note.as_dict() for note in notes]
        return _print_json({"region": region.name, "edition": region.edition, "faults": [], "notes": told})
    print(f"{region.name}: no fault, edition {region.edition}.")
    _print_notes(notes)
    for file, encoding in region.encodings.items():
        if encoding != "UTF-8":
            print(f"{file} was read as {encoding}.")
    return 0


def _print_notes(notes: Sequence[Fault]) -> None:
    for note in notes[:SHOWN_ROWS]:
        print(f"Note {note.sentence()}")
    if len(notes) > SHOWN_ROWS:
        print(f"... and {len(notes) - SHOWN_ROWS:,} more notes; --json lists them all.")


def _new(given: argparse.Namespace) -> int:
    from bothhands.inputs.loading import load

    target = given.folder.with_suffix(".xlsx") if given.excel else given.folder
    if target.exists():
        raise InputError(
            Fault("BH-INP-044", f"{target} exists already", "a path that is free", "choose another or remove it")
        )
    name = given.folder.stem if given.excel else given.folder.name
    region = load(given.source).with_settings(name=name, title=name, title_zh="")
    if given.empty:
        nothing = dict.fromkeys(region.tables, ())
        region = region.with_settings(hub="", hypothetical="", hypothetical_zh="").with_rows(**nothing)
    save_region(region, target, templates=True)
    if given.json:
        return _print_json({"path": str(target), "edition": region.edition})
    made = f"{target}, every table empty. Fill" if given.empty else f"{target} from {given.source}. Edit"
    print(f"Made {made} its tables, then: bothhands region check {target}")
    return 0


def _export(given: argparse.Namespace) -> int:
    region = _loaded(given)
    save_region(region, given.path, templates=False)
    if given.json:
        return _print_json({"path": str(given.path), "edition": region.edition})
    print(f"Wrote {region.name}, edition {region.edition}, to {given.path}.")
    return 0


def _update(given: argparse.Namespace) -> int:
    from bothhands.inputs.loading import loaded
    from bothhands.inputs.update import updated

    region = loaded(given.region, but=("BH-INP-005", "BH-INP-006")).region
    update = updated(region, given.files)
    if given.json and update.region is not None:
        _print_json(_update_told(region, update, applied=given.apply))
    elif not given.json:
        _print_update(region, update)
    if update.region is None:
        raise InputError(update.faults)
    if not given.apply:
        if not given.json:
            print("Dry run: nothing was written. Add --apply to write the new edition.")
        return 0
    target = given.out or _own_path(given.region)
    save_region(update.region, target, templates=False)
    if not given.json:
        print(f"Wrote edition {update.region.edition} to {target}.")
    return 0


def _own_path(name: str) -> Path:
    """Where an update of a region is written: to itself, unless it is embedded or stands on a base."""
    from bothhands.inputs.loading import is_embedded, is_variant

    if is_embedded(name):
        what = f"{name} comes with the package and is read-only"
        raise InputError(Fault("BH-INP-044", what, "a folder of your own", "add --out FOLDER"))
    if is_variant(name):
        what = f"{name} stands on a base; its joined tables would replace its own"
        raise InputError(Fault("BH-INP-044", what, "a folder of your own", "add --out FOLDER"))
    return Path(name)


def save_region(region: Region, path: Path, *, templates: bool) -> None:
    """Write a region as a workbook or folder, never over an embedded one."""
    from bothhands.inputs.loading import is_embedded
    from bothhands.inputs.saving import save_folder, save_workbook

    if is_embedded(path):
        raise InputError(
            Fault("BH-INP-044", f"{path} is an embedded region", "a folder of your own", "choose another path")
        )
    if path.suffix.lower() == ".xlsx":
        save_workbook(region, path, templates=templates)
    else:
        parquet = path.is_dir() and any(path.glob("*.parquet"))
        save_folder(region, path, "parquet" if parquet else "csv", templates=templates)


def _print_update(region: Region, update: Update) -> None:
    changed = [row for row in update.rows if row.outcome != "unchanged"]
    rows = [
        [row.outcome, row.table, f"{row.number}", " / ".join(row.key), _differences(row.differences)]
        for row in changed[:SHOWN_ROWS]
    ]
    if rows:
        _print_table(["outcome", "table", "row", "key", "difference"], rows)
    if len(changed) > SHOWN_ROWS:
        print(f"... and {len(changed) - SHOWN_ROWS:,} more rows; --json lists them all.")
    counts = ", ".join(f"{update.count(name):,} {name}" for name in ("added", "changed", "unchanged", "refused"))
    print(f"{counts}.")
    for file, encoding in update.encodings.items():
        if encoding != "UTF-8":
            print(f"{file} was read as {encoding}.")
    _print_notes(update.notes)
    if update.region is not None:
        print(f"Edition {region.edition} -> {update.region.edition}.")


def _differences(pairs: object) -> str:
    assert isinstance(pairs, dict)
    return "; ".join(f"{name}: {old or 'blank'} -> {new or 'blank'}" for name, (old, new) in pairs.items())


def _update_told(region: Region, update: Update, *, applied: bool) -> dict[str, object]:
    rows = [row._asdict() for row in update.rows]
    notes = [note.as_dict() for note in update.notes]
    new = update.region.edition if update.region else None
    return {
        "applied": applied, "rows": rows, "notes": notes, "edition_before": region.edition, "edition_after": new,
    }  # fmt: skip


def _print_json(result: dict[str, object]) -> int:
    print(json.dumps({"ok": True, **result}, ensure_ascii=False, indent=1))
    return 0


def _print_table(header: list[str], rows: list[list[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*header, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(table)
