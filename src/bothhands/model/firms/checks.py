"""Cash closes: checked on stored arrays after a run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def cash_closes(
    first: NDArray[np.floating], change: NDArray[np.floating], last: NDArray[np.floating], firms: tuple[str, ...]
) -> list[str]:
    """Faults where cash in the evening is not the first cash plus every change, (time, firm) changes, yuan."""
    gap = last - first - change.sum(0)
    allowed = 1e-9 * (np.abs(first) + np.abs(change).sum(0) + 1.0)
    wrong = np.flatnonzero(np.abs(gap) > allowed)
    return [f"firm {firms[n]}: {gap[n]:+.6g} yuan unaccounted for" for n in wrong if n < len(firms)]
