"""Accounting identities of the economy, checked on stored arrays after a run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def stocks_balance(
    before: NDArray[np.floating],
    after: NDArray[np.floating],
    delivered: NDArray[np.floating],
    used: NDArray[np.floating],
) -> float:
    """Largest relative gap of stock = stock before + delivered − used, over inputs that can be stored."""
    gap = after - (before + delivered - used)
    return float(np.max(np.abs(gap) / np.maximum(np.abs(before), 1.0), initial=0.0))


def output_within_limits(
    output: NDArray[np.floating], demand: NDArray[np.floating], places: tuple[str, ...], sectors: tuple[str, ...]
) -> list[str]:
    """Faults where output is negative or above demand (served ≤ produced ≤ demanded)."""
    faults = []
    for day, place, sector in np.argwhere((output < 0) | (output > demand * (1 + 1e-9) + 1e-6)):
        faults.append(f"day {day}, {places[place]}, sector {sectors[sector]}: output {output[day, place, sector]:.6g}")
    return faults
