"""The plan on a console: heads and cells in the reader's language, the same numbers as the page."""

import re

import numpy as np
import pytest

from bothhands.plan.limits import LIMITS
from bothhands.report.amounts import money, share
from bothhands.report.console import BLOCKS, outcomes_table, paragraphs, spark, tables
from bothhands.report.folder import as_dataset, as_json


def test_tables_are_chinese_for_a_chinese_reader(plan):
    for table in tables(plan, "zh"):
        text = " ".join((*table.head, *(cell for row in table.rows for cell in row)))
        assert not re.findall(r"[A-Za-z]{2,}", text)
        assert {len(row) for row in table.rows} == {len(table.head)}


def test_outcomes_stand_beside_one_another(plan):
    strategies = [(one.name, one.outcome, one.keeps_limits) for one in plan.references]
    table = outcomes_table(strategies, "en", "million")
    assert table.head == ("", *(name for name, _, _ in strategies))
    by_name = {row[0]: row[1:] for row in table.rows}
    assert by_name["Value added"] == tuple(
        money(float(outcome.value_added), "en", "million") for _, outcome, _ in strategies
    )
    for n, limit in enumerate(LIMITS[:4]):
        assert by_name[f"Use of {limit}"] == tuple(
            share(float(np.asarray(outcome.limits)[n].max())) for _, outcome, _ in strategies
        )


def test_a_hypothetical_region_says_so_in_both_languages(plan):
    assert paragraphs(plan, "en").hypothetical == f"Hypothetical: {plan.region.hypothetical}"
    assert plan.region.hypothetical_zh in paragraphs(plan, "zh").hypothetical


def test_a_spark_is_highest_where_the_series_is():
    drawn = spark(np.sin(np.linspace(0, np.pi, 60)))
    assert set(drawn) <= set(BLOCKS)
    assert drawn[0] == BLOCKS[0]
    assert BLOCKS[-1] in drawn[28:32]


def test_the_json_and_the_dataset_hold_the_plan(plan):
    told, data = as_json(plan), as_dataset(plan)
    assert len(told["measures"]) == len(plan.measures)
    assert told["strategies"][-1]["value_added"] == pytest.approx(float(plan.chosen.outcome.value_added))
    days = np.asarray(plan.problem.future)
    added = float(data["value_added_per_day"].sel(strategy="plan").sum(("place", "sector")).values @ days)
    assert added == pytest.approx(float(plan.chosen.outcome.value_added), rel=1e-5)
