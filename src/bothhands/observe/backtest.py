"""Forecasts of the past, each with nothing known later, scored against what came and against rules named in advance.

Why this file exists: a forecast is believed for how it did, not for how it was made. An origin stands on its day: rows known by
then, measures then in force carried on, a fit of its own. Finished origins are kept, so that an interrupted run goes on where it
stopped; the name of a kept file holds the edition (what came is scored too), the arguments and a hash of the sources.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes, axes_of
from bothhands.inputs.region import Region
from bothhands.inputs.tables.cases import CaseCount
from bothhands.model import kept
from bothhands.observe.baselines import BASELINES, Past, baseline
from bothhands.observe.fitted import Fitted, fit_region
from bothhands.observe.forecast import WEEK, forecast
from bothhands.observe.scores import (
    FloatArray,
    crps,
    distribution,
    log_score,
    quantiles,
    randomised_pit,
    weighted_interval_score,
)
from bothhands.observe.streams import Reports, reports_of

OURS = "bothhands"
FORECASTERS = (OURS, *BASELINES)
WHOLE = ""
"""Name of the whole region among the places."""
FIRST_AFTER = 10
"""Days from the first count to the first origin unless told otherwise."""
FOLDERS = ("inputs", "levers", "model", "observe")
"""Folders of the program a score depends on."""


class Scored(NamedTuple):
    """A forecast of one week's new local cases in a place, and how it did; scores are None where the week was not wholly reported."""

    origin: date
    ahead: int
    """Weeks ahead: 1 is the week after the origin."""
    place: str
    """A city, or `WHOLE`."""
    forecaster: str
    quantiles: tuple[float, ...]
    """At `scores.LEVELS`."""
    cases: int | None = None
    crps: float | None = None
    wis: float | None = None
    log: float | None = None
    """Infinite where what came was held impossible."""
    pit: float | None = None


class BackTest(NamedTuple):
    """A rolling back-test: what was asked, and every forecast with its scores."""

    region: str
    edition: str
    split: date
    """Origins up to this day are told apart from later ones."""
    origins: tuple[date, ...]
    weeks: int
    members: int
    seed: int
    scored: tuple[Scored, ...]


