"""What is told of a chain plan: who is served, by good; how good it can be at most; what has no source."""

import re
from datetime import date

import numpy as np
import pytest

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.stocks import Stock
from bothhands.levers.history import history
from bothhands.model.signals import Signals
from bothhands.model.supply.params import from_region
from bothhands.plan.chain import Effort
from bothhands.plan.chain_case import Situation, situation
from bothhands.plan.chain_plan import explained, planned
from bothhands.report.chain_plan_said import explained_said, plan_said, weeks_table
from bothhands.report.chain_words import ChainWords
from bothhands.report.words import Wording

AS_OF = date(2020, 3, 18)


def changed(region, of, good, **values):
    return [row.model_copy(update=values) if row.good == good else row for row in region.rows(of)]


def plan_of(region, masks, kits=0.0, nodes=0):
    """The plan of a region whose needs stay as they are."""
    axes = axes_of(region)
    time, places = axes.n_days, len(axes.places)
    signals = Signals(*[np.zeros((time, places))] * len(Signals._fields))._replace(
        labour_available=np.ones((time, places, len(axes.sectors))),
        mask_demand=np.tile(np.asarray(masks), (time, places, 1)),
        test_kits_used=np.full((time, places), kits),
    )
    now = Situation(region, axes, from_region(region, axes), history(region, axes), signals, AS_OF, None, "carry on")
    return planned(now, effort=Effort(nodes=nodes))


@pytest.fixture(scope="module")
def without_kits():
    """Two towns that need test kits, which nobody there makes, with no stock of them and no supply outside."""
    towns = load("two-towns")
    region = towns.replace(
        goods=changed(towns, Good, "test_kit", outside_supply_per_day=0.0),
        stocks=changed(towns, Stock, "test_kit", quantity=0.0),
    )
    return plan_of(region, (9_000.0, 200.0, 3_000.0, 4_000.0), kits=500.0)


@pytest.fixture(scope="module")
def mill():
    return plan_of(load("one-mask-line"), (300.0, 20.0, 30_000.0, 40_000.0))


def test_nobody_who_is_short_is_told_to_be_served():
    """Health workers alone need masks, and never all of them: that the public needs none is no reason to say all are served."""
    plan = plan_of(load("one-mask-line"), (90_000.0, 20.0, 0.0, 0.0))
    told = plan.proposal.tables
    assert told["coverage"][:, 0].max() < 0.9
    assert (told["coverage"][:, 2:] == 1.0).all()
    assert told["completed_on"] is None
    assert "Not everybody is served in full" in plan_said(ChainWords(plan.case.region, Wording()), plan)


def test_a_good_that_never_comes_leaves_its_group_unserved(without_kits):
    told, kit = without_kits.proposal.tables, without_kits.case.axes.goods.index("test_kit")
    assert told["completed_on"] is None
    assert told["coverage_of_goods"][:, kit, 0].max() == 0.0
    data = without_kits.decided.data
    worth = (told["demand"] * data.worth).sum(1)
    left = (told["demand"] * told["coverage_of_goods"] * data.worth).sum(1)
    np.testing.assert_allclose(told["coverage"], left / worth)
    kits = (told["demand"] * data.worth)[:, kit, 0] / worth[:, 0]
    assert (told["coverage"][:, 0] <= 1 - kits + 1e-9).all()
    rows = weeks_table(ChainWords(without_kits.case.region, Wording()), without_kits).rows
    assert all(float(row[1].removesuffix(" %")) < 50 for row in rows)


def test_what_nobody_makes_or_sells_is_not_told_to_come(without_kits):
    why = explained(without_kits, 1)
    kits = [one for one in why.unserved if one.good == "test_kit"]
    assert {reason.limit for one in kits for reason in one.reasons} == {"no source"}
    masks = [reason.limit for one in why.unserved if one.good == "mask" for reason in one.reasons]
    assert "no source" not in masks
    for language, said in (("en", "test_kit: nobody makes or sells it"), ("zh", "无人生产，也无处可购")):
        words = ChainWords(without_kits.case.region, Wording(language))
        assert said in explained_said(words, without_kits, why)


def test_an_input_without_a_source_is_told_where_the_good_has_a_maker():
    mill = load("one-mask-line")
    region = mill.replace(
        goods=changed(mill, Good, "meltblown", outside_supply_per_day=0.0),
        lines=[row for row in mill.tables["lines"] if row.good != "meltblown"],
        equipment=[row for row in mill.tables["equipment"] if row.good != "meltblown"],
        stocks=changed(mill, Stock, "meltblown", quantity=0.0),
    )
    (masks,) = explained(plan_of(region, (300.0, 20.0, 30_000.0, 40_000.0)), 1).unserved
    assert ("no source", "meltblown") in [(one.limit, one.good) for one in masks.reasons]


def test_value_bound_and_gap_are_of_one_objective(mill):
    decided, told = mill.decided, mill.proposal.tables
    assert told["gap"] == pytest.approx(1 - mill.proposal.value / mill.proposal.bound)
    held = told["with_priorities"]
    assert held["gap"] == decided.gap == pytest.approx((held["bound"] - held["value"]) / abs(held["bound"]))
    assert (held["value"], held["bound"]) == (decided.value * 1e6, decided.bound * 1e6)
    said = plan_said(ChainWords(mill.case.region, Wording(money_unit="yuan")), mill)
    both = re.findall(r"(-?[\d,]+) yuan.{0,60}?more than (-?[\d,]+) yuan \(gap (< )?([\d.]+) %\)", said)
    assert len(both) == 2
    for *money, _, gap in both:
        value, bound = (float(one.replace(",", "")) for one in money)
        assert 100 * (bound - value) / abs(bound) == pytest.approx(float(gap), abs=0.1)


@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2020, 12, 31)])
def test_a_day_outside_the_calendar_is_told_before_anything_is_run(day):
    with pytest.raises(InputError, match="BH-CHN-007"):
        situation(load("one-mask-line"), day)


@pytest.mark.parametrize("asked", ["plan", "explain", "completion", "delay", "missing", "dispatch"])
def test_every_question_of_a_chain_refuses_such_a_day(asked, capsys):
    assert main(["chain", asked, "one-mask-line", "--as-of", "2020-12-31"]) == 2
    assert "BH-CHN-007" in capsys.readouterr().err
