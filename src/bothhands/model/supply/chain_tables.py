"""The tables of the chain, each turned into one numpy array.

Why this file exists: every rule by which an open question of the tables is settled stands here, in one place:

- masks are the goods counted in pieces that the `demand` table names; kits are the goods counted in kits;
- users buy by themselves a stated share of what the outside supplies, all of it where no site of the region makes
  or may make the good;
- days on the way to a place are the mean over the places that make the good, a place's own makers being at no distance;
- the labour of a site is that of its firm's sector, or the mean of all sectors where the site names no firm;
- stocks of a province are spread over its cities by population;
- what is counted of a good on one day in a city, its counties and its province together is all that lies in the city
  that evening;
- lines of a good that waits for research stand still until its most likely end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.arcs import Arc
from bothhands.inputs.tables.demand import DemandCoefficient
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.grades import Grade
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.people import AgeGroup
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.recipes import Recipe
from bothhands.inputs.tables.sites import Site
from bothhands.inputs.tables.stocks import Stock
from bothhands.inputs.tables.unlocks import Unlock
from bothhands.model.signals import DEMAND_GROUPS

Numbers = npt.NDArray[np.float64]


def goods_of(region: Region, axes: Axes) -> dict[str, Numbers]:
    """Spoilage, outside supply, price, days of processing and share of the kits, by good."""
    rows = {row.good: row for row in region.rows(Good)}
    kits = np.array([rows[good].unit == "kit" for good in axes.goods], float)
    return {
        "spoilage": _column(rows[good].spoilage_share_per_day for good in axes.goods),
        "outside_supply": _column(rows[good].outside_supply_per_day for good in axes.goods),
        "price": _column(rows[good].price_yuan or 1.0 for good in axes.goods),
        "process_days": _column(rows[good].process_lag_days for good in axes.goods),
        "kit_share": kits / max(kits.sum(), 1.0),
    }


def recipe_matrix(region: Region, axes: Axes) -> Numbers:
    """Input per unit made; good × input."""
    matrix = np.zeros((len(axes.goods), len(axes.goods)))
    for row in region.rows(Recipe):
        matrix[axes.goods.index(row.good), axes.goods.index(row.input)] = row.quantity_per_unit
    return matrix


class MaskNeed(NamedTuple):
    """Who needs which masks: shares by good and group, masks for each patient, and priority levels of each good."""

    share: Numbers
    per_patient: Numbers
    patients_per_mask: float
    level: Numbers


def demand_of(region: Region, axes: Axes) -> MaskNeed:
    """Need of masks by good and group.

    The need of masks is told by group for all masks together. The patients' own need tells how many there are, so that
    what goes with patients (gowned staff in N95 masks) can be told from what goes with persons.
    """
    units = {row.good: row.unit for row in region.rows(Good)}
    shape = (len(axes.goods), len(DEMAND_GROUPS))
    person, patient = np.zeros(shape), np.zeros(shape)
    priority = np.tile(np.arange(len(DEMAND_GROUPS)), (len(axes.goods), 1))
    for row in region.rows(DemandCoefficient):
        at = axes.goods.index(row.good), DEMAND_GROUPS.index(row.group)
        priority[at] = row.priority
        if units[row.good] == "piece":
            person[at], patient[at] = row.units_per_person_day, row.units_per_patient_day
    own = float((person + patient)[:, DEMAND_GROUPS.index("patients")].sum())
    total = person.sum(axis=0) if own > 0 else (person + patient).sum(axis=0)
    share = np.where(total > 0, (person if own > 0 else person + patient) / np.where(total > 0, total, 1.0), 0.0)
    levels = np.zeros((len(axes.goods), len(DEMAND_GROUPS), len(DEMAND_GROUPS)))
    for good, order in enumerate(priority):
        level = np.unique(order, return_inverse=True)[1]
        levels[good, level, np.arange(len(DEMAND_GROUPS))] = 1.0
    return MaskNeed(share, patient if own > 0 else np.zeros(shape), 1.0 / own if own > 0 else 0.0, levels)


def market_share(region: Region, axes: Axes) -> Numbers:
    """Part of the outside supply that users reach themselves: all where no site of the region makes the good."""
    made = {good for _, good in axes.sites}
    share = region.parameter("supply_market_share").value
    return _column(share if good in made else 1.0 for good in axes.goods)


def transit_days(region: Region, axes: Axes) -> Numbers:
    """Whole days from the makers of a good to a place; place × good."""
    n_places = len(axes.places)
    days = np.full((n_places, n_places), region.parameter("supply_default_transport_days").value)
    for row in region.rows(Arc):
        if row.origin in axes.places and row.destination in axes.places:
            days[axes.places.index(row.origin), axes.places.index(row.destination)] = row.lag_days
    np.fill_diagonal(days, 0.0)
    makers = np.zeros((n_places, len(axes.goods)))
    for site in sites_inside(region, axes):
        makers[axes.places.index(site.place), axes.goods.index(site.good)] = 1.0
    weighted = days.T @ makers
    return np.asarray(np.rint(weighted / np.maximum(makers.sum(axis=0), 1.0)))


def first_stock(region: Region, axes: Axes) -> Numbers:
    """Stock on the first day: the last count up to then, else the first one after; place × good."""
    counts: dict[tuple[str, str], list[Stock]] = defaultdict(list)
    for row in region.rows(Stock):
        counts[row.place, row.good].append(row)
    stock = np.zeros((len(axes.places), len(axes.goods)))
    for (place, good), rows in counts.items():
        past = [row for row in rows if row.day <= axes.start]
        used = max(past, key=lambda row: row.day) if past else min(rows, key=lambda row: row.day)
        stock[:, axes.goods.index(good)] += used.quantity * _spread(region, axes, place)
    return stock


class LaterCounts(NamedTuple):
    """Stocks counted after the first day, by morning from which they hold: what lay, and 1 where it was counted."""

    morning: npt.NDArray[np.int64]
    quantity: Numbers
    is_counted: Numbers


def later_counts(region: Region, axes: Axes) -> LaterCounts | None:
    """Counts after the first day, from the morning after each; count × place × good. None without any."""
    rows = [row for row in region.rows(Stock) if axes.start < row.day < axes.end]
    if not rows:
        return None
    days = sorted({row.day for row in rows})
    quantity = np.zeros((len(days), len(axes.places), len(axes.goods)))
    counted = np.zeros_like(quantity)
    for row in rows:
        share, at = _spread(region, axes, row.place), (days.index(row.day), slice(None), axes.goods.index(row.good))
        quantity[at] += row.quantity * share
        counted[at] = np.maximum(counted[at], share > 0)
    return LaterCounts(np.array([axes.day_index(day) + 1 for day in days], np.int64), quantity, counted)


def labour_weight(region: Region, axes: Axes) -> Numbers:
    """Sectors whose workers run a place's lines of a good; place × good × sector, summing to 1."""
    sector_of = {row.firm: row.sector for row in region.rows(Firm)}
    weight = np.zeros((len(axes.places), len(axes.goods), len(axes.sectors)))
    for site in sites_inside(region, axes):
        here = weight[axes.places.index(site.place), axes.goods.index(site.good)]
        if site.firm in sector_of:
            here[axes.sectors.index(sector_of[site.firm])] += 1.0
        else:
            here += 1.0 / len(axes.sectors)
    total = weight.sum(axis=-1, keepdims=True)
    return np.where(total > 0, weight / np.where(total > 0, total, 1.0), 1.0 / len(axes.sectors))


