"""Simulation-based calibration of the sampled density: ranks of the truth among draws are uniform, and a wrong likelihood is seen.

Talts et al. 2018, "Validating Bayesian inference algorithms with simulation-based calibration" (arXiv 1804.06788), algorithm 1: a
point from the prior, reports from the likelihood at it, draws from the posterior given them; the rank of the point among the draws
is uniform. The chain starts at the point itself and runs from it to both sides (Gandy & Scott 2020, arXiv 2001.06465, algorithm 2),
so that ranks are uniform however slowly it mixes and no transitions are dropped. The rank of the log-likelihood is taken too: it
sees faults that no single figure shows (Modrák et al. 2023, doi 10.1214/23-BA1404).

The density, its coordinates and the transition are those of `bothhands calibrate`, on two towns with reports up to 10 February. The
reports are drawn by numpy from the quick fit's own expected reports, in double precision. Tolerance: ranks in eight bins, χ² of 7
degrees of freedom; 14 figures are looked at, so that a probability of 0.01 / 14 is what chance alone gives once in a hundred seeds.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from numpyro.infer.hmc import hmc
from scipy.stats import chi2

from bothhands.inputs.loading import load
from bothhands.observe.calibrate import expected, observed_of
from bothhands.observe.density import log_likelihood, names_of, point_of, potential, target_of
from bothhands.observe.fitted import fit_region
from bothhands.observe.ranges import OF_REPORTS, OF_SPREAD, ranges_of
from bothhands.observe.streams import reports_of

DAY = date(2020, 2, 10)
IMPORTS = (float(np.log(20.0)), 0.5)
"""Prior of log imports: enough of them that the reports of two small towns say something."""
NARROWER = 0.5
"""Scale of the coordinates over that of the prior; it decides how well the chain mixes, not what is tested."""
SIMULATIONS, DRAWS, BINS = 160, 23, 8
STEP, DEEPEST = 0.7, 2
SEED = 11

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def towns():
    fitted = fit_region(load("two-towns"), DAY)
    given = observed_of(fitted.region, fitted.axes, fitted.prior.epidemic, fitted.past, fitted.heard(), DAY)
    reports = reports_of(fitted.region, fitted.axes, DAY)
    every = reports._replace(observed=reports.observed.copy(), since=reports.since.copy())
    days = np.arange(20, int(given.days))
    every.observed[:], every.since[days] = False, days[:, None]
    every.observed[days], every.since[days[0]] = True, 0
    target = target_of(fitted.region, fitted.axes, given, every, fitted.posterior.mean)
    own = len(fitted.posterior.mean)
    mean, sd = target.prior_mean.at[1:own].set(IMPORTS[0]), target.prior_sd.at[1:own].set(IMPORTS[1])
    return (
        fitted,
        given,
        every,
        target._replace(prior_mean=mean, prior_sd=sd, centre=mean, scale=jnp.diag(NARROWER * sd)),
    )


def drawn_reports(towns, point, generator, factor):
    """Counts at a point by the quick fit's expected reports; `factor` on their mean makes the likelihood wrong."""
    fitted, given, every, _ = towns
    ranges, own = ranges_of(fitted.region, (*OF_SPREAD, *OF_REPORTS)), len(fitted.posterior.mean)
    values = np.array([float(one.at(x)) for one, x in zip(ranges, point[own:-1], strict=True)])
    mean = every.of_counts(np.asarray(expected(given, jnp.asarray(point[:own]), jnp.asarray(values)))) * factor
    excess = np.exp(point[-1])
    return generator.negative_binomial(np.maximum(mean, 1e-9) / excess, 1.0 / (1.0 + excess)).astype(float)


@pytest.fixture(scope="module")
def ranks_of(towns):
    """Ranks (simulation, figure) of points from the prior among draws given reports that are `factor` times the likelihood's."""
    *_, target = towns
    start, transition = hmc(potential_fn_gen=lambda target: lambda white: potential(target, white), algo="NUTS")

    @jax.jit
    def chain(target, white, before, key):
        state = start(
            white, 0, step_size=STEP, adapt_step_size=False, adapt_mass_matrix=False, max_tree_depth=DEEPEST,
            model_args=(target,), rng_key=key,
        )  # fmt: skip

        def one(now, n):
            again = state._replace(rng_key=jax.random.fold_in(key, 1))
            now = jax.tree.map(lambda here, there: jnp.where(n == before, there, here), now, again)
            now = transition(now, model_args=(target,))
            return now, jnp.append(now.z, log_likelihood(target, point_of(target, now.z)))

        return jax.lax.scan(one, state, jnp.arange(DRAWS))[1]

    def simulated(n, factor):
        generator = np.random.default_rng([SEED, n])
        point = np.asarray(target.prior_mean + target.prior_sd * generator.standard_normal(target.prior_mean.shape))
        made = target._replace(counts=jnp.asarray(drawn_reports(towns, point, generator, factor)))
        white = white_of(target, point)
        draws = np.asarray(
            chain(
                made,
                white,
                jnp.asarray(generator.integers(0, DRAWS + 1)),
                jax.random.key(int(generator.integers(2**31))),
            )
        )
        points = np.asarray(point_of(target, jnp.asarray(draws[:, :-1])))
        true = np.append(point, float(jax.jit(log_likelihood)(made, jnp.asarray(point))))
        below = np.column_stack([points, draws[:, -1]])
        return (below < true - 1e-9).sum(0) + generator.binomial((np.abs(below - true) <= 1e-9).sum(0), 0.5)

    def ranks(factor=1.0):
        with ThreadPoolExecutor(2) as cores:
            return np.stack(list(cores.map(lambda n: simulated(n, factor), range(SIMULATIONS))))

    return ranks


def white_of(target, point):
    """White coordinates of a point: the shift of `point_of` depends on the outside figures alone, which it leaves as they are."""
    own = len(point) - len(target.ranges.value) - 1
    linear = point.copy()
    for _ in range(2):
        white = jnp.linalg.solve(target.scale, jnp.asarray(linear) - target.centre)
        linear[1:own] += (point - np.asarray(point_of(target, white)))[1:own]
    np.testing.assert_allclose(np.asarray(point_of(target, white)), point, atol=1e-6)
    return white


def probabilities(ranks):
    """Of ranks at least as uneven, for every figure."""
    counts = np.stack([np.bincount(one * BINS // (DRAWS + 1), minlength=BINS) for one in ranks.T])
    even = len(ranks) / BINS
    return chi2.sf(((counts - even) ** 2 / even).sum(1), BINS - 1)


def test_ranks_of_the_truth_are_uniform(towns, ranks_of):
    found = probabilities(ranks_of())
    names = (*names_of(towns[0].axes), "log-likelihood")
    assert len(found) == len(names)
    assert found.min() > 0.01 / len(found), dict(zip(names, found.round(4).tolist(), strict=True))


def test_a_wrong_likelihood_is_seen(ranks_of):
    """Reports drawn half as many again as the likelihood expects."""
    found = probabilities(ranks_of(factor=1.5))
    assert found.min() < 0.01 / len(found)
