"""What a fit leaves: the posterior, and how well it does against reports it has and has not seen. Types only, no arithmetic of a fit."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


class HeldOut(NamedTuple):
    """Forecasts of the last days from a fit without them, by city and day, against last week's mean going on.

    Scores are means over counts; less is better for all but coverage. `error` is that of the median.
    """

    first: date
    days: int
    counts: int
    cases: int
    expected: float
    """Cases forecast over all cities and days."""
    log_score: float
    """Minus the log probability given to what was reported."""
    baseline_log_score: float
    crps: float
    """Continuous ranked probability score, cases (Gneiting & Raftery 2007, doi 10.1198/016214506000001437)."""
    baseline_crps: float
    error: float
    baseline_error: float
    coverage: float
    """Share of counts within the 90 % predictive interval."""


class FitChecks(NamedTuple):
    """How the posterior predicts the reports it was fitted to, and those held out.

    Widths are mean widths of 90 % predictive intervals over those of Poisson intervals at the same means.
    """

    counts: int
    cases: int
    coverage_city: float
    coverage_region: float
    width_city: float
    width_region: float
    reproduction_number: tuple[float, float, float]
    """Basic reproduction number of the fit: median and 90 % interval, the outside figures uncertain too."""
    prior_sds: float
    """Standard deviations of its prior by which the fit moved the log of transmission."""
    abroad_expected: float
    """Infected travellers from abroad whom the stated prior expects to be found by the as-of day."""
    abroad_reported: int
    held_out: HeldOut | None
    """None where too few days came before."""


class Sampled(NamedTuple):
    """Draws of the full posterior by `bothhands calibrate`, all chains one after another, and how the sampler fared.

    A plan does not take over what the draws say of the figures in `at_prior`: they keep their prior, and all else is moved to what it
    would be given them (`given_prior`).
    """

    parameters: FloatArray
    """(draw, parameter), as named by the posterior."""
    outside: FloatArray
    """Figures outside the quick fit as standard normal numbers, (draw, outside)."""
    dispersion: FloatArray
    """(draw,)."""
    at_prior: tuple[int, ...]
    """Columns of the outside figures that keep their prior."""
    chains: int
    seed: int
    largest_r_hat: float
    least_effective_draws: float
    divergences: int

    def slopes(self) -> tuple[FloatArray, FloatArray]:
        """Regression of parameters and of the outside figures on those at their prior, over the draws: (parameter, at prior), (outside, at prior)."""
        by = self.outside[:, self.at_prior] - self.outside[:, self.at_prior].mean(0)
        both = np.hstack([self.parameters, self.outside])
        found = np.linalg.lstsq(by, both - both.mean(0), rcond=None)[0].T
        return found[: self.parameters.shape[1]], found[self.parameters.shape[1] :]

    def given_prior(self, at: NDArray[np.int64], normal: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Draws by number, moved to where the figures at their prior stand at given standard normal numbers.

        Parameters
        ----------
        at
            Numbers of draws.
        normal
            Of the figures at their prior, (draw, at prior).

        Notes
        -----
        θ + B (η′ − η), B the regression over the draws: what is skew stays skew, the answer to η is linear as in the quick fit.
        """
        of_parameters, of_outside = self.slopes()
        shift = normal - self.outside[at][:, self.at_prior]
        return self.parameters[at] + shift @ of_parameters.T, self.outside[at] + shift @ of_outside.T


class Posterior(NamedTuple):
    """Mode and covariance of (log transmission factor, log imports by city), for one edition, as-of day and version.

    `outside` names the uncertain figures that keep their prior. `response` (parameter, outside) is how far the mode moves when
    one of them moves by a standard deviation. Where `sampled` is there, these three are of its draws given the figures
    that keep their prior, and the others outside the quick fit are drawn with the parameters.
    """

    mean: FloatArray
    covariance: FloatArray
    names: tuple[str, ...]
    dispersion: float
    """Variance of the reports over their mean, given the fit; 1 is Poisson."""
    edition: str
    as_of: date
    version: str
    expected: FloatArray
    """Expected local reports (time, place) at the mode, to the as-of day; zero after it."""
    prior_mean: FloatArray
    prior_sd: FloatArray
    outside: tuple[str, ...]
    response: FloatArray
    log_likelihood: float
    """Of the counts at the mode, with the dispersion."""
    checks: FitChecks | None = None
    sampled: Sampled | None = None
    """None for the quick fit."""

    @property
    def outside_mean(self) -> FloatArray:
        """Means of the outside figures as standard normal numbers: zero for those at their prior, as all are in the quick fit."""
        if self.sampled is None:
            return np.zeros(len(self.outside))
        every = np.arange(len(self.sampled.outside))
        return np.asarray(
            self.sampled.given_prior(every, np.zeros((len(every), len(self.sampled.at_prior))))[1].mean(0)
        )

    def sample(self, generator: np.random.Generator, members: int) -> FloatArray:
        """Draws of the parameters, (member, parameter), the outside figures at their value where the fit is the quick one."""
        if self.sampled is not None:
            return self.sample_jointly(generator, members)[0]
        return generator.multivariate_normal(self.mean, self.covariance, members, method="eigh")

    def sample_jointly(self, generator: np.random.Generator, members: int) -> tuple[FloatArray, FloatArray]:
        """Draws of the parameters and of the outside figures as standard normal numbers: (member, parameter), (member, outside).

        Notes
        -----
        Outside figures η come from their prior, the parameters from N(mode + A η, V): the posterior given η, linear in η. What the
        reports say about η itself is left out (a cut between modules; Plummer 2015, doi 10.1007/s11222-014-9503-z). A sampled
        posterior gives its draws, none twice while they last, moved to where the figures at their prior are drawn.
        """
        if self.sampled is not None:
            drawn = len(self.sampled.parameters)
            at = generator.choice(drawn, members, replace=members > drawn)
            return self.sampled.given_prior(at, generator.standard_normal((members, len(self.sampled.at_prior))))
        own = self.sample(generator, members)
        outside = generator.standard_normal((members, len(self.outside)))
        return own + outside @ self.response.T, outside

    def sd_with_outside(self) -> FloatArray:
        """Standard deviation of each parameter with the outside figures uncertain too."""
        return np.asarray(np.sqrt(np.diag(self.covariance) + (self.response**2).sum(1)))


def with_draws(posterior: Posterior, sampled: Sampled) -> Posterior:
    """The posterior with its mean, covariance and response from draws of the full one."""
    every = np.arange(len(sampled.parameters))
    theta, _ = sampled.given_prior(every, np.zeros((len(every), len(sampled.at_prior))))
    response = np.zeros((len(posterior.names), len(posterior.outside)))
    response[:, sampled.at_prior] = sampled.slopes()[0]
    return posterior._replace(
        mean=theta.mean(0),
        covariance=np.atleast_2d(np.cov(theta, rowvar=False)),
        response=response,
        dispersion=float(sampled.dispersion.mean()),
        sampled=sampled,
    )
