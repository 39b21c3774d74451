"""Where the next figures of a region's targets stand: by the nowcast, by the coupled model, and by both.

Why this file exists: statistics know the last months but not the measures ahead, the coupled model knows measures but no statistics of
the month. Here both speak of one figure, in one unit, with stated weights. Where there are too few monthly series the model serves alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import jax
import jax.numpy as jnp
import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.region import Region
from bothhands.inputs.tables.places import Place
from bothhands.model.alone import heard_of
from bothhands.observe.fitted import fit_region, run_once
from bothhands.observe.nowcast import Nowcast, Weighted, combined, nowcast
from bothhands.observe.nowcast_factors import Fitted, fit
from bothhands.observe.nowcast_news import Change
from bothhands.observe.nowcast_panel import Panel, quarter_of
from bothhands.observe.nowcast_region import Asked, Next, asked_of, is_loaded, next_figure, panel_for
from bothhands.outcome.quarters import calendar_of
from bothhands.plan.growth import growth_drawn

DRAWS, SEED = 48, 1
"""Draws of the economy's figures behind the coupled forecast's deviation."""
TOLERANCE = 1e-4
"""Of fits to a region's series: a tenth as strict as the validation's, whose last hundred steps move a nowcast by hundredths; ASSUMED."""
NEWS_DAYS = 31
"""Days back to the vintage that news is told against, where none is asked for."""
STEPS_BACK, STEP_DAYS = 8, 14
"""Days of the path: every fortnight, so many."""
MODELLED = ("gdp", "gdp_growth")
"""Indicators the coupled model speaks of."""


@dataclass(frozen=True)
class Coupled:
    """The coupled model's forecast of real growth on the year before, a share, by third month of its quarters; measures carried on."""

    growth: dict[date, tuple[float, float]]
    """Mean and deviation."""
    price_change_share: float

    def level(self, asked: Asked, following: Next) -> tuple[float, float] | None:
        """Mean and deviation of a figure in its own unit; None where the model does not speak of it, or the year before is missing.

        Growth is real: a level at current prices gets the stated change of prices on top.
        """
        if asked.indicator not in MODELLED or following.months != 3 or following.period not in self.growth:
            return None
        mean, deviation = self.growth[following.period]
        if asked.indicator == "gdp_growth":
            scale = 100.0 if "%" in asked.unit or "per" in asked.unit else 1.0
            return scale * mean, scale * deviation
        if following.year_before is None:
            return None
        normal = following.year_before * (1.0 + self.price_change_share)
        return normal * (1.0 + mean), normal * deviation


@dataclass(frozen=True)
class Told:
    """What is said of the next figure of one indicator, all levels in its unit: mean and deviation."""

    asked: Asked
    following: Next
    nowcast: Nowcast | None
    """As transformed; None where the series is too short."""
    by_nowcast: tuple[float, float] | None
    by_model: tuple[float, float] | None
    both: Weighted | None
    path: tuple[tuple[date, float, float], ...] = ()
    """By day, parameters those of the last: mean and deviation of the nowcast's level."""


@dataclass(frozen=True)
class NowcastCase:
    """Every indicator of a region's targets whose next figure can be told, standing on a day."""

    region: Region
    as_of: date
    since: date
    monthly: int
    """Monthly series long enough to use, each once over all places asked of."""
    told: tuple[Told, ...]
    without: tuple[Asked, ...]
    """Indicators of which nothing can be said."""

    def figures(self) -> list[dict[str, object]]:
        """What is told, for JSON: means and deviations in the unit of each indicator, news in points of growth."""
        return [
            {
                **one.asked._asdict(), "period_ends": one.following.period.isoformat()[:7], "months": one.following.months,
                "nowcast": one.by_nowcast, "coupled_model": one.by_model, "combined": one.both,
                "change": None if one.nowcast is None or one.nowcast.change is None else _plain(one.nowcast.change),
            }
            for one in self.told
        ]  # fmt: skip


def nowcast_case(
    region: Region, as_of: date, since: date | None = None, coupled: Callable[[Region, date], Coupled] | None = None
) -> NowcastCase:
    """The next figures of a region's targets.

    Parameters
    ----------
    region
        The region, whole.
    as_of
        Day the planner stands on; no later figure is used.
    since
        Day of the earlier vintage that news is told against; by default a month before.
    coupled
        Gives the coupled model's forecast; by default the region is fitted and run.

    Raises
    ------
    InputError
        BH-NOW-009 where the earlier vintage is not before the day; every fault of a series (BH-TGT, BH-NOW).
    """
    since = since or as_of - timedelta(days=NEWS_DAYS)
    if since >= as_of:
        told_day = f"news is asked since {since}, standing on {as_of}"
        raise InputError(Fault("BH-NOW-009", told_day, "an earlier day", "give --since a day before --as-of"))
    asked = asked_of(region)
    panels = {place: panel_for(region, place, as_of) for place in dict.fromkeys(one.place for one in asked)}
    fits = {place: fit(panel, tolerance=TOLERANCE) for place, panel in panels.items() if is_loaded(panel)}
    model = (coupled or coupled_forecast)(region, as_of)
    told, without = [], []
    for one in asked:
        found = _told(region, one, panels[one.place], fits.get(one.place), since, model)
        told += [found] if found else []
        without += [] if found else [one]
    months = {one.name for held in fits.values() for one in held.series if one.frequency == "month"}
    return NowcastCase(region, as_of, since, len(months), tuple(told), tuple(without))


