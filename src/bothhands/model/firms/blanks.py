"""Blanks of the register: each is filled from what other firms tell, and every fill says how and how far off it may be.

Why this file exists: a visit reports some figures of a firm and leaves others blank. A blank takes the mean ratio of its
sector in the register, else of the whole register, else a stated parameter. Its range is the tenth to
ninetieth percentile of those the mean is of, or of the parameter where fewer than five are known.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.region import Region
from bothhands.inputs.table import Quality
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.parameters import Parameter

Numbers = npt.NDArray[np.float64]
FEW = 5
"""Firms of which a range can be told."""
ENDS = (0.1, 0.9)


class Filled(NamedTuple):
    """A figure the register does not give: whose, which, its value, by what rule, how well known, and its range."""

    firm: str
    figure: str
    value: float
    rule: str
    quality: Quality
    low: float
    high: float


class Ratio(NamedTuple):
    """How a blank follows from another figure: ratio to it, parameter of last resort, and that parameter's divisor."""

    figure: str
    column: str
    per: str
    parameter: str
    divisor: float = 1.0


RATIOS = (
    Ratio("sales", "sales_yuan_per_year", "workers", "firm_sales_per_worker_yuan_per_year"),
    Ratio("payroll", "payroll_yuan_per_year", "sales", "firm_payroll_sales_share"),
    Ratio("fixed_cost", "fixed_cost_yuan_per_year", "sales", "firm_fixed_cost_sales_share"),
    Ratio("debt_service", "debt_service_yuan_per_year", "sales", "firm_debt_service_sales_share"),
    Ratio("cash", "cash_yuan", "sales", "firm_cash_sales_days", 365.0),
    Ratio("credit", "credit_yuan", "sales", "firm_credit_sales_days", 365.0),
    Ratio("rent", "rent_yuan_per_year", "fixed_cost", "firm_rent_fixed_cost_share"),
    Ratio("interest", "interest_yuan_per_year", "debt_service", "firm_interest_debt_service_share"),
    Ratio("tax", "tax_yuan_per_year", "sales", "firm_tax_sales_share"),
    Ratio("receivables", "receivables_yuan", "sales", "firm_receivables_sales_days", 365.0),
)
PLAIN = (
    ("variable_share", "variable_cost_share", "firm_variable_cost_share"),
    ("spoils_share", "spoils_share", "firm_spoils_share"),
)
"""Shares, filled by the mean of others: figure, column, parameter of last resort."""


def without_blanks(region: Region, rows: tuple[Firm, ...]) -> tuple[dict[str, Numbers], list[Filled]]:
    """Every figure of every firm, yuan a year or yuan, and what of it was blank.

    Parameters
    ----------
    region
        Gives the parameters of last resort.
    rows
        The register.
    """
    filled: list[Filled] = []
    columns = {"workers": _workers(region, rows, filled)}
    for figure, column, parameter in PLAIN:
        columns[figure] = _plain(region, rows, column, parameter, filled)
    for ratio in RATIOS:
        columns[ratio.figure] = _by_ratio(region, rows, ratio, columns, filled)
    return columns, filled


def _workers(region: Region, rows: tuple[Firm, ...], filled: list[Filled]) -> Numbers:
    """Workers; where blank, sales over sales per worker if sales are known, else the mean of sector or register."""
    known = np.array([np.nan if row.workers is None else row.workers for row in rows], float)
    sales = np.array([np.nan if row.sales_yuan_per_year is None else row.sales_yuan_per_year for row in rows], float)
    given = np.isfinite(known) & np.isfinite(sales) & (known > 0)
    last = region.parameter("firm_sales_per_worker_yuan_per_year")
    per_worker = _means(rows, np.where(given, sales / np.where(given, known, 1.0), np.nan), last)
    mean = _means(rows, known, region.parameter("firm_workers"))
    for n, row in enumerate(rows):
        if np.isfinite(known[n]):
            continue
        use_sales = np.isfinite(sales[n]) and per_worker[n].value > 0
        one = mean[n]
        if use_sales:
            low, high = (float(sales[n]) / max(end, 1e-9) for end in (per_worker[n].high, per_worker[n].low))
            told = float(sales[n]) / per_worker[n].value
            one = _Mean(told, f"sales over sales per worker, {per_worker[n].rule}", mean[n].quality, low, high)
        known[n] = one.value
        filled.append(_fill(row, "workers", one))
    return known


def _plain(region: Region, rows: tuple[Firm, ...], column: str, parameter: str, filled: list[Filled]) -> Numbers:
    """A share of the register; where blank, the mean of sector or register."""
    known = np.array([np.nan if getattr(row, column) is None else getattr(row, column) for row in rows], float)
    means = _means(rows, known, region.parameter(parameter))
    for n, row in enumerate(rows):
        if not np.isfinite(known[n]):
            known[n] = means[n].value
            filled.append(_fill(row, column, means[n]))
    return known


def _by_ratio(
    region: Region, rows: tuple[Firm, ...], ratio: Ratio, columns: dict[str, Numbers], filled: list[Filled]
) -> Numbers:
    """A figure of the register; where blank, the mean ratio times the figure it goes with."""
    given = [getattr(row, ratio.column) for row in rows]
    known = np.array([np.nan if value is None else value for value in given], float)
    per = columns[ratio.per]
    shares = np.where((per > 0) & np.isfinite(known), known / np.where(per > 0, per, 1.0), np.nan)
    means = _means(rows, shares, region.parameter(ratio.parameter), ratio.divisor)
    for n, row in enumerate(rows):
        if not np.isfinite(known[n]):
            known[n] = means[n].value * per[n]
            filled.append(_fill(row, ratio.column, means[n], float(per[n]), f", per {ratio.per}"))
    return known


class _Mean(NamedTuple):
    value: float
    rule: str
    quality: Quality
    low: float
    high: float


def _fill(row: Firm, figure: str, mean: _Mean, times: float = 1.0, of: str = "") -> Filled:
    return Filled(
        row.firm, figure, mean.value * times, mean.rule + of, mean.quality, mean.low * times, mean.high * times
    )


def _means(rows: tuple[Firm, ...], values: Numbers, otherwise: Parameter, divisor: float = 1.0) -> list[_Mean]:
    """For each firm the mean over its sector, else over the register, else the parameter over its divisor."""
    low, high = (otherwise.value if end is None else end for end in (otherwise.low, otherwise.high))
    last = _Mean(otherwise.value / divisor, "parameter", "assumed", low / divisor, high / divisor)
    usable = np.isfinite(values)
    if not usable.any():
        return [last] * len(rows)
    everyone = _mean_of(values[usable], "mean of the register", last)
    by_sector: dict[str, list[float]] = {}
    for row, value, use in zip(rows, values, usable, strict=True):
        if use:
            by_sector.setdefault(row.sector, []).append(float(value))
    found = {
        sector: _mean_of(np.array(group), f"mean of sector {sector} in the register", everyone)
        for sector, group in by_sector.items()
    }
    return [found.get(row.sector, everyone) for row in rows]


def _mean_of(values: Numbers, rule: str, wider: _Mean) -> _Mean:
    """The mean of some firms, with their range, or as wide a one as where more are known."""
    value = float(values.mean())
    low, high = (float(end) for end in np.quantile(values, ENDS)) if len(values) >= FEW else (wider.low, wider.high)
    return _Mean(value, rule, "estimated", min(low, value), max(high, value))
