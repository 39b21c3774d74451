"""What moved a nowcast between two vintages: each series' revisions and its news, adding up to the whole change.

Why this file exists: a nowcast that moved must say why. With parameters held, an expectation is an affine function of the data for any one
pattern of missing figures. So a new vintage is taken in three steps, withdrawn figures, revised ones, new ones put first at what
was expected of them, and in each step a series' part is the change when only its own figures are taken over. Nothing is left over.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.observe.nowcast_factors import Expected, Smoother
from bothhands.observe.nowcast_panel import FloatArray, Moment, Panel


class SeriesNews(NamedTuple):
    """What a series changed of a nowcast, in the target's unit."""

    series: str
    label: str
    figures: int
    """New figures."""
    actual: float
    """The newest of them as transformed; NaN where there is none."""
    expected: float
    """What was expected of it."""
    news: float
    """Change by its new figures."""
    revision: float
    """Change by its revised ones."""


class Change(NamedTuple):
    """A nowcast of before, one of after, and all that lies between."""

    before: float
    after: float
    withdrawn: float
    """Change by figures that are no longer given."""
    by_series: tuple[SeriesNews, ...]
    """The largest first."""

    @property
    def left_over(self) -> float:
        """What the parts do not explain: rounding."""
        parts = sum(one.news + one.revision for one in self.by_series)
        return self.after - self.before - self.withdrawn - parts


def change(smoother: Smoother, before: Panel, after: Panel, at: Moment) -> Change:
    """Why the expectation of one figure differs between two vintages.

    Parameters
    ----------
    smoother
        A fitted model, the same for both.
    before, after
        The vintages.
    at
        Month and fitted series whose expectation is asked for.

    Notes
    -----
    With new figures at their expectation the expectation of everything else stays (law of iterated expectations), so what they
    change is their surprise alone: news in the sense of Bańbura, Modugno 2010, here summed by series. Parameters are those
    of one fit; what re-estimation would change is no news and is not in it.

    References
    ----------
    Bańbura, Modugno 2010, ECB working paper 1189, section 2.3.
    """
    last = max(len(before.levels), len(after.levels), at.month + 1) - 1
    old, new = (smoother.values(one.until(one.month(last))) for one in (before, after))
    kept = np.where(np.isfinite(new), old, np.nan)
    told_before = _at(smoother.expected(old), at)
    stood = told_before if np.array_equal(np.isfinite(kept), np.isfinite(old)) else _at(smoother.expected(kept), at)
    overlap = np.isfinite(kept)
    revised = np.where(overlap, new, np.nan)
    revision = _by_series(smoother, kept, revised, at, stood)
    expected = smoother.expected(revised)
    arrived = np.isfinite(new) & ~overlap
    filled = np.where(arrived, expected.mean, revised)
    news = _by_series(smoother, filled, new, at, _at(expected, at))
    told = [_told(smoother, j, arrived, new, expected, news[j], revision[j]) for j in range(new.shape[1])]
    moved = sorted((one for one in told if one.figures or one.revision), key=lambda one: -abs(one.news + one.revision))
    return Change(told_before, _at(smoother.expected(new), at), stood - told_before, tuple(moved))


def _by_series(smoother: Smoother, base: FloatArray, other: FloatArray, at: Moment, stood: float) -> FloatArray:
    """Change of an expectation when one series after another, each alone, is taken from the other figures."""
    parts = np.zeros(base.shape[1])
    for j in range(base.shape[1]):
        if not np.array_equal(base[:, j], other[:, j], equal_nan=True):
            one = base.copy()
            one[:, j] = other[:, j]
            parts[j] = _at(smoother.expected(one), at) - stood
    return parts


def _told(
    smoother: Smoother,
    j: int,
    arrived: NDArray[np.bool_],
    new: FloatArray,
    expected: Expected,
    news: float,
    revision: float,
) -> SeriesNews:
    """The news of a series, with its newest figure."""
    one, months = smoother.fitted.series[j], np.flatnonzero(arrived[:, j])
    actual, awaited = (
        (float(new[months[-1], j]), float(expected.mean[months[-1], j])) if len(months) else (np.nan, np.nan)
    )
    return SeriesNews(one.name, one.said, len(months), actual, awaited, float(news), float(revision))


def _at(expected: Expected, at: Moment) -> float:
    return float(expected.mean[at.month, at.series])
