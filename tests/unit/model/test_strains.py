"""Strains: two that are alike are one, the faster displaces the slower at the difference of their rates, the recovered escape by share."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.optimize import brentq

from bothhands.errors import InputError
from bothhands.model.epidemic.copies import Layer, base_of, copy_of
from bothhands.model.epidemic.disease import RESPIRATORY
from bothhands.model.epidemic.layers import Efficacy, layered, numbers_of_layer
from bothhands.model.epidemic.params import replaced, with_disease
from bothhands.model.epidemic.state import initial
from bothhands.model.epidemic.step import hazards
from bothhands.model.epidemic.steppers import daily_chain, net, runge_kutta
from bothhands.model.epidemic.strains import StrainTraits, numbers_of_strain, with_strains
from bothhands.validate.closed_forms import one_group, quiet


def with_second(params, traits):
    disease = with_strains(params.disease, ("second",))
    numbers = numbers_of_strain("second", traits)
    return one_group(
        with_disease(params, disease, {name: numbers[name] for name in numbers if name in disease.factors})
    )


def path(params, persons, days, substeps=0):
    disease = params.disease

    def day(at, _):
        if substeps:
            moved = runge_kutta(disease, lambda x: hazards(params, x, quiet()), at, substeps)
        else:
            moved = daily_chain(disease, hazards(params, at, quiet()), at, None)
        by_strain = jnp.stack([disease.infections(moved, strain).sum() for strain in ("", *disease.strains)])
        return at + net(disease, moved), by_strain

    end, infections = jax.jit(lambda at: jax.lax.scan(day, at, None, length=days))(persons)
    return np.asarray(end), np.asarray(infections)


def seeded(params, first, second):
    disease = params.disease
    persons = initial(params).persons.at[0].add(-first - second).at[disease.index["exposed"]].add(first)
    return persons.at[disease.index["exposed:second"]].add(second) if second else persons


@pytest.mark.parametrize("substeps", [0, 4])
def test_two_strains_that_are_alike_are_one(two_towns, substeps):
    both = with_second(two_towns[2].epidemic, StrainTraits())
    alone = one_group(two_towns[2].epidemic)
    varied = {
        "symptomatic_share": jnp.full((1, 1), 0.6),
        "hospital_share": jnp.full((1, 1), 0.1),
        "waning_rate": jnp.asarray(0.01),
    }
    both, alone = (replaced(one, tuple(varied), tuple(varied.values())) for one in (both, alone))
    end, infections = path(both, seeded(both, 30.0, 70.0), 250, substeps)
    end_alone, infections_alone = path(alone, seeded(alone, 100.0, 0.0), 250, substeps)
    np.testing.assert_allclose(infections.sum(1), infections_alone[:, 0], rtol=1e-9)
    np.testing.assert_allclose(infections[1:, 1] / infections[1:].sum(1), 0.7, rtol=1e-9)
    names = both.disease.compartments
    for at, name in enumerate(alone.disease.compartments):
        merged = sum(end[n, 0, 0] for n, one in enumerate(names) if base_of(one) == name)
        assert merged == pytest.approx(end_alone[at, 0, 0], rel=1e-9, abs=1e-9)


def growth_of(params, transmission_factor=1.0, latent_speed=1.0):
    """Log of the growth factor a day: the eigenvalue of the chain E → P → I."""
    rates = (
        float(params.latent_rate) * latent_speed,
        float(params.presymptomatic_rate),
        float(params.symptomatic_rate),
    )
    leave = [-np.expm1(-rate) for rate in rates]
    beta = float(params.transmission) * transmission_factor
    chain = np.array([[1 - leave[0], beta, beta], [leave[0], 1 - leave[1], 0.0], [0.0, leave[1], 1 - leave[2]]])
    return float(np.log(np.abs(np.linalg.eigvals(chain)).max()))


def test_the_ratio_of_two_strains_grows_with_the_difference_of_their_rates(two_towns):
    traits = StrainTraits(transmission_factor=1.3, latent_speed=1.5)
    params = with_second(two_towns[2].epidemic, traits)
    _, infections = path(params, seeded(params, 1e-2, 1e-4), 60)
    ratio = np.log(infections[1:, 1] / infections[1:, 0])
    expected = growth_of(params, 1.3, 1.5) - growth_of(params)
    assert expected > 0.05
    assert ratio[58] - ratio[57] == pytest.approx(expected, rel=1e-3)
    assert (ratio[58] - ratio[38]) / 20 == pytest.approx(expected, rel=1e-3)


def test_with_full_cross_immunity_the_slower_strain_dies_out(two_towns):
    params = with_second(two_towns[2].epidemic, StrainTraits(transmission_factor=1.3))
    params = replaced(params, ("waning_rate",), (jnp.asarray(1 / 100.0),))
    _, infections = path(params, seeded(params, 1000.0, 1.0), 1500)
    assert infections[40, 0] > infections[40, 1] > 0
    assert infections[-1, 0] < 1e-6 * infections[-1, 1]
    assert infections[-1, 1] > 1000


@pytest.mark.parametrize("share", [0.0, 0.7, 1.0])
def test_final_size_of_a_strain_among_those_who_recovered_from_another(two_towns, share):
    """ln(1/s) = x R z: their hazard is the share x of the susceptible's."""
    params = with_second(two_towns[2].epidemic, StrainTraits(reinfection_share=share, reinfection_after_share=0.0))
    at = params.disease.index
    start = initial(params).persons.at[0].set(0.0).at[at["recovered"]].set(1e6 - 1).at[at["exposed:second"]].set(1.0)
    end, infections = path(params, start, 4000)
    caught = 1 - end[at["recovered"], 0, 0] / (1e6 - 1)
    assert infections[:, 0].sum() == 0
    if share == 0.0:
        assert caught == 0.0
        return
    reproduction = 2.0
    theirs = brentq(
        lambda z: -np.log1p(-z) - share * reproduction * (z * (1e6 - 1) + 1) / 1e6, 1e-5, 1 - 1e-12, xtol=1e-15
    )
    assert caught == pytest.approx(theirs, rel=1e-8)