def sector_of_site(region: Region, axes: Axes) -> Numbers:
    """How far a place's shortage of inputs falls on a sector: 1 for a maker's, spread evenly where no firm is named."""
    sector_of = {row.firm: row.sector for row in region.rows(Firm)}
    with_inputs = {row.good for row in region.rows(Recipe)}
    weight = np.zeros((len(axes.places), len(axes.sectors)))
    for site in sites_inside(region, axes):
        if site.good not in with_inputs:
            continue
        here = weight[axes.places.index(site.place)]
        if site.firm in sector_of:
            here[axes.sectors.index(sector_of[site.firm])] = 1.0
        else:
            np.maximum(here, 1.0 / len(axes.sectors), out=here)
    return weight


def lines_of(region: Region, axes: Axes) -> dict[str, npt.NDArray[np.generic]]:
    """Lines that stand or are on order inside the region."""
    place_of = {(site.site, site.good): site.place for site in sites_inside(region, axes)}
    rows = [row for row in region.rows(Line) if (row.site, row.good) in place_of]
    return {
        "place": np.array([axes.places.index(place_of[row.site, row.good]) for row in rows], int),
        "good": np.array([axes.goods.index(row.good) for row in rows], int),
        "capacity": _column(row.lines * row.units_per_day for row in rows),
        "ready_day": _column(axes.day_index(row.ready_on) for row in rows),
        "ramp_days": _column(row.ramp_days for row in rows),
    }


