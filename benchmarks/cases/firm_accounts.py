"""Accounts of a million drawn firms to the year's end on recorded signals, beside the same days as arrays of numpy.

The peer is not another tool, for none runs this size: it is one day of the same register written with numpy, which passes over every
column for every day; its seconds are those of a day times the days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from benchmarks.harness import Measured, Size, beside, timed
from bothhands.model.firms.accounts import standing
from bothhands.model.firms.books import Books
from bothhands.model.firms.long_run import Recorded, calendar_of, run
from bothhands.model.firms.representatives import representatives
from bothhands.model.firms.synthetic import CELLS, PLACES, drawn
from bothhands.model.firms.told import told

START, DAYS = date(2020, 3, 19), 288


def rows(size: Size) -> Iterator[Measured]:
    """The run, what it tells by place and sector, and representatives."""
    firms = 2_000 if size.quick else 1_000_000
    books = drawn(firms)
    generator = np.random.default_rng(1)
    level = np.linspace(0.5, 1.0, DAYS)[:, None] * generator.uniform(0.8, 1.1, (DAYS, CELLS))
    signals = Recorded(level, np.zeros_like(level), np.ones_like(level))
    calendar = calendar_of(START, DAYS)
    sector = np.bincount(books.cell, books.sales, CELLS).reshape(PLACES, -1)
    held = sum(column.nbytes for column in books) / 1e6
    ours = timed(
        f"{firms:,} firms, {DAYS} days", lambda: run(books, signals, calendar, 0.2), size, goal="≤ 10 s", note=f"books {held:.0f} MB"
    )  # fmt: skip
    day = timed("", lambda: _day(books, level[0]), size)
    yield beside(ours, "a day with numpy, times the days", DAYS * day.median, DAYS * day.cpu)
    made = run(books, signals, calendar, 0.2)
    yield timed(f"{firms:,} firms, by place, sector and month", lambda: told(books, made, calendar, sector), size)
    yield timed(f"{firms:,} firms by at most 5,000", lambda: representatives(books), size)


def _day(books: Books, level: np.ndarray) -> np.ndarray:
    """Cash in the evening of a day, paid as it runs up."""
    at = standing(books, level[books.cell], 0.2)
    claims = books.sales * books.collection_days
    return books.cash + at.profit + (claims + at.sales) / (1 + books.collection_days) - at.sales
