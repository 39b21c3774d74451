"""What questions about help are asked of: the register on a day, its months ahead under a strategy, and the catalogue.

Why this file exists: support, its layer, promotion and the commands ask of one state of affairs. Signals come from a run and are held:
what help does to the sectors and to infection is left to the next run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.eligibility import Values
from bothhands.inputs.region import Region
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.policies import Difficulty, Policy
from bothhands.inputs.tables.sites import Site
from bothhands.levers.catalogue import Levers
from bothhands.model.firms.params import Params
from bothhands.model.signals import Signals
from bothhands.observe.fitted import fit_region
from bothhands.plan.outer import funds
from bothhands.plan.problem import problem_of
from bothhands.plan.strategy import reference_asked
from bothhands.plan.support.books import Books
from bothhands.plan.support.odds import Numbers
from bothhands.plan.support.packages import Packages, packages_of

MONTH = 30
SIZES = ((300, "large"), (100, "medium"), (10, "small"), (0, "micro"))
"""Least workers of each size class, for firms whose class is unknown; ASSUMED, near the classes of industry."""


class SupportCase(NamedTuple):
    """The register on a day: books of the months ahead, figures that conditions name, money by fund, what it is of.

    `done` is what each firm has sold this year, a normal day for each day before the calendar.
    """

    region: Region
    axes: Axes
    rows: tuple[Firm, ...]
    books: Books
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
            self.books, self.values, self.policies, self.money if money is None else money, self.from_day,
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
        Where no reference strategy has that name (BH-CLI-001), or there is no firm or no policy (BH-FRM-101).
    """
    missing = [name for name in ("firms", "policies") if not region.has(name)]
    if missing:
        what = f"the region has no {' and no '.join(missing)}"
        raise InputError(
            Fault("BH-FRM-101", what, "a register of firms and a catalogue of policies", "add the table", missing[0])
        )
    fitted = fit_region(region, as_of, sampled=True)
    known, axes, model = fitted.region, fitted.axes, fitted.model
    problem = problem_of(known, axes, model, fitted.past, as_of)
    best = reference_asked(axes, model, problem, wanted)
    from_day = as_of + timedelta(days=1)
    day = axes.day_index(from_day) - 1
    books = books_of(
        known, axes, model.firms, best.record.signals, best.levers, from_day,
        np.asarray(best.record.firms.cash)[day], np.asarray(best.record.firms.alive)[day],
    )  # fmt: skip
    rows = register_of(known, axes)
    of = f"sales and inputs of the strategy {best.name!r}, held"
    before = max((axes.start - date(from_day.year, 1, 1)).days, 0)
    new_year = max(axes.day_index(date(from_day.year, 1, 1)), 0)
    sold = np.asarray(best.record.firms.sales, float)[new_year : day + 1].sum(0)[: len(rows)]
    done = sold + before * books.sales
    return SupportCase(known, axes, rows, books, values_of(known, axes, rows, books), funds(known), from_day, done, of)


def books_of(
    region: Region, axes: Axes, params: Params, signals: Signals, levers: Levers, from_day: date, cash: Any, alive: Any
) -> Books:
    """Books of the months from a day to the end of the calendar.

    Parameters
    ----------
    region, axes
        The region and its names.
    params
        Firms of the model, padded.
    signals, levers
        Of a run, time first.
    from_day
        First day of the first month.
    cash, alive
        Of each firm the evening before, padded.

    Notes
    -----
    Sales below normal are laid to labour first (no more than people are away), then to what is not permitted, the rest to the market.
    Logistics and protective goods are not told apart in the run: their gaps are zero until a register says more.
    """
    firms, first = len(axes.firms), axes.day_index(from_day)
    starts = np.arange(0, axes.n_days - first, MONTH, dtype=float)
    days = np.minimum(MONTH, axes.n_days - first - starts)

    def monthly(daily: Any) -> Numbers:
        """Mean of each month for each firm of a share by day, place and sector."""
        flat = np.asarray(daily, float)[first:].reshape(axes.n_days - first, -1)
        means = np.add.reduceat(flat, starts.astype(int), 0) / days[:, None]
        return np.asarray(means[:, np.asarray(params.cell)[:firms]])

    def own(name: str) -> Numbers:
        return np.asarray(getattr(params, name), float)[:firms]

    short = np.clip(1.0 - monthly(signals.sales), 0.0, 1.0)
    labour = np.minimum(np.clip(1.0 - monthly(signals.labour_available), 0.0, 1.0), short)
    permit = np.minimum(np.clip(1.0 - monthly(levers.openness), 0.0, 1.0), short - labour)
    gaps: dict[Difficulty, Numbers] = {
        "labour": labour, "permit": permit, "market": short - labour - permit, "raw_materials": monthly(signals.input_shortage),
    }  # fmt: skip
    rent = own("fixed_cost") * region.parameter("firm_rent_share").value
    return Books(
        starts=starts, days=days, sales=own("sales"), variable_share=own("variable_share"), payroll=own("payroll"),
        fixed_cost=own("fixed_cost"), debt_service=own("debt_service"), tax=np.zeros(firms), rent=rent,
        flexible_payroll_share=float(params.flexible_payroll_share), buffer=np.asarray(cash, float)[:firms] + own("credit"),
        workers=own("workers"), counts=(np.asarray(alive, float)[:firms] > 0.5) * own("counts"), gaps=gaps,
        spread_share=region.parameter("firm_sales_spread_share").value,
    )  # fmt: skip


def values_of(region: Region, axes: Axes, rows: tuple[Firm, ...], books: Books) -> Values:
    """Figures that conditions name, by firm.

    Parameters
    ----------
    region, axes
        The region and its names.
    rows
        The register.
    books
        Months ahead; the first one counts for what is asked of today.
    """
    group = dict(zip(axes.sectors, axes.group_of_sector, strict=True))
    ratio = books.ratio()[0]
    unavoidable = np.maximum(books.payroll + books.fixed_cost + books.debt_service, 1e-9)
    sales = np.maximum(books.sales, 1e-9)
    makers = {site.firm for site in region.rows(Site) if site.firm}
    line = region.parameter("firm_above_scale_yuan_per_year").value
    return {
        "size": np.array([row.size or size_of(workers) for row, workers in zip(rows, books.workers, strict=True)]),
        "place": np.array([row.place for row in rows]),
        "sector": np.array([row.sector for row in rows]),
        "sector_group": np.array([group[row.sector] for row in rows]),
        "workers": books.workers,
        "sales_yuan_per_year": books.sales * 365.0,
        "sales_drop": np.clip(1.0 - ratio, 0.0, 1.0),
        "cash_days": books.buffer / unavoidable,
        "debt_share": books.debt_service / sales,
        "payroll_share": books.payroll / sales,
        "above_scale": books.sales * 365.0 >= line,
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
    return tuple(by_name[name] for name in axes.firms)
