"""What a week's delay of a site costs: supply run again with its first product later, unmet need by group and in yuan.

Why this file exists: chasing every site is chasing none. The price of a delay ranks them. Needs and orders are held; a
site whose figures are assumed is priced too and marked, since nobody can chase an assumption.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from bothhands.inputs.region import Region
from bothhands.inputs.tables.sites import Site
from bothhands.model.signals import DEMAND_GROUPS
from bothhands.model.supply.params import Params
from bothhands.plan.chain_case import ChainCase, supplied
from bothhands.plan.completion import lines_of_case

Numbers = npt.NDArray[np.float64]
DAYS_PER_WEEK = 7
UNVERIFIED = "assumed capacity, unverified"
DOUBTFUL = ("assumed", "unverified", "synthetic")


class Delay(NamedTuple):
    """What it costs when a site is late: masks not served by group, kits not served, and yuan at the prices of the goods.

    `standing` is blank for a site that can be chased, else says why it cannot. `orders` are lines that have yet to make
    their first product.
    """

    site: str
    good: str
    orders: float
    unmet: dict[str, float]
    kits: float
    yuan: float
    standing: str


def delays_of(case: ChainCase, sites: Sequence[str] = (), weeks: float = 1.0) -> tuple[Delay, ...]:
    """Price of a delay of each site with lines to come, dearest first.

    Parameters
    ----------
    case
        The chain on a day.
    sites
        Names of sites; none for all that have lines on order or ordered.
    weeks
        How much later the first product is.

    Notes
    -----
    Supply is run alone under the signals of the case, once as it stands and once a site. Unmet need is what people need
    and are not served from the as-of day on; yuan is the unmet need at each good's price, a lower bound of its worth.
    """
    base = _unmet(case, case.params)
    found = []
    for site, good in pending(case):
        if sites and site not in sites:
            continue
        later, orders = _later(case, site, good, weeks)
        more = _unmet(case, later)
        groups = {group: float(more[0][n] - base[0][n]) for n, group in enumerate(DEMAND_GROUPS)}
        standing = UNVERIFIED if is_unverified(case.region, site, good) else ""
        found.append(Delay(site, good, orders, groups, more[1] - base[1], more[2] - base[2], standing))
    return tuple(sorted(found, key=lambda one: -one.yuan))


def pending(case: ChainCase) -> tuple[tuple[str, str], ...]:
    """Site and good of lines whose first product is still to come, on order or ordered.

    Parameters
    ----------
    case
        The chain on a day.
    """
    ready = np.asarray(case.params.line_ready_day)
    found = [(row.site, row.good) for n, row in enumerate(lines_of_case(case)) if ready[n] > case.today]
    ordered = np.asarray(case.levers.line_orders).sum(0)
    found += [(option.site, option.good) for n, option in enumerate(case.axes.line_options) if ordered[n] > 0]
    return tuple(dict.fromkeys(found))


def is_unverified(region: Region, site: str, good: str) -> bool:
    """Whether a site is an assumption: its row says so, so that nobody is sent to chase it.

    Parameters
    ----------
    region
        As known on the day.
    site, good
        Key of the site.
    """
    row = next((one for one in region.rows(Site) if (one.site, one.good) == (site, good)), None)
    return row is None or row.quality in DOUBTFUL


def _later(case: ChainCase, site: str, good: str, weeks: float) -> tuple[Params, float]:
    """Supply with one site's first products later, and how many of its lines that moves."""
    days, params = DAYS_PER_WEEK * weeks, case.params
    rows, ready = lines_of_case(case), np.asarray(params.line_ready_day, float)
    own = np.array([(row.site, row.good) == (site, good) for row in rows], bool) & (ready > case.today)
    chosen = np.array([(option.site, option.good) == (site, good) for option in case.axes.line_options], float)
    moved = sum(row.lines for n, row in enumerate(rows) if own[n])
    moved += float((np.asarray(case.levers.line_orders).sum(0) * chosen).sum())
    later = eqx.tree_at(
        lambda p: (p.line_ready_day, p.option_lead_days),
        params,
        (params.line_ready_day + days * jnp.asarray(own, float), params.option_lead_days + days * jnp.asarray(chosen)),
    )
    return later, moved


def _unmet(case: ChainCase, params: Params) -> tuple[Numbers, float, float]:
    """Masks not served by group, kits not served, and both in yuan, from the as-of day on."""
    flows = supplied(params, case.levers, case.signals)
    ahead = slice(case.today + 1, None)
    short = np.asarray(case.signals.mask_demand) * (1.0 - np.asarray(flows.mask_coverage))
    kits = np.asarray(case.signals.test_kits_used) * (1.0 - np.asarray(flows.kit_coverage))
    price, kit_share = np.asarray(params.price, float), np.asarray(params.kit_share, float)
    masks = case.need[ahead].sum(0).copy()
    masks[kit_share > 0] = 0.0
    each = (masks * price[:, None]).sum(0) / np.maximum(masks.sum(0), 1e-12)
    by_group, of_kits = short[ahead].sum((0, 1)), float(kits[ahead].sum())
    return by_group, of_kits, float(by_group @ each + of_kits * (price * kit_share).sum())
