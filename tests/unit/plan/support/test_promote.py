"""Firms near the line by year's end: what is sold, the months ahead, normal sales of the days that the calendar does not reach."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from test_support_layer import AXES, DAY, REGION, signals

from bothhands.inputs.tables.firm_months import FirmMonth
from bothhands.levers.history import history
from bothhands.model.firms.params import from_region
from bothhands.plan.support.ahead import outlook_of
from bothhands.plan.support.case import SupportCase, _normal_days_sold, register_of, values_of
from bothhands.plan.support.promote import rising
from bothhands.report.attract_answers import promote_said
from bothhands.report.words import Wording

AT = AXES.register.index("south-farm")
LINE = 20e6


def case_of(region, level=0.5):
    """Every firm at one level of its normal sales to the end of the calendar, on 30 June; normal before it stands on the day."""
    params = from_region(region, AXES)
    cash, alive = np.asarray(params.cash), np.asarray(params.counts)
    outlook = outlook_of(region, AXES, params, signals(level), history(region, AXES), DAY, cash, alive)
    rows = register_of(region, AXES)
    values = {**values_of(region, AXES, rows, outlook), "above_scale": np.zeros(len(rows), bool)}
    cell = np.asarray(params.cell)[: len(rows)]
    done = _normal_days_sold(region, AXES, signals(1.0), cell, DAY) * outlook.sales
    return SupportCase(region, AXES, rows, outlook, values, {}, DAY, done, "half of normal sales")


def sales_of(case):
    return next(one for one in rising(case) if one.firm == "south-farm")


def test_the_year_does_not_end_with_the_calendar():
    """78 normal days sold, 104 days at half, 184 normal days from July on."""
    case = case_of(REGION)
    one, a_day = sales_of(case), case.outlook.sales[AT]
    assert one.normal_yuan == pytest.approx(184 * a_day)
    assert one.sales_yuan == pytest.approx((78 + 104 / 2 + 184) * a_day)
    assert "Of 1 the days after" in promote_said([one], Wording("en"))
    assert "其中1户：日历止于年末之前" in promote_said([one], Wording("zh"))


def test_days_after_the_calendar_follow_the_season_of_a_firm():
    """A firm that sells in autumn alone, a quarter of the year in each of September to December: all of it lies after the calendar."""
    months = [FirmMonth(firm="south-farm", month=date(2019, m, 1), sales_yuan=3e6 if m > 8 else 0.0) for m in range(1, 13)]  # fmt: skip
    case = case_of(REGION.replace(firm_months=months))
    one = sales_of(case)
    assert case.done[AT] == 0.0
    assert one.sales_yuan == pytest.approx(3 * 122 * case.outlook.sales[AT])
    assert one.normal_yuan == one.sales_yuan


def test_a_calendar_to_the_years_end_adds_nothing():
    case = case_of(REGION)
    long = replace(case.axes, n_days=366)
    assert (long.end, sum(one.normal_yuan for one in rising(case._replace(axes=long)))) == (date(2020, 12, 31), 0.0)
