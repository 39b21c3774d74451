"""Borders as an outcome: how much of all new infection comes in from outside, and what a ban on travel delays.

Why this file exists: checks at a border are worth their cost only while imports are a large part of new infections; the share is
the indicator by which to tighten or relax them.
"""

from __future__ import annotations

import math

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.epidemic.flows import EpidemicFlows
from bothhands.model.programs import brief

WINDOW_DAYS = 7


def import_share(flows: EpidemicFlows, window_days: int = WINDOW_DAYS) -> Float[Array, "time place"]:
    """Infected arrivals who pass ÷ all new infections of a city over the last days; 0 where there are none.

    Parameters
    ----------
    flows
        A run's epidemic flows.
    window_days
        Days added up, the day itself included; 1 is the day alone.

    Notes
    -----
    I / (I + L) with I imports past screening and L infections made in the city. Near 1 every chain begins at the border and
    strict checks are worth most; at a few per cent they change little (Russell et al. 2021, Lancet Public Health 6:e12, doi
    10.1016/S2468-2667(20)30263-2, who compare imports with local incidence at 1 and 10 %). What arrivals go on to infect is
    local.
    """
    arrived, local = (_last_days(series, window_days) for series in (flows.imported, flows.infections.sum(-1)))
    every = arrived + local
    return jnp.where(every > 0, arrived / jnp.where(every > 0, every, 1.0), 0.0)


@brief
def import_share_of_week(flows: EpidemicFlows) -> Float[Array, "time place"]:
    """`import_share` over a week, compiled, for those who ask outside a program."""
    return import_share(flows)


def _last_days(series: Float[Array, "time place"], days: int) -> Float[Array, "time place"]:
    """Sums over the days up to each day."""
    total = jnp.cumsum(series, axis=0)
    before = jnp.concatenate([jnp.zeros_like(total[:days]), total[:-days]])[: total.shape[0]]
    return jnp.maximum(total - before, 0.0)


def ban_delay_days(growth_per_day: float, cut_share: float, seeded_days: float, later_days: float) -> float:
    """Days by which a cut of travel from a growing source delays the epidemic of a place it has already seeded.

    Parameters
    ----------
    growth_per_day
        Growth at the source and in the place, above zero.
    cut_share
        Share of imports that the ban removes, 0 … 1.
    seeded_days
        Days of importation before the ban; 0 is a ban before the first traveller.
    later_days
        Days after the ban at which both paths are compared.

    Notes
    -----
    Imports grow as e^(r s) and every import's own chain as e^(r (t − s)), so that each day of importation weighs alike at t:
    the place is smaller by the factor (later + seeded) / ((1 − cut) later + seeded), and late by its logarithm over r. Without
    seeding this is ln(1 / (1 − cut)) / r. No saturation, no chance, no second source.
    """
    if growth_per_day <= 0 or not 0 <= cut_share < 1:
        raise ValueError(
            f"growth {growth_per_day:g} a day and a cut of {cut_share:g}; give growth above 0, a cut of 0 to below 1"
        )
    smaller = (later_days + seeded_days) / ((1 - cut_share) * later_days + seeded_days)
    return math.log(smaller) / growth_per_day
