"""When each link of a chain is complete, and the whole: dates with their odds, and which link's delay moves the end.

Why this file exists: one likely date hides that the chain is as late as its latest link. Lead times of what is ordered,
first products of what is being built, and research with its chance to fail are drawn together, and the answer is told
per link. It weighs no stock: a link is complete when it no longer holds back the next for good.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.sites import Site
from bothhands.inputs.tables.unlocks import Unlock
from bothhands.model.signals import DEMAND_GROUPS
from bothhands.model.supply.chain_tables import sites_inside
from bothhands.observe.lead_time import forecast
from bothhands.plan.chain_case import ChainCase, chain_of

Numbers = npt.NDArray[np.float64]
SHARED = 0.5
"""ASSUMED: correlation of the lead times of lines of one class and good: the same few makers, roads and fitters."""
TENTH = float(ndtri(0.9))
NEAR = 0.999
"""From this share of what is needed on it counts as enough."""
AVERAGED_DAYS = 7
"""Needs are averaged over a week, so that a Sunday completes nothing."""
LASTING_DAYS = 28
"""Days enough must last to the end of the calendar to count as complete."""


class Completion(NamedTuple):
    """When a link is complete: its P50 and P90 (None: not within the calendar), odds within the calendar, and how often it is last.

    `need` and `able` are units a day over the region in the last week of the calendar, able at the likely lead times.
    """

    good: str
    unit: str
    p50: date | None
    p90: date | None
    odds: float
    critical_share: float
    need: float
    able: float


class Served(NamedTuple):
    """When the whole chain serves all groups up to one: P50 and P90 (None: not within the calendar), odds within it."""

    group: str
    p50: date | None
    p90: date | None
    odds: float


class Completed(NamedTuple):
    """Completion of every link, first link first, and of the whole chain for groups served up to each priority."""

    links: tuple[Completion, ...]
    chain: tuple[Served, ...]
    draws: int
    correlation: float
    """Of lead times of one class and good; classes, sites being built and research are drawn independently."""


def completion_of(case: ChainCase, finals: Sequence[str] = (), draws: int = 1000, seed: int = 1) -> Completed:
    """Completion of the links of a region's chain.

    Parameters
    ----------
    case
        The chain on a day.
    finals
        Goods at the end of the chain; none for all that people need.
    draws, seed
        Joint draws of lead times, first products and research.

    Notes
    -----
    A link must give what people need of it and what the link above takes beyond what that buys outside:
    required(input) = need(input) + recipe × (required(good) − outside(good)). It is complete from the first day on which
    capacity × labour + outside supply is enough to the end of the calendar, four weeks or longer, release and the way to
    the user counted. The chain is complete when its last link is. P50 and P90 count draws that are never complete as
    later than every date.
    """
    goods = finals or tuple(g for n, g in enumerate(case.axes.goods) if case.need[case.today :, n].sum() > 0)
    links = chain_of(case.region, goods)
    able = _able(case, draws, seed)
    likely = _able(case, 0, seed)[0]
    chains: list[Served] = []
    told: tuple[Completion, ...] = ()
    for last, group in enumerate(DEMAND_GROUPS):
        required = required_path(case, case.need[..., : last + 1].sum(-1))
        done = np.stack([_done(case, able[:, :, case.axes.goods.index(good)], required, good) for good in links])
        share = _critical(done)
        told = tuple(_told(case, good, done[n], float(share[n]), required, likely) for n, good in enumerate(links))
        whole = done.max(0)
        chains.append(Served(group, *_dates(case, whole), float(np.isfinite(whole).mean())))
    return Completed(told, tuple(chains), draws, SHARED)


def required_path(case: ChainCase, need: Numbers) -> Numbers:
    """What each link must give a day, from the as-of day on, averaged over a week; day × good.

    Parameters
    ----------
    case
        The chain on a day.
    need
        What people need by day and good.
    """
    padded = np.concatenate([need, np.repeat(need[-AVERAGED_DAYS:].mean(0)[None], AVERAGED_DAYS - 1, axis=0)])
    sums = np.cumsum(np.concatenate([np.zeros((1, need.shape[1])), padded]), axis=0)
    required = (sums[AVERAGED_DAYS:] - sums[:-AVERAGED_DAYS]) / AVERAGED_DAYS
    outside, recipe = np.asarray(case.params.outside_supply, float), np.asarray(case.params.recipe, float)
    for good in reversed(chain_of(case.region, case.axes.goods)):
        at = case.axes.goods.index(good)
        made = np.maximum(required[:, at] - outside[at], 0.0)
        required = required + made[:, None] * recipe[at]
    return np.asarray(required)


def _done(case: ChainCase, able: Numbers, required: Numbers, good: str) -> Numbers:
    """Day on which a link is complete in each draw; infinite where it never is."""
    at = case.axes.goods.index(good)
    enough = able + float(case.params.outside_supply[at]) >= NEAR * required[None, :, at]
    enough = enough[:, case.today :]
    short_after = ~np.flip(np.logical_and.accumulate(np.flip(enough, 1), axis=1), 1)
    first = short_after.sum(1)
    way = float(case.params.process_days[at]) + float(np.asarray(case.params.transit_days)[:, at].mean())
    waits = way if case.need[:, at].sum() > 0 else float(case.params.process_days[at])
    day = case.today + first + np.where(first > 0, waits, 0.0)
    return np.where(first + LASTING_DAYS <= enough.shape[1], day, np.inf)


def _critical(done: Numbers) -> Numbers:
    """Share of draws in which each link is the last; links that end together share the draw."""
    last = done == done.max(0)
    waited = done.max(0) > done.min(0)
    weights = np.where(waited, last / last.sum(0), 1.0 / len(done))
    return np.asarray(weights.mean(1))


def _told(case: ChainCase, good: str, done: Numbers, share: float, required: Numbers, likely: Numbers) -> Completion:
    at = case.axes.goods.index(good)
    unit = {row.good: row.unit for row in case.region.rows(Good)}[good]
    able = float(likely[-AVERAGED_DAYS:, at].mean() + case.params.outside_supply[at])
    need = float(required[-AVERAGED_DAYS:, at].mean())
    return Completion(good, unit, *_dates(case, done), float(np.isfinite(done).mean()), share, need, able)


def _dates(case: ChainCase, done: Numbers) -> tuple[date | None, date | None]:
    """P50 and P90 of days, as dates."""
    ordered = np.sort(done)
    p50, p90 = (_date(case, float(ordered[min(math.ceil(p * len(ordered)) - 1, len(ordered) - 1)])) for p in (0.5, 0.9))
    return p50, p90


def _date(case: ChainCase, day: float) -> date | None:
    return None if not math.isfinite(day) else case.axes.start + timedelta(days=math.ceil(day))


def _able(case: ChainCase, draws: int, seed: int) -> Numbers:
    """What the lines could make with the run's labour, by draw, day and good; without draws at the likely lead times."""
    count, random = max(draws, 1), np.random.default_rng(seed)
    params, days = case.params, np.arange(1, case.axes.n_days + 1, dtype=float)
    labour = np.einsum(
        "pgs,tps->tpg", np.asarray(params.labour_weight), np.asarray(case.signals.labour_available, float)
    )
    able = np.zeros((count, case.axes.n_days, len(case.axes.goods)))
    gates = _research(case, draws, random)
    ramp, rate = np.asarray(params.line_ramp_days), np.asarray(params.line_capacity)
    for line, row in enumerate(lines_of_case(case)):
        ready = _first_product(case, row, float(params.line_ready_day[line]), draws, random)
        made = float(rate[line]) * _grown(days, ready, float(ramp[line])) * _gate(gates, row.good, row.site)
        able[:, :, params.line_good[line]] += made * labour[:, params.line_place[line], params.line_good[line]]
    common: dict[tuple[str, str], Numbers] = {}
    ordered = np.asarray(case.levers.line_orders, float)
    kinds = {(row.line_class, row.good): row for row in case.region.rows(Equipment)}
    for number, option in enumerate(case.axes.line_options):
        shared = common.setdefault((option.line_class, option.good), _normal(draws, random))
        z = math.sqrt(SHARED) * shared + math.sqrt(1 - SHARED) * _normal(draws, random)
        kind = kinds[option.line_class, option.good]
        lead = two_piece(z, kind.lead_days, kind.lead_days_low, kind.lead_days_high)
        place, good = int(params.option_place[number]), int(params.option_good[number])
        for day in np.flatnonzero(ordered[:, number]):
            made = ordered[day, number] * kind.units_per_day * _grown(days, day + lead, kind.ramp_days)
            able[:, :, good] += made * _gate(gates, option.good, option.site) * labour[:, place, good]
    if params.conversions is not None:
        given_up = params.conversions
        gone = np.cumsum(ordered[:, np.asarray(given_up.option)], axis=0) * np.asarray(given_up.units_per_day)
        for n, (place, good) in enumerate(zip(np.asarray(given_up.place), np.asarray(given_up.good), strict=True)):
            able[:, :, good] -= gone[:, n] * labour[:, place, good]
        able = np.maximum(able, 0.0)
    if params.grade_rate is not None:
        able = able + able @ np.asarray(params.grade_rate, float).T
    return able


