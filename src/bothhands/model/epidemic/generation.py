"""How long an infection takes to cause the next, and the geometric stays behind it: plain series of days, numpy only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.region import Region
from bothhands.inputs.tables.pathogen import AgeRisk

FloatArray = NDArray[np.float64]

WINDOW = 7
"""Days of reports over which R is held constant."""
FEWEST = 5
"""A window with fewer cases tells no R that can be relied on."""
PRIOR_SHAPE, PRIOR_SCALE = 1.0, 5.0
"""Gamma prior of R, mean and standard deviation 5 (Cori et al. 2013, doi 10.1093/aje/kwt133, web appendix 1)."""
LONGEST = 60
"""Days after which nobody infects and every case is reported."""


def generation_interval(region: Region) -> FloatArray:
    """Probability of 1, 2, … days from an infection to those it causes, by the daily chain of the model, nobody isolated.

    Notes
    -----
    A stage of mean d is left in a day with 1 − e^(−1/d), as in the chain; w_u is the infectiousness expected on the morning of day
    u: presymptomatic and symptomatic count 1, the asymptomatic less. Isolation would shorten it, and move R towards 1.
    """
    latent, before, without, symptoms = (
        daily_exit(region, name) for name in ("latent", "presymptomatic", "asymptomatic", "symptomatic")
    )
    share = symptomatic_share(region)
    weight = region.parameter("asymptomatic_infectiousness").value
    exposed, presymptomatic, symptomatic, asymptomatic = 1.0, 0.0, 0.0, 0.0
    found = []
    for _ in range(LONGEST):
        found.append(presymptomatic + symptomatic + weight * asymptomatic)
        exposed, presymptomatic, symptomatic, asymptomatic = (
            exposed * (1.0 - latent),
            presymptomatic * (1.0 - before) + exposed * latent * share,
            symptomatic * (1.0 - symptoms) + presymptomatic * before,
            asymptomatic * (1.0 - without) + exposed * latent * (1.0 - share),
        )
    whole = np.array(found)
    return np.asarray(whole / whole.sum())


def symptomatic_share(region: Region) -> float:
    """Share of infections with symptoms, mean over the ages of the pathogen's table."""
    return float(np.mean([row.symptomatic_share for row in region.rows(AgeRisk)]))


def daily_exit(region: Region, stage: str) -> float:
    """Probability of leaving a stage within a day, as in the daily chain."""
    return float(-np.expm1(-1.0 / region.parameter(f"{stage}_days").value))


def geometric(leaving: float) -> FloatArray:
    """Probability of leaving after 0, 1, … further days."""
    return np.asarray(leaving * (1.0 - leaving) ** np.arange(LONGEST))
