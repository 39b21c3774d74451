"""The public edition: no name of the register, no count under five, a line that says so; the full edition has what is missing here."""

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from page_reader import Reader

from bothhands.errors import RunError
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.offers import OfferRow
from bothhands.inputs.tables.sites import Site
from bothhands.report import phrases_public
from bothhands.report.explanation import page as page_of_explanation
from bothhands.report.notes import assumed_table
from bothhands.report.public_charts import cases_by_week, weeks_chart
from bothhands.report.public_edition import ALIKE, INSTEAD, MADE, public_briefing, public_explanation, write_public
from bothhands.report.public_names import found_in, names_of, without_names
from bothhands.report.public_plan import public_plan, public_telling
from bothhands.report.reasons import cost_of
from bothhands.report.telling import telling_of

UNDER = {"en": "under 5", "zh": "少于5"}


@pytest.fixture(scope="module")
def public(plan):
    return {language: public_briefing(plan, language) for language in ("en", "zh")}


def said(page):
    """All a file says, its font left out."""
    return unescape(re.sub(r"url\(data:[^)]*\)", "", page))


def secrets(region):
    """Names and identifiers of the register, written down here from its tables once more."""
    firms, sites, offers = (region.rows(table) for table in (Firm, Site, OfferRow))
    return {
        *(row.firm for row in firms), *(row.name for row in firms), *(row.site for row in sites), *(row.offer for row in offers),
        *(row.who for row in offers if row.who),
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_of_the_register_is_anywhere_in_the_file(plan, pages, public, language):
    named = secrets(plan.region)
    assert [name for name in named if name in said(pages["en"])], "the full edition names some"
    assert [name for name in named if name in said(public[language])] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_assumed_figures_and_their_units_are_told_in_words(plan, language):
    rows = assumed_table(public_telling(plan, language)).rows
    assert [row[0] for row in rows if "_" in row[0]] == []
    assert ("元/次出行" if language == "zh" else "yuan a trip") in {row[3] for row in rows}
    if language == "zh":
        assert [row for row in rows if re.search(r"[a-z]{2}", row[0] + row[3])] == []


def test_every_name_is_among_those_searched_for(plan):
    assert secrets(plan.region) <= names_of(plan.region)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_at_its_top_what_it_is_and_what_is_left_out(public, language):
    text = Reader(public[language]).text
    top = " ".join(text)[:2500]
    for key in ("head", "why_counts", "why_names", "why_model"):
        assert phrases_public.PUBLIC[f"public_{key}"][language == "zh"] in top


def test_a_figure_is_shown_only_where_somebody_looked_at_it(pages, public):
    full, told = Reader(pages["en"]).figures, Reader(public["en"]).figures
    for name in full:
        assert name in ALIKE or name in INSTEAD or name.startswith(MADE), (
            f"say in public_edition.py how {name} is told to anyone"
        )
    assert set(told) <= {*full, "weeks"}
    assert {"weeks", "cases", "output", "limits", "calendar", "build"} <= set(told)


def test_a_figure_nobody_looked_at_is_left_out(plan, monkeypatch):
    from bothhands.report import public_edition

    monkeypatch.setattr(public_edition, "ALIKE", ALIKE - {"output"})
    assert "output" not in Reader(public_briefing(plan)).figures


def test_a_short_register_is_not_told_in_shares(plan, pages, public):
    assert len(plan.axes.register) < 50
    full, told = Reader(pages["en"]), Reader(public["en"])
    assert {"firms", "even"} <= set(full.figures)
    assert not {"firms", "even"} & set(told.figures)
    rows = [{row[0]: row for table in one.tables for row in table} for one in (full, told)]
    assert rows[0]["sites"][1:5] == ["2", "0", "0", "2"]
    assert rows[1]["sites"][1:5] == ["under 5", "0", "0", "under 5"]
    assert rows[1]["people"] == rows[0]["people"]


def test_reported_cases_stand_by_week_and_small_weeks_alike(plan, public):
    telling = public_telling(plan)
    weeks = cases_by_week(telling)
    assert sum(weeks.values()) == int(plan.reports.new[plan.reports.observed].sum())
    assert any(0 < count < 5 for count in weeks.values()), "the region has small weeks"
    rows = Reader(public["en"]).figures["weeks"].rows[1:-1]
    for count, (_, told) in zip(weeks.values(), rows, strict=True):
        assert told == ("under 5" if 0 < count < 5 else told)
        assert told in (f"{count:,}", "under 5", "not shown")
    few = {
        re.search(r'<rect[^>]*width="([\d.]+)"[^>]*fill="url', row) for row in weeks_chart(telling).wide.split("<text")
    }
    assert len({match[1] for match in few if match}) == 1, "small weeks are drawn alike"


def test_no_report_is_drawn_as_a_dot(pages, public):
    dots = [
        re.search(r'<figure id="cases">.*?</figure>', page, re.DOTALL)[0].count("<circle")
        for page in (pages["en"], public["en"])
    ]
    assert dots[0] > 0
    assert dots[1] == 0


def test_reports_of_few_are_not_counted_in_the_notes(plan):
    few = np.where(plan.reports.observed, 0.0, plan.reports.new)
    day, place = np.argwhere(plan.reports.observed)[0]
    few[day, place] = 3
    revised = (f"{plan.axes.places[0]} 4 → 3 on 2020-02-01",)
    told = replace(plan, reports=plan.reports._replace(new=few, unassigned=2, revisions=revised))
    page = said(public_briefing(told))
    note = re.search(r"<li>(Fit: .*?)</li>", page)[1]
    assert "under 5 reported cases" in note
    assert "under 5 cases of no city" in note
    assert "4 to 3" not in note
    assert plan.axes.places[0] in note


def test_money_of_a_few_firms_is_not_told(plan):
    measures = [one for one in plan.measures if one.lever in ("support", "line_orders") and one.cost]
    assert measures
    for measure in measures:
        full, public = (cost_of(one, [measure]) for one in (telling_of(plan), public_telling(plan)))
        assert "yuan" in full
        assert "not shown" in public
        assert "yuan" not in public


def test_what_closed_firms_lose_is_told_with_another_cause(plan):
    from bothhands.report.accounts_charts import losses_chart

    full, public = (losses_chart(one).table.rows for one in (telling_of(plan), public_telling(plan)))
    closed = telling_of(plan).say("cause_closed_firms")
    assert closed in [row[0] for row in full]
    assert closed not in [row[0] for row in public]
    assert len(public) < len(full)
    assert {row for row in public[:-1] if row[0] != "smaller causes"} < set(full)
    assert public[-1] == full[-1], "the sum is the same"


def test_numbers_stand_for_names_everywhere_alike(plan):
    public = public_plan(plan)
    before, after = plan.region.rows(Site), public.region.rows(Site)
    given_name = {one.site: two.site for one, two in zip(before, after, strict=True)}
    assert len(set(given_name.values())) == len(given_name)
    assert [given_name[site] for site, _ in plan.axes.sites] == [site for site, _ in public.axes.sites]
    ordered = [one.site for one in plan.measures if one.lever == "line_orders"]
    assert [given_name[site] for site in ordered] == [one.site for one in public.measures if one.lever == "line_orders"]
    assert public.region.edition == plan.region.edition
    assert [row.sales_yuan_per_year for row in public.region.rows(Firm)] == [
        row.sales_yuan_per_year for row in plan.region.rows(Firm)
    ]


def test_what_a_visit_says_of_a_firm_does_not_leave(plan):
    rows = plan.region.rows(Firm)
    real = rows[0].model_copy(
        update={"synthetic": False, "reported": "Owes three suppliers.", "source": "visit by Wu Laoer", "identity_number": "91210000X1", "note": "quarrel"}
    )  # fmt: skip
    region = plan.region.with_rows(firms=(real, *rows[1:]))
    page = said(public_briefing(replace(plan, region=region)))
    for words in ("Owes three", "Wu Laoer", "91210000X1", "quarrel"):
        assert words not in page


def test_a_name_that_slips_in_elsewhere_stops_the_page(plan):
    first = next(row for row in plan.region.parameters if row.quality == "assumed")
    region = plan.region.with_rows(parameters=(first.model_copy(update={"source": "told by Harbour Works in March"}),))
    with pytest.raises(RunError, match="BH-REP-001") as caught:
        public_briefing(replace(plan, region=region))
    assert "told by harbour works in march" in str(caught.value)


@pytest.mark.parametrize(
    "page",
    [
        "<p>by North mill</p>", "<svg><title>North mill</title></svg>", '<img alt="North mill">', "<p>NORTH&#32;MILL</p>", "<!-- north mill -->",
        "<script>{\"who\": \"North mill\"}</script>", "<text>of North</text><text>mill</text>", "<details><td>North\n  mill</td></details>",
    ],
)  # fmt: skip
def test_a_name_is_found_wherever_it_stands(plan, page):
    with pytest.raises(RunError, match="North mill"):
        without_names(page, plan.region)


def test_a_name_is_no_part_of_another_word():
    assert found_in("<p>Northmills and harbourworks</p>", ["North", "harbour"]) == {}
    assert found_in("<p>由中石油辽阳建设</p>", ["石油辽阳"]) != {}
    assert found_in('<path d="M 12345678 0"/>', ["12345678"]) == {}


def test_public_words_are_not_taken_for_names(plan):
    rows = plan.region.rows(Firm)
    region = plan.region.with_rows(firms=(rows[0].model_copy(update={"name": "Northport", "firm": "17"}), *rows[1:]))
    assert not {"Northport", "17"} & names_of(region)
    assert rows[0].name in names_of(plan.region)


def test_the_page_is_written_for_screen_and_print(plan, tmp_path):
    written = write_public(plan, tmp_path / "out", "zh", "yi")
    assert written[0] == "public-briefing.html"
    assert "方案（公开版）" in (tmp_path / "out" / "public-briefing.html").read_text(encoding="utf-8")
    assert "方案说明（公开版）" in (tmp_path / "out" / written[1]).read_text(encoding="utf-8")
    assert written[2] == "public-briefing.pdf" or written[2].startswith("no PDF")
    assert (tmp_path / "out" / "public-briefing.pdf").exists() == (written[2] == "public-briefing.pdf")


def test_why_the_plan_is_told_to_anyone_as_to_those_who_made_it(plan):
    told, own = Reader(public_explanation(plan)), Reader(page_of_explanation(plan))
    assert told.figures == own.figures != set()
    page = said(public_explanation(plan, "zh"))
    assert not [name for name in names_of(plan.region) if name in page]
    assert "限制" in page


def test_an_explanation_that_would_name_a_firm_is_not_given_out(plan):
    firm = plan.region.rows(Firm)[0]
    sector = plan.explanation.without[0]._replace(place=firm.name)
    told = replace(plan, explanation=plan.explanation._replace(without=(sector, *plan.explanation.without[1:])))
    with pytest.raises(RunError, match="BH-REP-001"):
        public_explanation(told)


def test_pictures_cut_no_text(plan):
    from test_briefing import assert_whole

    from bothhands.report.public_edition import public_sections

    for language in ("en", "zh"):
        for section in public_sections(public_telling(plan, language)):
            for figure in section.figures:
                assert_whole(figure.wide)
                assert_whole(figure.narrow)
