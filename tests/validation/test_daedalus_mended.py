"""daedalus with its faults mended, and plans in it: what may be compared with the original is, within the integrators' error.

Where the mended model is given the original's contacts and neither counts beds, deaths are those of the original's run (1e-5; both
take twenty Runge–Kutta steps a day). Deaths of `docs/explanation/daedalus.md` are met to their digits. A plan is better only if it is
so with twenty steps a day, and with forty.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.validate import daedalus_plan, daedalus_run, daedalus_search
from bothhands.validate.daedalus_costs import EDUCATION
from bothhands.validate.daedalus_mended import closed_loop, next_day, outcome, school_shares, start, world_of
from bothhands.validate.daedalus_search import (
    SEARCH_SUBSTEPS,
    Aim,
    Plan,
    case_of,
    deaths,
    loss,
    net_prices,
    planned,
    tell,
    total,
)
from bothhands.validate.daedalus_tables import STRATEGIES, country_of, pathogen_of

OPEN = jnp.ones((daedalus_run.DAYS, 45))


@pytest.fixture(scope="module")
def outbreak():
    """SARS of 2003 in the United Kingdom, and what each strategy comes to."""
    case = case_of("United Kingdom", "sars_cov_1")
    return case, {name: Plan(path, tell(case, path)) for name, path in case.strategies.items()}


def test_people_are_conserved():
    world = world_of("United Kingdom", "influenza_1918")
    step = jax.jit(partial(next_day, substeps=2))
    persons, closed = start(world), jnp.full(45, 0.6)
    for _ in range(120):
        persons = step(world, persons, closed)
    np.testing.assert_allclose(persons.sum((0, 1)), world.size[0], rtol=1e-10)
    assert float(persons.min()) > -1e-6
    assert float(persons[-1].sum()) > 1000


def test_with_the_contacts_of_the_original_and_beds_left_out_deaths_are_the_originals():
    country, pathogen = country_of("China"), pathogen_of("sars_cov_2_pre_alpha", mended=True)
    given = daedalus_run.scenario_of(country, pathogen, np.ones(45), False, (False,) * len(daedalus_run.TOGGLING))
    theirs = np.asarray(daedalus_run._run(given)[0])[daedalus_run.DAYS, daedalus_run.DISEASE.index["dead"]].sum()
    world = world_of("China", "sars_cov_2_pre_alpha")
    contacts = world.contacts._replace(
        by_age=jnp.stack([given.by_age, jnp.zeros_like(given.by_age)]),
        customers=jnp.ones((1, 45)),
        customer_mix=given.customer_mix,
    )
    world = world._replace(contacts=contacts, transmission=given.transmission, overflow_factor=jnp.asarray(1.0))
    assert float(outcome(world, OPEN).deaths.sum()) == pytest.approx(theirs, rel=1e-5)


@pytest.mark.parametrize(
    ("country", "pathogen", "published"),
    [
        ("United Kingdom", "sars_cov_2_pre_alpha", 854.5e3),
        ("United Kingdom", "influenza_1918", 1326.7e3),
        ("China", "sars_cov_2_pre_alpha", 17.051e6),
        ("China", "influenza_1918", 28.961e6),
    ],
)
def test_deaths_are_those_of_the_explanation(country, pathogen, published):
    assert float(outcome(world_of(country, pathogen), OPEN).deaths.sum()) == pytest.approx(published, rel=1e-4)


def test_contacts_of_the_table_are_a_participants_and_nearly_mutual():
    """Only so may the persons met be weighed by the size of the age met, as the mended model does and the original does not."""
    for name in daedalus_plan.COUNTRIES:
        country = country_of(name)
        met = country.contacts * country.population[:, None]
        as_the_original = country.contacts * country.population[None, :]
        assert np.abs(np.log(met / met.T)).max() < 0.5
        assert np.abs(np.log(as_the_original / as_the_original.T)).max() > 2


def test_the_rule_of_a_strategy_is_the_originals(outbreak):
    case, _ = outbreak
    columns = country_of("United Kingdom").openness
    _, never = closed_loop(case.world, columns["none"], False)
    assert not never.any()
    path, on = closed_loop(case.world, columns["elimination"], True)
    assert (np.flatnonzero(np.diff(on.astype(int))) + 1).tolist() == [30, 395, 536]
    np.testing.assert_array_equal(path[30], columns["elimination"])
    np.testing.assert_array_equal(path[395], 1.0)


def test_every_strategy_is_a_plan(outbreak):
    case, told = outbreak
    columns = country_of("United Kingdom").openness
    for name in STRATEGIES:
        path, _ = closed_loop(case.world, columns[name], name != "none")
        exact = outcome(case.world, jnp.asarray(path))
        assert told[name].told["deaths"] == pytest.approx(float(exact.deaths.sum()), rel=1e-12)
        assert (case.strategies[name] >= case.low).all()


def test_closed_schools_save_lives_and_are_counted_once():
    world = world_of("United Kingdom", "influenza_1957")
    closed = OPEN.at[40:50, EDUCATION].set(0.1)
    shut, open_ = outcome(world, closed), outcome(world, OPEN)
    assert float(shut.deaths.sum()) < float(open_.deaths.sum())
    assert float(shut.closures) == pytest.approx(0.0, abs=1e-9)
    assert float(shut.schooling) == pytest.approx(9.0 * float(world.school_day), rel=1e-12)
    assert ((school_shares() >= 0) & (school_shares() < 1)).all()


def test_fatality_rises_with_beds_missing_and_never_above_one():
    world = world_of("China", "sars_cov_2_pre_alpha")
    toll = [float(outcome(world._replace(beds=world.beds * n), OPEN).deaths.sum()) for n in (0.5, 1, 2, 1e6)]
    assert toll[0] > toll[1] > toll[2] > toll[3]
    infants = float(outcome(world._replace(beds=jnp.asarray(1.0)), OPEN).deaths[0])
    assert infants == pytest.approx(float(outcome(world._replace(beds=jnp.asarray(1e12)), OPEN).deaths[0]), rel=1e-3)


def test_slopes_are_those_of_finite_differences(outbreak):
    case, _ = outbreak
    draw = np.random.default_rng(3)
    path, way = jnp.asarray(draw.uniform(0.6, 0.95, OPEN.shape)), jnp.asarray(draw.normal(size=OPEN.shape))
    width = 1e-5
    _, slopes = daedalus_search._looked_back(case.world, path, jnp.eye(3)[:2])
    above, below = (outcome(case.world, path + sign * width * way, SEARCH_SUBSTEPS) for sign in (1, -1))
    ends = ((above.deaths.sum(), below.deaths.sum()), (above.loss, below.loss))
    for own, (more, less) in zip(slopes, ends, strict=True):
        assert float((own * way).sum()) == pytest.approx(float(more - less) / (2 * width), rel=1e-4)


def test_a_plan_beats_the_best_strategy_in_both_senses(outbreak, monkeypatch):
    """With a shorter search than the table's."""
    monkeypatch.setattr(daedalus_search, "STARTS", 1)
    monkeypatch.setattr(daedalus_search, "RADII", (0.1, 0.1, 0.1))
    case, own = outbreak
    told = {name: plan.told for name, plan in own.items()}
    best = own[min(STRATEGIES, key=lambda name: total(told[name], 1.0))]
    assert best is own["elimination"]
    fewer = Aim("fewest", (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), loss(best.told))
    cheaper = Aim("cheapest", (0.0, 1.0, 0.0), (1.0, 0.0, 0.0), deaths(best.told))
    pool = list(own.values())
    for aim, kept, gained, share in ((fewer, loss, deaths, 0.2), (cheaper, deaths, loss, 0.9)):
        plan = planned(case, aim, pool, best)
        pool.append(plan)
        assert kept(plan.told) <= kept(best.told)
        assert gained(plan.told) < share * gained(best.told)
        finer = tell(case, plan.path, 40)
        assert kept(finer) <= kept(tell(case, best.path, 40)) * (1 + 1e-6)
        assert (plan.path >= case.low - 1e-12).all()
        assert (plan.path <= 1.0).all()


