"""Matching in a region: its table of offers, room at its sites, lines that stand still, and links its chain lacks, by names.

Why this file exists: an idle workshop answers a missing link only where both stand in one list. A site with room for lines is an idle asset,
and so are lines of a firm that stand and could be converted; what the chain lacks, where it was asked, is what such assets are needed for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

import numpy as np

from bothhands.inputs.region import Region
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.offers import OfferRow
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.sites import Site
from bothhands.model.economy.tables import great_circle_km
from bothhands.plan.delay import DOUBTFUL
from bothhands.plan.matching.flow import Candidate, Numbers, Side, matched, positions
from bothhands.plan.missing import Missing

THE_CHAIN = "the chain"
"""Who lacks what the chain lacks."""
FAR_KM = 1_000.0
"""ASSUMED distance where the position of a place is not known."""


class Partner(NamedTuple):
    """A ranked partner by names, with what speaks for and against it; `unverified` where its row is an assumption."""

    offer: str
    who: str
    place: str
    amount: float
    distance_km: float
    wait_days: float
    covers: float
    above_grade: int
    unverified: bool


class Match(NamedTuple):
    """One line that is lacking, its partners, the best first, and what nobody can cover."""

    offer: str
    kind: str
    item: str
    who: str
    place: str
    quantity: float
    unit: str
    unmet: float
    partners: tuple[Partner, ...]


def matches_of(region: Region, as_of: date, missing: Sequence[Missing] = ()) -> tuple[Match, ...]:
    """Partners for everything that is lacking in a region, the least covered first; what is known goes before what is assumed.

    Parameters
    ----------
    region
        Tables offers, sites and places.
    as_of
        Day from which days are counted.
    missing
        Links the chain lacks, to be matched with room at sites.
    """
    lines = _standing_lines(region)
    offers = [*region.rows(OfferRow), *_room(region), *_links(region, missing)]
    lacks = [row for row in offers if row.side == "lacks"]
    has = [*(row for row in offers if row.side == "has"), *lines]
    rows, owner = [*lacks, *has], _owner_of(region)
    items, whose = positions([_item(row) for row in rows]), positions([owner(row) for row in rows])
    places = positions([row.place for row in rows])

    def side(own: list[OfferRow], shared: Sequence[int] | None = None) -> Side:
        return Side(
            np.array([items[_item(row)] for row in own], int),
            np.array([places[row.place] for row in own], int),
            np.array([row.quantity for row in own], float),
            np.array([row.grade for row in own], int),
            np.array([max((row.ready_on - as_of).days, 0) if row.ready_on else 0 for row in own], float),
            np.array([whose[owner(row)] for row in own], int),
            None if shared is None else np.array(shared, int),
        )

    found = matched(side(lacks), side(has, _shared(len(has), lines)), distances(region, tuple(places)))
    told = [
        Match(
            row.offer, row.kind, row.item, row.who, row.place, row.quantity, row.unit, float(unmet),
            tuple(sorted((_partner(has[one.partner], one) for one in ranked), key=lambda one: one.unverified)),
        )
        for row, ranked, unmet in zip(lacks, found.ranked, found.unmet, strict=True)
    ]  # fmt: skip
    return tuple(sorted(told, key=lambda one: -one.unmet / one.quantity))


def distances(region: Region, places: Sequence[str]) -> Numbers:
    """Great-circle distances, km; 0 within a place.

    Parameters
    ----------
    region
        Table places.
    places
        Names in the order of the axes.
    """
    spots = {row.place: row for row in region.rows(Place)}
    found = np.zeros((len(places), len(places)))
    for one, two in combinations(range(len(places)), 2):
        km = great_circle_km(spots[places[one]], spots[places[two]])
        found[one, two] = found[two, one] = FAR_KM if km is None else km
    return found


def _item(row: OfferRow) -> str:
    """What is matched: an item of a kind in one unit, for 12 tonnes are not 1,000 kg."""
    return f"{row.kind}/{row.item}/{row.unit}"


def _owner_of(region: Region) -> Callable[[OfferRow], str]:
    """Whose a line is: a firm by its identifier also where a name is written; a line of nobody is its own."""
    firms = {name: row.firm for row in region.rows(Firm) for name in (row.name, row.name_zh) if name}
    return lambda row: f"of {firms.get(row.who, row.who)}" if row.who else row.offer


def _shared(count: int, lines: Sequence[OfferRow]) -> list[int]:
    """What each line of what is over is taken from: standing lines, the last of them, from one stock a firm, whatever they could make."""
    alone = count - len(lines)
    firms = positions([row.who for row in lines])
    return [*range(alone), *(alone + firms[row.who] for row in lines)]


def _partner(row: OfferRow, one: Candidate) -> Partner:
    return Partner(
        row.offer, row.who, row.place, one.amount, one.distance_km, one.wait_days, one.covers, one.above_grade, row.quality in DOUBTFUL,
    )  # fmt: skip


def _room(region: Region) -> list[OfferRow]:
    """Sites of the region with room for more lines, as idle assets."""
    return [
        OfferRow(
            offer=f"{row.site}/{row.good}", side="has", kind="asset", item=row.good, who=row.firm or row.site, place=row.place,
            quantity=float(row.lines_possible), unit="lines", source=row.source, quality=row.quality,
        )
        for row in region.rows(Site)
        if row.inside and row.place and row.lines_possible > 0
    ]  # fmt: skip


def _standing_lines(region: Region) -> list[OfferRow]:
    """Lines of the register that stand still, as idle assets for each good they could make instead: all of them for each, once."""
    return [
        OfferRow(
            offer=f"{row.firm}/{good}", side="has", kind="asset", item=good, who=row.firm, place=row.place,
            quantity=row.lines * (1.0 - row.running_share), unit="lines", source=row.source, quality=row.quality,
        )
        for row in region.rows(Firm)
        if row.lines and row.running_share is not None and row.running_share < 1
        for good in (one.strip() for one in row.convertible_to.split(";"))
        if good
    ]  # fmt: skip


def _links(region: Region, missing: Sequence[Missing]) -> list[OfferRow]:
    """Missing links as lines that are lacking, at the largest city for want of a place."""
    place = region.cities[0]
    return [
        OfferRow(
            offer=f"missing link {one.good}", side="lacks", kind="asset", item=one.good, who=THE_CHAIN, place=place,
            quantity=float(max(one.ways[0].lines, 1)), unit="lines",
        )
        for one in missing
        if one.ways and one.gap > 0
    ]  # fmt: skip
