"""Nowcast of a target from monthly and quarterly series with a ragged edge: a distribution, and what moved it since an earlier vintage.

Why this file exists: the year's figures come late, its months earlier. This is the one door to the factor model: panels in, `Nowcast` out.
It does not know regions (`report` and the command line do) and does not judge itself (`validate/nowcast.py` does).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from scipy.special import ndtri

from bothhands.errors import Fault, InputError
from bothhands.observe.nowcast_factors import FitLog, Fitted, Smoother, fit
from bothhands.observe.nowcast_news import Change, change
from bothhands.observe.nowcast_panel import Moment, Panel

QUANTILES = (0.05, 0.16, 0.5, 0.84, 0.95)
"""Quantiles told: the median, and the ends of the 68 and 90 % bands."""


@dataclass(frozen=True)
class Nowcast:
    """What a target's figure of a period is expected to be, standing on a day: normal, given parameters, whose error is not in it."""

    target: str
    """Series."""
    period: date
    """Month, or third month of the quarter."""
    as_of: date
    mean: float
    """Of the figure as transformed: growth in per cent, or the level."""
    deviation: float
    change: Change | None
    """What moved it since an earlier vintage; None where none was given."""
    log: FitLog
    """How the fit went."""

    def quantile(self, level: float) -> float:
        """A quantile of the distribution."""
        return float(self.mean + ndtri(level) * self.deviation)

    def quantiles(self, levels: Sequence[float] = QUANTILES) -> Mapping[float, float]:
        """Quantiles by level."""
        return {level: self.quantile(level) for level in levels}


class Weighted(NamedTuple):
    """Two forecasts of one figure as one, and what weight each has."""

    mean: float
    deviation: float
    weights: tuple[float, ...]


def nowcast(
    panel: Panel, target: str, period: date, before: Panel | None = None, fitted: Fitted | None = None
) -> Nowcast:
    """Nowcast of a target's figure of a period.

    Parameters
    ----------
    panel
        Series as known on the day.
    target
        Name of a series of the panel.
    period
        First day of the month, or of the third month of the quarter.
    before
        An earlier vintage, to say what moved the nowcast since.
    fitted
        Parameters of an earlier fit to be used as they are; where None they are estimated on the panel.

    Raises
    ------
    InputError
        BH-NOW-005 where the target is no series of the panel or too short, BH-NOW-006 where there are too few series,
        BH-NOW-007 where panels begin in different months.
    """
    held = fitted or fit(panel)
    smoother = Smoother(held)
    at = moment(held, panel, target, period)
    longer = panel.until(period)
    told = smoother.expected(smoother.values(longer))
    moved = None if before is None else change(smoother, before, panel, at)
    mean, deviation = (float(one[at.month, at.series]) for one in (told.mean, told.deviation))
    return Nowcast(target, period, panel.as_of, mean, deviation, moved, held.log)


def moment(fitted: Fitted, panel: Panel, target: str, period: date) -> Moment:
    """Where a target's figure of a period stands among fitted series."""
    names = [one.name for one in fitted.series]
    panel.index(target)
    if target not in names:
        raise InputError(
            Fault("BH-NOW-005", f"{target} has too few figures", "three years of them", "load more of its past")
        )
    return Moment(panel.number(period), names.index(target))


def combined(forecasts: Sequence[tuple[float, float]]) -> Weighted:
    """Forecasts of one figure, each a mean and a deviation, weighed by the inverse of their variance.

    Notes
    -----
    Weights of Bates, Granger 1969 with errors taken as uncorrelated. Two forecasts that see the same economy err alike, so that the
    combined deviation √(1/Σ σ⁻²) would be too small: told instead is that of the mixture of both, which holds their disagreement.
    Forecasts without a deviation take all weight.

    References
    ----------
    Bates, Granger 1969, doi 10.1057/jors.1969.103. Hall, Mitchell 2007 (mixture of densities), doi 10.1016/j.ijforecast.2006.08.001.
    """
    sharpest = min(deviation for _, deviation in forecasts)
    precision = [(sharpest / deviation) ** 2 if sharpest > 0 else float(deviation == 0) for _, deviation in forecasts]
    weights = [one / sum(precision) for one in precision]
    mean = sum(weight * one for weight, (one, _) in zip(weights, forecasts, strict=True))
    spread = sum(
        weight * (deviation**2 + (one - mean) ** 2) for weight, (one, deviation) in zip(weights, forecasts, strict=True)
    )
    return Weighted(mean, spread**0.5, tuple(weights))
