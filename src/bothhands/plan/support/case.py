"""What questions about help are asked of: the register on a day, its months ahead under a strategy, and the catalogue.

Why this file exists: support, its layer, promotion and the commands ask of one state of affairs. Signals come from a run and are held:
what help does to the sectors and to infection is left to the next run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.eligibility import Values
from bothhands.inputs.region import Region
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.policies import Policy
from bothhands.inputs.tables.sites import Site
from bothhands.model.firms.detail import seasons_of
from bothhands.model.signals import Signals
from bothhands.observe.fitted import fit_region
from bothhands.plan.funds import funds_of, money_open
from bothhands.plan.posed import check_day
from bothhands.plan.problem import problem_of
from bothhands.plan.strategy import reference_asked
from bothhands.plan.support.ahead import evening, outlook_of, own_firms
from bothhands.plan.support.odds import Numbers
from bothhands.plan.support.outlook import Outlook
from bothhands.plan.support.packages import Packages, packages_of

SIZES = ((300, "large"), (100, "medium"), (10, "small"), (0, "micro"))
"""Least workers of each size class, for firms whose class is unknown; ASSUMED, near the classes of industry."""


class SupportCase(NamedTuple):
    """The register on a day: months ahead, figures that conditions name, money by fund, what it is of.

    `done` is what each firm has sold this year, a normal day of its season for each day before the calendar.
    """

    region: Region
    axes: Axes
    rows: tuple[Firm, ...]
    outlook: Outlook
    values: Values
    money: Mapping[str, float]
    from_day: date
    done: Numbers
    of: str

    @property
    def as_of(self) -> date:
        """Day the planner stands on."""
        return self.from_day - timedelta(days=1)

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The catalogue as known on the day."""
        return self.region.rows(Policy)

    def packages(self, money: Mapping[str, float] | None = None) -> Packages:
        """Every package for every firm.

        Parameters
        ----------
        money
            By fund, in place of the region's budgets.
        """
        value = {name: self.region.parameter(name).value for name in ("firm_job_worth_yuan", "firm_aid_cap_yuan")}
        return packages_of(
            self.outlook, self.values, self.policies, self.money if money is None else money, self.from_day,
            value["firm_job_worth_yuan"], value["firm_aid_cap_yuan"], centrality_of(self.region, self.rows),
        )  # fmt: skip


def support_case(region: Region, as_of: date, wanted: str = "") -> SupportCase:
    """The register of a region on a day under a reference strategy.

    Parameters
    ----------
    region
        The region; figures not known on the day are left out.
    as_of
        Day the planner stands on.
    wanted
        Name of the reference strategy; blank for the best one.

    Raises
    ------
    InputError
        Where no reference strategy has that name (BH-CLI-001), there is no firm or no policy (BH-FRM-101), or the day is outside the
        calendar or its last (BH-ASK-009).
    """
    missing = [name for name in ("firms", "policies") if not region.has(name)]
    if missing:
        what = f"the region has no {' and no '.join(missing)}"
        raise InputError(
            Fault("BH-FRM-101", what, "a register of firms and a catalogue of policies", "add the table", missing[0])
        )
    check_day(region, as_of)
    fitted = fit_region(region, as_of, sampled=True)
    known, axes, model = fitted.region, fitted.axes, fitted.model
    problem = problem_of(known, axes, model, fitted.past, as_of)
    best = reference_asked(axes, model, problem, wanted)
    from_day = as_of + timedelta(days=1)
    day = axes.day_index(from_day) - 1
    firms = own_firms(known, axes, model.firms)
    cash, alive = evening(known, axes, firms, best.record.signals, np.asarray(best.levers.support), day + 1)
    outlook = outlook_of(known, axes, firms, best.record.signals, best.levers, from_day, cash, alive)
    rows = register_of(known, axes)
    of = f"sales and inputs of the strategy {best.name!r}, held"
    cell = np.asarray(firms.cell)[: len(rows)]
    done = _normal_days_sold(known, axes, best.record.signals, cell, from_day) * outlook.sales * (outlook.counts > 0)
    values, money = values_of(known, axes, rows, outlook), money_open(funds_of(known), (), from_day)
    return SupportCase(known, axes, rows, outlook, values, money, from_day, done, of)


def _normal_days_sold(
    region: Region, axes: Axes, signals: Signals, cell: npt.NDArray[np.integer], from_day: date
) -> Numbers:
    """Days of normal sales that each firm has sold this year before a day, each day before the calendar by its season alone."""
    new_year = date(from_day.year, 1, 1)
    days = [new_year + timedelta(days=n) for n in range((from_day - new_year).days)]
    level, profile = seasons_of(region, axes, days)
    first, last = max(axes.day_index(new_year), 0), axes.day_index(from_day)
    sales, short = (
        np.asarray(one, float).reshape(len(one), -1)[first:last] for one in (signals.sales, signals.input_shortage)
    )
    before = np.ones((len(days) - len(sales), sales.shape[1]))
    ratio = np.concatenate([before, np.minimum(sales, 1.0 - short)])
    return np.asarray((level @ ratio)[profile, cell])


def values_of(region: Region, axes: Axes, rows: tuple[Firm, ...], outlook: Outlook) -> Values:
    """Figures that conditions name, by firm.

    Parameters
    ----------
    region, axes
        The region and its names.
    rows
        The register.
    outlook
        Months ahead; the first one counts for what is asked of today, repayments of the calendar by the day on their mean.
    """
    group = dict(zip(axes.sectors, axes.group_of_sector, strict=True))
    ratio = outlook.ratio()[0]
    unavoidable = np.maximum(outlook.payroll + outlook.fixed_cost + outlook.owed, 1e-9)
    sales = np.maximum(outlook.sales, 1e-9)
    makers = {site.firm for site in region.rows(Site) if site.firm}
    line = region.parameter("firm_above_scale_yuan_per_year").value
    return {
        "size": np.array([row.size or size_of(workers) for row, workers in zip(rows, outlook.workers, strict=True)]),
        "place": np.array([row.place for row in rows]),
        "sector": np.array([row.sector for row in rows]),
        "sector_group": np.array([group[row.sector] for row in rows]),
        "workers": outlook.workers,
        "sales_yuan_per_year": outlook.sales * 365.0,
        "sales_drop": np.clip(1.0 - ratio, 0.0, 1.0),
        "cash_days": outlook.buffer / unavoidable,
        "debt_share": outlook.owed / sales,
        "payroll_share": outlook.payroll / sales,
        "above_scale": outlook.sales * 365.0 >= line,
        "critical_maker": np.array([row.firm in makers for row in rows]),
    }


def size_of(workers: float) -> str:
    """Size class of a firm of so many workers, where the register does not say.

    Parameters
    ----------
    workers
        How many.
    """
    return next(name for least, name in SIZES if workers >= least)


def centrality_of(region: Region, rows: tuple[Firm, ...]) -> Numbers:
    """What others lose with a firm, against its own worth: one for a firm with sites of critical goods of this region, else none.

    Parameters
    ----------
    region
        Table sites.
    rows
        The register.
    """
    makers = {site.firm for site in region.rows(Site) if site.firm and site.inside}
    return np.array([float(row.firm in makers) for row in rows])


def register_of(region: Region, axes: Axes) -> tuple[Firm, ...]:
    """The register in the order of the axes.

    Parameters
    ----------
    region, axes
        Table firms, and its names.
    """
    by_name = {row.firm: row for row in region.rows(Firm)}
    return tuple(by_name[name] for name in axes.register)
