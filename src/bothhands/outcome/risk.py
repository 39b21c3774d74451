"""What each lever does to the risk of a new outbreak: the branching form again, with one lever moved and all else as it was.

Why this file exists: the risk comes before there is an epidemic to simulate, so it can be asked of a window of days without a new
run. Held fixed: who is immune, fear, how far open business is used, masks in supply, and that capacities do not run short while few
are infected.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from bothhands.levers.catalogue import LEVER, Levers
from bothhands.model.coupling import work_and_customer_contacts
from bothhands.model.day import Day, Model
from bothhands.model.epidemic.flows import EpidemicFlows
from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.epidemic.parts import Parts
from bothhands.model.epidemic.step import EpidemicLevers, EpidemicSignals, contacts_of_day, screened_arrivals
from bothhands.model.programs import brief
from bothhands.model.signals import Signals
from bothhands.outcome.health import EVERY_DAYS, outbreak_odds

WINDOWS = (30, 60, 90)
"""Days within which an outbreak is asked for."""
MOVED = (
    "openness", "remote", "school", "gatherings", "stay_home", "mask_rule", "testing", "tracing", "port_screening",
)  # fmt: skip
"""Levers that change the risk of a city by itself."""
SHORT = 1e-3
"""Share of what was asked of testing or tracing by which less came of it where laboratories or tracers were short."""
OPEN = 0.01
"""Least openness from which the share of workers present can be told."""


class Window(NamedTuple):
    """Days from a first one on, what happened on them, and what came from outside; time first."""

    levers: Levers
    flows: EpidemicFlows
    signals: Signals
    imported_infected: Float[Array, "day port"]
    arrivals: Float[Array, "day port"]
    port_passes: Float[Array, "day port way stage"]
    work_contacts_of_day: Float[Array, "day"]
    asked: Float[Array, "day"]
    """1 on days from the one asked for up to the last that counts; those before belong to its week, those beyond repeat the calendar's last."""


def window_of(model: Model, levers: Levers, record: Day, first_day: int, last_day: int | None = None) -> Window:
    """The days of a run from `first_day` on, and those before it in its week, in which R is held (`reproduction_number`).

    Parameters
    ----------
    model
        Of the run.
    levers
        In force on every day of the calendar.
    record
        The run.
    first_day
        Position on the calendar.
    last_day
        Position of the last whose imports count; the calendar's last by default.
    """
    n_days = len(model.epidemic.arrivals)
    last_day = n_days - 1 if last_day is None else last_day
    begin = first_day - first_day % EVERY_DAYS
    number = np.arange(begin, begin + WINDOWS[-1] + EVERY_DAYS - 1)
    at = np.minimum(number, n_days - 1)
    ill = model.epidemic
    whole = Window(
        levers, record.epidemic, record.signals, ill.imported_infected, ill.arrivals, ill.port_passes,
        model.coupling.work_contacts_of_day, jnp.zeros(n_days),
    )  # fmt: skip
    cut: Window = jax.tree.map(lambda x: jnp.asarray(np.asarray(x)[at]), whole)
    return cut._replace(asked=jnp.asarray(((number >= first_day) & (number <= last_day)) * 1.0))


@brief
def odds_under(
    params: EpidemicParams, fear_share: Float[Array, "sector"], remote_share: Float[Array, "sector"], window: Window, levers: Levers
) -> Float[Array, "window place"]:  # fmt: skip
    """Chance of a lasting outbreak from imports within 30, 60 and 90 days from the first, by city, had the levers been these.

    Parameters
    ----------
    params
        The epidemic body's.
    fear_share, remote_share
        The economy's: how far demand follows fear, and what can be done at home.
    window
        What happened.
    levers
        To be asked for, on the window's days.
    """
    flows: EpidemicFlows = jax.vmap(lambda day, own: _flows(params, fear_share, remote_share, day, own))(window, levers)
    flows = flows._replace(imported=flows.imported * window.asked[:, None])
    first = jnp.argmax(window.asked > 0)
    return jnp.stack([outbreak_odds(params, flows, days)[first] for days in WINDOWS])


