"""Beds with staff, patients moved to free beds, and those left without."""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.levers.history import history
from bothhands.model.epidemic.care import care_of
from bothhands.model.epidemic.params import replaced
from bothhands.observe.fitted import run_once


@pytest.fixture
def params(two_towns):
    """Ten and four beds of either kind, all who are moved find a place where one is free."""
    ill = two_towns[2].epidemic
    beds = jnp.array([10.0, 4.0])
    return replaced(ill, ("ward_beds", "intensive_beds", "transfer_share"), (beds, beds, jnp.asarray(1.0)))


def persons_in(params, name, counts, staff_away=0.0):
    """Nobody but patients, of the first stratum, and the hospitals' staff, part of it isolated."""
    persons = jnp.zeros((len(params.disease.compartments), *params.strata.shape))
    persons = persons.at[params.disease.index[name], :, 0].set(jnp.asarray(counts))
    n_ages = params.worker_age.shape[-1]
    persons = persons.at[0, :, n_ages:].set((1.0 - staff_away) * params.strata[:, n_ages:])
    return persons.at[params.disease.index["isolated"], :, n_ages:].set(staff_away * params.strata[:, n_ages:])


@pytest.mark.parametrize(
    ("patients", "share", "lie", "without"),
    [
        ((3.0, 2.0), 1.0, (3.0, 2.0), (0.0, 0.0)),
        ((5.0, 7.0), 1.0, (8.0, 4.0), (0.0, 0.0)),
        ((5.0, 8.0), 0.5, (7.0, 6.0), (0.0, 2 / 8)),
        ((9.0, 8.0), 1.0, (10.0, 7.0), (0.0, 3 / 8)),
        ((12.0, 8.0), 1.0, (12.0, 8.0), (2 / 12, 4 / 8)),
    ],
)
def test_patients_are_moved_to_free_beds(params, patients, share, lie, without):
    care = care_of(replaced(params, ("transfer_share",), (jnp.asarray(share),)), persons_in(params, "ward", patients))
    assert np.allclose(care.ward.patients, lie)
    assert np.allclose(care.ward.without, without)
    assert float(care.ward.patients.sum()) == pytest.approx(sum(patients))
    assert np.allclose(care.intensive.patients, 0.0)


@pytest.mark.parametrize("smoothing", [0.02, 0.05])
@pytest.mark.parametrize("patients", [(0.0, 0.0), (1e-6, 3.0), (0.01, 12.0)])
def test_a_town_without_beds_moves_no_more_than_it_has_however_wide_the_kinks(params, smoothing, patients):
    none = replaced(params, ("ward_beds",), (jnp.array([0.0, 10.0]),))
    ward = care_of(none, persons_in(none, "ward", patients), smoothing).ward
    assert float(ward.patients.min()) >= -1e-12
    assert float(ward.without.max()) <= 1.0
    assert float(ward.patients.sum()) == pytest.approx(sum(patients), abs=1e-12)


def test_a_bed_needs_staff(params):
    for lost, expected in ((1.0, (7.0, 2.8)), (0.5, (8.5, 3.4))):
        given = replaced(params, ("beds_lost_per_staff_absent",), (jnp.asarray(lost),))
        care = care_of(given, persons_in(params, "intensive", (0.0, 0.0), staff_away=0.3))
        assert np.allclose(care.intensive.beds, expected)


def test_only_the_sector_that_staffs_beds_counts(params):
    first = replaced(params, ("bed_staff",), (jnp.array([1.0, 0.0, 0.0, 0.0]),))
    persons = persons_in(params, "ward", (0.0, 0.0))
    n_ages, at = params.worker_age.shape[-1], params.disease.index["isolated"]
    away = persons.at[at, :, n_ages + 1].set(persons[0, :, n_ages + 1]).at[0, :, n_ages + 1].set(0.0)
    assert np.allclose(care_of(first, away).ward.beds, params.ward_beds)
    assert np.all(np.asarray(care_of(params, away).ward.beds) < np.asarray(params.ward_beds))


def test_transfers_and_staff_change_who_dies(two_towns):
    """In a wave that fills the beds of one town, transfers save lives and absent staff costs some."""
    region, axes, model, _ = two_towns
    levers, run_it = history(region, axes), run_once
    for name in ("school", "gatherings", "openness", "travel"):
        getattr(levers, name)[:] = 1.0
    seeds = jnp.zeros_like(model.epidemic.seeds).at[axes.day_index(region.default_as_of), 0].set(200.0)

    def deaths(**changed):
        values = {
            "seeds": seeds,
            "transmission": model.epidemic.transmission * 1.5,
            "intensive_beds": jnp.array([2.0, 40.0]),
        }
        values |= {name: jnp.asarray(value) for name, value in changed.items()}
        ill = replaced(model.epidemic, tuple(values), tuple(values.values()))
        return float(run_it(eqx.tree_at(lambda m: m.epidemic, model, ill), levers).epidemic.deaths.sum())

    alone = deaths(transfer_share=0.0, beds_lost_per_staff_absent=0.0)
    assert deaths(transfer_share=1.0, beds_lost_per_staff_absent=0.0) < alone * 0.999
    assert deaths(transfer_share=0.0, beds_lost_per_staff_absent=1.0) > alone * 1.00001


def test_the_gradient_is_finite_where_beds_are_just_full(params):
    def lying(beds):
        given = replaced(params, ("ward_beds",), (beds,))
        return care_of(given, persons_in(params, "ward", (10.0, 4.0))).ward.without.sum()

    assert np.isfinite(jax.grad(lying)(params.ward_beds)).all()
