"""A run of the firm network: shocks laid on day by day, and what came of them by day, sector and firm.

Why this file exists: `network.step` is one day and keeps nothing; a report needs sums. No files, no names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.firm_shocks import Closure
from bothhands.model.economy.network import Floats, Network, Rationing, at_rest, step

Doubles: TypeAlias = NDArray[np.float64]


class NetworkRun(NamedTuple):
    """Output and losses of a run against rest; values in the unit of the links."""

    output: Doubles
    """By day, value a day."""
    final_served: Doubles
    """Final demand served, by day, value a day."""
    direct_loss: Doubles
    """Output that the firms hit could not have made, by day, value a day: what would be lost if nobody depended on them."""
    sector_output: Doubles
    """By day and sector, value a day."""
    firm_lost: Doubles
    """Output lost by each firm over the run, value; below zero where it made more than at rest."""
    firm_direct: Doubles
    """Its part that the firm's own shock took, value."""


def run(
    network: Network,
    sector: NDArray[np.integer],
    closures: Sequence[Closure],
    days: int,
    rationing: Rationing = "proportional",
    progress: Callable[[int], None] = lambda _: None,
) -> NetworkRun:
    """A run from rest.

    Parameters
    ----------
    network
        From `network_data`.
    sector
        Of each firm, whole numbers from 0.
    closures
        Who cannot make how much on which days; of several the largest share counts.
    days
        How many, 1 or more.
    rationing
        As in `network.step`.
    progress
        Told each day when it is done.

    Notes
    -----
    Final demand stays at rest. What a shock has kept from being made is not made up for later beyond capacity at rest.
    """
    sectors = int(sector.max()) + 1
    state = at_rest(network)
    by_day = np.zeros((3, days))
    sector_output = np.zeros((days, sectors))
    made, direct = np.zeros(len(sector)), np.zeros(len(sector))
    active: list[Closure] | None = None
    lost = np.zeros_like(network.output)
    for day in range(1, days + 1):
        now = [one for one in closures if one.first_day <= day <= one.last_day]
        if active is None or [id(one) for one in now] != [id(one) for one in active]:
            active, lost = now, _lost(network, now)
        step(network, state, network.output - lost, network.final, rationing=rationing)
        by_day[:, day - 1] = (state.output.sum(dtype=float), state.final_served.sum(dtype=float), lost.sum(dtype=float))
        sector_output[day - 1] = np.bincount(sector, state.output, sectors)
        made += state.output
        direct += lost
        progress(day)
    output, final_served, direct_loss = by_day
    return NetworkRun(
        output, final_served, direct_loss, sector_output, days * network.output.astype(float) - made, direct
    )


def _lost(network: Network, closures: Sequence[Closure]) -> Floats:
    """Output each firm cannot make, value a day."""
    share = np.zeros_like(network.output)
    for one in closures:
        share[one.firm] = np.maximum(share[one.firm], one.lost_share)
    return share * network.output
