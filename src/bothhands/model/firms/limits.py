"""What binds each firm: seven limits side by side, the tightest named, and what would come back without each.

Why this file exists: seven difficulties call for seven kinds of help. `diagnose.py` gives three of them for every day of a
coupled run; this is the batch of a whole register on one day, by how much and since when.

Notes
-----
Each limit is the share of normal sales it would allow alone. A firm sells the least of them; taking one away alone gives
min(others) − min(all), which is nothing where two bind alike. In the economy absence, protection and closure multiply, so
that where two of them bind the loss told here is the larger of the two, a little below the loss in the run.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.tables.firms import DIFFICULTIES, Difficulty
from bothhands.model.firms.accounts import unavoidable_payments
from bothhands.model.firms.books import Books

Numbers = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]
BINDS = 0.99
"""A limit that leaves more than this share of normal sales holds nobody back; ASSUMED."""


class Diagnosis(NamedTuple):
    """Each firm of a register on a day."""

    levels: Numbers
    """Share of normal sales each limit allows alone, (difficulty, firm), in the order of `DIFFICULTIES`; 1 at most."""
    binding: npt.NDArray[np.int64]
    """Position of the tightest limit; −1 where none binds."""
    lost_share: Numbers
    """Part of normal sales lost to it."""
    gain: Numbers
    """Part of normal sales that comes back where one limit alone is taken away, (difficulty, firm)."""
    since: Days
    """First day of the present spell of the one that binds, counted from the start; −1 where none does."""

    def named(self, firm: int) -> Difficulty | None:
        """The difficulty that binds a firm."""
        at = int(self.binding[firm])
        return None if at < 0 else DIFFICULTIES[at]


def diagnosed(levels: Numbers, since: Days) -> Diagnosis:
    """What binds, by how much, and what would help.

    Parameters
    ----------
    levels
        Share of normal sales each limit allows, (difficulty, firm).
    since
        First day of the present spell of each, likewise.
    """
    levels = np.clip(levels, 0.0, 1.0)
    binding = levels.argmin(0)
    least, second = np.sort(levels, axis=0)[:2]
    holds = least < BINDS
    is_least = np.arange(len(levels))[:, None] == binding
    return Diagnosis(
        levels,
        np.where(holds, binding, -1),
        1.0 - least,
        np.where(is_least & holds, second - least, 0.0),
        np.where(holds, np.take_along_axis(since, binding[None], 0)[0], -1),
    )


def funds_level(books: Books, cash: Numbers, flexible_payroll_share: float, cycle_days: float) -> Numbers:
    """Share of normal work a firm can pay ahead from cash and credit until its customers pay.

    Parameters
    ----------
    books
        The register.
    cash
        Of each firm on the day, yuan.
    flexible_payroll_share
        Part of the payroll that falls with sales.
    cycle_days
        Days of cost that are paid before money comes in.
    """
    cost = books.sales * books.variable_share + unavoidable_payments(
        books, np.zeros(books.firms), flexible_payroll_share
    )
    return np.clip((cash + books.credit) / np.maximum(cycle_days * cost, 1e-9), 0.0, 1.0)


def spell_starts(levels: Numbers, today: int) -> Days:
    """First day of the spell, lasting until today, in which a limit binds; today where it does not bind now.

    Parameters
    ----------
    levels
        Of limits by (time, ...).
    today
        Day that counts.
    """
    free = levels[: today + 1] >= BINDS
    back = np.argmax(free[::-1], axis=0)
    began = np.where(free.any(0), today + 1 - back, 0)
    return np.minimum(began, today).astype(np.int64)
