"""Money closes, firms and the unlisted rest add up to their sector, and a worse market never saves a firm."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.model.firms import params as firm_params
from bothhands.model.firms import state as firm_state
from bothhands.model.firms.checks import cash_closes
from bothhands.model.firms.register import reconcile
from bothhands.model.firms.step import FirmsLevers, step
from bothhands.model.signals import Signals

REGION = load("two-towns")
AXES = axes_of(REGION)
DAYS, PLACES, SECTORS, FIRMS = 40, len(AXES.places), len(AXES.sectors), AXES.firms_padded
EXACT = firm_params.from_region(REGION, AXES)
SMOOTH = firm_params.from_region(REGION, AXES, smoothing=0.05)


@jax.jit
def run(params, sales, shortage, support):
    nothing = jnp.zeros(PLACES)

    def day(state, now):
        today = Signals(*[nothing] * len(Signals._fields))._replace(sales=now[0], input_shortage=now[1])
        return step(params, state, FirmsLevers(now[2]), today)

    return jax.lax.scan(day, firm_state.initial(params), (sales, shortage, support))


def drawn(seed):
    random = np.random.default_rng(seed)
    market = jnp.asarray(random.random((DAYS, PLACES, SECTORS)) * random.choice([0.2, 1.0, 1.3]))
    shortage = jnp.asarray(random.random((DAYS, PLACES, SECTORS)) * random.choice([0.0, 0.5]))
    support = jnp.asarray(random.random((DAYS, FIRMS)) * random.choice([0.0, 1e4]))
    cash = jnp.asarray(random.random(FIRMS) * 10 ** random.uniform(3, 7)) * EXACT.counts
    return market, shortage, support, cash


def with_cash(params, cash):
    return eqx.tree_at(lambda p: p.cash, params, cash)


@pytest.mark.parametrize("params", [EXACT, SMOOTH], ids=["exact", "smooth"])
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_cash_closes_and_exits_are_for_good(params, seed):
    *given_days, cash = drawn(seed)
    last, flows = run(with_cash(params, cash), *given_days)
    assert cash_closes(np.asarray(cash), np.asarray(flows.cash_change), np.asarray(last.cash), AXES.firms) == []
    alive = np.asarray(flows.alive)
    assert (np.diff(alive, axis=0) <= 1e-15).all()
    assert ((alive >= 0) & (alive <= 1)).all()
    lost = np.asarray(flows.capacity_lost)
    assert ((lost >= 0) & (lost <= 1)).all()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_worse_market_never_saves_a_firm(seed):
    sales, shortage, support, cash = drawn(seed)
    params = with_cash(EXACT, cash)
    _, better = run(params, sales, shortage, support)
    _, worse = run(params, sales * 0.8, shortage, support)
    assert (np.asarray(worse.alive) <= np.asarray(better.alive)).all()


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), crowd=st.floats(0.01, 100))
def test_register_and_rest_are_the_sector(seed, crowd):
    random = np.random.default_rng(seed)
    sector = random.random((3, 4)) * random.choice([0.0, 1.0], (3, 4), p=[0.2, 0.8])
    cell = random.integers(0, 12, 20)
    firms = random.random(20) * crowd
    scaled, rest = reconcile(firms, cell, sector)
    listed = np.bincount(cell, scaled, 12).reshape(3, 4)
    np.testing.assert_allclose(listed + rest, sector, rtol=1e-12, atol=1e-12)
    assert (rest >= 0).all()
    assert (scaled <= firms * (1 + 1e-12)).all()
