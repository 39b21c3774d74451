"""The `visits` command: who goes where on which day of a week. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands.cli_answers import Answer, tell
from bothhands.cli_arguments import day, declare_folder, one_or_more, seed
from bothhands.cli_plan import declare_region, declare_telling, region_of
from bothhands.errors import Fault, InputError

if TYPE_CHECKING:
    from bothhands.inputs.region import Region
    from bothhands.plan.visits.from_region import Away

PLAN = "Plan a week of visits: who goes where on which day, what each visit is worth, what is left out and why."


def declare(visits: argparse.ArgumentParser) -> None:
    """Declare the command and its arguments."""
    commands = visits.add_subparsers(title="commands", metavar="COMMAND", required=True)
    plan = commands.add_parser("plan", help=PLAN, description=PLAN)
    declare_region(plan)
    declare_telling(plan)
    plan.add_argument("--week", type=day, required=True, metavar="DAY", help="first day of the week (YYYY-MM-DD)")  # fmt: skip
    plan.add_argument("--days", type=int, default=5, metavar="N", help="days of work from it on, 1 to 7 (5)")
    plan.add_argument(
        "--place",
        action="append",
        default=[],
        metavar="NAME",
        help="visits and officers of this city only; may be repeated",
    )
    plan.add_argument(
        "--away", action="append", default=[], metavar="OFFICER=FIRST..LAST",
        help="days on which an officer is on leave, ill or in quarantine; may be repeated",
    )  # fmt: skip
    plan.add_argument(
        "--from", dest="earlier", type=Path, default=None, metavar="FOLDER",
        help="a week that was planned before: its visits stay with their officer and day, those of whoever is away are given to others",
    )  # fmt: skip
    plan.add_argument(
        "--chain",
        action="store_true",
        help="run the chain and price a delay of each of its sites (takes about a minute)",
    )
    plan.add_argument(
        "--finding",
        action="append",
        default=[],
        metavar="FIRM=N",
        help="findings of a firm that are due in the week; may be repeated",
    )
    plan.add_argument(
        "--made", type=Path, default=None, metavar="FILE",
        help="visits made since the table of visits was written, as a list of JSON (see docs/how-to/plan-visits.md)",
    )  # fmt: skip
    plan.add_argument(
        "--hours-before", action="append", default=[], metavar="OFFICER=HOURS",
        help="hours worked more than the others in the weeks before, below zero for fewer; may be repeated",
    )  # fmt: skip
    plan.add_argument(
        "--worked", action="append", default=[], metavar="OFFICER=DAY,DAY",
        help="days of the week before on which an officer worked; they count into the five in any seven; may be repeated",
    )  # fmt: skip
    plan.add_argument("--most", type=one_or_more, default=300, metavar="N", help="visits that are looked at, those of most worth (300)")  # fmt: skip
    plan.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of the search (1)")
    declare_folder(plan, "where to write workbook, board and the week")
    plan.set_defaults(run=_plan)


def _plan(given: argparse.Namespace) -> int:
    """A week of visits."""
    from rich.console import Console

    from bothhands.plan.firm_case import firm_case
    from bothhands.plan.visits.days import check_week
    from bothhands.plan.visits.from_region import prices_of_links, week_of
    from bothhands.plan.visits.made import made_in
    from bothhands.plan.visits.search import plan_visits
    from bothhands.report.visit_answers import (  # fmt: skip
        coverage_table,
        plan_told,
        visit_footer,
        visit_notes,
        visit_pictures,
        visit_tables,
        visits_said,
    )
    from bothhands.report.visit_folder import locked_of, write_week
    from bothhands.report.words import Wording

    region, away = region_of(given), _away(given.away)
    locked = {} if given.earlier is None else locked_of(given.earlier)
    _known_places(region, given.place)
    check_week(region, given.as_of or region.default_as_of, given.week, given.days)
    made, findings = made_in(given.made, region) if given.made else (), _findings(given.finding, region)
    before, worked = _hours_before(given.hours_before, region), _worked(given.worked, region)
    with Console(stderr=True).status("running the region and its firms …") as status:
        case = firm_case(region, given.as_of)
        links = prices_of_links(region, case.as_of) if given.chain else {}
        wanted = week_of(
            case,
            given.week,
            days=given.days,
            away=away,
            links=links,
            findings=findings,
            locked=locked,
            most=given.most,
            places=given.place,
            made=made,
            hours_before=before,
            worked=worked,
        )
        found = plan_visits(wanted.week, given.seed, progress=lambda line: status.update(f"{line} …"))
    words = Wording(given.lang, given.money_unit, currency=region.settings.currency)
    tables = visit_tables(wanted, found, case.region, words)
    shown = {"days": tables["days"], "officers": tables["officers"]}
    sheets = {
        "coverage": coverage_table(found, case.region, words),
        "left-out": tables["left out"],
        "worth": tables["worth"],
    }
    told = plan_told(wanted, found)
    answer = Answer(
        "week", visits_said(found, words), shown, visit_notes(wanted, found, case.region, words), told, sheets
    )
    footer = visit_footer(case.region, case.as_of, words)

    def besides(part: Path) -> None:
        write_week(wanted, found, part)

    return tell(given, case, answer, lambda: visit_pictures(found, case.region, words, footer), "visits", besides)


def _findings(given: list[str], region: Region) -> dict[str, int]:
    """Findings that are due, by firm."""
    from bothhands.inputs.codes import nearest
    from bothhands.inputs.tables.firms import Firm

    names, found, faults = [row.firm for row in region.rows(Firm)], {}, []
    for one in given:
        firm, _, count = one.rpartition("=")
        if firm and count.isdecimal() and firm in names:
            found[firm] = int(count)
        elif firm and count.isdecimal():
            faults.append(Fault("BH-FRM-009", f"no firm {firm!r}", f"a firm of {region.name}", nearest(firm, names), column="--finding", value=one))  # fmt: skip
        else:
            faults.append(Fault("BH-VIS-018", f"{one!r} tells no firm and number", "FIRM=2", "write the firm's identifier and a whole number", column="--finding", value=one))  # fmt: skip
    if faults:
        raise InputError(faults)
    return found


def _hours_before(given: list[str], region: Region) -> dict[str, float]:
    """Hours worked more than the others, by officer."""
    from bothhands.inputs.codes import nearest
    from bothhands.inputs.tables.officers import Officer

    names, found, faults = [row.officer for row in region.rows(Officer)], {}, []
    for one in given:
        officer, _, hours = one.rpartition("=")
        try:
            found[officer] = float(hours)
        except ValueError:
            found[officer] = math.nan
        if officer not in names:
            faults.append(Fault("BH-VIS-013", f"nobody is called {officer!r}", "an officer of the region", nearest(officer, names), column="--hours-before", value=one))  # fmt: skip
        if not abs(found[officer]) <= 500:
            faults.append(Fault("BH-VIS-023", f"{one!r} tells no hours", "OFFICER=3.5, at most 500", "write a number of hours", column="--hours-before", value=one))  # fmt: skip
    if faults:
        raise InputError(faults)
    return found


def _worked(given: list[str], region: Region) -> dict[str, list[date]]:
    """Days worked in the week before, by officer."""
    from bothhands.inputs.codes import nearest
    from bothhands.inputs.tables.officers import Officer

    names, faults = [row.officer for row in region.rows(Officer)], []
    found: dict[str, list[date]] = {}
    for one in given:
        officer, _, days = one.rpartition("=")
        try:
            found[officer] = [date.fromisoformat(day) for day in days.split(",")]
        except ValueError:
            faults.append(Fault("BH-VIS-024", f"{one!r} tells no days", "OFFICER=2020-03-21,2020-03-22", "write days as year-month-day", column="--worked", value=one))  # fmt: skip
        if officer not in names:
            faults.append(Fault("BH-VIS-013", f"nobody is called {officer!r}", "an officer of the region", nearest(officer, names), column="--worked", value=one))  # fmt: skip
    if faults:
        raise InputError(faults)
    return found


def _known_places(region: Region, places: list[str]) -> None:
    from bothhands.inputs.codes import nearest
    from bothhands.inputs.tables.places import Place

    names = [row.place for row in region.rows(Place)]
    faults = [Fault("BH-VIS-015", f"no place is called {one!r}", f"a place of {region.name}", nearest(one, names), column="--place", value=one) for one in places if one not in names]  # fmt: skip
    if faults:
        raise InputError(faults)


def _away(given: list[str]) -> list[Away]:
    """Officers and days as they were written."""
    from bothhands.plan.visits.from_region import Away

    found, faults = [], []
    for one in given:
        name, _, days = one.rpartition("=")
        first, _, last = days.partition("..")
        try:
            found.append(Away(name, date.fromisoformat(first), date.fromisoformat(last or first)))
        except ValueError:
            faults.append(Fault("BH-VIS-016", f"{one!r} tells no officer and days", "OFFICER=2020-03-24..2020-03-26", "write both days as YYYY-MM-DD", column="--away", value=one))  # fmt: skip
    if faults:
        raise InputError(faults)
    return found
