"""Layers of vaccination: persons conserved, closed forms of final size, waning and reproduction number, nothing where nothing is asked."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.optimize import brentq

from bothhands.errors import InputError
from bothhands.model.epidemic.copies import Layer, copy_of
from bothhands.model.epidemic.disease import RESPIRATORY
from bothhands.model.epidemic.layers import WANING, Efficacy, layered, numbers_of_layer
from bothhands.model.epidemic.params import replaced, with_disease
from bothhands.model.epidemic.parts import parts_of
from bothhands.model.epidemic.state import initial
from bothhands.model.epidemic.step import hazards, numbers
from bothhands.model.epidemic.steppers import daily_chain, net, runge_kutta
from bothhands.model.epidemic.vaccination import vaccinated
from bothhands.validate.closed_forms import one_group, quiet

LAYER = Layer("dose")
BOTH = (LAYER, Layer("booster", after="dose"))


def protected(params, efficacy, waning=0.0, layers=(LAYER,)):
    given = {}
    for layer in layers:
        given |= {**numbers_of_layer(layer.name, efficacy), copy_of(WANING, layer=layer.name): waning}
    disease = layered(params.disease, layers)
    return one_group(with_disease(params, disease, given))


def after(params, persons, days, substeps=0):
    disease = params.disease

    def day(at, _):
        if substeps:
            moved = runge_kutta(disease, lambda x: hazards(params, x, quiet()), at, substeps)
        else:
            moved = daily_chain(disease, hazards(params, at, quiet()), at, None)
        return at + net(disease, moved), None

    return jax.jit(lambda at: jax.lax.scan(day, at, None, length=days)[0])(persons)


def vaccinated_share(params, share, exposed=0.0):
    disease = params.disease
    persons = initial(params).persons
    total = persons[0]
    persons = persons.at[0].set((1 - share) * total).at[disease.index["susceptible|dose"]].set(share * total)
    return persons.at[disease.index["exposed"]].add(exposed).at[0].add(-exposed)


@pytest.mark.parametrize("share", [0.3, 0.8])
def test_final_size_with_a_leaky_vaccine_is_that_of_two_groups(two_towns, share):
    """ln(1/s_u) = R (z_u + o z_v), s_v = s_u^σ of each group's start; Runge–Kutta of the continuous form."""
    base = two_towns[2].epidemic
    sigma, onward = 0.4, 0.5
    params = protected(base, Efficacy(infection=1 - sigma, onward=1 - onward, symptoms=1 - sigma))
    start = vaccinated_share(params, share, exposed=1.0)
    end = after(params, start, 2500, substeps=8)
    days = 1 / float(params.presymptomatic_rate) + 1 / float(params.symptomatic_rate)
    reproduction = float(params.transmission) * days
    u, v = (1 - share) * 1e6 - 1, share * 1e6

    def residual(log_left):
        left = np.exp(log_left)
        infected = (u + 1 - u * left) + onward * v * (1 - left**sigma)
        return log_left + reproduction * infected / 1e6

    lowest = brentq(residual, -reproduction * 2, -1e-9 if reproduction * (u + sigma * onward * v) > 1e6 else -1e-12)
    theirs = np.array([u * np.exp(lowest), v * np.exp(sigma * lowest)])
    ours = np.array([float(end[0, 0, 0]), float(end[params.disease.index["susceptible|dose"], 0, 0])])
    np.testing.assert_allclose(ours / 1e6, theirs / 1e6, atol=1e-6)


def test_protection_is_lost_as_a_whole_with_its_half_life(two_towns):
    base = two_towns[2].epidemic
    params = protected(base, Efficacy(infection=1.0), waning=np.log(2) / 90)
    start = vaccinated_share(params, 1.0)
    for substeps in (0, 8):
        end = after(params, start, 90, substeps)
        left = float(end[params.disease.index["susceptible|dose"], 0, 0]) / 1e6
        assert left == pytest.approx(0.5, abs=1e-10)


def test_a_fully_effective_vaccine_given_to_all_stops_the_epidemic(two_towns):
    base = two_towns[2].epidemic
    params = protected(base, Efficacy(infection=1.0))
    infected = initial(params).persons.at[1, 0, 0].set(100.0).at[0, 0, 0].add(-100.0)
    doses = {"dose": jnp.full((1, 1), 1e6)}
    given = vaccinated(params.disease, infected, doses)
    assert float(given[0, 0, 0]) == pytest.approx(0.0, abs=1e-6)
    assert float(given[1, 0, 0]) == pytest.approx(100.0)
    end = after(params, given, 200)
    ever = 1e6 - float(params.disease.held(end, ("susceptible",)).sum())
    assert ever == pytest.approx(100.0, abs=1e-6)
    without = after(params, infected, 200)
    assert 1e6 - float(params.disease.held(without, ("susceptible",)).sum()) > 5e5


