"""A chain planned by itself under held needs: orders that stay, reasons that hold when solved again, words in two languages."""

from datetime import date, timedelta

import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.cli_answers import plain
from bothhands.errors import InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.demand import DemandCoefficient
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.sites import Site
from bothhands.inputs.tables.stocks import Stock
from bothhands.levers.catalogue import LEVER
from bothhands.levers.history import history
from bothhands.levers.measure import Measure
from bothhands.model.signals import Signals
from bothhands.model.supply.params import from_region
from bothhands.model.supply.step import masks_of_days
from bothhands.plan.chain import Effort
from bothhands.plan.chain_case import Situation, case_of, layer_of, ordered, stocks_of, supplied
from bothhands.plan.chain_plan import explained, planned
from bothhands.plan.chain_scenario import Scenario, under
from bothhands.report.chain_plan_said import (
    bottleneck_table,
    cities_table,
    explained_said,
    explained_told,
    orders_table,
    plan_notes,
    plan_said,
    unserved_table,
    weeks_table,
)
from bothhands.report.chain_words import ChainWords
from bothhands.report.words import Wording

TOWNS = load("two-towns")
AS_OF = date(2020, 3, 18)
QUICK = Effort(nodes=0)
UNVERIFIED = "assumed capacity, unverified"


def standing(region=TOWNS, as_of=AS_OF, masks=(300.0, 20.0, 10_000.0, 14_000.0)):
    axes = axes_of(region)
    nothing = np.zeros((axes.n_days, len(axes.places)))
    signals = Signals(*[nothing] * len(Signals._fields))._replace(
        labour_available=np.ones((axes.n_days, len(axes.places), len(axes.sectors))),
        mask_demand=np.tile(np.asarray(masks), (axes.n_days, len(axes.places), 1)),
        test_kits_used=np.full((axes.n_days, len(axes.places)), 10.0),
    )
    return Situation(region, axes, from_region(region, axes), history(region, axes), signals, as_of, None, "carry on")


@pytest.fixture(scope="module")
def plan():
    return planned(standing(), effort=QUICK)


@pytest.fixture(scope="module")
def why(plan):
    return explained(plan, most=3)


def lines(measures):
    return [one for one in measures if one.lever == "line_orders"]


def test_orders_keep_the_days_after_the_as_of_day_and_the_case_holds_them(plan):
    assert lines(plan.proposal.measures)
    assert min(one.start for one in plan.proposal.measures) == AS_OF + timedelta(days=1)
    assert plan.case.orders == plan.proposal.measures
    assert np.asarray(plan.case.levers.line_orders).sum() == sum(one.value for one in lines(plan.proposal.measures))


def test_planning_again_from_its_own_first_weeks_serves_as_many(plan):
    later = AS_OF + timedelta(days=14)
    kept = tuple(one for one in plan.proposal.measures if one.start <= later)
    again = planned(standing(as_of=later), kept, QUICK)
    assert again.frozen == kept
    assert set(kept) <= set(again.case.orders)
    assert min((one.start for one in again.proposal.measures), default=date.max) > later

    def unmet(one):
        flows = supplied(one.case.params, one.case.levers, one.case.signals)
        short = np.asarray(one.case.signals.mask_demand) * (1.0 - np.asarray(flows.mask_coverage))
        return float(short.sum())

    assert unmet(again) <= 1.01 * unmet(plan)
    spent = sum(one.cost for one in again.case.orders if one.fund == "equipment")
    alone = planned(standing(as_of=later), (), QUICK)
    assert sum(one.value for one in lines(again.proposal.measures)) < sum(
        one.value for one in lines(alone.proposal.measures)
    )
    assert spent <= sum(row.amount_yuan for row in TOWNS.tables["budgets"] if row.fund == "equipment")


def test_a_bottleneck_told_of_is_worth_something_and_an_assumed_one_is_no_site_to_chase(plan, why):
    assert why.bottlenecks[0].gain > 0
    words = ChainWords(TOWNS, Wording())
    assert all(UNVERIFIED in row[0] for row in bottleneck_table(words, plan, why).rows)
    real = TOWNS.replace(sites=[row.model_copy(update={"quality": "measured"}) for row in TOWNS.rows(Site)])
    known = planned(standing(real), effort=QUICK)
    assert not any(UNVERIFIED in row[0] for row in bottleneck_table(words, known, explained(known, 1)).rows)


