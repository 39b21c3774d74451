"""The fit of Liaoning held against its reports: width and coverage of its intervals, and forecasts from four days of the past.

Each rolling day is a fit with only what was known then; the fortnight after it is compared with each city's last week going on.
A forecast that does worse than that is a row that fails: none is left out.
"""

from __future__ import annotations

from datetime import date, timedelta

import jax

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.history import history
from bothhands.model.simulate import model_of, run
from bothhands.observe.calibrate import fit
from bothhands.observe.checks import HELD_OUT_DAYS, checked
from bothhands.observe.posterior import FitChecks
from bothhands.validate.tables import AtLeast, AtMost, Row

REGION = "liaoning"
FORECAST_FROM = (date(2020, 2, 2), date(2020, 2, 9), date(2020, 2, 16), date(2020, 3, 4))
"""Last days known to a forecast, named before they were scored: rise, peak, fall and end of the first wave."""


def rows() -> list[Row]:
    """Widths, coverage and forecasts."""
    region = load(REGION)
    checks = _checks(region.default_as_of)
    return [
        AtLeast("share of city-days in the 90 % interval", checks.coverage_city, 0.85, 0.0),
        AtLeast("share of days of the region in the 90 % interval", checks.coverage_region, 0.85, 0.0),
        AtMost("mean width by city over Poisson", checks.width_city, 2.0, 0.0),
        AtMost("mean width of the region over Poisson", checks.width_region, 2.0, 0.0),
        AtMost("prior standard deviations transmission moved", abs(checks.prior_sds), 1.0, 0.0),
        *(row for day in FORECAST_FROM for row in _forecast(day)),
    ]


def _forecast(day: date) -> list[Row]:
    """The fortnight after a day: coverage, and scores against last week going on."""
    held = _checks(day + timedelta(days=HELD_OUT_DAYS)).held_out
    if held is None:
        return []
    name = f"from {day.isoformat()}, {held.expected:.0f} cases foretold, {held.cases} came: "
    return [
        AtLeast(f"{name}coverage", held.coverage, 0.85, 0.0),
        AtMost(f"{name}log score", held.log_score, held.baseline_log_score, 0.0),
        AtMost(f"{name}CRPS", held.crps, held.baseline_crps, 0.0),
        AtMost(f"{name}error", held.error, held.baseline_error, 0.0),
    ]


def _checks(as_of: date) -> FitChecks:
    """Checks of a fit on a day; the fortnight held out is the last one before it."""
    region = load(REGION).standing_on(as_of)
    axes = axes_of(region)
    model, past = model_of(region, axes), history(region, axes)
    signals = jax.jit(run)(model, past).signals
    posterior = fit(region, axes, model.epidemic, past, signals, as_of)
    checks = checked(region, axes, model.epidemic, past, signals, posterior).checks
    if checks is None:
        raise ValueError("a posterior without checks")
    return checks