def test_where_nobody_responding_is_best_no_closure_pays(outbreak):
    """Against a mild influenza every closure costs more than it saves, lives counted at their value; against SARS lives change that."""
    mild, severe = net_prices(case_of("United Kingdom", "influenza_2009")), net_prices(outbreak[0])
    assert list(mild) == ["0", "0.25", "1", "2"]
    assert all(price > 0.2 for price in mild.values())
    assert severe["0"] > 0 > severe["0.25"] > severe["1"] > severe["2"]


def test_a_study_kept_is_read_back():
    figures = dict.fromkeys(("deaths", "closures", "absences", "schooling", "education_absences", "life"), 2.0)
    told = {name: {**figures, "later_deaths": 3.0} for name in STRATEGIES}
    plans = {aim.name: told["none"] for aim, _ in daedalus_plan._aims(told)}
    study = daedalus_plan.Study("Estonia", "sars_cov_1", told, plans, {"0": 0.7, "0.25": 0.5, "1": 0.3, "2": 0.1})
    assert daedalus_plan._study("Estonia", "sars_cov_1", dict(daedalus_plan._flat(study))) == study
    verdicts = [row.verdict for multiplier in (0.25, 1.0, 2.0) for row in daedalus_plan.compared(study, multiplier)]
    assert "FAIL" not in verdicts
    assert all(row.verdict == "FAIL" for row in daedalus_plan.against_each(study))