def test_reproduction_number_is_that_of_the_next_generation_matrix_of_two_groups(two_towns):
    """With everyone met alike: R (1 − c + c σ o d_v/d_u)."""
    base = two_towns[2].epidemic
    params = protected(base, Efficacy(0.3, 0.2, 0.65, 0.9, 0.9, 0.95))
    params = replaced(params, ("symptomatic_share",), (jnp.full((1, 1), 0.6),))
    persons = vaccinated_share(params, 0.7)
    day = quiet()
    moved = daily_chain(params.disease, hazards(params, persons, day), persons, None)
    one = parts_of(params.disease, numbers(params, day), persons, moved, {}).strains["first"]
    rates = {name: float(getattr(base, f"{name}_rate")) for name in ("presymptomatic", "symptomatic", "asymptomatic")}
    stay = {name: 1 / -np.expm1(-rate) for name, rate in rates.items()}

    def infectious(share):
        ill = stay["presymptomatic"] + stay["symptomatic"]
        return share * ill + (1 - share) * float(base.asymptomatic_infectiousness) * stay["asymptomatic"]

    unprotected, layer = infectious(0.6), infectious(0.6 * 0.35 / 0.7)
    beta = float(params.transmission)
    matrix = beta * np.array(
        [
            [0.3 * unprotected, 0.3 * 0.8 * layer],
            [0.7 * 0.7 * unprotected, 0.7 * 0.7 * 0.8 * layer],
        ]
    )
    theirs = float(np.abs(np.linalg.eigvals(matrix)).max())
    ours = beta * float(one.catching[0, 0]) / 1e6 * infectious(float(one.symptomatic_share[0, 0]))
    assert ours == pytest.approx(theirs, rel=1e-9)


def test_efficacies_are_against_the_unprotected_in_every_stage(two_towns):
    """Of the same number exposed, infections, illness, admissions and deaths fall by what each efficacy says."""
    params = two_towns[2].epidemic
    said = Efficacy(0.3, 0.0, 0.6, 0.8, 0.85, 0.9)
    number = numbers_of_layer("dose", said)
    chain = ["susceptibility", "symptoms_left", "hospital_left", "intensive_left", "death_left"]
    left = np.cumprod([number[f"{name}|dose"] for name in chain])
    np.testing.assert_allclose(1 - left, [0.3, 0.6, 0.8, 0.85, 0.9])
    assert {*number, "protection_waning_rate|dose"} == layered(
        params.disease, (LAYER,)
    ).factors - params.disease.factors


@pytest.mark.parametrize("key", [None, 5])
def test_doses_move_no_more_persons_than_there_are_and_lose_none(two_towns, key):
    disease = layered(RESPIRATORY, BOTH)
    generator = np.random.default_rng(4)
    persons = jnp.asarray(generator.integers(0, 60, (len(disease.compartments), 2, 8)).astype(float))
    doses = {"dose": jnp.asarray(generator.uniform(0, 300, (2, 8))), "booster": jnp.full((2, 8), 1e9)}
    own = None if key is None else jax.random.key(key)
    now = np.asarray(vaccinated(disease, persons, doses, own))
    assert now.min() >= 0
    np.testing.assert_allclose(now.sum(0), np.asarray(persons).sum(0), rtol=1e-12)
    if key is not None:
        assert np.array_equal(now, np.round(now))
    names = disease.index
    assert now[names["susceptible|dose"]].max() < 1e-9
    for stays in ("exposed", "ward", "symptomatic", "exposed|dose"):
        np.testing.assert_array_equal(now[names[stays]], np.asarray(persons)[names[stays]])


def test_whole_doses_are_as_many_as_given_and_shared_in_proportion():
    disease = layered(RESPIRATORY, (LAYER,))
    persons = jnp.zeros((len(disease.compartments), 1, 1)).at[0].set(700.0).at[9].set(300.0)
    once = jax.jit(lambda k: vaccinated(disease, persons, {"dose": jnp.full((1, 1), 10.4)}, k))
    got = np.array(
        [
            np.asarray(once(jax.random.key(n)))[
                [disease.index["susceptible|dose"], disease.index["recovered|dose"]], 0, 0
            ]
            for n in range(2000)
        ]
    )
    assert set(got.sum(1)) == {10.0, 11.0}
    np.testing.assert_allclose(got.mean(0), [7.28, 3.12], atol=0.05)


def test_every_fault_of_layers_is_told_at_once():
    with pytest.raises(InputError) as told:
        layered(RESPIRATORY, (LAYER, LAYER, Layer("a|b"), Layer("late", after="dos"), Layer("odd", moved=("nobody",))))
    said = str(told.value)
    assert all(part in said for part in ("stands twice", "'a|b'", "'dos'", "'nobody'", "are given no dose"))
    assert layered(RESPIRATORY, ()) == RESPIRATORY


def test_copies_keep_their_meaning():
    disease = layered(RESPIRATORY, BOTH)
    persons = jnp.zeros((len(disease.compartments), 1, 1))
    for name in ("ward", "ward|dose", "ward|booster", "dead", "recovered|dose"):
        persons = persons.at[disease.index[name]].set(1.0)
    assert float(disease.held(persons, ("ward",)).sum()) == 3
    assert float(disease.held(persons, disease.absent).sum()) == 4
    assert float(disease.living(persons).sum()) == 4
    assert float(disease.protected(persons, "dose").sum()) == 2
    assert "dead|dose" not in disease.compartments
