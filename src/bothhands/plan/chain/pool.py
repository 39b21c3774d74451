"""A network with all its places made one: what no plan of the network can beat, and small enough to be searched.

Why this file exists: a programme of many cities is mostly shipments, and its lines are decided by the totals. The pool
drops lanes, their days and their cost, so that whatever the network can do the pool can do too; it loses only where
something lies.
"""

from __future__ import annotations

import numpy as np

from bothhands.plan.chain.data import ChainData


def pooled(data: ChainData) -> ChainData:
    """The same chain in one place, without lanes; makers, lines, outside supply and money stay as they are.

    Parameters
    ----------
    data
        A chain problem of any number of places.

    Notes
    -----
    A relaxation: adding up the balances of all places cancels shipments, those on the way count as stock, which spoils
    alike, and lane costs are never negative. So its optimum is no lower than the network's.
    """
    nothing = np.empty(0, np.int64)
    return data._replace(
        need=data.need.sum(1, keepdims=True),
        maker_place=np.zeros_like(data.maker_place),
        first_stock=data.first_stock.sum(0, keepdims=True),
        received=data.received.sum(1, keepdims=True),
        market=data.market.sum(1, keepdims=True),
        lane_from=nothing,
        lane_to=nothing,
        lane_good=nothing,
        lane_days=np.empty(0),
        lane_cost=np.empty(0),
    )
