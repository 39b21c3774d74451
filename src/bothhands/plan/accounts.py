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
        Lines and goods bought with public money, paid on the day they are ordered; help to firms is told by the run.
    """
    calendar, rules = calendar_of(region, axes), rules_of(region, axes)
    heard = heard_of(model, levers, record)
    bare = calendar._replace(names=()), rules._replace(names=())
    ordered = np.zeros(axes.n_days)
    for one in orders:
        ordered[min(max(axes.day_index(one.start), 0), axes.n_days - 1)] += one.cost
    by_quarter, without, jobs, money = jax.tree.map(
        np.asarray, _amounts(model, levers, record, prices, jnp.asarray(ordered), *bare)
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
        months=rules.names,
    )


@brief
def _amounts(
    model: Model,
    levers: Levers,
    record: Day,
    prices: Prices,
    ordered: Float[Array, "time"],
    calendar: Calendar,
    rules: Rules,
) -> tuple[Quarters, Float[Array, ""], Jobs, PublicMoney]:
    """Accounts by quarter, what there would have been over the calendar, jobs and public money of a run."""
    flows, economy = record.economy, model.economy
    held = levers_in_force(model.triggers, levers, record.triggered)
    daily = screening_cost(model.epidemic, held, prices) + finding_cost(record.epidemic, prices) + ordered
    aid = levers.support * record.firms.alive * model.firms.counts
    return (
        quarters(flows.value_added, economy.labour, calendar),
        jnp.einsum("qts,ps->", calendar.whole, economy.labour),
        jobs_of(economy, flows, calendar.quarter),
        public_money(economy, flows, aid, daily, rules),
    )
