"""Sheets of a chain out: tables as one workbook and as CSV, with notes and pictures beside them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from bothhands.inputs.stock_take import Difference
from bothhands.plan.dispatch import Dispatch
from bothhands.report.amounts import number
from bothhands.report.chain_words import ChainWords
from bothhands.report.svg import Table


def write_tables(
    folder: Path, name: str, tables: Mapping[str, Table], notes: Sequence[str], pictures: Mapping[str, str]
) -> list[str]:
    """Write a workbook with a sheet a table and a last one of notes, a CSV a table, and pictures; names of the files."""
    import xlsxwriter

    folder.mkdir(parents=True, exist_ok=True)
    written = [f"chain-{name}.xlsx"]
    with xlsxwriter.Workbook(folder / written[0]) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for title, table in tables.items():
            page = book.add_worksheet(title)
            page.write_row(0, 0, table.head, bold)
            for at, row in enumerate(table.rows, start=1):
                for column, cell in enumerate(row):
                    _write(page, at, column, cell)
            page.freeze_panes(1, 0)
            page.set_column(0, len(table.head) - 1, 18)
        page = book.add_worksheet("notes")
        for at, note in enumerate(notes):
            page.write_string(at, 0, note)
    for title, table in tables.items():
        written.append(f"chain-{title}.csv")
        with (folder / written[-1]).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([table.head, *table.rows])
    for file_name, picture in pictures.items():
        (folder / file_name).write_text(picture, encoding="utf-8")
        written.append(file_name)
    return written


def dispatch_table(words: ChainWords, found: Sequence[Dispatch]) -> Table:
    """The weekly sheet as a person reads it."""
    rows = tuple(
        (
            one.week.isoformat(),
            words.good(one.good),
            words.place(one.city),
            words.group(one.group),
            f"{one.amount:.0f}",
            f"{one.short:.0f}",
            ", ".join(words.say(f"source_{name}", share=f"{part:.0%}") for name, part in one.sources)
            or words.say("chain_none"),
        )
        for one in found
    )
    heads = ("ch_week", "ch_good", "ch_city", "ch_group", "ch_amount", "ch_short", "ch_source")
    return Table(words.heads(*heads), rows)


def difference_table(words: ChainWords, found: Sequence[Difference]) -> Table:
    """A stock-take: counted against computed, and what is kept apart."""
    rows = tuple(
        (
            words.place(one.place),
            words.good(one.good),
            one.day.isoformat(),
            number(one.counted),
            number(one.computed),
            f"{'+' if one.difference > 0 else '−' if one.difference < 0 else ''}{number(abs(one.difference))}",
            one.reason or words.say("none_needed"),
            number(one.in_transit),
            number(one.donated),
            number(one.expired),
        )
        for one in found
    )
    heads = ("counted", "computed", "difference", "reason", "in_transit", "donated", "expired")
    return Table(words.heads("ch_place", "ch_good", "ch_day", *(f"ch_{head}" for head in heads)), rows)


def _write(page: object, row: int, column: int, cell: str) -> None:
    """A number as a number where the text is plain digits, else the text."""
    from xlsxwriter.worksheet import Worksheet

    assert isinstance(page, Worksheet)
    plain = cell.replace(",", "").replace("−", "-").lstrip("+")
    if plain and plain.replace(".", "", 1).lstrip("-").isdigit():
        page.write_number(row, column, float(plain))
    else:
        page.write_string(row, column, cell)
