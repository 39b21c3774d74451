"""Conservation of persons, checked on stored arrays after a run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bothhands.model.epidemic.state import COMPARTMENTS


def persons_conserved(
    before: NDArray[np.floating], after: NDArray[np.floating], imported: NDArray[np.floating], places: tuple[str, ...]
) -> list[str]:
    """Faults where persons appear, vanish or turn negative.

    Parameters
    ----------
    before, after
        Persons (compartment, place, age) at two times.
    imported
        Persons added between them (place, age).
    places
        Names for the messages.
    """
    faults = []
    gap = after.sum(0) - before.sum(0) - imported
    allowed = 1e-9 * np.maximum(before.sum(0), 1.0)
    for place, age in np.argwhere(np.abs(gap) > allowed):
        faults.append(f"{places[place]}, age band {age}: {gap[place, age]:+.6g} persons unaccounted for")
    for compartment, place, age in np.argwhere(after < -1e-9):
        faults.append(
            f"{places[place]}, age band {age}: {after[compartment, place, age]:.6g} {COMPARTMENTS[compartment]}"
        )
    return faults
