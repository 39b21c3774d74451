"""Why targets stand where they do, and what helps: amounts and odds add up, options never add odds out of nothing, all together is their sum."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.outcome.target_status import statuses
from bothhands.plan.attract.linkages import multipliers_of
from bothhands.plan.missing import Missing, Way
from bothhands.plan.problem import problem_of
from bothhands.plan.strategy import reference_asked
from bothhands.plan.target_closing import closings, with_added
from bothhands.plan.target_drivers import GROWTH, UNKNOWN, drivers_of
from bothhands.plan.target_options import Option, idle_places, options_of, purchases, spent_by
from bothhands.plan.target_runs import target_case
from bothhands.report.target_answers import TargetWords
from bothhands.report.target_reasons import closing_said, closing_table, drivers_said, drivers_table
from bothhands.report.words import Wording

DAY = date(2020, 3, 18)


@pytest.fixture(scope="module")
def case():
    """The two towns with half-year targets, which their short calendar can answer."""
    region = load("two-towns")
    (year,) = region.tables["targets"]
    half = year.model_copy(update={"target": "half", "due": None, "period": "2020H1", "value": 4.72e9})
    taxes = half.model_copy(update={"target": "taxes", "indicator": "budget_revenue", "value": 4.0e8})
    town = half.model_copy(update={"target": "town", "place": "Northport", "value": 2.9e9})
    return target_case(replace(region, tables={**region.tables, "targets": (half, taxes, town)}), DAY, draws=4)


@pytest.fixture(scope="module")
def drivers(case):
    return drivers_of(case)


def test_amounts_add_up_from_last_year_to_the_forecast_and_odds_end_at_those_told(case, drivers):
    told = {one.target.target: one for one in statuses(case.region, DAY, case.runs)}
    assert {one.target.target for one in drivers} == {"half", "taxes", "town"}
    for one in drivers:
        assert one.last_year + sum(step.amount for step in one.steps) == pytest.approx(one.forecast, rel=1e-12)
        assert one.forecast == pytest.approx(told[one.target.target].band[2])
        assert one.steps[0].name == GROWTH
        assert one.steps[-1].name == UNKNOWN
        assert one.steps[-1].odds == told[one.target.target].odds
        assert one.gap == pytest.approx(one.goal - one.forecast)


def test_what_is_lost_by_cause_is_what_the_run_lost(case, drivers):
    one = next(one for one in drivers if one.target.target == "half")
    months = case.runs["Twoland", "gdp", one.target.prices]
    lost = float((months.normal - months.made).mean(0).sum())
    causes = -sum(step.amount for step in one.steps if step.name not in (GROWTH, UNKNOWN))
    assert causes == pytest.approx(lost, rel=0.1)  # causes at the figures in the middle, the run over draws
    assert sum(value for _, value in one.sectors) == pytest.approx(causes, rel=1e-4)


def test_odds_fall_as_causes_come_that_take_away(drivers):
    for one in drivers:
        for before, step in zip(one.steps, one.steps[1:-1], strict=False):
            if step.amount < 0:
                assert step.odds <= before.odds + 1e-9


def test_added_money_reaches_its_place_and_those_above_it(case):
    added = np.zeros((6, 2))
    added[4:, 0] = 1e8
    runs = with_added(case, added)
    for place, more in (("Northport", 2e8), ("Twoland", 2e8), ("Southfield", 0.0)):
        before, after = case.runs[place, "gdp", "constant"], runs[place, "gdp", "constant"]
        np.testing.assert_allclose((after.made - before.made).sum(1), more, atol=1e-3)
    before, after = (one["Northport", "budget_revenue", "constant"] for one in (case.runs, runs))
    share = before.made.sum(1) / case.runs["Northport", "gdp", "constant"].made.sum(1)
    np.testing.assert_allclose((after.made - before.made).sum(1), 2e8 * share, rtol=1e-6)


def test_options_are_ordered_by_odds_for_money_and_all_together_is_no_less(case):
    options = options_of(case, chain=False)
    names = {one.name for one in options}
    assert {"strategy", "purchases"} <= names
    for one in closings(case, options):
        rates = [effect.gain_per_100m for effect in one.effects if effect.gain > 0 and effect.gain_per_100m]
        assert rates == sorted(rates, reverse=True)
        assert one.together.amount >= max(effect.amount for effect in one.effects) - 1e-6
        assert one.shortfall == pytest.approx(max(one.goal - one.forecast - one.together.amount, 0.0))
        assert one.together.odds >= one.odds


def test_an_option_that_adds_nothing_moves_no_odds(case):
    nothing = Option("purchases", np.zeros((6, 2)), np.ones(2), {"sector": "B", "multiplier": 0.0})
    for one in closings(case, [nothing]):
        assert one.effects[0].gain == pytest.approx(0.0, abs=1e-12)
        assert one.effects[0].amount == pytest.approx(0.0, abs=1e-3)


def test_purchases_bring_no_more_than_is_spent(case):
    option = purchases(case)
    multiplier = multipliers_of(case.region, case.axes)
    assert (multiplier > 0).all()
    assert (multiplier <= 1.0 + 1e-9).all()
    assert 0 < option.added.sum() <= option.cost.sum()


def test_idle_places_earn_after_their_lines_run(case):
    way = Way("rush", 3, (10.0, 14.0, 21.0), 1.8e6, 5)
    missing = Missing("mask", "piece", 1e5, 1e4, 0.0, "too little", (way,), (), 0)
    option = idle_places(case, (missing,))
    assert option.facts["n"] == 3
    assert option.added[:3].sum() == 0.0
    assert option.added[4].sum() > 0
    assert option.cost.sum() == pytest.approx(1.8e6)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_answers_name_every_target_and_option(case, drivers, language):
    words = TargetWords(case.region, Wording(language, currency=case.region.currency))
    found = closings(case, options_of(case, chain=False))
    assert drivers_said(words, drivers).count("\n") == 2
    assert closing_said(words, found).count("\n") == 2
    for table in (drivers_table(words, drivers), closing_table(words, found)):
        assert all(len(row) == len(table.head) for row in table.rows)
        assert not any("{" in cell or "td_" in cell or "to_" in cell for row in table.rows for cell in row)


def test_a_strategy_costs_what_it_costs_more_than_what_is_done_now(case):
    """The measures in force test and trace as well; in their own place they cost nothing."""
    best = next(one for one in options_of(case, chain=False) if one.name == "strategy")
    problem = problem_of(case.region, case.axes, case.model, case.levers, DAY)
    carried, other = (reference_asked(case.axes, case.model, problem, name) for name in ("carry on", str(best.facts["strategy"])))  # fmt: skip
    assert best.cost.sum() == pytest.approx(spent_by(other) - spent_by(carried), rel=0.02)
    assert abs(best.cost.sum()) < 0.9 * spent_by(other)


def test_a_goal_that_is_a_most_lacks_what_is_above_it(case):
    half = case.region.tables["targets"][0].model_copy(update={"direction": "at_most", "value": 9.0e9})
    asked = case._replace(region=case.region.with_rows(targets=[half]))
    (found,) = closings(asked, [])
    assert found.shortfall == 0.0
    assert drivers_of(asked)[0].gap == pytest.approx(found.forecast - 9.0e9)
    tight = case._replace(region=case.region.with_rows(targets=[half.model_copy(update={"value": 1e9})]))
    assert closings(tight, [])[0].shortfall == pytest.approx(found.forecast - 1e9)
