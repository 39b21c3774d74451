"""Completion, delay, missing links and dispatch on two towns with needs held still: dates that can be reckoned by hand."""

from datetime import date, timedelta

import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.sites import Site
from bothhands.inputs.tables.unlocks import Unlock
from bothhands.levers.history import history
from bothhands.levers.measure import Measure
from bothhands.model.signals import Signals
from bothhands.model.supply.params import from_region
from bothhands.observe.lead_time import forecast
from bothhands.plan.chain_case import ChainCase, case_of, chain_of, stocks_of
from bothhands.plan.completion import completion_of, days_to_first_product
from bothhands.plan.delay import UNVERIFIED, delays_of
from bothhands.plan.dispatch import dispatch_of
from bothhands.plan.missing import missing_of
from bothhands.report.chain_answers import (
    completion_said,
    completion_table,
    delay_said,
    delay_table,
    missing_said,
    missing_table,
)
from bothhands.report.chain_pictures import pictures_of
from bothhands.report.chain_words import ChainWords
from bothhands.report.words import Wording

TOWNS = load("two-towns")
WORDS = ChainWords(TOWNS, Wording())
AS_OF = date(2020, 3, 18)
ORDER_DAY = date(2020, 3, 19)


def order(site, good, line_class, lines):
    return Measure(
        lever="line_orders", site=site, good=good, variant=line_class, start=ORDER_DAY, end=ORDER_DAY, value=lines, unit="lines a day"
    )  # fmt: skip


ORDERS = (order("Harbour works", "meltblown", "rush", 1.0), order("Field works", "mask", "rush", 2.0))


def case(region=TOWNS, orders=ORDERS, masks=(300.0, 20.0, 10_000.0, 14_000.0)):
    axes = axes_of(region)
    nothing = np.zeros((axes.n_days, len(axes.places)))
    signals = Signals(*[nothing] * len(Signals._fields))._replace(
        labour_available=np.ones((axes.n_days, len(axes.places), len(axes.sectors))),
        mask_demand=np.tile(np.asarray(masks), (axes.n_days, len(axes.places), 1)),
        test_kits_used=np.full((axes.n_days, len(axes.places)), 10.0),
    )
    return case_of(region, axes, from_region(region, axes), signals, orders, history(region, axes), AS_OF)


def certain(region, **values):
    """Equipment whose lead times have no spread."""
    rows = [
        row.model_copy(update={"lead_days_low": row.lead_days, "lead_days_high": row.lead_days, **values})
        for row in region.rows(Equipment)
    ]
    return region.replace(equipment=rows)


@pytest.fixture(scope="module")
def plain():
    return case()


def link(found, good):
    return next(one for one in found.links if one.good == good)


def test_a_link_is_complete_when_its_ramp_reaches_the_need():
    region = certain(TOWNS)
    found = completion_of(case(region), draws=50)
    need = 2 * (300.0 + 20.0 + 10_000.0 + 14_000.0)
    ramp_days = int(np.ceil((need - 5_000 - 20_000) / 40_000 * 7))
    expected = ORDER_DAY + timedelta(days=14 + ramp_days - 1 + 3)
    mask = link(found, "mask")
    way = float(
        np.asarray(from_region(region, axes_of(region)).transit_days)[:, axes_of(region).goods.index("mask")].mean()
    )
    assert mask.p50 == mask.p90 == expected + timedelta(days=int(np.ceil(way)))
    assert mask.odds == 1.0
    assert link(found, "resin").p50 == AS_OF


def test_spread_of_lead_times_moves_p90_and_the_last_link_is_told(plain):
    found = completion_of(plain, draws=400)
    meltblown, mask = link(found, "meltblown"), link(found, "mask")
    assert mask.p50 < mask.p90
    assert meltblown.critical_share + mask.critical_share == pytest.approx(1.0)
    assert found.chain[-1].p50 >= max(meltblown.p50, mask.p50)
    assert [one.p50 for one in found.chain] == sorted(one.p50 for one in found.chain)
    assert completion_of(plain, draws=400) == found
    last = WORDS.good_in_words(max(found.links, key=lambda one: one.critical_share).good)
    assert f"{last.capitalize()} is the last link" in completion_said(WORDS, found, plain.axes.end)


def test_research_that_may_fail_makes_completion_uncertain():
    held = Unlock(good="meltblown", begun_on=AS_OF, days=20, days_low=10, days_high=40, success_share=0.6)
    found = completion_of(case(TOWNS.replace(unlocks=[held])), draws=2000)
    assert link(found, "meltblown").odds == pytest.approx(0.6, abs=0.04)
    assert link(found, "meltblown").p90 is None
    assert link(found, "mask").odds == 1.0
    assert completion_table(WORDS, found, date(2020, 6, 30)).rows[1][2] == "after 2020-06-30"


