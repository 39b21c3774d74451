"""The epidemic body alone under recorded contacts and coverage: infections found a day, in the mean or run on by chance.

Why this file exists: a fit and a forecast need the epidemic many times over and nothing of the economy but what it told the
epidemic in one coupled run. The number of days is data: another as-of day compiles nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int, PRNGKeyArray

from bothhands.levers.catalogue import Levers
from bothhands.model.draw import poisson
from bothhands.model.epidemic import step as epidemic
from bothhands.model.epidemic.copies import base_of, layer_of
from bothhands.model.epidemic.disease import Disease
from bothhands.model.epidemic.flows import EpidemicFlows
from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.epidemic.state import EpidemicState, initial
from bothhands.model.programs import Program
from bothhands.model.signals import Signals

Found = Float[Array, "time place"]
Carry = tuple[EpidemicState, Found]
START = 2_000
"""Number folded into a member's key for the state it starts from."""


@Program
def found_until(params: EpidemicParams, levers: Levers, signals: Signals, days: Int[Array, ""]) -> Found:
    """Infections found a day in the mean, for the first `days` days; then zero."""
    found: Found = jax.lax.fori_loop(0, days, _day(params, levers, signals, None), _at_start(params))[1]
    return found


@Program
def state_after(params: EpidemicParams, levers: Levers, signals: Signals, days: Int[Array, ""]) -> EpidemicState:
    """State in the mean on the evening of the day numbered `days` − 1."""
    state: EpidemicState = jax.lax.fori_loop(0, days, _day(params, levers, signals, None), _at_start(params))[0]
    return state


def found_of_days(params: EpidemicParams, levers: Levers, signals: Signals, days: int) -> Found:
    """Infections found a day in the mean for the first `days` days, (days, place): `found_until` for reverse differentiation.

    Parameters
    ----------
    params, levers, signals
        The epidemic and what acts on it; at least `days` days long.
    days
        A number of the program, not of the data: another number compiles anew.

    Notes
    -----
    Of a day only its morning is kept for the way back; the day itself is computed again.
    """
    day = day_of(params, levers, signals)

    @jax.checkpoint
    def forth(state: EpidemicState, n: Int[Array, ""]) -> tuple[EpidemicState, Float[Array, "place"]]:
        state, flows = day(n, state, None)
        return state, flows.found

    found: Found = jax.lax.scan(forth, initial(params), jnp.arange(days))[1]
    return found


def found_by_chance(
    params: EpidemicParams,
    levers: Levers,
    signals: Signals,
    morning: Int[Array, ""],
    days: Int[Array, ""],
    key: PRNGKeyArray,
) -> Found:
    """Infections found a day: in the mean until a morning, then by chance; zero after `days` days.

    Parameters
    ----------
    params, levers, signals
        The epidemic and what acts on it.
    morning
        Number of the first day left to chance.
    days
        Days run in all.
    key
        Of the member; day and flow are folded in.

    Notes
    -----
    Until the morning the fit says what happened. Those infected on it are whole persons: Poisson counts with the mean's persons
    in every compartment and stratum (ASSUMED: reports cannot tell more about a single city).
    """
    state, found = jax.lax.fori_loop(0, morning, _day(params, levers, signals, None), _at_start(params))
    carry = (whole_persons(state, jax.random.fold_in(key, START), uninfected_copies(params.disease)), found)
    run_on: Found = jax.lax.fori_loop(morning, days, _day(params, levers, signals, key), carry)[1]
    return run_on


def whole_persons(state: EpidemicState, key: PRNGKeyArray, rounded: tuple[int, ...] = ()) -> EpidemicState:
    """A state of whole persons: Poisson counts of all but the susceptible, who are the rest of their stratum.

    Parameters
    ----------
    state, key
        Persons in the mean, and the key of the member.
    rounded
        Compartments of layers whose members are not infected: rounded down, and where too few are left, taken from.
    """
    others = poisson(key, state.persons[1:])
    for at in rounded:
        others = others.at[at - 1].set(jnp.floor(state.persons[at]))
    left = jnp.round(state.persons.sum(0)) - others.sum(0)
    for at in rounded:
        taken = jnp.minimum(jnp.maximum(-left, 0.0), others[at - 1])
        others, left = others.at[at - 1].add(-taken), left + taken
    rest = jnp.maximum(left, 0.0)
    return state._replace(persons=jnp.concatenate([rest[None], others]))


def uninfected_copies(disease: Disease) -> tuple[int, ...]:
    """Compartments of layers from which a person can be infected: susceptible or recovered."""
    return tuple(
        disease.index[name]
        for layer in disease.layers
        for name in disease.compartments
        if layer_of(name) == layer.name and base_of(name) in layer.moved
    )


def _at_start(params: EpidemicParams) -> Carry:
    return initial(params), jnp.zeros_like(params.seeds)


def _day(
    params: EpidemicParams, levers: Levers, signals: Signals, key: PRNGKeyArray | None
) -> Callable[[Int[Array, ""], Carry], Carry]:
    """The step from a morning to the next, for a loop over the numbers of the days."""
    one_day = day_of(params, levers, signals)

    def day(n: Int[Array, ""], carry: Carry) -> Carry:
        state, found = carry
        state, flows = one_day(n, state, None if key is None else jax.random.fold_in(key, n))
        return state, found.at[n].set(flows.found)

    return day


def day_of(
    params: EpidemicParams, levers: Levers, signals: Signals
) -> Callable[[Int[Array, ""], EpidemicState, PRNGKeyArray | None], tuple[EpidemicState, EpidemicFlows]]:
    """The step of a day by its number, in the mean without a key, by chance with one; evening state and flows."""
    names = epidemic.EpidemicLevers._fields
    given = (
        tuple(jnp.asarray(getattr(levers, name), params.population.dtype) for name in names),
        signals.work_contacts, signals.customer_contacts, signals.mask_coverage, signals.kit_coverage,
        params.imported_infected, params.arrivals, params.seeds, params.port_passes, params.dated,
    )  # fmt: skip

    def day(n: Int[Array, ""], state: EpidemicState, key: PRNGKeyArray | None) -> tuple[EpidemicState, EpidemicFlows]:
        levers_t, work, customers, coverage, *rest = jax.tree.map(lambda x: x[n], given)
        heard = epidemic.EpidemicSignals(work, customers, coverage[:, 2], coverage[:, 3], *rest)
        return epidemic.step(params, state, epidemic.EpidemicLevers(*levers_t), heard, key)

    return day
