"""From a national table to a region: which part of each purchase is bought at home, estimated by location quotients.

Why this file exists: hardly a region has a table of its own. Whatever is made here is an estimate and is called so; a region's own
table, with the parameter `input_output_unit_yuan` at 1, takes its place.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


class HomeShares(NamedTuple):
    """Parts of purchases that come from within the region."""

    inputs: FloatArray
    """By product and using sector."""
    final: FloatArray
    """Of final demand, by product."""


def home_shares(
    output: FloatArray,
    coefficients: FloatArray,
    final: FloatArray,
    national_output: FloatArray,
    import_share: FloatArray,
    delta: float,
) -> HomeShares:
    """Flegg's location quotients on domestic coefficients, and never more than the region makes.

    Parameters
    ----------
    output
        The region's, by place and sector, money a year.
    coefficients
        The nation's, imports included, by product and using sector.
    final
        The region's household, government and investment demand by place and product, money a year.
    national_output, import_share
        The nation's output by sector, money a year, and the part of its use of a product that comes from abroad.
    delta
        Exponent of the size of the region.

    Notes
    -----
    With E output in place of employment, SLQ_i = (E_ri/E_r)/(E_ni/E_n) and λ = [log₂(1 + E_r/E_n)]^δ,

      FLQ_ij = λ SLQ_i/SLQ_j for i ≠ j, λ SLQ_i for i = j and for final demand; at most 1

    A region as large as the nation buys all that is not imported at home. Cross-hauling, a product both bought from and sold to the
    outside, is allowed for by λ alone.

    References
    ----------
    Flegg & Webber 2000, Regional Studies 34:563, doi 10.1080/00343400050085675; Flegg & Tohmo 2013, Regional Studies 47:703 for δ.
    """
    regional = output.sum(axis=0)
    if regional.sum() <= 0 or national_output.sum() <= 0:
        return HomeShares(np.zeros_like(coefficients), np.zeros_like(regional))
    quotient = location_quotients(regional, national_output)
    size = np.log2(1.0 + min(regional.sum() / national_output.sum(), 1.0)) ** delta
    across = np.where(quotient[None, :] > 0, quotient[:, None] / np.where(quotient > 0, quotient, 1.0)[None, :], 0.0)
    np.fill_diagonal(across, quotient)
    made_at_home = 1.0 - import_share
    inputs = np.minimum(size * across, 1.0) * made_at_home[:, None]
    bought = np.minimum(size * quotient, 1.0) * made_at_home
    wanted = (inputs * coefficients) @ regional + bought * final.sum(axis=0)
    most = np.minimum(np.where(wanted > 0, regional / np.where(wanted > 0, wanted, 1.0), 1.0), 1.0)
    return HomeShares(inputs * most[:, None], bought * most)


def location_quotients(regional: FloatArray, national: FloatArray) -> FloatArray:
    """Share of each sector in the region over its share in the nation; 0 where the nation has none."""
    part = national / national.sum()
    return np.where(part > 0, regional / regional.sum() / np.where(part > 0, part, 1.0), 0.0)
