"""The chain layer on two tiny regions: against every whole line count, money, room, frozen orders, priorities."""

from datetime import date, timedelta
from itertools import product

import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.grades import Grade
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.sites import Site
from bothhands.inputs.tables.unlocks import Unlock
from bothhands.levers.compile import to_arrays
from bothhands.levers.history import history
from bothhands.model.signals import Signals
from bothhands.model.supply.capacity import capacity_path
from bothhands.model.supply.params import from_region
from bothhands.plan.chain import ChainLayer, Effort, decide
from bothhands.plan.chain.from_region import Placed, chain_data
from bothhands.plan.chain.priorities import joint_value, reward
from bothhands.plan.chain.program import program
from bothhands.plan.chain.quantities import imbalance, quantities
from bothhands.plan.chain.report import completion
from bothhands.plan.highs import Solver

FROM = date(2020, 3, 19)


class Case:
    """A tiny region with constant needs."""

    def __init__(self, name, masks=(300.0, 20.0, 30_000.0, 40_000.0), without=()):
        self.region = load(name).replace(**{table: () for table in without})
        self.axes = axes_of(self.region)
        self.base = history(self.region, self.axes)
        self.layer = ChainLayer(self.region, self.axes, self.base)
        time, places, sectors = self.axes.n_days, len(self.axes.places), len(self.axes.sectors)
        nothing = np.zeros((time, places))
        self.signals = Signals(*[nothing] * len(Signals._fields))._replace(
            labour_available=np.full((time, places, sectors), 0.9),
            mask_demand=np.tile(np.asarray(masks), (time, places, 1)),
            test_kits_used=np.full((time, places), 100.0),
        )

    def data(self, lines=8e6, purchases=2e6, start=FROM):
        money = {"equipment": lines, "epidemic_control": purchases}
        placed = Placed(self.base, self.signals, money, tuple(money), {})
        return chain_data(self.region, self.axes, from_region(self.region, self.axes), placed, start)

    def propose(self, frozen=(), lines=8e6, purchases=2e6, start=FROM):
        return self.layer.propose(self.signals, frozen, {"equipment": lines, "epidemic_control": purchases}, start)


@pytest.fixture(scope="module")
def two():
    return Case("two-towns")


@pytest.fixture(scope="module")
def one():
    return Case("one-mask-line")


def test_no_whole_line_count_does_better(one):
    data = one.data(lines=2.3e6, start=date(2020, 4, 1))._replace(seat_limit=np.ones(2))
    decided = decide(data)
    made = program(data)
    solver, fixed = Solver(made.problem), made.columns.orders.ravel()
    reward(solver, made, decided.floors)
    best = -np.inf
    weeks = len(data.order_day)
    for first, second in product(range(-1, weeks), range(-1, weeks)):
        counts = np.zeros((weeks, 2))
        for option, week in ((0, first), (1, second)):
            if week >= 0:
                counts[week, option] = 1
        if (counts * data.option_cost).sum() <= data.budget[0]:
            solver.set_columns(fixed, counts.ravel(), counts.ravel())
            found = solver.solve()
            best = max(best, joint_value(made, found.x, decided.floors))
    assert decided.value == pytest.approx(best, rel=1e-6)
    assert decided.bound >= best


def test_lines_are_whole_and_within_every_limit(two):
    proposal = two.propose(lines=3.3e6)
    orders = [measure for measure in proposal.measures if measure.lever == "line_orders"]
    assert orders
    assert all(measure.value == int(measure.value) for measure in orders)
    assert sum(measure.cost for measure in orders) <= 3.3e6
    assert proposal.value <= proposal.bound * (1 + 1e-9)
    assert proposal.tables["gap"] < 0.05
    to_arrays(proposal.measures, two.axes, two.base)


def test_more_money_is_never_worth_less_and_a_binding_fund_has_a_price(two):
    poor, rich = two.propose(lines=1e6), two.propose(lines=4e6)
    assert rich.bound > poor.bound
    assert poor.prices["equipment (yuan)"] > 1


