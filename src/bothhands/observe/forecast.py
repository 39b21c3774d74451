"""New local reports of the coming weeks, standing on a day: members run on by chance under the measures then in force.

Why this file exists: a plan is judged by what it expects, and this is what was expected. The epidemic runs alone under the
contacts and coverage of one coupled run; the economy cannot answer to a member's luck within a fortnight.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int, Key, PRNGKeyArray

from bothhands.levers.catalogue import Levers
from bothhands.model.draw import binomial
from bothhands.model.epidemic.params import EpidemicParams, replaced
from bothhands.model.programs import Program
from bothhands.model.signals import Signals
from bothhands.model.simulate import cast
from bothhands.observe.calibrate import FLOOR, observed_of, seeding_curve, with_posterior
from bothhands.observe.fitted import Fitted
from bothhands.observe.posterior import FloatArray
from bothhands.observe.ranges import OF_REPORTS, OF_SPREAD, ranges_of
from bothhands.observe.spread import found_by_chance, found_until
from bothhands.observe.streams import expected_reports
from bothhands.observe.uncertainty import draws_of

WEEK = 7
BATCH = 8
"""Members run by one call; one program serves any number of members."""
LOCAL = 3_000
"""Number folded into a member's key for which of those found count as local."""


class Forecast(NamedTuple):
    """Expected new local reports by week after an origin, of every member; counts vary about them with the fit's dispersion."""

    origin: date
    means: Float[np.ndarray, "member week place"]
    dispersion: float


def forecast(fitted: Fitted, weeks: int, members: int, seed: int) -> Forecast:
    """Forecast the weeks after the fit's as-of day.

    Parameters
    ----------
    fitted
        The region as known on the day, with its fit.
    weeks
        Weeks ahead.
    members
        How many.
    seed
        Of every draw.

    Notes
    -----
    Members differ as those of a plan do (`uncertainty.draws_of`) and in delay and reported share, which answer to the same draws.
    Until the as-of day a member follows its mean, after it chance. Of those found, travellers from abroad are not local: each one
    found is local with the chance expected of that day and city under the fit. What is found is reported in part and late
    (`streams.expected_reports`), as in the fit.
    """
    region, axes, origin = fitted.region, fitted.axes, fitted.posterior.as_of
    last = origin + timedelta(days=WEEK * weeks)
    signals = fitted.heard()
    given = observed_of(region, axes, fitted.prior.epidemic, fitted.past, signals, last)
    mode = with_posterior(given.params, jnp.asarray(fitted.posterior.mean), jnp.asarray(seeding_curve(region, axes)))
    found = np.asarray(found_until(mode, given.levers, given.signals, given.days))
    local = np.clip(1.0 - np.asarray(given.abroad) / np.maximum(found, 1e-12), 0.0, 1.0)
    model = eqx.tree_at(lambda m: m.epidemic, fitted.prior, mode)
    drawn = draws_of(region, axes, model, fitted.posterior, members, seed).values
    passes = np.asarray(mode.port_passes)
    values = {"port_passes": np.broadcast_to(passes, (members, *passes.shape)), **drawn}
    reporting = _reporting(fitted, members, seed)
    morning = jnp.asarray(max(axes.day_index(origin) + 1, 0))
    shared = cast((mode, fitted.past, signals, jnp.asarray(local)), np.float32)

    def call(first: int) -> FloatArray:
        at = np.minimum(np.arange(first, first + BATCH), members - 1)
        keys = jax.vmap(lambda n: jax.random.fold_in(jax.random.key(seed), n))(jnp.asarray(at))
        own = {name: jnp.asarray(values[name][at], np.float32) for name in sorted(values)}
        delay, share = (jnp.asarray(column[at], np.float32) for column in reporting)
        return np.asarray(_reports_of_members(*shared, own, delay, share, morning, given.days, keys), float)

    with ThreadPoolExecutor(os.cpu_count()) as cores:
        daily = np.concatenate(list(cores.map(call, range(0, members, BATCH))))[:members]
    ahead = daily[:, int(morning) : int(morning) + WEEK * weeks]
    return Forecast(origin, ahead.reshape(members, weeks, WEEK, -1).sum(2), fitted.posterior.dispersion)


def _reporting(fitted: Fitted, members: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Delay and reported share of every member: the draws that its transmission answers to."""
    _, normal = fitted.posterior.sample_jointly(np.random.default_rng([seed, 1]), members)
    delay, share = (one.at(normal[:, len(OF_SPREAD) + n]) for n, one in enumerate(ranges_of(fitted.region, OF_REPORTS)))
    return delay, share


@Program
def _reports_of_members(
    ill: EpidemicParams,
    levers: Levers,
    signals: Signals,
    local: Float[Array, "time place"],
    values: Mapping[str, Float[Array, "member ..."]],
    delay: Float[Array, "member"],
    share: Float[Array, "member"],
    morning: Int[Array, ""],
    days: Int[Array, ""],
    keys: Key[Array, "member"],
) -> Float[Array, "member time place"]:
    """Expected local reports a day of every member."""
    before = jnp.arange(local.shape[0])[:, None] < morning

    def one(
        given: tuple[Mapping[str, Float[Array, "..."]], Float[Array, ""], Float[Array, ""], PRNGKeyArray],
    ) -> Float[Array, "time place"]:
        own, delay_days, reported_share, key = given
        found = found_by_chance(replaced(ill, tuple(own), tuple(own.values())), levers, signals, morning, days, key)
        whole = jnp.where(before, 0.0, jnp.round(found))
        kept = jnp.where(before, found * local, binomial(jax.random.fold_in(key, LOCAL), whole, local))
        return expected_reports(kept, delay_days, reported_share) + FLOOR

    shown: Float[Array, "member time place"] = jax.vmap(one)((values, delay, share, keys))
    return shown
