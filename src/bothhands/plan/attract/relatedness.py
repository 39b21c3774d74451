"""How near a sector is to what a place already does: sectors are near that the same countries are strong in.

Why this file exists: a firm comes more easily where skills, suppliers and rules of its kind are at hand. The measure is our own, from value
added of 67 countries in 45 sectors; it knows neither products nor firms.

References
----------
Balassa 1965, doi 10.1111/j.1467-9957.1965.tb00050.x (revealed advantage); Hidalgo, Klinger, Barabási and Hausmann 2007, doi
10.1126/science.1144581 (proximity, density).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def advantage(amounts: Numbers, world: Numbers | None = None) -> Numbers:
    """Share of a sector in a country over its share in the world; 0 where there is none.

    Parameters
    ----------
    amounts
        Country × sector, zero or more.
    world
        By sector, what is compared with; the sum of the countries if not given.
    """
    world = amounts.sum(0) if world is None else world
    own = amounts / np.maximum(amounts.sum(1, keepdims=True), 1e-300)
    part = world / max(world.sum(), 1e-300)
    return np.asarray(np.divide(own, part, out=np.zeros_like(own), where=part > 0))


def proximity(amounts: Numbers) -> Numbers:
    """How often countries strong in one sector are strong in another too, by the less common of both; sector × sector, 0 to 1.

    Parameters
    ----------
    amounts
        Country × sector.

    Notes
    -----
    φ_ij = |countries strong in i and j| / max(|strong in i|, |strong in j|), strong where the advantage is 1 or more.
    """
    strong = (advantage(amounts) >= 1.0).astype(float)
    together = strong.T @ strong
    count = np.diag(together)
    most = np.maximum(count[:, None], count[None, :])
    return np.asarray(np.divide(together, most, out=np.zeros_like(together), where=most > 0))


def density(strong: Numbers, near: Numbers) -> Numbers:
    """Share of the proximity of each sector that lies in sectors a place is strong in; 0 to 1, the sector itself left out.

    Parameters
    ----------
    strong
        1 where the place is strong, by sector.
    near
        Proximity, sector × sector.
    """
    others = near - np.diag(np.diag(near))
    total = others.sum(1)
    return np.asarray(np.divide(others @ strong, total, out=np.zeros_like(total), where=total > 0))
