"""The odds of reaching a level: members of the run where it reaches, growth of the region's own history with what is not known of it beyond.

Why this file exists: a share of members is never below one in their number and says nothing of what no member draws. Each member is given
a growth of its own and what a year may bring besides, and its chance is worked out exactly: odds of one in ten thousand stay what they are.

Notes
-----
Growth g of a year is log-normal about a mean μ with spread σ. A normal-inverse-χ² prior (mean `expected`, worth `PRIOR_YEARS` years;
spread `PRIOR_SPREAD`, `PRIOR_FREEDOM` degrees) meets the history, older years counting less by `FORGETTING` (Gelman et al. 2013, Bayesian
Data Analysis, 3rd ed., section 3.3); the predictive is Student t. With the chance `BREAK` a year is one of a break, its spread
`BREAK_SPREAD` times as wide: a mixture of two, so that tails stay fat however long and calm a history is.
Parts of a year scatter about its growth with variance (κσ)²/part, κ = `WITHIN`. Part s of the year done at growth d over the
same part of the year before: the rest of the year, part r, has mean (1 − w)μ + w d, w = s / (s + κ²), and variance σ²(1 − w) + (κσ)²/r. What is
to come of a span that ends sooner, part p, would have (κσ)²/p were months by themselves; they follow one another, so that the months next to come
scatter less: (κσ)²/√(p r) (ASSUMED; of 600 years of `validate targets` the 90 % band of halves, quarters and years to a month holds 91 to 97 %,
with 1/p 95 to 98, with 1/r 83 to 97). Nothing of it done, w = 0; the whole year (p = 1) is no part and has variance σ².
It holds for amounts above zero. It knows no rounding towards a target, and no revision of what is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtr, ndtri

Numbers = NDArray[np.float64]
Given: TypeAlias = NDArray[np.float64] | Sequence[float] | float
Flags: TypeAlias = NDArray[np.bool_] | Sequence[bool] | bool
PRIOR_YEARS, PRIOR_FREEDOM, PRIOR_SPREAD = 1.0, 4.0, 0.03
"""ASSUMED: the prior is worth one year; spread of a region's yearly growth 3 points with four degrees of freedom."""
FORGETTING = 0.93
"""ASSUMED: what a year of history counts against the next one; ten years back count half."""
BREAK, BREAK_SPREAD = 1 / 15, 3.0
"""ASSUMED: a break in fifteen years, three times as wide a spread."""
WITHIN = 0.4
"""ASSUMED: spread of a part of the year about the year's growth, over that of years, for a part as long as the year. This and the spread of the
prior were set on seeds 1 and 2 of the years of `validate targets`, which reports another."""
MODEL_SPREAD = 1.0
"""ASSUMED: what a run's year may be wrong by besides its members, over the spread of a year's growth, for a whole year ahead."""
BAND = (0.05, 0.25, 0.5, 0.75, 0.95)
MEMBERS, SEED = 1000, 20200318
"""How many parameters are drawn, and from which seed; the same for every target, so that two targets meet the same members."""


class Outlook(NamedTuple):
    """Growth of years ahead as members have it: logs."""

    mean: Numbers
    """By member: μ."""
    spread: Numbers
    """By member: σ."""
    years: int
    """Years of history it rests on; 0 is the prior alone."""


def outlook(history: Sequence[float], expected: float, members: int = MEMBERS, seed: int = SEED) -> Outlook:
    """What years ahead may grow by.

    Parameters
    ----------
    history
        Growth of past years, shares, the latest last; a blank year is left out.
    expected
        Growth expected before any history is seen, a share.
    members
        How many draws of mean and spread.
    seed
        Of the draws.
    """
    growth = np.log1p(np.asarray(history, float))
    growth = growth[np.isfinite(growth)]
    weight = FORGETTING ** np.arange(len(growth))[::-1]
    n = float(weight.sum())
    prior = np.log1p(expected)
    own = float(weight @ growth / n) if n else prior
    worth, freedom = PRIOR_YEARS + n, PRIOR_FREEDOM + n
    mean = (PRIOR_YEARS * prior + n * own) / worth
    squares = PRIOR_FREEDOM * PRIOR_SPREAD**2 + float(weight @ (growth - own) ** 2)
    squares += PRIOR_YEARS * n / worth * (own - prior) ** 2
    normal, _ = _draws(members, seed)
    spread = np.sqrt(squares / _chi_square(members, seed, freedom))
    return Outlook(mean + normal * spread / np.sqrt(worth), spread, len(growth))


