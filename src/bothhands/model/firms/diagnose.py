"""What ails a firm, read from its state: funds, materials and market kept apart.

Why this file exists: the three difficulties call for three different kinds of help, so a visit starts from them.
It decides nothing and forecasts nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Bool

from bothhands.model.firms.params import Params
from bothhands.model.firms.state import State
from bothhands.model.firms.step import sales_limits, unavoidable_payments
from bothhands.model.signals import Signals

LEVEL_IN_DIFFICULTY = 0.9
"""Below this share of normal a market or a supply counts as a difficulty; ASSUMED, a tenth of sales."""


class Difficulties(NamedTuple):
    """Whether a firm is in each difficulty; a firm may be in several. Closed firms are in none."""

    short_of_funds: Bool[Array, "firm"]
    short_of_material: Bool[Array, "firm"]
    poor_market: Bool[Array, "firm"]


def diagnose(params: Params, state: State, signals: Signals) -> Difficulties:
    """Each firm's difficulties on a day.

    Parameters
    ----------
    params, state
        As made by `from_region`, and the firms in the evening.
    signals
        Sales and input shortage of the day.

    Notes
    -----
    Short of funds: cash and credit last fewer than `short_of_funds_days` of unavoidable payments. Short of material:
    inputs allow less than nine tenths of normal sales. Poor market: so does the market.
    """
    market, inputs = sales_limits(params, signals)
    open_now = (state.alive > 0.5) & (params.counts > 0.0)
    buffer = state.cash + params.credit
    return Difficulties(
        short_of_funds=open_now & (buffer < params.short_of_funds_days * unavoidable_payments(params)),
        short_of_material=open_now & (inputs < LEVEL_IN_DIFFICULTY),
        poor_market=open_now & (jnp.asarray(market) < LEVEL_IN_DIFFICULTY),
    )
