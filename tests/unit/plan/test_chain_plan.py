"""A chain planned by itself under held needs: orders that stay, reasons that hold when solved again, words in two languages."""

from datetime import date, timedelta

import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.cli_answers import plain
from bothhands.errors import InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.sites import Site
from bothhands.levers.history import history
from bothhands.model.signals import Signals
from bothhands.model.supply.params import from_region
from bothhands.model.supply.step import masks_by_good
from bothhands.plan.chain import Effort
from bothhands.plan.chain_case import Situation, supplied
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
    short = (weeks["demand"] * (1.0 - weeks["coverage"])).sum()
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
        np.asarray(masks_by_good(one.params, jnp.asarray(one.signals.mask_demand)[-1])) for one in (now, fewer)
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
