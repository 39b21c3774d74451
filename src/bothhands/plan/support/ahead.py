"""From a run to the months ahead of every firm: its account on the evening before, then what takes its sales, month by month.

Why this file exists: a run moves sectors, and accounts that firms of a long register may share; help is decided firm by firm.
"""

from __future__ import annotations

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
from bothhands.model.firms.long_run import Dated, Recorded, calendar_of, run
from bothhands.model.firms.params import Params, register_params
from bothhands.model.firms.register import complete
from bothhands.model.firms.state import initial
from bothhands.model.signals import Signals
from bothhands.plan.support.odds import Numbers
from bothhands.plan.support.outlook import Outlook

MONTH = 30


def own_firms(region: Region, axes: Axes, accounts: Params) -> Params:
    """Every firm of the register by itself: the accounts of the run where each firm has its own.

    Parameters
    ----------
    region, axes
        The region and its names.
    accounts
        Firms of the model.
    """
    return register_params(region, axes) if axes.account else accounts


def evening(
    region: Region, axes: Axes, firms: Params, signals: Signals, support: Numbers, days: int, aid: Dated | None = None
) -> tuple[Numbers, Numbers]:
    """Cash of each firm after some days and whether it works, run alone on recorded signals.

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
    if not axes.account:
        flows = firms_alone(firms, signals, jnp.asarray(support))
        return np.asarray(flows.cash)[days - 1][:count], np.asarray(flows.alive)[days - 1][:count]
    flat = (days, -1)
    heard = Recorded(
        np.asarray(signals.sales, float)[:days].reshape(flat), np.asarray(signals.input_shortage, float)[:days].reshape(flat),
        np.ones((days, len(axes.places) * len(axes.sectors))),
    )  # fmt: skip
    made = run(
        books_of(complete(region, axes), axes), heard, calendar_of(axes.start, days, monthly=False),
        float(firms.flexible_payroll_share), aid,
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
    Sales below normal are laid to labour first (no more than people are away), then to what is not permitted, the rest to the market.
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
        fixed_cost=own("fixed_cost"), debt_service=own("debt_service"), tax=np.zeros(firms), rent=rent,
        flexible_payroll_share=float(params.flexible_payroll_share), buffer=np.asarray(cash, float)[:firms] + own("credit"),
        workers=own("workers"), counts=(np.asarray(alive, float)[:firms] > 0.5) * own("counts"), gaps=gaps,
        spread_share=region.parameter("firm_sales_spread_share").value,
    )  # fmt: skip
