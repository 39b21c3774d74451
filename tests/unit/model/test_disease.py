"""A disease as data: declared, extended, wrong in every way at once; whoever moves is still there."""

import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.model.epidemic.checks import persons_conserved
from bothhands.model.epidemic.disease import INFECTION, RESPIRATORY, Disease, Transition, extended
from bothhands.model.epidemic.params import with_disease
from bothhands.model.epidemic.state import initial
from bothhands.model.epidemic.step import EpidemicLevers, EpidemicSignals, step
from bothhands.model.epidemic.steppers import daily_chain, time_at_risk

sys.path.insert(0, str(Path(__file__).parents[3] / "examples"))
from long_term_illness import LONG_TERM, NUMBERS, with_long_term_illness


def day_of(axes, params):
    ones, zeros, open_all = jnp.ones(2), jnp.zeros(2), jnp.ones((2, len(axes.sectors)))
    levers = EpidemicLevers(open_all, ones, ones, ones, zeros, zeros, ones, ones, jnp.ones(1) * 0.3, zeros)
    arriving = jnp.ones(1), jnp.ones(1) * 40, jnp.array([500.0, 200.0]), params.port_passes[0]
    return levers, EpidemicSignals(open_all, open_all, ones, ones, ones, *arriving)


def test_every_fault_of_a_declaration_is_told_at_once():
    with pytest.raises(InputError) as told:
        Disease(
            compartments=("well", "ill", "dead"),
            transitions=(
                Transition("well", "ill", (INFECTION,)),
                Transition("well", "ill", ("rate",)),
                Transition("ill", "ill", ("rate",)),
                Transition("ill", "gone", ("rate",)),
            ),
            infectious=(("sick", ""),),
        )
    said = str(told.value)
    assert all(part in said for part in ("'gone'", "'sick'", "stands twice", "leads to itself"))
    assert len(told.value.faults) == 4


def test_a_factor_without_a_number_and_a_number_without_a_factor_are_told(two_towns):
    _, _, model, _ = two_towns
    with pytest.raises(InputError) as told:
        with_disease(model.epidemic, LONG_TERM, {"long_term_share": 0.1, "long_term_recovery": 0.01})
    said = str(told.value)
    assert "'long_term_recovery_rate' has no number" in said
    assert "'long_term_recovery' is no factor" in said


@pytest.mark.parametrize("key", [None, 3])
def test_an_added_compartment_conserves_persons_and_fills(two_towns, key):
    _, axes, model, _ = two_towns
    params = with_long_term_illness(model).epidemic
    levers, signals = day_of(axes, params)
    state = first = initial(params, whole_persons=key is not None)
    advance = jax.jit(lambda s, k: step(params, s, levers, signals, k))
    for day in range(60):
        state, flows = advance(state, None if key is None else jax.random.fold_in(jax.random.key(key), day))
    after = np.asarray(state.persons)
    names = params.disease.compartments
    assert persons_conserved(np.asarray(first.persons), after, np.asarray(state.imported), axes.places, names) == []
    assert after[names.index("long_ill")].sum() > 100
    away = after[[names.index(name) for name in params.disease.absent]][..., len(axes.ages) :].sum(0)
    members = after[..., len(axes.ages) :].sum(0)
    np.testing.assert_allclose(np.asarray(flows.absent), away / members, rtol=1e-9)
    if key is not None:
        assert np.array_equal(after, np.round(after))


def test_extending_replaces_a_way_between_the_same_compartments():
    ways = [way[:2] for way in LONG_TERM.transitions]
    assert ways.count(("symptomatic", "recovered")) == 1
    assert set(NUMBERS) <= LONG_TERM.factors
    assert extended(RESPIRATORY) == RESPIRATORY


def test_the_chain_leaves_in_proportion_to_hazards_and_its_gradient_is_finite_where_nothing_moves():
    disease = Disease(
        compartments=("well", "ill", "cured", "dead"),
        transitions=(
            Transition("well", "ill", (INFECTION,)),
            Transition("ill", "cured", ("cure",)),
            Transition("ill", "dead", ("death",)),
        ),
        infectious=(("ill", ""),),
    )
    persons = jnp.asarray([100.0, 50.0, 0.0, 0.0])[:, None, None]
    hazards = jnp.asarray([0.2, 0.3, 0.1])[:, None, None]
    moved = daily_chain(disease, hazards, persons, None)[:, 0, 0]
    np.testing.assert_allclose(moved, [100 * -np.expm1(-0.2), 50 * -np.expm1(-0.4) * 0.75, 50 * -np.expm1(-0.4) * 0.25])
    slope = jax.grad(lambda at: daily_chain(disease, at, persons, None).sum())(0.0 * hazards)
    np.testing.assert_allclose(slope[:, 0, 0], [100.0, 50.0, 50.0])


def test_time_at_risk_is_smooth_where_its_two_forms_meet():
    at = np.array([0.0, 1e-8, 0.999e-3, 1.001e-3, 0.1, 5.0])
    exact = np.where(at > 0, -np.expm1(-at) / np.where(at > 0, at, 1.0), 1.0)
    np.testing.assert_allclose(time_at_risk(jnp.asarray(at)), exact, rtol=1e-10)
