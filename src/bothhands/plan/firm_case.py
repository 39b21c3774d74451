"""A region's firms on a day: the measures in force carried on, each firm's account until then and to the year's end, what binds it.

Why this file exists: what ails a firm, how long its cash lasts and whom to help are asked of one state of affairs. What a
visit told of a firm goes before what its sector does; help itself stands in other files.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import jax
import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.firm_inputs import FirmInput
from bothhands.inputs.tables.firms import DIFFICULTIES, Firm
from bothhands.levers.catalogue import Levers
from bothhands.model.day import Day, Model
from bothhands.model.firms.accounts import Standing, standing
from bothhands.model.firms.blanks import Filled
from bothhands.model.firms.books import YEAR, Books, books_of
from bothhands.model.firms.cash_parts import CashParts, cash_parts
from bothhands.model.firms.detail import Detail, detail_of
from bothhands.model.firms.limits import Diagnosis, diagnosed, funds_level, spell_starts
from bothhands.model.firms.long_run import Calendar, LongRun, Recorded, calendar_of
from bothhands.model.firms.long_run import run as run_books
from bothhands.model.firms.register import complete
from bothhands.model.firms.told import Told, told
from bothhands.observe.fitted import fit_region, run_once
from bothhands.plan.firm_limits import sector_limits
from bothhands.plan.posed import check_day

Numbers = npt.NDArray[np.float64]
PARTLY = 0.5
"""Part of its capacity that a firm runs which says only that it works in part; ASSUMED."""
WORKING = {"open": 1.0, "partly": PARTLY, "stopped": 0.0, "closed": 0.0}


class FirmCase(NamedTuple):
    """The firms of a region as they stand on a day; arrays are by firm in the order of the axes."""

    region: Region
    axes: Axes
    as_of: date
    rows: tuple[Firm, ...]
    books: Books
    detail: Detail
    filled: tuple[Filled, ...]
    calendar: Calendar
    signals: Recorded
    until_today: LongRun
    to_the_end: LongRun
    now: Standing
    diagnosis: Diagnosis
    told: Told
    open_diagnosis: Diagnosis
    """What binds by what the sector does and the firm says, without its books: its money and what it buys."""

    @property
    def today(self) -> int:
        """The as-of day, counted from the first."""
        return self.axes.day_index(self.as_of)

    def parts_of(self, firm: int) -> CashParts:
        """Where a firm's money comes from and goes, from the first day to the last or until it closes."""
        flexible = self.region.parameter("firm_flexible_payroll_share").value
        return cash_parts(
            self.books,
            firm,
            self.signals,
            self.calendar,
            self.to_the_end,
            flexible,
            self.detail.dated,
            self.detail.season,
        )

    @property
    def working(self) -> npt.NDArray[np.bool_]:
        """Firms that have not closed by today, by their account or by their own word."""
        said = np.array([row.state == "closed" for row in self.rows], bool)
        return np.asarray((self.until_today.exit_day < 0) & ~said)


def firm_case(region: Region, as_of: date | None = None) -> FirmCase:
    """The firms of a region on a day, the measures then in force carried on.

    Parameters
    ----------
    region
        The region; figures not known on the day are left out.
    as_of
        Day the planner stands on; None: the region's own.

    Raises
    ------
    InputError
        Where the day is outside the region's calendar (BH-ASK-009).
    """
    as_of = as_of or region.default_as_of
    check_day(region, as_of, ahead=0)
    fitted = fit_region(region, as_of, sampled=True)
    record: Day = jax.tree.map(np.asarray, run_once(fitted.model, fitted.past))
    return case_of(fitted.region, fitted.axes, fitted.model, fitted.past, record, as_of)


