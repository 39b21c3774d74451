"""Supply by hand: ramps, lags, priorities and shortages of two towns."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.model.signals import Signals
from bothhands.model.supply import params as supply_params
from bothhands.model.supply import state as supply_state
from bothhands.model.supply.capacity import capacity_path
from bothhands.model.supply.checks import mass_faults
from bothhands.model.supply.ration import by_priority, least, lesser
from bothhands.model.supply.step import SupplyLevers, step

REGION = load("two-towns")
AXES = axes_of(REGION)
PARAMS = supply_params.from_region(REGION, AXES)
N_PLACES, N_SECTORS, N_GOODS = len(AXES.places), len(AXES.sectors), len(AXES.goods)
RESIN, MELTBLOWN, MASK, KIT = (AXES.goods.index(good) for good in ("resin", "meltblown", "mask", "test_kit"))


def signals(masks=(300.0, 20.0, 30_000.0, 60_000.0), kits=100.0, labour=1.0):
    nothing = jnp.zeros(N_PLACES)
    return Signals(*[nothing] * len(Signals._fields))._replace(
        labour_available=jnp.full((N_PLACES, N_SECTORS), labour),
        mask_demand=jnp.tile(jnp.asarray(masks, float), (N_PLACES, 1)),
        test_kits_used=jnp.full(N_PLACES, kits),
    )


DAYS = 100
NO_ORDERS = jnp.zeros((DAYS, len(AXES.line_options)))
NO_PURCHASES = jnp.zeros((DAYS, N_PLACES, N_GOODS))


@jax.jit
def simulated(params, today, orders, purchases):
    levers = SupplyLevers(capacity_path(params, orders), purchases)
    return jax.lax.scan(lambda s, now: step(params, s, now, today), supply_state.initial(params), levers)


def run(params, today=None, orders=NO_ORDERS, purchases=NO_PURCHASES):
    return simulated(params, today or signals(), orders, purchases)


def with_fields(params, **values):
    return eqx.tree_at(lambda p: tuple(getattr(p, name) for name in values), params, tuple(values.values()))


def option_path(lead, ramp, orders):
    shape = PARAMS.option_lead_days.shape
    params = with_fields(PARAMS, option_lead_days=jnp.full(shape, lead), option_ramp_days=jnp.full(shape, ramp))
    params = with_fields(params, line_capacity=jnp.zeros_like(params.line_capacity))
    return np.asarray(capacity_path(params, orders)), params


@pytest.mark.parametrize(("lead", "ramp"), [(5.0, 4.0), (0.0, 0.0), (7.5, 3.25), (40.0, 10.0)])
def test_capacity_is_the_sum_of_every_orders_ramp(lead, ramp):
    orders = np.zeros((30, len(AXES.line_options)))
    orders[[0, 3, 3, 9], [0, 0, 1, 2]] = [1.0, 0.5, 2.0, 3.0]
    path, params = option_path(lead, ramp, jnp.asarray(orders))
    expected = np.zeros_like(path)
    for day in range(30):
        for ordered, option in np.argwhere(orders):
            full = orders[ordered, option] * float(params.option_units_per_day[option])
            grown = np.clip((day + 1 - ordered - lead) / max(ramp, 1.0), 0, 1)
            expected[day, int(params.option_place[option]), int(params.option_good[option])] += full * grown
    np.testing.assert_allclose(path, expected, atol=1e-9)


def test_capacity_is_differentiable_in_orders_and_lead_days():
    orders = jnp.zeros((30, len(AXES.line_options))).at[2, 0].set(1.0)

    def total(lead):
        params = with_fields(PARAMS, option_lead_days=PARAMS.option_lead_days.at[0].set(lead))
        return capacity_path(params, orders)[..., MELTBLOWN].sum() / PARAMS.option_units_per_day[0]

    lead, ahead = 10.3, 1e-4
    by_hand = (total(lead + ahead) - total(lead - ahead)) / (2 * ahead)
    assert float(jax.grad(total)(lead)) == pytest.approx(float(by_hand), rel=1e-6)
    assert float(by_hand) < 0


def test_higher_priority_is_served_first_and_the_rest_shares_what_is_left():
    given = by_priority(jnp.array([3.0, 2.0, 4.0]), jnp.array(6.0), 0.0)
    assert given.tolist() == [3.0, 2.0, 1.0]


def test_shortage_falls_on_the_public_first():
    _, flows = run(PARAMS, today=signals())
    coverage = np.asarray(flows.mask_coverage[-1])
    assert (coverage[:, 0] == 1).all()
    assert (coverage[:, 1] == 1).all()
    assert (coverage[:, 2] < 1).all()
    assert (coverage[:, 3] == 0).all()


def test_coverage_is_one_where_nothing_is_needed():
    _, flows = run(PARAMS, today=signals(masks=(0, 0, 0, 0), kits=0.0))
    assert (np.asarray(flows.mask_coverage) == 1).all()
    assert (np.asarray(flows.kit_coverage) == 1).all()


def test_masks_are_released_after_their_process_lag():
    lag = int(PARAMS.process_days[MASK])
    no_masks = PARAMS.first_stock.at[:, MASK].set(0.0)
    empty = with_fields(PARAMS, first_stock=no_masks, market_share=PARAMS.market_share * 0)
    _, flows = run(empty)
    shipped = np.asarray(flows.shipped)[:, :, MASK].sum(1)
    assert float(flows.produced[0].sum()) > 0
    assert (shipped[:lag] == 0).all()
    assert shipped[lag] == pytest.approx(float(flows.produced[0, :, MASK].sum()))


def test_a_melt_blown_line_lifts_masks_and_ends_the_shortage():
    _, before = run(PARAMS)
    _, after = run(PARAMS, orders=NO_ORDERS.at[0, 0].set(1.0))
    assert before.shortage_of_place[-1].max() > 0.1
    assert after.shortage_of_place[-1].max() < 1e-9
    assert after.produced[-1, :, MASK].sum() > before.produced[-1, :, MASK].sum()


def test_labour_limits_output():
    _, well = run(PARAMS)
    _, ill = run(PARAMS, today=signals(labour=0.5))
    assert float(ill.produced[0, :, MASK].sum()) == pytest.approx(0.5 * float(well.produced[0, :, MASK].sum()))


def test_purchases_stop_at_the_outside_supply():
    limit = float(PARAMS.outside_supply[MASK])
    purchases = NO_PURCHASES.at[:, :, MASK].set(limit)
    _, flows = run(PARAMS, purchases=purchases)
    np.testing.assert_allclose(flows.bought[:, :, MASK].sum(1), limit)


def test_scarce_input_is_shared_in_proportion():
    share = jnp.array([0.25, 1.0, 0.5])
    assert float(least(share, jnp.array([1.0, 1.0, 0.0]), 0.0)) == 0.25
    assert float(least(share, jnp.zeros(3), 0.0)) == 1.0


@pytest.mark.parametrize("smoothing", [0.0, 0.02, 0.1])
def test_smooth_least_stays_below_and_near(smoothing):
    first, second = jnp.linspace(0, 2, 41), jnp.ones(41)
    low = np.asarray(lesser(first, second, smoothing))
    exact = np.minimum(first, second)
    assert (low <= exact + 1e-15).all()
    assert (low >= exact * 2 ** (-1.5 * smoothing) - 1e-12).all()


def test_the_stated_slope_of_the_smooth_least_is_its_slope():
    first, second, ahead = jnp.array([0.3, 0.99, 1.0, 1.7]), jnp.ones(4), 1e-6
    slopes = jax.grad(lambda a, b: lesser(a, b, 0.05).sum(), (0, 1))(first, second)
    by_hand = (lesser(first + ahead, second, 0.05) - lesser(first - ahead, second, 0.05)) / (2 * ahead)
    np.testing.assert_allclose(slopes[0], by_hand, rtol=1e-6, atol=1e-12)
    by_hand = (lesser(first, second + ahead, 0.05) - lesser(first, second - ahead, 0.05)) / (2 * ahead)
    np.testing.assert_allclose(slopes[1], by_hand, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("smoothing", [0.0, 0.05])
def test_gradients_are_finite_where_everything_is_empty(smoothing):
    params = supply_params.from_region(REGION, AXES, smoothing=smoothing)
    params = with_fields(params, first_stock=params.first_stock * 0)

    def served(orders, masks):
        return run(params, signals()._replace(mask_demand=masks), orders)[1].masks_served.sum()

    for gradient in jax.grad(served, (0, 1))(NO_ORDERS, jnp.zeros((N_PLACES, 4))):
        assert np.isfinite(gradient).all()


def test_checks_find_a_lost_tonne():
    first = np.asarray(PARAMS.first_stock)
    _, flows = run(PARAMS)
    assert mass_faults(AXES, first, flows) == []
    broken = flows._replace(stock=flows.stock.at[4, 0, MASK].add(-50.0))
    faults = mass_faults(AXES, first, broken)
    assert {fault.code for fault in faults} == {"BH-RUN-011"}
    assert "mask in Northport does not close on 2020-01-05" in faults[0].what


def counted(region, quantity, day, places=("Northport",)):
    """A region with a later count of masks in some places."""
    row = next(row for row in region.rows("stocks") if row.good == "mask")
    rows = [row.model_copy(update={"place": place, "day": day, "quantity": quantity}) for place in places]
    kept = (row for row in region.rows("stocks") if (row.place, row.good, row.day) not in {(one.place, "mask", day) for one in rows})  # fmt: skip
    return region.replace(stocks=(*kept, *rows))


@pytest.mark.parametrize(("day", "quantity"), [(2, 0.0), (2, 1_000.0), (40, 10.0), (40, 5e6)])
def test_a_count_is_what_lies_on_the_morning_after_and_mass_closes_with_it(day, quantity):
    params = supply_params.from_region(counted(REGION, quantity, AXES.days[day]), AXES)
    _, plain = run(PARAMS)
    _, flows = run(params)
    assert mass_faults(AXES, np.asarray(PARAMS.first_stock), flows) == []
    added = np.asarray(flows.recounted)
    assert set(np.argwhere(added)[:, 0]) == {day + 1}
    assert set(np.argwhere(added)[:, 2]) == {MASK}
    north = AXES.places.index("Northport")
    assert added[day + 1, 1 - north].tolist() == [0.0] * N_GOODS
    state, _ = jax.lax.scan(
        lambda s, now: step(params, s, now, signals()),
        supply_state.initial(params),
        SupplyLevers(capacity_path(params, NO_ORDERS)[: day + 1], NO_PURCHASES[: day + 1]),
    )
    after, _ = supply_state.as_counted(params, state)
    assert float((after.hand + after.depot)[north, MASK]) == quantity
    np.testing.assert_array_equal(after.in_process, state.in_process)
    np.testing.assert_array_equal(after.in_transit, state.in_transit)
    np.testing.assert_array_equal(flows.served[: day + 1], plain.served[: day + 1])


def test_a_count_up_to_the_first_day_or_on_the_last_is_no_later_one():
    assert PARAMS.counts is None
    assert supply_params.from_region(counted(REGION, 1.0, AXES.start), AXES).counts is None
    assert supply_params.from_region(counted(REGION, 1.0, AXES.end), AXES).counts is None
    assert run(PARAMS)[1].recounted is None


def test_gradients_pass_through_a_count():
    params = supply_params.from_region(counted(REGION, 1_000.0, AXES.days[40]), AXES)
    slopes = jax.grad(lambda orders: run(params, orders=orders)[1].masks_served.sum())(NO_ORDERS)
    assert np.isfinite(slopes).all()
    assert float(slopes[45:].max()) >= 0.0


def test_a_region_without_a_chain_covers_everything():
    chain = ("goods", "recipes", "sites", "lines", "equipment", "arcs", "stocks", "demand")
    bare = REGION.replace(**{name: () for name in chain})
    axes = axes_of(bare)
    params = supply_params.from_region(bare, axes)
    levers = SupplyLevers(jnp.zeros((N_PLACES, 0)), jnp.zeros((N_PLACES, 0)))
    _, flows = step(params, supply_state.initial(params), levers, signals())
    assert (np.asarray(flows.mask_coverage) == 1).all()
    assert (np.asarray(flows.shortage_of_place) == 0).all()
