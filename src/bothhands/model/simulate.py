"""One coupled run: four bodies stepped day by day, one compiled function; a day is `day.py`.

Pure: parameters and levers in, a record of every day out. A run is one scan over days; the backward pass recomputes each
day from what was carried into it, so that a gradient needs little memory. Compiled once per region shape: dates, levers
and limits are data.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import jax
import jax.numpy as jnp
import numpy as np
from jax.typing import DTypeLike
from jaxtyping import Array, Int, PRNGKeyArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.levers.catalogue import Levers
from bothhands.model import coupling
from bothhands.model.day import Carried, Day, Model, Today, at_rest, one_day
from bothhands.model.economy import params as economy_params
from bothhands.model.economy.forms import form_of
from bothhands.model.epidemic import params as epidemic_params
from bothhands.model.firms import params as firms_params
from bothhands.model.signals import AS_MODELLED, SignalGains
from bothhands.model.supply import params as supply_params
from bothhands.model.supply.capacity import capacity_path
from bothhands.model.triggers import from_region as triggers_from_region

Tree = TypeVar("Tree")


class Past(NamedTuple):
    """A run up to a morning, so that what comes after can be run again and again without it."""

    day: Int[Array, ""]
    """Number of the morning in the calendar."""
    carried: Carried
    record: Day
    """A record of the whole calendar; only the days before the morning count."""


def model_of(region: Region, axes: Axes, dtype: DTypeLike = np.float64, smoothing: float = 0.0) -> Model:
    """The model of a region: each body's parameters from its one border function."""
    return Model(
        epidemic=epidemic_params.from_region(region, axes, dtype),
        economy=economy_params.from_region(region, axes, dtype),
        supply=supply_params.from_region(region, axes, dtype, smoothing),
        firms=firms_params.from_region(region, axes, dtype, smoothing),
        coupling=coupling.from_region(region, axes, dtype),
        triggers=triggers_from_region(region, axes, dtype),
        form=form_of(region),
        smoothing=smoothing,
    )


def cast(tree: Tree, dtype: DTypeLike) -> Tree:
    """The same parameters or levers in another precision, by way of the host; whole numbers stay as they are."""
    same: Tree = jax.tree.map(
        lambda x: jax.device_put(np.asarray(x, dtype)) if jnp.issubdtype(x.dtype, jnp.floating) else x, tree
    )
    return same


def run(
    model: Model,
    levers: Levers,
    key: PRNGKeyArray | None = None,
    gains: SignalGains = AS_MODELLED,
    past: Past | None = None,
) -> Day:
    """The whole calendar, day by day.

    Parameters
    ----------
    model
        Parameters of the bodies; their dtype is the precision of the run.
    levers
        Every lever over the calendar, history included, as dated; rules of the model may tighten it.
    key
        Random key of a member; None gives the deterministic run. Day and flow are folded in, so that two plans meet the
        same chance.
    gains
        How strongly each signal acts.
    past
        Where to take over, from `until`; days before are not run again but taken from its record.

    Returns
    -------
    Every flow and signal with a leading time axis.
    """
    given = _given(model, levers)

    @jax.checkpoint
    def day(carry: Carried, today: Today) -> tuple[Carried, Day]:
        tomorrow: tuple[Carried, Day] = one_day(model, carry, today, key, gains)
        return tomorrow

    whole: Day
    if past is None:
        _, whole = jax.lax.scan(day, at_rest(model, key is not None), given)
        return whole
    nothing = jax.tree.map(lambda x: jnp.zeros(x.shape[1:], x.dtype), past.record)

    def day_if_ahead(carry: Carried, today: Today) -> tuple[Carried, Day]:
        tomorrow: tuple[Carried, Day] = jax.lax.cond(
            today.number < past.day, lambda held, _: (held, nothing), day, carry, today
        )
        return tomorrow

    _, ahead = jax.lax.scan(day_if_ahead, past.carried, given)
    behind = given.number < past.day
    whole = jax.tree.map(
        lambda old, new: jnp.where(behind.reshape(-1, *([1] * (new.ndim - 1))), old, new), past.record, ahead
    )
    return whole


def until(model: Model, levers: Levers, record: Day, day: Int[Array, ""]) -> Past:
    """A deterministic run up to the morning of a day.

    Parameters
    ----------
    model, levers
        As for `run`.
    record
        The run under the same levers.
    day
        Number of the morning in the calendar.
    """
    given = _given(model, levers)

    def next_morning(number: Int[Array, ""], carry: Carried) -> Carried:
        morning: Carried
        morning, _ = one_day(model, carry, jax.tree.map(lambda x: x[number], given), None, AS_MODELLED)
        return morning

    return Past(day, jax.lax.fori_loop(0, day, next_morning, at_rest(model, False)), record)


def _given(model: Model, levers: Levers) -> Today:
    """What comes from outside, with a leading time axis."""
    levers = Levers(*(jnp.asarray(lever, model.epidemic.population.dtype) for lever in levers))
    return Today(
        levers,
        capacity_path(model.supply, levers.line_orders),
        model.epidemic.imported_infected,
        model.epidemic.arrivals,
        model.epidemic.seeds,
        model.epidemic.port_passes,
        model.economy.outside,
        model.epidemic.dated,
        jnp.arange(levers.openness.shape[0]),
    )
