"""Conservation of persons, checked on stored arrays after a run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def persons_conserved(
    before: NDArray[np.floating],
    after: NDArray[np.floating],
    imported: NDArray[np.floating],
    places: Sequence[str],
    compartments: Sequence[str],
) -> list[str]:
    """Faults where persons appear, vanish or turn negative.

    Parameters
    ----------
    before, after
        Persons (compartment, place, stratum) at two times.
    imported
        Persons added between them (place, stratum).
    places, compartments
        Names for the messages.

    Notes
    -----
    Residents are counted by place: workers change stratum as their sector opens and closes.
    """
    faults = []
    gap = (after.sum(0) - before.sum(0) - imported).sum(-1)
    allowed = 1e-9 * np.maximum(before.sum((0, 2)), 1.0)
    for place in np.flatnonzero(np.abs(gap) > allowed).tolist():
        faults.append(f"{places[place]}: {gap[place]:+.6g} persons unaccounted for")
    for compartment, place, stratum in np.argwhere(after < -1e-9):
        faults.append(
            f"{places[place]}, stratum {stratum}: {after[compartment, place, stratum]:.6g} {compartments[compartment]}"
        )
    return faults
