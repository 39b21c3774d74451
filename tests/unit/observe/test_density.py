"""The sampled density is that of the quick fit, differentiable, in coordinates that keep volume; chains repeat and can be stopped."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.observe import chains
from bothhands.observe.calibrate import expected, log_score, observed_of
from bothhands.observe.density import counts_and_slope, log_likelihood, names_of, point_of, potential, target_of
from bothhands.observe.fitted import fit_region
from bothhands.observe.ranges import OF_REPORTS, OF_SPREAD, Range, ranges_of, split_normals
from bothhands.observe.streams import reports_of


@pytest.fixture(scope="module")
def towns():
    region = load("two-towns")
    fitted = fit_region(region, region.default_as_of)
    given = observed_of(
        fitted.region, fitted.axes, fitted.prior.epidemic, fitted.past, fitted.heard(), region.default_as_of
    )
    reports = reports_of(fitted.region, fitted.axes, region.default_as_of)
    return fitted, given, reports, target_of(fitted.region, fitted.axes, given, reports, fitted.posterior.mean)


def test_ranges_in_a_program_are_those_on_the_host():
    ranges = (
        Range("days", 3.0, 2.0, 8.0, share=False),
        Range("share", 0.8, 0.5, 1.0, share=True),
        Range("none", 0.0, 0.0, 1.0, share=False),
    )
    normal = np.random.default_rng(1).standard_normal((500, 3)) * 2
    host = np.stack([one.at(normal[:, n]) for n, one in enumerate(ranges)], axis=1)
    np.testing.assert_allclose(split_normals(ranges).at(jnp.asarray(normal)), host, rtol=1e-12)


def test_expected_counts_and_likelihood_are_those_of_the_quick_fit(towns):
    fitted, given, reports, target = towns
    point = np.asarray(point_of(target, 0.5 * jax.random.normal(jax.random.key(3), target.centre.shape)))
    own = len(fitted.posterior.mean)
    ranges = ranges_of(fitted.region, (*OF_SPREAD, *OF_REPORTS))
    values = np.array([float(one.at(x)) for one, x in zip(ranges, point[own:-1], strict=True)])
    daily = np.asarray(expected(given, jnp.asarray(point[:own]), jnp.asarray(values)))
    ours, _ = counts_and_slope(target, jnp.asarray(point))
    theirs = reports.of_counts(daily)
    np.testing.assert_allclose(ours, theirs, rtol=2e-4)
    log = log_score(reports.counts, theirs, 1.0 + float(np.exp(point[-1])))
    assert float(jax.jit(log_likelihood)(target, jnp.asarray(point))) == pytest.approx(log, abs=0.01)
    assert len(names_of(fitted.axes)) == len(point)


def test_the_gradient_is_the_slope_of_the_potential_and_small_at_the_mode(towns):
    *_, target = towns
    of = jax.jit(jax.value_and_grad(potential, 1))
    white = 0.3 * jax.random.normal(jax.random.key(4), target.centre.shape)
    slope = of(target, white)[1]
    way, step = slope / jnp.linalg.norm(slope), 0.05
    found = (of(target, white + step * way)[0] - of(target, white - step * way)[0]) / (2 * step)
    assert float(found) == pytest.approx(float(jnp.linalg.norm(slope)), rel=0.02)
    assert np.abs(np.asarray(of(target, jnp.zeros_like(white))[1])).max() < 0.5


def test_coordinates_keep_volume(towns):
    *_, target = towns
    white = jax.random.normal(jax.random.key(5), target.centre.shape)
    turn = np.asarray(jax.jacfwd(lambda x: point_of(target, x))(white))
    assert np.linalg.slogdet(turn)[1] == pytest.approx(float(jnp.log(jnp.diag(target.scale)).sum()), rel=1e-9)


def test_more_of_the_share_is_less_of_the_imports_and_the_reports_stand_still(towns):
    """Two points that differ in the share alone, far beyond where it stops at 1."""
    _, _, _, target = towns
    at = np.zeros(len(target.centre))
    last = len(at) - 2
    base = np.asarray(point_of(target, jnp.asarray(at)))
    scale = np.asarray(target.scale)
    at[last] = 3.0 / scale[last, last]
    moved = np.asarray(point_of(target, jnp.asarray(at)))
    assert moved[last] == pytest.approx(base[last] + 3.0)
    shares = np.asarray(target.ranges.at(jnp.asarray(np.stack([base, moved])[:, -1 - len(target.ranges.value) : -1])))[
        :, -1
    ]
    assert shares[1] == 1.0
    straight = base + scale @ at
    slope = 0.2 / 1.2815515655446004 / shares[0]
    beyond = np.log(shares[1] / shares[0]) - slope * 3.0
    np.testing.assert_allclose(moved[1:3], straight[1:3] - beyond, rtol=1e-6)


def test_the_same_seed_gives_the_same_chains_and_another_others(towns):
    *_, target = towns
    one, same, other = (chains.sampled_chains(target, 2, 10, seed, warm_up=10) for seed in (1, 1, 2))
    assert np.array_equal(one.points, same.points)
    assert not np.array_equal(one.points, other.points)
    assert not np.array_equal(one.points[0], one.points[1])
    assert one.points.shape == (2, 10, len(target.centre))


def test_a_run_that_is_stopped_stops_all_chains(towns):
    *_, target = towns
    told = []

    def stop(line):
        told.append(line)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        chains.sampled_chains(target, 2, 2000, 1, stop, warm_up=10)
    assert len(told) < 20
