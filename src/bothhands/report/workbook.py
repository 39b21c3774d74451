"""Tables as one workbook: a first sheet that says what it is, then a sheet a table; no cell is a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO

from bothhands.report.sheets import safe, write_cell
from bothhands.report.svg import Table

MOST_NAME = 31
"""Characters of a sheet's name."""
WIDE = 48
"""Widest column, in characters."""


def workbook_of(title: str, lines: Sequence[str], tables: Mapping[str, Table], about: str) -> bytes:
    """A workbook.

    Parameters
    ----------
    title, lines
        What stands on the first sheet.
    tables
        By the name of its sheet; heads carry units.
    about
        Name of the first sheet.
    """
    import xlsxwriter

    kept = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(kept, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        large = book.add_format({"bold": True, "font_size": 14})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        first = book.add_worksheet(about[:MOST_NAME])
        first.set_column(0, 0, 110, wrapped)
        first.write_string(0, 0, title, large)
        for at, line in enumerate(lines, start=2):
            first.write_string(at, 0, line, wrapped)
        used = {about[:MOST_NAME].casefold()}
        for name, table in tables.items():
            sheet = book.add_worksheet(_free(name, used))
            sheet.write_row(0, 0, table.head, bold)
            for at, row in enumerate(table.rows, start=1):
                for column, cell in enumerate(row):
                    write_cell(sheet, at, column, cell)
            sheet.freeze_panes(1, 0)
            for column, head in enumerate(table.head):
                longest = max((len(row[column]) for row in table.rows[:200]), default=0)
                sheet.set_column(column, column, min(max(len(head), longest, 8) + 2, WIDE))
    return kept.getvalue()


def as_csv(table: Table) -> bytes:
    """A file that a spreadsheet opens with its letters right."""
    content = StringIO()
    csv.writer(content, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in (table.head, *table.rows))  # fmt: skip
    return ("\ufeff" + content.getvalue()).encode("utf-8")


def _free(name: str, used: set[str]) -> str:
    """A name that a sheet may have and none has yet."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:MOST_NAME] or "-"
    found, number = plain, 2
    while found.casefold() in used:
        tail = f" {number}"
        found, number = plain[: MOST_NAME - len(tail)] + tail, number + 1
    used.add(found.casefold())
    return found