def test_what_goes_unmet_is_what_the_weeks_say(plan, why):
    need = plan.decided.data.need.sum((0, 3))
    told = {(one.place, one.good): one.short for one in why.unserved}
    weeks = plan.proposal.tables
    short = (weeks["demand"] * (1.0 - weeks["coverage_of_goods"])).sum()
    assert sum(told.values()) == pytest.approx(short, rel=0.02)
    assert all(one.reasons and 0 < one.share <= 1 for one in why.unserved)
    assert len(told) <= np.count_nonzero(need)


def test_more_of_what_is_named_as_scarce_serves_more(plan, why):
    worst = why.unserved[0]
    assert {one.limit for one in worst.reasons} & {"lines", "outside supply"}
    plenty = TOWNS.replace(
        goods=[
            row.model_copy(update={"outside_supply_per_day": 1e7, "price_yuan": 0.01}) for row in TOWNS.tables["goods"]
        ],
    )
    rich = explained(planned(standing(plenty), effort=QUICK), 1)
    assert sum(one.short for one in rich.unserved) < 0.1 * sum(one.short for one in why.unserved)


def test_both_languages_tell_every_row(plan, why):
    for words in (ChainWords(TOWNS, Wording()), ChainWords(TOWNS, Wording("zh"))):
        tables = [
            orders_table(words, plan), weeks_table(words, plan), bottleneck_table(words, plan, why),
            unserved_table(words, plan, why), cities_table(words, why),
        ]  # fmt: skip
        assert all(table.rows and len(set(map(len, (table.head, *table.rows)))) == 1 for table in tables)
        said = " ".join((plan_said(words, plan), explained_said(words, plan, why), *plan_notes(words, plan)))
        assert "ch_" not in said
        assert "{" not in said
        cells = {cell for table in tables for row in (table.head, *table.rows) for cell in row}
        assert not any(cell.startswith(("ch_", "bind_", "why_")) for cell in cells)
    assert set(plain(explained_told(plan, why))) == {"bottlenecks", "unserved", "cover", "overbuilding"}


def test_a_scenario_moves_needs_after_the_day_and_prices_alone(plan):
    now = standing()
    today = now.axes.day_index(AS_OF)
    crisis = under(now, Scenario(use="crisis", need={"workers": 2.0}))
    share = np.asarray(crisis.signals.mask_demand) / np.asarray(now.signals.mask_demand)
    np.testing.assert_allclose(share[: today + 1], 1.0)
    np.testing.assert_allclose(share[-1, 0], [0.25, 1.0, 2.0, 0.4])
    fewer = planned(under(now, Scenario(use="crisis")), effort=QUICK)
    assert fewer.decided.data.need.sum() < 0.7 * plan.decided.data.need.sum()
    mask = TOWNS.rows("goods")[now.axes.goods.index("mask")].price_yuan
    dear = planned(under(now, Scenario(price={"mask": 3.0})), effort=QUICK)
    assert dear.decided.data.price[now.axes.goods.index("mask")] == pytest.approx(3.0 * mask)
    np.testing.assert_allclose(dear.decided.data.worth, plan.decided.data.worth)
    bought = [[m.value for m in one.proposal.measures if m.lever == "purchases"] for one in (plan, dear)]
    assert sum(bought[1]) < sum(bought[0])


def test_patients_keep_their_number_when_their_masks_are_fewer():
    now = standing()
    fewer = under(now, Scenario(need={"patients": 0.5}))
    before, after = (
        np.asarray(masks_of_days(one.params, jnp.asarray(one.signals.mask_demand)))[-1] for one in (now, fewer)
    )
    want = np.ones(4)
    want[1] = 0.5
    np.testing.assert_allclose(after.sum(1), before.sum(1) * want, rtol=1e-9)


def test_every_fault_of_a_scenario_is_told_at_once():
    with pytest.raises(InputError) as told:
        under(standing(), Scenario("crysis", {"publik": 1.5, "public": 0.0}, {"maks": 2.0}))
    said = str(told.value)
    assert said.count("BH-CHN-008") == 4
    assert all(name in said for name in ("crisis", "public", "mask"))


def test_a_day_after_the_calendar_is_told():
    with pytest.raises(InputError, match="BH-CHN-007"):
        planned(standing(as_of=axes_of(TOWNS).end))


MILL = load("one-mask-line")
TOMORROW = AS_OF + timedelta(days=1)


def mill(of, where="mask", **values):
    """Rows of a table of the mill, those of a good changed."""
    return [row.model_copy(update=values) if row.good == where else row for row in MILL.rows(of)]


