"""Sequential linear programming inside a trust region: raise a value, keep constraints, return the prices.

Why this file exists: the method knows no epidemics. It asks an oracle for values and exact gradients, solves a linear
program in HiGHS about the point it stands on, and takes the step only if the true value confirms it. Exact penalty as in
Nocedal & Wright 2006 (Numerical Optimization, 2nd ed., §18.5), with linear models in place of quadratic ones. Every
variable has a radius of its own, cut where its slope turns between two points, as the moving asymptotes of Svanberg 1987
(Int. J. Numer. Methods Eng. 24:359): production is a least of many, and one kink must not hold up all other variables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, vstack

from bothhands.plan import highs
from bothhands.plan.linear_limits import BOTH_WAYS, LinearLimits, nearest_inside, with_limits

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Positions = NDArray[np.intp]

CONFIRMED = 0.1
"""Share of the foretold gain a step must bring to be taken."""
LEAST, REFUSED, GROW = 0.05, 0.7, 2.0
"""Factors on a radius: least where a slope turns, most after a step not taken, most after one taken."""
SHRINK, RETRIES = 0.35, 8
"""Factor on the radius of variables that bear on a breach, and how often a step is tried again on the same gradient."""
PATIENCE = 2
"""Steps in a row that are not taken, after which the search has settled; one taken that gains next to nothing settles it too."""
LEAST_SHARE = 1.0 / 64.0
"""Least share of a step that is looked at."""
TOUCHES = 0.02
"""A variable touches a constraint if its slope is more than this share of the steepest."""
NEGLIGIBLE = 1e-7
"""Entries below this are rounding in single precision and only trouble a simplex."""


class Oracle(Protocol):
    """What is to be raised, and what must stay at or below zero."""

    def look(self, x: Vector) -> tuple[float, Vector]:
        """Value and constraints at a point."""

    def slopes(self, x: Vector, nearest: Positions) -> tuple[Vector, Matrix | csr_array]:
        """Gradient of the value, and of every constraint, (constraint, variable); exact for the nearest ones at least."""


class Rules(NamedTuple):
    """How the search is steered."""

    steps: int = 4
    """Fresh gradients, and more of them while each gains at least `worth` or was not taken."""
    worth: float = 5e-3
    most_steps: int = 16
    """Fresh gradients at most."""
    exact: int = 8
    """Constraints whose gradient must be exact: those nearest to zero or beyond."""
    memory: int = 6
    """Earlier points whose tangents stay in the linear program."""
    near: float = 1.5
    """A constraint further below zero than this is left out of the linear program."""
    theirs: float = np.inf
    """A breach of which more than this share is left when radii of those known to bear on it were cut is not theirs alone: all radii are cut.
    Infinite where every gradient is exact."""
    still: float = 0.0
    """Value that a variable must bring for each unit it moves, counted only where a program chooses its move. Of the many moves that are worth
    next to the same the linear program then takes the least, whose tangents hold further; without it a simplex moves whatever it can."""
    unfelt: float = 0.0
    """A variable stays where it is if all it could do moves every constraint by no more, and all such together the value by less than the
    tolerance: what tangents do not feel, a simplex would put at any end of its range, where the true run does. 0 holds none."""
    corrections: int = 0
    """Times a step that breaches a constraint more than its tangent foretold is bent back before radii are cut."""
    penalty: float = 1.0
    """Value lost per unit of breach; must lie above every price."""
    largest_radius: float = 1.0
    tolerance: float = 2e-5
    """Gain below which no step is worth taking."""
    margin: float = 0.02
    """How far each variable moves in the linear program that prices the constraints at the end."""


class Found(NamedTuple):
    """Where a search ended."""

    x: Vector
    value: float
    constraints: Vector
    prices: Vector
    """Value gained per unit that a constraint is relaxed, by constraint; dual values of a linear program about the end."""
    tightness: Vector
    """Gradient of the priced constraints: positive where a larger variable uses more of them."""
    steps: int
    settled: bool
    """Whether the search ended because no step was worth taking."""


class Outlook(NamedTuple):
    """A point and the best move its tangents know."""

    value: float
    constraints: Vector
    move: Vector
    prices: Vector
    gain: float
    """Merit foretold."""


def improve(
    oracle: Oracle,
    x: Vector,
    low: Vector,
    high: Vector,
    radius: Vector,
    rules: Rules,
    goal: float = 0.0,
    progress: Callable[[int, float, float], None] = lambda step, value, worst: None,
    standing: LinearLimits | None = None,
) -> Found:
    """Raise the oracle's value from a point, with constraints at or below `goal`.

    Parameters
    ----------
    oracle
        Values and exact gradients.
    x, low, high
        Where to begin, and the bounds.
    radius
        How far each variable may move at first; small where the value is known to bend sharply.
    rules
        How the search is steered.
    goal
        What constraints are held to; below zero leaves room for rounding.
    progress
        Told step, value and largest constraint after each gradient.
    standing
        Linear limits that stand in every program. A start that breaches them is first moved to where they are kept.

    Raises
    ------
    RunError
        Where no point within the bounds keeps the linear limits.

    Notes
    -----
    The merit is value − penalty × sum of breaches; it never falls from step to step.
    """
    x = x if standing is None else nearest_inside(x, low, high, standing)
    here = _point(oracle, x, *oracle.look(x), rules)
    behind: list[_Point] = []
    step, tries, refused, gained, taken, before = 1, 0, 0, 0.0, True, np.inf
    while True:
        bounds = np.maximum(low - here.x, -radius), np.minimum(high - here.x, radius)
        move, prices, foretold = _program(here, behind, goal, rules, *bounds, standing)
        settled = foretold < rules.tolerance or refused >= PATIENCE
        enough = step >= rules.most_steps or (step >= rules.steps and taken and gained < rules.worth)
        if settled or (enough and tries == 0):
            progress(step, here.value, float(here.c.max()))
            prices = _prices(here, goal, rules, low, high, standing)
            return Found(here.x, here.value, here.c, prices, prices @ here.jacobian, step, settled)
        start = merit(here.value, here.c - goal, rules)
        share, there = 1.0, here.x + move
        value, c = oracle.look(there)
        move, there, value, c = _bent_back(
            oracle, here, behind, goal, rules, bounds, standing, foretold, _Step(move, there, value, c)
        )
        touched = _touching(here, c, goal) & (move != 0)
        while not (taken := (gained := merit(value, c - goal, rules) - start) >= CONFIRMED * share * foretold):
            if (touched.any() and tries < RETRIES) or share <= LEAST_SHARE:
                break
            share *= 0.5
            there = here.x + share * move
            value, c = oracle.look(there)
        if not taken and touched.any() and tries < RETRIES:
            breach = float(np.maximum(c - goal, 0.0).sum())
            guilty = touched if breach < rules.theirs * before else move != 0
            radius = np.where(guilty, SHRINK * np.minimum(radius, np.abs(move)), radius)
            tries, before = tries + 1, breach
            continue
        progress(step, here.value, float(here.c.max()))
        other = _point(oracle, there, value, c, rules)
        step, tries, before = step + 1, 0, np.inf
        refused = 0 if gained >= rules.tolerance else PATIENCE if taken else refused + 1
        worth, then = here.gradient - prices @ here.jacobian, other.gradient - prices @ other.jacobian
        bend = np.where((worth - then) * move > 0, worth / np.where(worth == then, 1.0, worth - then), np.inf)
        radius = np.minimum(
            radius * np.clip(share * bend, max(LEAST, 0.5 * share) if taken else LEAST, GROW if taken else REFUSED),
            rules.largest_radius,
        )
        if taken:
            here, other = other, here
        behind = [*behind, other][-rules.memory :]


class _Point(NamedTuple):
    """A point, what the oracle says of it, and which rows of its Jacobian are exact."""

    x: Vector
    value: float
    c: Vector
    gradient: Vector
    jacobian: csr_array
    exact: Positions


def _point(oracle: Oracle, x: Vector, value: float, c: Vector, rules: Rules) -> _Point:
    """A point with its gradients."""
    nearest = np.argsort(-c, kind="stable")[: rules.exact]
    gradient, jacobian = oracle.slopes(x, nearest)
    return _Point(x, value, c, gradient, csr_array(jacobian), nearest)


class _Step(NamedTuple):
    """A move, and the true value and constraints where it leads."""

    move: Vector
    there: Vector
    value: float
    c: Vector


def _bent_back(
    oracle: Oracle, here: _Point, behind: Sequence[_Point], goal: float, rules: Rules, bounds: tuple[Vector, Vector],
    standing: LinearLimits | None, foretold: float, step: _Step,
) -> _Step:  # fmt: skip
    """The step, or where it breaches a constraint more than its tangent foretold one that allows for that, while that helps.

    A second-order correction (Nocedal and Wright 2006, §18.11). One that promises less than to stay is none: a breach many times what was
    foretold is no bend of a tangent.
    """
    start = merit(here.value, here.c - goal, rules)
    for _ in range(rules.corrections):
        excess = step.c - goal
        if merit(step.value, excess, rules) - start >= CONFIRMED * foretold or not (excess > 0.0).any():
            break
        bent = here._replace(c=here.c + np.maximum(step.c - here.c - here.jacobian @ step.move, 0.0))
        move, _, promised = _program(bent, behind, goal, rules, *bounds, standing)
        if promised <= merit(0.0, here.c - goal, rules) - merit(0.0, bent.c - goal, rules):
            break
        other = _Step(move, here.x + move, *oracle.look(here.x + move))
        if merit(other.value, other.c - goal, rules) <= merit(step.value, excess, rules):
            break
        step = other
    return step


def _touching(here: _Point, c: Vector, goal: float) -> NDArray[np.bool_]:
    """Variables that bear on the constraints a move would breach, or breach more than they are."""
    weight = coo_array(abs(here.jacobian[np.flatnonzero((c > goal) & (c > here.c))]))
    steepest = np.full(weight.shape[0], NEGLIGIBLE)
    np.maximum.at(steepest, weight.row, weight.data)
    touching = np.zeros(here.x.size, np.bool_)
    touching[weight.col[weight.data > TOUCHES * steepest[weight.row]]] = True
    return touching


def _prices(
    here: _Point, goal: float, rules: Rules, low: Vector, high: Vector, standing: LinearLimits | None
) -> Vector:
    """What relaxing each constraint would gain from here; one that is breached counts as just kept."""
    kept = here._replace(c=np.minimum(here.c, goal))
    bounds = np.maximum(low - here.x, -rules.margin), np.minimum(high - here.x, rules.margin)
    _, prices, _ = _program(kept, (), goal, rules._replace(still=0.0), *bounds, standing)
    return prices


def outlook(
    oracle: Oracle, x: Vector, low: Vector, high: Vector, rules: Rules, goal: float, standing: LinearLimits | None
) -> Outlook:
    """What the tangents at a point promise: nothing where it is best to first order.

    Parameters
    ----------
    oracle, x, low, high, rules, goal, standing
        As in `improve`; no variable moves further than `rules.margin`.
    """
    here = _point(oracle, x, *oracle.look(x), rules)
    bounds = np.maximum(low - x, -rules.margin), np.minimum(high - x, rules.margin)
    return Outlook(here.value, here.c, *_program(here, (), goal, rules._replace(still=0.0), *bounds, standing))


def merit(value: float, breaches: Vector, rules: Rules) -> float:
    """Value less the penalty on what lies above zero."""
    return value - rules.penalty * float(np.maximum(breaches, 0.0).sum())


def _program(
    here: _Point,
    behind: Sequence[_Point],
    goal: float,
    rules: Rules,
    low: Vector,
    high: Vector,
    standing: LinearLimits | None,
) -> tuple[Vector, Vector, float]:
    """Best move between `low` and `high` under the tangents known, the price of each constraint, and the merit foretold.

    The program's variables are the moves, or where each has its price what each variable rises by and what it falls by; then each
    constraint's breach; then the value.
    """
    own = np.flatnonzero(here.c - goal > -rules.near)
    parts, rooms, of = [here.jacobian[own]], [goal - here.c[own]], [own]
    gains, tops = [here.gradient], [0.0]
    for point in behind:
        back = here.x - point.x
        exact = point.jacobian[point.exact]
        told = np.minimum(point.c[point.exact] + exact @ back, here.c[point.exact])
        near = told - goal > -rules.near
        parts.append(exact[np.flatnonzero(near)])
        rooms.append(goal - told[near])
        of.append(point.exact[near])
        gains.append(point.gradient)
        tops.append(max(point.value + float(point.gradient @ back) - here.value, 0.0))
    constraint = np.concatenate(of)
    room = np.concatenate(rooms)
    unit = max(float(np.abs(here.gradient).max()), NEGLIGIBLE)
    slopes = vstack([*parts, csr_array(-np.array(gains) / unit)], format="coo")
    counted = np.abs(slopes.data) > NEGLIGIBLE
    row, column, slope = slopes.row[counted], slopes.col[counted], slopes.data[counted]
    n, n_rows, n_tangents, n_slacks = here.x.size, len(room), len(tops), here.c.size
    if rules.unfelt > 0.0:
        effect = np.abs(slope) * np.maximum(high, -low)[column]
        felt = np.zeros(n, np.bool_)
        felt[column[np.where(row < n_rows, effect > rules.unfelt, effect * unit > rules.tolerance / n)]] = True
        low, high = np.where(felt, low, 0.0), np.where(felt, high, 0.0)
    ways: tuple[float, ...] = (1.0,)
    least, most = low, high
    if rules.still > 0.0:
        ways, least = BOTH_WAYS, np.zeros(2 * n)
        most = np.concatenate([np.maximum(high, 0.0), np.maximum(-low, 0.0)])
    moves = most.size
    problem = highs.Problem(
        cost=np.concatenate([np.full(moves, -rules.still / unit), np.full(n_slacks, -rules.penalty / unit), [1.0]]),
        lower=np.concatenate([least, np.zeros(n_slacks), [-np.inf]]),
        upper=np.concatenate([most, np.full(n_slacks + 1, np.inf)]),
        row_lower=np.full(n_rows + n_tangents, -np.inf),
        row_upper=np.concatenate([room, np.array(tops) / unit]),
        rows=np.concatenate([*[row] * len(ways), np.arange(n_rows), n_rows + np.arange(n_tangents)]),
        columns=np.concatenate(
            [*(n * k + column for k in range(len(ways))), moves + constraint, np.full(n_tangents, moves + n_slacks)]
        ),
        values=np.concatenate([*(way * slope for way in ways), np.full(n_rows, -1.0), np.ones(n_tangents)]),
        maximise=True,
    )
    solved = highs.solve(problem if standing is None else with_limits(problem, standing.of_moves(here.x, ways)))
    prices = unit * np.bincount(constraint, np.maximum(solved.row_prices[:n_rows], 0.0), n_slacks)
    moved = np.array(ways) @ solved.x[:moves].reshape(len(ways), n)
    foretold = unit * solved.objective + rules.penalty * float(np.maximum(here.c - goal, 0.0).sum())
    return moved, np.asarray(prices, np.float64), foretold + rules.still * float(np.abs(solved.x[:moves]).sum())
