"""One day of every firm's cash account.

OECD liquidity form (Demmou et al. 2020, doi 10.1787/581dba7f-en) by the day: cash + collected − variable cost − payroll ×
(1 − flexible share × shortfall) − fixed − debt service − tax + support. Of R owed and s sold today (R + s)/(1 + L) comes in,
so that at rest L days of sales are owed. A firm closes when cash and credit are gone, and stays closed; its books are shut
with it. Taxes and receivables are booked where the register gives them. Months, calendars and a million firms: `long_run.py`.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.firms.flows import Flows
from bothhands.model.firms.params import Params
from bothhands.model.firms.state import State
from bothhands.model.signals import Signals


class FirmsLevers(NamedTuple):
    """Aid paid today, yuan."""

    support: Float[Array, "firm"]


def step(params: Params, state: State, levers: FirmsLevers, signals: Signals) -> tuple[State, Flows]:
    """Advance every firm's account by one day.

    Parameters
    ----------
    params, state, levers
        Register, cash and life of the firms, aid of the day.
    signals
        Sales of the sector against normal and the shortage of critical inputs; nothing else is read.
    """
    market, inputs = sales_limits(params, signals)
    ratio = jnp.minimum(market, inputs)
    sales = params.sales * ratio * state.alive
    shortfall = jnp.clip(1.0 - ratio, 0.0, 1.0)
    unavoidable = unavoidable_payments(params, shortfall) * state.alive
    spoilt = params.spoils_share * params.sales * jnp.maximum(inputs - ratio, 0.0) * state.alive
    profit = sales * margin_share(params) - unavoidable - params.variable_share * spoilt
    collected = (state.receivables + sales) / (1.0 + params.collection_days) * state.alive
    change = profit + (collected - sales) + levers.support * state.alive
    cash = state.cash + change
    alive = state.alive * still_working(params, cash)
    after = State(cash, alive, state.receivables + sales - collected)
    return after, Flows(
        sales=sales,
        profit=profit,
        cash=cash,
        alive=alive,
        above_break_even=_step(profit, jnp.maximum(params.sales, 1.0), params.smoothing) * alive,
        capacity_lost=capacity_lost(params, alive, signals.sales.shape),
        profit_of_place=_by_cell(params, profit, signals.sales.shape).sum(-1),
        cash_change=change,
    )


def sales_limits(params: Params, signals: Signals) -> tuple[Float[Array, "firm"], Float[Array, "firm"]]:
    """Sales a firm's market and its critical inputs allow, each against normal."""
    return signals.sales.reshape(-1)[params.cell], 1.0 - signals.input_shortage.reshape(-1)[params.cell]


def margin_share(params: Params) -> Float[Array, "firm"]:
    """What is left of a yuan of sales for all that does not move with sales."""
    return 1.0 - params.variable_share - params.tax_share


def unavoidable_payments(params: Params, shortfall: Float[Array, "firm"] | float = 0.0) -> Float[Array, "firm"]:
    """Payroll that does not flex, fixed cost and debt service, yuan a day.

    Break-even sales are this over `margin_share`.
    """
    payroll = params.payroll * (1.0 - params.flexible_payroll_share * shortfall)
    return payroll + params.fixed_cost + params.debt_service


def still_working(params: Params, cash: Float[Array, "firm"]) -> Float[Array, "firm"]:
    """1 while cash and credit last; a smooth share in gradients."""
    return _step(cash + params.credit, jnp.maximum(params.sales, 1.0), params.smoothing)


def capacity_lost(params: Params, alive: Float[Array, "firm"], shape: tuple[int, ...]) -> Float[Array, "place sector"]:
    """Share of each sector's capacity gone with closed firms of the register; the unlisted rest works on."""
    kept = _by_cell(params, params.sales * alive, shape)
    listed = params.listed_sales > 0
    gone = jnp.where(listed, 1.0 - kept / jnp.where(listed, params.listed_sales, 1.0), 0.0)
    return jnp.clip(gone, 0.0, 1.0) * params.register_share


def _by_cell(params: Params, values: Float[Array, "firm"], shape: tuple[int, ...]) -> Float[Array, "place sector"]:
    total = jax.ops.segment_sum(values * params.counts, params.cell, shape[0] * shape[1])
    return total.reshape(shape)


def _step(value: Float[Array, "firm"], scale: Float[Array, "firm"], smoothing: float) -> Float[Array, "firm"]:
    """1 at or above zero, else 0; a logistic of width smoothing × scale where smoothing is above zero."""
    if smoothing == 0.0:
        return (value >= 0).astype(value.dtype)
    return jax.nn.sigmoid(value / (smoothing * scale))