def _plain(change: Change) -> dict[str, object]:
    """A change with blanks in place of figures there are not: JSON knows no NaN."""
    moved = [
        {name: None if isinstance(value, float) and np.isnan(value) else value for name, value in one._asdict().items()}
        for one in change.by_series
    ]
    return {**change._asdict(), "by_series": moved}


def coupled_forecast(region: Region, as_of: date) -> Coupled:
    """Real growth by quarter with the measures in force carried on, the economy's figures drawn from their stated ranges."""
    held = fit_region(region, as_of, sampled=True)
    record = jax.tree.map(jnp.asarray, run_once(held.model, held.past))
    heard = heard_of(held.model, held.past, record)
    drawn = growth_drawn(held.region, held.axes, held.model, heard, DRAWS, SEED).quarters
    months = [
        date(int(name[:4]), 3 * int(name[-1]), 1) for name in calendar_of(held.region, held.axes).names
    ]  # fmt: skip
    growth = {
        month: (float(np.mean(one)), float(np.std(one, ddof=1))) for month, one in zip(months, drawn.T, strict=True)
    }
    return Coupled(growth, float(held.region.parameter("price_change_share").value))


def _told(region: Region, asked: Asked, panel: Panel, held: Fitted | None, since: date, model: Coupled) -> Told | None:
    """What both say of one indicator; None where neither says anything."""
    following = next_figure(panel, asked.name)
    if following is None:
        following = Next(quarter_of(panel.as_of), 3, float("nan"), None)
        held = None
    of_model = model.level(asked, following) if _is_whole(region, asked.place) else None
    names = [one.name for one in held.series] if held else []
    if held is None or asked.name not in names:
        return Told(asked, following, None, None, of_model, None) if of_model else None
    before = _aligned(panel_for(region, asked.place, since), panel)
    found = nowcast(panel, asked.name, following.period, before, held)
    level = _level(panel, asked, following, found)
    both = combined([level, of_model]) if of_model else None
    return Told(asked, following, found, level, of_model, both, _path(region, asked, panel, held, following))


def _path(
    region: Region, asked: Asked, panel: Panel, held: Fitted, following: Next
) -> tuple[tuple[date, float, float], ...]:
    """The nowcast of the same figure on earlier days, with what was known then and the parameters of the last."""
    days = [panel.as_of - timedelta(days=STEP_DAYS * k) for k in range(STEPS_BACK, -1, -1)]
    path = []
    for day in days:
        known = _aligned(panel_for(region, asked.place, day), panel)
        one = nowcast(known, asked.name, following.period, fitted=held)
        path.append((day, *_level(panel, asked, following, one)))
    return tuple(path)


def _level(panel: Panel, asked: Asked, following: Next, found: Nowcast) -> tuple[float, float]:
    """A nowcast in the unit of its indicator: growth is laid on the level of the period before, as known on the last day."""
    made = panel.series[panel.index(asked.name)].transformation
    if made == "level":
        return found.mean, found.deviation
    if made == "change":
        return following.before + found.mean, found.deviation
    return following.before * (1.0 + found.mean / 100.0), following.before * found.deviation / 100.0


def _aligned(panel: Panel, other: Panel) -> Panel:
    """A panel with the series and the first month of another; what it lacks is blank."""
    levels = np.full((panel.number(panel.as_of) - panel.number(other.first) + 1, len(other.series)), np.nan)
    for j, name in enumerate(other.names):
        if name in panel.names:
            column = panel.levels[:, panel.names.index(name)]
            for number in np.flatnonzero(np.isfinite(column)).tolist():
                levels[other.number(panel.month(number)), j] = column[number]
    return Panel(other.first, other.series, levels, panel.as_of)


def _is_whole(region: Region, place: str) -> bool:
    """Whether every city of the region is a place or belongs to it."""
    parents = {row.place: row.parent for row in region.rows(Place)}
    return all(place in _up(parents, row.place) for row in region.rows(Place) if row.level in ("city", "county"))


def _up(parents: dict[str, str], place: str) -> Sequence[str]:
    chain = [place]
    while parents.get(chain[-1], ""):
        chain.append(parents[chain[-1]])
    return chain