def posed(now, frozen=()):
    """The chain problem of a situation, and its masks' number."""
    money = {"equipment": 8e6, "epidemic_control": 2e6}
    return layer_of(now, QUICK).solved(now.signals, frozen, money, TOMORROW).data, now.axes.goods.index("mask")


def bought(value, good="mask", days=4):
    return Measure(
        lever="purchases", good=good, start=TOMORROW, end=TOMORROW + timedelta(days=days - 1), value=value, unit=LEVER["purchases"].unit
    )  # fmt: skip


def test_what_waits_for_release_is_no_stock_but_received_on_its_day():
    cloth = mill(Stock, "meltblown", quantity=100.0)
    region = MILL.replace(
        goods=mill(Good, process_lag_days=14, outside_supply_per_day=0.0, spoilage_share_per_day=0.1),
        stocks=[row.model_copy(update={"quantity": 0.0}) if row.good == "mask" else row for row in cloth],
        equipment=(),
    )
    now = standing(region)
    data, mask = posed(now)
    shelf = stocks_of(ordered(now, ()), [("Millford", "mask", AS_OF)])["Millford", "mask", AS_OF]
    assert data.first_stock[0, mask] == pytest.approx(shelf)
    flows = supplied(now.params, now.past, now.signals)
    today = now.axes.day_index(AS_OF)
    np.testing.assert_allclose(data.received[:14, 0, mask], 0.9 * flows.produced[today - 13 : today + 1, 0, mask])
    assert data.received[0, 0, mask] > 0
    assert data.received[14:].sum() == 0.0


def test_what_is_on_the_way_arrives_on_its_day():
    now = standing(masks=(3_000.0, 200.0, 10_000.0, 14_000.0))
    data, mask = posed(now)
    lags = np.asarray(now.params.transit_days).astype(int)[:, mask]
    sent = np.asarray(supplied(now.params, now.past, now.signals).delivered, float)[:, :, mask]
    today = now.axes.day_index(AS_OF)
    assert lags.max() > 0
    for place, lag in enumerate(lags):
        np.testing.assert_allclose(data.received[:lag, place, mask], sent[today + 1 - lag : today + 1, place])


def test_a_later_count_is_the_stock_a_plan_starts_from_and_the_run_goes_on_with():
    (masks,) = [row for row in MILL.rows(Stock) if row.good == "mask"]
    count = masks.model_copy(update={"day": AS_OF, "quantity": 5e6})
    before = standing(MILL)
    after = standing(MILL.replace(stocks=(*MILL.rows(Stock), count)))
    (old, mask), (new, _) = posed(before), posed(after)
    assert old.first_stock[0, mask] < 5e6 == new.first_stock[0, mask]
    np.testing.assert_array_equal(np.delete(new.first_stock, mask, 1), np.delete(old.first_stock, mask, 1))
    today = after.axes.day_index(AS_OF)
    one, other = (supplied(now.params, now.past, now.signals) for now in (before, after))
    np.testing.assert_array_equal(one.served[: today + 1], other.served[: today + 1])
    assert other.recounted[today + 1, 0, mask] == pytest.approx(5e6 - old.first_stock[0, mask])
    assert other.stock[today + 1, 0, mask] > 4e6


def test_a_count_after_the_day_is_not_known_on_it():
    (masks,) = [row for row in MILL.rows(Stock) if row.good == "mask"]
    later = masks.model_copy(update={"day": TOMORROW, "quantity": 5e6})
    known = MILL.replace(stocks=(*MILL.rows(Stock), later)).standing_on(AS_OF)
    assert from_region(known, axes_of(known)).counts is None


@pytest.mark.parametrize(("price", "paid"), [(0.0, 0.0), (2.0, 2.0)])
def test_a_gift_costs_nothing_and_serving_with_it_is_worth_something(price, paid):
    data, mask = posed(standing(MILL.replace(goods=mill(Good, price_yuan=price))))
    assert data.price[mask] == paid
    assert (data.worth[mask] > 0).all()


def test_a_price_may_be_blank_where_nothing_can_be_bought():
    data, _ = posed(standing(MILL.replace(goods=mill(Good, "meltblown", price_yuan=None, outside_supply_per_day=0.0))))
    assert np.isfinite(data.price).all()


