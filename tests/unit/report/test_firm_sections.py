"""Firms in the briefing: help is held against the same run without it, the list is that of the plan, real firms stand with facts only."""

from dataclasses import replace

import numpy as np
import pytest

from bothhands.inputs.tables.firms import Firm
from bothhands.levers.history import history
from bothhands.model.alone import firms_alone
from bothhands.plan.support.answer import Helped, Missed, SupportAnswer
from bothhands.plan.support.layer import ANSWER
from bothhands.report import firm_sections
from bothhands.report.chain_state_charts import case_of_plan
from bothhands.report.telling import telling_of


@pytest.fixture(scope="module")
def telling(plan):
    return telling_of(plan)


def test_months_with_help_are_those_of_the_run_and_without_those_of_the_firms_alone(plan, telling):
    table = firm_sections.even_chart(telling).table
    none = history(plan.region, plan.axes).support
    alone = firms_alone(plan.model.firms, plan.chosen.record.signals, none)
    counts = np.asarray(plan.model.firms.counts)
    last = table.rows[-1]
    for column, flows in ((4, plan.chosen.record.firms), (5, alone)):
        assert float(last[column]) == ((np.asarray(flows.alive)[-1] < 0.5) * counts).sum()
    assert all(float(with_help) >= float(without) for _, with_help, without, *_ in table.rows)


def test_the_list_gives_reasons_and_who_just_missed(plan, telling):
    first, second, third = plan.axes.firms[:3]
    answer = SupportAnswer(
        kept_yuan=9e6, bound_yuan=9e6, gap=0.0, funds=(), firms=6, jobs_kept=12.0, rivals=(), unpaid=(),
        helped=(
            Helped(first, "", "Northport", ("guarantee",), 2e5, 0.61, 0.94, 8e6, (), 1e6),
            Helped(second, "", "Southfield", ("wages", "guarantee"), 1e5, 0.8, 0.9, 1e6, ("wages",), 1e5),
        ),
        missed=(Missed(third, "", "Northport", ("wages",), 3e4, 0.1),),
    )  # fmt: skip
    told = replace(telling, plan=replace(plan, aid=replace(plan.aid, tables={ANSWER: answer})))
    figure = firm_sections.aid_chart(told)
    names = {row.firm: row.name for row in plan.region.rows(Firm)}
    one, two, missed = figure.table.rows
    assert one[:4] == (f"{names[first]}, Northport", "Loan guaranteed", "200,000 yuan", "61 → 94 %")
    assert two[1] == "Part of wages paid + Loan guaranteed"
    assert two[5] == "Part of wages paid"
    assert one[5] == "no help"
    assert missed[0] == f"{names[third]}, Northport"
    assert "30,000 yuan" in missed[5]
    assert "300,000 yuan for 2 firms keeps 9 million yuan" in figure.title


def test_where_nobody_was_in_question_nothing_is_drawn(plan, telling):
    answer = plan.aid.tables[ANSWER]
    assert {one.firm for one in answer.helped} == {one.firm for one in plan.aid.measures}
    assert (firm_sections.aid_chart(telling) is None) == (not answer.helped and not answer.missed)


def test_a_region_without_a_catalogue_says_nothing_of_help(plan, telling):
    bare = replace(telling, plan=replace(plan, aid=replace(plan.aid, tables={})))
    assert firm_sections.aid_chart(bare) is None


def test_missing_links_carry_the_places_that_fit(telling):
    case = case_of_plan(telling)
    figure = firm_sections.links_chart(telling, case)
    assert figure is not None
    for row in figure.table.rows:
        assert len(row) == len(figure.table.head)
        assert "Site" not in row[-1]
    assert firm_sections.links_chart(telling, None) is None


def test_of_a_real_firm_only_facts_are_told(plan, telling):
    rows = plan.region.rows(Firm)
    real = rows[0].model_copy(
        update={"synthetic": False, "reported": "Makes paper.", "source": "a visit", "sales_yuan_per_year": None}
    )
    region = replace(plan.region, tables={**plan.region.tables, "firms": (real, *rows[1:])})
    told = replace(telling, plan=replace(plan, region=region))
    assert firm_sections.real_firms(telling).rows == ()
    (row,) = firm_sections.real_firms(told).rows
    assert row[0] == real.name
    assert row[3:] == ("Makes paper.", "a visit")
    assert float(firm_sections.even_chart(told).table.rows[0][1]) <= len(rows) - 1
