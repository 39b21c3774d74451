"""Figures and tables of a plan as its folder keeps them for the desk: drawn once by the job, read by pages that know no model.

Why this file exists: the web process loads no model, yet shows pictures that only a run can draw. What can be drawn from data alone is not kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from bothhands.outcome.target_case import Runs
from bothhands.outcome.target_forecast import Months
from bothhands.report.amounts import Language
from bothhands.report.svg import Figure, Table

PAGES, RUNS, WEEK = "pages.json", "targets.json", "visits.json"
"""Names of files within a run's folder: what pages show, what targets come to, and the week of visits that was planned."""
Page: TypeAlias = Literal["targets", "chains", "visits"]


@dataclass(frozen=True)
class Shown:
    """What a plan shows on one page of the desk: its figures by name, and tables without a picture."""

    figures: tuple[Figure, ...]
    tables: Mapping[str, Table]


def pages_as_json(told: Mapping[Language, Mapping[Page, Shown]]) -> dict[str, Any]:
    """Figures and tables of every page in every language."""
    return {
        language: {page: {"figures": [asdict(one) for one in shown.figures], "tables": {name: asdict(one) for name, one in shown.tables.items()}} for page, shown in pages.items()}
        for language, pages in told.items()
    }  # fmt: skip


def shown_on(path: Path, page: Page, language: Language) -> Shown:
    """What a plan's folder holds for a page; nothing where it was written by a program that kept none."""
    told = _read(str(path), path.stat().st_mtime_ns).get(language, {}).get(page) if path.exists() else None
    if told is None:
        return Shown((), {})
    figures = tuple(Figure(**{**one, "table": _table(one["table"])}) for one in told["figures"])
    return Shown(figures, {name: _table(one) for name, one in told["tables"].items()})


def runs_as_json(runs: Runs, wanted: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """What a run gives of some indicators by month and draw, by place and indicator; six digits, far within the spread of draws.

    Parameters
    ----------
    runs
        By place, indicator and kind of prices.
    wanted
        Place and indicator of those to be kept.
    """
    asked = set(wanted)
    return [
        {
            "place": place, "indicator": indicator, "prices": prices, "year": one.year,
            **{name: _rounded(getattr(one, name)) for name in ("made", "normal", "before")},
        }
        for (place, indicator, prices), one in runs.items() if (place, indicator) in asked
    ]  # fmt: skip


def runs_in(path: Path) -> Runs:
    """The runs that a plan's folder keeps; none where there are none."""
    return _runs(str(path), path.stat().st_mtime_ns) if path.exists() else {}


@lru_cache(maxsize=4)
def _runs(path: str, changed: int) -> Runs:
    import numpy as np

    told = json.loads(Path(path).read_text(encoding="utf-8"))
    return {
        (one["place"], one["indicator"], one["prices"]): Months(one["year"], *(np.asarray(one[name], float) for name in ("made", "normal", "before")))
        for one in told
    }  # fmt: skip


@lru_cache(maxsize=4)
def _read(path: str, changed: int) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return told


def _rounded(values: Any) -> list[Any]:
    return [_rounded(one) for one in values] if values.ndim > 1 else [float(f"{one:.6g}") for one in values]


def _table(told: Mapping[str, Any]) -> Table:
    return Table(tuple(told["head"]), tuple(tuple(row) for row in told["rows"]))
