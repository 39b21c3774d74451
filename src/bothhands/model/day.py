"""One day of the coupled run: what a morning carries, the signals of the day, and each body once.

Why this file exists: the order in which bodies act and signals pass is one page; runs over many days are `simulate.py`.
"""

from __future__ import annotations

from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int, PRNGKeyArray

from bothhands.levers.catalogue import Levers
from bothhands.model import coupling
from bothhands.model.economy import params as economy_params
from bothhands.model.economy import state as economy_state
from bothhands.model.economy import step as economy
from bothhands.model.economy.flows import EconomyFlows
from bothhands.model.economy.forms import Form
from bothhands.model.economy.outside import Outside
from bothhands.model.epidemic import params as epidemic_params
from bothhands.model.epidemic import state as epidemic_state
from bothhands.model.epidemic import step as epidemic
from bothhands.model.epidemic.flows import EpidemicFlows
from bothhands.model.epidemic.programme import Dated
from bothhands.model.firms import params as firms_params
from bothhands.model.firms import state as firms_state
from bothhands.model.firms import step as firms
from bothhands.model.firms.flows import Flows as FirmsFlows
from bothhands.model.signals import DEMAND_GROUPS, SignalGains, Signals
from bothhands.model.supply import params as supply_params
from bothhands.model.supply import state as supply_state
from bothhands.model.supply import step as supply
from bothhands.model.supply.flows import Flows as SupplyFlows
from bothhands.model.triggers import Triggers, Watch, obeyed, unwatched, watched


class Model(eqx.Module):
    """The parameters of the four bodies, of their coupling and the rules levers follow; a pytree. Kinks and the form of the economy are
    fixed."""

    epidemic: epidemic_params.EpidemicParams
    economy: economy_params.EconomyParams
    supply: supply_params.Params
    firms: firms_params.Params
    coupling: coupling.CouplingParams
    triggers: Triggers
    form: Form = eqx.field(static=True, default=Form())
    smoothing: float = eqx.field(static=True, default=0.0)


class Day(NamedTuple):
    """Everything recorded of one day; a run stacks it along time."""

    epidemic: EpidemicFlows
    economy: EconomyFlows
    supply: SupplyFlows
    firms: FirmsFlows
    signals: Signals
    triggered: Float[Array, "*time trigger place"]
    """1 where a rule was on."""


class Carried(NamedTuple):
    """What a morning takes from yesterday: the bodies' states and the signals that act a day later."""

    epidemic: epidemic_state.EpidemicState
    economy: economy_state.EconomyState
    supply: supply_state.State
    firms: firms_state.State
    coverage: Float[Array, "place group"]
    kit_coverage: Float[Array, "place"]
    fear: Float[Array, "place"]
    reports: Float[Array, "place"]
    utilisation: Float[Array, "place sector"]
    capacity_lost: Float[Array, "place sector"]
    watch: Watch


class Today(NamedTuple):
    """What is given from outside on a day: levers, capacity of lines, arrivals, seeds, what ports let through, outside demand, doses
    and strains, day number."""

    levers: Levers
    capacity: Float[Array, "place good"]
    imported_infected: Float[Array, "port"]
    arrivals: Float[Array, "port"]
    seeds: Float[Array, "place"]
    port_passes: Float[Array, "port way stage"]
    outside: Outside
    dated: Dated | None
    number: Int[Array, ""]


def at_rest(model: Model, whole_persons: bool) -> Carried:
    """The first morning: nobody infected, the economy at rest, everyone covered, nobody afraid."""
    population = model.epidemic.population
    n_places = population.shape[0]
    dtype = population.dtype
    sectors = model.economy.output
    return Carried(
        epidemic=epidemic_state.initial(model.epidemic, whole_persons),
        economy=economy_state.initial(model.economy),
        supply=supply_state.initial(model.supply),
        firms=firms_state.initial(model.firms),
        coverage=jnp.ones((n_places, len(DEMAND_GROUPS)), dtype),
        kit_coverage=jnp.ones(n_places, dtype),
        fear=jnp.zeros(n_places, dtype),
        reports=jnp.zeros(n_places, dtype),
        utilisation=jnp.ones_like(sectors),
        capacity_lost=jnp.zeros_like(sectors),
        watch=unwatched(model.triggers),
    )


