"""Which figures the plan's worth hangs on, to first order: one gradient of the coupled run with respect to everything it is given.

Why this file exists: a planner asks which assumed figure to check first, and a run for every figure would take a minute. One backward
pass gives the slope of welfare, of the limits at their prices and of the fullest limit by every number of model and problem; a
figure's effect is that slope times the change of those numbers at either end of its range (`worlds`). Exact for small changes at
the plan as it is; how the plan itself would change is the task of `sensitivity`.
"""

from __future__ import annotations

import hashlib
import pickle
from typing import NamedTuple, TypeAlias

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.model import kept
from bothhands.model.day import Model
from bothhands.model.programs import DIGEST, FOLDERS, brief
from bothhands.model.simulate import cast, run
from bothhands.observe.ranges import TENTH
from bothhands.plan.decisions import Decisions
from bothhands.plan.figures import Figure
from bothhands.plan.limits import LIMITS, REGION_WIDE
from bothhands.plan.problem import Outcome, Problem, levers_under, outcome_of
from bothhands.plan.worlds import Standing, digest_of

Moves: TypeAlias = dict[int, NDArray[np.float64]]

LEAST_USE = 1e-3
"""Limits enter as log(use), as in the search; less use than this is alike."""
ENDS = (-TENTH, TENTH)
ROWS = 3
"""Welfare, welfare with breaches of the limits at their prices, log use of the fullest limit."""


class Influence(NamedTuple):
    """What a figure at its low and at its high end changes of the plan, to first order: (low, high) each."""

    figure: Figure
    welfare: tuple[float, float]
    """Change of welfare under the plan as it is, in currency."""
    kept: tuple[float, float]
    """The same once the plan is adjusted so that every limit is kept, at the limits' prices."""
    use: tuple[float, float]
    """Change of the use of the fullest limit; 0.01 is a percentage point of what is allowed."""

    @property
    def size(self) -> float:
        """The larger change of welfare, limits kept; by it figures are ranked."""
        return max(abs(change) for change in self.kept)


class Influences(NamedTuple):
    """Figures by how much they change, and the limit whose use is told."""

    ranked: tuple[Influence, ...]
    limit: str
    place: str
    """Blank for a limit of the whole region."""
    use: float
    """Use of that limit under the plan."""
    without: tuple[str, ...]
    """Figures that change nothing under the plan: they fill blanks no table has, or act only through orders already placed."""


class Changes(NamedTuple):
    """Numbers of model and problem that figures change."""

    positions: tuple[int, ...]
    """Of the numbers that any figure changes, among all of them."""
    ends: dict[str, tuple[Moves, Moves]]
    """By figure: the change of each of those numbers, by its place in `positions`, at the low and at the high end."""


def changes_of(standing: Standing) -> Changes:
    """What every figure changes of model and problem at the ends of its range; no run is made.

    Parameters
    ----------
    standing
        Where the plan stands.
    """
    before = _numbers(*standing.world({}))
    host = [np.asarray(number, np.float64) for number in before]

    def moves(name: str, normal: float) -> Moves:
        after = _numbers(*standing.world({name: normal}))
        pairs = enumerate(zip(before, after, strict=True))
        return {n: changed for n, (old, new) in pairs if new is not old and (changed := _moved(host[n], new)).any()}

    ends = {name: (moves(name, ENDS[0]), moves(name, ENDS[1])) for name in standing.figures}
    positions = tuple(sorted({n for pair in ends.values() for end in pair for n in end}))
    at = {n: k for k, n in enumerate(positions)}
    return Changes(positions, {
        name: ({at[n]: change for n, change in low.items()}, {at[n]: change for n, change in high.items()})
        for name, (low, high) in ends.items()
    })  # fmt: skip


def known_changes(standing: Standing) -> Changes:
    """The changes of `changes_of`, from the user's cache folder where they were made before from the same figures, fit and question.

    Parameters
    ----------
    standing
        Where the plan stands.
    """
    region, fit, problem = standing.region, standing.posterior, standing.problem
    words = (region.edition, region.as_of, ENDS, kept.sources(*FOLDERS), fit.outside, standing.question)
    numbers = (fit.mean, fit.covariance, fit.response, problem.prices, problem.bounds.bound)
    path = kept.folder("figures") / digest_of(words, numbers)[:32]
    try:
        data = path.read_bytes()
        digest, body = data[:DIGEST], data[DIGEST:]
        if hashlib.sha256(body).digest() == digest:
            found: Changes = pickle.loads(body)
            return found
    except OSError:
        pass
    made = changes_of(standing)
    body = pickle.dumps(made)
    kept.write(path, hashlib.sha256(body).digest() + body)
    return made


