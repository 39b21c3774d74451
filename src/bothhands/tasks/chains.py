"""Chains of the region by its tables alone: what each link could give on a day, in units of what the chain ends in, and which is the tightest.

Why this file exists: a page must say at once which link holds a good back, before any plan is made. It runs nothing: lines at full rate, what the
market outside gives, and recipes. Labour, stocks and who needs how much are a plan's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bothhands.errors import Fault, NotThere
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.recipes import Recipe
from bothhands.inputs.tables.sites import Site
from bothhands.records.access import Access


@dataclass(frozen=True)
class Link:
    """A good of a chain; amounts a day in the good's own unit, but `allows`."""

    good: str
    unit: str
    lines_per_day: float
    """Output of lines that make it on the day, at the rate they have reached."""
    ordered_per_day: float
    """What lines that are on order, or still running in, will add at full rate."""
    outside_per_day: float
    """What can be bought from outside."""
    per_final: float
    """How much of it one unit of the chain's good takes."""
    assumed: bool
    """Whether a figure behind it is assumed or unverified."""

    @property
    def able_per_day(self) -> float:
        """Lines and market together."""
        return self.lines_per_day + self.outside_per_day

    @property
    def allows(self) -> float:
        """Units of the chain's good that it allows a day, if all of it went there."""
        return self.able_per_day / self.per_final


@dataclass(frozen=True)
class Chain:
    """A good that nothing else is made of, and all it is made of, inputs first."""

    good: str
    links: tuple[Link, ...]

    @property
    def tightest(self) -> Link:
        """The link that allows least."""
        return min(self.links, key=lambda link: link.allows)


def chains_of(region: Region, day: date) -> tuple[Chain, ...]:
    """Every chain of a region as known on a day, in the order of its goods.

    Parameters
    ----------
    region, day
        The region, and the day whose lines count.
    """
    known = region.standing_on(day)
    inputs: dict[str, dict[str, float]] = {}
    for row in known.rows(Recipe):
        inputs.setdefault(row.good, {})[row.input] = row.quantity_per_unit
    used = {part for parts in inputs.values() for part in parts}
    goods = {row.good: row for row in known.rows(Good)}
    return tuple(Chain(good, _links(known, day, goods, _needed(inputs, good))) for good in goods if good not in used)


def chain_of(region: Region, day: date, good: str) -> Chain:
    """The chain that ends in a good; `NotThere` where none does."""
    every = {one.good: one for one in chains_of(region, day)}
    if good not in every:
        raise NotThere(Fault("BH-TSK-131", f"no chain ends in {good[:80]!r}", "a good that nothing else is made of", nearest(good[:80], every), column="good", value=good[:80]))  # fmt: skip
    return every[good]


def sites_of(region: Region, day: date, chain: Chain) -> tuple[tuple[Site, float], ...]:
    """Sites within the region that make a link of a chain, inputs first, each with its lines that make on the day."""
    known, order = region.standing_on(day), [link.good for link in chain.links]
    standing: dict[tuple[str, str], float] = {}
    for row in known.rows(Line):
        if row.ready_on <= day:
            standing[row.site, row.good] = standing.get((row.site, row.good), 0.0) + row.lines
    found = [(row, standing.get((row.site, row.good), 0.0)) for row in known.rows(Site) if row.inside and row.good in order]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (order.index(one[0].good), -one[1], one[0].site)))


def may_see_chains(access: Access) -> None:
    """Raise `NotAllowed` unless the whole region is in scope: a chain tells of every place."""
    access.require_everywhere("a chain")


def _needed(inputs: Mapping[str, Mapping[str, float]], good: str) -> dict[str, float]:
    """Goods of a chain, inputs first, and how much of each one unit takes; the check of the region knows no recipe that goes in a circle."""
    amounts: dict[str, float] = {}
    order: list[str] = []

    def visit(one: str, amount: float) -> None:
        for part, each in inputs.get(one, {}).items():
            visit(part, amount * each)
        amounts[one] = amounts.get(one, 0.0) + amount
        if one not in order:
            order.append(one)

    visit(good, 1.0)
    return {one: amounts[one] for one in order}


def _links(known: Region, day: date, goods: Mapping[str, Good], needed: Mapping[str, float]) -> tuple[Link, ...]:
    lines: dict[str, list[Line]] = {}
    for row in known.rows(Line):
        lines.setdefault(row.good, []).append(row)
    return tuple(
        Link(
            good, goods[good].unit, sum(_rate(one, day) for one in lines.get(good, ())),
            sum(one.lines * one.units_per_day - _rate(one, day) for one in lines.get(good, ())), goods[good].outside_supply_per_day, each,
            any(one.quality in ("assumed", "unverified") for one in (goods[good], *lines.get(good, ()))),
        )
        for good, each in needed.items()
    )  # fmt: skip


def _rate(line: Line, day: date) -> float:
    """Output of a line on a day: nothing before its first product, then up to full rate evenly over its ramp."""
    since = (day - line.ready_on).days
    if since < 0:
        return 0.0
    reached = 1.0 if line.ramp_days <= 0 else min(1.0, since / line.ramp_days)
    return line.lines * line.units_per_day * reached
