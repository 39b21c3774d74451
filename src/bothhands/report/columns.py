"""Widths of a table's columns on paper, from what stands in them.

Why this file exists: a program that draws pages finds widths by laying out every word of every cell, which took half the time of a PDF.
Here they are shares of the page from the number of letters, which is all the difference print needs.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from bothhands.report.svg import Table, is_wide, text_width

PADDING = 3.0
"""Letters that stand empty between two columns."""
LONGEST_AMOUNT = 26
"""Characters of an amount with its unit; a longer cell with a figure in it is a text."""
PAGE = 110.0
"""Letters of the smallest print on a line of A4."""
SHORT, LONG = 10.0, 250.0
"""ASSUMED: letters that every cell gets on one line, and beyond which a cell makes its column no wider."""


def column_shares(table: Table, unbroken: Collection[int] = ()) -> tuple[float, ...]:
    """Per cent of the table's width for each column: its short cells and longest word, and of what is left more where texts are long.

    Parameters
    ----------
    table
        Head and rows.
    unbroken
        Columns whose cells stand on one line.
    """
    columns = [(head, *(row[n] for row in table.rows)) for n, head in enumerate(table.head)]
    longest = [min(max(map(_letters, column[1:]), default=0.0), LONG) for column in columns]
    least = [
        PADDING + max(_longest_word(column), length if n in unbroken else min(length, SHORT))
        for n, (column, length) in enumerate(zip(columns, longest, strict=True))
    ]
    wanted = [max(PADDING + length - low, 0.0) for length, low in zip(longest, least, strict=True)]
    left = max(PAGE - sum(least), 0.0) / max(sum(map(math.sqrt, wanted)), 1.0)
    letters = [low + min(left * math.sqrt(more), more) for low, more in zip(least, wanted, strict=True)]
    return tuple(round(100.0 * one / sum(letters), 1) for one in letters)


def amounts_of(table: Table) -> tuple[int, ...]:
    """Columns after the first whose cells are amounts, so that they stand at the right: short, with a figure in each or a dash for none."""
    columns = [[row[n] for row in table.rows] for n in range(len(table.head))]
    return tuple(n for n, column in enumerate(columns) if n and column and all(map(_is_amount, column)))


def _is_amount(cell: str) -> bool:
    return cell in ("", "–") or (len(cell) <= LONGEST_AMOUNT and any(sign.isdigit() for sign in cell))


def _longest_word(column: tuple[str, ...]) -> float:
    """Of words between blanks; after a wide letter a line may break as well."""
    apart = " ".join("".join(f"{sign} " if is_wide(sign) else sign for sign in cell) for cell in column)
    return max(map(_letters, apart.split()), default=0.0)


def _letters(text: str) -> float:
    """How wide a text is, in small letters."""
    return text_width(text, 1.0) / text_width("n", 1.0)
