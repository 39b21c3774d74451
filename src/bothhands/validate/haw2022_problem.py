"""The problem of Haw et al. 2022 as a search sees it: value added, the limits on beds and reproduction, their exact slopes.

Openness by period and sector, then the level of testing by period, are the variables; the limits on what sectors need of each
other and the bounds are linear. Periods are data: the published three, or the six months they span. People in hospital are
limited at every moment, between whole days by the cubic through values and increases of half-days; a window's fullest moment is
one constraint. A search looks with two Runge–Kutta steps a day, which are a tenth of a bed off; what eight steps differ by is
measured at a point (`calibrate`) and added from then on, so that limits are kept to the accuracy of eight.

Testing is no part of the published model. ASSUMED: at level 1, 400,000 tests a day at 50 pounds each, used or not, isolation
included; they find half of those with symptoms a day after onset, three quarters of whose infectious days are then ahead, and two
thirds of those found stay apart: a quarter off what persons with symptoms pass on, in proportion to the level.
"""

from __future__ import annotations

from copy import copy
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int
from numpy.typing import NDArray

from bothhands.model.epidemic.steppers import Persons
from bothhands.plan.linear_limits import LinearLimits
from bothhands.validate.haw2022_run import (
    DECISIONS,
    EDUCATION,
    END,
    MIXING,
    STEPS_PER_DAY,
    Course,
    Periods,
    before_decisions,
    course,
    periods,
    plain,
    reproduction_number,
)
from bothhands.validate.haw2022_tables import Uk

FloatArray = NDArray[np.float64]

MONTHS = (245.0, 275.0, 306.0, 336.0, 367.0, 398.0)
"""Days of 2020 on which six periods of a month begin; every second of them is one of the published three."""
BEGINS = {3: DECISIONS, 6: MONTHS}
LEAST_OPEN, LEAST_EDUCATION, ALWAYS_AS_LOCKED = 0.8, 0.8, 56
"""Share of the lockdown's openness no sector may fall below, education's in scenario B, and the sector held at the lockdown's."""
TESTS_A_DAY, PRICE_OF_A_TEST, TAKEN_OFF = 400_000.0, 50.0, 0.25
"""ASSUMED: tests at level 1, pounds, and the share of what persons with symptoms pass on that level 1 takes off."""
PARTS, WINDOW = 2, 20
"""Stretches a day, and stretches whose fullest moment is one constraint."""
ROWS = 4
"""Slopes of constraints taken at once, that of reproduction among them."""

HAIR = 1e-7
"""Openness a slope is taken away from a kink."""


class Setting(NamedTuple):
    """What is decided under which limits."""

    scenario: str = "B"
    """A: schools may close; B: they stay at 0.8 or more."""
    beds: float = 18_000.0
    n_periods: int = 3
    testing: bool = False


