"""Saving: a region as a folder of CSV or Parquet tables, or as one workbook; what comes back is the same region.

Why this file exists: what a planner edits in Excel and what a script writes must be one region to the last digit. A
figure
that a workbook's number cell would round (it keeps sixteen digits) is written as text, which is read back exactly.
Everything is composed before the first byte is written. A text that begins like a formula is written with an apostrophe
before it, which reading takes off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bothhands.inputs.cells import columns, defused, text_of
from bothhands.inputs.registry import tables
from bothhands.inputs.settings import Settings, to_toml
from bothhands.inputs.sheets import SETTINGS
from bothhands.inputs.table import Row, Table

if TYPE_CHECKING:
    import xlsxwriter

    from bothhands.inputs.region import Region

GUIDE = "Each sheet is one table; those with a coloured tab are needed. Blank cells are unknown or take the default."
WITH_DEFAULTS = ("pathogen",)
NEEDED_TAB = "#D55E00"


def csv_text(table: Table, rows: Iterable[Row]) -> str:
    """A table as CSV text with every column of the format, rows in the order given."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_written(getattr(row, name)) for name in table.columns] for row in rows)
    return out.getvalue()


def save_folder(
    region: Region, folder: str | Path, form: Literal["csv", "parquet"] = "csv", *, templates: bool = False
) -> Path:
    """Write `region.toml` and one file a table; `templates` adds the header of every empty table.

    Tables of the format that the region does not have are removed from the folder, so that the folder is the region.
    """
    folder = Path(folder)
    contents = {f"{SETTINGS}.toml": to_toml(region.settings).encode()}
    for name, table in tables().items():
        rows = region.tables.get(name, ())
        if rows or templates:
            contents[f"{name}.{form}"] = csv_text(table, rows).encode() if form == "csv" else _parquet(table, rows)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    for name in tables():
        for suffix in ("csv", "parquet"):
            if f"{name}.{suffix}" not in contents:
                (folder / f"{name}.{suffix}").unlink(missing_ok=True)
    return folder


def save_workbook(region: Region, path: str | Path, *, templates: bool = True) -> Path:
    """Write one workbook: the sheet `region`, then a sheet a table; a comment on each header says what goes there."""
    import xlsxwriter

    path = Path(path)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False}) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _settings_sheet(book, region.settings, heading)
        for name, table in tables().items():
            rows = region.tables.get(name, ())
            if rows or templates:
                _sheet(book, table, rows, heading, day)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue())
    return path


def _parquet(table: Table, rows: Iterable[Row]) -> bytes:
    import polars

    kinds = {
        "text": polars.String,
        "number": polars.Float64,
        "whole": polars.Int64,
        "day": polars.Date,
        "flag": polars.Boolean,
    }
    known = columns(table)
    schema = {name: kinds[known[name].kind] for name in table.columns}
    data = [[_safe(getattr(row, name)) for name in table.columns] for row in rows]
    out = io.BytesIO()
    polars.DataFrame(data, schema=schema, orient="row").write_parquet(out)
    return out.getvalue()


def _settings_sheet(book: xlsxwriter.Workbook, settings: Settings, heading: object) -> None:
    page = book.add_worksheet(SETTINGS)
    page.write_row(0, 0, ["key", "value", "meaning"], heading)
    for number, (key, value) in enumerate(settings.model_dump().items(), start=1):
        page.write_string(number, 0, key)
        page.write_string(number, 1, text_of(value))
        page.write_string(number, 2, Settings.model_fields[key].description or "")
    told = [GUIDE, *(f"{table.name}{_need(table)}: {table.about}." for table in tables().values())]
    for number, line in enumerate(told, start=len(Settings.model_fields) + 2):
        page.write_string(number, 2, line)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 34)
    page.set_column(2, 2, 80)


def _need(table: Table) -> str:
    """Whether every region must fill a table; one with default rows may be left empty."""
    if not table.required:
        return ""
    return " (defaults where empty)" if table.name in WITH_DEFAULTS else " (needed)"


def _sheet(book: xlsxwriter.Workbook, table: Table, rows: Iterable[Row], heading: object, day: object) -> None:
    page = book.add_worksheet(table.name)
    if _need(table) == " (needed)":
        page.set_tab_color(NEEDED_TAB)
    known = columns(table)
    for index, name in enumerate(table.columns):
        page.write_string(0, index, name, heading)
        page.write_comment(0, index, _comment(table, name))
        page.set_column(index, index, min(max(len(name), 10), 32))
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for index, name in enumerate(table.columns):
            _cell(page, number, index, getattr(row, name), kind=known[name].kind, day=day)


def _cell(page: object, number: int, index: int, value: object, *, kind: str, day: object) -> None:
    from xlsxwriter.worksheet import Worksheet

    assert isinstance(page, Worksheet)
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(number, index, value)
    elif kind == "day":
        page.write_datetime(number, index, value, day)
    elif isinstance(value, int | float) and float(f"{value:.16G}") == value:
        page.write_number(number, index, value)
    else:
        page.write_string(number, index, _written(value))


def _written(value: object) -> str:
    return defused(value) if isinstance(value, str) else text_of(value)


def _safe(value: object) -> object:
    return defused(value) if isinstance(value, str) else value


def _comment(table: Table, name: str) -> str:
    column = columns(table)[name]
    parts = [column.description]
    if column.unit:
        parts.append(f"Unit: {column.unit}.")
    if column.words:
        parts.append("One of: " + ", ".join(column.words) + ".")
    parts.append("Must be filled." if column.required else "May be blank.")
    if column.sensitive:
        parts.append("Sensitive: for the officers in charge of the firm alone.")
    return " ".join(parts)
