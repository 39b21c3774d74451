"""Months of a run for the odds of targets: parts make the whole, prices and growth stand apart, a short calendar says less."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.outcome.target_status import statuses
from bothhands.plan.target_runs import target_case

DAY = date(2020, 3, 18)


@pytest.fixture(scope="module")
def case():
    return target_case(load("two-towns"), DAY, draws=3)


def test_the_towns_make_the_region_and_money_is_by_whole_month(case):
    parts = [case.runs[place, "gdp", "current"] for place in ("Northport", "Southfield", "Twoland")]
    assert parts[0].made.shape == (3, 6)
    np.testing.assert_allclose(parts[0].made + parts[1].made, parts[2].made, rtol=1e-5)
    assert (parts[2].made < parts[2].normal * 1.001).all()
    assert {name for _, name, _ in case.runs} == {"gdp", "budget_revenue"}


def test_prices_and_growth_stand_apart(case):
    constant, current = (case.runs["Twoland", "gdp", kind] for kind in ("constant", "current"))
    change = case.region.parameter("price_change_share").value
    np.testing.assert_allclose(current.made, constant.made * (1 + change), rtol=1e-6)
    growth = constant.normal.sum(1) / constant.before.sum() - 1
    assert (np.abs(growth) < 0.1).all()
    assert np.ptp(growth) > 0


def test_revenue_lags_what_it_is_levied_on(case):
    revenue, added = (case.runs["Twoland", name, "constant"] for name in ("budget_revenue", "gdp"))
    lost = [1 - one.made.mean(0) / one.normal.mean(0) for one in (revenue, added)]
    assert lost[0][0] == pytest.approx(0.0, abs=0.01)
    assert lost[0].argmax() >= lost[1].argmax()


def test_a_calendar_of_half_a_year_judges_the_half_and_not_the_year(case):
    (told,) = statuses(case.region, DAY, case.runs)
    assert (told.odds, told.basis) == (None, "none")
    assert told.half_odds is not None
    assert told.done.until == DAY


def test_a_plan_of_another_region_and_no_draws_are_refused_at_once():
    other = SimpleNamespace(region="liaoning")
    with pytest.raises(InputError) as error:
        target_case(load("two-towns"), DAY, other, draws=0)
    assert [one.code for one in error.value.faults] == ["BH-INP-045", "BH-INP-045"]
