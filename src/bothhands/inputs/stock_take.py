"""Stock-takes: what was counted against what was computed, with reasons; in transit, donated and expired kept apart.

Why this file exists: a computed stock drifts from the shelf. A count corrects it only if the difference has a reason, and
what is on the way, given away or spoiled is no stock and never silently added to one.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.tables.stocks import Stock

COLUMNS = ("place", "good", "day", "kind", "quantity", "reason", "note")
KINDS = ("counted", "in_transit", "donated", "expired")
REASONS = {
    "count_error": "an earlier count or entry was wrong",
    "unrecorded_use": "goods were used without a record",
    "unrecorded_receipt": "goods came in without a record",
    "damage": "damaged or lost",
    "expiry": "expired and removed",
    "donation": "given away or received as a gift",
    "transfer": "moved to or from another place",
    "unknown": "looked for and not found",
}
NEEDS_A_REASON = 0.05
"""ASSUMED: from this share of the computed stock on a difference needs a reason."""


class Entry(NamedTuple):
    """One line of a stock-take; quantities in the good's unit."""

    place: str
    good: str
    day: date
    kind: str
    quantity: float
    reason: str
    note: str
    row: int


class Difference(NamedTuple):
    """A place's stock of a good: counted, computed, and what is apart from it."""

    place: str
    good: str
    day: date
    counted: float
    computed: float
    in_transit: float
    donated: float
    expired: float
    reason: str

    @property
    def difference(self) -> float:
        """Counted less computed."""
        return self.counted - self.computed


def read(path: Path, places: Sequence[str], goods: Sequence[str]) -> tuple[Entry, ...]:
    """Entries of a stock-take.

    Parameters
    ----------
    path
        CSV with the columns of `COLUMNS`; reason and note may be blank.
    places, goods
        Names of the region.

    Raises
    ------
    InputError
        Every column, cell and name that cannot be used, all at once (BH-CHN-003).
    """
    if not path.is_file():
        raise InputError(Fault("BH-INP-001", f"no file {path}", "a stock-take as CSV", "correct the path"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    head = list(lines[0]) if lines else []
    absent = [name for name in COLUMNS[:5] if name not in head]
    if absent:
        what = "no rows" if not lines else f"no column {', '.join(absent)}"
        raise InputError(Fault("BH-CHN-003", what, f"columns {', '.join(COLUMNS)}", "add them", str(path)))
    found: list[Entry] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, start=2):
        entry = _entry(line, number)
        wrong = [entry] if isinstance(entry, Fault) else _wrong(entry, places, goods)
        faults += [_at(fault, path, number) for fault in wrong]
        if isinstance(entry, Entry):
            found.append(entry)
    if faults:
        raise InputError(faults)
    return tuple(found)


def compared(
    entries: Sequence[Entry], computed: Mapping[tuple[str, str, date], float], path: Path
) -> tuple[Difference, ...]:
    """Counted against computed stock, one row a place, good and day.

    Parameters
    ----------
    entries
        As read.
    computed
        Stock at hand and ready by place, good and day, without what is on the way.
    path
        Of the stock-take, for messages.

    Raises
    ------
    InputError
        Every difference of a twentieth or more without a reason (BH-CHN-004), and every count that stands twice.
    """
    found, faults = [], []
    seen: set[tuple[str, str, date]] = set()
    for entry in entries:
        key = entry.place, entry.good, entry.day
        if entry.kind != "counted":
            continue
        if key in seen:
            faults.append(
                _at(
                    Fault("BH-CHN-003", "counted twice", "one count a place, good and day", "remove one"),
                    path,
                    entry.row,
                )
            )
        seen.add(key)
        apart = {
            kind: sum(one.quantity for one in entries if (one.place, one.good, one.day, one.kind) == (*key, kind))
            for kind in KINDS[1:]
        }
        one = Difference(
            *key, entry.quantity, computed[key], apart["in_transit"], apart["donated"], apart["expired"], entry.reason
        )
        if not entry.reason and abs(one.difference) > NEEDS_A_REASON * max(one.computed, 1e-12):
            what = f"{entry.quantity:g} counted, {one.computed:.4g} computed, and no reason"
            remedy = f"give one of {', '.join(REASONS)}"
            faults.append(
                _at(
                    Fault("BH-CHN-004", what, "a reason for a difference of 5 % or more", remedy, column="reason"),
                    path,
                    entry.row,
                )
            )
        found.append(one)
    if faults:
        raise InputError(faults)
    return tuple(found)


def stock_rows(found: Sequence[Difference], name: str) -> list[Stock]:
    """Rows of the stocks table from a stock-take: what was counted alone.

    Parameters
    ----------
    found
        Compared entries.
    name
        Of the file.
    """
    return [
        Stock(
            place=one.place,
            good=one.good,
            day=one.day,
            quantity=one.counted,
            source=f"stock-take {name}",
            quality="measured",
            period=one.day.isoformat(),
            note=f"computed {one.computed:.6g}; reason {one.reason or 'none needed'}; apart from it in transit "
            f"{one.in_transit:g}, donated {one.donated:g}, expired {one.expired:g}",
        )
        for one in found
    ]


def _entry(line: Mapping[str, str], number: int) -> Entry | Fault:
    cells = {name: (line.get(name) or "").strip() for name in COLUMNS}
    try:
        day, quantity = date.fromisoformat(cells["day"]), float(cells["quantity"])
    except ValueError as problem:
        return Fault("BH-CHN-003", f"{problem}", "a date YYYY-MM-DD and a plain number", "correct the cell")
    return Entry(cells["place"], cells["good"], day, cells["kind"], quantity, cells["reason"], cells["note"], number)


def _wrong(entry: Entry, places: Sequence[str], goods: Sequence[str]) -> list[Fault]:
    """Names and figures of an entry that cannot be."""
    allowed = {"place": places, "good": goods, "kind": KINDS, "reason": ("", *REASONS)}
    found = [
        Fault(
            "BH-CHN-003",
            f"{getattr(entry, column)!r} is no {column}",
            f"a known {column}",
            nearest(getattr(entry, column), known),
            column=column,
        )
        for column, known in allowed.items()
        if getattr(entry, column) not in known
    ]
    if not 0 <= entry.quantity < float("inf"):
        found.append(
            Fault("BH-CHN-003", f"{entry.quantity} is no quantity", "0 or more", "correct it", column="quantity")
        )
    return found


def _at(fault: Fault, path: Path, row: int) -> Fault:
    return Fault(fault.code, fault.what, fault.expected, fault.remedy, str(path), row, fault.column, fault.value)
