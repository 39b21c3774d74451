"""Invented chain networks of any size: cities, goods from resin to masks, firms that make them, an epidemic's needs.

All figures are drawn at random from a seed around the orders of magnitude of the mask chain of 2020; none is a fact.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.plan.chain.data import ChainData, by_period, calendar

Numbers = NDArray[np.float64]
GOODS = ("mask", "n95", "meltblown", "resin", "spunbond", "gown", "test_kit", "disinfectant")
"""In this order, so that any number of them from the first on is a chain."""
PRICE = np.array([3.0, 15.0, 3e5, 8e3, 1.5e4, 60.0, 100.0, 5e3])
PER_PERSON = np.array([0.3, 0.004, 0.0, 0.0, 0.0, 0.002, 0.004, 1e-6])
"""Need a head and day at the peak, all groups together."""
INPUTS = {(0, 2): 1e-6, (1, 2): 3.1e-6, (2, 3): 1.05, (0, 4): 2e-6, (1, 4): 3e-6, (5, 4): 1e-4, (4, 3): 1.03}
GROUP_SHARE = np.array([0.05, 0.1, 0.35, 0.5])
PROCESS_DAYS = np.array([1.0, 7.0, 0.0, 0.0, 0.0, 7.0, 0.0, 0.0])
SPOILAGE = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.002, 0.001])
OUTSIDE = np.array([0.15, 0.1, 0.2, 0.8, 0.3, 0.15, 0.3, 0.4])
"""Outside supply as a share of the peak need."""
STANDING = 0.35
"""What lines that stand can make, as a share of the peak need."""
CLASSES = ((21.0, 7.0, 1.0), (40.0, 10.0, 0.8))
"""Lead days, ramp days and relative cost of two classes of line."""


class Shape(NamedTuple):
    """Size of a network."""

    cities: int = 14
    goods: int = 8
    firms: int = 80
    weeks: int = 26
    daily_weeks: int = 4


def network(shape: Shape, seed: int = 1) -> ChainData:
    """A chain problem of a size.

    Parameters
    ----------
    shape
        Cities, goods, firms, weeks and how many of them are planned day by day.
    seed
        Of everything that is drawn.
    """
    rng = np.random.default_rng(seed)
    cities, goods, firms, days = shape.cities, shape.goods, shape.firms, 7 * shape.weeks
    periods = calendar(0, days, shape.daily_weeks)
    persons = rng.lognormal(14.5, 0.7, cities)
    recipe = _recipe(goods)
    daily = _need(rng, persons, goods, days)
    peak = _peak(daily, recipe)
    place, good = rng.integers(0, cities, firms), np.arange(firms) % goods
    share = rng.dirichlet(np.full(firms, 3.0))
    of_good = np.array([share[good == g].sum() for g in range(goods)])
    standing = STANDING * peak[good] * share / of_good[good]
    option_firm = np.repeat(np.arange(firms), len(CLASSES))
    lead, ramp, cheap = (np.tile([one[n] for one in CLASSES], firms) for n in range(3))
    rate = 0.06 * peak[good[option_firm]] * rng.uniform(0.7, 1.3, option_firm.size)
    lanes = _lanes(rng, place, good, cities, goods, recipe)
    outside = np.maximum(OUTSIDE[:goods] * peak, 1e-9)
    each = persons / persons.sum()
    family = good[option_firm] * len(CLASSES) + np.tile(np.arange(len(CLASSES)), firms)
    quarter = np.minimum(np.arange(days) // 91, max(days // 91 - 1, 0))
    windows = np.array([quarter == n for n in range(int(quarter.max()) + 1)], float)
    cost = 60.0 * rate * PRICE[good[option_firm]] * cheap
    weeks = len(periods.order_day)
    return ChainData(
        *periods,
        need=by_period(daily, periods),
        level=np.tile(np.arange(4), (goods, 1)),
        worth=PRICE[:goods, None] * 2.0 * 4.0 ** (3 - np.arange(4)),
        maker_place=place,
        maker_good=good,
        standing=by_period(np.tile(standing, (days, 1)), periods),
        maker_of_option=option_firm,
        reach=_reach(periods.order_day, days, lead, ramp, rate, periods.first_day),
        taken_of_option=np.full(option_firm.size, -1),
        taken=np.zeros((weeks, len(periods.days), option_firm.size)),
        recipe=recipe,
        release_days=PROCESS_DAYS[:goods],
        process_days=PROCESS_DAYS[:goods],
        keep=(1.0 - SPOILAGE[:goods]) ** periods.days[:, None],
        first_stock=5.0 * daily[0].sum(-1) * rng.uniform(0.0, 1.0, (cities, 1)),
        received=np.zeros((len(periods.days), cities, goods)),
        **lanes,
        outside=by_period(np.tile(outside, (days, 1)), periods),
        market=by_period(np.tile(0.5 * outside * each[:, None], (days, 1, 1)), periods),
        price=PRICE[:goods],
        option_cost=cost,
        family_of_option=family,
        family_limit=np.full((weeks, goods * len(CLASSES)), 4.0),
        seat_of_option=option_firm,
        seat_limit=np.full(firms, 3.0),
        budget=np.concatenate([np.full(len(windows), 0.15 * cost.sum()), np.full(len(windows), 20.0 * PRICE[:goods] @ peak)]),
        line_part=np.concatenate([windows[:, periods.order_day], np.zeros((len(windows), weeks))]),
        purchase_part=np.concatenate([np.zeros((len(windows), len(periods.days))), by_period(windows.T, periods).T / periods.days]),
    )  # fmt: skip


def _recipe(goods: int) -> Numbers:
    recipe = np.zeros((goods, goods))
    for (made, used), quantity in INPUTS.items():
        if made < goods and used < goods:
            recipe[made, used] = quantity
    return recipe


def _need(rng: np.random.Generator, persons: Numbers, goods: int, days: int) -> Numbers:
    """Need by day, city, good and group: a floor and a wave that reaches each city at another time."""
    peak = rng.uniform(0.25, 0.5, persons.size) * days
    wave = np.exp(-0.5 * ((np.arange(days)[:, None] - peak) / (0.15 * days + 7.0)) ** 2)
    level = (0.4 + 0.6 * wave) * persons
    return level[:, :, None, None] * PER_PERSON[:goods, None] * GROUP_SHARE


def _peak(daily: Numbers, recipe: Numbers) -> Numbers:
    """Peak need of every good a day, of people and of makers."""
    peak = daily.sum((1, 3)).max(0)
    for _ in range(len(peak)):
        peak = np.maximum(peak, daily.sum((1, 3)).max(0) + peak @ recipe)
    return np.asarray(peak)


def _reach(weeks: Numbers, days: int, lead: Numbers, ramp: Numbers, rate: Numbers, first_day: Numbers) -> Numbers:
    grown = np.arange(1, days + 1)[None, :, None] - (weeks[:, None, None] + lead)
    return np.add.reduceat(rate * np.clip(grown / ramp, 0.0, 1.0), first_day, axis=1)


def _lanes(
    rng: np.random.Generator, place: Numbers, good: Numbers, cities: int, goods: int, recipe: Numbers
) -> dict[str, Numbers]:
    """From every city that makes a good to every other that needs it, a day or two on the way."""
    at = rng.uniform(0.0, 500.0, (cities, 2))
    distance = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    wanted = np.zeros((cities, goods), bool)
    wanted[:, PER_PERSON[:goods] > 0] = True
    for maker, made in zip(place, good, strict=True):
        wanted[maker, recipe[made] > 0] = True
    pairs = sorted(set(zip(place.tolist(), good.tolist(), strict=True)))
    found = [(a, b, g) for a, g in pairs for b in range(cities) if b != a and wanted[b, g]]
    start, end, what = (np.array(column, np.int64) for column in zip(*found, strict=True))
    return {
        "lane_from": start,
        "lane_to": end,
        "lane_good": what,
        "lane_days": np.ceil(distance[start, end] / 300.0),
        "lane_cost": PRICE[what] * 2e-5 * distance[start, end],
    }
