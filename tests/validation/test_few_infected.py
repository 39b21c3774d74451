"""While few are infected the expected run is the mean of the members, though most members end and a few grow."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.history import history
from bothhands.model.ensemble import Draws, ensemble
from bothhands.model.epidemic.params import replaced
from bothhands.model.signals import AS_MODELLED
from bothhands.model.simulate import model_of, run
from bothhands.observe.outbreaks import FEW, few_infected

MEMBERS = 800


@pytest.mark.slow
@pytest.mark.parametrize("transmission", [0.6, 1.2])
def test_the_expected_run_is_the_mean_of_the_members(transmission):
    region = load("two-towns")
    axes = axes_of(region)
    model, levers = model_of(region, axes), history(region, axes)
    first = axes.day_index(region.default_as_of)
    seeds = jnp.zeros_like(model.epidemic.seeds).at[first, 0].set(2.0)
    ill = model.epidemic
    changed = {
        "seeds": seeds,
        "transmission": ill.transmission * transmission,
        "imported_infected": jnp.zeros_like(ill.imported_infected),
    }
    model = eqx.tree_at(lambda m: m.epidemic, model, replaced(ill, tuple(changed), tuple(changed.values())))
    expected = jax.tree.map(np.asarray, jax.jit(lambda *given: run(*given, gains=AS_MODELLED))(model, levers))
    draws = Draws({"seeds": np.broadcast_to(np.asarray(seeds), (MEMBERS, *seeds.shape))})
    members = np.asarray(ensemble(model, draws, levers, seed=5).infections, float)
    ahead = slice(first + 1, first + 61)
    infected, infections = expected.epidemic.infected[ahead], expected.epidemic.infections.sum(-1)[ahead]
    told = few_infected(infected, infections, members[:, ahead])
    assert told.days > 60
    each = (members[:, ahead] * (infected < FEW)).sum((1, 2))
    z = (told.members - told.expected) / (each.std() / np.sqrt(MEMBERS))
    assert abs(z) < 4, (told, z)
    assert (each == 0).mean() > 0.1
    assert told.low < told.members < told.high
