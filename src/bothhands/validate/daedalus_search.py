"""The search behind `daedalus_plan.py`: one country and pathogen, one aim, one limit.

Why this file exists: every aim (least loss, fewest deaths, least of both) is the same search over the same paths of openness, with
`plan/trust_region.improve` and exact gradients. It takes two Runge–Kutta steps a day; a plan is told with twenty, and a limit counts
as kept only there. The penalty on a limit missed is set anew each round from the price of the last: far above it the search creeps
along the limit, below it the limit is ignored. What misses its limit in the end is moved towards a plan that keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.plan.trust_region import Matrix, Positions, Rules, Vector, improve, merit
from bothhands.validate.daedalus_costs import EDUCATION
from bothhands.validate.daedalus_mended import SUBSTEPS, World, closed_loop, outcome, world_of
from bothhands.validate.daedalus_run import DAYS, RESPONSE_DAY
from bothhands.validate.daedalus_tables import STRATEGIES, country_of

FloatArray = NDArray[np.float64]

MULTIPLIERS = (0.25, 1.0, 2.0)
"""Of the value of a statistical life."""
PERIOD, SEARCH_SUBSTEPS = 14, 2
"""Days that openness is held; Runge–Kutta steps a day in the search, with which deaths and losses are within 1e-5 of those with twenty."""
KEPT = -2e-5
"""What logarithms of limits are held to in the search, so that they hold with twenty steps too."""
RULES = Rules(steps=5, most_steps=5, worth=1e-3, exact=1, near=1e6, tolerance=1e-7, memory=3)
"""Of one round of the search; the penalty is set before each."""
STARTS, ENOUGH, STEADY = 3, 3e-4, 2.0
"""Places the search begins at, and the gain of a round below which it ends, the penalty having changed by less than the last."""
RADII = (0.1, 0.1, 0.1, 0.07, 0.05, 0.03, 0.02)
"""First radius of each round."""
PENALTY, OVER_PRICE, MOST_PENALTY = 0.5, 4.0, 200.0
"""Least penalty, and its share over the price last found."""
HALVINGS = 20
"""Of the way to a plan that keeps a limit, where the one found misses it."""
LOSS = 1
"""Position of the loss among what is counted; before it deaths, after it the value of lives lost."""
LEAST_PRICE = 1e-4
"""Share of the mean cost of a closure below which a sector is left out: one with no value added has no price to compare with."""


class Aim(NamedTuple):
    """What is made least and what must not be exceeded, each weights on deaths, loss and value of lives."""

    name: str
    least: tuple[float, float, float]
    limit: tuple[float, float, float] | None = None
    room: float = 1.0
    """What the limited sum may be."""


class Case(NamedTuple):
    """One country and pathogen."""

    world: World
    starts: NDArray[np.intp]
    """First day of each period."""
    low: FloatArray
    """Least openness, (period, sector)."""
    strategies: dict[str, FloatArray]
    """Realised openness of each strategy, (period, sector)."""


Told = dict[str, float]
"""Deaths, losses and what is left at the end."""


class Plan(NamedTuple):
    """Openness, (period, sector), and what it amounts to."""

    path: FloatArray
    told: Told


def case_of(country_name: str, pathogen_name: str) -> Case:
    """A country and pathogen with its periods, bounds and the strategies' paths.

    Parameters
    ----------
    country_name, pathogen_name
        As the tables spell them.
    """
    world, columns = world_of(country_name, pathogen_name), country_of(country_name).openness
    runs = {name: closed_loop(world, columns[name], name != "none") for name in STRATEGIES}
    switches = [np.flatnonzero(np.diff(on.astype(int))) + 1 for _, on in runs.values()]
    first = min(int(RESPONSE_DAY), *(int(days[0]) for days in switches if days.size))
    starts = np.unique(np.concatenate([[0], np.arange(first, DAYS, PERIOD), *switches]))
    low = np.tile(np.min([columns[name] for name in STRATEGIES], axis=0), (starts.size, 1))
    low[starts < first] = 1.0
    return Case(world, starts, low, {name: path[starts] for name, (path, _) in runs.items()})


def planned(case: Case, aim: Aim, pool: Sequence[Plan], own: Plan) -> Plan:
    """The best plan found for an aim, and what it amounts to.

    Parameters
    ----------
    case
        Where.
    aim
        What is made least and what is limited.
    pool
        Where to begin: strategies and plans already found.
    own
        One that keeps the limit for certain.
    """
    search = _Search(case, aim)
    ranked = sorted(pool, key=lambda plan: -search.merit(plan.path.ravel(), MOST_PENALTY))
    begun = {plan.path.tobytes(): plan.path.ravel() for plan in [*ranked[:STARTS], own]}
    ends = [search.climbed(x, search.penalty_at(x), RADII[0]) for x in begun.values()]
    here = max(ends, key=lambda found: search.merit(found.x, max(end.penalty for end in ends)))
    for radius in RADII[1:]:
        there = search.climbed(here.x, here.penalty, radius)
        gained = search.merit(there.x, there.penalty) - search.merit(here.x, there.penalty)
        is_steady = there.penalty < STEADY * here.penalty and here.penalty < STEADY * there.penalty
        here = _End(there.x if gained > 0 else here.x, there.penalty)
        if gained < ENOUGH and is_steady:
            break
    keeping = [plan for plan in [*pool, own] if keeps(aim, plan.told)]
    best = min(keeping, key=lambda plan: weighed(aim.least, plan.told))
    found = [_restored(case, search, here.x, anchor) for anchor in (best.path.ravel(), search.bound())]
    kept = [plan for plan in found if plan is not None and keeps(aim, plan.told)]
    return min([*kept, best], key=lambda plan: weighed(aim.least, plan.told))


def _restored(case: Case, search: _Search, x: Vector, anchor: Vector) -> Plan | None:
    """The plan nearest to one found, on the way to another, that keeps the limit."""
    if not search.keeps(anchor):
        return None
    missed, kept = (0.0, 1.0) if not search.keeps(x) else (0.0, 0.0)
    for _ in range(HALVINGS if kept else 0):
        middle = 0.5 * (missed + kept)
        missed, kept = (missed, middle) if search.keeps(x + middle * (anchor - x)) else (middle, kept)
    path = (x + kept * (anchor - x)).reshape(case.low.shape)
    return Plan(path, tell(case, path))


def tell(case: Case, path: FloatArray, substeps: int = SUBSTEPS) -> Told:
    """What a plan amounts to.

    Parameters
    ----------
    case
        Where.
    path
        Openness, (period, sector).
    substeps
        Runge–Kutta steps a day.
    """
    daily = _daily(case, path)
    found = outcome(case.world, daily, substeps)
    later = outcome(case.world, jnp.concatenate([daily, jnp.ones_like(daily)]), SEARCH_SUBSTEPS)
    named = {name: float(value) for name, value in found._asdict().items() if name != "deaths"}
    return {"deaths": float(found.deaths.sum()), **named, "later_deaths": float(later.deaths.sum())}


def net_prices(case: Case) -> dict[str, float]:
    """Of all closures of a sector for a period, from nobody responding: least of cost less what it saves, as a share of cost.

    Parameters
    ----------
    case
        Where.

    Returns
    -------
    By the multiplier of the value of a life that is counted among what is saved; 0 counts loss alone.

    Notes
    -----
    Above 0 with multiplier 0, no small closure lowers the loss: nobody responding is a corner, at which neither can loss fall at no
    more deaths, nor deaths at no more loss. Above 0 with another, no small closure lowers the total loss.
    """
    _, slopes = _looked_back(case.world, jnp.ones((DAYS, case.low.shape[1])), jnp.eye(3)[LOSS:])
    price = np.array(case.world.value_added)
    price[EDUCATION] = float(case.world.school_day)
    counted = (price > LEAST_PRICE * price.mean()) & (case.low[-1] < 1.0)
    by_period = np.add.reduceat(-np.asarray(slopes), case.starts, axis=1)[:, 1:, counted]
    of_loss, of_life = by_period / (_lengths(case)[1:, None] * price[counted])
    return {f"{worth:g}": float((of_loss + worth * of_life).min()) for worth in (0.0, *MULTIPLIERS)}


def loss(told: Mapping[str, float]) -> float:
    """Of economy and education."""
    return told["closures"] + told["absences"] + told["schooling"] + told["education_absences"]


def total(told: Mapping[str, float], multiplier: float) -> float:
    """Loss and value of the lives lost."""
    return loss(told) + multiplier * told["life"]


def deaths(told: Mapping[str, float]) -> float:
    """By day 600."""
    return told["deaths"]


def weighed(weights: tuple[float, float, float], told: Told) -> float:
    """A weighted sum of deaths, loss and value of lives."""
    return float(np.dot(weights, (told["deaths"], loss(told), told["life"])))


def keeps(aim: Aim, told: Told) -> bool:
    """Whether the limit of an aim is kept."""
    return aim.limit is None or weighed(aim.limit, told) <= aim.room


class _End(NamedTuple):
    """Where a round ended, and the penalty its price asks for."""

    x: Vector
    penalty: float


class _Search:
    """The oracle of the search: logarithms of what is made least and of what is limited."""

    def __init__(self, case: Case, aim: Aim) -> None:
        self._case, self._aim = case, aim
        self._weights = np.array([aim.least, aim.limit or (0.0, 0.0, 0.0)])

    def look(self, x: Vector) -> tuple[float, Vector]:
        """Minus the logarithm of the aim, and that of the limited sum over its room."""
        found = outcome(self._case.world, self._path(x), SEARCH_SUBSTEPS)
        least, limited = self._weights @ np.array([float(found.deaths.sum()), float(found.loss), float(found.life)])
        over = np.log(limited / self._aim.room) if self._aim.limit else -1.0
        return -float(np.log(least)), np.array([over])

    def slopes(self, x: Vector, nearest: Positions) -> tuple[Vector, Matrix]:
        """Both gradients, exact."""
        del nearest
        counted, daily = _looked_back(self._case.world, self._path(x), jnp.asarray(self._weights))
        sums = self._weights @ np.asarray(counted)
        by_period = np.add.reduceat(np.asarray(daily), self._case.starts, axis=1).reshape(2, -1)
        own = by_period[1:] / sums[1] if self._aim.limit else 0.0 * by_period[1:]
        return -by_period[0] / sums[0], own

    def merit(self, x: Vector, penalty: float) -> float:
        """As the search counts it."""
        value, over = self.look(x)
        return merit(value, over - KEPT, RULES._replace(penalty=penalty))

    def climbed(self, x: Vector, penalty: float, radius: float) -> _End:
        """A round of the search, and the penalty for the next."""
        low = self._case.low.ravel()
        rules = RULES._replace(penalty=penalty)
        found = improve(self, x, low, np.ones_like(low), np.full(low.shape, radius), rules, KEPT)
        then = float(np.clip(OVER_PRICE * found.prices[0], PENALTY, MOST_PENALTY))
        return _End(np.clip(found.x, low, 1.0), then)

    def penalty_at(self, x: Vector) -> float:
        """A first penalty: what the aim would gain for each unit of the limit, over the variables on which the two disagree."""
        gradient, jacobian = self.slopes(x, np.arange(1))
        both = np.maximum(gradient * jacobian[0], 0.0).sum()
        return float(np.clip(OVER_PRICE * both / max((jacobian**2).sum(), 1e-300), PENALTY, MOST_PENALTY))

    def keeps(self, x: Vector) -> bool:
        """Whether the limit is kept, with room for the difference between two and twenty steps a day."""
        return bool(self.look(x)[1][0] <= KEPT / 2)

    def bound(self) -> Vector:
        """Where the limit is least: all closed for deaths, all open for loss."""
        low = self._case.low.ravel()
        return low if self._weights[1, LOSS] == 0 else np.ones_like(low)

    def _path(self, x: Vector) -> Float[Array, "time sector"]:
        return _daily(self._case, x.reshape(self._case.low.shape))


@jax.jit
def _looked_back(
    world: World, openness: Float[Array, "time sector"], weights: Float[Array, "row 3"]
) -> tuple[Float[Array, "3"], Float[Array, "row time sector"]]:
    """Deaths, loss and value of lives, and the slopes of weighted sums of them by sector and day."""

    def counted(path: Float[Array, "time sector"]) -> Float[Array, "3"]:
        found = outcome(world, path, SEARCH_SUBSTEPS)
        return jnp.stack([found.deaths.sum(), found.loss, found.life])

    value, back = jax.vjp(counted, openness)
    return value, jax.vmap(lambda row: back(row)[0])(weights)


def _daily(case: Case, path: FloatArray) -> Float[Array, "time sector"]:
    """A plan day by day."""
    return jnp.asarray(np.repeat(path, _lengths(case), axis=0))


def _lengths(case: Case) -> NDArray[np.intp]:
    """Days of each period."""
    return np.diff(np.append(case.starts, DAYS))