def options_of(region: Region, axes: Axes) -> dict[str, npt.NDArray[np.generic]]:
    """Lines that may be ordered, in the order of `axes.line_options`."""
    place_of = {(site.site, site.good): site.place for site in sites_inside(region, axes)}
    kinds = {(row.line_class, row.good): row for row in region.rows(Equipment)}
    rows = [kinds[option.line_class, option.good] for option in axes.line_options]
    return {
        "place": np.array([axes.places.index(place_of[o.site, o.good]) for o in axes.line_options], int),
        "good": np.array([axes.goods.index(o.good) for o in axes.line_options], int),
        "units_per_day": _column(row.units_per_day for row in rows),
        "lead_days": _column(row.lead_days for row in rows),
        "ramp_days": _column(row.ramp_days for row in rows),
    }


def locks_of(region: Region, axes: Axes) -> dict[str, Numbers] | None:
    """Day research ends and days to full rate after, by line and by option; None where nothing waits for research.

    The most likely day, success taken as given. A row that names a site comes before one for all sites of its good.
    """
    rows = {(row.good, row.site): row for row in region.rows(Unlock)}
    if not rows:
        return None
    place_of = {(site.site, site.good) for site in sites_inside(region, axes)}
    lines = [(row.good, row.site) for row in region.rows(Line) if (row.site, row.good) in place_of]
    options = [(option.good, option.site) for option in axes.line_options]
    found: dict[str, Numbers] = {}
    for kind, keys in (("line", lines), ("option", options)):
        held = [rows.get(key) or rows.get((key[0], "")) for key in keys]
        found[f"{kind}_day"] = _column(axes.day_index(one.begun_on) + one.days if one else 0.0 for one in held)
        found[f"{kind}_ramp_days"] = _column(one.ramp_days if one else 0.0 for one in held)
    return found


def conversions_of(region: Region, axes: Axes) -> dict[str, npt.NDArray[np.generic]] | None:
    """Options that use up a standing line: which, of what good in which place, and what that line makes; None without any.

    Lines of a place and good are alike: one makes what all make together over their number. Where none stands in the
    option's place nothing is used up.
    """
    kinds = {(row.line_class, row.good): row for row in region.rows(Equipment)}
    place_of = {(site.site, site.good): site.place for site in sites_inside(region, axes)}
    lines: dict[tuple[str, str], float] = defaultdict(float)
    made: dict[tuple[str, str], float] = defaultdict(float)
    for row in region.rows(Line):
        if (row.site, row.good) in place_of:
            lines[place_of[row.site, row.good], row.good] += row.lines
            made[place_of[row.site, row.good], row.good] += row.lines * row.units_per_day
    found = []
    for number, option in enumerate(axes.line_options):
        taken = kinds[option.line_class, option.good].takes_line_of
        at = (place_of[option.site, option.good], taken)
        if taken:
            each = made[at] / lines[at] if lines[at] > 0 else 0.0
            found.append((number, axes.places.index(at[0]), axes.goods.index(taken), each))
    if not found:
        return None
    options, places, goods, units = (np.array(column) for column in zip(*found, strict=True))
    return {"option": options, "place": places, "good": goods, "units_per_day": units.astype(float)}


def grade_rates(region: Region, axes: Axes) -> Numbers | None:
    """Output of a grade per unit its lines would make of their own good; grade × good; None without grades."""
    rows = region.rows(Grade)
    if not rows:
        return None
    rates = np.zeros((len(axes.goods), len(axes.goods)))
    for row in rows:
        rates[axes.goods.index(row.grade), axes.goods.index(row.lines_of)] = row.rate_share
    return rates


def sites_inside(region: Region, axes: Axes) -> tuple[Site, ...]:
    """Sites of the region that are modelled."""
    return tuple(site for site in region.rows(Site) if site.inside and site.place in axes.places)


def _spread(region: Region, axes: Axes, place: str) -> Numbers:
    """Where a place's quantity goes: to itself, a county's to its city, a larger one's to its cities by population."""
    parent = {row.place: row.parent for row in region.rows(Place)}
    share = np.zeros(len(axes.places))
    if place in axes.places:
        share[axes.places.index(place)] = 1.0
    elif parent.get(place) in axes.places:
        share[axes.places.index(parent[place])] = 1.0
    else:
        for row in region.rows(AgeGroup):
            if row.place in axes.places and parent.get(row.place) == place:
                share[axes.places.index(row.place)] += row.persons
    return np.asarray(share / max(share.sum(), 1e-300))


def _column(values: Iterable[float]) -> Numbers:
    return np.array(list(values), dtype=float)
