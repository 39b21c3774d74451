"""The chain programme against the same equations written a second time in linopy, on three sizes; masses close.

The second model is written by name from the equations of `program`, with its own sharing of lags; to 1e-8 of the optimum, which
is what two runs of a simplex method agree to.
"""

from itertools import pairwise

import numpy as np
import pytest

from benchmarks.chain_networks import Shape, network
from bothhands.plan.chain import Effort, decide
from bothhands.plan.chain.pool import pooled
from bothhands.plan.chain.priorities import HELD, floors_of
from bothhands.plan.chain.program import MONEY_UNIT, SOONER, program
from bothhands.plan.chain.quantities import imbalance, quantities
from bothhands.plan.highs import Solver

TINY = Shape(cities=2, goods=3, firms=4, weeks=3, daily_weeks=1)
MIDDLE = Shape(cities=5, goods=6, firms=24, weeks=6)
LARGE = Shape(weeks=6)
SIZES = {"tiny": TINY, "middle": MIDDLE, "14 cities, 8 goods, 80 firms": LARGE}


def shares(data, lag):
    """Share of each period's goods that arrives in another; arriving × leaving."""
    spans = [(int(a), int(a + n)) for a, n in zip(data.first_day, data.days, strict=True)]
    return np.array([
        [max(min(d, b + lag) - max(c, a + lag), 0.0) / (b - a) for a, b in spans] for c, d in spans
    ])  # fmt: skip


def in_linopy(data):
    """Optimum of the programme as linopy finds it, yuan."""
    xr = pytest.importorskip("xarray")
    model = pytest.importorskip("linopy").Model()
    periods, places, goods, groups = (range(n) for n in data.need.shape)
    makers, options, lanes, weeks = (range(len(x)) for x in (data.maker_good, data.option_cost, data.lane_good, data.order_day))

    def array(values, *dims):
        return xr.DataArray(values, dims=dims, coords={d: np.arange(n) for d, n in zip(dims, np.shape(values), strict=True)})

    def variable(name, upper=np.inf, **coords):
        return model.add_variables(lower=0, upper=upper, coords=[list(c) for c in coords.values()], dims=list(coords), name=name)

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
    without = sorted(set(makers) - set(data.maker_of_option.tolist()))
    assert not without
    model.add_constraints(capacity <= array(data.standing, "t", "m"))

    at = array([[[float(data.maker_place[m] == p and data.maker_good[m] == g) for g in goods] for p in places] for m in makers], "m", "place", "good")  # fmt: skip
    here = array([[float(data.maker_place[m] == p) for p in places] for m in makers], "m", "place")
    needs = array(data.recipe[data.maker_good], "m", "good")
    output, used, released = (variable(name, t=periods, **cell) for name in ("output", "used", "released"))
    model.add_constraints(output - (made * at).sum("m") == 0)
    model.add_constraints(used - (made * here * needs).sum("m") == 0)
    later = array(np.stack([shares(data, lag) for lag in data.release_days]), "good", "s", "t")
    model.add_constraints((output * later).sum("t").rename({"s": "t"}) - released == 0)

    landed, came, went = variable("landed", t=periods, lane=lanes), variable("came", t=periods, **cell), variable("went", t=periods, **cell)
    kept = np.ones((len(goods), len(periods), len(periods)))
    for g in goods:
        for left in periods:
            for n in range(left + 1, len(periods)):
                kept[g, n, left] = kept[g, n - 1, left] * data.keep[n, g]
    table = {lag: shares(data, lag) for lag in set(data.lane_days.tolist())}
    travel = array(np.stack([table[lag] * kept[g] for lag, g in zip(data.lane_days, data.lane_good, strict=True)]), "lane", "s", "t")
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
        stock - stock.shift(t=1) * keep - released - came - bought - market + went + used + served.sum("q") == array(given, "t", "place", "good")
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
    paid = (orders * cost).sum() + ((bought + market) * price).sum() + (shipped * array(data.lane_cost, "lane")).sum()
    model.add_objective((served * worth).sum() - paid / MONEY_UNIT, sense="max")
    model.solve("highs", io_api="direct", output_flag=False)
    return float(model.objective.value)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("size", SIZES)
def test_same_optimum_as_linopy(size):
    data = network(SIZES[size])
    ours = Solver(program(data).problem).solve()
    assert ours.objective == pytest.approx(in_linopy(data), rel=1e-8)


@pytest.mark.parametrize("size", ["tiny", "middle"])
def test_masses_close(size):
    data = network(SIZES[size])
    decided = decide(data, Effort(nodes=0))
    found = quantities(data, decided.program, decided.whole.x)
    assert found.served.sum() > 0
    assert imbalance(data, found).max() < 1e-9
    short = found._replace(stock=found.stock * 1.01)
    assert imbalance(data, short).max() > 1e-4


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_pool_bounds_the_network(seed):
    data = network(MIDDLE, seed)
    decided = decide(data, Effort(nodes=0))
    assert 0 <= decided.gap < 0.05
    assert decided.value <= decided.bound
    assert Solver(program(data).problem).solve().objective <= Solver(program(pooled(data)).problem).solve().objective


def test_higher_levels_lose_nothing_to_lower_ones():
    data = network(TINY)._replace(budget=np.full(2, 1e8))
    made = program(data)
    floors = floors_of(Solver(made.problem), made)
    for level in range(4):
        alone = np.where(np.arange(4) <= level, data.need, 0.0)
        fewer = program(data._replace(need=np.maximum(alone, 1e-12 * data.need)))
        reached = floors_of(Solver(fewer.problem), fewer).attained[level]
        assert floors.attained[level] == pytest.approx(reached, rel=1e-5, abs=10 * HELD)


def test_the_worst_city_is_no_worse_than_it_must_be():
    data = network(MIDDLE)
    data = data._replace(lane_cost=0.5 * data.price[data.lane_good])
    fair = decide(data, Effort(nodes=0))
    made = program(data)
    solver = Solver(made.problem)
    columns = made.columns.orders.ravel()
    solver.set_columns(columns, fair.orders.ravel(), fair.orders.ravel())
    reached, weighed = (worst(data, made, one.x) for one in (fair.whole, solver.solve()))
    assert (reached[:, 0] > weighed[:, 0] - 1e-4).all()
    assert (reached > weighed + 0.01).any()


def worst(data, made, x):
    """Lowest share over cities of what is needed, by good and group; 1 where nothing is."""
    served, need = quantities(data, made, x).served.sum(0), data.need.sum(0)
    return np.where(need > 0, served / np.where(need > 0, need, 1.0), 1.0).min(0)


def test_lags_are_shared_by_days():
    for before, after in pairwise([0.0, 1.0, 3.0, 7.0, 10.5]):
        assert shares(network(TINY), before).sum() > shares(network(TINY), after).sum()
