"""The accounts of a strategy: quarters with their band, losses by cause, jobs, who starves whom, public money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.levers.catalogue import Levers
from bothhands.levers.compile import to_arrays
from bothhands.levers.measure import Measure
from bothhands.model.alone import heard_of
from bothhands.model.day import Day, Model
from bothhands.model.programs import brief
from bothhands.model.simulate import cast
from bothhands.model.triggers import levers_in_force
from bothhands.outcome.jobs import Jobs, jobs_of
from bothhands.outcome.losses import Losses, losses_of
from bothhands.outcome.output import Prices, finding_cost, screening_cost
from bothhands.outcome.public_money import PublicMoney, Rules, public_money, rules_of
from bothhands.outcome.quarters import Calendar, Quarters, calendar_of, quarters
from bothhands.plan.growth import Growth, growth_drawn
from bothhands.plan.help_paid import HELP, help_of

DRAWS = 48
"""Draws of a band."""


class Accounts(NamedTuple):
    """What a run amounts to in money and work; parts of the calendar are its whole quarters."""

    calendar: Calendar
    quarters: Quarters
    growth: Growth | None
    """Drawn from the figures' ranges; None where it was not asked for."""
    losses: Losses
    """Over the calendar, of what there would have been without the epidemic, growth included, at last year's prices."""
    without: float
    """What there would have been over the calendar."""
    jobs: Jobs
    starved: NDArray[np.float64]
    """Output lost for want of an input, by input and using sector, over the calendar."""
    money: PublicMoney
    help_cash: NDArray[np.float64]
    """Cash that help brings firms by month, in the region's currency: what funds pay, and what loans guaranteed, sales won and dues put off bring."""
    months: tuple[str, ...]


def accounts_of(
    region: Region,
    axes: Axes,
    model: Model,
    levers: Levers,
    record: Day,
    prices: Prices,
    seed: int,
    draws: int = 0,
    orders: Sequence[Measure] = (),
) -> Accounts:
    """Accounts of a run.

    Parameters
    ----------
    region, axes, model
        What the run was made from.
    levers, record
        The run.
    prices
        What quarantine and tests cost.
    seed
        Of the draws of the band.
    draws
        How many; figures of the economy only; 0 for none.
    orders
        Lines and goods bought with public money, and help to firms, each paid on its first day. Help that is none of these, as what was given
        before the plan, is paid day by day to firms that have not failed.
    """
    calendar, rules = calendar_of(region, axes), rules_of(region, axes)
    heard = heard_of(model, levers, record)
    bare = calendar._replace(names=()), rules._replace(names=())
    ordered = np.zeros(axes.n_days)
    for one in orders:
        if one.lever != HELP:
            ordered[_day_paid(axes, one)] += one.cost
    paid, priced = map(jnp.asarray, _paid(axes, levers, orders))
    by_quarter, without, jobs, money, cash = jax.tree.map(
        np.asarray, _amounts(model, levers, record, prices, jnp.asarray(ordered), paid, priced, *bare)
    )
    small = cast(model, np.float32)
    return Accounts(
        calendar=calendar,
        quarters=by_quarter,
        growth=growth_drawn(region, axes, model, heard, draws, seed) if draws else None,
        losses=losses_of(small, cast(heard, np.float32), calendar.whole.astype(np.float32)),
        without=float(without),
        jobs=jobs,
        starved=np.asarray(record.economy.starved).sum(0),
        money=money,
        help_cash=cash,
        months=rules.names,
    )


def _day_paid(axes: Axes, order: Measure) -> int:
    """The day of the run on which an order is paid."""
    return min(max(axes.day_index(order.start), 0), axes.n_days - 1)


def _paid(axes: Axes, levers: Levers, orders: Sequence[Measure]) -> tuple[NDArray[np.float64], NDArray[np.floating]]:
    """What funds pay by day for help whose cost is written down, and the aid of that help as the lever has it, (time, firm padded)."""
    priced = [one for helped in help_of(orders) if helped.has_a_price for one in helped.measures]
    paid, none = np.zeros(axes.n_days), np.zeros(np.shape(levers.support))
    for one in priced:
        paid[_day_paid(axes, one)] += one.cost
    return paid, np.asarray(to_arrays(priced, axes, levers._replace(support=none)).support)


@brief
def _amounts(
    model: Model,
    levers: Levers,
    record: Day,
    prices: Prices,
    ordered: Float[Array, "time"],
    paid: Float[Array, "time"],
    priced: Float[Array, "time firm"],
    calendar: Calendar,
    rules: Rules,
) -> tuple[Quarters, Float[Array, ""], Jobs, PublicMoney, Float[Array, "month"]]:
    """Accounts by quarter, what there would have been over the calendar, jobs, public money and the cash of help by month of a run."""
    flows, economy = record.economy, model.economy
    held = levers_in_force(model.triggers, levers, record.triggered)
    daily = screening_cost(model.epidemic, held, prices) + finding_cost(record.epidemic, prices) + ordered
    alive = record.firms.alive * model.firms.counts
    granted = (jnp.maximum(levers.support - priced, 0.0) * alive).sum(-1)
    return (
        quarters(flows.value_added, economy.labour, calendar),
        jnp.einsum("qts,ps->", calendar.whole, economy.labour),
        jobs_of(economy, flows, calendar.quarter),
        public_money(economy, flows, granted + paid, daily, rules),
        rules.month @ (levers.support * alive).sum(-1),
    )
