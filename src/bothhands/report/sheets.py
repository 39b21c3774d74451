"""Tables out: as one workbook and as CSV, with notes and pictures beside them; no cell is a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from bothhands.inputs.cells import defused
from bothhands.report.svg import Table


def write_tables(
    folder: Path,
    name: str,
    tables: Mapping[str, Table],
    notes: Sequence[str],
    pictures: Mapping[str, str],
    of: str = "chain",
) -> list[str]:
    """Write a workbook with a sheet a table and a last one of notes, a CSV a table, and pictures; names of the files begin with `of`."""
    import xlsxwriter

    folder.mkdir(parents=True, exist_ok=True)
    written = [f"{of}-{name}.xlsx"]
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for title, table in tables.items():
            page = book.add_worksheet(title)
            page.write_row(0, 0, table.head, bold)
            for at, row in enumerate(table.rows, start=1):
                for column, cell in enumerate(row):
                    write_cell(page, at, column, cell)
            page.freeze_panes(1, 0)
            page.set_column(0, len(table.head) - 1, 18)
        page = book.add_worksheet("notes")
        for at, note in enumerate(notes):
            page.write_string(at, 0, note)
    (folder / written[0]).write_bytes(kept.getvalue())
    for title, table in tables.items():
        written.append(f"{of}-{title}.csv")
        with (folder / written[-1]).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([table.head, *(map(safe, row) for row in table.rows)])
    for file_name, picture in pictures.items():
        (folder / file_name).write_text(picture, encoding="utf-8")
        written.append(file_name)
    return written


def safe(cell: str) -> str:
    """A cell no spreadsheet takes for a formula; a number, a percentage or an amount with its unit stays as it is, its minus one that is read as such."""
    plain = f"-{cell[1:]}" if cell.startswith("−") else cell
    return plain if re.fullmatch(r"[+-]?[\d,]*\.?\d+( ?%)?( [A-Za-z]+)*", plain) else defused(cell)


def write_cell(page: object, row: int, column: int, cell: str) -> None:
    """A number as a number where the text is plain digits, else the text."""
    from xlsxwriter.worksheet import Worksheet

    assert isinstance(page, Worksheet)
    plain = cell.replace(",", "").replace("−", "-").lstrip("+")
    if plain and plain.replace(".", "", 1).lstrip("-").isdigit():
        page.write_number(row, column, float(plain))
    else:
        page.write_string(row, column, cell)
