"""The chain programme written a second time, by name in linopy, from the equations of `bothhands.plan.chain.program`.

It shares nothing with ours but the data and two constants: lags are shared out by its own sums, goods on the way and used up have
variables of their own.
"""

import linopy
import numpy as np
import xarray as xr

from bothhands.plan.chain.data import ChainData
from bothhands.plan.chain.program import MONEY_UNIT, PUBLIC_LAST, SOONER


def shares(data: ChainData, lag: float) -> np.ndarray:
    """Share of each period's goods that arrives in another; arriving × leaving."""
    spans = [(int(a), int(a + n)) for a, n in zip(data.first_day, data.days, strict=True)]
    return np.array([
        [max(min(d, b + lag) - max(c, a + lag), 0.0) / (b - a) for a, b in spans] for c, d in spans
    ])  # fmt: skip


def in_linopy(data: ChainData) -> linopy.Model:  # noqa: C901
    """The programme as linopy holds it, not yet solved.

    Parameters
    ----------
    data
        A chain problem, each of whose makers has a line that may be ordered.
    """
    model = linopy.Model()
    periods, places, goods, groups = (range(n) for n in data.need.shape)
    makers, options, lanes, weeks = (
        range(len(x)) for x in (data.maker_good, data.option_cost, data.lane_good, data.order_day)
    )

    def array(values, *dims):
        return xr.DataArray(
            values, dims=dims, coords={d: np.arange(n) for d, n in zip(dims, np.shape(values), strict=True)}
        )

    def variable(name, upper=np.inf, **coords):
        return model.add_variables(
            lower=0, upper=upper, coords=[list(c) for c in coords.values()], dims=list(coords), name=name
        )

    cell = {"place": places, "good": goods}
    orders = variable("orders", w=weeks, o=options)
    made = variable("made", t=periods, m=makers)
    shipped = variable("shipped", t=periods, lane=lanes)
    bought, stock = (variable(name, t=periods, **cell) for name in ("bought", "stock"))
    market = variable("market", upper=array(data.market, "t", "place", "good"), t=periods, **cell)
    served = variable("served", upper=array(data.need, "t", "place", "good", "q"), t=periods, **cell, q=groups)
    capacity = made - (orders * array(data.reach, "w", "t", "o")).sum("w").groupby(
        xr.DataArray(data.maker_of_option, dims="o", coords={"o": list(options)}, name="m")
    ).sum()  # fmt: skip
    model.add_constraints(capacity <= array(data.standing, "t", "m"))

    at = array([[[float(data.maker_place[m] == p and data.maker_good[m] == g) for g in goods] for p in places] for m in makers], "m", "place", "good")  # fmt: skip
    here = array([[float(data.maker_place[m] == p) for p in places] for m in makers], "m", "place")
    needs = array(data.recipe[data.maker_good], "m", "good")
    output, used, released = (variable(name, t=periods, **cell) for name in ("output", "used", "released"))
    model.add_constraints(output - (made * at).sum("m") == 0)
    model.add_constraints(used - (made * here * needs).sum("m") == 0)
    later = array(np.stack([shares(data, lag) for lag in data.release_days]), "good", "s", "t")
    model.add_constraints((output * later).sum("t").rename({"s": "t"}) - released == 0)

    landed, came, went = (
        variable("landed", t=periods, lane=lanes),
        variable("came", t=periods, **cell),
        variable("went", t=periods, **cell),
    )
    kept = np.ones((len(goods), len(periods), len(periods)))
    for g in goods:
        for left in periods:
            for n in range(left + 1, len(periods)):
                kept[g, n, left] = kept[g, n - 1, left] * data.keep[n, g]
    table = {lag: shares(data, lag) for lag in set(data.lane_days.tolist())}
    travel = array(
        np.stack([table[lag] * kept[g] for lag, g in zip(data.lane_days, data.lane_good, strict=True)]),
        "lane",
        "s",
        "t",
    )
    model.add_constraints((shipped * travel).sum("t").rename({"s": "t"}) - landed == 0)
    for flow, what, end in ((came, landed, data.lane_to), (went, shipped, data.lane_from)):
        number = xr.DataArray(end * len(goods) + data.lane_good, dims="lane", coords={"lane": list(lanes)}, name="cell")
        total = what.groupby(number).sum()
        for one in range(len(places) * len(goods)):
            place, good = divmod(one, len(goods))
            picked = flow.sel(place=place, good=good)
            model.add_constraints(picked - total.sel(cell=one) == 0 if one in number.values else picked == 0)

    keep = array(data.keep, "t", "good")
    given = data.received.copy()
    given[0] += data.keep[0] * data.first_stock
    model.add_constraints(
        stock - stock.shift(t=1).fillna(0) * keep - released - came - bought - market + went + used + served.sum("q") == array(given, "t", "place", "good")
    )  # fmt: skip
    model.add_constraints((bought + market).sum("place") <= array(data.outside, "t", "good"))
    for n in range(data.family_limit.shape[1]):
        chosen = np.flatnonzero(data.family_of_option == n)
        model.add_constraints(orders.sel(o=chosen).sum("o") <= array(data.family_limit[:, n], "w"))
    for n, room in enumerate(data.seat_limit):
        model.add_constraints(orders.sel(o=np.flatnonzero(data.seat_of_option == n)).sum() <= float(room))
    cost, price = array(data.option_cost, "o"), array(data.price, "good")
    for n, money in enumerate(data.budget):
        lines = orders * cost * array(data.line_part[n], "w")
        model.add_constraints(lines.sum() + (bought * price * array(data.purchase_part[n], "t")).sum() <= float(money))
    middle = (data.first_day - data.first_day[0] + data.days / 2) / 7
    worth = array(data.worth, "good", "q") * array((1 - SOONER) ** middle, "t") / MONEY_UNIT
    paid = (
        (orders * cost).sum()
        + ((bought * (1.0 + PUBLIC_LAST) + market) * price).sum()
        + (shipped * array(data.lane_cost, "lane")).sum()
    )
    model.add_objective((served * worth).sum() - paid / MONEY_UNIT, sense="max")
    return model
