"""The `firms` commands: check a register before it is loaded, tell what ails each firm. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bothhands.cli_answers import show
from bothhands.cli_arguments import declare_folder, somewhere
from bothhands.cli_firms_help import declare_help
from bothhands.cli_plan import declare_region, declare_telling, region_of
from bothhands.cli_region import command, save_region
from bothhands.errors import Fault, InputError

if TYPE_CHECKING:
    from bothhands.inputs.firm_check import Checked
    from bothhands.plan.firm_case import FirmCase

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
OUT = Path("bothhands-out")
SHOWN = 20
FILES = (".csv", ".xlsx", ".xlsm", ".parquet")


def declare(firms: argparse.ArgumentParser) -> None:
    """Declare the commands and their arguments."""
    commands = firms.add_subparsers(title="commands", metavar="COMMAND", required=True)
    declare_check(commands)
    declare_diagnose(commands)
    declare_help(commands)


def declare_check(commands: Commands) -> None:
    """Arguments of `firms check`."""
    check = command(
        commands, "check", "Find what is wrong or doubtful in a register of firms; nothing is written unless --confirm.", _check
    )  # fmt: skip
    check.add_argument(
        "register", metavar="FILE|REGION", help="a CSV, Parquet or Excel file of the table firms, or a region"
    )
    check.add_argument(
        "--region", metavar="REGION", help="of a file: the region it is for, whose names must be kept to"
    )
    check.add_argument(
        "--confirm",
        action="store_true",
        help="of a file without a fault: lay it over the region, doubts being accepted",
    )
    check.add_argument(
        "--out", type=somewhere, metavar="PATH", help="with --confirm the folder or .xlsx to write the region to; else the folder of the report"
    )  # fmt: skip


def declare_diagnose(commands: Commands) -> None:
    """Arguments of `firms diagnose`."""
    about = "Tell what binds each firm, by how much, since when, and what would come back without it."
    diagnose = commands.add_parser("diagnose", help=about, description=about)
    declare_region(diagnose)
    declare_telling(diagnose)
    diagnose.add_argument("--firm", metavar="ID", help="one firm in words, with its cash as a picture (all, as tables)")
    declare_folder(diagnose, "where to write tables and charts")
    diagnose.set_defaults(run=_diagnose)


def _check(given: argparse.Namespace) -> int:
    """Check, report every find, and lay the file over its region where that was confirmed."""
    from bothhands.inputs.firm_check import check_file, check_region
    from bothhands.inputs.loading import load

    path = Path(given.register)
    is_file = path.suffix.lower() in FILES and not (
        path.suffix.lower() == ".xlsx" and given.region is None and _is_region(path)
    )
    region = load(given.region) if given.region else None
    found = check_file(path, region) if is_file else check_region(load(given.register))
    report = given.out if given.out and not given.confirm else OUT / "firms-check"
    written = _told(given, found, report)
    if given.confirm:
        _confirmed(given, found, path if is_file else None)
    elif not given.json and is_file:
        print("Dry run: nothing was loaded. Add --confirm with --region and --out to lay it over a region.")
    if given.json:
        _print_json(found, written)
    return 2 if found.faults else 1 if found.doubts and not given.confirm else 0


def _is_region(path: Path) -> bool:
    """Whether a workbook is a whole region: it has the sheet of settings."""
    import openpyxl

    return path.is_file() and "region" in openpyxl.load_workbook(path, read_only=True).sheetnames


def _told(given: argparse.Namespace, found: Checked, report: Path) -> list[str]:
    """The first finds in words, a count a code, and all of them in files where there are any."""
    from bothhands.report.firm_tables import MOST_FINDS, finds, write_rows

    told = [*found.faults, *found.doubts]
    written = write_rows(report, "finds", finds(found.faults, found.doubts), MOST_FINDS) if told else []
    if given.json:
        return [str(report / name) for name in written]
    for one in told[:SHOWN]:
        print(one.sentence())
    counts = ", ".join(f"{code} × {count:,}" for code, count in sorted(Counter(one.code for one in told).items()))
    print(
        f"{found.firms:,} firms, {len(found.faults):,} faults, {len(found.doubts):,} doubts{': ' if counts else ''}{counts}."
    )
    if written:
        part = f" (the workbook holds the first {MOST_FINDS:,})" if len(told) > MOST_FINDS else ""
        print(f"Every find, one a row: {', '.join(str(report / name) for name in written)}{part}.")
    return [str(report / name) for name in written]


def _confirmed(given: argparse.Namespace, found: Checked, path: Path | None) -> None:
    """Lay a checked file over its region and write that."""
    from bothhands.inputs.firm_check import laid_over_region
    from bothhands.inputs.loading import load

    if path is None or not given.region or given.out is None or found.faults:
        what = "there are faults" if found.faults else "--confirm without a file, --region or --out"
        raise InputError(
            Fault("BH-FRM-008", what, "a file without fault, --region REGION and --out PATH", "mend it first")
        )
    update = laid_over_region(load(given.region), path)
    if update.region is None:
        raise InputError(update.faults)
    save_region(update.region, given.out, templates=False)
    counts = ", ".join(f"{update.count(name):,} {name}" for name in ("added", "changed", "unchanged"))
    if not given.json:
        print(f"{counts}. Wrote edition {update.region.edition} to {given.out}.")


def _print_json(found: Checked, written: Sequence[str]) -> None:
    told = {
        "ok": not found.faults, "firms": found.firms, "faults": [one.as_dict() for one in found.faults],
        "doubts": [one.as_dict() for one in found.doubts], "files": list(written),
    }  # fmt: skip
    print(json.dumps(told, ensure_ascii=False, indent=1))


def _diagnose(given: argparse.Namespace) -> int:
    """What ails the firms of a region, or one of them."""
    from rich.console import Console

    from bothhands.plan.firm_case import firm_case
    from bothhands.report.firm_charts import pictures
    from bothhands.report.firm_tables import difficulty_table, firm_rows, one_firm, write_rows
    from bothhands.report.firm_words import firm_said, firm_title
    from bothhands.report.whole_folder import written_whole

    with Console(stderr=True).status("running the region and the accounts of its firms …"):
        case = firm_case(region_of(given), given.as_of)
    firm = None if given.firm is None else _number_of(case, given.firm)
    table = difficulty_table(case, given.lang)
    written: list[str] = []
    if given.out is not None:
        with written_whole(given.out) as part:
            written = write_rows(part, "firms", list(firm_rows(case)))
            for name, picture in pictures(case, given.lang, firm).items():
                (part / name).write_text(picture, encoding="utf-8")
                written.append(name)
    if given.json:
        rows = [one_firm(case, firm)] if firm is not None else list(firm_rows(case))
        about = {"region": case.region.name, "as_of": case.as_of.isoformat(), "edition": case.region.edition}
        print(json.dumps({**about, "firms": rows, "files": written}, ensure_ascii=False, indent=1))
        return 0
    if firm is not None:
        print(firm_title(case, firm, given.lang))
        for sentence in firm_said(case, firm, given.lang, given.money_unit):
            print(f"  {sentence}")
    else:
        show({"difficulties": table})
    if written:
        print(f"{given.out}: {', '.join(written)}")
    return 0


def _number_of(case: FirmCase, name: str) -> int:
    """Number of a firm by its identifier."""
    from bothhands.inputs.codes import nearest

    if name not in case.axes.register:
        remedy = nearest(name, case.axes.register)
        raise InputError(Fault("BH-FRM-009", f"no firm {name!r}", f"a firm of {case.region.name}", remedy))
    return case.axes.register.index(name)