def test_what_was_bought_and_comes_later_is_received_and_stays_whole(two):
    """Standing in the middle of a week of purchases: what is bought anew comes after, so that one amount stands for each day."""
    first = [one for one in two.propose().measures if one.lever == "purchases"]
    early = [one for one in first if one.start < FROM + timedelta(days=14)]
    assert early
    start = early[-1].start + timedelta(days=3)
    told = two.propose(frozen=tuple(early), start=start).measures
    to_arrays([*early, *(one for one in told if one.lever == "purchases")], two.axes, two.base)
    places = len(two.axes.places)
    for good in {one.good for one in early}:
        end = max(one.end for one in early if one.good == good)
        own = [one for one in told if one.lever == "purchases" and one.good == good]
        assert all(one.start > end for one in own)
    data, later = two.data(start=start), two.layer.solved(two.signals, tuple(early), {"equipment": 8e6, "epidemic_control": 2e6}, start).data  # fmt: skip
    good = two.axes.goods.index(early[-1].good)
    came = data.outside.sum(0)[good] - later.outside.sum(0)[good]
    assert came == pytest.approx(4 * places * early[-1].value, rel=1e-9)
    assert (later.received[:4, :, good] >= early[-1].value).all()


def test_frozen_lines_count_as_capacity_and_use_up_room(two):
    first = two.propose()
    frozen = tuple(measure for measure in first.measures if measure.lever == "line_orders")
    again = two.propose(frozen=frozen, lines=0.0)
    assert not [measure for measure in again.measures if measure.lever == "line_orders"]
    spent = sum(measure.cost for measure in frozen)
    assert again.value == pytest.approx(first.value + spent, rel=0.01)
    room = sum(site.lines_possible for site in two.region.rows("sites") if site.good == "meltblown")
    more = two.propose(frozen=frozen, lines=1e9)
    placed = [m.value for m in (*frozen, *more.measures) if m.lever == "line_orders" and m.good == "meltblown"]
    assert sum(placed) <= room


def test_a_line_that_waits_for_research_makes_nothing_in_the_plan_before_its_day():
    waits = Case("two-towns")
    day = waits.axes.day_index(date(2020, 6, 1))
    unlock = Unlock(good="mask", begun_on=waits.axes.start, days=day, days_low=day - 9, days_high=day + 9)
    waits.region = waits.region.replace(unlocks=[unlock])
    free, held = Case("two-towns").data(), waits.data()
    masks = [n for n, option in enumerate(waits.axes.line_options) if option.good == "mask"]
    before = held.first_day + held.days <= day
    assert free.reach[:, before][:, :, masks].max() > 0.0 == held.reach[:, before][:, :, masks].max()
    after = held.first_day >= day
    np.testing.assert_allclose(held.reach[:, after], free.reach[:, after])


def test_a_placed_order_that_breaks_a_limit_is_told_and_stays(two):
    order = next(measure for measure in two.propose().measures if measure.lever == "line_orders")
    many = order.model_copy(update={"value": 500.0})
    told = two.propose(frozen=(many,), lines=8e6)
    assert any("room" in sentence for sentence in told.tables["breaches"])
    assert two.propose(frozen=(order,)).tables["breaches"] == ()
    assert told.tables["coverage"].sum() >= two.propose(lines=0.0).tables["coverage"].sum()


