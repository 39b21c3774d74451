"""The oracle of the coupled run by the variables of a space, with what a search that is stopped must remember."""

from __future__ import annotations

import time

import numpy as np
from scipy.sparse import csr_array

from bothhands.plan.coupled_run import CoupledRun
from bothhands.plan.space import Space
from bothhands.plan.trust_region import Positions, Vector


class Tied:
    """The oracle by the variables of a space; it remembers the best plan within the limits that it looked at.

    Parameters
    ----------
    coupled, space
        The oracle by entries, and what moves.
    until
        Instant of `time.monotonic` after which a look stops the search; None for never.
    """

    def __init__(self, coupled: CoupledRun, space: Space, until: float | None = None) -> None:
        self._coupled, self._space, self._until = coupled, space, until
        self._ties = space.ties
        self.best: tuple[float, Vector] | None = None

    def look(self, values: Vector) -> tuple[float, Vector]:
        """Objective and log use of the limits."""
        if self._until is not None and time.monotonic() > self._until:
            raise TimeIsUp
        value, log_use = self._coupled.look(self._space.entries(values))
        if log_use.max(initial=-np.inf) <= 0.0 and (self.best is None or value > self.best[0]):
            self.best = value, values.copy()
        return value, log_use

    def slopes(self, values: Vector, nearest: Positions) -> tuple[Vector, csr_array]:
        """Their gradients by variable."""
        gradient, jacobian = self._coupled.slopes(self._space.entries(values), nearest)
        return np.asarray(self._ties.T @ gradient), csr_array(jacobian @ self._ties)


class TimeIsUp(Exception):
    """The time given to a search is over."""
