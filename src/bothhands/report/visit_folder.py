"""A week of visits in a folder: the week as data, and what a page of the desk shows of it in both languages.

Why this file exists: the command line and a job of the desk write the same, and the web process loads no model.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from bothhands.errors import Fault, InputError
from bothhands.inputs.region import Region
from bothhands.plan.visits.answer import VisitPlan
from bothhands.plan.visits.from_region import Wanted
from bothhands.report.amounts import Language
from bothhands.report.kept_figures import PAGES, WEEK, Page, Shown, pages_as_json
from bothhands.report.svg import Figure, Table
from bothhands.report.visit_answers import (
    coverage_table,
    plan_told,
    visit_notes,
    visit_pictures,
    visit_tables,
    visits_said,
)
from bothhands.report.words import Wording

LANGUAGES: tuple[Language, ...] = ("en", "zh")


def write_week(wanted: Wanted, plan: VisitPlan, folder: Path) -> str:
    """Write the week as data, from which a later one can start; name of the file.

    Parameters
    ----------
    wanted, plan
        As posed, and as found.
    folder
        Where to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(plan_told(wanted, plan), default=str, ensure_ascii=False, indent=1)
    (folder / WEEK).write_text(text, encoding="utf-8")
    return WEEK


def write_visits(
    wanted: Wanted, plan: VisitPlan, region: Region, folder: Path, footers: dict[Language, str]
) -> list[str]:
    """Write the week and what the desk shows of it.

    Parameters
    ----------
    wanted, plan, region
        As posed, as found, and the region.
    folder
        Where to.
    footers
        Source line of the picture, by language.
    """
    pages: dict[Language, dict[Page, Shown]] = {}
    for language in LANGUAGES:
        words = Wording(language, currency=region.settings.currency)
        tables = visit_tables(wanted, plan, region, words)
        pictures = list(visit_pictures(plan, region, words, footers[language]).values())
        figures = (
            (Figure("week", visits_said(plan, words), pictures[0], pictures[1], tables["days"]),) if pictures else ()
        )
        said = Table((visits_said(plan, words),), tuple((note,) for note in visit_notes(wanted, plan, region, words)))
        kept = {
            "said": said,
            "days": tables["days"],
            "officers": tables["officers"],
            "coverage": coverage_table(plan, region, words),
            "left out": tables["left out"],
        }
        pages[language] = {"visits": Shown(figures, kept)}
    files = [write_week(wanted, plan, folder), PAGES]
    (folder / PAGES).write_text(json.dumps(pages_as_json(pages), ensure_ascii=False), encoding="utf-8")
    return files


def locked_of(folder: Path) -> dict[str, tuple[str, date]]:
    """Officer and day of each visit of a week that was planned before.

    Parameters
    ----------
    folder
        Where it was written.
    """
    path = folder / WEEK
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {
            stop["visit"]: (day["officer"], date.fromisoformat(day["day"]))
            for day in told["days"]
            for stop in day["stops"]
        }
    except (OSError, ValueError, KeyError, TypeError) as problem:
        what = f"{path.name} holds no week of visits: {type(problem).__name__}"
        raise InputError(
            Fault(
                "BH-VIS-017", what, "a folder that `bothhands visits plan --out` wrote", "name that folder", str(folder)
            )
        ) from None