def test_each_quarter_pays_for_its_own(two):
    row = next(row for row in two.region.rows("budgets") if row.fund == "epidemic_control")
    half = row.date_from + (row.date_to - row.date_from) / 2
    first = row.model_copy(update={"date_to": half, "amount_yuan": 0.0, "low_amount_yuan": 0.0})
    later = row.model_copy(update={"date_from": half + timedelta(days=1)})
    others = tuple(one for one in two.region.rows("budgets") if one is not row)
    split = Case("two-towns")
    split.region = split.region.replace(budgets=(*others, first, later))
    split.layer = ChainLayer(split.region, split.axes, split.base)
    bought = [m for m in split.propose(lines=0.0).measures if m.lever == "purchases"]
    assert [m for m in two.propose(lines=0.0).measures if m.lever == "purchases" and m.start <= half]
    assert all(measure.end > half for measure in bought)


def test_public_money_buys_nothing_that_users_could_buy_at_the_same_price(two):
    made = program(two.data())
    x = Solver(made.problem).solve().x
    reach = made.problem.upper[made.columns.market] - x[made.columns.market]
    both = np.minimum(x[made.columns.bought], reach).max(axis=0)
    assert x[made.columns.bought].max() > 0.0
    assert both.max() <= 1e-6


def test_a_converted_line_is_taken_from_its_maker(one):
    data = one.data()
    mask = int(np.flatnonzero(data.maker_good == one.axes.goods.index("mask"))[0])
    options = data.reach.shape[2]
    taken = np.where(data.first_day >= data.order_day[:, None], data.standing[:, mask], 0.0)
    cloth = [n for n in range(options) if data.maker_of_option[n] != mask]
    source = np.where(np.isin(np.arange(options), cloth), mask, -1)
    changed = data._replace(taken_of_option=source, taken=np.repeat(taken[:, :, None], options, axis=2))
    made = program(changed)
    solver, columns = Solver(made.problem), made.columns.orders
    counts = np.zeros(columns.shape)
    counts[0, cloth[0]] = 1.0
    solver.set_columns(columns.ravel(), counts.ravel(), counts.ravel())
    assert solver.solve().x[made.columns.made[:, mask]].max() == pytest.approx(0.0, abs=1e-9)
    counts[0, cloth[0]] = 2.0
    solver.set_columns(columns.ravel(), counts.ravel(), counts.ravel())
    assert not solver.solve().is_usable


def test_a_grade_takes_of_the_lines_it_shares():
    rate, grades = 2 / 3, Case("two-towns")
    kit, mask = (grades.axes.goods.index(name) for name in ("test_kit", "mask"))
    goods = [
        row.model_copy(update={"outside_supply_per_day": 0.0}) if row.good == "test_kit" else row
        for row in grades.region.rows(Good)
    ]
    without = grades.region.replace(goods=goods, stocks=())
    shared = without.replace(grades=[Grade(grade="test_kit", lines_of="mask", rate_share=rate)])
    served = {}
    for name, region in (("without", without), ("shared", shared)):
        grades.region = region
        data = grades.data(lines=0.0)
        made = program(data)
        found = quantities(data, made, Solver(made.problem).solve().x)
        assert imbalance(data, found).max() < 1e-9
        served[name] = found.served[:, :, kit].sum()
    assert served == {"without": 0.0, "shared": pytest.approx(data.need[:, :, kit].sum(), rel=0.1)}
    hosted = data.hosted()
    assert set(data.maker_good[hosted]) == {kit}
    for one in hosted:
        lines = found.made[:, data.host[one]] + found.made[:, one] / rate
        np.testing.assert_array_less(lines, found.able[:, data.host[one]] + 1e-6)
        assert data.maker_good[data.host[one]] == mask
    with_kits = np.isin(np.arange(data.maker_good.size), hosted)
    np.testing.assert_allclose(found.able[:, with_kits], rate * found.able[:, data.host[hosted]])


