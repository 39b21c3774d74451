"""Firms near the line of the statistics: odds of crossing it by year's end, what help would tip them, and figures that look dressed.

Why this file exists: a firm that rises above scale is counted, taxed and helped as such. The line is a parameter: 20 million yuan of
main-business revenue for industry since 2011 (National Bureau of Statistics of China); it asks nothing of how the revenue came about.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from bothhands.plan.support.odds import Numbers

NEAR = 0.25
"""ASSUMED: how far from the line, as a share of it, a firm is near."""
BUNCHED = 0.02
"""ASSUMED: reported sales this little above the line are asked about."""
JUMP = 2.5
"""ASSUMED: a last month this many times the mean of the others is asked about."""
FAR = 3.0
"""ASSUMED: sales per worker this many robust spreads from the middle of the sector are asked about."""
MAD_OF_NORMAL = 1.4826


class Near(NamedTuple):
    """A firm near the line: its position, forecast sales of the year, spread, odds of crossing, and what is missing to the line.

    More sales of `missing_yuan` would bring the odds to one half at least; `added_yuan` is their value added; `flags` are what to ask about.
    """

    firm: int
    sales_yuan: float
    spread_yuan: float
    odds: float
    missing_yuan: float
    added_yuan: float
    flags: tuple[str, ...]


def crossing_odds(done: Numbers, ahead: Numbers, spread_share: float, line: float) -> Numbers:
    """Odds that sales of a year pass a line.

    Parameters
    ----------
    done
        Sales so far this year; by firm.
    ahead
        Forecast of each month that is left; month × firm.
    spread_share
        Spread of a month's sales against its forecast, months independent.
    line
        What has to be passed.

    Notes
    -----
    Φ((done + Σahead − line) / (share √Σahead²)).
    """
    total = done + ahead.sum(0)
    spread = spread_share * np.sqrt((ahead**2).sum(0))
    certain = np.where(total >= line, np.inf, -np.inf)
    return np.asarray(ndtr(np.divide(total - line, spread, out=certain, where=spread > 0)))


def near_the_line(
    done: Numbers,
    ahead: Numbers,
    spread_share: float,
    line: float,
    variable_share: Numbers,
    above: npt.NDArray[np.bool_],
    flags: tuple[tuple[str, ...], ...],
) -> tuple[Near, ...]:
    """Firms not counted yet that come near the line this year, the likeliest first.

    Parameters
    ----------
    done, ahead, spread_share, line
        As in `crossing_odds`.
    variable_share
        Cost that moves with sales; by firm.
    above
        Firms that are counted already.
    flags
        What to ask about; by firm.
    """
    total = done + ahead.sum(0)
    odds = crossing_odds(done, ahead, spread_share, line)
    spread = spread_share * np.sqrt((ahead**2).sum(0))
    missing = np.maximum(line - total, 0.0)
    firms = np.flatnonzero(~above & (np.abs(total / line - 1.0) <= NEAR))
    return tuple(
        Near(
            int(n), float(total[n]), float(spread[n]), float(odds[n]), float(missing[n]), float(missing[n] * (1.0 - variable_share[n])), flags[n],
        )
        for n in firms[np.argsort(-odds[firms], kind="stable")]
    )  # fmt: skip


def dressed(
    reported: Numbers, line: float, workers: Numbers, sector: npt.NDArray[np.str_], monthly: Numbers | None = None
) -> tuple[tuple[str, ...], ...]:
    """What about each firm's figures to ask: bunched just above the line, a jump in the last month, sales per worker far from the sector.

    Parameters
    ----------
    reported
        Sales of a year as reported; by firm.
    line
        The line of the statistics.
    workers
        By firm.
    sector
        By firm.
    monthly
        Sales by month and firm, the last month last; none if not known.

    Notes
    -----
    A flag is a question, not a finding: honest firms also end a little above a line, or are far from the middle of a small sector.
    """
    bunched = (reported >= line) & (reported <= line * (1.0 + BUNCHED))
    jumped = np.zeros(len(reported), bool)
    if monthly is not None and len(monthly) > 2:
        before = monthly[:-1].mean(0)
        jumped = (
            (before > 0) & (monthly[-1] > JUMP * before) & (reported >= line) & (reported - monthly[-1] + before < line)
        )
    far = np.zeros(len(reported), bool)
    logs = np.log(np.maximum(reported, 1.0) / np.maximum(workers, 1.0))
    for one in np.unique(sector):
        own = np.flatnonzero(sector == one)
        middle = np.median(logs[own])
        spread = MAD_OF_NORMAL * np.median(np.abs(logs[own] - middle))
        if own.size >= 5 and spread > 0:
            far[own] = np.abs(logs[own] - middle) > FAR * spread
    names = ("bunched just above the line", "last month jumps over the line", "sales per worker far from the sector")
    flags = zip(bunched, jumped, far, strict=True)
    return tuple(tuple(name for name, is_so in zip(names, own, strict=True) if is_so) for own in flags)
