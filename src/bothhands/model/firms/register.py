"""The register of firms made whole: blanks filled, every fill listed, sales reconciled with the sectors.

Why this file exists: a visit reports some figures of a firm and leaves others blank. A blank is filled from the mean
ratio of its sector in the register, else of the whole register, else from a stated parameter, and each fill says
which, so that a report can print it. Reconciliation is the one place where firms meet sectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.table import Quality
from bothhands.inputs.tables.activity import Activity
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.input_output import Flow

Numbers = npt.NDArray[np.float64]


class Filled(NamedTuple):
    """A figure the register does not give: whose, which, its value, by what rule, how well known."""

    firm: str
    figure: str
    value: float
    rule: str
    quality: Quality


@dataclass(frozen=True)
class Accounts:
    """The register without blanks, by firm, yuan a year or yuan; sales of whole sectors beside it, place × sector."""

    rows: tuple[Firm, ...]
    columns: dict[str, Numbers]
    filled: tuple[Filled, ...]
    sector_sales: Numbers


class _Ratio(NamedTuple):
    """How a blank follows from another figure: ratio to it, parameter of last resort, and that parameter's divisor."""

    figure: str
    column: str
    per: str
    parameter: str
    divisor: float = 1.0


RATIOS = (
    _Ratio("sales", "sales_yuan_per_year", "workers", "firm_sales_per_worker_yuan_per_year"),
    _Ratio("payroll", "payroll_yuan_per_year", "sales", "firm_payroll_sales_share"),
    _Ratio("fixed_cost", "fixed_cost_yuan_per_year", "sales", "firm_fixed_cost_sales_share"),
    _Ratio("debt_service", "debt_service_yuan_per_year", "sales", "firm_debt_service_sales_share"),
    _Ratio("cash", "cash_yuan", "sales", "firm_cash_sales_days", 365.0),
    _Ratio("credit", "credit_yuan", "sales", "firm_credit_sales_days", 365.0),
)


def complete(region: Region, axes: Axes) -> Accounts:
    """The register of the modelled places without blanks, its sales never above those of their sector.

    Parameters
    ----------
    region
        Tables firms, activity, input_output and parameters.
    axes
        Order of firms, places and sectors.
    """
    by_name = {row.firm: row for row in region.rows(Firm)}
    rows = tuple(by_name[name] for name in axes.firms)
    filled: list[Filled] = []
    columns = {"workers": _workers(region, rows, filled)}
    columns["variable_share"] = _plain(region, rows, "variable_cost_share", "firm_variable_cost_share", filled)
    for ratio in RATIOS:
        columns[ratio.figure] = _by_ratio(region, rows, ratio, columns, filled)
    sector_sales = sales_of_sectors(region, axes)
    scale = _scale(rows, axes, columns["sales"], sector_sales)
    for row, factor, sales in zip(rows, scale, columns["sales"], strict=True):
        if factor < 1.0:
            filled.append(Filled(row.firm, "sales", sales * factor, "scaled to the sales of its sector", "derived"))
    for figure in ("sales", "payroll", "fixed_cost", "debt_service", "cash", "credit", "workers"):
        columns[figure] = columns[figure] * scale
    return Accounts(rows, columns, tuple(filled), sector_sales)


def reconcile(firm_sales: Numbers, cell: npt.NDArray[np.integer], sector_sales: Numbers) -> tuple[Numbers, Numbers]:
    """Firms' sales and the unlisted rest of each sector, which add up to the sector's sales.

    Parameters
    ----------
    firm_sales
        Sales of each firm of the register, zero or more.
    cell
        Position of each firm's place and sector in the flattened `sector_sales`.
    sector_sales
        Sales of each sector in each place, register and rest together.

    Notes
    -----
    Where the register sells less than its sector the firms stay as they are and the rest is the difference; where it
    would sell more, its firms are scaled down together and there is no rest.
    """
    total = sector_sales.ravel()
    listed = np.bincount(cell, firm_sales, total.size)
    factor = np.where(listed > total, total / np.where(listed > 0, listed, 1.0), 1.0)
    rest = np.where(listed > total, 0.0, total - listed)
    return firm_sales * factor[cell], rest.reshape(sector_sales.shape)


def sales_of_sectors(region: Region, axes: Axes) -> Numbers:
    """Sales of a normal year by place and sector: value added × output per value added of the input–output table."""
    ratio = np.array([_output_per_value_added(region).get(sector, 1.0) for sector in axes.sectors])
    added = np.zeros((len(axes.places), len(axes.sectors)))
    for row in region.rows(Activity):
        if row.place in axes.places:
            added[axes.places.index(row.place), axes.sectors.index(row.sector)] += row.value_added_yuan_per_year
    return np.asarray(added * ratio)


