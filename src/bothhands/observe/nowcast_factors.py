"""The mixed-frequency dynamic factor model of a panel: fitted by expectation and maximisation, then asked what it expects of any month.

Why this file exists: one place knows the model's form and the library that fits it (`statsmodels`, imported when a fit is asked for).
Series are standardised over what was known at the fit; the means, deviations, parameters and first state are kept, so that with them
every expectation is an affine function of the data. It knows no vintages: those are compared in `nowcast_news.py`.
"""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError, RunError
from bothhands.observe.nowcast_panel import FloatArray, Panel, Series, long_enough

TOLERANCE = 1e-5
"""Relative rise of the log-likelihood at which a fit ends; ASSUMED, of the size usual for such models."""
MOST_STEPS = 500
FEWEST_SERIES = 3
"""Series without which there is no common factor to find; ASSUMED."""
LIBRARY_FIRST_COLUMN = 1
DECREASED = "decreased"
"""Word of the library's remark that a fit went down and was ended."""


class FitLog(NamedTuple):
    """How a fit went."""

    steps: int
    log_likelihood: tuple[float, ...]
    has_converged: bool
    seconds: float
    left_out: tuple[str, ...]
    """Series too short to be told what is usual for them."""
    warm: bool
    """Whether it began at parameters of an earlier fit."""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fitted:
    """A fitted model: its series, what is usual for each, parameters, first state and how the fit went."""

    series: tuple[Series, ...]
    first: date
    """Month in which the first state stands; panels it is asked about begin there."""
    usual: FloatArray
    """What is usual for each series in each calendar month, axes month of the year, series; the same in all where none is seasonal."""
    deviation: FloatArray
    parameters: FloatArray
    state: FloatArray
    state_covariance: FloatArray
    log: FitLog


class Expected(NamedTuple):
    """What a model expects of every series in every month, in the units of the transformation; axes month, series."""

    mean: FloatArray
    deviation: FloatArray
    """Standard deviation of the figure given all that is known; 0 where it is known."""


def fit(
    panel: Panel, before: Fitted | None = None, tolerance: float = TOLERANCE, most_steps: int = MOST_STEPS
) -> Fitted:
    """Parameters of the factor model of a panel by expectation and maximisation.

    Parameters
    ----------
    panel
        Series as known on a day.
    before
        An earlier fit to begin at, where it is of the same series.
    tolerance
        Relative rise of the log-likelihood at which it ends.
    most_steps
        Steps after which it is broken off; the log says so.

    Returns
    -------
    The fit. Series whose figures do not span three years are left out and named in its log.

    Raises
    ------
    InputError
        BH-NOW-006 where fewer than three series are left, or none of them monthly.
    RunError
        BH-NOW-008 where the numbers of the fit ran out of range.

    Notes
    -----
    Each series is x_it = Λ_i f_t + ε_it, f one factor a block, factors and ε first-order autoregressions of their own. A quarter's
    growth is the weighted sum 1, 2, 3, 2, 1 of five months' (Mariano, Murasawa 2003, eq. 4), which holds for growth of levels that are
    averages, in logarithms; for growth in per cent it is an approximation. Any pattern of missing figures is admitted.

    References
    ----------
    Bańbura, Modugno 2014, section 3, doi 10.1002/jae.2306. Mariano, Murasawa 2003, doi 10.1002/jae.695. Bok et al. 2018,
    doi 10.1146/annurev-economics-080217-053214.
    """
    kept = _enough(panel)
    began = time.perf_counter()
    grown = kept.growth()
    usual = usual_by_month(kept, grown)
    apart = grown - usual[_calendar(kept.first, len(grown))]
    deviation = np.nanstd(apart, axis=0)
    deviation = np.where(deviation > 0, deviation, 1.0)
    model = _model(kept.series, apart / deviation)
    warm = before is not None and before.series == kept.series
    with warnings.catch_warnings(record=True) as remarks:
        warnings.simplefilter("always")
        start = before.parameters if before is not None and warm else None
        found = _climbed(model, start, tolerance, most_steps)
    left = tuple(name for name in panel.names if name not in kept.names)
    said = tuple(dict.fromkeys(str(one.message).split(".")[0] for one in remarks))
    is_met = int(found.mle_retvals.iter) < most_steps and not any(DECREASED in one for one in said)
    path = tuple(map(float, found.mle_retvals.llf))
    log = FitLog(int(found.mle_retvals.iter), path, is_met, time.perf_counter() - began, left, warm, said)
    state = _first_state(found.mle_retvals.inits[-1])
    return Fitted(kept.series, kept.first, usual, deviation, np.asarray(found.params), *state, log)


