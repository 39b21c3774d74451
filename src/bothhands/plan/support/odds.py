"""Odds that a firm lives to the end of the horizon, month by month, with and without help.

Why this file exists: help is worth what it changes. Who would live anyway, or die anyway, gains little by it, and the odds say so. They
are read from the firm's own money, forecast and spread; nothing about a firm is judged here.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

Numbers: TypeAlias = npt.NDArray[np.float64]


def survival(buffer: Numbers, flow: Numbers, spread: Numbers) -> Numbers:
    """Odds of never running out of money over some months; by firm.

    Parameters
    ----------
    buffer
        Cash and credit at the start, yuan; by firm.
    flow
        Money coming in less going out in each month as forecast, yuan; month × firm.
    spread
        Spread of that money in each month, yuan, months independent; month × firm.

    Notes
    -----
    Φ((buffer + Σflow) / √Σspread²) at the end of each month; the lowest counts. An upper limit of the odds of a path that must stay above
    zero all the time: the month that is worst is what decides in most firms, and months together are not counted.
    """
    left = buffer + np.cumsum(flow, 0)
    deviation = np.sqrt(np.cumsum(spread**2, 0))
    certain = np.where(left >= 0, np.inf, -np.inf)
    margin = np.divide(left, deviation, out=certain, where=deviation > 0)
    return np.asarray(ndtr(margin).min(0, initial=1.0))
