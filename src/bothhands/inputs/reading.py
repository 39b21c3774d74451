"""Rows from sheets: every cell converted, every row checked against its model, every fault kept.

Why this file exists: a planner with three hundred wrong cells wants one list, not three hundred tries. A row with a
fault is left out of what follows, so that one wrong cell is not reported a second time by a rule between tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from pydantic import ValidationError

from bothhands.errors import Fault
from bothhands.inputs.cells import Column, Value, columns, parse, text_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.sheets import Sheet
from bothhands.inputs.table import Row, Table


class Placed(NamedTuple):
    """A row and where it stands, so that a rule between tables can point at it."""

    row: Row
    file: str
    number: int | None


class ReadRows(NamedTuple):
    """The sound rows of a sheet, what could be read of the others, and every fault."""

    sound: list[Placed]
    spoiled: list[Placed]
    faults: list[Fault]


def rows_of(table: Table, sheet: Sheet) -> ReadRows:
    """The rows of a sheet; a spoiled row is good for nothing but to look at the names in it."""
    known = columns(table)
    faults = list(_header_faults(table, sheet))
    at = [(index, known[name]) for index, name in enumerate(sheet.header) if name in known]
    absent = {name for name, column in known.items() if column.required and name not in sheet.header}
    sound: list[Placed] = []
    spoiled: list[Placed] = []
    for number, cells in sheet.rows:
        if any(cell not in (None, "") for cell in cells[len(sheet.header) :]):
            faults.append(
                Fault(
                    "BH-INP-024",
                    f"{len(cells)} cells under {len(sheet.header)} columns",
                    "one cell a column",
                    "put text with commas in quotation marks",
                    sheet.file,
                    number,
                )
            )
            continue
        row, wrong = _row(table, at, cells)
        faults += [
            _placed(fault, sheet.file, number, fault.column, fault.value)
            for fault in wrong
            if fault.column not in absent
        ]
        (spoiled if wrong else sound).append(Placed(row, sheet.file, number))
    return ReadRows(sound, spoiled, faults)


def placed_rows(table: Table, rows: Iterable[Row], file: str) -> list[Placed]:
    """Rows made in a program, numbered as they would stand in a file."""
    return [Placed(row, file, number) for number, row in enumerate(rows, start=2)]


def _header_faults(table: Table, sheet: Sheet) -> Iterator[Fault]:
    known = columns(table)
    for index, name in enumerate(sheet.header):
        if name and name in sheet.header[:index]:
            yield Fault(
                "BH-INP-023", f"the column {name!r} stands twice", "each column once", "remove one", sheet.file, 1, name
            )
        elif name not in known:
            what = f"the table {table.name!r} has no column {name!r}" if name else f"column {index + 1} has no name"
            yield Fault("BH-INP-010", what, "a column of the table", nearest(name, known), sheet.file, 1, name)
    for name, column in known.items():
        if column.required and name not in sheet.header:
            yield Fault(
                "BH-INP-011",
                f"the column {name!r} is missing",
                column.description.rstrip("."),
                "add it",
                sheet.file,
                1,
                name,
            )


def _row(table: Table, at: list[tuple[int, Column]], cells: tuple[object, ...]) -> tuple[Row, list[Fault]]:
    """A row and its faults; with a fault it holds only what could be read."""
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for index, column in at:
        cell = cells[index] if index < len(cells) else None
        value = parse(column, cell)
        if isinstance(value, Fault):
            faults.append(_placed(value, "", None, column.name, text_of(cell)))
        elif value is not None:
            values[column.name] = value
    try:
        row = table.row.model_validate(values)
    except ValidationError as error:
        named = {fault.column for fault in faults}
        faults += [
            _fault(table, dict(found)) for found in error.errors(include_url=False) if str(found["loc"][0]) not in named
        ]
        return _blank(table).model_copy(update=values), faults
    return row, faults


@cache
def _blank(table: Table) -> Row:
    """A row of defaults alone, to be copied: quicker by half than a new one for each of a hundred thousand faulty rows."""
    return table.row.model_construct()


def _fault(table: Table, found: dict[str, object]) -> Fault:
    """A fault of the row model in the words of the table."""
    place = found["loc"]
    name = str(place[0]) if isinstance(place, tuple) else ""
    column = columns(table)[name]
    kind, value = str(found["type"]), text_of(found["input"])
    if kind in ("missing", "string_too_short"):
        return Fault("BH-INP-012", "the cell is blank", column.description.rstrip("."), "fill it", column=name)
    if kind == "literal_error":
        remedy = nearest(value, column.words)
        return Fault(
            "BH-INP-018", f"{value!r} is not allowed", " or ".join(column.words), remedy, column=name, value=value
        )
    if kind == "string_too_long":
        most = str(found["msg"]).removeprefix("String should have ")
        return Fault(
            "BH-INP-084", f"{len(value)} characters are too many", most, "shorten it", column=name, value=value
        )
    unit = f" {column.unit}" if column.unit else ""
    expected = str(found["msg"]).removeprefix("Input should be ")
    return Fault(
        "BH-INP-019", f"{value}{unit} is out of range", expected, "correct the figure", column=name, value=value
    )


def _placed(fault: Fault, file: str, number: int | None, column: str, value: str) -> Fault:
    """The same fault where it stands; `dataclasses.replace` takes five times as long."""
    return Fault(fault.code, fault.what, fault.expected, fault.remedy, file, number, column, value)
