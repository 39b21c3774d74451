"""Rules on dates, hours and ranges within a row, and on spans that may not overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from bothhands.errors import Fault
from bothhands.inputs.cells import columns, text_of
from bothhands.inputs.reading import Placed
from bothhands.inputs.registry import tables
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.table import Row, Table
from bothhands.inputs.tables.visits import VisitRow

SPANS = (("date_from", "date_to"), ("start", "end"), ("building_from", "first_product_on"), ("age_from", "age_to"))
ENDS = {"date_from": "date_to", "start": "end"}
LAST = date.max


def dates_are_in_order(draft: Draft) -> Iterator[Fault]:
    """A span ends on or after the day it begins."""
    for table in tables().values():
        for first, last in SPANS:
            if first not in table.row.model_fields or last not in table.row.model_fields:
                continue
            for item in draft.placed.get(table.name, ()):
                begin, end = getattr(item.row, first), getattr(item.row, last)
                if begin is not None and end is not None and end < begin:
                    what = f"{last} {end} is before {first} {begin}"
                    yield at(
                        item,
                        "BH-INP-031",
                        what,
                        expected=f"{last} on or after {begin}",
                        remedy="exchange or correct them",
                        column=last,
                    )


def hours_are_in_order(draft: Draft) -> Iterator[Fault]:
    """A visit can begin at some hour: it does not open after the hour by which it must begin."""
    for item, row in draft.rows(VisitRow):
        if row.opens > row.closes:
            yield at(item, "BH-INP-116", f"opens {row.opens} is after closes {row.closes}", expected=f"{row.closes} or earlier", remedy="exchange or correct them", column="opens")  # fmt: skip


def ranges_are_in_order(draft: Draft) -> Iterator[Fault]:
    """The low end is not above the value, nor the value above the high end, in every table that gives a range."""
    for table in tables().values():
        for low, middle, high in _ranges(table):
            for item in draft.placed.get(table.name, ()):
                values = [getattr(item.row, name) for name in (low, middle, high)]
                given = [value for value in values if value is not None]
                if given != sorted(given):
                    what = f"{low} {text_of(values[0])}, {middle} {text_of(values[1])}, {high} {text_of(values[2])}"
                    yield at(
                        item,
                        "BH-INP-033",
                        f"{what} are out of order",
                        expected="low ≤ value ≤ high",
                        remedy="correct the range",
                        column=middle,
                    )


def spans_do_not_overlap(draft: Draft) -> Iterator[Fault]:
    """Spans of one thing (a port and origin, a fund and place, a lever, place and sector) follow one another."""
    for table in tables().values():
        first = next((name for name in ENDS if name in table.key), "")
        if not first:
            continue
        groups: dict[tuple[str, ...], list[Placed]] = defaultdict(list)
        for item in draft.latest(table):
            groups[tuple(text_of(getattr(item.row, name)) for name in table.key if name != first)].append(item)
        for items in groups.values():
            yield from _overlaps(items, first, ENDS[first])


def _overlaps(items: list[Placed], first: str, last: str) -> Iterator[Fault]:
    items.sort(key=lambda item: _day(item.row, first))
    for one, two in pairwise(items):
        if _day(two.row, first) <= (getattr(one.row, last) or LAST):
            until = getattr(one.row, last) or "open"
            before = f"row {one.number}" if one.number else "another row"
            what = f"the span from {_day(two.row, first)} overlaps {before}, {_day(one.row, first)} to {until}"
            yield at(
                two,
                "BH-INP-032",
                what,
                expected="spans that follow one another",
                remedy=f"end the earlier one before {_day(two.row, first)}",
                column=first,
            )


def _day(row: Row, column: str) -> date:
    value = getattr(row, column)
    assert isinstance(value, date)
    return value


def _ranges(table: Table) -> list[tuple[str, str, str]]:
    """Triples of columns low, value, high, by the names of the format: low_x x high_x, x_low x x_high, or low value
    high."""
    names = set(columns(table))
    triples = [(f"low_{name}", name, f"high_{name}") for name in names]
    triples += [(f"{name}_low", name, f"{name}_high") for name in names]
    triples += [("low", "value", "high")]
    return sorted(triple for triple in triples if set(triple) <= names)
