"""Charts of the accounts say what the figures say."""

import dataclasses
import re

import numpy as np
import pytest

from bothhands.report.accounts_charts import jobs_chart, losses_chart, money_chart, quarters_chart, starved_chart
from bothhands.report.folder import accounts_of_plan
from bothhands.report.range_chart import Range, range_chart
from bothhands.report.resumption_chart import resumption_chart
from bothhands.report.svg import Chart
from bothhands.report.telling import telling_of


@pytest.fixture(scope="module")
def told(plan):
    return {language: telling_of(plan, language) for language in ("en", "zh")}


def test_causes_of_the_table_add_up_to_its_last_row(plan, told):
    table = losses_chart(told["en"]).table
    own = plan.accounts[0]
    causes = np.asarray(own.losses.causes).sum((1, 2, 3))
    without = float(np.asarray(own.quarters.constant).sum() + causes.sum())
    assert table.rows[-1][1] == told["en"].words.share(causes.sum() / without)
    assert len(table.rows) == len(causes) + 1


def test_growth_of_the_table_is_that_of_the_accounts(plan, told):
    table = quarters_chart(told["zh"]).table
    growth = 100 * np.asarray(plan.accounts[0].quarters.year_on_year())
    assert [row[1] for row in table.rows] == [f"{value:+.1f}%".replace("-", "−") for value in growth]


def test_who_starves_whom_names_the_largest_pair(plan, told):
    assert starved_chart(told["en"]) is None
    starved = np.zeros_like(plan.accounts[0].starved)
    starved[1, 0], starved[2, 3] = 3e7, 1e7
    accounts = (plan.accounts[0]._replace(starved=starved), plan.accounts[1])
    shown = starved_chart(telling_of(dataclasses.replace(plan, accounts=accounts)))
    assert shown.title == "Factories starves farms: 75 % of what is lost for want of inputs"
    assert [row[1] for row in shown.table.rows] == ["75", "25"]


def test_jobs_and_money_have_a_row_for_each_group_and_month(plan, told):
    assert len(jobs_chart(told["en"]).table.rows) == len(plan.axes.sector_groups)
    assert len(money_chart(told["en"]).table.rows) == 6


def test_resumption_tells_cities_and_groups(plan, told):
    rows = resumption_chart(told["en"]).table.rows
    assert len(rows) == len(plan.axes.places) + len(plan.axes.sector_groups)


def test_the_folder_keeps_every_account(plan):
    kept = accounts_of_plan(plan)
    assert set(kept) == {"plan", "carry on"}
    one = kept["plan"]
    assert set(one["quarters"]) == {"2020 Q1", "2020 Q2"}
    assert len(one["public_money"]["debt"]) == len(one["months"]) == 6
    assert one["quarters"]["2020 Q1"]["band_90"][0] <= one["quarters"]["2020 Q1"]["band_90"][1]


def test_ranges_to_both_sides_of_zero_stay_within_the_picture():
    chart = Chart("t", "s", "f", "economy", 320, zh=False)
    drawn = range_chart(
        chart, [Range("a", -9.0, -15.0, -6.0, "−9 %", -8.0), Range("b", 2.0, 1.0, 3.0, "+2 %")], "as last year"
    )
    x = [float(found) for found in re.findall(r' (?:x|x1|x2|cx)="([\d.-]+)"', drawn)]
    assert min(x) >= 0
    assert max(x) <= 320
