"""A region in a few figures: what `bothhands region list` and `show` say of it."""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

from bothhands.inputs.region import Region
from bothhands.inputs.registry import tables
from bothhands.inputs.tables.people import AgeGroup


class TableSummary(TypedDict):
    """Rows of a table and how far they can be trusted."""

    rows: int
    quality: dict[str, int]


class Summary(TypedDict):
    """A region in a few figures."""

    name: str
    title: str
    title_zh: str
    edition: str
    start: str
    end: str
    default_as_of: str
    as_of: str
    hub: str
    hypothetical: str
    persons: float
    cities: dict[str, float]
    sectors: int
    tables: dict[str, TableSummary]
    hindsight: dict[str, int]
    encodings: dict[str, str]


def summary(region: Region) -> Summary:
    """The figures of a region; `hindsight` counts the rows a table used before they could be known."""
    cities = dict.fromkeys(region.cities, 0.0)
    for row in region.rows(AgeGroup):
        if row.place in cities:
            cities[row.place] += row.persons
    return Summary(
        name=region.name,
        title=region.title,
        title_zh=region.title_zh,
        edition=region.edition,
        start=region.start.isoformat(),
        end=region.end.isoformat(),
        default_as_of=region.default_as_of.isoformat(),
        as_of=region.as_of.isoformat() if region.as_of else "",
        hub=region.hub,
        hypothetical=region.hypothetical,
        persons=sum(cities.values()),
        cities=cities,
        sectors=len(region.sectors),
        tables={name: _table(region, name) for name in tables() if region.has(name)},
        hindsight=dict(Counter(item.table for item in region.hindsight)),
        encodings={file: name for file, name in region.encodings.items() if name != "UTF-8"},
    )


def _table(region: Region, name: str) -> TableSummary:
    rows = region.rows(name)
    return TableSummary(rows=len(rows), quality=dict(Counter(row.quality for row in rows).most_common()))