def converting(lines):
    """two-towns, where kits are made on converted mask lines, and so many are ordered on a day."""
    case, day = Case("two-towns"), Case("two-towns").axes.day_index(FROM)
    sites = case.region.rows(Site)
    mask = next(row for row in sites if row.good == "mask")
    place = mask.model_copy(
        update={"good": "test_kit", "site": f"{mask.site} kits", "lines_possible": 3, "lines_room": None}
    )
    kit = case.region.rows(Equipment)[0].model_copy(
        update={"line_class": "convert", "good": "test_kit", "units_per_day": 5_000.0, "takes_line_of": "mask"}
    )
    case.region = case.region.replace(sites=(*sites, place), equipment=(*case.region.rows(Equipment), kit))
    case.axes = axes_of(case.region)
    option = next(n for n, one in enumerate(case.axes.line_options) if one.good == "test_kit")
    orders = np.zeros((case.axes.n_days, len(case.axes.line_options)))
    orders[day, option] = lines
    path = np.asarray(capacity_path(from_region(case.region, case.axes), jnp.asarray(orders)))
    where = case.axes.places.index(mask.place), case.axes.goods.index("mask")
    return case, path[:, where[0], where[1]], day, option


def test_a_conversion_gives_up_a_standing_line_in_the_run_and_in_the_plan_alike():
    case, before, day, option = converting(0.0)
    _, after, *_ = converting(1.0)
    (line,) = [row for row in case.region.rows(Line) if row.good == "mask"]
    np.testing.assert_allclose(after[:day], before[:day])
    np.testing.assert_allclose(before[day:] - after[day:], np.minimum(before[day:], line.units_per_day))
    _, none, *_ = converting(line.lines + 1.0)
    assert none[day:].max() == 0.0
    case.base = history(case.region, case.axes)
    data = case.data()
    maker = int(data.taken_of_option[option])
    assert case.axes.goods[data.maker_good[maker]] == "mask"
    np.testing.assert_allclose(data.taken[0, :, option], 0.9 * line.units_per_day * data.days)
    made = program(data)
    found = quantities(data, made, Solver(made.problem).solve().x)
    assert (found.able[:, maker] >= -1e-6).all()
    assert found.orders[:, option].sum() <= line.lines + 1e-6


@pytest.mark.parametrize("taken", ["test_kit", "n95_of_nowhere", "resin"])
def test_a_conversion_needs_another_good_with_lines(taken):
    rows = Case("two-towns").region.rows(Equipment)
    wrong = rows[0].model_copy(update={"line_class": "convert", "good": "test_kit", "takes_line_of": taken})
    with pytest.raises(InputError, match="BH-INP-098"):
        load("two-towns").replace(equipment=(*rows, wrong))


def test_no_money_is_a_plan_too(two):
    proposal = two.propose(lines=0.0, purchases=0.0)
    assert proposal.measures == ()
    assert proposal.tables["completed_on"] is None
    assert {row["link"] for row in proposal.tables["bottlenecks"]} - {"none"}


def test_bottleneck_moves_up_the_chain(two):
    links = [row["link"] for row in two.propose().tables["bottlenecks"]]
    assert links[0] in ("mask lines", "meltblown supply")
    assert "meltblown lines" in links or links[-1] == "none"
    served = two.propose().tables["completed_on"]
    assert served is None or served > FROM


def test_priorities_hold(two):
    coverage = two.propose(lines=0.0).tables["coverage"]
    assert (coverage[:, 0] >= coverage[:, 2] - 1e-6).all()
    assert (coverage[:, 2] >= coverage[:, 3] - 1e-6).all()


def test_a_region_without_goods_orders_nothing(two):
    bare = Case("two-towns", without=("goods", "sites", "lines", "equipment", "recipes", "demand", "stocks", "arcs"))
    proposal = bare.propose()
    assert (proposal.measures, proposal.value, proposal.bound) == ((), 0.0, 0.0)


def test_nothing_is_proposed_after_the_calendar(two):
    assert two.propose(start=date(2021, 1, 1)).measures == ()