def case_of(region: Region, axes: Axes, model: Model, levers: Levers, record: Day, as_of: date) -> FirmCase:
    """The firms of a region under a run.

    Parameters
    ----------
    region, axes, model, levers
        The region as known on the day, and what was run.
    record
        The run.
    as_of
        Day the planner stands on.
    """
    accounts = complete(region, axes)
    detail = detail_of(region, axes, books_of(accounts, axes))
    books, dated, season = detail
    flat = (axes.n_days, -1)
    limits = {name: one.reshape(flat) for name, one in sector_limits(model, levers, record).items()}
    signals = Recorded(
        np.asarray(record.signals.sales, float).reshape(flat), np.asarray(record.signals.input_shortage, float).reshape(flat),
        np.ones((axes.n_days, len(axes.places) * len(axes.sectors))),
    )  # fmt: skip
    flexible, cycle = (
        region.parameter(f"firm_{name}").value for name in ("flexible_payroll_share", "payment_cycle_days")
    )
    calendar, today = calendar_of(axes.start, axes.n_days), axes.day_index(as_of)
    cut = slice(0, today + 1)
    until = run_books(
        books, Recorded(*(one[cut] for one in signals)), calendar_of(axes.start, today + 1), flexible, dated,
        (season[0][:, cut], season[1]),
    )  # fmt: skip
    whole = run_books(books, signals, calendar, flexible, dated, season)
    levels, since = _levels(axes, accounts.rows, books, limits, today)
    open_levels, open_since = levels.copy(), since.copy()
    _as_told(accounts.rows, axes, open_levels, open_since)
    _of_inputs(region, axes, levels)
    levels[DIFFICULTIES.index("funds")] = funds_level(books, until.cash, flexible, cycle)
    since[DIFFICULTIES.index("funds")] = np.where(until.illiquid_day >= 0, until.illiquid_day, today)
    _as_told(accounts.rows, axes, levels, since)
    ratio = np.minimum(signals.sales[today], 1.0 - signals.input_shortage[today])[books.cell]
    return FirmCase(
        region, axes, as_of, accounts.rows, books, detail, accounts.filled, calendar, signals, until, whole,
        standing(books, ratio, flexible, until.cash), diagnosed(levels, since),
        told(books, whole, calendar, accounts.sector_sales / YEAR), diagnosed(open_levels, open_since),
    )  # fmt: skip


def _levels(
    axes: Axes, rows: tuple[Firm, ...], books: Books, limits: dict[str, Numbers], today: int
) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """What each limit allows, by (difficulty, firm), and since when: of the sector, and of what the firm counted."""
    levels = np.ones((len(DIFFICULTIES), len(rows)))
    since = np.full(levels.shape, today, np.int64)
    for name, one in limits.items():
        at = DIFFICULTIES.index(name)
        levels[at], since[at] = one[today][books.cell], spell_starts(one, today)[books.cell]
    for n, row in enumerate(rows):
        if (
            row.workers_on_site is not None
            and row.workers_away is not None
            and row.workers_on_site + row.workers_away > 0
        ):
            levels[DIFFICULTIES.index("labour"), n] = row.workers_on_site / (row.workers_on_site + row.workers_away)
    return levels, since


def _of_inputs(region: Region, axes: Axes, levels: Numbers) -> None:
    """What a firm counted of its inputs."""
    position = {firm: n for n, firm in enumerate(axes.register)}
    at = DIFFICULTIES.index("materials")
    for given in region.rows(FirmInput):
        if given.firm in position and given.supply_share is not None and not given.stock_days:
            n = position[given.firm]
            levels[at, n] = min(levels[at, n], given.supply_share)


def _as_told(rows: tuple[Firm, ...], axes: Axes, levels: Numbers, since: npt.NDArray[np.int64]) -> None:
    """What a firm says of itself: what blocks it leaves what it runs, and from that day."""
    for n, row in enumerate(rows):
        if row.blocked_by is None:
            continue
        at = DIFFICULTIES.index(row.blocked_by)
        running = row.running_share if row.running_share is not None else WORKING.get(row.state or "", PARTLY)
        levels[at, n] = min(levels[at, n], running)
        if row.blocked_since is not None:
            since[at, n] = axes.day_index(row.blocked_since)
