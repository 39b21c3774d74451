"""Outcomes of what was run: each scenario, plan or reference strategy as a course of days beside what it amounts to, read from its folder.

Why this file exists: whatever made them, two to four of them are laid side by side alike. Nothing here runs a model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from sqlalchemy import select

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.levers.difference import LeverMoved, levels_moved, orders_moved
from bothhands.levers.measure import Measure
from bothhands.records.files import inside
from bothhands.records.running import Job
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import MeasureRecord, PlanRecord, Scenario
from bothhands.tasks.scenarios import levers_of
from bothhands.tasks.take_in import as_measure

TABLE, PLAN = "table of measures", "plan"
"""Strategies of a run of a scenario, and of a plan."""
MOST_COMPARED = 4
FloatArray = NDArray[np.float64]
SERIES: Mapping[str, tuple[str, str]] = {
    "found": ("found", "member_found"), "ward": ("ward_patients", "member_ward"), "intensive": ("intensive_patients", "member_intensive"),
    "value_added": ("value_added_per_day", ""), "deaths": ("deaths", "member_deaths"),
}  # fmt: skip
"""What is drawn: its name in `results.nc` by strategy, and by member."""
QUANTILES = ((0.05, 0.95), (0.25, 0.75))


class Choice(NamedTuple):
    """Something that can be laid beside others."""

    key: str
    name: str
    """In a person's words; of a reference strategy its own name, of a table that no scenario stands behind any more `TABLE`."""
    kind: str
    """`scenario`, `plan` or `reference`."""


@dataclass(frozen=True)
class Course:
    """What one of them comes to, by day and in all; persons, and money of the region's currency."""

    choice: Choice
    start: date
    as_of: date
    series: Mapping[str, FloatArray]
    """By day over the whole region; deaths add up from the day after the as-of day."""
    bands: Mapping[str, tuple[tuple[FloatArray, FloatArray], ...]]
    """90 and 50 % of stochastic members, where it was run on some."""
    outcome: Mapping[str, Any]
    measures: tuple[Measure, ...] | None
    """None where the folder does not hold them."""
    breaches: tuple[str, ...]
    """Limits that its orders break, and costs they state below the tables, in words."""


def choices_of(session: DeskSession, edition: str) -> list[Choice]:
    """Everything on an edition that was run and can be compared: scenarios, plans, then the reference strategies of the latest run."""
    found = []
    for scenario in session.scalars(
        select(Scenario).where(Scenario.job_id.is_not(None)).order_by(Scenario.id.desc()).limit(20)
    ):
        job = session.get(Job, scenario.job_id)
        if job is not None and job.state == "done" and job.folder and job.edition == edition:
            found.append(Choice(f"job:{job.id}:{TABLE}", scenario.name, "scenario"))
    plans = select(PlanRecord).where(PlanRecord.folder != "", PlanRecord.edition == edition)
    found += [Choice(f"plan:{one.id}:{PLAN}", f"{one.name} ({one.id})", "plan") for one in session.scalars(plans.order_by(PlanRecord.id.desc()).limit(20))]  # fmt: skip
    done = select(Job).where(Job.state == "done", Job.kind.in_(("compare", "simulate")), Job.folder != "", Job.edition == edition)  # fmt: skip
    seen: set[str] = set()
    for job in session.scalars(done.order_by(Job.id.desc()).limit(20)):
        for one in job.result.get("strategies", ()):
            if one["strategy"] not in (TABLE, *seen):
                seen.add(one["strategy"])
                found.append(Choice(f"job:{job.id}:{one['strategy']}", one["strategy"], "reference"))
    return found


