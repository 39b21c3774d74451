"""Tables of millions of rows, CSV or Parquet, as columns: every cell checked at once, every fault with its row.

Why this file exists: a region's tables are read cell by cell, which is kind to a planner and takes minutes for the links of a country's
firms. Here whole columns are turned at a time. Numbers are written plainly (1234.5): no thousands separators, no 万.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

import polars as pl

from bothhands.errors import Fault
from bothhands.inputs.codes import nearest
from bothhands.inputs.encoding import decoded

MOST_TOLD = 1000
"""Rows of one kind of fault that are listed; the others are counted."""
TWICE = "_duplicated_"
"""What polars writes after the name of a column that it has met before."""
ROW = "row"
"""Column with the row's number in the file; the header is row 1."""


class Column(NamedTuple):
    """A column of a long table."""

    name: str
    about: str
    number: bool = False
    required: bool = True
    """Whether the column must be there and every cell filled."""


class LongTable(NamedTuple):
    """The declared columns, absent ones and unusable cells empty, with `row`; and every fault."""

    frame: pl.DataFrame
    faults: list[Fault]
    given: frozenset[str]
    """Columns the file has."""


def read_long(path: Path, columns: tuple[Column, ...]) -> LongTable:
    """A table from a file.

    Parameters
    ----------
    path
        File in CSV (UTF-8 or GB18030, comma-separated, with header) or Parquet.
    columns
        What it may have; others are faults.
    """
    found = _parquet(path) if path.suffix.lower() in (".parquet", ".pq") else _csv(path)
    if isinstance(found, Fault):
        return LongTable(_nothing(columns), [found], frozenset())
    found = found.rename(str.strip)
    raw = found.with_row_index(ROW, offset=2).filter(~pl.all_horizontal(pl.col(found.columns).is_null()))
    faults = _header_faults(found.columns, columns, path.name)
    if raw.is_empty():
        faults.append(_unreadable(path, "has no row", "a header and at least one row"))
    frame = raw.select(ROW)
    for column in columns:
        made, wrong = _column(raw, column, path.name)
        frame = frame.with_columns(made.alias(column.name))
        faults += wrong
    return LongTable(frame, faults, frozenset(found.columns))


def row_faults(
    frame: pl.DataFrame, code: str, what: str, expected: str, remedy: str, file: str, column: str
) -> list[Fault]:
    """A fault for each row of a frame, and one more that counts those not listed.

    Parameters
    ----------
    frame
        The faulty rows, with `row` and the column.
    code, what, expected, remedy, file, column
        Parts of each fault; in `what` stands `{value}` for the cell.
    """
    shown = frame.head(MOST_TOLD).select(ROW, column).iter_rows()
    faults = [
        Fault(code, what.format(value=_text(value)), expected, remedy, file, row, column, _text(value))
        for row, value in shown
    ]
    more = len(frame) - MOST_TOLD
    if more > 0:
        faults.append(Fault(code, f"{more:,} more rows like these", expected, remedy, file, None, column))
    return faults


def _text(value: object) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def _nothing(columns: tuple[Column, ...]) -> pl.DataFrame:
    types = {column.name: pl.Float64 if column.number else pl.String for column in columns}
    return pl.DataFrame(schema={ROW: pl.UInt32, **types})


def _unreadable(path: Path, what: str, expected: str) -> Fault:
    return Fault("BH-NET-007", f"the file {what}", expected, "give another file, or save it again", str(path))


def _csv(path: Path) -> pl.DataFrame | Fault:
    """A CSV file, every cell as text."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        return _unreadable(path, f"cannot be read: {problem.strerror or problem}", "a CSV or Parquet file")
    result = decoded(content, path.name)
    if isinstance(result, Fault):
        return result
    text = result[0]
    if not text.strip():
        return _unreadable(path, "is empty", "a header and at least one row")
    try:
        return pl.read_csv(text.encode(), infer_schema=False)
    except pl.exceptions.PolarsError as problem:
        lines = csv.reader(io.StringIO(text, newline=""))
        width = len(next(lines))
        row = next((number for number, cells in enumerate(lines, start=2) if len(cells) > width), None)
        what = (
            "a row has more cells than the header"
            if row
            else f"the file cannot be read: {str(problem).splitlines()[0]}"
        )
        remedy = "put text with commas in quotation marks"
        return Fault("BH-NET-007", what, "comma-separated text, one cell a column", remedy, path.name, row)


def _parquet(path: Path) -> pl.DataFrame | Fault:
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as problem:
        first = str(problem).splitlines()[0] if str(problem) else "damaged"
        return _unreadable(path, f"cannot be read as Parquet: {first}", "a Parquet file")


def _header_faults(header: list[str], columns: tuple[Column, ...], file: str) -> list[Fault]:
    known = [column.name for column in columns]
    faults = [
        Fault(
            "BH-NET-008", f"the column {name.split(TWICE)[0]!r} stands twice", "each column once", "drop one", file, 1
        )
        if TWICE in name
        else Fault("BH-NET-008", f"there is no column {name!r}", ", ".join(known), nearest(name, known), file, 1, name)
        for name in header
        if name not in known
    ]
    return faults + [
        Fault("BH-NET-008", f"the column {column.name!r} is missing", column.about, "add it", file, 1, column.name)
        for column in columns
        if column.required and column.name not in header
    ]


def _column(raw: pl.DataFrame, column: Column, file: str) -> tuple[pl.Series, list[Fault]]:
    """A column in its type and the faults of its cells."""
    kind = pl.Float64 if column.number else pl.String
    if column.name not in raw.columns:
        return pl.Series([None], dtype=kind).new_from_index(0, len(raw)), []
    given = raw[column.name]
    if not _is_usable(given.dtype, column.number):
        what = f"the column {column.name!r} holds {given.dtype}, not {'numbers' if column.number else 'names'}"
        fault = Fault("BH-NET-010", what, column.about, "save the column in another type", file, 1, column.name)
        return pl.Series([None], dtype=kind).new_from_index(0, len(raw)), [fault]
    if given.dtype.is_numeric() and column.number:
        blank, made = given.is_null(), given.cast(pl.Float64)
    else:
        cells = given.cast(pl.String).str.strip_chars()
        blank = cells.is_null() | (cells == "")
        made = cells.cast(pl.Float64, strict=False) if column.number else cells.set(blank, None)
    faults: list[Fault] = []
    rows = raw.select(ROW, column.name)
    if column.required:
        faults += row_faults(
            rows.filter(blank), "BH-NET-009", "the cell is blank", column.about, "fill it or drop the row", file, column.name
        )  # fmt: skip
    if column.number:
        faults += row_faults(
            rows.filter(made.is_null() & ~blank), "BH-NET-010", "{value} is no number", column.about,
            "write it plainly, such as 1234.5", file, column.name,
        )  # fmt: skip
    return made, faults


def _is_usable(kind: pl.DataType, number: bool) -> bool:
    if kind in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        return True
    return kind.is_numeric() if number else kind.is_integer()
