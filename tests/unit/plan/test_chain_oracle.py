"""The chain programme against the same equations written a second time in linopy, on three sizes; masses close.

The second model is written by name from the equations of `program`, with its own sharing of lags; to 1e-8 of the optimum, which
is what two runs of a simplex method agree to.
"""

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from benchmarks.chain_in_linopy import in_linopy, shares
from benchmarks.chain_networks import Shape, network

from bothhands.plan.chain import Effort, decide
from bothhands.plan.chain.pool import pooled
from bothhands.plan.chain.priorities import HELD, floors_of
from bothhands.plan.chain.program import program
from bothhands.plan.chain.quantities import imbalance, quantities
from bothhands.plan.highs import Solver

TINY = Shape(cities=2, goods=3, firms=4, weeks=3, daily_weeks=1)
MIDDLE = Shape(cities=5, goods=6, firms=24, weeks=6)
LARGE = Shape(weeks=6, daily_weeks=2)
SIZES = {"tiny": TINY, "middle": MIDDLE, "14 cities, 8 goods, 80 firms": LARGE}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("size", SIZES)
def test_same_optimum_as_linopy(size):
    data = network(SIZES[size])
    ours = Solver(program(data).problem).solve()
    theirs = in_linopy(data)
    theirs.solve("highs", io_api="direct", output_flag=False)
    assert ours.objective == pytest.approx(float(theirs.objective.value), rel=1e-8)


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
