"""The page of a region with less than others: another currency, no goods, nobody who arrives, one place, wide bands of ages."""

import re
from dataclasses import replace

import numpy as np
import pytest
from page_reader import Reader

from bothhands.report.accounts_charts import losses_chart, quarters_chart
from bothhands.report.amounts import money
from bothhands.report.briefing import briefing, sections_of
from bothhands.report.burden_charts import age_classes
from bothhands.report.comparison import limits_said, uses_of
from bothhands.report.console import outcomes_table, paragraphs
from bothhands.report.folder import as_json
from bothhands.report.notes import notes
from bothhands.report.telling import telling_of


@pytest.fixture(scope="module")
def in_pounds(plan):
    return replace(plan, region=plan.region.with_settings(currency="GBP"))


def test_no_yuan_is_left_where_the_currency_is_another(in_pounds):
    page = re.sub(r"url\(data:[^)]*\)", "", briefing(in_pounds))
    of_a_default = "14 days at 300 yuan"
    assert not re.findall(r"\byuan\b", page.replace(of_a_default, ""))
    assert money(float(in_pounds.chosen.outcome.value_added), "en", currency="GBP") in Reader(page).answer
    assert "英镑" in briefing(in_pounds, "zh")
    assert "亿元" not in briefing(in_pounds, "zh")


def test_console_and_folder_tell_the_currency(in_pounds):
    assert "GBP" in paragraphs(in_pounds).answer
    one = in_pounds.chosen
    assert "GBP" in str(outcomes_table([("plan", one.outcome, True)], currency="GBP").rows)
    assert as_json(in_pounds)["currency"] == "GBP"


@pytest.fixture(scope="module")
def bare(plan):
    nothing = ("goods", "demand", "recipes", "equipment", "sites", "lines", "stocks", "arcs", "arrivals", "ports")
    region = plan.region.replace(**{table: () for table in nothing})
    return telling_of(replace(plan, region=region, axes=replace(plan.axes, goods=())))


def test_what_a_region_has_not_is_not_told(bare):
    figures = {figure.name for section in sections_of(bare) for figure in section.figures}
    assert not figures & {"masks", "odds"}
    assert {"cases", "output", "limits"} <= figures
    said = " ".join(notes(bare))
    assert "Chain:" not in said
    assert "Imports after" not in said


def test_the_accounts_tell_no_festival_and_no_cause_that_cannot_be(bare):
    with_festival = quarters_chart(bare)
    without = quarters_chart(replace(bare, plan=replace(bare.plan, region=bare.plan.region.replace(calendar=()))))
    assert "Spring Festival" in re.sub(r"<[^>]+>", " ", with_festival.wide)
    assert "Festival" not in without.wide
    assert bare.say("cause_masks") not in re.sub(r"<[^>]+>", "", losses_chart(bare).wide)
    assert bare.say("cause_closed_firms") in re.sub(r"<[^>]+>", "", losses_chart(bare).wide)


def test_a_limit_on_nothing_is_left_out_and_no_warning_is_given(bare, recwarn):
    told = {use.limit for use in uses_of(bare)}
    assert not told & {"infected travellers to the hub", "outbreak odds in 90 days"}
    assert {"ward beds", "intensive-care beds"} <= told
    assert not [one for one in recwarn if issubclass(one.category, RuntimeWarning)]


def test_beds_that_no_table_gives_are_said_to_be_none(bare):
    room = np.asarray(bare.plan.problem.bounds.room).copy()
    room[1] = 1.3e14
    bounds = bare.plan.problem.bounds._replace(room=room)
    problem, solution = bare.plan.problem._replace(bounds=bounds), bare.plan.solution._replace(feasible=True)
    said = limits_said(replace(bare, plan=replace(bare.plan, problem=problem, solution=solution)))
    assert "none" in said
    assert "000,000" not in said


@pytest.mark.parametrize(
    ("ages", "names"),
    [
        ((0, 5, 20, 65), ["0–4", "5–19", "20–64", "65+"]),
        (tuple(range(0, 80, 5)), ["0–19", "20–39", "40–59", "60+"]),
        (tuple(range(0, 85, 5)), ["0–19", "20–39", "40–59", "60–79", "80+"]),
        ((0,), ["0+"]),
    ],
)
def test_a_class_of_ages_ends_where_a_band_ends(ages, names):
    told = age_classes(ages)
    assert [name for name, _ in told] == names
    assert [n for _, at in told for n in at] == list(range(len(ages)))
