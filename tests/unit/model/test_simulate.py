"""The coupled run: persons, cash and signals; each signal cut and doubled moves what it should."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.levers.catalogue import neutral_levers
from bothhands.model.epidemic.checks import persons_conserved
from bothhands.model.epidemic.state import initial
from bothhands.model.epidemic.step import EpidemicLevers, EpidemicSignals, step
from bothhands.model.firms.checks import cash_closes
from bothhands.model.programs import BACKWARD
from bothhands.model.signals import SignalGains
from bothhands.model.simulate import run, until


@pytest.fixture(scope="module")
def wave(two_towns):
    """Two towns with enough infected arrivals to be felt everywhere."""
    _, axes, model, past = two_towns
    seeds = np.zeros((axes.n_days, 2))
    seeds[60] = [300.0, 100.0]
    model = eqx.tree_at(lambda m: m.epidemic.seeds, model, jnp.asarray(seeds))
    firms = model.firms
    poor = eqx.tree_at(lambda f: (f.cash, f.credit), firms, (firms.cash * 0.25, firms.credit * 0.25))
    return eqx.tree_at(lambda m: m.firms, model, poor), past


def total(record, pick):
    return float(np.asarray(pick(record)).sum())


SIGNALS = {
    "contacts": (lambda d: d.epidemic.infections, -1),
    "labour": (lambda d: d.economy.value_added, -1),
    "mask_demand": (lambda d: d.supply.served, +1),
    "mask_coverage": (lambda d: d.epidemic.infections, -1),
    "kits_rooms_tracers": (lambda d: d.supply.kits_served, +1),
    "fear": (lambda d: d.economy.consumption, -1),
    "sales": (lambda d: d.firms.profit, -1),
    "capacity_lost": (lambda d: d.economy.value_added, -1),
    "input_shortage": (lambda d: d.firms.sales, -1),
    "tax_base": (lambda d: d.signals.tax_base, +1),
}


@pytest.mark.parametrize("name", SIGNALS)
def test_cutting_a_signal_moves_its_outcome_and_doubling_moves_it_further(name, wave, compiled):
    model, past = wave
    pick, direction = SIGNALS[name]
    cut, normal, doubled = (
        total(compiled(model, past, None, SignalGains(**{name: jnp.asarray(gain)})), pick) for gain in (0.0, 1.0, 2.0)
    )
    assert direction * (normal - cut) > 0, (cut, normal, doubled)
    assert direction * (doubled - normal) > 0, (cut, normal, doubled)


def test_the_economy_without_a_shock_stands_still(two_towns, compiled):
    _, axes, model, _ = two_towns
    quiet = eqx.tree_at(
        lambda m: (m.epidemic.imported_infected, m.economy.outside),
        model,
        (jnp.zeros_like(model.epidemic.imported_infected), jax.tree.map(jnp.ones_like, model.economy.outside)),
    )
    record = compiled(quiet, neutral_levers(axes))
    drift = np.asarray(record.economy.output) / np.asarray(model.economy.output) - 1
    assert np.abs(drift).max() < 1e-12
    assert np.asarray(record.epidemic.infections).max() == 0


@pytest.mark.parametrize("key", [None, 5])
def test_persons_are_conserved_and_nobody_stands_in_a_closed_sector(two_towns, key):
    _, axes, model, _ = two_towns
    params = model.epidemic
    ones, zeros, open_all = jnp.ones(2), jnp.zeros(2), jnp.ones((2, len(axes.sectors)))
    levers = EpidemicLevers(open_all, ones, ones, ones, zeros, zeros, ones, ones, jnp.ones(1) * 0.3, zeros)
    arriving = jnp.ones(1), jnp.ones(1) * 40, jnp.array([50.0, 20.0]), params.port_passes[0]
    signals = EpidemicSignals(open_all, open_all, ones, ones, ones, *arriving)
    state = first = initial(params, whole_persons=key is not None)
    advance = jax.jit(lambda s, k, openness: step(params, s, levers._replace(openness=openness), signals, k)[0])
    for day in range(40):
        openness = open_all.at[:, 1].set([1.0, 0.4, 0.0, 0.7][day // 5 % 4])
        state = advance(state, None if key is None else jax.random.fold_in(jax.random.key(key), day), openness)
        nobody = float(state.persons[..., len(axes.ages) + 1].sum()) < 1e-9
        assert nobody == (float(openness[0, 1]) == 0.0)  # of those who arrive infected neither
    after = np.asarray(state.persons)
    names = params.disease.compartments
    assert persons_conserved(np.asarray(first.persons), after, np.asarray(state.imported), axes.places, names) == []
    if key is not None:
        assert np.array_equal(after, np.round(after))


def test_cash_closes(two_towns, compiled):
    _, axes, model, past = two_towns
    record = compiled(model, past)
    flows = record.firms
    assert (
        cash_closes(np.asarray(model.firms.cash), np.asarray(flows.cash_change), np.asarray(flows.cash)[-1], axes.firms)
        == []
    )


def test_members_with_one_seed_are_equal_and_with_another_differ(two_towns):
    from bothhands.model.ensemble import Draws, ensemble

    _, _, model, past = two_towns
    draws = Draws({"seeds": np.full((4, *model.epidemic.seeds.shape), 0.05)})
    one, same, other = (ensemble(model, draws, past, seed) for seed in (1, 1, 2))
    assert np.array_equal(one.infections, same.infections)
    assert not np.array_equal(one.infections, other.infections)
    assert np.array_equal(one.infections, np.round(one.infections))


def test_permuting_the_places_permutes_the_results(two_towns, compiled):
    region, axes, model, past = two_towns
    from bothhands.inputs.axes import axes_of
    from bothhands.levers.history import history
    from bothhands.model.simulate import model_of

    places = region.rows("places")
    turned = region.replace(places=(places[0], *reversed(places[1:])))
    other_axes = axes_of(turned)
    assert other_axes.places == tuple(reversed(axes.places))
    mine = np.asarray(compiled(model, past).economy.value_added).sum(-1)
    theirs = np.asarray(compiled(model_of(turned, other_axes), history(turned, other_axes)).economy.value_added).sum(-1)
    np.testing.assert_allclose(mine, theirs[:, ::-1], rtol=1e-9)


def test_the_gradient_agrees_with_a_finite_difference(two_towns):
    _, _, model, past = two_towns

    def added(shift):
        from bothhands.model.simulate import run

        opened = past._replace(openness=jnp.asarray(past.openness).at[90:, 0, 2].add(shift))
        return run(model, opened).economy.value_added.sum() / 1e9

    slope = float(jax.jit(jax.grad(added), compiler_options=BACKWARD)(-0.2))
    value = jax.jit(added)
    difference = float((value(-0.2 + 1e-5) - value(-0.2 - 1e-5)) / 2e-5)
    assert slope == pytest.approx(difference, rel=1e-4)
    assert slope != 0


def test_taking_over_at_a_day_runs_the_rest_alike(two_towns, compiled):
    _, axes, model, past = two_towns
    whole = compiled(model, past)
    for day in (0, 40, axes.n_days - 1):
        behind = jax.jit(until)(model, past, whole, jnp.asarray(day))
        again = jax.jit(lambda model, levers, behind: run(model, levers, past=behind))(model, past, behind)
        for one, other in zip(jax.tree.leaves(whole), jax.tree.leaves(again), strict=True):
            largest = max(float(np.abs(np.asarray(one)).max(initial=0.0)), 1.0)
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9 * largest)
