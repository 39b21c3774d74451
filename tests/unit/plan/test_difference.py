"""What differs between two plans, told so that nobody mistakes it: days, units, names, each thing once."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from bothhands.levers.measure import Measure
from bothhands.plan.decisions import Decisions
from bothhands.plan.difference import OUTCOMES, difference_of
from bothhands.plan.question import Question
from bothhands.plan.saved import Saved
from bothhands.report.retold import difference_told

NAMES = {
    "goods": {"mask": {"en": ["mask", "pieces"], "zh": ["口罩", "只"]}},
    "places": {"Northport": {"en": "Northport", "zh": "北港"}, "Southfield": {"en": "Southfield", "zh": "南野"}},
}


def saved(as_of, edition="a", rooms=0.5, budget=0.2, masks=1000.0, **told):
    """A plan of two cities for June that was written on a day."""
    days = [date(2020, 6, 1), date(2020, 6, 16)]
    levels = {name: np.ones((2, 2)) for name in Decisions._fields}
    levels |= {"openness": np.ones((2, 2, 1)), "port_screening": np.ones((2, 1))}
    bought = Measure(lever="purchases", good="mask", start=date(2020, 6, 16), end=date(2020, 6, 22), value=masks, unit="units a day", cost=1.0)  # fmt: skip
    limits = [
        {"limit": limit, "place": place, "whole_region": whole, "use": use, "room": 1.0, "price_per_percent": 0.0}
        for limit, whole, use in (("quarantine rooms", False, rooms), ("epidemic budget", True, budget))
        for place in ("Northport", "Southfield")
    ]
    outcome = {name: 3000.0 for name in OUTCOMES} | {"life_years": 2.59, "deaths": 2.59}
    written = {
        "region": "two-towns", "currency": "GBP", "limits": limits, "measures": [bought.model_dump(mode="json")],
        "strategies": [{"strategy": "plan", **outcome}], "last_day": "2020-06-30", **told,
    }  # fmt: skip
    starts = tuple(day for day in days if day > as_of) or (as_of,)
    return Saved("two-towns", edition, as_of, 1, Question(), Decisions(**levels), starts, (bought,), (), written)


def told_of(earlier, later, language="en"):
    found = difference_told(difference_of(earlier, later), language)
    return SimpleNamespace(lines=found.lines, text=" ".join(found.lines), outcomes=found.tables[0], limits=found.tables[1])  # fmt: skip


FIRST, LATER = date(2020, 5, 31), date(2020, 6, 15)


def test_outcomes_over_other_days_are_told_with_their_days_and_a_day():
    told = told_of(saved(FIRST), saved(LATER))
    assert "Outcomes count the days that each plan decides: 1 Jun to 30 Jun (30 days) and 16 Jun to 30 Jun (15 days); compare them a day." in told.lines  # fmt: skip
    assert told.outcomes.head == ("", "31 May", "15 Jun", "31 May, a day", "15 Jun, a day")
    row = next(row for row in told.outcomes.rows if row[0] == "Value added")
    assert row == ("Value added", "3,000 GBP", "3,000 GBP", "100 GBP", "200 GBP")
    assert any("日均" in line for line in told_of(saved(FIRST), saved(LATER), "zh").lines)


def test_outcomes_over_the_same_days_are_told_once():
    told = told_of(saved(FIRST), saved(FIRST, masks=3.0))
    assert "Outcomes count 1 Jun to 30 Jun." in told.lines
    assert told.outcomes.head[1:] == told.limits.head[2:] == ("31 May (first)", "31 May (second)")
    assert told.lines[0] == "Plan of 31 May (first) against plan of 31 May (second)."


@pytest.mark.parametrize(
    ("key", "value"), [("objective", "fewest deaths"), ("values", {"life_year": 2.0}), ("limits", {"deaths": 3.0})]
)
def test_what_is_maximised_is_set_side_by_side_only_where_it_is_one_thing(key, value):
    later = replace(saved(FIRST), question=Question(**{key: value}))
    names = [row[0] for row in told_of(saved(FIRST), later).outcomes.rows]
    assert ("What is maximised" in names) == (key == "limits")
    assert "Value added" in names


def test_two_plans_of_the_fewest_deaths_are_set_side_by_side_in_deaths():
    asked = replace(saved(FIRST), question=Question(objective="fewest deaths"))
    row = next(row for row in told_of(asked, asked).outcomes.rows if row[0] == "What is maximised")
    assert row[1] == "3,000 deaths avoided"


@pytest.mark.parametrize("turned", [False, True])
def test_days_that_one_plan_does_not_decide_are_no_difference(turned):
    """One ends on 15 June; what its arrays hold for the days after is nobody's decision. Before, half of them would differ."""
    longer = saved(FIRST)
    closed = longer.decisions._replace(
        school=np.array([[1.0, 1.0], [0.0, 0.0]]), testing=np.array([[0.5, 0.5], [0.0, 0.0]])
    )
    shorter = replace(saved(FIRST, last_day="2020-06-15"), decisions=closed)
    pair = (longer, shorter) if turned else (shorter, longer)
    (one,) = difference_of(*pair).levers
    assert (one.lever, one.share, abs(one.mean), one.first) == ("testing", 1.0, 0.5, "2020-06-01")