def influences_of(
    standing: Standing,
    decisions: Decisions,
    outcome: Outcome,
    shadow: NDArray[np.float64],
    changes: Changes | None = None,
) -> Influences:
    """Every figure's influence on the plan's worth, the largest first.

    Parameters
    ----------
    standing
        Where the plan stands.
    decisions, outcome
        The plan and what it amounts to.
    shadow
        Welfare lost per unit of log use of a limit that is tightened, (limit, place, period), in currency.
    changes
        From `changes_of`, where they are known already.
    """
    use = np.asarray(outcome.use, np.float64)
    fullest = np.unravel_index(int(use.argmax()), use.shape)
    scale = abs(float(outcome.value_added))
    weights = np.zeros((ROWS, 1 + use.size))
    weights[:2, 0] = 1.0
    weights[1, 1:] = -shadow.ravel() / scale
    weights[2, 1 + int(use.argmax())] = 1.0
    changes = changes_of(standing) if changes is None else changes
    slopes = [
        np.asarray(one, np.float64) for one in slopes_of_numbers(*_given(standing, changes, decisions, scale, weights))
    ]
    units = np.array([scale, scale, float(use[fullest])])
    told = []
    for name, ends in changes.ends.items():
        if any(ends):
            low, high = (units * _dot(slopes, end) for end in ends)
            pairs = ((float(a), float(b)) for a, b in zip(low, high, strict=True))
            told.append(Influence(standing.figures[name], *pairs))
    without = tuple(name for name, ends in changes.ends.items() if not any(ends))
    limit, place = LIMITS[int(fullest[0])], standing.axes.places[int(fullest[1])]
    told.sort(key=lambda one: -one.size)
    return Influences(tuple(told), limit, "" if limit in REGION_WIDE else place, float(use[fullest]), without)


def prepare(standing: Standing, changes: Changes, decisions: Decisions, outcome: Outcome) -> None:
    """Make or load the gradient, so that it is ready when a plan is.

    Parameters
    ----------
    standing
        Where a plan will stand.
    changes
        From `changes_of`.
    decisions, outcome
        Of the shape of the plan's.
    """
    weights = np.zeros((ROWS, 1 + np.asarray(outcome.use).size))
    slopes_of_numbers.prepare(*_given(standing, changes, decisions, 1.0, weights))


@brief
def slopes_of_numbers(
    changing: tuple[Model, Problem],
    fixed: tuple[Model, Problem],
    decisions: Decisions,
    scale: Float[Array, ""],
    weights: Float[Array, "row figure"],
) -> list[Float[Array, "row ..."]]:
    """Gradient of weighted sums of welfare, as a share of `scale`, and of the limits' log use, by numbers of model and problem.

    `changing` holds the numbers it is taken by, `fixed` all others; each has None where the other holds one. The whole calendar is
    run, for a figure may have shaped the past as well.
    """

    def amounts(given: tuple[Model, Problem]) -> Float[Array, "row"]:
        own: tuple[Model, Problem] = eqx.combine(given, fixed)
        levers = levers_under(own[1], decisions)
        outcome = outcome_of(*own, levers, run(own[0], levers))
        log_use = jnp.log(jnp.maximum(outcome.use, LEAST_USE))
        return weights @ jnp.concatenate([(outcome.objective / scale)[None], log_use.ravel()])

    _, backward = jax.vjp(amounts, changing)
    (slopes,) = jax.vmap(backward)(jnp.eye(weights.shape[0], dtype=weights.dtype))
    return list(jax.tree.leaves(slopes))


def _numbers(model: Model, problem: Problem) -> list[Array]:
    """Every number of model and problem, in the order of the gradient; whole numbers left out."""
    return list(jax.tree.leaves(eqx.filter((model, problem), eqx.is_inexact_array)))


def _given(
    standing: Standing, changes: Changes, decisions: Decisions, scale: float, weights: NDArray[np.float64]
) -> tuple[tuple[Model, Problem], tuple[Model, Problem], Decisions, Array, Array]:
    """Arguments of the gradient, in single precision like the search."""
    decided = Decisions(*(np.asarray(part, np.float64) for part in decisions))
    whole = cast((standing.model, standing.problem), np.float32)
    leaves, tree = jax.tree.flatten(whole)
    numbers = [n for n, leaf in enumerate(leaves) if eqx.is_inexact_array(leaf)]
    picked = {numbers[n] for n in changes.positions}
    mask = jax.tree.unflatten(tree, [n in picked for n in range(len(leaves))])
    changing, fixed = eqx.partition(whole, mask)
    return (
        changing,
        fixed,
        cast(decided, np.float32),
        jnp.asarray(scale, jnp.float32),
        jnp.asarray(weights, jnp.float32),
    )


def _moved(old: NDArray[np.float64], new: Array) -> NDArray[np.float64]:
    """Change of a number; none where both are infinite, as a limit is that nobody asks for."""
    after = np.asarray(new, np.float64)
    return np.subtract(after, old, out=np.zeros_like(after), where=np.isfinite(after) & np.isfinite(old))


def _dot(slopes: list[NDArray[np.float64]], end: Moves) -> NDArray[np.float64]:
    """First-order change by row."""
    return np.asarray(sum((np.tensordot(slopes[n], change, change.ndim) for n, change in end.items()), np.zeros(ROWS)))
