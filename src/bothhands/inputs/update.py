"""Updates: tomorrow's cases, stocks or resumption laid over a region, row by row, before anything is written.

Why this file exists: a planner must see what a file would change, and either all of it is taken or none. The same
key and
`known_from` replaces a row; the same key with a later `known_from` is a new edition of the figure beside the old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from bothhands.errors import Fault
from bothhands.inputs.cells import text_of
from bothhands.inputs.checks import faults_between, missing_tables, notes_between
from bothhands.inputs.reading import Placed, placed_rows, rows_of
from bothhands.inputs.region import Region, key_of
from bothhands.inputs.registry import tables
from bothhands.inputs.sheets import Found, add_file
from bothhands.inputs.table import Row, Table

Outcome: TypeAlias = Literal["added", "changed", "unchanged", "refused"]


class RowReport(NamedTuple):
    """What happens to one row of an update: where it stands, its key, the outcome, and each column's old and new
    text."""

    file: str
    number: int
    table: str
    key: tuple[str, ...]
    outcome: Outcome
    differences: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Update:
    """What an update would do: every row's outcome, every fault, and the new region where there is no fault."""

    rows: tuple[RowReport, ...]
    faults: tuple[Fault, ...]
    region: Region | None
    encodings: Mapping[str, str]
    notes: tuple[Fault, ...] = ()
    """What is no fault in the new rows but must be told."""

    def count(self, outcome: Outcome) -> int:
        """Rows with an outcome."""
        return sum(row.outcome == outcome for row in self.rows)


def updated(region: Region, files: Iterable[Path]) -> Update:
    """Lay the rows of CSV, Parquet or workbook files over a region; writes nothing.

    A file is named after its table, alone or followed by a date: `cases.csv`, `cases-2020-03-19.csv`.
    """
    found, faults, reports = Found(), [], []
    spoiled: dict[str, list[Placed]] = {}
    for path in files:
        _read(path, found)
    faults += found.faults
    joined = {name: placed_rows(tables()[name], rows, name) for name, rows in region.tables.items()}
    for name, sheet in found.sheets.items():
        placed, partial, wrong = rows_of(tables()[name], sheet)
        faults += wrong
        joined[name], told = _laid_over(tables()[name], joined.get(name, []), placed)
        spoiled |= {name: partial} if wrong else {}
        refused = {fault.row for fault in wrong if fault.row and fault.row > 1}
        reports += told + [RowReport(sheet.file, number, name, (), "refused", {}) for number in sorted(refused)]
    faults += faults_between(region.settings, joined, spoiled)
    faults += missing_tables(joined, {*(name for name, rows in region.defaults.items() if rows), *spoiled})
    if faults:
        return Update(_with_refused(reports, faults), tuple(faults), None, found.encodings)
    rows = {name: tuple(item.row for item in placed) for name, placed in joined.items()}
    new = {sheet.file for sheet in found.sheets.values()}
    notes = tuple(note for note in notes_between(region.settings, joined) if note.file in new)
    return Update(tuple(reports), (), replace(region, tables=MappingProxyType(rows)), found.encodings, notes)


def _read(path: Path, found: Found) -> None:
    if not path.is_file():
        found.faults.append(
            Fault("BH-INP-001", f"no file {path.name!r}", "a CSV, Parquet or .xlsx file", "", str(path))
        )
        return
    named = [
        name for name in tables() if path.stem == name or path.stem.startswith((f"{name}-", f"{name}_", f"{name} "))
    ]
    add_file(path, found, max(named, key=len, default=""))


def _laid_over(table: Table, base: list[Placed], rows: list[Placed]) -> tuple[list[Placed], list[RowReport]]:
    """The joined rows and what happened to each new one."""
    joined = list(base)
    at = {_identity(table, item.row): index for index, item in enumerate(joined)}
    reports = []
    for item in rows:
        index = at.get(_identity(table, item.row))
        if index is None or joined[index].file == item.file:
            joined.append(item)
            outcome, differences = "added", {}
        else:
            differences = _differences(table, joined[index].row, item.row)
            outcome = "changed" if differences else "unchanged"
            joined[index] = item if differences else joined[index]
        reports.append(_report(table, item, outcome, differences))
    return joined, reports


def _report(table: Table, item: Placed, outcome: str, differences: dict[str, tuple[str, str]]) -> RowReport:
    outcomes: dict[str, Outcome] = {"added": "added", "changed": "changed", "unchanged": "unchanged"}
    return RowReport(item.file, item.number or 0, table.name, key_of(table, item.row), outcomes[outcome], differences)


def _identity(table: Table, row: Row) -> tuple[str, ...]:
    return (*key_of(table, row), text_of(row.known_from))


def _differences(table: Table, old: Row, new: Row) -> dict[str, tuple[str, str]]:
    pairs = {name: (text_of(getattr(old, name)), text_of(getattr(new, name))) for name in table.columns}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _with_refused(reports: list[RowReport], faults: list[Fault]) -> tuple[RowReport, ...]:
    """Rows a fault points at are refused; the others would be taken once the faults are mended."""
    wrong = {(fault.file, fault.row) for fault in faults}
    return tuple(row._replace(outcome="refused") if (row.file, row.number) in wrong else row for row in reports)
