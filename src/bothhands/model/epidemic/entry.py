"""Entry through a port on a day: what is not known of the checks, as odds around what the curves say. Pure, traceable."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float


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
