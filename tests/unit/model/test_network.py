"""The firm network: at rest it rests, its loops are the equations, nothing is delivered that was not made."""

from __future__ import annotations

import numpy as np
import pytest

from bothhands.errors import InputError

pytest.importorskip("numba")

from bothhands.model.economy.network import at_rest, step
from bothhands.model.economy.network_data import network_of
from bothhands.model.economy.network_draw import DEGREE_EXPONENT, SIZE_EXPONENT, synthetic

RATIONING = ("proportional", "lowest_ratio_first")
TABLE = 0.5 * np.array([[0.2, 0.5, 0.1], [0.5, 0.2, 0.3], [0.3, 0.3, 0.6]])


@pytest.fixture(scope="module")
def drawn():
    return synthetic(400, TABLE, 4.0, seed=3)


def chain(days=5.0):
    """Firm 0 supplies 1, 1 supplies 2, 2 sells to final demand; 3, of the sector of 0, also supplies 1, half as much."""
    sector = np.array([0, 1, 2, 0])
    return network_of(
        sector,
        np.array([1, 2, 1]),
        np.array([0, 1, 3]),
        np.array([4.0, 8.0, 2.0]),
        np.array([0.0, 0.0, 10.0, 0.0]),
        np.full(4, days),
    )


def by_the_equations(network, stock, demand, capacity, final, adjust_days, rationing):
    """A day in double precision, firm by firm and link by link: output, next stock, demand, final demand served."""
    firms = len(network.output)
    buyer = np.repeat(np.arange(firms), np.diff(network.need_start[network.firm_start]))
    rest, amount = network.output.astype(float), network.amount.astype(float)
    busy = (demand / rest)[buyer]
    ordered = np.maximum(amount * busy + (network.stock_days[buyer] * amount * busy - stock) / adjust_days, 0.0)
    now = np.bincount(network.supplier, ordered, firms) + final
    output = np.minimum(capacity, now)
    for firm in range(firms):
        for need in range(network.firm_start[firm], network.firm_start[firm + 1]):
            own = slice(network.need_start[need], network.need_start[need + 1])
            output[firm] = min(output[firm], rest[firm] * stock[own].sum() / amount[own].sum())
    served, final_served = ordered.copy(), final.copy()
    for firm in np.flatnonzero(output < now * (1 - 1e-9)):
        own = np.flatnonzero(network.supplier == firm)
        orders, usual = np.append(ordered[own], final[firm]), np.append(amount[own], network.final[firm])
        if rationing == "proportional":
            given = orders * output[firm] / orders.sum()
        else:
            low, high = 0.0, 1e6
            for _ in range(200):
                level = 0.5 * (low + high)
                low, high = (level, high) if np.minimum(orders, level * usual).sum() < output[firm] else (low, level)
            given = np.minimum(orders, low * usual)
        served[own], final_served[firm] = given[:-1], given[-1]
    after = np.empty_like(stock)
    for firm in range(firms):
        for need in range(network.firm_start[firm], network.firm_start[firm + 1]):
            own = slice(network.need_start[need], network.need_start[need + 1])
            used = amount[own].sum() * output[firm] / rest[firm]
            here = stock[own].sum()
            after[own] = stock[own] * (max(1 - used / here, 0.0) if here > 0 else 0.0) + served[own]
    return output, after, now, final_served


@pytest.mark.parametrize("rationing", RATIONING)
def test_at_rest_nothing_moves(drawn, rationing):
    state = at_rest(drawn)
    for _ in range(30):
        step(drawn, state, drawn.output, drawn.final, rationing=rationing)
    assert state.output == pytest.approx(drawn.output, rel=1e-4)
    assert state.final_served == pytest.approx(drawn.final, rel=1e-4)


@pytest.mark.parametrize("days", [0.0, 0.5])
def test_firms_that_keep_no_stock_rest_on_a_days_input(days):
    network = chain(days)
    state = at_rest(network)
    for _ in range(20):
        step(network, state, network.output, network.final)
        assert state.output == pytest.approx(network.output)


@pytest.mark.parametrize("rationing", RATIONING)
def test_the_loops_are_the_equations(drawn, rationing):
    generator = np.random.default_rng(5)
    capacity = drawn.output * np.where(generator.random(400) < 0.2, generator.random(400), 1.0).astype(np.float32)
    final = drawn.final * (0.7 + 0.3 * generator.random(400)).astype(np.float32)
    state = at_rest(drawn)
    stock, demand = state.stock.astype(float), state.demand.astype(float)
    for _ in range(12):
        output, stock, demand, served = by_the_equations(
            drawn, stock, demand, capacity.astype(float), final.astype(float), 6.0, rationing
        )
        step(drawn, state, capacity, final, rationing=rationing)
        assert state.output == pytest.approx(output, rel=2e-3, abs=1e-3)
        assert state.demand == pytest.approx(demand, rel=2e-3, abs=1e-3)
        assert state.final_served == pytest.approx(served, rel=5e-3, abs=1e-3)
        assert state.stock == pytest.approx(stock, rel=5e-3, abs=5e-3)
        stock, demand = state.stock.astype(float), state.demand.astype(float)