def test_a_layer_protects_from_each_strain_as_it_says():
    disease = layered(with_strains(RESPIRATORY, ("second",)), (Layer("dose"),))
    way = {way[:2]: way.factors for way in disease.transitions}
    caught = way[("recovered|dose", "exposed:second|dose")]
    assert {"infection:second", "reinfection_share:second", "susceptibility:second|dose"} <= set(caught)
    assert way[("susceptible|dose", "exposed|dose")] == ("infection", "susceptibility|dose")
    assert way[("exposed:second|dose", "presymptomatic:second|dose")][1] == (
        "symptomatic_share*symptoms:second*symptoms_left:second|dose"
    )
    named = numbers_of_layer("dose", Efficacy(0.5), "second")
    assert copy_of("susceptibility", "second", "dose") in named
    assert set(named) <= disease.factors


def test_a_severer_strain_never_takes_a_share_above_one(two_towns):
    params = with_second(two_towns[2].epidemic, StrainTraits(hospital_factor=50.0))
    params = replaced(params, ("hospital_share",), (jnp.full((1, 1), 0.1),))
    at = {way[:2]: n for n, way in enumerate(params.disease.transitions)}
    now = hazards(params, initial(params).persons, quiet())
    assert float(now[at[("symptomatic:second", "recovered:second")]][0, 0]) == 0.0
    assert float(now[at[("symptomatic:second", "ward:second")]][0, 0]) == pytest.approx(float(params.symptomatic_rate))


def test_every_fault_of_strains_is_told_at_once():
    with pytest.raises(InputError) as told:
        with_strains(layered(RESPIRATORY, (Layer("dose"),)), ("a", "a", "b:c", ""))
    said = str(told.value)
    assert all(part in said for part in ("'a' stands twice", "'b:c'", "''", "layers already"))
    assert with_strains(RESPIRATORY, ()) == RESPIRATORY
