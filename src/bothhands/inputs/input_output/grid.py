"""The cells of a table file, CSV or Excel, and the figures in them; nothing is said yet of what they mean.

Why this file exists: every layout reads the same cells and tells of the same faults: blank, no number, twice, too many.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.inputs.cells import Column, parse, text_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.encoding import decoded

FIGURE = Column("", "number", "", False, (), "")
SEPARATORS = ";\t,"
SPACES = str.maketrans("", "", " \u00a0\u202f")


class Grid(NamedTuple):
    """A header and the rows under it, each with its number in the file."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[object, ...]], ...]


def read_grid(path: Path, sheet: str = "", header_row: int = 1) -> Grid:
    """The cells of a CSV file, whatever its separator, or of a sheet of a workbook, the first unless named; what stands above
    the header row is not read.

    Raises
    ------
    InputError
        Where the file is missing, damaged or empty, or a workbook has no such sheet.
    """
    if not path.is_file():
        raise InputError(Fault("BH-INP-001", f"no file {path}", "a table as CSV or Excel", "correct the path"))
    lines = _workbook(path, sheet) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path)
    filled = [
        (number, line)
        for number, line in enumerate(lines, start=1)
        if number >= header_row and any(cell not in (None, "") for cell in line)
    ]
    if len(filled) < 2:
        raise InputError(
            Fault(
                "BH-INP-009", "there is no table", "a header and rows", "give another file, or --header-row", path.name
            )
        )
    header = tuple(text_of(cell).strip() for cell in filled[0][1])
    return Grid(path.name, header, tuple(filled[1:]))


def figure(cell: object, grid: Grid, number: int, column: str, *, spaces: bool, zero: bool) -> float | Fault:
    """The figure in a cell; a blank one is a fault unless blanks stand for zero."""
    if spaces and isinstance(cell, str):
        cell = cell.translate(SPACES)
    value = parse(FIGURE, cell)
    if isinstance(value, Fault):
        return replace(value, file=grid.file, row=number, column=column, value=text_of(cell))
    if value is None:
        if zero:
            return 0.0
        remedy = "fill it, or say --blank-zero if blank means nothing flows"
        return Fault("BH-INP-012", "the cell is blank", "a number", remedy, grid.file, number, column)
    assert isinstance(value, float)
    return value


def _csv(path: Path) -> list[tuple[object, ...]]:
    found = decoded(path.read_bytes(), path.name)
    if isinstance(found, Fault):
        raise InputError(found)
    text = found[0]
    longest = max(text.split("\n"), key=len)
    separator = max(SEPARATORS, key=longest.count)
    try:
        return [tuple(line) for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)]
    except csv.Error as problem:
        raise InputError(
            Fault("BH-INP-009", f"cannot be read as CSV: {problem}", "separated text", "", path.name)
        ) from None


def _workbook(path: Path, sheet: str) -> list[tuple[object, ...]]:
    from zipfile import BadZipFile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=False, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as problem:
        what, remedy = f"cannot be read as a workbook: {problem}", "save it again as .xlsx"
        raise InputError(Fault("BH-INP-009", what, "an .xlsx workbook", remedy, path.name)) from None
    if sheet and sheet not in book.sheetnames:
        what = f"no sheet is called {sheet!r}"
        raise InputError(
            Fault("BH-INP-006", what, "a sheet of the workbook", nearest(sheet, book.sheetnames), path.name)
        )
    page = book[sheet] if sheet else book.worksheets[0]
    return [tuple(row) for row in page.iter_rows(values_only=True)]
