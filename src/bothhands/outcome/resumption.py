"""Resumption: what part of firms, staff and output is back, by day, city and sector, to be held against what was reported.

Why this file exists: reports count firms that opened their gates; staff and output come later. Shown apart, the three explain one another.
"""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from bothhands.model.day import Day
from bothhands.model.economy.params import EconomyParams
from bothhands.model.firms.params import Params as FirmsParams
from bothhands.model.programs import brief

OPEN = 0.5
"""A firm counts as resumed from this part of its normal sales (ASSUMED: reports do not say what they count)."""


class Resumption(NamedTuple):
    """Shares of normal by day, place and sector; a cell without workers, output or listed firms is not a number."""

    staff: Float[Array, "time place sector"] | Float[np.ndarray, "time place sector"]
    output: Float[Array, "time place sector"] | Float[np.ndarray, "time place sector"]
    firms: Float[Array, "time place sector"] | Float[np.ndarray, "time place sector"]
    """Of the firms in the register."""


@brief
def resumption_of(economy: EconomyParams, firms: FirmsParams, record: Day) -> Resumption:
    """What is back in a run.

    Parameters
    ----------
    economy, firms
        Parameters of the two bodies.
    record
        The run.
    """
    normal = economy.output
    output = jnp.where(normal > 0, record.economy.output / jnp.where(normal > 0, normal, 1.0), jnp.nan)
    staff = jnp.where(economy.workers > 0, record.signals.labour_available, jnp.nan)
    opened = (record.firms.sales >= OPEN * firms.sales) & (record.firms.alive > OPEN)
    there = firms.counts > 0
    count = jnp.zeros(normal.size).at[firms.cell].add(firms.counts)
    working = jnp.zeros((opened.shape[0], normal.size)).at[:, firms.cell].add(opened * firms.counts)
    share = jnp.where(count > 0, working / jnp.where(count > 0, count, 1.0), jnp.nan)
    return Resumption(staff, output, jnp.where(there.any(), share.reshape(-1, *normal.shape), jnp.nan))


def mean_over(
    values: Float[np.ndarray, "time place sector"], weight: Float[np.ndarray, "place sector"]
) -> Float[np.ndarray, "time"]:
    """Weighted mean over places and sectors; cells that are not a number do not count."""
    known = np.isfinite(values)
    total = np.where(known, weight, 0.0).sum((1, 2))
    return np.asarray(np.where(known, values * weight, 0.0).sum((1, 2)) / np.where(total > 0, total, np.nan))