def rest_of_year(
    ahead: Outlook, part_done: float, growth_done: float | None, part_left: float, rest: float
) -> tuple[Numbers, Numbers]:
    """Mean and spread by member of the growth of what is still to come of a span of a year, logs, given that of a part done.

    Parameters
    ----------
    ahead
        Growth of years: μ, σ.
    part_done
        s, part of a year's amount `growth_done` is the growth of, 0 to 1 (not 1); what is in of the year besides does not count.
    growth_done
        Growth of that part over the same part of the year before, a share, d = log(1 + share); None where it is not known.
    part_left
        p, part of a year's amount that is still to come in the span, 0 to 1.
    rest
        r, part that is still to come of the year; p where the span is the year.

    Notes
    -----
    Mean (1 − w)μ + w d, spread √(σ²(1 − w) + (κσ)²/√(p r)), w = s / (s + κ²), κ = `WITHIN`; w = 0 where nothing is done. A whole year to come,
    p = 1, is no part of one: spread σ. With d = γ + (κσ/√s) ε and γ ~ N(μ, σ²) the growth of the year, the first two terms are mean and variance
    of γ given d (Gelman et al. 2013, section 2.5); the last is the scatter of the part to come. Season and growth of the year before are taken
    as known.
    """
    scatter = WITHIN**2 / np.sqrt(max(part_left, 1e-3) * max(rest, 1e-3)) if part_left < 1.0 else 0.0
    if growth_done is None or part_done <= 0:
        return ahead.mean, ahead.spread * np.sqrt(1.0 + scatter)
    weight = part_done / (part_done + WITHIN**2)
    mean = (1.0 - weight) * ahead.mean + weight * np.log1p(growth_done)
    return mean, ahead.spread * np.sqrt(1.0 - weight + scatter)


def odds(log_level: Given, spread: Given, goal: Given, years: Given = 1.0, at_most: Flags = False) -> Numbers:
    """Chance of a level, the mean over members of each one's exact chance.

    Parameters
    ----------
    log_level
        Log of the level each member expects, (..., member).
    spread
        What it may be off by, a log, above zero, (..., member).
    goal
        The level to reach, (...); at or below zero it is surely reached.
    years
        Years ahead, of which each may be one of a break, (...).
    at_most
        Where true, the chance of not exceeding the goal, (...).
    """
    goal = np.asarray(goal, float)
    none, wide = _break_of(years) if isinstance(years, float) else _break(np.asarray(years, float))
    distance = np.subtract(log_level, np.log(np.maximum(goal, 1e-300))[..., None]) / spread
    if at_most is not False and np.any(at_most):
        distance = distance * np.where(at_most, -1.0, 1.0)[..., None]
    calm, broken = (np.add.reduce(ndtr(one), axis=-1) / distance.shape[-1] for one in (distance, distance / wide[..., None]))  # fmt: skip
    reached = none * calm + (1.0 - none) * broken
    return np.asarray(np.where(goal > 0, reached, np.where(at_most, 0.0, 1.0)))


def band(log_level: Given, spread: Given, years: float = 1.0) -> Numbers:
    """Levels at the points of `BAND`, (point, ...), breaks included; members stand for themselves, what each may be off by is spread over them."""
    level = np.asarray(log_level, float)
    size = level.shape[-1]
    none, wide = _break_of(years)
    normal, unit = _draws(size, SEED + 1)
    factor = np.where(unit < none, 1.0, wide)
    place = np.asarray(BAND) * (size - 1)
    low = np.floor(place).astype(int)
    between = place - low
    high = np.minimum(low + 1, size - 1)
    drawn = np.sort(level + np.asarray(spread) * factor * normal, axis=-1)
    ends = np.exp(drawn[..., low]), np.exp(drawn[..., high])
    return np.moveaxis((1.0 - between) * ends[0] + between * ends[1], -1, 0)


def years_ahead(log_level: Numbers, spread: Numbers, ahead: Outlook, years: int) -> tuple[Numbers, Numbers]:
    """Log level and spread, (year, member), of the years that follow a level.

    Notes
    -----
    After k years: level + k μ, variance spread² + k σ². Shocks of years are independent given μ and σ, and last.
    """
    after = np.arange(1.0, years + 1.0)[:, None]
    return log_level + after * ahead.mean, np.sqrt(spread**2 + after * ahead.spread**2)


def said(chance: float) -> str:
    """A chance as a percentage, never rounded to none or to certain: below a thousandth `< 0.1 %`, above the rest `> 99.9 %`."""
    if chance < 0.001:
        return "< 0.1 %"
    if chance > 0.999:
        return "> 99.9 %"
    percent = 100.0 * chance
    return f"{percent:.1f} %" if percent < 10 or percent > 90 else f"{percent:.0f} %"


def _break(years: Numbers) -> tuple[Numbers, Numbers]:
    """Chance of no break in some years, and how much wider the spread is with one."""
    wide = np.where(years >= 1.0, np.sqrt((years - 1.0 + BREAK_SPREAD**2) / np.maximum(years, 1.0)), BREAK_SPREAD)
    return np.asarray((1.0 - BREAK) ** years), np.asarray(wide)


@lru_cache(maxsize=1024)
def _break_of(years: float) -> tuple[Numbers, Numbers]:
    return _break(np.asarray(years))


@lru_cache(maxsize=8)
def _draws(members: int, seed: int) -> tuple[Numbers, Numbers]:
    """A normal and a uniform number by member, spread evenly and shuffled."""
    rng = np.random.default_rng(seed)
    even = (np.arange(members) + 0.5) / members
    normal, unit = ndtri(even), even.copy()
    rng.shuffle(normal)
    rng.shuffle(unit)
    return normal, unit


@lru_cache(maxsize=256)
def _chi_square(members: int, seed: int, freedom: float) -> Numbers:
    """χ² with some degrees of freedom by member."""
    return np.asarray(2.0 * gammaincinv(freedom / 2.0, _draws(members, seed)[1]))
