"""The limits of a plan: what each is about, what the user may ask of it, and how full a run leaves it.

Why this file exists: a limit is one amount a run yields, by city and period, against one bound; a bound that is not asked for is
infinite, so that what is asked is data and never a shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.model.day import Day, Model
from bothhands.outcome.health import outbreak_hazard, outbreak_odds, reproduction_numbers, up_to_last
from bothhands.outcome.output import value_added


class Limit(NamedTuple):
    """One kind of limit; `factor` turns what the user says into the amount held below: bound = factor / said where `floor`."""

    name: str
    unit: str
    region_wide: bool = False
    """Of the whole region; its use is repeated over places."""
    floor: bool = False
    """Said as a least amount; held as the largest of its inverse."""
    money: bool = False


ODDS = "outbreak odds in 90 days"
WARD, INTENSIVE, ROOMS = "ward beds", "intensive-care beds", "quarantine rooms"
FINAL_R = "reproduction number at the end"
OUTPUT = "output of a city"
FAIRNESS = "output of the region over a city's"
HUB = "infected travellers to the hub"
BUDGET = "epidemic budget"
DEATHS = "deaths"
VALUE_ADDED = "value added"

KINDS: tuple[Limit, ...] = (
    Limit(ODDS, "share"),
    Limit(WARD, "share of beds"),
    Limit(INTENSIVE, "share of beds"),
    Limit(ROOMS, "share of rooms"),
    Limit(FINAL_R, "persons infected by one"),
    Limit(OUTPUT, "share of normal", floor=True),
    Limit(FAIRNESS, "ratio of shares of normal"),
    Limit(HUB, "persons a day", region_wide=True),
    Limit(BUDGET, "money", region_wide=True, money=True),
    Limit(DEATHS, "persons", region_wide=True),
    Limit(VALUE_ADDED, "money", region_wide=True, floor=True, money=True),
)
LIMITS = tuple(kind.name for kind in KINDS)
LIMIT = {kind.name: kind for kind in KINDS}
REGION_WIDE = tuple(kind.name for kind in KINDS if kind.region_wide)
BY_CITY = LIMITS.index(HUB)
"""Limits before this number hold in every city, those from it on in the whole region."""
BEDS = (WARD, INTENSIVE)
ONCE = (BUDGET, DEATHS, VALUE_ADDED, FINAL_R)
"""Limits with one amount for the whole plan, not one a period."""


class Bounds(NamedTuple):
    """What is asked, as data; money in the region's currency."""

    bound: Float[Array, "limit"]
    """Largest amount; infinite where nothing is asked. The budget's is a share of it."""
    room: Float[Array, "limit"]
    """What a limit that nothing keeps was relaxed to, against what was asked; 1 where it stands."""
    budget: Float[Array, "window"]
    """Public money of each window of the fund that pays; rows of the tables whose days overlap are one window."""
    window: Float[Array, "window time"]
    """1 on the days whose spending counts: the window's, those that are past included; of an amount the user says, those ahead alone."""
    bought: Float[Array, "window"]
    """What lines and purchases placed already take of it."""


LEAST_MONEY = 1.0
"""Money below which a window has none, so that a fund of nothing is a limit like another."""


def live(bounds: Bounds, future: Float[Array, "time"] | NDArray[np.floating]) -> NDArray[np.bool_]:
    """Which windows have a day ahead; what is over can neither pay nor bind."""
    return np.asarray((np.asarray(bounds.window) > 0) @ (np.asarray(future) > 0) > 0)


def money_ahead(bounds: Bounds, future: Float[Array, "time"] | NDArray[np.floating]) -> float:
    """Public money of all windows that have a day ahead and are not without end."""
    budget = np.asarray(bounds.budget, np.float64)[live(bounds, future)]
    return float(budget[np.isfinite(budget)].sum())


def asked(bounds: Bounds) -> NDArray[np.bool_]:
    """Which limits are asked for."""
    return np.asarray(np.isfinite(np.asarray(bounds.bound)))