def course_of(store: Store, session: DeskSession, key: str) -> Course:
    """One of them in full.

    Parameters
    ----------
    store, session
        The desk.
    key
        `job:NUMBER:STRATEGY` or `plan:NUMBER:STRATEGY`.

    Raises
    ------
    InputError
        Where there is no such run, plan or strategy, or its files were let go.
    """
    asked = re.fullmatch(r"(job|plan):([0-9]{1,9}):([^\x00-\x1f]{1,120})", key)
    if asked is None:
        raise InputError(Fault("BH-TSK-104", f"{key[:80]!r} names nothing that can be compared", "job:NUMBER:STRATEGY or plan:NUMBER:STRATEGY", "choose from the list", column="of"))  # fmt: skip
    kind, number, strategy = asked[1], int(asked[2]), asked[3]
    owner = session.one(Job, number) if kind == "job" else session.one(PlanRecord, number)
    if not owner.folder:
        raise InputError(Fault("BH-TSK-105", f"the files of {kind} {number} are not there", "files that are kept", "run it again", column="of"))  # fmt: skip
    folder = inside(store.folder, owner.folder)
    told = _told(folder)
    outcome = next((one for one in told["strategies"] if one["strategy"] == strategy), None)
    if outcome is None:
        raise InputError(Fault("BH-TSK-104", f"{kind} {number} has no strategy {strategy!r}", f"one of {', '.join(str(one['strategy']) for one in told['strategies'])}", "choose from the list", column="of"))  # fmt: skip
    if isinstance(owner, PlanRecord):
        name, sort = (f"{owner.name} ({owner.id})", "plan") if strategy == PLAN else (strategy, "reference")
    else:
        named = session.scalars(select(Scenario.name).where(Scenario.job_id == number)).first()
        name, sort = (named or TABLE, "scenario") if strategy == TABLE else (strategy, "reference")
    as_of = date.fromisoformat(told["as_of"])
    start, series, bands = _series(folder, strategy, as_of)
    measures = _measures(session, folder, owner, strategy)
    breaches = tuple(told.get("breaches", ())) if strategy in (TABLE, PLAN) else ()
    return Course(Choice(key, name, sort), start, as_of, series, bands, outcome, measures, breaches)


def compared(store: Store, session: DeskSession, keys: Sequence[str]) -> list[Course]:
    """Two to four side by side; `InputError` for fewer, more, or the same twice."""
    if not 2 <= len(set(keys)) == len(keys) <= MOST_COMPARED:
        raise InputError(Fault("BH-TSK-106", f"{len(keys)} are to be compared", f"two to {MOST_COMPARED}, each once", "choose others", column="of"))  # fmt: skip
    return [course_of(store, session, key) for key in keys]


def difference(
    region: Region, one: Course, other: Course
) -> tuple[tuple[LeverMoved, ...], tuple[tuple[str, float, float], ...]] | None:
    """Levels and orders of the second that differ from those of the first; None where either's measures are not kept."""
    if one.measures is None or other.measures is None:
        return None
    day = max(one.as_of, other.as_of)
    (axes, before), (_, after) = (_levers(region, course) for course in (one, other))
    return levels_moved(axes, before, after, day), orders_moved(axes, before, after)


def _levers(region: Region, course: Course) -> tuple[Axes, Any]:
    axes, _, levers = levers_of(region, course.as_of, course.measures or ())
    return axes, levers


def _told(folder: Path) -> dict[str, Any]:
    for name in ("strategies.json", "plan.json"):
        if (folder / name).is_file():
            told: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
            return told
    raise InputError(Fault("BH-TSK-105", f"{folder.name} holds no outcomes", "a run or a plan of this version", "run it again", column="of"))  # fmt: skip


@lru_cache(maxsize=32)
def _series(folder: Path, strategy: str, as_of: date) -> tuple[date, dict[str, FloatArray], dict[str, Any]]:
    """Series of a strategy by day; a folder of results is never written again."""
    with xr.open_dataset(folder / "results.nc", engine="h5netcdf") as held:
        days = held["time"].values.astype("datetime64[D]")
        ahead = days > np.datetime64(as_of)
        own: dict[str, FloatArray] = {}
        bands: dict[str, tuple[tuple[FloatArray, FloatArray], ...]] = {}
        for name, (variable, members) in SERIES.items():
            if variable not in held or strategy not in held["strategy"].values:
                continue
            found = held[variable].sel(strategy=strategy)
            whole = found.sum([axis for axis in found.dims if axis != "time"]).values.astype(float)
            own[name] = np.cumsum(whole * ahead) if name == "deaths" else whole
            if members and members in held and strategy == held["strategy"].values[-1]:
                drawn = held[members]
                each = drawn.sum([axis for axis in drawn.dims if axis not in ("member", "time")]).values.astype(float)
                each = np.cumsum(each * ahead, axis=1) if name == "deaths" else each
                bands[name] = tuple(tuple(np.quantile(each, pair, axis=0)) for pair in QUANTILES)
    return days[0].item(), own, bands


def _measures(session: DeskSession, folder: Path, owner: Job | PlanRecord, strategy: str) -> tuple[Measure, ...] | None:
    if isinstance(owner, PlanRecord):
        if strategy != PLAN:
            return None
        own = select(MeasureRecord).where(MeasureRecord.plan_id == owner.id).order_by(MeasureRecord.id)
        return tuple(as_measure(one) for one in session.scalars(own))
    if not (folder / "measures.json").is_file():
        return None
    tables = json.loads((folder / "measures.json").read_text(encoding="utf-8"))
    return tuple(Measure.model_validate(one) for one in tables.get(strategy, ()))