def test_completion_lasts():
    weeks = [date(2020, 3, 1 + 7 * n) for n in range(4)] + [date(2020, 4, 1 + 7 * n) for n in range(4)]
    assert completion(weeks, np.array([0, 1, 1, 0, 1, 1, 1, 1.0])) == weeks[4]
    assert completion(weeks, np.array([0, 1, 1, 0, 1, 0, 1, 1.0])) is None
    assert completion(weeks, np.ones(8)) == weeks[0]


def changed(name, **values):
    """A tiny region with columns of its equipment changed."""
    case = Case(name)
    rows = [row.model_copy(update=values) for row in case.region.rows(Equipment)]
    case.region = case.region.replace(equipment=rows)
    case.layer = ChainLayer(case.region, case.axes, case.base)
    return case


@pytest.mark.parametrize(("a_week", "most"), [(0.5, [1, 0]), (0.99, [1, 1]), (1.0, [1, 1]), (2.5, [3, 2])])
def test_part_of_a_line_a_week_is_a_line_of_some_weeks(a_week, most):
    """Half a line a week is a line every other week, in the same weeks of the calendar whenever it is planned."""
    case = changed("one-mask-line", orders_per_week=a_week)
    data, later = case.data(), case.data(start=FROM + timedelta(days=7))
    assert data.family_limit[:2].T.tolist() == [most] * data.family_limit.shape[1]
    np.testing.assert_array_equal(later.family_limit, data.family_limit[1:])
    days = data.order_day[-1] + 7
    before = data.family_limit.sum(0)
    assert (np.abs(before - a_week * (days - data.order_day[0]) / 7) < 1).all()
    orders = [one for one in case.propose().measures if one.lever == "line_orders"]
    assert {one.good for one in orders} == {"mask", "meltblown"}
    if a_week == 0.5:
        weeks = [(one.start - FROM).days // 7 for one in orders]
        assert weeks
        assert all(week % 2 == 0 for week in weeks)


def test_an_order_of_a_week_that_takes_part_of_a_line_breaks_no_limit():
    case = changed("one-mask-line", orders_per_week=0.5)
    (order, *_) = [one for one in case.propose().measures if one.lever == "line_orders"]
    again = case.propose(frozen=(order,), start=FROM + timedelta(days=1))
    assert again.tables["breaches"] == ()
    twice = order.model_copy(update={"value": 2.0})
    (told,) = case.propose(frozen=(twice,), start=FROM + timedelta(days=1)).tables["breaches"]
    assert "1 more placed" in told


@pytest.mark.parametrize("lost", [0.99, 1.0])
def test_a_good_that_spoils_within_the_day_is_planned_too(lost):
    """Over half a year what is left of it is smaller than any number a computer holds."""
    two = Case("two-towns")
    goods = [
        row.model_copy(update={"spoilage_share_per_day": lost}) if row.good == "mask" else row
        for row in two.region.rows(Good)
    ]
    two.region = two.region.replace(goods=goods)
    data = two.data(start=two.axes.start + timedelta(days=1))
    made = program(data)
    assert np.isfinite(made.problem.values).all()
    found = quantities(data, made, Solver(made.problem).solve().x)
    assert imbalance(data, found).max() < 1e-9
    assert found.served[:, :, two.axes.goods.index("mask")].sum() > 0
    assert found.stock[:, :, two.axes.goods.index("mask")].sum() >= 0


def test_a_value_is_of_who_is_served_and_a_bound_is_beyond_the_solvers_rounding(one):
    """The solver may let a column for a level stand above what is served, within its tolerance: nobody is served by that."""
    decided = decide(one.data(), Effort(nodes=0))
    made, x = decided.program, decided.whole.x.copy()
    x[made.columns.attained] *= 1 + 1e-6
    assert joint_value(made, x, decided.floors) == decided.value
    assert decided.value == pytest.approx(decided.whole.objective - 4 * decided.floors.attained.sum(), rel=1e-6)
    assert decided.bound > decided.relaxed.objective - 4 * decided.floors.attained.sum()
    assert decided.bound > decided.value
    assert decided.most_worth > decided.worth
