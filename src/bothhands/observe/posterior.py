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
    """Draws of the full posterior by `bothhands calibrate`, all chains one after another, and how the sampler fared."""

    parameters: FloatArray
    """(draw, parameter), as named by the posterior."""
    outside: FloatArray
    """Figures outside the quick fit as standard normal numbers, (draw, outside)."""
    dispersion: FloatArray
    """(draw,)."""
    chains: int
    seed: int
    largest_r_hat: float
    least_effective_draws: float
    divergences: int


class Posterior(NamedTuple):
    """Mode and covariance of (log transmission factor, log imports by city), for one edition, as-of day and version.

    `outside` names the uncertain figures that keep their prior. `response` (parameter, outside) is how far the mode moves when
    one of them moves by a standard deviation. Where `sampled` is there, mean and covariance are those of its draws, the outside
    figures are drawn with them and not from their prior, and `response` is zero.
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
        """Means of the outside figures as standard normal numbers: zero in the quick fit, which leaves them at their prior."""
        return np.zeros(len(self.outside)) if self.sampled is None else np.asarray(self.sampled.outside.mean(0))

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
        posterior gives draws of both, none twice while they last.
        """
        if self.sampled is not None:
            drawn = len(self.sampled.parameters)
            at = generator.choice(drawn, members, replace=members > drawn)
            return self.sampled.parameters[at], self.sampled.outside[at]
        own = self.sample(generator, members)
        outside = generator.standard_normal((members, len(self.outside)))
        return own + outside @ self.response.T, outside

    def sd_with_outside(self) -> FloatArray:
        """Standard deviation of each parameter with the outside figures uncertain too."""
        return np.asarray(np.sqrt(np.diag(self.covariance) + (self.response**2).sum(1)))
