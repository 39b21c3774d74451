"""Whatever the day brings, tonnes and pieces close, nothing is negative, and units do not matter."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.model.signals import Signals
from bothhands.model.supply import params as supply_params
from bothhands.model.supply import state as supply_state
from bothhands.model.supply.checks import mass_faults
from bothhands.model.supply.step import SupplyLevers, step

REGION = load("two-towns")
AXES = axes_of(REGION)
DAYS, PLACES, SECTORS, GOODS = 25, len(AXES.places), len(AXES.sectors), len(AXES.goods)
EXACT = supply_params.from_region(REGION, AXES)
SMOOTH = supply_params.from_region(REGION, AXES, smoothing=0.05)


@jax.jit
def run(params, levers, demand, kits, labour):
    nothing = jnp.zeros(PLACES)

    def day(state, now):
        today, masks, used, hands = now
        signals = Signals(*[nothing] * len(Signals._fields))
        signals = signals._replace(mask_demand=masks, test_kits_used=used, labour_available=hands)
        return step(params, state, today, signals)

    return jax.lax.scan(day, supply_state.initial(params), (levers, demand, kits, labour))


def drawn(seed, params):
    random = np.random.default_rng(seed)

    def some(shape, scale):
        return jnp.asarray(random.choice([0.0, 1.0, random.random()], shape) * random.random(shape) * scale)

    params = eqx.tree_at(lambda p: p.first_stock, params, some((PLACES, GOODS), 10 ** random.uniform(0, 6)))
    params = eqx.tree_at(lambda p: p.spoilage, params, some((GOODS,), 0.2))
    scale = jnp.asarray([50.0, 1.0, 1e5, 1e3])
    levers = SupplyLevers(some((DAYS, PLACES, GOODS), 2.0) * scale, some((DAYS, PLACES, GOODS), 0.5) * scale)
    return params, levers, some((DAYS, PLACES, 4), 1e5), some((DAYS, PLACES), 1e3), some((DAYS, PLACES, SECTORS), 1.0)


@pytest.mark.parametrize("params", [EXACT, SMOOTH], ids=["exact", "smooth"])
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_mass_balance(params, seed):
    inputs = drawn(seed, params)
    state, flows = run(*inputs)
    assert mass_faults(AXES, np.asarray(inputs[0].first_stock), flows) == []
    for name in ("produced", "used", "served", "bought", "shipped", "delivered", "masks_served", "kits_served"):
        assert (np.asarray(getattr(flows, name)) >= 0).all(), name
    for quantity in jax.tree.leaves(state):
        assert (np.asarray(quantity) >= -1e-9).all()
    for name in ("mask_coverage", "kit_coverage", "shortage_of_place", "input_shortage"):
        share = np.asarray(getattr(flows, name))
        assert (share >= -1e-12).all(), name
        assert (share <= 1 + 1e-12).all(), name


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_lower_priority_never_takes_from_higher(seed):
    params, levers, demand, kits, labour = drawn(seed, EXACT)
    _, flows = run(params, levers, demand, kits, labour)
    coverage = np.asarray(flows.mask_coverage)
    needed = np.asarray(demand) > 0
    for high in range(3):
        for low in range(high + 1, 4):
            taken = needed[..., high] & needed[..., low] & (coverage[..., low] > 1e-9)
            assert (coverage[..., high][taken] >= 1 - 1e-9).all()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_more_capacity_never_serves_fewer_health_workers_in_all(seed):
    params, levers, demand, kits, labour = drawn(seed, EXACT)
    mask = AXES.goods.index("mask")
    _, before = run(params, levers, demand, kits, labour)
    more = levers._replace(purchases=levers.purchases.at[:, :, mask].add(1e5))
    params = eqx.tree_at(lambda p: p.outside_supply, params, params.outside_supply.at[mask].set(1e9))
    _, after = run(params, more, demand, kits, labour)
    assert after.masks_served[..., 0].sum() >= before.masks_served[..., 0].sum() - 1e-6


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_places_are_only_names(seed):
    params, levers, demand, kits, labour = drawn(seed, EXACT)
    turn = jnp.arange(PLACES)[::-1]
    fields = ("transit_days", "first_stock", "labour_weight", "sector_of_site", "arrives_at_once")
    turned = eqx.tree_at(
        lambda p: (*(getattr(p, name) for name in fields), p.arrival_day),
        params,
        (*(getattr(params, name)[turn] for name in fields), params.arrival_day[:, turn]),
    )
    _, flows = run(params, levers, demand, kits, labour)
    swapped = SupplyLevers(levers.capacity[:, turn], levers.purchases[:, turn])
    _, back = run(turned, swapped, demand[:, turn], kits[:, turn], labour[:, turn])
    np.testing.assert_allclose(back.mask_coverage[:, turn], flows.mask_coverage, atol=1e-9)
    np.testing.assert_allclose(back.stock[:, turn], flows.stock, rtol=1e-9, atol=1e-6)
