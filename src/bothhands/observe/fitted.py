"""A region as known on a day, with its fit: everything a plan and a back-test stand on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from bothhands.errors import Fault, RunError
from bothhands.inputs.axes import Axes, axes_of
from bothhands.inputs.region import Region
from bothhands.levers.catalogue import Levers
from bothhands.levers.history import history
from bothhands.model.day import Day, Model
from bothhands.model.programs import forward
from bothhands.model.signals import Signals
from bothhands.model.simulate import model_of, run
from bothhands.observe.calibrate import as_reported, seeding_curve, with_posterior
from bothhands.observe.known import checked_and_kept, known_posterior
from bothhands.observe.posterior import Posterior
from bothhands.observe.posterior_files import key_of, own, shipped


class Fitted(NamedTuple):
    """A region as known on a day, its axes, its model at the mode of the fit (a sampled posterior's mean), its past and the posterior."""

    region: Region
    axes: Axes
    model: Model
    past: Levers
    """The measures then in force, carried on as the tables known on the day say."""
    posterior: Posterior
    checks: Callable[[], Posterior]
    """Gives the posterior with its checks; a second fit where they are not kept. A sampled one brings them."""
    prior: Model
    """The model before the fit, without a hypothetical wave."""
    heard: Callable[[], Signals]
    """Gives contacts and coverage of a run of `prior` under the past."""


def fit_region(region: Region, as_of: date, sampled: Path | bool = False) -> Fitted:
    """Everything up to the fit: leave out what was not known, read the past, fit.

    Parameters
    ----------
    region
        The region.
    as_of
        Last day whose reports are used.
    sampled
        False: the quick fit. True: the sampled posterior that comes with the package, where there is one of these very figures,
        else the quick fit. A path: the sampled posterior of that file, refused where it is another's.
    """
    region = region.standing_on(as_of)
    axes = axes_of(region)
    model = model_of(region, axes)
    past = history(region, axes)

    prior = eqx.tree_at(lambda m: m.epidemic, model, as_reported(model.epidemic))

    @cache
    def heard() -> Signals:
        record: Day = jax.tree.map(np.asarray, run_once(prior, past))
        check_finite(axes, record)
        return record.signals

    posterior = _sampled(region, axes, prior, past, as_of, sampled) or known_posterior(
        region, axes, prior, past, heard, as_of
    )
    theta, curve = jnp.asarray(posterior.mean), jnp.asarray(seeding_curve(region, axes))
    model = eqx.tree_at(lambda m: m.epidemic, model, with_posterior(model.epidemic, theta, curve))
    return Fitted(
        region, axes, model, past, posterior,
        lambda: checked_and_kept(region, axes, prior, past, heard, posterior), prior, heard,
    )  # fmt: skip


def _sampled(
    region: Region, axes: Axes, prior: Model, past: Levers, as_of: date, wanted: Path | bool
) -> Posterior | None:
    """The sampled posterior asked for, with the edition it is used for."""
    if wanted is False:
        return None
    key = key_of(region, axes, prior, past, as_of)
    found = shipped(key) if wanted is True else own(wanted, key, region, as_of)
    return None if found is None else found._replace(edition=region.edition)


def check_finite(axes: Axes, record: Day) -> None:
    """Stop a run that turned negative or non-finite, naming the day and the place."""
    for name, series in (("output", record.economy.output), ("infections", record.epidemic.infections)):
        wrong = np.argwhere(~np.isfinite(series) | (series < -1e-6))
        if len(wrong):
            day, place = wrong[0][0], wrong[0][1]
            raise RunError(
                Fault("BH-RUN-001", f"{name} of {axes.places[place]} turned negative or non-finite on {axes.days[day].isoformat()}",
                      "a finite amount of zero or more", "check the figures of this place and the parameters")
            )  # fmt: skip


run_once = forward(run)
"""A deterministic coupled run, compiled once and kept."""
