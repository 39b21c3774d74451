"""What a region buys outside, and how strongly its sectors pull and push one another, from its input–output table.

Why this file exists: a sector is worth attracting where much is bought outside and where it hangs together with what is there. The table is
the nation's, brought to the region by location quotients (`model.economy.regional`), so every figure is estimated.

References
----------
Rasmussen 1956, Studies in Inter-Sectoral Relations (power and sensitivity of dispersion); Miller and Blair 2009, Input–Output Analysis, ch. 12.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.input_output.national import NationalTable, activity_of, national_table
from bothhands.inputs.region import Region
from bothhands.model.economy.regional import HomeShares, home_shares

Numbers = npt.NDArray[np.float64]


class Linkages(NamedTuple):
    """By sector; money a year in the region's currency.

    `leakage` is what the region's producers and residents buy of it from outside the region; `bought` all they buy. `backward` and
    `forward` are Rasmussen's indices of the region's own inputs, 1 on average. `users` is what each sector buys of it, product × user.
    """

    output: Numbers
    bought: Numbers
    leakage: Numbers
    backward: Numbers
    forward: Numbers
    users: Numbers


def linkages_of(region: Region, axes: Axes, delta: float | None = None) -> Linkages:
    """Leakage and linkages of every sector.

    Parameters
    ----------
    region, axes
        Tables input_output and activity, and their names.
    delta
        Exponent of the location quotients; the region's parameter if not given.

    Notes
    -----
    L = (I − hA)⁻¹ with h the share bought at home; backward = column sum of L against its mean, forward = row sum against its mean.
    """
    delta = region.parameter("flq_delta").value if delta is None else delta
    table, output, final, home = _at_home(region, axes, delta)
    made = output.sum(0)
    users = table.coefficients * made
    bought = users.sum(1) + final
    leakage = ((1.0 - home.inputs) * users).sum(1) + (1.0 - home.final) * final
    backward, forward = dispersion(home.inputs * table.coefficients)
    return Linkages(made, bought, leakage, backward, forward, users)


def multipliers_of(region: Region, axes: Axes) -> Numbers:
    """Value added in the region by a unit of each sector's products bought, those who supply it included; by sector.

    Parameters
    ----------
    region, axes
        Tables input_output and activity, and their names.

    Notes
    -----
    v'(I − hA)⁻¹: no more than is bought at home comes back, and what wages buy is left out (type I; Miller and Blair 2009, ch. 6).
    """
    table, _, _, home = _at_home(region, axes, region.parameter("flq_delta").value)
    inverse = np.linalg.inv(np.eye(len(table.value_added_share)) - home.inputs * table.coefficients)
    return np.asarray(table.value_added_share @ inverse)


def _at_home(region: Region, axes: Axes, delta: float) -> tuple[NationalTable, Numbers, Numbers, HomeShares]:
    """The nation's table, output by place and sector, final demand by sector, and what is bought at home."""
    table = national_table(region, axes)
    added, _ = activity_of(region, axes)
    share = table.value_added_share
    output = np.where(share > 0, added / np.where(share > 0, share, 1.0), 0.0)
    size = added.sum() / max(table.value_added.sum(), 1e-12)
    final = sum((np.maximum(column, 0.0) for column in table.final.values()), np.zeros(len(share))) * size
    unit = region.parameter("input_output_unit_yuan").value
    home = home_shares(output, table.coefficients, final[None], table.output * unit, table.import_share, delta)
    return table, output, np.asarray(final), home


def dispersion(coefficients: Numbers) -> tuple[Numbers, Numbers]:
    """Rasmussen's power and sensitivity of dispersion: column and row sums of the Leontief inverse, 1 on average.

    Parameters
    ----------
    coefficients
        Inputs per unit of output, supplier × user.
    """
    inverse = np.linalg.inv(np.eye(len(coefficients)) - coefficients)
    columns, rows = inverse.sum(0), inverse.sum(1)
    return np.asarray(columns / columns.mean()), np.asarray(rows / rows.mean())