class Problem:
    """An oracle of openness by period and sector and testing by period, all in one vector.

    Parameters
    ----------
    uk, need
        The country, and what sectors need of each other (row by row, diagonal negative).
    setting
        What is decided under which limits.
    """

    def __init__(self, uk: Uk, need: FloatArray, setting: Setting) -> None:
        self.uk, self.setting = uk, setting
        self.begins, n, m = BEGINS[setting.n_periods], setting.n_periods, uk.lockdown.size
        self.country, self.persons = plain(uk), before_decisions(uk).persons
        self.ahead = periods(jnp.ones((n, m)), self.begins, parts=PARTS)
        locked, least = uk.lockdown, LEAST_OPEN * np.minimum(uk.lockdown, 1.0)
        held = ALWAYS_AS_LOCKED - 1
        supplied = least.copy()
        supplied[held], least[held] = locked[held], min(locked[held], 1.0)
        start = locked.copy()
        if setting.scenario == "B":
            least[EDUCATION - 1] = start[EDUCATION - 1] = LEAST_EDUCATION
        none, tests = np.zeros(n), np.full(n, float(setting.testing))
        self.low = np.concatenate([np.tile(least, n), none])
        self.high = np.concatenate([np.tile(np.maximum(locked, 1.0), n), tests])
        self.start = np.concatenate([np.tile(start, n), none])
        months = 6.0 / n
        cost = TESTS_A_DAY * PRICE_OF_A_TEST * np.diff([*self.begins, END]) / 1e9
        self.gradient = np.concatenate([np.tile(uk.value_added * months / 1000.0, n), -cost])
        rows = np.concatenate([np.tile(need, n) * 3.0 / n, np.zeros((m, n))], axis=1)
        self.standing = LinearLimits(rows, np.minimum(3.0 * need @ supplied, 0.0))
        self.n_windows = n * -(-self.ahead.widths.shape[1] // WINDOW)
        self.gradients = 0
        self._finer = np.zeros(self.n_windows + 1)

    def with_beds(self, beds: float) -> Problem:
        """The same with another limit on beds."""
        other = copy(self)
        other.setting = self.setting._replace(beds=beds)
        return other

    def look(self, x: FloatArray) -> tuple[float, FloatArray]:
        """Value added less what tests cost, bn pounds; constraints: excess of beds by window, and of reproduction, at most zero."""
        return float(self.gradient @ x), (self.measured(x, PARTS) + self._finer) / self._limits() - 1.0

    def calibrate(self, x: FloatArray) -> float:
        """Measure what finer steps differ by at a point; how far the constraints there change by it."""
        before = self._finer
        self._finer = self.measured(x) - self.measured(x, PARTS)
        return float(np.abs((self._finer - before) / self._limits()).max())

    def slopes(self, x: FloatArray, nearest: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
        """Gradient of the value; of the constraints nearest to their limits and of reproduction, others zero."""
        self.gradients += 1
        last = self.n_windows
        rows = [last, *(int(row) for row in nearest if row != last)][:ROWS]
        rows += [rows[-1]] * (ROWS - len(rows))
        found = _slopes(self.country, self.persons, *self._split(self._off_kinks(x)), self.ahead, np.array(rows))
        jacobian = np.zeros((last + 1, x.size))
        jacobian[rows] = np.concatenate([np.asarray(part).reshape(ROWS, -1) for part in found], axis=1)
        return self.gradient, jacobian / self._limits()[:, None]

    def measured(self, x: FloatArray, steps_per_day: int = STEPS_PER_DAY) -> FloatArray:
        """Most people in hospital in each window, and the reproduction number at the end."""
        steps = steps_per_day // PARTS
        return np.asarray(_measured(self.country, self.persons, *self._split(x), self.ahead, steps))

    def by_period(self, x: FloatArray, steps_per_day: int = STEPS_PER_DAY) -> tuple[FloatArray, float]:
        """Most people in hospital in each period, and the reproduction number at the end."""
        found = self.measured(x, steps_per_day)
        return found[:-1].reshape(self.setting.n_periods, -1).max(1), float(found[-1])

    def value_added(self, x: FloatArray) -> float:
        """In six months, bn pounds; what tests cost is not taken off."""
        n = self.setting.n_periods
        return float(self.gradient[:-n] @ x[:-n])

    def _off_kinks(self, x: FloatArray) -> FloatArray:
        """The point, with what stands on a bound a hair further inside in every later period.

        Workers leave a sector with its own prevalence and come with another; where openness does not change, the slope is that of
        the way the bound leaves open.
        """
        n = self.setting.n_periods
        later = HAIR * np.append(np.repeat(np.arange(n), self.uk.lockdown.size), np.zeros(n))
        return np.where(x >= self.high, x - later, np.where(x <= self.low, x + later, x))

    def _limits(self) -> FloatArray:
        return np.append(np.full(self.n_windows, self.setting.beds), 1.0)

    def _split(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Openness by period and sector, level of testing by period."""
        n = self.setting.n_periods
        return x[:-n].reshape(n, -1), x[-n:]


def fullest(found: Course, widths: Float[Array, "period stretch"]) -> Float[Array, "period stretch"]:
    """Most people in hospital in each stretch: of the cubic through the values and increases at its ends.

    Parameters
    ----------
    found
        The course.
    widths
        Days of each stretch.

    Notes
    -----
    The top lies where the increase is zero; held fixed in derivatives, since there the slope in time is nought.
    """
    beds = jnp.concatenate([found.begin[:1], found.beds.ravel()])
    rise = jnp.concatenate([found.begin[1:], found.rise.ravel()])
    first, then = rise[:-1] * widths.ravel(), rise[1:] * widths.ravel()
    cubic = 3 * (2 * (beds[:-1] - beds[1:]) + first + then)
    square = 2 * (3 * (beds[1:] - beds[:-1]) - 2 * first - then)
    tops = (first > 0) & (then < 0)
    at = jnp.where(tops, first / jnp.where(tops, first - then, 1.0), 0.0)
    bend = jnp.where(tops, 2 * cubic * at + square, 1.0)
    at = jax.lax.stop_gradient(jnp.clip(at - tops * (cubic * at**2 + square * at + first) / bend, 0.0, 1.0))
    top = beds[:-1] + at * (first + at * (square / 2 + at * cubic / 3))
    return jnp.where(tops, top, jnp.maximum(beds[:-1], beds[1:])).reshape(widths.shape)


def _view(
    uk: Uk, persons: Persons, openness: Float[Array, "period sector"], testing: Float[Array, "period"], ahead: Periods, steps: int | Int[Array, ""]
) -> Float[Array, "constraint"]:  # fmt: skip
    """Most people in hospital by window, reproduction last."""
    taken_off = TAKEN_OFF * testing
    given = ahead._replace(openness=openness, isolated_share=taken_off)
    found = course(uk, persons, jnp.asarray(uk.lockdown), given, steps)
    by_stretch = fullest(found, ahead.widths)
    n, stretches = by_stretch.shape
    windows = -(-stretches // WINDOW)
    padded = jnp.pad(by_stretch, ((0, 0), (0, windows * WINDOW - stretches)))
    last = reproduction_number(uk, openness[-1], found, MIXING, taken_off[-1])
    return jnp.append(padded.reshape(n * windows, WINDOW).max(1), last)


_measured = jax.jit(_view)


@jax.jit
def _slopes(
    uk: Uk,
    persons: Persons,
    openness: Float[Array, "period sector"],
    testing: Float[Array, "period"],
    ahead: Periods,
    rows: Float[Array, "row"],
) -> tuple[Float[Array, "row period sector"], Float[Array, "row period"]]:
    """Slopes of some of what is measured in openness and testing."""
    found, back = jax.vjp(lambda one, two: _view(uk, persons, one, two, ahead, 1), openness, testing)
    slopes: tuple[Float[Array, "row period sector"], Float[Array, "row period"]]
    slopes = jax.vmap(lambda row: back(jnp.zeros_like(found).at[row].set(1.0)))(rows)
    return slopes
