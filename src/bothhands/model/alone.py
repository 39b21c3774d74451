"""The economy alone and the firms alone, under the signals a coupled run recorded: what a question costs without the epidemic run again.

Why this file exists: causes taken away one by one, and figures of the economy drawn from their ranges, leave infection as it was to first
order; many at once, a run of the economy alone takes a seventh of a coupled one (15 ms against 110 for Liaoning).
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.levers.catalogue import Levers
from bothhands.model.day import Day, Model
from bothhands.model.economy.flows import EconomyFlows
from bothhands.model.economy.forms import Form
from bothhands.model.economy.outside import Outside
from bothhands.model.economy.params import EconomyParams
from bothhands.model.economy.state import EconomyState, initial
from bothhands.model.economy.step import EconomyLevers, EconomySignals, step
from bothhands.model.firms import state as firms_state
from bothhands.model.firms import step as firms
from bothhands.model.firms.flows import Flows as FirmsFlows
from bothhands.model.firms.params import Params as FirmsParams
from bothhands.model.programs import brief
from bothhands.model.signals import DEMAND_GROUPS, Signals
from bothhands.model.triggers import levers_in_force

WORKERS = DEMAND_GROUPS.index("workers")


class Heard(NamedTuple):
    """What moves the economy, by day."""

    openness: Float[Array, "time place sector"]
    remote: Float[Array, "time place"]
    mask_rule: Float[Array, "time place"]
    returned: Float[Array, "time place sector"]
    """Share of workers who are back, whatever their health."""
    labour_available: Float[Array, "time place sector"]
    mask_coverage: Float[Array, "time place"]
    fear: Float[Array, "time place"]
    capacity_lost: Float[Array, "time place sector"]
    outside: Outside


@brief
def heard_of(model: Model, levers: Levers, record: Day) -> Heard:
    """What the economy of a run was told, rules included."""
    n_days = record.economy.output.shape[0]
    held = levers_in_force(model.triggers, levers, record.triggered)
    signals: Signals = record.signals
    openness, remote, mask_rule, returned = (
        lever[:n_days] for lever in (held.openness, held.remote, held.mask_rule, held.returned)
    )
    outside: Outside = jax.tree.map(lambda level: level[:n_days], model.economy.outside)
    coverage = signals.mask_coverage[:, :, WORKERS]
    return Heard(
        openness, remote, mask_rule, returned, signals.labour_available, coverage, signals.fear, signals.capacity_lost, outside
    )  # fmt: skip


def economy_alone(params: EconomyParams, heard: Heard, form: Form, smoothing: float = 0.0) -> EconomyFlows:
    """Every day's flows of the economy, from rest.

    Parameters
    ----------
    params
        Of the economy; `heard` says what comes from outside, whatever these say.
    heard
        By day.
    form, smoothing
        As in the run.
    """

    def day(state: EconomyState, today: Heard) -> tuple[EconomyState, EconomyFlows]:
        levers = EconomyLevers(today.openness, today.remote, today.mask_rule)
        signals = EconomySignals(
            today.labour_available, today.mask_coverage, today.fear, today.capacity_lost, today.outside
        )
        return step(params, state, levers, signals, form, smoothing)

    flows: EconomyFlows = jax.lax.scan(day, initial(params), heard)[1]
    return flows


@jax.jit
def firms_alone(params: FirmsParams, signals: Signals, support: Float[Array, "time firm"]) -> FirmsFlows:
    """Every day's flows of the firms, from the first day.

    Parameters
    ----------
    params
        Register of the run.
    signals
        As recorded, time first; only sales and the shortage of critical inputs are read.
    support
        Aid by day and firm, currency a day.

    Notes
    -----
    Signals are held: what a closed firm does to its sector is left as it was in the recorded run.
    """

    def day(
        state: firms_state.State, today: tuple[Signals, Float[Array, "firm"]]
    ) -> tuple[firms_state.State, FirmsFlows]:
        return firms.step(params, state, firms.FirmsLevers(today[1]), today[0])

    given = (signals, jnp.asarray(support)[: jnp.asarray(signals.sales).shape[0]])
    flows: FirmsFlows = jax.lax.scan(day, firms_state.initial(params), jax.tree.map(jnp.asarray, given))[1]
    return flows
