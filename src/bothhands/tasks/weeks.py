"""Weeks: plan against actual, for a task and for the region, so that a deviation is seen while it can still be mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xarray as xr
from sqlalchemy import select

from bothhands.errors import Fault, InputError, NotAllowed
from bothhands.inputs.region import Region
from bothhands.inputs.tables.cases import CaseCount
from bothhands.levers.catalogue import LEVER
from bothhands.records.files import inside
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import MeasureRecord, PlanRecord, Progress, Task
from bothhands.tasks.adopt import is_order
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.follow_up import STANDING, days_late

BAND = (5.0, 50.0, 95.0)


class Week(NamedTuple):
    """A week of a task: what was planned and what was done, in the unit of its measure; none where nothing was told."""

    week: date
    planned_value: float | None
    actual_value: float | None
    note: str


class Deviation(NamedTuple):
    """How a task differs from its plan up to a day."""

    days_late: int
    planned_value: float | None
    """Amount planned so far, or level planned on average; none without a measure."""
    actual_value: float | None
    """The same as told, over the weeks that were told; none where none was."""
    unit: str


class RegionWeek(NamedTuple):
    """A week of the region: cases found as the plan expected (5 %, 50 %, 95 % of its members) and as reported."""

    week: date
    planned_cases_low: float
    planned_cases: float
    planned_cases_high: float
    reported_cases: int | None


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def tell_progress(session: DeskSession, task_id: int, week: date, actual_value: float, today: date, note: str = "") -> Progress:  # fmt: skip
    """Tell what was done of a task in a week; told again, the later word counts.

    Parameters
    ----------
    session
        Of whoever carries the task out, or of the desk.
    task_id
        The task.
    week
        Any day of the week.
    actual_value
        In the unit of its measure: amount of the week, or level held in it.
    today
        The desk's day.
    note
        Anything to be said of it.

    Raises
    ------
    InputError
        Where the task is over, the week is still to come, or the amount cannot be; every fault at once.
    NotAllowed
        Where the task is another's.
    """
    task, access = session.one(Task, task_id), session.access
    if not access.may("follow"):
        access.require("record")
        if task.assignee_id is None or task.assignee_id != access.user_id:
            raise NotAllowed(
                Fault("BH-TSK-041", f"task {task_id} is not yours to tell of", "a task that is yours", "ask the desk")
            )
    if task.status not in STANDING:
        raise InputError(
            Fault("BH-TSK-040", f"task {task_id} is {task.status}", "a task still to be done", "open it again first")
        )
    monday = monday_of(week)
    if faults := [*_week_to_come(monday, today), *_amount_that_cannot_be(session, task, actual_value)]:
        raise InputError(faults)
    told = session.scalars(select(Progress).where(Progress.task_id == task_id, Progress.week == monday)).one_or_none()
    if told is None:
        told = Progress(place=task.place, task_id=task_id, week=monday)
        session.add(told)
    told.actual_value, told.note, told.told_by = actual_value, note, access.user_id
    session.flush()
    return told


def weeks_of(session: DeskSession, task_id: int) -> list[Week]:
    """Each week of a task from its measure's first to its last, and any other that was told of."""
    task = session.one(Task, task_id)
    told = {one.week: one for one in session.scalars(select(Progress).where(Progress.task_id == task_id))}
    measure = None if task.measure_id is None else session.one(MeasureRecord, task.measure_id)
    planned = {} if measure is None else dict(_planned(measure))
    weeks = sorted({*planned, *told})
    return [Week(week, planned.get(week), told[week].actual_value if week in told else None, told[week].note if week in told else "") for week in weeks]  # fmt: skip


def deviation(session: DeskSession, task: Task, today: date) -> Deviation:
    """How a task differs from its plan up to a day: days late, and amounts or levels over the weeks so far."""
    late = days_late(task, today)
    if task.measure_id is None:
        return Deviation(late, None, None, "")
    measure = session.one(MeasureRecord, task.measure_id)
    so_far = [week for week in weeks_of(session, task.id) if week.week <= today]
    add = np.sum if is_order(measure.lever) else np.mean
    planned = [week.planned_value for week in so_far if week.planned_value is not None]
    actual = [week.actual_value for week in so_far if week.actual_value is not None]
    return Deviation(
        late, float(add(planned)) if planned else 0.0, float(add(actual)) if actual else None, measure.unit
    )


