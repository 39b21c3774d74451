"""The named axes of a region, in one place and one order: time, place, age, sector, good, firm.

Why this file exists: every array of the model, every dated measure and every result is indexed by these names. It holds
no numbers of the region.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from bothhands.inputs.firm_accounts import accounts_of
from bothhands.inputs.region import Region
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.people import AgeGroup
from bothhands.inputs.tables.ports import Port
from bothhands.inputs.tables.sectors import Sector
from bothhands.inputs.tables.sites import Site


class LineOption(NamedTuple):
    """A line that may be ordered: where, what it makes, and by which class of equipment."""

    site: str
    good: str
    line_class: str


def padded(count: int) -> int:
    """Smallest power of two that is at least `count` (and at least 1), so that shapes repeat and compile once."""
    return 1 << max(count - 1, 0).bit_length()


@dataclass(frozen=True)
class Axes:
    """Names along every axis of a region.

    `ages` holds the youngest age of each band. `firms` are the accounts of a run, and arrays over firms have `firms_padded` places: the firms
    of the register, or in a long one groups of them. Then `listed` names the firms and `account` the position of each one's account.
    """

    start: date
    n_days: int
    places: tuple[str, ...]
    ages: tuple[int, ...]
    sectors: tuple[str, ...]
    sector_groups: tuple[str, ...]
    group_of_sector: tuple[str, ...]
    ports: tuple[str, ...]
    place_of_port: tuple[str, ...]
    goods: tuple[str, ...]
    sites: tuple[tuple[str, str], ...]
    line_options: tuple[LineOption, ...]
    firms: tuple[str, ...]
    listed: tuple[str, ...] = ()
    account: tuple[int, ...] = ()

    @property
    def register(self) -> tuple[str, ...]:
        """Every firm of the register, whether or not it has an account of its own."""
        return self.listed or self.firms

    @cached_property
    def account_of(self) -> Mapping[str, int]:
        """Position of the account that each firm shares; empty where each has its own."""
        return dict(zip(self.listed, self.account, strict=True))

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every day of the calendar."""
        return tuple(self.start + timedelta(days=n) for n in range(self.n_days))

    @property
    def end(self) -> date:
        """Last day of the calendar."""
        return self.start + timedelta(days=self.n_days - 1)

    @property
    def firms_padded(self) -> int:
        """Length of arrays over firms."""
        return padded(len(self.firms))

    def day_index(self, day: date) -> int:
        """Position of a day; may lie outside 0 … n_days − 1."""
        return (day - self.start).days


def _distinct(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def axes_of(region: Region) -> Axes:
    """The axes of a region, in file order."""
    cities = region.cities
    sector_rows = region.rows(Sector)
    ports = [port for port in region.rows(Port) if port.place in cities]
    inside = [site for site in region.rows(Site) if site.inside and site.place in cities]
    equipment = region.rows(Equipment)
    options = tuple(
        LineOption(site.site, site.good, kind.line_class)
        for site in inside
        if site.lines_possible > 0
        for kind in equipment
        if kind.good == site.good
    )
    firms = tuple(row for row in region.rows(Firm) if row.place in cities)
    names, account = accounts_of(firms)
    return Axes(
        start=region.start,
        n_days=(region.end - region.start).days + 1,
        places=cities,
        ages=tuple(sorted({row.age_from for row in region.rows(AgeGroup)})),
        sectors=tuple(row.sector for row in sector_rows),
        sector_groups=_distinct([row.group for row in sector_rows]),
        group_of_sector=tuple(row.group for row in sector_rows),
        ports=tuple(port.port for port in ports),
        place_of_port=tuple(port.place for port in ports),
        goods=tuple(row.good for row in region.rows(Good)),
        sites=tuple((site.site, site.good) for site in inside),
        line_options=options,
        firms=names,
        listed=tuple(row.firm for row in firms) if account else (),
        account=account,
    )