def two_piece(z: Numbers, likely: float, low: float, high: float) -> Numbers:
    """Days at standard normal numbers: the likely one at 0, low and high at their tenth and ninetieth percentiles.

    Parameters
    ----------
    z
        Standard normal numbers.
    likely, low, high
        Days; under half a day counts as half a day.

    Examples
    --------
    >>> [round(float(day), 1) for day in two_piece(np.array([-TENTH, 0.0, TENTH]), 28, 14, 42)]
    [14.0, 28.0, 42.0]
    """
    likely, low, high = (max(day, 0.5) for day in (likely, low, high))
    below, above = math.log(likely / min(low, likely)), math.log(max(high, likely) / likely)
    return np.asarray(likely * np.exp(np.where(z < 0, below, above) * z / TENTH))


def _normal(draws: int, random: np.random.Generator) -> Numbers:
    return random.standard_normal(draws) if draws else np.zeros(1)


def _grown(days: Numbers, ready: Numbers, ramp: float) -> Numbers:
    """Share of full rate by draw and day."""
    return np.clip((days[None, :] - np.atleast_1d(ready)[:, None]) / max(ramp, 1.0), 0.0, 1.0)


def lines_of_case(case: ChainCase) -> list[Line]:
    """Rows of the lines that are modelled, in the order of the parameters.

    Parameters
    ----------
    case
        The chain on a day.
    """
    inside = {(site.site, site.good) for site in sites_inside(case.region, case.axes)}
    return [row for row in case.region.rows(Line) if (row.site, row.good) in inside]