def region_weeks(store: Store, session: DeskSession, plan_id: int, place: str = "") -> list[RegionWeek]:
    """The plan's expectation of cases found against those reported since, week by week, for a city or all cities.

    Raises
    ------
    InputError
        Where the plan has no such city.
    """
    plan = session.one(PlanRecord, plan_id)
    weeks, found = _expected(inside(store.folder, plan.folder), plan.as_of, place)
    reported = _reported(region_in_force(store), place)
    last = max(reported, default=plan.as_of)
    told: dict[date, int] = {}
    for day, count in reported.items():
        told[monday_of(day)] = told.get(monday_of(day), 0) + count
    bands = np.percentile(found, BAND, axis=0).T.tolist()
    counts = [told.get(week, 0) if week <= last else None for week in weeks]
    return [
        RegionWeek(week, low, middle, high, count)
        for week, (low, middle, high), count in zip(weeks, bands, counts, strict=True)
    ]


def _week_to_come(monday: date, today: date) -> Iterator[Fault]:
    if monday > today:
        yield Fault("BH-TSK-046", f"the week from {monday} is still to come", f"a week that began by {today}", "tell it once it began", column="week", value=monday.isoformat())  # fmt: skip


def _amount_that_cannot_be(session: DeskSession, task: Task, amount: float) -> Iterator[Fault]:
    """Nothing is done less than not at all; a level keeps the bounds of its lever, an amount those of a week of days."""
    low, high, unit = 0.0, np.inf, ""
    if task.measure_id is not None:
        measure = session.one(MeasureRecord, task.measure_id)
        lever, days = LEVER[measure.lever], 7 if is_order(measure.lever) else 1
        low, high, unit = lever.low * days, lever.high * days, f" {measure.unit}"
    if not low <= amount <= high:
        expected = f"{low:g} to {high:g}{unit}" if np.isfinite(high) else f"{low:g} or more"
        yield Fault("BH-TSK-047", f"{amount:g} would be done in the week", expected, "mend `actual_value`", column="actual_value", value=f"{amount:g}")  # fmt: skip


def _planned(measure: MeasureRecord) -> Iterator[tuple[date, float]]:
    """What a measure is to do in each week: an amount a day adds up, a level is held."""
    week = monday_of(measure.start)
    while week <= measure.end:
        first, last = max(week, measure.start), min(week + timedelta(days=6), measure.end)
        days = (last - first).days + 1
        yield week, measure.value * days if is_order(measure.lever) else measure.value
        week += timedelta(days=7)


def _expected(folder: Path, as_of: date, place: str) -> tuple[Sequence[date], np.ndarray]:
    """Mondays from the plan's day on, and cases found by member and week; of a plan that was checked on none, as expected."""
    with xr.open_dataset(folder / "results.nc", engine="h5netcdf") as results:
        known = "member_found" in results
        found = results["member_found"] if known else results["found"].sel(strategy="plan").expand_dims("member")
        if place and place not in found.place.values:
            names = ", ".join(str(one) for one in found.place.values)
            raise InputError(
                Fault("BH-TSK-045", f"the plan knows no city {place!r}", names, "name a city, or none for all")
            )
        of_place = found.sel(place=place) if place else found.sum("place")
        days = [date.fromisoformat(str(day)[:10]) for day in results["time"].values]
        values = np.asarray(of_place.transpose("member", "time"), float)
    weeks = sorted({monday_of(day) for day in days if day > as_of})
    number = np.array([weeks.index(monday_of(day)) if day > as_of else -1 for day in days])
    return weeks, np.stack([values[:, number == n].sum(1) for n in range(len(weeks))], axis=1)


def _reported(region: Region, place: str) -> dict[date, int]:
    """Newly confirmed cases by day: differences of the cumulative counts of each place and origin."""
    series: dict[tuple[str, str], dict[date, int]] = {}
    for row in region.rows(CaseCount):
        if row.kind == "confirmed" and (not place or row.place == place):
            series.setdefault((row.place, row.origin), {})[row.day] = row.cumulative
    new: dict[date, int] = {}
    for counts in series.values():
        before = None
        for day in sorted(counts):
            if before is not None:
                new[day] = new.get(day, 0) + counts[day] - before
            before = counts[day]
    return new