def use_of_limits(
    model: Model,
    bounds: Bounds,
    period: Float[Array, "time period"],
    future: Float[Array, "time"],
    record: Day,
    spent_by_day: Float[Array, "time"],
) -> tuple[Float[Array, "limit place period"], Float[Array, "place period"]]:
    """Largest use of each limit in each period, against what is allowed (1 is full), and the outbreaks that a period's imports start.

    Parameters
    ----------
    model, bounds
        The region's model and what is asked.
    period
        1 where a day belongs to a period.
    future
        1 on days that decisions govern.
    record
        The run.
    spent_by_day
        Public money that measures cost, up to the last day that decisions govern.

    Notes
    -----
    Limits that hold once, such as a budget or the deaths of the plan, are repeated over periods; the reproduction number at the end
    is that of the last day that decisions govern. A place without a bed of a kind is held to none where others have some: its patients lie
    there, or go without, which deaths tell. Imports after the last day that decisions govern start no outbreak that counts: what is done
    about them is not decided here. Output is compared by period, as a share of that of a normal year.
    """
    ill, economy, params = record.epidemic, record.economy, model.epidemic
    days = period * future[:, None]
    each = jnp.ones_like(params.ward_beds)
    everywhere = jnp.ones((each.size, period.shape[1]), each.dtype)

    def fullest(amount: Float[Array, "time place"]) -> Float[Array, "place period"]:
        return jnp.max(days[:, None] * amount[..., None], axis=0)

    def full(used: Float[Array, "time place"], there: Float[Array, "*time place"]) -> Float[Array, "place period"]:
        return fullest(used / jnp.maximum(there, 1e-9))

    def beds(
        used: Float[Array, "time place"], there: Float[Array, "time place"], own: Float[Array, "place"]
    ) -> Float[Array, "place period"]:
        return jnp.where(((own > 0) | (own.sum() == 0))[:, None], full(used, there), 0.0)

    numbers = reproduction_numbers(params, ill)
    hazard = outbreak_hazard(params, ill, numbers)
    last = jnp.stack(list(numbers.values())).max(0)[future.size - 1 - jnp.argmax(future[::-1] > 0)]
    normal = model.economy.labour.sum(-1)[:, None] * days.sum(0)
    made = jnp.einsum("tps,tk->pk", economy.value_added, days)
    share, whole = made / jnp.maximum(normal, 1e-9), made.sum(0) / jnp.maximum(normal.sum(0), 1e-9)
    real = normal > 0
    held_up = jnp.where(real, jnp.maximum(share, 1e-9), 1.0)
    deaths = jnp.einsum("tpa,t->", ill.deaths, future)
    amounts = jnp.stack([
        fullest(outbreak_odds(params, ill, hazard=up_to_last(hazard, future))),
        beds(ill.ward, ill.ward_beds, params.ward_beds),
        beds(ill.intensive, ill.intensive_beds, params.intensive_beds),
        full(ill.quarantine_rooms_used, params.quarantine_rooms),
        last[:, None] * everywhere,
        jnp.where(real, 1.0 / held_up, 0.0),
        jnp.where(real, whole / held_up, 0.0),
        fullest(each * ill.exported.sum(-1, keepdims=True)),
        _spent(bounds, days, spent_by_day) * everywhere,
        deaths * everywhere,
        everywhere / jnp.maximum(value_added(economy, future), 1e-9),
    ])  # fmt: skip
    finite = jnp.isfinite(bounds.bound)
    each_bound = jnp.where(finite, 1.0 / jnp.where(finite, bounds.bound * bounds.room, 1.0), 0.0)
    return amounts * each_bound[:, None, None], jnp.einsum("tp,tk->pk", hazard, days)


def _spent(
    bounds: Bounds, days: Float[Array, "time period"], spent_by_day: Float[Array, "time"]
) -> Float[Array, "period"]:
    """Money spent of the fullest window that a period touches, as a share of it."""
    use = (bounds.window @ spent_by_day + bounds.bought) / jnp.maximum(bounds.budget, LEAST_MONEY)
    touches = (bounds.window @ days) > 0
    return jnp.max(jnp.where(touches, use[:, None], 0.0), axis=0)


OWN_LIMITS = LIMITS[:4] + LIMITS[7:9]
"""Limits a region asks for by itself; those of the user's question stand as asked."""


def strict_of(limits: Mapping[str, float | str]) -> frozenset[int]:
    """Numbers of the limits that are never relaxed by themselves: those a question names, and kinds no region asks for."""
    return frozenset(n for n, name in enumerate(LIMITS) if name not in OWN_LIMITS or name in limits)
