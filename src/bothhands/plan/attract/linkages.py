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
from bothhands.inputs.region import Region
from bothhands.model.economy.regional import home_shares
from bothhands.model.economy.tables import activity_of, national_table

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
    table = national_table(region, axes)
    added, _ = activity_of(region, axes)
    share = table.value_added_share
    output = np.where(share > 0, added / np.where(share > 0, share, 1.0), 0.0)
    size = added.sum() / max(table.value_added.sum(), 1e-12)
    final = sum((np.maximum(column, 0.0) for column in table.final.values()), np.zeros(len(share))) * size
    delta = region.parameter("flq_delta").value if delta is None else delta
    unit = region.parameter("input_output_unit_yuan").value
    home = home_shares(output, table.coefficients, final[None], table.output * unit, table.import_share, delta)
    made = output.sum(0)
    users = table.coefficients * made
    bought = users.sum(1) + final
    leakage = ((1.0 - home.inputs) * users).sum(1) + (1.0 - home.final) * final
    backward, forward = dispersion(home.inputs * table.coefficients)
    return Linkages(made, bought, leakage, backward, forward, users)


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