def _enough(panel: Panel) -> Panel:
    """The series a fit can use."""
    kept = shared_blocks(long_enough(panel))
    if len(kept.series) < FEWEST_SERIES or not kept.monthly:
        told = f"{len(kept.series)} series of three years or more, {kept.monthly} of them monthly"
        remedy = "load more months of more series"
        raise InputError(Fault("BH-NOW-006", told, f"{FEWEST_SERIES}, one of them monthly", remedy))
    return kept


def shared_blocks(panel: Panel) -> Panel:
    """The panel without blocks of a single series: a factor of one cannot be told from that series' own part, and the fit collapses.

    A series that is left with no block shares nothing with the others and is left out.
    """
    count = Counter(block for one in panel.series for block in one.blocks)
    kept = [replace(one, blocks=tuple(block for block in one.blocks if count[block] > 1)) for one in panel.series]
    return replace(panel, series=tuple(kept)).only([j for j, one in enumerate(kept) if one.blocks])


def usual_by_month(panel: Panel, grown: FloatArray) -> FloatArray:
    """Mean of each series, by calendar month where it is seasonal; axes month of the year, series.

    A calendar month with fewer than two figures has the mean of all: a season is not told from one year.
    """
    usual = np.repeat(np.nanmean(grown, axis=0)[None], 12, axis=0)
    months = _calendar(panel.first, len(grown))
    for j, one in enumerate(panel.series):
        for month in range(12 if one.seasonal else 0):
            figures = grown[months == month, j]
            if np.isfinite(figures).sum() > 1:
                usual[month, j] = np.nanmean(figures)
    return usual


def _calendar(first: date, months: int) -> NDArray[np.int64]:
    """Calendar month of every row, 0 … 11."""
    return (np.arange(months, dtype=np.int64) + first.month - 1) % 12


def _climbed(model: Any, start: FloatArray | None, tolerance: float, most_steps: int) -> Any:
    """The library's fit.

    Raises
    ------
    RunError
        BH-NOW-008 where its numbers ran out of range.
    """
    try:
        return model.fit_em(start_params=start, tolerance=tolerance, maxiter=most_steps)
    except (ValueError, np.linalg.LinAlgError) as error:
        told = f"the fit of the nowcast broke off: {error}"
        remedy = "look for a series that is constant or a copy of another, and take it out"
        raise RunError(Fault("BH-NOW-008", told, "series that differ", remedy)) from error


@dataclass(frozen=True)
class Smoother:
    """A fitted model that is asked about data."""

    fitted: Fitted

    def values(self, panel: Panel) -> FloatArray:
        """Growth of the fitted series in a panel, as transformed; axes month, series."""
        if panel.first != self.fitted.first:
            told = f"a panel from {panel.first:%Y-%m}, fitted from {self.fitted.first:%Y-%m}"
            raise InputError(Fault("BH-NOW-007", told, "panels that begin in the same month", "cut both alike"))
        columns = [panel.index(one.name) for one in self.fitted.series]
        grown: FloatArray = panel.growth()[:, columns]
        return grown

    def expected(self, values: FloatArray) -> Expected:
        """What is expected of every month given transformed figures, NaN where none is known; axes month, series."""
        from statsmodels.tsa.statespace.initialization import Initialization

        fitted = self.fitted
        usual = fitted.usual[_calendar(fitted.first, len(values))]
        model = _model(fitted.series, (values - usual) / fitted.deviation)
        model.update(fitted.parameters)
        space = model.ssm
        space.initialization = Initialization(
            len(fitted.state), "known", constant=fitted.state, stationary_cov=fitted.state_covariance
        )
        smooth = space.smooth()
        loading = np.asarray(space["design"])
        mean = (loading @ smooth.smoothed_state[:, 1:]).T
        variance = np.einsum("is,stu,iu->ti", loading, np.moveaxis(smooth.smoothed_state_cov[..., 1:], -1, 1), loading)
        return Expected(mean * fitted.deviation + usual, np.sqrt(np.maximum(variance, 0.0)) * fitted.deviation)


def _model(series: Sequence[Series], values: FloatArray) -> Any:
    """The library's model of standardised figures; it numbers columns from 1.

    A blank month goes before the first: figures carry no error of measurement, so that a first state estimated in a month with figures
    would have none left for them, and the filter would divide by zero.
    """
    from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ

    factors = {f"y{j}": list(one.blocks) for j, one in enumerate(series, start=LIBRARY_FIRST_COLUMN)}
    monthly = sum(one.frequency == "month" for one in series)
    led = np.vstack([np.full((1, values.shape[1]), np.nan), values])
    return DynamicFactorMQ(led, k_endog_monthly=monthly, factors=factors, factor_orders=1, standardize=False)


def _first_state(initial: Any) -> tuple[FloatArray, FloatArray]:
    """Mean and covariance of the first state as the last step of the fit left them."""
    return np.asarray(initial.constant, float), np.asarray(initial.stationary_cov, float)
