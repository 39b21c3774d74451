"""The odds of an outbreak counted on members: runs in which only later importation can start one.

Why this file exists: a limit on odds is planned with a branching form and has to be checked by counting. A member has an
outbreak in a city when more than ten infections that descend from travellers arriving after the as-of day are found there within
the window. Seeds and travellers up to the as-of day are left out, so that nothing else can be found.
"""

from __future__ import annotations

from typing import NamedTuple

import equinox as eqx
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from bothhands.levers.catalogue import Levers
from bothhands.model.day import Model
from bothhands.model.ensemble import Draws, Members, ensemble

OUTBREAK_FINDS = 10
"""More infections found than this are an outbreak."""
WINDOW_DAYS = 90
FEW = 10.0
"""Infected in a city below which an expected run is held against the members."""
RESAMPLED = 2000
LEVEL = 0.95


class OutbreakShares(NamedTuple):
    """Members with an outbreak, by city and anywhere; shares with Wilson intervals."""

    members: int
    outbreaks: NDArray[np.int64]
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    anywhere: int


def outbreak_members(
    model: Model, draws: Draws, levers: Levers, seed: int, as_of_day: int, window_days: int = WINDOW_DAYS
) -> OutbreakShares:
    """Count members with an outbreak from later importation.

    Parameters
    ----------
    model, draws, levers, seed
        As for `ensemble`.
    as_of_day
        Position of the as-of day on the calendar; arrivals from the next day on count.
    window_days
        Days after it in which infections are found.
    """
    members = ensemble(without_earlier_seeds(model, as_of_day), later_only(draws, as_of_day), levers, seed)
    return counted(members, as_of_day, window_days)


def later_only(draws: Draws, as_of_day: int) -> Draws:
    """The same draws without anything that entered up to the as-of day."""
    infected = draws.values["imported_infected"].copy()
    infected[:, : as_of_day + 1] = 0.0
    seeds = np.zeros_like(draws.values["seeds"])
    return Draws({**draws.values, "imported_infected": infected, "seeds": seeds})


def without_earlier_seeds(model: Model, as_of_day: int) -> Model:
    """The same model without the seeds of variants that entered up to the as-of day."""
    dated = model.epidemic.dated
    if dated is None:
        return model
    later = {name: one.at[: as_of_day + 1].set(0.0) for name, one in dated.strain_seeds.items()}
    kept: Model = eqx.tree_at(lambda one: one.epidemic.dated, model, dated._replace(strain_seeds=later))
    return kept


def counted(members: Members, as_of_day: int, window_days: int = WINDOW_DAYS) -> OutbreakShares:
    """Members with an outbreak among runs that hold nothing but later importation.

    Notes
    -----
    Found travellers are not descendants. Finds are split as infections are: found × local / (local + entered) over the window.
    """
    window = slice(as_of_day + 1, as_of_day + 1 + window_days)
    found, local, entered = (
        np.asarray(series, float)[:, window].sum(1) for series in (members.found, members.infections, members.imported)
    )
    descended = found * local / np.maximum(local + entered, 1e-9)
    happened = descended > OUTBREAK_FINDS
    count = happened.sum(0)
    low, high = wilson(count, len(happened))
    return OutbreakShares(len(happened), count, count / max(len(happened), 1), low, high, int(happened.any(1).sum()))


class FewInfected(NamedTuple):
    """Infections on the days on which a city has few infected: of the expected run, and the mean of the members with its 90 % interval."""

    days: int
    """City-days counted."""
    expected: float
    members: float
    low: float
    high: float


def few_infected(
    infected: NDArray[np.float64], infections: NDArray[np.float64], of_members: NDArray[np.float64], seed: int = 1
) -> FewInfected:
    """Hold the expected run against the members where fractions of a person could rekindle what chance would end.

    Parameters
    ----------
    infected, infections
        Of the expected run, (time, place).
    of_members
        Infections of every member, (member, time, place), the same days.
    seed
        Of the resampling of members.
    """
    few = infected < FEW
    total = (np.asarray(of_members, float) * few).sum((1, 2))
    drawn = np.random.default_rng(seed).choice(total, (RESAMPLED, len(total))).mean(1)
    low, high = np.quantile(drawn, [0.05, 0.95])
    return FewInfected(int(few.sum()), float((infections * few).sum()), float(total.mean()), float(low), float(high))


def wilson(
    count: NDArray[np.int64], members: int, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Interval of a share by Wilson's score.

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22:209, doi 10.1080/01621459.1927.10502953.
    """
    if members == 0:
        return np.zeros(count.shape), np.ones(count.shape)
    z = float(ndtri(0.5 + level / 2))
    share = count / members
    middle = (share + z**2 / (2 * members)) / (1 + z**2 / members)
    half = z / (1 + z**2 / members) * np.sqrt(share * (1 - share) / members + z**2 / (4 * members**2))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
