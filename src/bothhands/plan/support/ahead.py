"""From a run to the months ahead of every firm: its account on the evening before, then what takes its sales, month by month.

Why this file exists: a run moves sectors, and accounts that firms of a long register may share; help is decided firm by firm.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import jax.numpy as jnp
import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.policies import Difficulty
from bothhands.levers.catalogue import Levers
from bothhands.model.alone import firms_alone
from bothhands.model.firms.books import books_of
from bothhands.model.firms.detail import Detail, detail_of, repayments_of, seasons_of
from bothhands.model.firms.long_run import Dated, Recorded, calendar_of, dated_of, run, together
from bothhands.model.firms.params import Params, register_params
from bothhands.model.firms.register import complete
from bothhands.model.firms.state import initial
from bothhands.model.signals import Signals
from bothhands.plan.support.odds import Numbers
from bothhands.plan.support.outlook import Outlook

MONTH = 30
DETAIL = ("firm_repayments", "firm_months")
"""Tables in which single firms tell what the run's accounts do not know."""


def own_firms(region: Region, axes: Axes, accounts: Params) -> Params:
    """Every firm of the register by itself: the accounts of the run where each firm has its own.

    A firm with a calendar of repayments has only its interest as debt service.

    Parameters
    ----------
    region, axes
        The region and its names.
    accounts
        Firms of the model.
    """
    firms = register_params(region, axes) if axes.account else accounts
    if not region.has("firm_repayments"):
        return firms
    debt = _detail(region, axes).books.debt_service
    return replace(firms, debt_service=firms.debt_service.at[: len(debt)].set(debt))


def evening(
    region: Region, axes: Axes, firms: Params, signals: Signals, support: Numbers, days: int, aid: Dated | None = None
) -> tuple[Numbers, Numbers]:
    """Cash of each firm after some days and whether it works, run alone on recorded signals, repayments and seasons among them.

    Parameters
    ----------
    region, axes
        The region and its names.
    firms
        As `own_firms` gives them.
    signals
        Of a run, time first.
    support
        Aid by day and account of the run; where firms share accounts, `aid` counts in its place.
    days
        How many from the first day of the calendar; 0 is the state before it.
    aid
        Of firms of a long register, below zero.
    """
    count = len(axes.register)
    if not days:
        start = initial(firms)
        return np.asarray(start.cash)[:count], np.asarray(start.alive)[:count]
    if not axes.account and not any(region.has(name) for name in DETAIL):
        flows = firms_alone(firms, signals, jnp.asarray(support))
        return np.asarray(flows.cash)[days - 1][:count], np.asarray(flows.alive)[days - 1][:count]
    flat = (days, -1)
    heard = Recorded(
        np.asarray(signals.sales, float)[:days].reshape(flat), np.asarray(signals.input_shortage, float)[:days].reshape(flat),
        np.ones((days, len(axes.places) * len(axes.sectors))),
    )  # fmt: skip
    books, dated, (level, profile) = _detail(region, axes)
    given = aid if axes.account else _given(support[:days, :count])
    made = run(
        books, heard, calendar_of(axes.start, days, monthly=False), float(firms.flexible_payroll_share),
        dated if given is None else together(dated, given), (level[:, :days], profile),
    )  # fmt: skip
    return made.cash, (made.exit_day < 0).astype(float)


def outlook_of(
    region: Region, axes: Axes, params: Params, signals: Signals, levers: Levers, from_day: date, cash: Any, alive: Any
) -> Outlook:
    """Outlook of the months from a day to the end of the calendar.

    Parameters
    ----------
    region, axes
        The region and its names.
    params
        Firms of the register, padded (`own_firms`).
    signals, levers
        Of a run, time first.
    from_day
        First day of the first month.
    cash, alive
        Of each firm the evening before, padded.

    Notes
    -----
    Sales below normal are laid to labour first (no more than people are away), then to what is not permitted, the rest to the market. Taxes
    follow sales; repayments of the calendar and seasons stand in their months.
    Logistics and protective goods are not told apart in the run: their gaps are zero until a register says more.
    """
    firms, first = len(axes.register), axes.day_index(from_day)
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
    return Outlook(
        starts=starts, days=days, sales=own("sales"), variable_share=own("variable_share"), payroll=own("payroll"),
        fixed_cost=own("fixed_cost"), debt_service=own("debt_service"), rent=rent, tax_share=own("tax_share"),
        repayments=_repayments(region, axes, first, starts), season=_season(region, axes, first, starts, days),
        flexible_payroll_share=float(params.flexible_payroll_share), buffer=np.asarray(cash, float)[:firms] + own("credit"),
        workers=own("workers"), counts=(np.asarray(alive, float)[:firms] > 0.5) * own("counts"), gaps=gaps,
        spread_share=region.parameter("firm_sales_spread_share").value,
    )  # fmt: skip


def _detail(region: Region, axes: Axes) -> Detail:
    """Books of the register with what single firms tell beside them."""
    return detail_of(region, axes, books_of(complete(region, axes), axes))


def _given(support: Numbers) -> Dated:
    """Aid by day and firm as payments, below zero."""
    day, firm = np.nonzero(support)
    return dated_of(firm, day, -support[day, firm], support.shape[1])


def _repayments(region: Region, axes: Axes, first: int, starts: Numbers) -> Numbers:
    """What the calendar of each firm has falling due in each month; month × firm."""
    due = repayments_of(region, axes)
    firm, ahead = np.repeat(np.arange(len(due.start) - 1), np.diff(due.start)), due.day >= first
    found = np.zeros((len(starts), len(axes.register)))
    month = np.searchsorted(starts, due.day[ahead] - first, side="right") - 1
    np.add.at(found, (month, firm[ahead]), due.yuan[ahead])
    return found


def _season(region: Region, axes: Axes, first: int, starts: Numbers, days: Numbers) -> Numbers:
    """Level of normal sales of each firm in each month; month × firm."""
    level, profile = seasons_of(region, axes, axes.days[first:])
    return np.asarray((np.add.reduceat(level, starts.astype(int), 1) / days)[profile].T)
