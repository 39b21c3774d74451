"""Cards of what to attract: a sector or a link, the need, the scale that breaks even after the wave, who would buy, what stands idle.

Why this file exists: an office that courts firms needs a page a link, not a matrix. Every card carries an interval and what it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.input_output.amounts import default_sectors, value_added_of_countries
from bothhands.inputs.input_output.national import activity_of
from bothhands.inputs.region import Region
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.offers import OfferRow
from bothhands.inputs.tables.sectors import Sector
from bothhands.inputs.tables.sites import Site
from bothhands.model.firms.register import complete
from bothhands.plan.attract.linkages import Linkages, linkages_of
from bothhands.plan.attract.relatedness import Numbers, advantage, density, proximity
from bothhands.plan.missing import Missing

CAUGHT = (0.05, 0.15, 0.3)
"""ASSUMED: share of what is bought outside that new firms together could win within some years: low, likely, high."""
BUYERS = 5
NOT_ATTRACTED = ("public", "office", "construction", "trade", "hospitality", "leisure")
"""Sector groups for which firms are not courted: administration, and services that follow people and other firms by themselves."""


class Buyer(NamedTuple):
    """A sector or firm that would buy: who, and how much of it a year in the region's currency."""

    who: str
    yuan_per_year: float


class Card(NamedTuple):
    """A sector whose products are bought outside.

    Money a year in the region's currency. `leakage` is low, likely, high by the exponent of the quotients; `break_even` is the sales at which
    a firm with the costs of the region's middling firm of that sector covers them; `winnable` what new firms together could win of the leakage
    after the wave; `related` the share of its proximity that lies in sectors the region is strong in, `backward` and `forward` its linkages.
    """

    sector: str
    name: str
    name_zh: str
    leakage: tuple[float, float, float]
    related: float | None
    backward: float
    forward: float
    break_even: float | None
    winnable: tuple[float, float, float]
    buyers: tuple[Buyer, ...]
    idle: tuple[str, ...]
    score: float

    @property
    def firms(self) -> tuple[float, float, float] | None:
        """How many firms of the scale that breaks even what is winnable would carry; None where that scale is not known."""
        if not self.break_even:
            return None
        low, likely, high = (one / self.break_even for one in self.winnable)
        return low, likely, high


class LinkCard(NamedTuple):
    """A link the chain lacks: need and gap a day, soonest class of line with its days and money, sites with room, day of the first product."""

    good: str
    unit: str
    need: float
    gap: float
    why: str
    line_class: str
    lines: int
    lead_days: tuple[float, float, float]
    yuan: float
    idle: tuple[str, ...]
    first_product: date | None


def cards_of(region: Region, axes: Axes, count: int = 10) -> tuple[Card, ...]:
    """Sectors worth attracting, best first: much bought outside, near to what is there.

    Parameters
    ----------
    region, axes
        The region and its names.
    count
        How many.

    Notes
    -----
    Score = likely leakage × relatedness (1/2 where the sectors are not those of the country data). The order is ours; the parts stand on the card.
    """
    delta = region.parameter("flq_delta")
    low, likely, high = (linkages_of(region, axes, one) for one in (delta.low, delta.value, delta.high))
    related = relatedness_of(region, axes)
    even = break_even_of(region, axes)
    names = {row.sector: row for row in region.rows(Sector)}
    idle = _idle(region, axes)
    found = []
    for at, sector in enumerate(axes.sectors):
        if axes.group_of_sector[at] in NOT_ATTRACTED or likely.leakage[at] <= 0:
            continue
        leakage = tuple(sorted(float(one.leakage[at]) for one in (low, likely, high)))
        near = None if related is None else float(related[at])
        found.append(
            Card(
                sector, names[sector].name, names[sector].name_zh or names[sector].name, (leakage[0], float(likely.leakage[at]), leakage[2]), near, float(likely.backward[at]),
                float(likely.forward[at]), even.get(sector), (CAUGHT[0] * leakage[0], CAUGHT[1] * leakage[1], CAUGHT[2] * leakage[2]),
                _buyers(region, axes, likely, at), idle.get(sector, ()), float(likely.leakage[at]) * (0.5 if near is None else near),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: -one.score)[:count])