def test_placed_purchases_bring_no_more_than_the_outside_supplies():
    now = standing(MILL)
    order = bought(50_000.0)
    (data, mask), (without, _) = posed(now, (order,)), posed(now)
    flows = supplied(now.params, ordered(now, (order,)).levers, now.signals)
    today = now.axes.day_index(AS_OF)
    supply = float(now.params.outside_supply[mask])
    came = (data.received - without.received)[:, 0, mask]
    np.testing.assert_allclose(came[:4], supply)
    np.testing.assert_allclose(came[:4], flows.bought[today + 1 : today + 5, 0, mask])
    assert data.outside[:4, mask].max() == 0.0
    told = planned(now, (order,), QUICK).proposal.tables["breaches"]
    assert ["mask" in one and "5,000 comes from outside, on 4 days" in one for one in told] == [True]
    assert planned(now, (bought(1_000.0),), QUICK).proposal.tables["breaches"] == ()


def converting(lines):
    """Two towns with one melt-blown line in the south, and so many orders to convert it."""
    (works,) = [row for row in TOWNS.rows(Site) if row.site == "Field works"][:1]
    cloth = works.model_copy(update={"good": "meltblown", "lines_possible": 0})
    region = TOWNS.replace(
        sites=(*(row for row in TOWNS.rows(Site) if (row.site, row.good) != (cloth.site, "meltblown")), cloth),
        lines=(*TOWNS.rows(Line), TOWNS.rows(Line)[0].model_copy(update={"site": cloth.site, "good": "meltblown", "lines": 1, "units_per_day": 0.1})),
        equipment=[row.model_copy(update={"takes_line_of": "meltblown"}) if row.line_class == "convert" else row for row in TOWNS.rows(Equipment)],
    )  # fmt: skip
    order = Measure(
        lever="line_orders", site=cloth.site, good="mask", variant="convert", start=TOMORROW, end=TOMORROW, value=lines, unit=LEVER["line_orders"].unit
    )  # fmt: skip
    return region, order


@pytest.mark.parametrize(("lines", "beyond"), [(1.0, []), (3.0, ["Southfield, meltblown: 2 more lines converted than stand or are ordered there"])])  # fmt: skip
def test_more_conversions_than_lines_are_told(lines, beyond):
    region, order = converting(lines)
    plan = planned(standing(region), (order,), QUICK)
    assert [one for one in plan.proposal.tables["breaches"] if "converted" in one] == beyond
    in_chinese = plan_notes(ChainWords(region, Wording("zh")), plan)
    assert sum("改造的生产线" in one for one in in_chinese) == len(beyond)


def test_a_scenario_changes_no_need_of_the_past():
    rows = [
        row.model_copy(update={"units_per_patient_day": 2.0}) if row.group == "health_workers" else row
        for row in TOWNS.rows(DemandCoefficient)
    ]
    fine = [
        row.model_copy(update={"good": "n95", "units_per_person_day": 0.0, "units_per_patient_day": 6.0})
        for row in rows
        if row.group == "health_workers"
    ]
    mask = next(row for row in TOWNS.rows(Good) if row.good == "mask")
    region = TOWNS.replace(
        goods=(*TOWNS.rows(Good), mask.model_copy(update={"good": "n95", "name": "N95"})), demand=(*rows, *fine)
    )
    now = standing(region, masks=(3_000.0, 200.0, 10_000.0, 14_000.0))
    worse = under(now, Scenario(need={"patients": 2.0, "health_workers": 3.0}))
    before, after = (
        np.asarray(masks_of_days(one.params, jnp.asarray(one.signals.mask_demand))) for one in (now, worse)
    )
    today = now.axes.day_index(AS_OF)
    np.testing.assert_allclose(after[: today + 1], before[: today + 1])
    np.testing.assert_allclose(after[today + 1 :], before[today + 1 :] * [3.0, 2.0, 1.0, 1.0])
    twice = under(under(now, Scenario(need={"patients": 2.0})), Scenario(need={"health_workers": 3.0}))
    np.testing.assert_allclose(masks_of_days(twice.params, jnp.asarray(twice.signals.mask_demand)), after)
    kits = now.axes.goods.index("test_kit")
    people = np.delete(posed(worse)[0].need, kits, 2)
    np.testing.assert_allclose(people, np.delete(posed(now)[0].need, kits, 2) * [3.0, 2.0, 1.0, 1.0])
    one, other = (supplied(case.params, case.past, case.signals) for case in (now, worse))
    np.testing.assert_allclose(other.served[: today + 1], one.served[: today + 1])
    assert other.masks_served[today + 1 :].sum() > one.masks_served[today + 1 :].sum()
    case = case_of(region, worse.axes, worse.params, worse.signals, (), worse.past, AS_OF)
    np.testing.assert_allclose(case.need[: today + 1, now.axes.goods.index("n95")], before.sum(1)[: today + 1, now.axes.goods.index("n95")])  # fmt: skip
