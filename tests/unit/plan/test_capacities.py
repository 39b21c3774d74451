"""More of a capacity: what it changes, and that its worth is the derivative of the run."""

from __future__ import annotations

from datetime import date

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.history import history
from bothhands.model.epidemic.params import replaced
from bothhands.model.programs import BACKWARD
from bothhands.model.simulate import model_of
from bothhands.plan.capacities import CAPACITIES, KITS, as_given, enlarged, held
from bothhands.plan.decisions import uniform
from bothhands.plan.problem import problem_of, simulated


def test_kits_counted_later_grow_with_those_of_the_first_morning():
    region = load("two-towns")
    count = next(row for row in region.rows("stocks") if row.good == "test_kit")
    later = count.model_copy(update={"day": date(2020, 2, 1), "quantity": 70.0})
    region = region.replace(stocks=(*region.rows("stocks"), later))
    model = model_of(region, axes_of(region))
    more = enlarged(model, as_given(model) * 2.0)
    np.testing.assert_allclose(more.supply.counts.quantity.sum(), 140.0)
    np.testing.assert_array_equal(more.supply.counts.is_counted, model.supply.counts.is_counted)


@pytest.fixture(scope="module")
def crowded():
    """Two towns in a wave that fills every capacity, with few kits: model, problem, decisions."""
    region = load("two-towns").standing_on(load("two-towns").default_as_of)
    axes = axes_of(region)
    model, past = model_of(region, axes), history(region, axes)
    seeds = jnp.zeros_like(model.epidemic.seeds).at[axes.day_index(region.default_as_of), 0].set(400.0)
    few = {"seeds": seeds, "transmission": model.epidemic.transmission * 1.5, "tracers": jnp.array([3.0, 2.0])}
    few |= {"intensive_beds": jnp.array([3.0, 2.0]), "tests_per_day": jnp.array([6e2, 4e2])}
    ill = replaced(model.epidemic, tuple(few), tuple(few.values()))
    is_kit = model.supply.kit_share > 0
    outside = jnp.where(is_kit, 150.0, model.supply.outside_supply)
    stock = jnp.where(is_kit, 100.0, model.supply.first_stock)
    model = eqx.tree_at(
        lambda m: (m.epidemic, m.supply.outside_supply, m.supply.first_stock), model, (ill, outside, stock)
    )
    problem = problem_of(region, axes, model, past, region.default_as_of)
    return model, problem, uniform(axes, port_screening=0.5, corridor_screening=0.5, testing=1.0, tracing=1.0)


def test_every_capacity_grows_by_its_factor_and_no_other(crowded):
    model, *_ = crowded
    for n, field in enumerate(CAPACITIES):
        factors = as_given(model).astype(float)
        factors[n] = [2.0, 3.0]
        grown = held(enlarged(model, factors))
        assert np.allclose(grown[n], held(model)[n] * [2.0, 3.0]), field
        others = np.arange(len(CAPACITIES)) != n
        assert np.allclose(grown[others], held(model)[others]), field


def test_kits_from_outside_grow_with_the_residents_who_have_more(crowded):
    model, *_ = crowded
    factors = as_given(model).astype(float)
    factors[list(CAPACITIES).index(KITS), 0] = 2.0
    is_kit = np.asarray(model.supply.kit_share) > 0
    residents = np.asarray(model.epidemic.population).sum(1)
    change = np.asarray(enlarged(model, factors).supply.outside_supply) / np.asarray(model.supply.outside_supply)
    assert np.allclose(change[is_kit], 1.0 + residents[0] / residents.sum())
    assert np.allclose(change[~is_kit], 1.0)


def test_the_worth_of_more_is_the_change_of_the_run(crowded):
    model, problem, decisions = crowded

    def life_years(factors):
        return simulated(enlarged(model, factors), problem, decisions)[0].life_years

    at = jnp.asarray(as_given(model), jnp.float64)
    slope = np.asarray(jax.jit(jax.grad(life_years), compiler_options=BACKWARD)(at))
    run = jax.jit(life_years)
    for n, field in enumerate(CAPACITIES):
        if field in ("ward_beds", "quarantine_rooms"):
            continue
        step = 1e-3 * jnp.zeros_like(at).at[n].set(1.0)
        change = float(run(at + step) - run(at - step)) / 2e-3
        assert change < 0, field
        assert slope[n].sum() == pytest.approx(change, rel=0.05), field