def _output_per_value_added(region: Region) -> dict[str, float]:
    """Output per value added of each sector; output is the column sum where the table has no output row."""
    added: dict[str, float] = {}
    output: dict[str, float] = {}
    column: dict[str, float] = {}
    for row in region.rows(Flow):
        if row.supplier == "output":
            output[row.user] = row.value
            continue
        column[row.user] = column.get(row.user, 0.0) + row.value
        if row.supplier == "value_added":
            added[row.user] = row.value
    return {sector: output.get(sector, column[sector]) / value for sector, value in added.items() if value > 0}


def _scale(rows: tuple[Firm, ...], axes: Axes, sales: Numbers, sector_sales: Numbers) -> Numbers:
    """Factor that brings each firm within its sector; 1 for nearly all."""
    cell = np.array([_cell(row, axes) for row in rows], int)
    scaled, _ = reconcile(sales, cell, sector_sales)
    return np.where(sales > 0, scaled / np.where(sales > 0, sales, 1.0), 1.0)


def _cell(row: Firm, axes: Axes) -> int:
    return axes.places.index(row.place) * len(axes.sectors) + axes.sectors.index(row.sector)


def _workers(region: Region, rows: tuple[Firm, ...], filled: list[Filled]) -> Numbers:
    """Workers; where blank, sales over sales per worker if sales are known, else the mean of sector or register."""
    known = np.array([np.nan if row.workers is None else row.workers for row in rows], float)
    sales = np.array([np.nan if row.sales_yuan_per_year is None else row.sales_yuan_per_year for row in rows], float)
    given = np.isfinite(known) & np.isfinite(sales) & (known > 0)
    last = region.parameter("firm_sales_per_worker_yuan_per_year").value
    per_worker = _means(rows, np.where(given, sales / np.where(given, known, 1.0), np.nan), last)
    mean = _means(rows, known, region.parameter("firm_workers").value)
    for n, row in enumerate(rows):
        if np.isfinite(known[n]):
            continue
        use_sales = np.isfinite(sales[n]) and per_worker[n].value > 0
        known[n] = sales[n] / per_worker[n].value if use_sales else mean[n].value
        rule = f"sales over sales per worker, {per_worker[n].rule}" if use_sales else mean[n].rule
        filled.append(Filled(row.firm, "workers", float(known[n]), rule, mean[n].quality))
    return known


def _plain(region: Region, rows: tuple[Firm, ...], column: str, parameter: str, filled: list[Filled]) -> Numbers:
    """A share of the register; where blank, the mean of sector or register."""
    known = np.array([np.nan if getattr(row, column) is None else getattr(row, column) for row in rows], float)
    means = _means(rows, known, region.parameter(parameter).value)
    for n, row in enumerate(rows):
        if not np.isfinite(known[n]):
            known[n] = means[n].value
            filled.append(Filled(row.firm, column, float(known[n]), means[n].rule, means[n].quality))
    return known


def _by_ratio(
    region: Region, rows: tuple[Firm, ...], ratio: _Ratio, columns: dict[str, Numbers], filled: list[Filled]
) -> Numbers:
    """A figure of the register; where blank, the mean ratio times the figure it goes with."""
    given = [getattr(row, ratio.column) for row in rows]
    known = np.array([np.nan if value is None else value for value in given], float)
    per = columns[ratio.per]
    shares = np.where((per > 0) & np.isfinite(known), known / np.where(per > 0, per, 1.0), np.nan)
    means = _means(rows, shares, region.parameter(ratio.parameter).value / ratio.divisor)
    for n, row in enumerate(rows):
        if not np.isfinite(known[n]):
            known[n] = means[n].value * per[n]
            rule = f"{means[n].rule}, per {ratio.per}"
            filled.append(Filled(row.firm, ratio.column, float(known[n]), rule, means[n].quality))
    return known


class _Mean(NamedTuple):
    value: float
    rule: str
    quality: Quality


def _means(rows: tuple[Firm, ...], values: Numbers, otherwise: float) -> list[_Mean]:
    """For each firm the mean over its sector, else over the register, else the parameter."""
    usable = np.isfinite(values)
    everyone = _Mean(float(values[usable].mean()), "mean of the register", "estimated") if usable.any() else None
    last = everyone or _Mean(otherwise, "parameter", "assumed")
    by_sector: dict[str, list[float]] = {}
    for row, value, use in zip(rows, values, usable, strict=True):
        if use:
            by_sector.setdefault(row.sector, []).append(float(value))
    found = {
        sector: _Mean(float(np.mean(group)), f"mean of sector {sector} in the register", "estimated")
        for sector, group in by_sector.items()
    }
    return [found.get(row.sector, last) for row in rows]
