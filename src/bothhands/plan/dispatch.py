"""Weekly dispatch of critical goods: which city and group gets how much of what, from where, from which day.

Why this file exists: a plan says what is ordered; whoever loads the lorries needs a sheet. It follows the run's own
priority rule, so that what the sheet promises is what the plan was checked on.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from bothhands.model.signals import DEMAND_GROUPS
from bothhands.model.supply.flows import Flows
from bothhands.model.supply.ration import by_priority, quotient
from bothhands.model.supply.step import masks_of_days
from bothhands.plan.chain_case import ChainCase, supplied

Numbers = npt.NDArray[np.float64]
DAYS_PER_WEEK = 7


class Dispatch(NamedTuple):
    """One line of the sheet: a week's amount of a good for a group of a city, what it lacks, and where the good came from."""

    week: date
    good: str
    city: str
    group: str
    amount: float
    short: float
    sources: tuple[tuple[str, float], ...]
    """`made`, `bought`, `stock` with the share of each in what was used, of the region's pool."""


def dispatch_of(case: ChainCase, weeks: int = 4) -> tuple[Dispatch, ...]:
    """Dispatch of the weeks after the as-of day, by week, good, city and group.

    Parameters
    ----------
    case
        The chain on a day.
    weeks
        How many weeks.

    Notes
    -----
    Amounts are whole units: rounded down, so that no sheet promises what is not there. Source is told for the region's
    pool of a good in a week: made, bought (public orders and market together) and drawn from stock, in shares.
    """
    flows = supplied(case.params, case.levers, case.signals)
    need, given = _by_group(case, np.asarray(flows.served, float))
    found = []
    for week in range(weeks):
        first = case.today + 1 + DAYS_PER_WEEK * week
        days = slice(first, min(first + DAYS_PER_WEEK, case.axes.n_days))
        if first >= case.axes.n_days:
            break
        day = case.axes.start + timedelta(days=first)
        for g, good in enumerate(case.axes.goods):
            sources = _sources(flows, days, g)
            for p, city in enumerate(case.axes.places):
                for q, group in enumerate(DEMAND_GROUPS):
                    wanted, amount = (float(one[days, p, g, q].sum()) for one in (need, given))
                    if wanted >= 1.0:
                        found.append(
                            Dispatch(
                                day,
                                good,
                                city,
                                group,
                                float(np.floor(amount + 1e-6)),
                                max(wanted - amount, 0.0),
                                sources,
                            )
                        )
    return tuple(found)


def _by_group(case: ChainCase, served: Numbers) -> tuple[Numbers, Numbers]:
    """What each group needs and is given; time × place × good × group."""
    params = case.params
    need = np.array(masks_by_good_of_days(case))
    need[..., 0] += np.asarray(case.signals.test_kits_used)[..., None] * np.asarray(params.kit_share)
    levels = np.asarray(params.level_of_group)
    by_level = np.einsum("tpgq,glq->tpgl", need, levels)
    given = np.asarray(by_priority(jnp.asarray(by_level), jnp.asarray(served), 0.0))
    share = np.asarray(quotient(jnp.asarray(given), jnp.asarray(by_level)))
    return need, need * np.einsum("tpgl,glq->tpgq", share, levels)


def masks_by_good_of_days(case: ChainCase) -> Numbers:
    """Need of masks by day, place, good and group.

    Parameters
    ----------
    case
        The chain on a day.
    """
    return np.asarray(masks_of_days(case.params, jnp.asarray(case.signals.mask_demand)), float)


def _sources(flows: Flows, days: slice, good: int) -> tuple[tuple[str, float], ...]:
    """Where a week's use of a good came from, over the region; what is less than half a percent left out."""
    made, bought, used = (
        float(np.asarray(getattr(flows, name), float)[days, :, good].sum()) for name in ("produced", "bought", "served")
    )
    parts = {"made": made, "bought": bought, "stock": max(used - made - bought, 0.0)}
    total = sum(parts.values())
    return tuple((name, value / total) for name, value in parts.items() if total > 0 and value / total >= 0.005)
