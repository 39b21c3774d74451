"""Firms in the public edition: shares in steps of five firms, classes and cities without small cells, three real ones lost among eighty."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.inputs.tables.firms import Firm
from bothhands.levers.measure import Measure
from bothhands.outcome.losses import CAUSES
from bothhands.plan.plan import make_plan
from bothhands.plan.request import Request
from bothhands.plan.solve import Effort
from bothhands.plan.support.answer import Helped, SupportAnswer
from bothhands.plan.support.layer import ANSWER
from bothhands.plan.target_drivers import GROWTH, UNKNOWN, Drivers, Step
from bothhands.report import public_firm_charts
from bothhands.report.measure_table import measure_table
from bothhands.report.notes import notes
from bothhands.report.public_firm_charts import coarse, share_said, step_of
from bothhands.report.public_plan import public_telling
from bothhands.report.public_targets import FAILED, together
from bothhands.report.target_reasons import OTHERS
from bothhands.report.telling import telling_of

HIDDEN = ("under 5", "not shown")


@pytest.mark.parametrize("firms", [50, 60, 99, 100, 249, 250, 500, 2003, 1_000_000])
def test_a_step_is_worth_five_firms(firms):
    assert step_of(firms) * firms / 100 >= 5
    shares = coarse(np.arange(firms + 1.0) if firms < 5000 else np.arange(5000.0), firms)
    changes = np.flatnonzero(np.diff(shares))
    assert (np.diff(changes) >= 4).all(), "two shares apart are at least some firms apart"


def test_a_few_firms_and_all_but_a_few_are_told_in_words(plan):
    telling = public_telling(plan)
    said = [share_said(telling, count, 200) for count in (0, 1, 4, 5, 100, 195, 196, 199, 200)]
    assert said == ["0", "under 5", "under 5", "0", "50", "100", "all but under 5", "all but under 5", "100"]


def test_firms_that_failed_are_told_with_the_cause_beside_them():
    assert FAILED in CAUSES
    steps = (
        Step(GROWTH, 9.0, 0.9),
        Step("fear", -4.0, 0.5),
        Step(FAILED, -1.0, 0.4),
        Step("masks", -0.5, 0.3),
        Step(UNKNOWN, 0.25, 0.2),
    )
    found = Drivers(SimpleNamespace(), "yuan", 10.0, 5.0, 8.75, 0.2, steps, ())
    told = together(found).steps
    assert told == (steps[0], Step(OTHERS, -5.0, 0.4), *steps[3:])
    first = (steps[0], steps[2], steps[3], steps[4])
    assert together(found._replace(steps=first)).steps == (steps[0], Step(OTHERS, -1.5, 0.3), steps[4])
    assert sum(step.amount for step in told) == sum(step.amount for step in steps)
    assert together(found._replace(steps=steps[:2])).steps == steps[:2]


def helped(place, number):
    return [Helped(f"f{place}{n}", "", place, ("wages",), 1000.0, 0.5, 0.9, 7000.0, (), 10.0) for n in range(number)]


def with_help(plan, *firms):
    answer = SupportAnswer(9e6, 9e6, 0.0, (), tuple(firms), (), (), 80, 12.0, ())
    return replace(plan, aid=replace(plan.aid, tables={ANSWER: answer}))


def test_help_is_told_by_city_and_not_of_a_few_firms(plan):
    telling = public_telling(with_help(plan, *helped("Northport", 9), *helped("Southfield", 6)))
    figure = public_firm_charts.aid_chart(telling)
    assert figure.table.rows == (
        ("Northport", "9", "9,000 yuan", "63,000 yuan"), ("Southfield", "6", "6,000 yuan", "42,000 yuan"), ("All", "15", "15,000 yuan", "105,000 yuan"),
    )  # fmt: skip
    for firms in ((*helped("Northport", 9), *helped("Southfield", 2)), helped("Northport", 3)):
        figure = public_firm_charts.aid_chart(public_telling(with_help(plan, *firms)))
        shown = [cell for row in figure.table.rows[:-1] for cell in row[1:]] if figure else []
        assert set(shown) <= set(HIDDEN)
        assert not figure or "2,000" not in figure.wide + figure.narrow


def support(plan, firms, start=date(2020, 4, 1), end=date(2020, 5, 31)):
    """A plan that helps some firms of its register, 70,000 yuan each."""
    one = {
        "lever": "support",
        "start": start,
        "end": end,
        "value": 1.0,
        "unit": "share",
        "cost": 7e4,
        "fund": "firm_support",
    }
    given = tuple(Measure(firm=firm, **one) for firm in plan.axes.register[:firms])
    return replace(plan, measures=(*plan.measures, *given), aid=replace(plan.aid, measures=given, value=8e5))


def test_months_in_which_a_few_firms_are_helped_are_not_told(plan):
    shown = [public_firm_charts.money_chart(public_telling(support(plan, firms))) is not None for firms in (0, 1, 4, 5)]
    assert shown == [True, False, False, True]


@pytest.mark.parametrize("firms", [1, 4, 5])
def test_what_a_few_firms_are_given_stands_nowhere_among_the_measures(plan, firms):
    helped_plan = support(plan, firms)
    told = telling_of(helped_plan), public_telling(helped_plan)
    rows = [next(row for row in measure_table(one).rows if row[1] == one.say("support")) for one in told]
    said = [next(note for note in notes(one) if note.startswith("Help: ")) for one in told]
    spent, kept = f"{70 * firms},000 yuan", "800,000 yuan"
    assert spent in rows[0][5]
    assert spent in said[0]
    if firms < 5:
        assert rows[1][3] == "under 5 firms"
        assert not any(amount in " ".join((*rows[1][:7], said[1])) for amount in (spent, kept))
        assert "under 5 firms" in said[1]
    else:
        assert rows[1][:7] == rows[0][:7]
        assert said[1] == said[0]


def many_firms():
    """Two towns with eighty firms of three sizes, three of them real."""
    region = load("two-towns")
    rows = region.rows(Firm)
    made = []
    for n in range(80):
        one = rows[n % len(rows)]
        size = "large" if n < 12 else "medium" if n < 36 else "small"
        made.append(one.model_copy(update={"firm": f"works-{n:03d}", "name": f"Weir Lane Works {n:03d}", "size": size}))
    for n in (3, 40, 70):
        made[n] = made[n].model_copy(update={"synthetic": False, "reported": f"Told of number {n}."})
    return region.replace(
        firms=made, sites=[row.model_copy(update={"firm": "works-001"}) for row in region.rows("sites")]
    )


@pytest.fixture(scope="module")
def wide():
    return make_plan(many_firms(), Request(members=2, effort=Effort(steps=1)))


@pytest.mark.slow
def test_eighty_firms_are_told_without_a_small_cell(wide):
    from page_reader import Reader

    from bothhands.report.public_edition import public_briefing

    page = public_briefing(wide)
    assert "Weir Lane" not in page
    assert "works-0" not in page
    assert "Told of number" not in page
    figures = Reader(page).figures
    assert {"firms", "even"} <= set(figures)
    for row in figures["even"].rows[1:]:
        assert all(cell in ("under 5", "all but under 5") or float(cell) % 10 == 0 for cell in row[1:])
    for row in figures["sizes"].rows[1:] if "sizes" in figures else ():
        assert all(cell in HIDDEN or not 0 < int(cell.replace(",", "")) < 5 for cell in row[1:])
    rows = {row[0]: row for table in Reader(page).tables for row in table}
    assert rows["firms"][1] == "80"
    assert "most of them synthetic" in page
    assert "77" not in [cell for row in rows.values() for cell in row]
