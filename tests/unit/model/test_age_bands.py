"""4, 16 or 18 bands: the same two towns told coarsely and finely have the same epidemic; wide bands take the mean of their years."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.bands import years_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.contacts import Contact
from bothhands.inputs.tables.pathogen import AgeRisk
from bothhands.inputs.tables.people import AgeGroup
from bothhands.levers.history import history
from bothhands.model.epidemic.checks import persons_conserved
from bothhands.model.epidemic.state import initial
from bothhands.model.epidemic.tables import age_risks
from bothhands.model.simulate import model_of, until

COARSE = (0, 5, 20, 65)
BANDS = {4: COARSE, 16: tuple(range(0, 80, 5)), 18: tuple(range(0, 90, 5))}


def coarse_of(age):
    return max(start for start in COARSE if start <= age)


def told_in(bands):
    """Two towns in other bands: persons parted unevenly where it may not matter, contacts in proportion to persons, severities kept."""
    towns = load("two-towns")
    risks = {row.age_from: row for row in towns.rows(AgeRisk) if row.age_from in COARSE}
    towns = towns.replace(pathogen=risks.values())
    weight = {age: 1.0 if 5 <= age < 20 else 1.0 + 0.1 * (age % 3) for age in bands}
    part = {age: weight[age] / sum(weight[b] for b in bands if coarse_of(b) == coarse_of(age)) for age in bands}
    ends = dict(zip(bands, [*(age - 1 for age in bands[1:]), 120], strict=True))
    people = [
        AgeGroup(place=row.place, age_from=age, age_to=ends[age], persons=row.persons * part[age])
        for row in towns.rows(AgeGroup) for age in bands if coarse_of(age) == row.age_from
    ]  # fmt: skip
    met = {(row.setting, row.age_from, row.contact_age_from): row.contacts_per_day for row in towns.rows(Contact)}
    contacts = [
        Contact(setting=setting, age_from=a, contact_age_from=b,
                contacts_per_day=met.get((setting, coarse_of(a), coarse_of(b)), 0.0) * part[b])
        for setting in ("home", "school", "work", "community") for a in bands for b in bands
    ]  # fmt: skip
    return towns.replace(people=people, contacts=contacts)


@pytest.fixture(scope="module")
def runs(compiled):
    """Model, measures and run of the same wave in each number of bands.

    Those who come with an infection are of all ages alike: come they of 15 to 64 only, bands of 5 to 14 and 15 to 19 are struck
    unequally and a band of 5 to 19 cannot know it (0.3 % on the day 2,000 of them come).
    """
    made = {}
    for count, bands in BANDS.items():
        region = told_in(bands)
        axes = axes_of(region)
        seeds = jnp.zeros((axes.n_days, 2)).at[20].set(jnp.asarray([1500.0, 500.0]))
        model = model_of(region, axes)
        everyone = model.epidemic.strata / model.epidemic.strata.sum(1, keepdims=True)
        model = eqx.tree_at(lambda m: (m.epidemic.seeds, m.epidemic.stratum_of_traveller), model, (seeds, everyone))
        past = history(region, axes)
        made[count] = axes, model, past, compiled(model, past)
    return made


def folded(figures, axes):
    """Figures by age as the four coarse bands."""
    at = [[coarse_of(age) == start for age in axes.ages] for start in COARSE]
    return np.asarray(figures) @ np.array(at, float).T


@pytest.mark.parametrize("count", [16, 18])
def test_fine_bands_fold_into_the_coarse_epidemic(runs, count):
    """To 1e-6: the daily chain is the same map on the sums; the transmission probability is found anew in each."""
    (coarse_axes, coarse_model, _, coarse), (axes, model, _, fine) = runs[4], runs[count]
    assert len(axes.ages) == count
    assert float(model.epidemic.transmission) == pytest.approx(float(coarse_model.epidemic.transmission), rel=1e-6)
    for name in ("infections", "deaths"):
        one, other = folded(getattr(coarse.epidemic, name), coarse_axes), folded(getattr(fine.epidemic, name), axes)
        assert one.sum() > (1000 if name == "infections" else 1)
        np.testing.assert_allclose(other, one, rtol=1e-6, atol=1e-9)
    for name in ("found", "ward", "intensive", "infections_of_workers", "absent", "exported", "imported"):
        one, other = (np.asarray(getattr(run.epidemic, name)) for run in (coarse, fine))
        np.testing.assert_allclose(other, one, rtol=1e-6, atol=1e-9, err_msg=name)
    np.testing.assert_allclose(fine.economy.value_added, coarse.economy.value_added, rtol=1e-6)


@pytest.mark.parametrize("count", BANDS)
def test_persons_are_conserved_in_every_band(runs, count):
    axes, model, past, record = runs[count]
    end = jax.jit(until)(model, past, record, jnp.asarray(axes.n_days - 1)).carried.epidemic
    first = np.asarray(initial(model.epidemic, False).persons)
    names = model.epidemic.disease.compartments
    found = persons_conserved(first, np.asarray(end.persons), np.asarray(end.imported), axes.places, names)
    assert found == []
    assert np.abs(np.asarray(end.persons) - first).sum() > 1000


def test_a_wide_band_has_as_many_in_hospital_as_its_years():
    """Two towns take the default severities, told every five years, in four bands: those of 20 to 64 are not those of age 20."""
    towns = load("two-towns")
    axes = axes_of(towns)
    wide = age_risks(towns, axes)
    rows = sorted(towns.rows(AgeRisk), key=lambda row: row.age_from)
    for band, years in enumerate(years_of(axes.ages)):
        sums = np.zeros(5)
        for year, persons in years.items():
            row = [one for one in rows if one.age_from <= year][-1]
            ill = persons * row.symptomatic_share
            bed = ill * row.hospital_share
            dead = bed * row.fatality_share
            sums += [ill, bed, bed * row.intensive_share, dead, dead * row.life_years_left]
        ill, bed = sum(years.values()) * wide["symptomatic_share"][band], 0.0
        bed = ill * wide["hospital_share"][band]
        dead = bed * wide["fatality_share"][band]
        told = [ill, bed, bed * wide["intensive_share"][band], dead, dead * wide["life_years_left"][band]]
        np.testing.assert_allclose(told, sums)
    assert wide["hospital_share"][2] > 10 * rows[4].hospital_share


def test_bands_of_the_severities_give_the_figures_themselves():
    liaoning = load("liaoning")
    rows = sorted(liaoning.rows(AgeRisk), key=lambda row: row.age_from)
    figures = [row.hospital_share for row in rows]
    assert age_risks(liaoning, axes_of(liaoning))["hospital_share"].tolist() == [*figures, figures[-1]]
