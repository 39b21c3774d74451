"""Batching changes nothing: a member run alone is the member run among others."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.model import ensemble as module
from bothhands.model.ensemble import Draws, ensemble


@pytest.fixture(scope="module")
def outbreak(two_towns):
    """A wave in two towns, seeds differing between members: from nobody to a great many."""
    _, axes, model, past = two_towns
    seeds = np.zeros((5, axes.n_days, 2))
    seeds[:, 40, 0] = [0.0, 0.3, 3.0, 40.0, 900.0]
    model = eqx.tree_at(lambda m: m.epidemic.seeds, model, jnp.asarray(seeds[2]))
    return model, Draws({"seeds": seeds}), past


def test_a_member_alone_is_the_member_among_others(outbreak, monkeypatch):
    model, draws, past = outbreak
    together = ensemble(model, draws, past, 11)
    assert together.infections[-1].sum() > 1000 > together.infections[0].sum()
    monkeypatch.setattr(module, "BATCH", 1)
    alone = ensemble(model, draws, past, 11)
    for field in ("infections", "found", "ward", "intensive", "deaths"):
        assert np.array_equal(getattr(alone, field), getattr(together, field)), field
    np.testing.assert_allclose(alone.output_share, together.output_share, rtol=1e-5)
