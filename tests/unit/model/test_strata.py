"""Strata: people and jobs made to fit, workers who leave closed sectors and come back, contacts counted by hand."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothhands.model.epidemic.contacts import Contacts, by_age, contact_matrix, force_of_infection
from bothhands.model.epidemic.reassign import reassigned, sizes, spread
from bothhands.model.epidemic.reproduction import spectral_radius
from bothhands.model.epidemic.state import initial
from bothhands.model.epidemic.strata import ages_along_the_chain, over_strata


def test_residents_by_age_are_the_strata_folded(two_towns):
    _, _, model, _ = two_towns
    params = model.epidemic
    np.testing.assert_allclose(by_age(params.strata, params.worker_age), params.population)
    np.testing.assert_allclose(params.worker_age.sum(1), 1.0)
    assert float(params.strata.min()) >= 0


def test_workers_are_as_ill_as_the_ages_they_are_of():
    """Of infected workers as many have symptoms, lie in wards and intensive care, and die, as of people of their ages; whatever is closed."""
    generator = np.random.default_rng(3)
    names = ("symptomatic_share", "hospital_share", "intensive_share", "fatality_share")
    risks = {name: generator.uniform(0.01, 0.9, 6) for name in names}
    worker_age = generator.dirichlet(np.ones(6), 2) * [[0, 1, 1, 1, 1, 0]]
    worker_age /= worker_age.sum(1, keepdims=True)
    ages = ages_along_the_chain(risks, worker_age)
    s, h, i, f = (over_strata(risks[name], ages[name], 3)[:, 6:] for name in names)
    by_age = risks["symptomatic_share"] * risks["hospital_share"]
    np.testing.assert_allclose(s * h, np.repeat((worker_age @ by_age)[:, None], 3, 1))
    np.testing.assert_allclose(s * h * i, np.repeat((worker_age @ (by_age * risks["intensive_share"]))[:, None], 3, 1))
    dying = by_age * risks["fatality_share"]
    np.testing.assert_allclose(s * h * f, np.repeat((worker_age @ dying)[:, None], 3, 1))
    np.testing.assert_allclose(ages["dead"], worker_age * dying / (worker_age @ dying)[:, None])
    nobody = ages_along_the_chain({name: np.zeros(6) for name in names}, worker_age)
    np.testing.assert_allclose(nobody["dead"], worker_age)


def test_workers_meet_as_many_colleagues_as_the_matrix_of_work_says(two_towns):
    region, axes, model, _ = two_towns
    params, n_ages = model.epidemic, len(axes.ages)
    met = (params.strata[:, n_ages:] * params.colleague_contacts).sum()
    by_matrix = sum(
        row.contacts_per_day * float(params.population[:, axes.ages.index(row.age_from)].sum())
        for row in region.rows("contacts")
        if row.setting == "work"
    )
    assert float(met) == pytest.approx(by_matrix)


def test_contacts_by_hand():
    """Two ages, two sectors of adults; every kind of contact alone."""
    size = jnp.asarray([[100.0, 200.0, 300.0, 400.0]])
    nothing, workers = jnp.zeros((1, 2)), jnp.asarray([[2.0, 3.0]])
    calm = Contacts(
        jnp.zeros((1, 2, 2)), jnp.ones((1, 1)), jnp.asarray([[0.0, 1.0]]), nothing, nothing, nothing, nothing
    )
    ages = calm._replace(by_age=jnp.asarray([[[1.0, 9.0], [0.5, 18.0]]]))
    row_child = [1.0, 9.0 * 200 / 900, 9.0 * 300 / 900, 9.0 * 400 / 900]
    row_adult = [0.5, 18.0 * 200 / 900, 18.0 * 300 / 900, 18.0 * 400 / 900]
    np.testing.assert_allclose(contact_matrix(ages, size), [row_child, row_adult, row_adult, row_adult])
    np.testing.assert_allclose(contact_matrix(calm._replace(colleagues=workers), size), np.diag([0.0, 0.0, 2.0, 3.0]))
    shares = np.array([0.1, 0.2, 0.3, 0.4])
    served = contact_matrix(calm._replace(customers=workers), size)
    np.testing.assert_allclose(served, [0 * shares, 0 * shares, 2 * shares, 3 * shares])
    way = contact_matrix(calm._replace(commuters=workers, commuting_share=jnp.asarray([[0.5, 1.0]])), size)
    np.testing.assert_allclose(way[2], [0.0, 0.0, 2 * 0.5 * 0.3, 2 * 0.4])


def test_travel_takes_people_to_where_the_infection_is():
    size = jnp.asarray([[100.0], [100.0]])
    empty = jnp.zeros((2, 0))
    home = Contacts(jnp.ones((1, 1, 1)), jnp.ones((1, 2)), jnp.ones((2, 1)), empty, empty, empty, empty)
    ill = jnp.asarray([[10.0], [0.0]])
    np.testing.assert_allclose(force_of_infection(home, ill, size), [[0.1], [0.0]])
    travel = jnp.asarray([[1.0, 0.0], [0.2, 0.8]])
    met = force_of_infection(home, ill, size, travel)
    np.testing.assert_allclose(met, [[10 / 120], [0.2 * 10 / 120]])


@pytest.mark.parametrize("key", [None, 1])
def test_workers_leave_with_their_infection_and_come_back(two_towns, key):
    _, axes, model, _ = two_towns
    params, n_ages = model.epidemic, len(axes.ages)
    start = initial(params, whole_persons=key is not None).persons
    ill = params.disease.index["symptomatic"]
    start = start.at[ill, :, n_ages:].set(40.0).at[0, :, n_ages:].add(-40.0)
    everyone, half = jnp.ones((2, len(axes.sectors))), jnp.ones((2, len(axes.sectors))).at[:, 1].set(0.25)
    keys = (None, None) if key is None else tuple(jax.random.split(jax.random.key(key)))
    closed = reassigned(params, start, everyone, half, keys[0])
    again = reassigned(params, closed, half, everyone, keys[1])
    for now in (closed, again):
        np.testing.assert_allclose(now.sum((0, 2)), start.sum((0, 2)))
        assert float(now.min()) >= 0
    gone = 1 - float(closed[ill, 0, n_ages + 1]) / 40
    assert gone == pytest.approx(0.75, abs=1e-12 if key is None else 0.25)
    left = float(closed[ill, :, :n_ages].sum())
    assert left == pytest.approx(60.0, abs=1e-9 if key is None else 15)
    if key is None:
        np.testing.assert_allclose(closed.sum(0), sizes(params.strata, params.worker_age, half))
        np.testing.assert_allclose(again.sum(0), params.strata)
    else:
        np.testing.assert_allclose(np.asarray(again), np.round(again))


@given(st.integers(0, 10_000), st.lists(st.floats(0, 1), min_size=2, max_size=6), st.integers(0, 99))
def test_spreading_whole_persons_loses_nobody(count, shares, seed):
    if sum(shares) <= 1e-6:
        shares = [1.0] * len(shares)
    share = jnp.asarray(shares) / sum(shares)
    parts = spread(jax.random.key(seed), jnp.asarray([[float(count)]]), share[None])[0, 0]
    assert float(parts.sum()) == count
    assert float(jnp.abs(parts - count * share).max()) < 1.0 + 1e-6


def test_the_spectral_radius_and_its_slope(two_towns):
    numbers = np.random.default_rng(1).uniform(0, 1, (3, 6, 6))
    largest = lambda m: spectral_radius(lambda v: jnp.einsum("bij,bj->bi", m, v), jnp.ones((3, 6)), 60)  # noqa: E731
    np.testing.assert_allclose(largest(jnp.asarray(numbers)), np.abs(np.linalg.eigvals(numbers)).max(-1), rtol=1e-9)
    slope = jax.grad(lambda m: largest(m)[0])(jnp.asarray(numbers))
    step = np.zeros_like(numbers)
    step[0, 2, 3] = 1e-6
    exact = (
        np.abs(np.linalg.eigvals((numbers + step)[0])).max() - np.abs(np.linalg.eigvals((numbers - step)[0])).max()
    ) / 2e-6
    assert float(slope[0, 2, 3]) == pytest.approx(exact, rel=1e-6)
