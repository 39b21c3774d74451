"""How an infection runs in one traveller: delays, infectious window, and what a test sees of it by infection age.

Why this file exists: what a check at a border finds depends on how long ago the traveller was infected. These are the curves;
`screening.py` puts them together. No dynamics, no region, no JAX.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

FloatArray = NDArray[np.float64]

FIXED = 1e-4
"""A delay that varies less than this, against its mean, is taken as fixed."""
TYPICAL_INCUBATION_DAYS = 5.0
"""Incubation of the test curve: infection to onset in Kucirka et al. 2020."""
TEST_DAYS = (0.0, 1.0, 4.0, 5.0, 8.0, 9.0, 21.0, 30.0)
TEST_SENSITIVITY = (0.0, 0.0, 0.33, 0.62, 0.80, 0.79, 0.34, 0.0)
"""Sensitivity of a PCR test by days since infection, onset on day 5: one less the false-negative rate of Kucirka et al. 2020
(doi 10.7326/M20-1495, abstract): 100 % on day 1, 67 on 4, 38 on 5, 20 on 8, 21 on 9, 66 on 21. Straight between; the fall
after day 21 keeps its slope (ASSUMED)."""


@dataclass(frozen=True)
class Delay:
    """A delay in days: mean, standard deviation and shape; a standard deviation of zero is a fixed delay."""

    mean_days: float
    sd_days: float
    shape: Literal["gamma", "lognormal"] = "gamma"

    def __post_init__(self) -> None:
        if self.mean_days < 0 or self.sd_days < 0 or (self.mean_days == 0 and self.sd_days > 0):
            raise ValueError(
                f"a delay of {self.mean_days:g} ± {self.sd_days:g} days; give zero or more, and a mean if it varies"
            )

    def quantiles(self, probability: FloatArray) -> FloatArray:
        """Days not exceeded with a probability.

        Parameters
        ----------
        probability
            Between 0 and 1, both exclusive.
        """
        if self.sd_days <= FIXED * self.mean_days:
            return np.full_like(probability, self.mean_days)
        variation = self.sd_days / self.mean_days
        if self.shape == "gamma":
            return np.asarray(self.mean_days * variation**2 * gammaincinv(variation**-2, probability))
        spread = np.sqrt(np.log1p(variation**2))
        middle = self.mean_days * np.exp(-(spread**2) / 2)
        return np.asarray(middle * np.exp(spread * ndtri(probability)))


@dataclass(frozen=True)
class NaturalHistory:
    """The course of an infection, days.

    Infectious from `presymptomatic_days` before onset (before the same moment in those without symptoms) to the end.
    """

    incubation: Delay
    """Infection to onset."""
    onset_to_end: Delay
    """Onset to the end: no longer infectious, or too ill to travel."""
    asymptomatic_share: float
    """Infections without symptoms, 0 … 1: no check of symptoms finds them."""
    presymptomatic_days: float = 1.6
    """ASSUMED, as the parameter of that name."""
    asymptomatic_days: float = 3.7
    """Mean infectious days without symptoms; ASSUMED, as the parameter of that name. Varies as `onset_to_end` does."""
    asymptomatic_infectiousness: float = 0.58
    """Against the symptomatic, 0 … 1 (Haw et al. 2022)."""
    end_is_seen: bool = False
    """Whether one who reaches the end on the way is found by anyone: severe illness is, recovery is not."""

    def __post_init__(self) -> None:
        for name in ("asymptomatic_share", "asymptomatic_infectiousness"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is {getattr(self, name):g}; give a share of 0 to 1")
        for name in ("presymptomatic_days", "asymptomatic_days"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is {getattr(self, name):g}; give zero or more")


def sensitivity_of_test(age: FloatArray, onset: FloatArray) -> FloatArray:
    """Probability that a test finds an infection.

    Parameters
    ----------
    age
        Days since infection; before it nothing is found.
    onset
        Infection age at onset, days.

    Notes
    -----
    Kucirka et al. 2020 count from infection with onset on day 5. Days before onset are stretched to the person's own
    incubation, u = 5 · age / onset; days after it are kept, u = 5 + age − onset. Those without symptoms are found alike and
    repeated tests are independent given the infection age; both ASSUMED.
    """
    before = TYPICAL_INCUBATION_DAYS * age / np.maximum(onset, 1e-9)
    day = np.where(age < onset, before, TYPICAL_INCUBATION_DAYS + age - onset)
    return np.asarray(np.where(age < 0, 0.0, np.interp(day, TEST_DAYS, TEST_SENSITIVITY)))