def _flows(
    params: EpidemicParams,
    fear_share: Float[Array, "sector"],
    remote_share: Float[Array, "sector"],
    day: Window,
    levers: Levers,
) -> EpidemicFlows:
    """One day's flows with contacts, isolation, tracing and arrivals as the levers ask."""
    was, signals, of_day = day.levers, day.signals, day.work_contacts_of_day
    home = remote_share * was.remote[:, None]
    seen = jnp.sqrt(signals.work_contacts / jnp.maximum(of_day * was.openness, 1e-9))
    present = jnp.where(was.openness >= OPEN, seen, was.returned * (1.0 - home))
    present = present * (1.0 - remote_share * levers.remote[:, None]) / jnp.maximum(1.0 - home, 1e-9)
    work, customers = work_and_customer_contacts(levers.openness, present, signals.fear, fear_share, of_day, 1.0)
    own = EpidemicLevers(*(getattr(levers, name) for name in EpidemicLevers._fields))
    told = EpidemicSignals(
        work, customers, signals.mask_coverage[:, 2], signals.mask_coverage[:, 3], signals.kit_coverage,
        day.imported_infected, day.arrivals, jnp.zeros(params.port_place.shape[1]), day.port_passes,
    )  # fmt: skip
    contacts = contacts_of_day(params, own, told)
    change = jnp.where(was.openness >= OPEN, levers.openness / jnp.maximum(was.openness, OPEN), 1.0)
    full = params.isolation_testing_rate * signals.kit_coverage
    tested = day.flows.isolation_rate - params.isolation_base_rate
    return day.flows._replace(
        setting_strength=contacts.strength,
        colleague_contacts=contacts.colleagues,
        customer_contacts=contacts.customers,
        isolation_rate=params.isolation_base_rate + _found_faster(tested, full * was.testing, full * levers.testing),
        tracing_rate=_found_faster(
            day.flows.tracing_rate, params.tracing_rate * was.tracing, params.tracing_rate * levers.tracing
        ),
        imported=screened_arrivals(params, own, told)[0].sum(-1),
        parts=_parts_at_work(day.flows.parts, change, params.worker_age),
        size=_at_work(day.flows.size, change, params.worker_age),
        susceptible=_at_work(day.flows.susceptible, change, params.worker_age),
    )


def _found_faster(
    seen: Float[Array, "place"], asked_then: Float[Array, "place"], asked_now: Float[Array, "place"]
) -> Float[Array, "place"]:
    """What testing or tracing adds to a hazard: what is asked now, and no more than was seen where laboratories or tracers were short."""
    short = seen < asked_then * (1.0 - SHORT)
    return jnp.where(short, jnp.minimum(asked_now, seen), asked_now)


def _at_work(
    persons: Float[Array, "place stratum"], change: Float[Array, "place sector"], worker_age: Float[Array, "place age"]
) -> Float[Array, "place stratum"]:
    """Persons by stratum once the workers of each sector have grown or shrunk by a factor, at the cost of their ages."""
    n_ages = worker_age.shape[-1]
    joining = persons[:, n_ages:] * (change - 1.0)
    at_home = persons[:, :n_ages] - joining.sum(-1, keepdims=True) * worker_age
    return jnp.concatenate([jnp.maximum(at_home, 0.0), persons[:, n_ages:] + joining], axis=-1)


def _parts_at_work(
    parts: Parts | None, change: Float[Array, "place sector"], worker_age: Float[Array, "place age"]
) -> Parts | None:
    """Those who can catch each strain, likewise; their share with symptoms stays."""
    if parts is None:
        return None
    moved = {
        name: one._replace(catching=_at_work(one.catching, change, worker_age)) for name, one in parts.strains.items()
    }
    return parts._replace(strains=moved)


class LeverRisk(NamedTuple):
    """Odds under a plan, and with one lever at its strictest or at a normal year's level: each (window, place)."""

    planned: Float[np.ndarray, "window place"]
    strictest: dict[str, Float[np.ndarray, "window place"]]
    normal: dict[str, Float[np.ndarray, "window place"]]


def lever_risk(
    model: Model, levers: Levers, record: Day, first_day: int, lowest_openness: Float[np.ndarray, "sector"],
    last_day: int | None = None,
) -> LeverRisk:  # fmt: skip
    """The risk from a day on under a plan, and what each lever of `MOVED` does to it.

    Parameters
    ----------
    model, levers, record, first_day, last_day
        As for `window_of`.
    lowest_openness
        What must stay open in any case.
    """
    window = window_of(model, levers, record, first_day, last_day)
    economy = model.economy

    def odds(asked: Levers) -> Float[np.ndarray, "window place"]:
        return np.asarray(odds_under(model.epidemic, economy.fear_share, economy.remote_share, window, asked))

    def moved(name: str, level: float) -> Float[np.ndarray, "window place"]:
        was = np.asarray(getattr(window.levers, name))
        moved = np.maximum(level, lowest_openness) if name == "openness" else level
        asked = np.asarray(window.asked).reshape(-1, *([1] * (was.ndim - 1))) > 0
        return odds(window.levers._replace(**{name: np.where(asked, moved, was)}))

    other_end = {name: float(LEVER[name].low + LEVER[name].high - LEVER[name].neutral) for name in MOVED}
    return LeverRisk(
        odds(window.levers),
        {name: moved(name, other_end[name]) for name in MOVED},
        {name: moved(name, float(LEVER[name].neutral)) for name in MOVED},
    )


def somewhere(odds: Float[np.ndarray, "... place"]) -> Float[np.ndarray, "..."]:
    """Chance of an outbreak in at least one city, cities independent given the plan."""
    return np.asarray(1.0 - np.prod(1.0 - odds, axis=-1))