def test_life_years_are_told_as_the_briefing_tells_them():
    rows = {row[0]: row[1] for row in told_of(saved(FIRST), saved(FIRST)).outcomes.rows}
    assert rows["Life-years lost"] == "2.59"
    assert rows["Deaths"] == "3"


def test_a_limit_of_the_whole_region_is_told_once():
    told = told_of(saved(FIRST), saved(LATER, budget=0.9, rooms=0.9))
    assert [(row[0], row[1]) for row in told.limits.rows] == [
        ("epidemic budget", "whole region"), ("quarantine rooms", "Northport"), ("quarantine rooms", "Southfield"),
    ]  # fmt: skip


def test_amounts_ordered_are_of_the_region_with_name_and_unit():
    told = told_of(saved(FIRST), saved(LATER, masks=4000.0, **NAMES))
    assert "Purchases, mask: 14,000 pieces before, 56,000 pieces now." in told.lines
    zh = told_of(saved(FIRST), saved(LATER, masks=4000.0, rooms=0.9, **NAMES), "zh")
    assert "外购（口罩）：原1.4万只，现5.6万只。" in zh.lines
    assert {row[1] for row in zh.limits.rows} == {"北港", "南野"}
    older = told_of(saved(FIRST), saved(LATER, masks=4000.0))
    assert "Purchases, mask: 14,000 before, 56,000 now." in older.lines
    assert difference_of(saved(FIRST), saved(LATER, masks=4000.0)).orders[0].after == 56_000


@pytest.mark.parametrize(
    ("earlier", "later", "said"),
    [
        (saved(FIRST, "a"), saved(LATER, "a"), "Both saw the same tables."),
        (saved(FIRST, "a"), saved(FIRST, "b"), "The tables differ: what has become known may be why."),
        (saved(FIRST, "a"), saved(LATER, "b"), "The tables differ: what has become known, or what was done since under the first plan, may be why."),
        (saved(FIRST, "a", edition_without_history="a"), saved(LATER, "b", edition_without_history="a"), "Both saw the same tables; what was done since under the first plan is history to the later one."),
        (saved(FIRST, "a", edition_without_history="a"), saved(LATER, "c", edition_without_history="b"), "The tables differ: what has become known may be why."),
    ],
)  # fmt: skip
def test_what_became_known_is_told_from_what_was_done(earlier, later, said):
    assert said in told_of(earlier, later).lines


def help_of_firms(value, cost):
    rows = [(date(2020, 6, 1), cost, "firm_support"), (date(2020, 6, 16), 0.0, "")]
    return tuple(
        Measure(lever="support", firm="a", start=day, end=date.fromordinal(day.toordinal() + 9), value=value, unit="yuan a day", cost=paid, fund=fund)
        for day, paid, fund in rows
    )  # fmt: skip


def test_help_to_firms_is_told_by_what_is_paid_and_beside_it_by_the_cash_it_brings():
    """A guaranteed loan of ten million that costs the fund a million is not ten million spent."""
    first, later = (
        replace(saved(FIRST), measures=help_of_firms(value, cost)) for value, cost in ((1e6, 2e6), (5e5, 1e6))
    )
    text = told_of(first, later).text
    assert "Help to firms, paid from public funds: 2 million GBP before, 1 million GBP now." in text
    assert "Cash that help brings firms, loans and sales won included: 20 million GBP before, 10 million GBP now." in text  # fmt: skip
    assert "Support" not in text
    assert "财政支付的企业扶持：原200万英镑，现100万英镑。" in told_of(first, later, "zh").text


def test_the_hub_has_its_name_where_the_folder_tells_it():
    screened = saved(FIRST, hub={"en": "Beijing", "zh": "北京"})
    levels = screened.decisions._replace(corridor_screening=0.5 * screened.decisions.corridor_screening)
    later = replace(screened, decisions=levels)
    assert "Screening of trips to Beijing" in told_of(screened, later).text
    assert "前往北京" in told_of(screened, later, "zh").text
    assert "Screening of trips to the hub" in told_of(saved(FIRST), replace(later, told=saved(FIRST).told)).text
