"""Rules on cumulative counts: a fall is a revision and stays one, but it cannot take back what no day had; nobody is counted who is not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from math import inf

from bothhands.errors import Fault
from bothhands.inputs.reading import Placed
from bothhands.inputs.registry import table_of
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.cases import CaseCount
from bothhands.inputs.tables.people import AgeGroup

Series = list[tuple[Placed, CaseCount]]


def falls_can_be_taken_back(draft: Draft) -> Iterator[Fault]:
    """A count of confirmed local cases of a city never falls below what had been counted before the run begins.

    Falls are spread back over the days of the run that had cases; below that count there would be none left to take.
    """
    cities, start = set(draft.cities), draft.settings.start
    for series in _series(draft):
        first = series[0][1]
        if first.place not in cities or (first.kind, first.origin) != ("confirmed", "local"):
            continue
        before = [row.cumulative for _, row in series if row.day < start]
        base = before[-1] if before else 0
        for item, row in series:
            if row.day >= start and row.cumulative < base:
                what = f"{_named(row)} falls to {row.cumulative:,}, below the {base:,} counted before {start}"
                yield at(
                    item,
                    "BH-INP-060",
                    what,
                    expected=f"at least {base:,}: more cannot be taken back from the days of the run",
                    remedy="correct the counts, or begin the region earlier (start in region.toml)",
                    column="cumulative",
                )


def not_more_than_residents(draft: Draft) -> Iterator[Fault]:
    """No place has counted more of its own cases than people live there."""
    if table_of(AgeGroup).name in draft.hollow:
        return
    residents: dict[str, float] = defaultdict(float)
    for _, group in draft.rows(AgeGroup):
        residents[group.place] += group.persons
    for item, row in draft.rows(CaseCount):
        if row.origin == "local" and row.cumulative > residents.get(row.place, inf):
            yield at(
                item,
                "BH-INP-117",
                f"{_named(row)} {row.cumulative:,} persons of {residents[row.place]:,.0f} residents",
                expected="at most as many as live there",
                remedy="correct the count or the table people",
                column="cumulative",
            )


def falls(draft: Draft) -> Iterator[Fault]:
    """Notes: every fall of a cumulative count, from what to what."""
    for series in _series(draft):
        for (_, one), (item, two) in pairwise(series):
            if two.cumulative < one.cumulative:
                what = f"{_named(two)} falls from {one.cumulative:,} on {one.day} to {two.cumulative:,}"
                expected = (
                    "a count that does not fall; read as a revision, taken back from the latest days that had any"
                )
                remedy = "nothing if it was published so; add the counts up if they are new cases a day"
                yield at(item, "BH-INP-061", what, expected=expected, remedy=remedy, column="cumulative")


def _series(draft: Draft) -> list[Series]:
    """The counts of each place, kind and origin by day, in their latest edition."""
    series: dict[tuple[str, str, str], Series] = defaultdict(list)
    for item, row in draft.rows(CaseCount):
        series[row.place, row.kind, row.origin].append((item, row))
    for rows in series.values():
        rows.sort(key=lambda pair: pair[1].day)
    return list(series.values())


def _named(row: CaseCount) -> str:
    return f"{row.place}, {row.kind} {row.origin}, {row.day}:"