def _first_product(case: ChainCase, row: Line, ready: float, draws: int, random: np.random.Generator) -> Numbers:
    """Day of the first product of lines: known where they stand, drawn where they are built."""
    if ready <= case.today or not draws:
        return np.full(max(draws, 1), ready)
    low, likely, high = days_to_first_product(case, row, ready)
    return case.today + two_piece(_normal(draws, random), likely, low, high)


def days_to_first_product(case: ChainCase, row: Line, ready: float) -> tuple[float, float, float]:
    """Days from the as-of day to the first product of lines being built: P10, likely, P90.

    Parameters
    ----------
    case
        The chain on a day.
    row
        Lines on order.
    ready
        Day of their first product in the run, counted from the first day of the calendar.

    Notes
    -----
    The likely day is the one of the tables, which the run and the plan use. Where the site's start of work is known the
    spread in days is that of its lead-time forecast, P10 and P90 against P50; else the logarithm of the days left has
    the standard deviation `site_build_log_sd`.
    """
    left = ready - case.today
    sites = {(site.site, site.good): site for site in case.region.rows(Site)}
    if sites[row.site, row.good].building_from is None:
        reach = math.exp(TENTH * float(case.region.parameter("site_build_log_sd").value))
        return left / reach, left, left * reach
    seen = forecast(case.region, row.site, max(round(row.lines), 1), case.as_of)
    sooner, later = (seen.p50 - seen.p10).days, (seen.p90 - seen.p50).days
    return max(left - sooner, 1.0), left, left + later


def _research(case: ChainCase, draws: int, random: np.random.Generator) -> dict[tuple[str, str], Numbers]:
    """Share of full rate that research sets free, by draw and day, for each row of the unlocks."""
    days = np.arange(1, case.axes.n_days + 1, dtype=float)
    found = {}
    for row in case.region.rows(Unlock):
        end = case.axes.day_index(row.begun_on) + two_piece(
            _normal(draws, random), row.days, row.days_low, row.days_high
        )
        fails = random.random(max(draws, 1)) >= row.success_share if draws else np.zeros(1, bool)
        found[row.good, row.site] = _grown(days, np.where(fails, np.inf, end), row.ramp_days)
    return found


def _gate(gates: dict[tuple[str, str], Numbers], good: str, site: str) -> Numbers | float:
    own = gates.get((good, site))
    return gates.get((good, ""), 1.0) if own is None else own
