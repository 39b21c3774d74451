"""Entry on a day: what ports let through, as odds around what the curves say, and who enters with which strain. Pure, traceable."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from bothhands.model.draw import poisson
from bothhands.model.epidemic.copies import copy_of
from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.epidemic.programme import Dated
from bothhands.model.epidemic.steppers import Persons


def passing(
    port_passes: Float[Array, "port way stage"],
    checks_missed_odds: Float[Array, ""],
    quarantine_missed_odds: Float[Array, ""],
) -> tuple[Float[Array, "port stage"], Float[Array, "port stage"]]:
    """Shares of infected arrivals who enter without quarantine, and with it, by stage.

    Parameters
    ----------
    port_passes
        What the curves of `screening.py` say.
    checks_missed_odds, quarantine_missed_odds
        Factors on the odds of being missed by the checks, and of being missed by quarantine given that the checks missed one.

    Notes
    -----
    p ← p f / (1 − p + p f) for each of the two; 1 leaves the curves as they are. Stages keep their proportions.
    """
    free, held = port_passes[:, 0], port_passes[:, 1]
    checks, both = free.sum(-1, keepdims=True), held.sum(-1, keepdims=True)
    given = both / jnp.maximum(checks, 1e-30)
    checks_now = shifted(checks, checks_missed_odds)
    both_now = checks_now * shifted(given, quarantine_missed_odds)
    return free * (checks_now / jnp.maximum(checks, 1e-30)), held * (both_now / jnp.maximum(both, 1e-30))


def shifted(probability: Float[Array, "..."], odds_factor: Float[Array, ""]) -> Float[Array, "..."]:
    """A probability whose odds are multiplied."""
    return probability * odds_factor / (1.0 - probability + probability * odds_factor)


def entered(
    params: EpidemicParams,
    persons: Persons,
    arrived: Float[Array, "stage place"],
    entering: Float[Array, "stage place"],
    stratum: Float[Array, "place stratum"],
    dated: Dated | None,
    key: PRNGKeyArray | None = None,
) -> tuple[Persons, Float[Array, "stage place stratum"]]:
    """Persons with those who entered infected, and all who entered.

    Parameters
    ----------
    params, persons
        Of the region; persons of the morning.
    arrived
        Infected who pass the ports today.
    entering
        They and the seeds of the first strain.
    stratum
        Share of those who enter a place who are of each stratum today; rows add up to 1.
    dated
        Share of the arrivals who carry a further strain, and its own seeds, today.
    key
        Random key of the member and day; None adds what is expected, a key whole persons.

    Notes
    -----
    Travellers have no layer, and stand in the stages that the first strain gives them (ASSUMED).
    """
    disease = params.disease
    added = {"": entering[:, :, None] * stratum}
    if disease.strains and dated is not None:
        for strain, share in dated.carrying_share.items():
            own = share * arrived
            added[""] = added[""] - own[:, :, None] * stratum
            seeds = params.stage_of_traveller[:, None] * dated.strain_seeds[strain]
            added[strain] = (own + seeds)[:, :, None] * stratum
    if key is not None:
        added = {strain: poisson(key, one, number) for number, (strain, one) in enumerate(added.items())}
    first, *others = added.values()
    for strain, one in added.items():
        for stage, name in enumerate(disease.entering):
            persons = persons.at[disease.index[copy_of(name, strain)]].add(one[stage])
    return persons, sum(others, start=first)
