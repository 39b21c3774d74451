"""V4: the economy body on Belgium in the spring of 2020: a smoke test of the shape of a lockdown, not a judge.

Citation: the files of twallema/pyIEEM @23c5b59 (MIT); what their columns are taken to mean stands in `belgium_tables.py`. Table: BE.csv, the
monthly index of activity (March to July 2020; February is 1 on both sides and would only dilute) and employment (nine days, 6 April to
23 June). Tolerance: root mean square error 0.06 and 0.08. Why: the index is of uncertain origin, phases are undated and shares of staff
are not Belgium's own, so that only the size and the length of the fall can be asked for; the bounds are about a fifth and a
quarter of it.

One calibration, chosen before the first run and not moved after it: half-critical production, the file's days of stock, τ = 10,
everything else the paper's (`pichler_tables.SCALARS`), proportional rationing. Other choices stand beside it as context; they decide
nothing. Assumptions: docs/explanation/belgium.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from bothhands.inputs.settings import ProductionFunction
from bothhands.validate.belgium_chart import Compared, Period, write
from bothhands.validate.belgium_tables import Belgium, Observed, belgium, observed
from bothhands.validate.pichler import FUNCTIONS, Calendar, simulated, still
from bothhands.validate.pichler_tables import FloatArray, with_days
from bothhands.validate.tables import AtMost, Context, Row

FIRST, LAST = date(2020, 2, 1), date(2020, 7, 31)
BEGINS = (date(2020, 3, 18), date(2020, 5, 11), date(2020, 5, 18), date(2020, 6, 8), date(2020, 7, 1))
"""First days of the lockdown and of the four releases: public record, which column each opens ASSUMED."""
FIRMS_OPEN = date(2020, 5, 4)
"""When firms opened before shops: the release of the first column dated otherwise, for the values of it fit that day too."""
PRODUCTION: ProductionFunction = "half_critical"
ACTIVITY_MOST, EMPLOYMENT_MOST = 0.06, 0.08
OTHER_RESTORING_DAYS = 14.0
NOT_MARKET = "OPQT"
"""Sections of administration, schools, health and care, and households that employ."""
MONTHS = tuple(date(2020, month, 15) for month in range(3, 8))


class Modelled(NamedTuple):
    """A run, by day and sector, against normal, and what its totals are weighed by."""

    output: FloatArray
    at_work: FloatArray
    size: FloatArray
    """Weight of a sector in the index of activity."""
    employees: FloatArray

    @property
    def activity(self) -> FloatArray:
        """Index of activity by day."""
        return self.output @ self.size / float(self.size.sum())

    @property
    def employment(self) -> FloatArray:
        """Employees at work by day, as a share of all."""
        return self.at_work @ self.employees / float(self.employees.sum())


def rows() -> list[Row]:
    """Every comparison."""
    case, seen = belgium(), observed(FIRST, LAST)
    chosen = modelled(case)
    activity, employment = errors(chosen, seen)
    told = [
        AtMost("rmse of the monthly index of activity, March to July", activity, ACTIVITY_MOST, 0.0),
        AtMost("rmse of employment, 6 April to 23 June", employment, EMPLOYMENT_MOST, 0.0),
        *(Row(f"drift in 365 days without a shock, {one}", still(case.params, one), 0.0, 1e-12) for one in FUNCTIONS),
    ]
    for month in MONTHS:
        told.append(Context(f"activity in {month:%B}", _month(chosen.activity, month), seen.activity[month], 0.0))
    for day, value in seen.employment.items():
        told.append(Context(f"employment on {day.day} {day:%B}", float(chosen.employment[_at(day)]), value, 0.0))
    for name, other in alternatives(case, chosen):
        activity, employment = errors(other, seen)
        told.append(Context(f"{name}: rmse of activity", activity, ACTIVITY_MOST, 0.0))
        told.append(Context(f"{name}: rmse of employment", employment, EMPLOYMENT_MOST, 0.0))
    return told


def modelled(case: Belgium, production: ProductionFunction = PRODUCTION, calendar: Calendar | None = None) -> Modelled:
    """Belgium from February to July 2020.

    Parameters
    ----------
    case
        Parameters and shocks.
    production
        What production cannot do without.
    calendar
        Levers and demand by day; the chosen calendar where none is given.

    Notes
    -----
    Activity is gross output, imports among it, as in V3: the index moves like turnover. Employment is staff at work, whether or not
    under contract, weighed by persons: who is sent home is in temporary unemployment, and so is whom a firm without orders lays off.
    """
    flows = simulated(case.params, calendar_of(case) if calendar is None else calendar, production)
    size = np.asarray(case.params.output)[0]
    return Modelled(np.asarray(flows.output)[:, 0] / size, np.asarray(flows.labour_share)[:, 0], size, case.employees)


def calendar_of(case: Belgium, begins: tuple[date, ...] = BEGINS) -> Calendar:
    """Staff and visits cut by the intensity of the phase; other final demand low from the lockdown to the end, as in V3."""
    days, sectors = (LAST - FIRST).days + 1, len(case.sectors)
    level, other = np.zeros((days, sectors)), np.ones((days, sectors))
    for day, intensity in zip(begins, case.policies, strict=True):
        level[_at(day) :] = intensity
    other[_at(begins[0]) :] = 1.0 - case.other_cut
    return Calendar(1.0 - level * case.staff_cut, 1.0 - level * case.visit_cut, other)


def errors(run: Modelled, seen: Observed) -> tuple[float, float]:
    """Root mean square errors of the monthly index of activity, against its February, and of employment."""
    months = [_month(run.activity, month) - seen.activity[month] for month in MONTHS]
    days = [float(run.employment[_at(day)]) - value for day, value in seen.employment.items()]
    return _root_mean_square(months), _root_mean_square(days)


def alternatives(case: Belgium, chosen: Modelled) -> Iterator[tuple[str, Modelled]]:
    """Other choices that could have been made, one at a time."""
    for function in FUNCTIONS:
        if function != PRODUCTION:
            yield function.replace("_", " "), modelled(case, function)
    days = np.asarray(case.params.inventory_days)
    half = np.maximum(days / 2.0, np.minimum(days, 1.0))
    yield "half the days of stock, at least one", modelled(case._replace(params=with_days(case.params, half)))
    yield "twice the days of stock", modelled(case._replace(params=with_days(case.params, days * 2.0)))
    slower = replace(case.params, restoring_days=jnp.asarray(OTHER_RESTORING_DAYS))
    yield f"stocks restored over {OTHER_RESTORING_DAYS:.0f} days", modelled(case._replace(params=slower))
    kept = replace(case.params, contracts_kept_share=jnp.asarray(1.0))
    yield "staff sent home back when the closure ends", modelled(case._replace(params=kept))
    earlier = calendar_of(case, (BEGINS[0], FIRMS_OPEN, *BEGINS[2:]))
    yield "first release on 4 May", modelled(case, calendar=earlier)
    yield "what is bought on site wholly lost", modelled(case._replace(visit_cut=case.on_site))
    yield "other demand not cut", modelled(case._replace(other_cut=0.0 * case.other_cut))
    yield "activity weighed by pay", chosen._replace(size=np.asarray(case.params.labour)[0])
    market = np.array([float(sector[0] not in NOT_MARKET) for sector in case.sectors])
    yield "market sectors alone", chosen._replace(size=chosen.size * market, employees=chosen.employees * market)


def draw(folder: Path) -> list[str]:
    """Write the chosen run beside what was seen, as pictures and a table; the names of the files."""
    run, seen = modelled(belgium()), observed(FIRST, LAST)
    names = ("first lockdown", "phase I", "phase II", "phase III", "phase IV")
    ends = (*(day - timedelta(days=1) for day in BEGINS[1:]), LAST)
    periods = [Period(name, *span) for name, *span in zip(names, BEGINS, ends, strict=True)]
    return write(
        folder, FIRST, periods,
        Compared(run.activity, _by_day(seen.activity)), Compared(run.employment, _by_day(seen.employment)),
    )  # fmt: skip


def _by_day(values: Mapping[date, float]) -> FloatArray:
    """Values on their days, blank on the others."""
    path = np.full((LAST - FIRST).days + 1, np.nan)
    for day, value in values.items():
        path[_at(day)] = value
    return path


def _month(path: FloatArray, month: date) -> float:
    """Mean of a month against that of February."""
    numbers = np.array([(FIRST + timedelta(days=k)).month for k in range(len(path))])
    return float(path[numbers == month.month].mean() / path[numbers == FIRST.month].mean())


def _root_mean_square(gaps: list[float]) -> float:
    return float(np.sqrt(np.mean(np.square(gaps))))


def _at(day: date) -> int:
    return (day - FIRST).days
