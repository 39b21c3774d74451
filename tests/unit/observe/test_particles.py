"""The filter against cases that can be worked out: no transmission, a count alone, weights and resampling."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import poisson

from bothhands.inputs.loading import load
from bothhands.model.epidemic.state import EpidemicState
from bothhands.observe.calibrate import expected, observed_of
from bothhands.observe.chance import at_point, counted_of, local_of
from bothhands.observe.density import target_of
from bothhands.observe.fitted import fit_region
from bothhands.observe.particles import Cloud, filtered, log_chance, resampled
from bothhands.observe.ranges import OF_REPORTS, OF_SPREAD, ranges_of
from bothhands.observe.streams import reports_of

PARTICLES = 200


def test_the_chances_of_all_counts_add_up_to_one():
    shown, waiting = jnp.asarray([[2.0, 0.0]]), jnp.asarray([[6.0, 0.0]])
    stray = jnp.asarray([0.05, 0.05])
    total = sum(
        np.exp(np.asarray(log_chance(jnp.full(2, float(k)), shown, waiting, jnp.asarray(0.3), stray)))
        for k in range(14)
    )
    np.testing.assert_allclose(total, 1.0, atol=1e-5)


def test_more_reported_than_counted_is_all_but_impossible():
    chance = log_chance(
        jnp.asarray([1.0]), jnp.asarray([[4.0]]), jnp.asarray([[3.0]]), jnp.asarray(0.3), jnp.asarray([1e-3])
    )
    assert float(chance[0, 0]) < -20.0


def test_resampling_is_systematic_and_city_by_city():
    n, weight = 8, np.full((8, 2), 1 / 8)
    weight[:, 0] = [0.5, 0.25, 0.25, 0, 0, 0, 0, 0]
    persons = jnp.arange(n * 2.0).reshape(n, 1, 2, 1)
    state = EpidemicState(persons, persons[:, 0], persons[:, 0])
    each = jnp.arange(n * 2.0).reshape(n, 2)
    cloud = Cloud(state, each, each, each, each, each, jnp.log(jnp.asarray(weight + 1e-30)))
    after = resampled(cloud, jnp.asarray(weight), jnp.asarray([0.5, 0.5]), jnp.asarray([True, False]))
    parents = (np.asarray(after.waiting)[:, 0] / 2).astype(int)
    assert np.bincount(parents, minlength=n).tolist() == [4, 2, 2, 0, 0, 0, 0, 0]
    assert np.array_equal(np.asarray(after.waiting)[:, 1], np.asarray(each)[:, 1])
    assert np.array_equal(np.asarray(after.state.persons)[:, 0, 0, 0], parents * 2.0)
    np.testing.assert_allclose(np.asarray(after.log_weight)[:, 0], -np.log(n), rtol=1e-6)


@pytest.fixture(scope="module")
def towns():
    region = load("two-towns")
    fitted = fit_region(region, region.default_as_of)
    given = observed_of(
        fitted.region, fitted.axes, fitted.prior.epidemic, fitted.past, fitted.heard(), region.default_as_of
    )
    reports = reports_of(fitted.region, fitted.axes, region.default_as_of)
    return fitted, given, reports, target_of(fitted.region, fitted.axes, given, reports, fitted.posterior.mean)


def run(towns, point, particles, seed, reports=None):
    target = towns[3]
    given, delay, share = at_point(target, point)
    counted, local = counted_of(reports or towns[2], target), local_of(target, point)
    return filtered(given, local, counted, delay, share, jnp.arange(particles), jax.random.key(seed))


def test_without_transmission_the_filter_gives_the_poisson_likelihood(towns):
    """Arrivals are Poisson, and what is left of Poisson counts after chance ways is Poisson: the likelihood is known exactly.

    The reports are drawn from it, every third day. A mean of four estimates is within half a unit of the logarithm (their own
    standard deviation is near a half).
    """
    fitted, given, reports, target = towns
    point = np.asarray(target.centre).copy()
    point[0], point[1:3] = -30.0, np.log([30.0, 20.0])
    ranges = ranges_of(fitted.region, (*OF_SPREAD, *OF_REPORTS))
    values = np.array([float(one.at(x)) for one, x in zip(ranges, point[3:-1], strict=True)])
    daily = np.asarray(expected(given, jnp.asarray(point[:3]), jnp.asarray(values)))
    observed, since = np.zeros_like(reports.observed), np.zeros_like(reports.since)
    counted = np.arange(20, int(given.days), 3)
    observed[counted], since[counted[1:]] = True, counted[:-1, None] + 1
    made = reports._replace(observed=observed, since=since)
    new = np.zeros_like(reports.new)
    new[observed] = np.random.default_rng(8).poisson(made.of_counts(daily))
    made = made._replace(new=new)
    exact = poisson.logpmf(made.counts, made.of_counts(daily)).sum()
    found = np.array([float(run(towns, point, PARTICLES, seed, made).log_likelihood.sum()) for seed in range(4)])
    assert made.counts.sum() > 10
    assert np.log(np.mean(np.exp(found - exact))) == pytest.approx(0.0, abs=0.5)


def test_the_filter_is_seeded_and_counts_whole_persons(towns):
    point = np.asarray(towns[3].centre)
    one, same, other = (run(towns, point, PARTICLES, seed) for seed in (1, 1, 2))
    assert np.array_equal(one.log_likelihood, same.log_likelihood)
    assert not np.array_equal(one.log_likelihood, other.log_likelihood)
    at_large = np.asarray(one.at_large)
    assert np.array_equal(at_large, np.round(at_large))
    effective = np.asarray(one.effective)
    assert np.all((effective > 0.99) & (effective < PARTICLES * 1.001))
    assert np.all(np.asarray(one.infected) >= 0)
    assert np.all(np.asarray(one.left).mean(0) >= 0)