@jax.jit
def one_day(
    model: Model, carry: Carried, today: Today, key: PRNGKeyArray | None, gains: SignalGains
) -> tuple[Carried, Day]:
    """Signals, then each body once: epidemic, economy, supply, firms.

    Compiled as a function of its own only so that it is traced once however many runs call it.
    """
    levers = obeyed(model.triggers, carry.watch.on, today.levers)
    residents = model.epidemic.population.sum(-1)
    at_home = model.economy.remote_share * levers.remote[:, None]
    present = levers.returned * (1.0 - at_home) * carry.utilisation
    on_site = levers.openness * present
    covered = coupling.mask_coverage(carry.coverage, gains.mask_coverage)
    work, customers = coupling.work_and_customer_contacts(
        levers.openness,
        present,
        carry.fear,
        model.economy.fear_share,
        model.coupling.work_contacts_of_day[today.number],
        gains.contacts,
    )
    persons, ill = epidemic.step(
        model.epidemic,
        carry.epidemic,
        epidemic.EpidemicLevers(*(getattr(levers, name) for name in epidemic.EpidemicLevers._fields)),
        epidemic.EpidemicSignals(
            work,
            customers,
            covered[:, 2],
            covered[:, 3],
            carry.kit_coverage,
            today.imported_infected,
            today.arrivals,
            today.seeds,
            today.port_passes,
            today.dated,
        ),
        None if key is None else jax.random.fold_in(key, today.number),
        smoothing=model.smoothing,
    )
    labour = coupling.labour_available(ill.absent, levers.returned, gains.labour)
    lost = coupling.capacity_lost(carry.capacity_lost, gains.capacity_lost)
    sectors, traded = economy.step(
        model.economy,
        carry.economy,
        economy.EconomyLevers(levers.openness, levers.remote, levers.mask_rule),
        economy.EconomySignals(labour, covered[:, 2], carry.fear, lost, today.outside),
        model.form,
        model.smoothing,
    )
    kits, rooms, tracers = coupling.kits_rooms_tracers(
        ill.test_kits_used, ill.quarantine_rooms_used, ill.tracers_used, gains.kits_rooms_tracers
    )
    signals = Signals(
        work_contacts=work,
        customer_contacts=customers,
        labour_available=labour,
        mask_demand=coupling.mask_demand(
            model.coupling, ill.ward + ill.intensive, model.epidemic.health_workers, (on_site * model.economy.workers).sum(-1) * levers.mask_rule,
            residents * levers.mask_rule, gains.mask_demand,
        ),
        mask_coverage=covered,
        test_kits_used=kits,
        quarantine_rooms_used=rooms,
        tracers_used=tracers,
        kit_coverage=carry.kit_coverage,
        fear=carry.fear,
        sales=coupling.sales(traded.output, model.economy.output, gains.sales),
        capacity_lost=lost,
        input_shortage=jnp.zeros_like(traded.output),
        tax_base=coupling.tax_base(traded.value_added, model.economy.tax_share, gains.tax_base),
    )  # fmt: skip
    goods, supplied = supply.step(
        model.supply, carry.supply, supply.SupplyLevers(today.capacity, levers.purchases), signals
    )
    shortage = coupling.input_shortage(supplied.shortage_of_place, model.supply.sector_of_site, gains.input_shortage)
    signals = signals._replace(input_shortage=shortage)
    money, earned = firms.step(model.firms, carry.firms, firms.FirmsLevers(levers.support), signals)
    reports = coupling.remembered_reports(model.coupling, carry.reports, ill.found, residents)
    load = (ill.ward + ill.intensive) / jnp.maximum(model.epidemic.ward_beds + model.epidemic.intensive_beds, 1.0)
    can_work = jnp.maximum(traded.active_share, 1e-6)
    watch = watched(
        model.triggers, carry.watch, ill.found, ill.intensive, ill.intensive_beds, residents, today.number,
        model.smoothing,
    )  # fmt: skip
    after = Carried(
        persons, sectors, goods, money, supplied.mask_coverage, supplied.kit_coverage,
        coupling.fear(model.coupling, reports, load, gains.fear), reports,
        jnp.clip(signals.sales / can_work, 0.0, 1.0), earned.capacity_lost, watch,
    )  # fmt: skip
    return after, Day(ill, traded, supplied, earned, signals, carry.watch.on)
