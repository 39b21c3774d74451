"""Research keeps lines still until its day; a grade takes lines from its good at two thirds of their rate. By hand, on two towns."""

from datetime import date

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.grades import Grade
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.recipes import Recipe
from bothhands.inputs.tables.unlocks import Unlock
from bothhands.model.signals import Signals
from bothhands.model.supply import state as supply_state
from bothhands.model.supply.capacity import capacity_path
from bothhands.model.supply.checks import mass_faults
from bothhands.model.supply.params import from_region
from bothhands.model.supply.step import SupplyLevers, step

TOWNS = load("two-towns")
AXES = axes_of(TOWNS)
DAYS = 60
ORDERS = jnp.zeros((DAYS, len(AXES.line_options))).at[0].set(1.0)
MASK, MELTBLOWN = AXES.goods.index("mask"), AXES.goods.index("meltblown")


def unlock(good, site="", days=30.0, ramp=0.0):
    return Unlock(
        good=good, site=site, begun_on=date(2020, 1, 1), days=days, days_low=min(days, 10), days_high=60, ramp_days=ramp
    )


def test_nothing_is_made_before_research_ends_and_all_of_it_after():
    free = np.asarray(capacity_path(from_region(TOWNS, AXES), ORDERS))
    held = np.asarray(capacity_path(from_region(TOWNS.replace(unlocks=[unlock("mask")]), AXES), ORDERS))
    assert held[:30, :, MASK].max() == 0.0 < free[:30, :, MASK].max()
    assert np.array_equal(held[30:], free[30:])
    assert np.array_equal(held[:, :, MELTBLOWN], free[:, :, MELTBLOWN])


def test_a_row_of_a_site_comes_before_one_for_all_sites():
    region = TOWNS.replace(unlocks=[unlock("mask", days=50), unlock("mask", "Field works", days=5)])
    path = np.asarray(capacity_path(from_region(region, AXES), ORDERS))[:, :, MASK].sum(1)
    assert path[4] == 0.0 < path[5]


def test_capacity_is_differentiable_in_the_day_research_ends():
    params = from_region(TOWNS.replace(unlocks=[unlock("mask", days=30.3, ramp=10)]), AXES)
    total = lambda day: capacity_path(eqx.tree_at(lambda p: p.locks.line_day, params, day), 0 * ORDERS).sum()  # noqa: E731
    slope = jax.grad(total)(params.locks.line_day)
    step_up, step_down = (float(total(params.locks.line_day + change)) for change in (1e-3, -1e-3))
    assert float(slope.sum()) == pytest.approx((step_up - step_down) / 2e-3, rel=1e-6)
    assert float(slope.sum()) == pytest.approx(-20_000, rel=1e-6)


def graded(lines=2.0):
    cloth = next(row for row in TOWNS.rows(Good) if row.good == "meltblown")
    fine = cloth.model_copy(update={"good": "fine", "name": "N95 grade", "outside_supply_per_day": 0.0})
    n95 = cloth.model_copy(update={"good": "n95", "name": "N95", "unit": "piece", "outside_supply_per_day": 0.0})
    return TOWNS.replace(
        goods=[*TOWNS.rows(Good), fine, n95],
        recipes=[*TOWNS.rows(Recipe), Recipe(good="fine", input="resin", quantity_per_unit=1.05), Recipe(good="n95", input="fine", quantity_per_unit=3e-6)],
        grades=[Grade(grade="fine", lines_of="meltblown", rate_share=2 / 3)],
        lines=[*TOWNS.rows(Line), Line(site="Harbour works", good="meltblown", lines=lines, units_per_day=0.03, ready_on=date(2020, 1, 1))],
    )  # fmt: skip


@pytest.mark.parametrize("smoothing", [0.0, 1 / 16])
def test_a_good_and_its_grade_share_their_lines_and_mass_closes(smoothing):
    region = graded()
    axes = axes_of(region)
    params = from_region(region, axes, smoothing=smoothing)
    n_places = len(axes.places)
    fine, cloth, n95 = (axes.goods.index(good) for good in ("fine", "meltblown", "n95"))
    capacity = jnp.asarray(capacity_path(params, jnp.zeros((DAYS, len(axes.line_options)))))
    capacity = capacity.at[:, 1, n95].set(20_000.0)
    today = Signals(*[jnp.zeros(n_places)] * len(Signals._fields))._replace(
        labour_available=jnp.ones((n_places, len(axes.sectors))), mask_demand=jnp.full((n_places, 4), 9_000.0), test_kits_used=jnp.zeros(n_places),
    )  # fmt: skip
    levers = SupplyLevers(capacity, jnp.zeros((DAYS, n_places, len(axes.goods))))
    _, flows = jax.lax.scan(lambda s, now: step(params, s, now, today), supply_state.initial(params), levers)
    made = np.asarray(flows.produced).sum(1)
    used = made[:, cloth] + made[:, fine] / (2 / 3)
    assert made[5:, fine].max() > 0.001
    assert made[5:, cloth].max() > 0.001
    assert used.max() <= 0.06 * (1 + 1e-9)
    assert mass_faults(axes, np.asarray(params.first_stock), flows) == []


def test_regions_without_the_tables_keep_their_arrays():
    params = from_region(TOWNS, AXES)
    assert params.locks is None
    assert params.grade_rate is None