@pytest.mark.parametrize("rationing", RATIONING)
def test_what_is_served_was_made_and_no_stock_is_negative(drawn, rationing):
    state, capacity = at_rest(drawn), drawn.output.copy()
    capacity[::7] = 0.0
    for _ in range(25):
        before = state.stock.astype(float)
        step(drawn, state, capacity, drawn.final, rationing=rationing)
        buyer = np.repeat(np.arange(400), np.diff(drawn.need_start[drawn.firm_start]))
        used = np.bincount(buyer, drawn.amount, 400) * state.output / drawn.output
        came = state.stock.astype(float).sum() - before.sum() + used.sum()
        assert came + state.final_served.sum() == pytest.approx(state.output.sum(), rel=2e-3)
        assert state.stock.min() >= 0.0
        assert (state.output <= capacity * (1 + 1e-6) + 1e-6).all()
    assert state.output.sum() < 0.9 * drawn.output.sum()


def test_a_stopped_supplier_is_felt_when_stocks_are_gone_and_half_made_up_by_the_other():
    network, capacity = chain(), chain().output.copy()
    capacity[0] = 0.0
    state, sold = at_rest(network), []
    for _ in range(60):
        step(network, state, capacity, network.final)
        sold.append(float(state.final_served[2]))
    assert sold[:4] == pytest.approx([10.0] * 4)
    assert min(sold) < 9.0
    assert sold[-1] == pytest.approx(10.0 * 2.0 / 6.0, rel=0.05)


def test_the_smallest_order_is_served_first():
    """A firm makes 6 for orders of 8 (customer 1, usual 4) and 4 (customer 2, usual 4): up to the same ratio, 3 each; proportional: 4 and 2."""
    sector = np.array([0, 1, 2])
    for rationing, expected in (("lowest_ratio_first", (3.0, 3.0)), ("proportional", (4.0, 2.0))):
        network = network_of(
            sector, np.array([1, 2]), np.array([0, 0]), np.array([4.0, 4.0]), np.array([0.0, 8.0, 8.0]), np.full(3, 0.0)
        )
        state = at_rest(network)
        state.demand[1] = 16.0
        state.stock[:] = 0.0
        step(network, state, np.array([6.0, 8.0, 8.0], np.float32), network.final, adjust_days=1e9, rationing=rationing)
        assert state.ordered == pytest.approx([8.0, 4.0], rel=1e-4)
        assert state.stock == pytest.approx(expected, rel=1e-4)


def test_links_may_come_in_any_order(drawn):
    generator = np.random.default_rng(1)
    sector = generator.integers(0, 3, 50)
    buyer, supplier = np.divmod(generator.choice(2500, 300, replace=False), 50)
    kept = buyer != supplier
    buyer, supplier, amount = buyer[kept], supplier[kept], generator.random(kept.sum()) + 0.1
    one = network_of(sector, buyer, supplier, amount, np.ones(50), np.full(50, 4.0))
    mixed = generator.permutation(len(buyer))
    other = network_of(sector, buyer[mixed], supplier[mixed], amount[mixed], np.ones(50), np.full(50, 4.0))
    for first, second in zip(one, other, strict=True):
        assert first == pytest.approx(second, rel=1e-6)
    firms = np.repeat(np.arange(50), np.diff(one.need_start[one.firm_start]))
    assert (np.diff(firms) >= 0).all()
    assert np.array_equal(np.sort(one.by_supplier), np.arange(len(buyer)))
    assert (np.diff(one.supplier[one.by_supplier]) >= 0).all()


def test_a_drawn_network_has_the_sizes_degrees_and_inputs_asked_for():
    network = synthetic(60_000, TABLE, 3.5, seed=2)
    degree = np.diff(network.need_start[network.firm_start])  # links of each firm
    assert degree.mean() == pytest.approx(3.5, rel=0.12)
    for values, exponent, least in ((network.final, SIZE_EXPONENT, 3.0), (degree, DEGREE_EXPONENT, 8.0)):
        tail = values[values >= least].astype(float)
        hill = 1.0 / np.log(tail / least).mean()
        assert hill == pytest.approx(exponent, rel=0.25), exponent
    buyer = np.repeat(np.arange(60_000), np.diff(network.need_start[network.firm_start]))
    inputs = np.bincount(buyer, network.amount, 60_000)
    some = inputs > 0
    assert inputs[some] == pytest.approx(0.5 * network.output[some], rel=1e-4)
    made = network.final + np.bincount(network.supplier, network.amount, 60_000)
    assert made == pytest.approx(network.output, rel=1e-4)


def test_every_fault_of_a_list_is_told_at_once():
    with pytest.raises(InputError) as caught:
        network_of(
            np.array([0, 1, 1, 0]), np.array([1, 1, 1, 9, 2]), np.array([0, 0, 1, 0, 0]), np.array([1.0, 1.0, 1.0, 1.0, -2.0]),
            np.array([1.0, 1.0, -1.0, 0.0]), np.full(4, 5.0),
        )  # fmt: skip
    assert {fault.code for fault in caught.value.faults} == {f"BH-NET-00{n}" for n in range(1, 7)}