def backtest(
    region: Region,
    origins: Sequence[date],
    weeks: int,
    members: int,
    seed: int,
    folder: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> BackTest:
    """Forecast from every origin and score what came.

    Parameters
    ----------
    region
        With all that is known today.
    origins
        Days to stand on, from `origins_of`.
    weeks
        Weeks ahead.
    members
        Stochastic members of every forecast.
    seed
        Of every draw.
    folder
        Where finished origins are kept; the cache folder by default.
    progress
        Told in a line what is being done.
    """
    folder = folder or kept.folder("backtests")
    axes = axes_of(region)
    truth = reports_of(region, axes, max(row.day for row in region.rows(CaseCount)))
    paths = {day: folder / _name(region, day, weeks, members, seed) for day in origins}
    done = {day: found for day in origins if (found := _read(paths[day])) is not None}
    left = [day for day in origins if day not in done]
    for fitted in _fits(region, left):
        day = fitted.posterior.as_of
        progress(f"origin {day.isoformat()} ({origins.index(day) + 1} of {len(origins)}): {members} members")
        done[day] = of_origin(fitted, axes, truth, weeks, members, seed)
        kept.write(paths[day], json.dumps([_plain(one) for one in done[day]]).encode())
    return BackTest(
        region.name, region.edition, region.default_as_of, tuple(origins), weeks, members, seed,
        tuple(one for day in origins for one in done[day]),
    )  # fmt: skip


def origins_of(region: Region, first: date | None, last: date | None, every: int, weeks: int = 1) -> tuple[date, ...]:
    """Days to stand on, so many weeks before the calendar's end at least: from ten days after the first count to the last one, unless told otherwise."""
    days = [row.day for row in region.rows(CaseCount) if row.kind == "confirmed" and row.origin == "local"]
    faults = []
    if not days:
        faults.append(Fault("BH-OBS-001", f"{region.name} has no reported cases", "rows of confirmed local cases", "fill the table cases"))  # fmt: skip
    if every < 1:
        faults.append(Fault("BH-OBS-002", f"{every} days between origins", "1 or more", "change it"))
    if faults:
        raise InputError(faults)
    first = first or min(days) + timedelta(days=FIRST_AFTER)
    end = region.end - timedelta(days=WEEK * weeks)
    last = last or min(max(days), end)
    if first < max(region.start, min(days)) or last > end or last < first:
        raise InputError(
            Fault("BH-OBS-002", f"origins from {first.isoformat()} to {last.isoformat()}",
                  f"days from {max(region.start, min(days)).isoformat()} to {end.isoformat()}, {weeks} weeks before the calendar's end, the first no later than the last",
                  "change one of them")
        )  # fmt: skip
    return tuple(first + timedelta(days=n) for n in range(0, (last - first).days + 1, every))


def of_origin(fitted: Fitted, axes: Axes, truth: Reports, weeks: int, members: int, seed: int) -> tuple[Scored, ...]:
    """Every forecast of an origin, scored.

    Parameters
    ----------
    fitted
        The region as known on the origin, with its fit.
    axes
        Of the region.
    truth
        Reports as known today.
    weeks
        Weeks ahead.
    members
        Stochastic members of the forecast.
    seed
        Of every draw.
    """
    origin = fitted.posterior.as_of
    here = axes.day_index(origin) + 1
    known = reports_of(fitted.region, fitted.axes, origin)
    seen = np.flatnonzero(known.observed.any(0))
    ours = forecast(fitted, weeks, members, seed)
    generator = np.random.default_rng([seed, 5, origin.toordinal()])
    past, last = weekly_past(known, here), known.new[max(here - WEEK, 0) : here].sum(0)
    everywhere = tuple(Past(past[:, p], last[p]) for p in seen)
    together = np.where(np.isfinite(past[:, seen]).any(1), np.nansum(past[:, seen], axis=1), np.nan)
    whole = Past(together, last[seen].sum())
    scored: list[Scored] = []
    for ahead in range(1, weeks + 1):
        came = week_counts(truth, here + WEEK * (ahead - 1))
        rows = [(axes.places[p], Past(past[:, p], last[p]), ours.means[:, ahead - 1, p], came[p]) for p in seen]
        rows.append((WHOLE, whole, ours.means[:, ahead - 1, seen].sum(1), came[seen].sum()))
        for place, own, means, count in rows:
            told = {OURS: (means, ours.dispersion)}
            told |= {name: baseline(name, own, everywhere, ahead) for name in BASELINES}
            for name, (expected, dispersion) in told.items():
                one = Scored(origin, ahead, place, name, ())
                scored.append(_scored(one, expected, dispersion, count, generator.random()))
    return tuple(scored)


def week_counts(reports: Reports, first: int) -> FloatArray:
    """New cases by place in the seven days from a day of the calendar; NaN where they were not wholly reported.

    A count that began before them tells of them only where it found nothing.
    """
    days = slice(max(first, 0), first + WEEK)
    observed = reports.observed[days]
    if first < 0 or len(observed) < WEEK:
        return np.full(reports.new.shape[1], np.nan)
    before = observed & (reports.since[days] < first) & (reports.new[days] != 0)
    own = observed[-1] & ~before.any(0)
    return np.where(own, reports.new[days].sum(0), np.nan)


def weekly_past(reports: Reports, until: int) -> FloatArray:
    """Weekly counts before a day of the calendar, (week, place), the latest last."""
    firsts = range(until - WEEK * (until // WEEK), until, WEEK)
    return np.array([week_counts(reports, first) for first in firsts]).reshape(-1, reports.new.shape[1])


def _fits(region: Region, origins: Sequence[date]) -> Iterator[Fitted]:
    """The fit of every origin, the next one made while the last is used."""
    with ThreadPoolExecutor(1) as beside:
        ahead = [beside.submit(fit_region, region, day) for day in origins[:1]]
        for n in range(len(origins)):
            fitted = ahead.pop().result()
            ahead += [beside.submit(fit_region, region, day) for day in origins[n + 1 : n + 2]]
            yield fitted


def _scored(told: Scored, means: FloatArray, dispersion: float, count: float, uniform: float) -> Scored:
    below = distribution(means, dispersion)
    levels = quantiles(below)
    told = told._replace(quantiles=tuple(levels.tolist()))
    if not np.isfinite(count):
        return told
    whole = round(float(count))
    return told._replace(
        cases=whole, crps=crps(below, whole), wis=weighted_interval_score(levels, whole), log=log_score(means, dispersion, whole),
        pit=randomised_pit(below, whole, uniform),
    )  # fmt: skip


def _name(region: Region, day: date, weeks: int, members: int, seed: int) -> str:
    """The name of a finished origin: everything it was made from."""
    return f"{region.name}-{day.isoformat()}-{weeks}-{members}-{seed}-{region.edition}-{kept.sources(*FOLDERS)}.json"


def _plain(one: Scored) -> dict[str, object]:
    return {**one._asdict(), "origin": one.origin.isoformat()}


def _read(path: Path) -> tuple[Scored, ...] | None:
    """A finished origin, or None where there is nothing that can be read."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Scored(**{**row, "origin": date.fromisoformat(row["origin"]), "quantiles": tuple(row["quantiles"])})
            for row in rows
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
