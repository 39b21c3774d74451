"""What options add over a year: as much as they bring, from a month after the day to the year's end, however long the calendar."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.plan.support.case import support_case
from bothhands.plan.support.promote import rising
from bothhands.plan.target_options import firms_near_the_line, purchases
from bothhands.plan.target_runs import target_case

DAY = date(2020, 3, 18)
LINE = 20e6


@pytest.fixture(scope="module")
def region():
    """The two towns with a calendar of thirteen months."""
    towns = load("two-towns")
    policies = tuple(row.model_copy(update={"end": date(2020, 12, 31)}) for row in towns.tables["policies"])
    longer = towns.settings.model_copy(update={"end": date(2021, 1, 31)})
    return replace(towns, settings=longer, tables={**towns.tables, "policies": policies})


@pytest.fixture(scope="module")
def case(region):
    return target_case(region, DAY, draws=1)


def test_firms_near_the_line_add_what_tips_them_and_no_more(region, case):
    """One farm at 19.5 m of the year, whom a purchase order tips: its value added, 32 % of those sales, on 259 days from 17 April on."""
    firms = support_case(region, DAY)
    n = [row.firm for row in firms.rows].index("south-farm")
    left = np.array([max(min(days, 288 - start), 0) for days, start in zip(firms.outlook.days, firms.outlook.starts, strict=True)])  # fmt: skip
    done = np.zeros(len(firms.rows))
    done[n] = 0.975 * LINE - (firms.outlook.ratio()[:, n] * firms.outlook.sales[n] * left).sum()
    firms = firms._replace(done=done, values={**firms.values, "above_scale": np.arange(len(done)) != n})
    (one,) = rising(firms)
    (tip,) = (tip for tip in one.tips if tip.enough)
    option = firms_near_the_line(case, firms)
    assert option.facts["n"] == 1
    assert option.added[:12].sum() == pytest.approx(0.32 * tip.sales_yuan)
    assert option.added[3:12, 1] == pytest.approx(0.32 * tip.sales_yuan * np.array([14, 31, 30, 31, 31, 30, 31, 30, 31]) / 259)  # fmt: skip
    assert option.added[12].sum() == 0.0


def test_purchases_add_what_they_buy_and_end_with_the_year(case):
    option = purchases(case)
    assert option.added.sum() == pytest.approx(option.facts["multiplier"] * option.cost.sum())
    assert option.added[12].sum() == 0.0
    assert option.added[:3].sum() == 0.0


def test_too_late_in_the_year_nothing_is_added(case):
    assert purchases(case._replace(as_of=date(2020, 12, 10))).added.sum() == 0.0
