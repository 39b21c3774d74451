"""The decision brief is two pages of A4, however much there is to say, in both languages."""

from datetime import date

import pytest
from weasyprint import HTML

from bothhands.inputs.loading import load
from bothhands.levers.catalogue import LEVERS
from bothhands.levers.measure import Measure
from bothhands.report.decision_brief import Brief, Remark, decision_brief
from bothhands.report.words import Wording
from desk_town import AMOUNTS

REGION = load("two-towns")
LIMITS = ("ward beds", "intensive-care beds", "quarantine rooms", "epidemic budget")
TOLD = {
    "strategies": [{"strategy": name, **AMOUNTS} for name in ("carry on", "full lockdown", "plan")],
    "question": {"objective": "value added", "limits": {"deaths": 20.0, "epidemic budget": "400 million yuan"}},
    "promise": {"members": 64, "kept": 60, "least_share": 0.87, "deaths_of_the_worst_tenth": 31.2}, "rules": [{}] * 6, "posterior_is": "quick fit",
    "limits": [{"limit": name, "place": place, "use": 0.99, "room": 1.0} for name in LIMITS for place in REGION.cities],
}  # fmt: skip


def much():
    """A measure of every lever, place and good that there is, and remarks as long as they may be."""
    measures = [
        Measure(
            lever=one.name, place=place, site="Northport harbour" if "port" in one.axes else "", good=good, variant=variant, start=date(2020, 3, 19), end=date(2020, 6, 30),
            value=one.low + 0.4, unit=one.unit, cost=1e7, fund=fund, owner=one.owner, legal_basis="Law of 1989, article 42" if one.restricts else "",
        )
        for one in LEVERS for place in ("Northport", "Southfield") for fund in ("epidemic_control", "equipment", "firm_support")
        for good in (("resin", "meltblown", "mask", "test_kit") if one.name in ("purchases", "line_orders") else ("",))
        for variant in (("rush", "convert", "import") if one.name == "line_orders" else ("",))
    ]  # fmt: skip
    remarks = [Remark("We doubt it. " * 40, "Li Ming", date(2020, 3, 20))] * 9
    return Brief(
        7,
        "A plan with a name as long as names of plans are wont to be",
        date(2020, 3, 18),
        "e" * 12,
        TOLD,
        measures,
        remarks,
        withdrawn=9,
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_two_pages_with_room_to_sign(language):
    words = Wording(language)
    page = decision_brief(words, REGION, much())
    pages = HTML(string=page).render().pages
    assert len(pages) == 2
    for key in ("br_risks", "br_dissent", "br_first", "br_second"):
        assert words.say(key) in page
    assert page.count("Law of 1989, article 42") == 2


def test_what_it_buys_is_against_the_best_reference_that_keeps_the_limits():
    rows = [
        {"strategy": "carry on", **AMOUNTS, "objective": 9e6, "keeps_limits": False}, {"strategy": "full lockdown", **AMOUNTS, "objective": 1e6, "deaths": 3.0},
        {"strategy": "plan", **AMOUNTS, "deaths": 5.0, "value_added": 3e6},
    ]  # fmt: skip
    page = decision_brief(Wording("en"), REGION, much()._replace(told={**TOLD, "strategies": rows}))
    assert "against “full lockdown”" in page
    assert ">+2<" in page
    assert "+2 million yuan" in page


def test_help_is_told_by_firms_and_cost_not_by_the_cash_it_brings():
    """Loans of 30 million guaranteed for 0.6 million."""
    loans = [
        Measure(lever="support", firm=firm, start=date(2020, 4, 1), end=date(2020, 4, 30), value=5e5, unit="yuan a day", cost=3e5, fund="firm_support", owner="finance bureau")
        for firm in ("a", "b")
    ]  # fmt: skip
    page = decision_brief(Wording("en"), REGION, much()._replace(measures=loans))
    assert ">2 firms<" in page
    assert ">600,000 yuan<" in page
    assert "30 million" not in page
