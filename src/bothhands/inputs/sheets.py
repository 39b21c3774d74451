"""Sheets: the raw cells of a table, whether they come from CSV, Parquet or a workbook.

Why this file exists: after it no one needs to know the container. It converts nothing and judges no cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands.errors import Fault
from bothhands.inputs.codes import nearest
from bothhands.inputs.encoding import decoded
from bothhands.inputs.registry import tables

if TYPE_CHECKING:
    from openpyxl.worksheet.cell_range import CellRange

SETTINGS = "region"
MOST_CELLS = 50_000_000
"""More cells between the first and the last of a sheet are refused: a stray cell in the last corner makes 17,000,000,000."""


@dataclass(frozen=True)
class Sheet:
    """The cells of one table as found: header and rows, each row with its number in the file."""

    name: str
    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[object, ...]], ...]


@dataclass
class Found:
    """Everything read from a folder or workbook: sheets, the settings' text or keys, encodings and faults."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    settings_text: str | None = None
    settings_keys: dict[str, object] | None = None
    encodings: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    container: str = "folder"


def read_folder(folder: Path) -> Found:
    """The tables of a folder: one CSV or Parquet file a table beside `region.toml`."""
    found = Found()
    for path in sorted(folder.iterdir()):
        if path.name == f"{SETTINGS}.toml":
            _settings_text(path, found)
        elif path.suffix.lower() in (".csv", ".parquet"):
            add_file(path, found)
    return found


def add_file(path: Path, found: Found, table: str = "") -> None:
    """Read one CSV, Parquet or workbook file into what was found; a file is named after its table unless that is
    given."""
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        _add_workbook(path, found)
        return
    name = table or path.stem
    if name not in tables():
        found.faults.append(_no_such_table(name, path.name, "file"))
        return
    sheet = _parquet(path, name, found) if suffix == ".parquet" else _csv(path, name, found)
    if sheet is None:
        return
    if sheet.name in found.sheets:
        found.faults.append(
            Fault(
                "BH-INP-023",
                f"the table {sheet.name!r} stands in two files",
                "one file a table",
                f"keep {path.name} or {found.sheets[sheet.name].file}",
                path.name,
            )
        )
    found.sheets[sheet.name] = sheet


def read_workbook(path: Path) -> Found:
    """The tables of a workbook: one sheet a table, and the sheet `region`."""
    found = Found(container="workbook")
    _add_workbook(path, found)
    return found


def _settings_text(path: Path, found: Found) -> None:
    result = decoded(path.read_bytes(), path.name)
    if isinstance(result, Fault):
        found.faults.append(result)
        found.settings_text = ""
        return
    found.settings_text, found.encodings[path.name] = result


def _csv(path: Path, name: str, found: Found) -> Sheet | None:
    result = decoded(path.read_bytes(), path.name)
    if isinstance(result, Fault):
        found.faults.append(result)
        return None
    text, found.encodings[path.name] = result
    try:
        lines: list[list[str]] = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as problem:
        found.faults.append(
            Fault("BH-INP-009", f"cannot be read as CSV: {problem}", "comma-separated text", "", path.name)
        )
        return None
    return _sheet(name, path.name, iter(lines))


def _parquet(path: Path, name: str, found: Found) -> Sheet | None:
    import polars

    try:
        frame = polars.read_parquet(path)
    except (polars.exceptions.PolarsError, OSError) as problem:
        first = str(problem).splitlines()[0] if str(problem) else "damaged"
        found.faults.append(Fault("BH-INP-009", f"cannot be read as Parquet: {first}", "a Parquet file", "", path.name))
        return None
    rows: list[tuple[object, ...]] = [tuple(frame.columns), *frame.iter_rows()]
    return _sheet(name, path.name, iter(rows))


def _add_workbook(path: Path, found: Found) -> None:
    from zipfile import BadZipFile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=False, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as problem:
        found.faults.append(
            Fault(
                "BH-INP-009",
                f"cannot be read as a workbook: {problem}",
                "an .xlsx workbook",
                "save it again as .xlsx",
                path.name,
            )
        )
        return
    for page in book.worksheets:
        label = f"{path.name}[{page.title}]"
        if page.max_row * page.max_column > MOST_CELLS:
            found.faults.append(_too_wide(page.max_row, page.max_column, label))
            continue
        rows: Iterator[tuple[object, ...]] = page.iter_rows(values_only=True)
        if page.title == SETTINGS:
            found.settings_keys = _keys(rows)
        elif page.title in tables():
            found.faults += _merged(page.merged_cells.ranges, label)
            found.sheets[page.title] = _sheet(page.title, label, rows)
        else:
            found.faults.append(_no_such_table(page.title, label, "sheet"))


def _too_wide(rows: int, columns: int, label: str) -> Fault:
    """A sheet whose last cell lies so far out that reading what lies between would never end."""
    what = f"the last cell lies in row {rows:,}, column {columns:,}"
    return Fault("BH-INP-113", what, f"at most {MOST_CELLS:,} cells from the first to the last", "clear what lies far out, and save it again", label)  # fmt: skip


def _merged(ranges: Iterable[CellRange], label: str) -> list[Fault]:
    """Merged cells: the first holds the value, the others are blank to whoever reads them."""
    return [
        Fault(
            "BH-INP-095",
            f"the cells {one.coord} are merged: all but the first would be read as blank",
            "one cell a figure",
            "unmerge them and fill each",
            label,
            one.min_row,
        )
        for one in sorted(ranges, key=lambda one: (one.min_row, one.min_col))
    ]


def _keys(rows: Iterator[tuple[object, ...]]) -> dict[str, object]:
    """The settings of a workbook: first column the key, second the value; blank values are not said."""
    keys: dict[str, object] = {}
    for number, row in enumerate(rows):
        key, value = (*row, None, None)[:2]
        if key is None or value is None or (number == 0 and str(key).strip().lower() in ("key", "setting")):
            continue
        keys[str(key).strip()] = value
    if isinstance(keys.get("patch"), str):
        keys["patch"] = [part.strip() for part in str(keys["patch"]).split(",") if part.strip()]
    return keys


def _sheet(name: str, file: str, lines: Iterator[list[str]] | Iterator[tuple[object, ...]]) -> Sheet:
    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[object, ...]]] = []
    for number, line in enumerate(lines, start=1):
        cells = tuple(line)
        if number == 1:
            header = _trimmed(cells)
        elif any(cell not in (None, "") for cell in cells):
            rows.append((number, cells))
    return Sheet(name, file, header, tuple(rows))


def _trimmed(cells: tuple[object, ...]) -> tuple[str, ...]:
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _no_such_table(name: str, file: str, kind: str) -> Fault:
    return Fault(
        "BH-INP-007", f"no table is called {name!r}", f"a {kind} named after a table", nearest(name, tables()), file
    )