def link_cards(region: Region, missing: Sequence[Missing], as_of: date) -> tuple[LinkCard, ...]:
    """Links the chain lacks, the widest gap first.

    Parameters
    ----------
    region
        Table sites.
    missing
        As `plan.missing` finds them.
    as_of
        Day the planner stands on.
    """
    found = []
    for one in missing:
        sites = tuple(
            row.site for row in region.rows(Site) if row.good == one.good and row.inside and row.lines_possible > 0
        )
        soonest = one.ways[0] if one.ways else None
        found.append(
            LinkCard(
                one.good, one.unit, one.need, one.gap, one.why, soonest.line_class if soonest else "", soonest.lines if soonest else 0,
                soonest.lead_days if soonest else (np.nan, np.nan, np.nan), soonest.yuan if soonest else 0.0, sites,
                as_of + timedelta(days=1 + round(soonest.lead_days[1])) if soonest else None,
            )
        )  # fmt: skip
    return tuple(found)


def relatedness_of(region: Region, axes: Axes) -> Numbers | None:
    """How near each sector is to what the region is strong in; None where its sectors are not the 45 of the country data.

    Parameters
    ----------
    region, axes
        The region and its names.
    """
    known = {sector: at for at, sector in enumerate(default_sectors())}
    if not set(axes.sectors) <= set(known):
        return None
    _, countries = value_added_of_countries()
    order = [known[sector] for sector in axes.sectors]
    world = countries[:, order]
    own, _ = activity_of(region, axes)
    strong = (advantage(own.sum(0)[None], world.sum(0))[0] >= 1.0).astype(float)
    return density(strong, proximity(world))


def break_even_of(region: Region, axes: Axes) -> Mapping[str, float]:
    """Sales a year at which the middling firm of each sector in the register covers its costs; sectors without firms are left out.

    Parameters
    ----------
    region, axes
        The register and its names.
    """
    if not axes.firms:
        return {}
    accounts = complete(region, axes)
    column = accounts.columns
    even = (column["payroll"] + column["fixed_cost"] + column["debt_service"]) / np.maximum(
        1.0 - column["variable_share"], 1e-9
    )
    sector = np.array([row.sector for row in accounts.rows])
    return {str(one): float(np.median(even[sector == one])) for one in np.unique(sector)}


def _buyers(region: Region, axes: Axes, links: Linkages, at: int) -> tuple[Buyer, ...]:
    """Named real firms of the sectors that buy most of it first, then the sectors themselves."""
    names = {row.sector: row.name for row in region.rows(Sector)}
    order = [int(n) for n in np.argsort(-links.users[at], kind="stable") if links.users[at][n] > 0 and n != at][:BUYERS]
    firms = [
        Buyer(row.name, row.sales_yuan_per_year * links.users[at][n] / max(links.output[n], 1e-9))
        for n in order
        for row in region.rows(Firm)
        if row.sector == axes.sectors[n] and not row.synthetic and row.sales_yuan_per_year
    ]
    sectors = [Buyer(names[axes.sectors[n]], float(links.users[at][n])) for n in order]
    return tuple([*firms, *sectors][:BUYERS])


def _idle(region: Region, axes: Axes) -> dict[str, tuple[str, ...]]:
    """Idle assets by the sector of the firm that has them: room for lines, and offers of assets."""
    sector = {row.firm: row.sector for row in region.rows(Firm)}
    found: dict[str, list[str]] = {}
    for site in region.rows(Site):
        if site.inside and site.lines_possible > 0 and site.firm in sector:
            found.setdefault(sector[site.firm], []).append(f"{site.site}: room for {site.lines_possible} lines")
    for row in region.rows(OfferRow):
        if row.kind == "asset" and row.side == "has" and row.who in sector:
            found.setdefault(sector[row.who], []).append(f"{row.who}, {row.place}: {row.item}")
    return {name: tuple(own) for name, own in found.items()}
