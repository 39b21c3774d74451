"""A run of the firm network: nothing lost without a shock, direct and indirect losses told apart, shocks that end are got over."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba")

from bothhands.inputs.firm_shocks import Closure
from bothhands.inputs.loading import load
from bothhands.model.economy.network_data import network_of
from bothhands.model.economy.network_draw import drawn, drawn_for
from bothhands.model.economy.network_run import run

TABLE = 0.5 * np.array([[0.2, 0.5, 0.1], [0.5, 0.2, 0.3], [0.3, 0.3, 0.6]])


@pytest.fixture(scope="module")
def network():
    """Five hundred firms of three sectors, and the sector of each."""
    links = drawn(500, TABLE, seed=4)
    return network_of(*links), links.sector


def closure(firms, share, first=1, last=10**9):
    return Closure(first, last, np.asarray(firms, np.int32), np.full(len(firms), share))


def test_without_a_shock_nothing_is_lost(network):
    made = run(*network, [], 20)
    assert made.output == pytest.approx(network[0].output.sum(), rel=1e-4)
    assert made.direct_loss.sum() == 0.0
    assert abs(made.firm_lost).sum() < 1e-3 * made.output.sum()


def test_losses_grow_beyond_those_hit_and_add_up(network):
    arrays, sector = network
    hit = np.flatnonzero(sector == 1)
    told: list[int] = []
    made = run(arrays, sector, [closure(hit, 0.3), closure(hit[:9], 0.9)], 40, "lowest_ratio_first", told.append)
    assert told == list(range(1, 41))
    direct = 0.3 * arrays.output[hit].sum() + 0.6 * arrays.output[hit[:9]].sum()
    assert made.direct_loss == pytest.approx(direct, rel=1e-5)
    lost = arrays.output.sum() - made.output
    assert lost[-1] > made.direct_loss[-1]
    assert made.sector_output.sum(1) == pytest.approx(made.output, rel=1e-5)
    assert made.firm_lost.sum() == pytest.approx(lost.sum(), rel=1e-3)
    assert (made.firm_direct[hit] > 0).all()
    assert made.firm_direct.sum() == pytest.approx(made.direct_loss.sum(), rel=1e-5)


def test_a_shock_that_ends_is_got_over(network):
    made = run(*network, [closure([0, 1, 2, 3], 1.0, 5, 9)], 60, "lowest_ratio_first")
    assert (made.direct_loss > 0).nonzero()[0].tolist() == [4, 5, 6, 7, 8]
    assert made.output[4:12].min() < 0.999 * made.output[0]
    assert made.output[-1] == pytest.approx(made.output[0], rel=1e-3)


def test_a_network_of_a_region_makes_its_output_with_inputs_from_its_table():
    region = load("two-towns")
    sectors, links = drawn_for(region, 4000, seed=2)
    arrays = network_of(*links)
    again, _ = drawn_for(region, 40, seed=2)
    assert sectors == again == tuple(sectors)
    bought = np.bincount(links.sector[links.buyer], links.amount, len(sectors))
    made = np.bincount(links.sector, arrays.output, len(sectors))
    assert len(links.amount) > 8000
    assert (bought[made > 0] < made[made > 0]).all()
