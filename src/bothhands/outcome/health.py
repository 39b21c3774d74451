"""Health outcomes of a run as traceable functions: the same in the plan's limits and in the report."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.epidemic.contacts import Contacts, force_of_infection
from bothhands.model.epidemic.copies import copy_of
from bothhands.model.epidemic.flows import EpidemicFlows
from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.epidemic.parts import FIRST
from bothhands.model.epidemic.reproduction import infectious_days, spectral_radius
from bothhands.model.epidemic.strains import SCALED as OF_STRAIN
from bothhands.model.programs import brief

GENERATIONS = 40
"""An outbreak counts as lasting when its chain is alive after this many generations."""
EVERY_DAYS = 7
WINDOW_DAYS = 90
"""Days from each day on in which an outbreak counts."""


def life_years_lost(params: EpidemicParams, flows: EpidemicFlows, counted: Float[Array, "time"]) -> Float[Array, ""]:
    """Life-years lost to deaths on the days counted."""
    return jnp.einsum("tpa,a,t->", flows.deaths, params.life_years_left, counted)


def reproduction_number(params: EpidemicParams, flows: EpidemicFlows) -> Float[Array, "time place"]:
    """Effective reproduction number of each city by day, held for a week at a time; of several strains the largest.

    Notes
    -----
    Spectral radius of β K_ij S_i/N_j d_j over the strata, with the day's contacts, isolation and tracing, d_j the infectious days of
    the daily chain; travel between cities is left out, so it is the city's own number.
    """
    by_strain = reproduction_numbers(params, flows)
    largest, *others = by_strain.values()
    for one in others:
        largest = jnp.maximum(largest, one)
    return largest


def reproduction_numbers(params: EpidemicParams, flows: EpidemicFlows) -> dict[str, Float[Array, "time place"]]:
    """Effective reproduction number of each strain, by city and day, as `reproduction_number`; the first strain is `first`.

    Notes
    -----
    Where there are layers, S_i is Σ n σ o over those who can catch the strain, n persons, σ their susceptibility, o their
    infectiousness once infected, and d_i is taken with their share of symptoms: the next-generation matrix over strata and layers has
    the rank of that over strata (Diekmann, Heesterbeek, Roberts 2010, doi 10.1098/rsif.2009.0386).
    """
    weekly = jax.tree.map(lambda x: x[::EVERY_DAYS], flows)
    if weekly.parts is None:
        number = _number(params, weekly, jnp.asarray(weekly.susceptible), params.symptomatic_share, "")
        return {FIRST: _daily(number, flows)}
    return {
        name: _daily(
            _number(
                params,
                weekly,
                jnp.asarray(one.catching),
                jnp.asarray(one.symptomatic_share),
                "" if name == FIRST else name,
            ),
            flows,
        )
        for name, one in weekly.parts.strains.items()
    }


def _daily(number: Float[Array, "week place"], flows: EpidemicFlows) -> Float[Array, "time place"]:
    return jnp.repeat(number, EVERY_DAYS, axis=0)[: flows.infections.shape[0]]


def _number(
    params: EpidemicParams,
    weekly: EpidemicFlows,
    catching: Float[Array, "week place stratum"],
    symptomatic_share: Float[Array, "... stratum"],
    strain: str,
) -> Float[Array, "week place"]:
    """Reproduction number of a strain, by week."""
    rate = {
        name: _rate(params, name, strain) for name in ("presymptomatic_rate", "asymptomatic_rate", "symptomatic_rate")
    }
    rate |= {"isolation_rate": weekly.isolation_rate, "tracing_rate": weekly.tracing_rate}
    days = infectious_days(symptomatic_share, params.asymptomatic_infectiousness, rate)
    size = jnp.maximum(weekly.size, 1e-9)

    def met(
        strength: Float[Array, "setting place"], colleagues: Float[Array, "place sector"],
        customers: Float[Array, "place sector"], size: Float[Array, "place stratum"], infectious: Float[Array, "place stratum"],
    ) -> Float[Array, "place stratum"]:  # fmt: skip
        nobody = jnp.zeros_like(colleagues)
        contacts = Contacts(
            params.contacts,
            strength,
            params.worker_age,
            colleagues,
            customers,
            commuters=nobody,
            commuting_share=nobody,
        )
        return force_of_infection(contacts, infectious, size)

    def following(infected: Float[Array, "week place stratum"]) -> Float[Array, "week place stratum"]:
        meeting: Float[Array, "week place stratum"] = jax.vmap(met)(
            weekly.setting_strength, weekly.colleague_contacts, weekly.customer_contacts, size, infected * days
        )
        infected_next: Float[Array, "week place stratum"] = params.transmission * catching * meeting
        return infected_next

    return spectral_radius(following, size)


def _rate(params: EpidemicParams, name: str, strain: str) -> Float[Array, ""]:
    """Hazard of leaving a stage, of a strain."""
    first: Float[Array, ""] = getattr(params, name)
    return first * params.added[copy_of(OF_STRAIN[name], strain)] if strain else first


def lasting_outbreak_probability(
    reproduction: Float[Array, "..."], dispersion: Float[Array, ""] | float
) -> Float[Array, "..."]:
    """Chance that one introduction starts a chain alive after `GENERATIONS` generations.

    Notes
    -----
    Negative binomial offspring of mean R and dispersion k: q ← (1 + R(1 − q)/k)^−k from q = 0 (Lloyd-Smith et al. 2005, Nature
    438:355, doi 10.1038/nature04153). Differentiable through R = 1.
    """

    def generation(extinct: Float[Array, "..."], _: None) -> tuple[Float[Array, "..."], None]:
        return (1.0 + reproduction * (1.0 - extinct) / dispersion) ** -dispersion, None

    extinct, _ = jax.lax.scan(generation, jnp.zeros_like(reproduction), None, length=GENERATIONS)
    return 1.0 - extinct


def outbreak_hazard(
    params: EpidemicParams, flows: EpidemicFlows, numbers: dict[str, Float[Array, "time place"]] | None = None
) -> Float[Array, "time place"]:
    """Expected lasting outbreaks that the imports of a day start, by city.

    Parameters
    ----------
    params, flows
        Of the run.
    numbers
        `reproduction_numbers` of the same run, where they are known already.
    """
    chances = {
        name: lasting_outbreak_probability(number, params.offspring_dispersion)
        for name, number in (numbers or reproduction_numbers(params, flows)).items()
    }
    if flows.parts is None:
        return flows.imported * chances[FIRST]
    share = {name: one.imported_share[:, None] for name, one in flows.parts.strains.items()}
    whole = sum((chances[name] * share[name] for name in chances), start=jnp.zeros_like(flows.imported))
    return flows.imported * whole


def outbreak_odds(
    params: EpidemicParams,
    flows: EpidemicFlows,
    window_days: int = WINDOW_DAYS,
    hazard: Float[Array, "time place"] | None = None,
) -> Float[Array, "time place"]:
    """Probability of a lasting outbreak from imports within the window that starts on each day, by city.

    Parameters
    ----------
    params, flows
        Of the run.
    window_days
        Length of the window.
    hazard
        `outbreak_hazard` of the same run, where it is known already.

    Notes
    -----
    1 − exp(−Σ imports × chance that one lasts): introductions past screening are Poisson and independent (branching form; it
    stops being valid once many are infected). The window is cut at the calendar's end. Imports of a strain count with its own chance.
    """
    lasting = outbreak_hazard(params, flows) if hazard is None else hazard
    whole = jnp.cumsum(lasting, axis=0)
    n_days = whole.shape[0]
    last = jnp.minimum(jnp.arange(n_days) + window_days - 1, n_days - 1)
    before = jnp.concatenate([jnp.zeros_like(whole[:1]), whole[:-1]])
    return -jnp.expm1(-(whole[last] - before))


def up_to_last(hazard: Float[Array, "time place"], future: Float[Array, "time"]) -> Float[Array, "time place"]:
    """The hazard of imports up to the last day that decisions govern (1 in `future`), none after it."""
    return hazard * jax.lax.cummax(future, reverse=True)[:, None]


@brief
def odds_of_run(params: EpidemicParams, flows: EpidemicFlows, future: Float[Array, "time"]) -> Float[Array, "time place"]:  # fmt: skip
    """`outbreak_odds` over the usual window of imports up to the last day of a plan, compiled, for those who ask outside a program."""
    return outbreak_odds(params, flows, hazard=up_to_last(outbreak_hazard(params, flows), future))