def test_a_later_site_leaves_more_unmet_and_an_assumed_one_is_not_named(plain):
    found = delays_of(plain)
    assert {(one.site, one.good) for one in found} == {("Harbour works", "meltblown"), ("Field works", "mask")}
    assert all(one.standing == UNVERIFIED for one in found)
    assert found[0].yuan > 0.0 <= found[1].yuan <= found[0].yuan
    assert delay_table(WORDS, found).rows[0][0] == f"{UNVERIFIED} (Harbour works)"
    assert "No site of verified capacity" in delay_said(WORDS, found)
    two = delays_of(plain, weeks=2.0)
    assert {one.site: one.yuan for one in two}["Harbour works"] > {one.site: one.yuan for one in found}["Harbour works"]
    real = TOWNS.replace(sites=[row.model_copy(update={"quality": "measured"}) for row in TOWNS.rows(Site)])
    (chased,) = delays_of(case(real), ["Harbour works"])
    assert chased.standing == ""
    assert delay_said(ChainWords(real, Wording()), [chased]).startswith("Chase Harbour works: its delay leaves")


def test_missing_links_tell_what_they_would_take(plain):
    found = {one.good: one for one in missing_of(plain)}
    need = 2 * (300.0 + 20.0 + 10_000.0 + 14_000.0)
    assert found["mask"].gap == pytest.approx(need - 25_000)
    assert (found["mask"].why, found["meltblown"].why, found["resin"].why) == (
        "too little",
        "no standing capacity",
        "no maker",
    )
    assert {way.line_class: way.lines for way in found["mask"].ways} == {"rush": 2, "convert": 3}
    assert found["resin"].gap == 0.0 < found["resin"].outside
    assert max(found.values(), key=lambda one: one.gap / one.need).good == "meltblown"
    assert missing_said(WORDS, missing_of(plain)).startswith("Melt-blown cloth is the widest gap")
    assert UNVERIFIED in missing_table(WORDS, missing_of(plain)).rows[0]


def test_dispatch_never_promises_more_than_is_served_and_puts_health_workers_first(plain):
    rows = dispatch_of(plain, weeks=2)
    masks = [row for row in rows if row.good == "mask"]
    assert {row.city for row in masks} == set(TOWNS.cities)
    for city in TOWNS.cities:
        first = {row.group: row for row in masks if row.city == city and row.week == masks[0].week}
        health, public = first["health_workers"], first["public"]
        assert health.amount / (health.amount + health.short) >= public.amount / (public.amount + public.short)
        assert health.amount + health.short == pytest.approx(7 * 300.0, abs=1.0)
    assert all(row.amount == int(row.amount) for row in rows)


def test_computed_stock_leaves_out_what_is_on_the_way(plain):
    day = date(2020, 3, 1)
    shelf = stocks_of(plain, [(city, "mask", day) for city in TOWNS.cities])
    assert all(value >= 0 for value in shelf.values())
    assert chain_of(TOWNS, ["mask"]) == ("resin", "meltblown", "mask")


def test_lines_being_built_keep_the_date_of_the_tables_and_take_the_spread_of_the_forecast():
    region = load("liaoning").standing_on(AS_OF)
    (row,) = [row for row in region.rows(Line) if row.good == "meltblown"]
    axes = axes_of(region)
    held = ChainCase(region, axes, None, None, None, (), None, AS_OF)
    low, likely, high = days_to_first_product(held, row, axes.day_index(row.ready_on))
    seen = forecast(region, row.site, 2, AS_OF)
    assert likely == (row.ready_on - AS_OF).days
    assert (likely - low, high - likely) == ((seen.p50 - seen.p10).days, (seen.p90 - seen.p50).days)
    assert high - low <= 35


def test_pictures_say_the_finding_and_mark_what_is_assumed(plain):
    drawn = pictures_of(WORDS, plain, completion_of(plain, draws=50))
    assert "is the tightest link on 18 Mar" in drawn["chain-flow.svg"]
    assert "◇ Harbour works: 1 rush" in drawn["chain-build.svg"]
    assert "Test kit covers 60 days of need or more throughout" in drawn["chain-cover-test_kit.svg"]
    calm = case(
        TOWNS.replace(goods=[row.model_copy(update={"outside_supply_per_day": 1e6}) for row in TOWNS.rows(Good)]),
        orders=(),
    )
    assert "No link is short" in pictures_of(WORDS, calm, completion_of(calm, draws=5))["chain-flow.svg"]
