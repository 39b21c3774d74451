"""Parts of pages: what people and tables give is escaped, a table comes as a file too."""

import csv
import io
import re
from datetime import date
from types import SimpleNamespace
from urllib.parse import unquote

from bothhands.inputs.loading import load
from bothhands.records.work import MeasureRecord, PlanRecord
from bothhands.report.sentences import told_in
from bothhands.report.svg import Figure, Table
from bothhands.report.words import Wording
from bothhands.web.pages import plans
from bothhands.web.pages.courses_shown import breaches_told
from bothhands.web.pages.goals_shown import goals_shown
from bothhands.web.pages.limits_shown import limits_shown
from bothhands.web.pages.lists_shown import paging
from bothhands.web.pages.measures_shown import level_of, where_named
from bothhands.web.pages.parts import Again, Column, csv_link, figure, table

TOLD = Table(("town", "cases"), (("<b>South & North</b>", "=1+1"), ('a "quoted", one\nline', "12")))


def file_in(markup):
    content = unquote(re.search(r'href="data:text/csv;charset=utf-8,([^"]*)"', str(markup))[1])
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content[1:])))


def test_a_table_comes_as_a_file_that_a_spreadsheet_does_not_run():
    markup = csv_link(TOLD, "New cases / day")
    assert 'download="New-cases-day.csv"' in markup
    assert file_in(markup) == [["town", "cases"], ["<b>South & North</b>", "'=1+1"], ['a "quoted", one\nline', "12"]]


def test_a_list_without_items_says_so_and_one_with_items_where_one_is():
    for language, none, some in (("en", "none", "1–2 of 2"), ("zh", "共0项", "第1–2项，共2项")):
        visit = SimpleNamespace(words=Wording(language))
        assert paging(visit, "/findings", {}, 0, 50) == none
        assert paging(visit, "/findings", {}, 2, 50) == some


def test_a_figure_carries_its_table_its_file_and_how_to_make_it_again():
    shown = figure(Figure("Data", "", "<svg/>", "<svg/>", TOLD), Again("Again", "bothhands plan <x>", "print(1)"))
    assert "&lt;b&gt;South &amp; North&lt;/b&gt;" in shown
    assert "<b>South" not in shown
    assert "bothhands plan &lt;x&gt;" in shown
    assert figure(Figure("Data", "", "", "", TOLD)).count("<details>") == 1


def test_limits_stand_where_they_are_fullest_and_cost_only_where_they_bind():
    rows = [("ward", "Northport", 0.97, 1.0, 90_000.0), ("ward", "Southfield", 0.4, 1.0, 0.0), ("deaths", "Northport", 1.2, 2.0, 0.0), ("exported", "Northport", 0.0, 1.0, 0.0)]  # fmt: skip
    told = [{"limit": limit, "place": place, "whole_region": limit == "deaths", "use": use, "room": room, "price_per_percent": price} for limit, place, use, room, price in rows]  # fmt: skip
    words = Wording()
    shown = [
        re.sub(r"<[^>]+>", "|", row) for row in str(limits_shown(words, load("two-towns"), told)).split("<tr>")[2:]
    ]
    assert len(shown) == 2
    assert "Northport" in shown[0]
    assert "97" in shown[0]
    assert "90" in shown[0]
    fewest = str(
        limits_shown(Wording(objective="fewest deaths"), load("two-towns"), [{**told[0], "price_per_percent": 0.02}])
    )
    assert "0.02 deaths avoided" in fewest
    assert words.say("whole_region") in shown[1]
    assert "60" in shown[1]
    assert "–" in shown[1]


def test_goals_tell_what_lacks_and_a_dash_where_nothing_does():
    told = [
        {"place": "Twoland", "indicator": "gdp", "by": "2020-06-30", "asked": 4.75e9, "reached": 4.06e9, "short": 0.69e9, "short_if_carried_on": 0.77e9, "share_of_members": None},
        {"place": "Northport", "indicator": "budget_revenue", "by": "2020-06-30", "asked": 1e9, "reached": 2.77e9, "short": 0.0, "short_if_carried_on": 0.0, "share_of_members": 1.0},
    ]  # fmt: skip
    shown = [
        re.sub(r"<[^>]+>", "|", row)
        for row in str(goals_shown(Wording("zh"), load("two-towns"), told)).split("<tr>")[2:]
    ]
    assert len(shown) == 2
    assert "6.9亿元" in shown[0]
    assert shown[0].count("–") == 1
    assert "北港" in shown[1]
    assert shown[1].count("–") == 2
    assert "100" in shown[1]


def gatherings(number, status="adopted", restricts=True):
    return MeasureRecord(
        lever="gatherings", place="Southfield", sector="", site="", good="", firm="", variant="", start=date(2020, 3, 19 + number % 9), end=date(2020, 6, 1),
        value=0.4, unit="share", status=status, restricts=restricts,
    )  # fmt: skip


def test_a_plan_adopted_in_part_is_not_said_to_keep_every_limit():
    words = Wording()
    whole, part = [gatherings(1), gatherings(2)], [gatherings(1), gatherings(2, "proposed")]
    told = {
        (status, len(own)): plans.limits_kept(words, PlanRecord(status=status, feasible=True), own)
        for status in ("proposed", "adopted") for own in (whole, [*part, gatherings(3, "withdrawn")])
    }  # fmt: skip
    assert told["proposed", 3] == told["adopted", 2] == "Keeps every limit: ● yes"
    assert told["adopted", 3] == "1 of 3 measures hold; the limits were checked for the whole plan only"


def test_what_adopting_would_end_is_listed_before_with_how_many_restrict():
    ending = [gatherings(1, restricts=False), *(gatherings(n) for n in range(plans.SHOWN + 1))]
    told = str(plans.ending_told(Wording(), load("two-towns"), ending))
    assert f"ends {len(ending)} measures that are in force now, {plans.SHOWN + 1} of them restrictions" in told
    assert told.count("<li>") == plans.SHOWN + 1
    assert "and 2 more" in told
    assert "Southfield" in told


def test_every_file_for_the_public_is_offered_where_it_is():
    names = {"public-briefing.html", "public-briefing.pdf", "public-explanation.html", "measures.parquet"}
    visit = SimpleNamespace(words=Wording(), language="en")
    told = str(plans.papers(visit, PlanRecord(id=7), names))
    assert all(f"/api/v1/plans/7/files/{name}" in told for name in names)
    assert "results.nc" not in told


def test_what_orders_break_is_told_in_the_language_of_the_page():
    broken = [("dated_breach", "Northport, mask: 3 more lines converted than stand or are ordered there"), ("chain_breach", "<b>")]  # fmt: skip
    for language, begun in (("en", "Orders of the table of measures: Northport, mask: 3 more lines"), ("zh", "措施表中的订购：")):  # fmt: skip
        words = Wording(language)
        visit = SimpleNamespace(words=words, retold=lambda text, words=words: told_in(text, words.language))
        told = str(breaches_told(visit, broken))
        assert begun in told
        assert "&lt;b&gt;" in told
        assert ("stand or are" in told) is (language == "en")
    assert str(breaches_told(visit, [])) == ""


def test_an_order_of_one_day_is_a_number_of_lines_and_help_names_its_firm():
    region, day = load("two-towns"), date(2020, 3, 19)
    order = MeasureRecord(lever="line_orders", place="", sector="", good="mask", site="", firm="", variant="rush", start=day, end=day, value=5.0, unit="lines a day")  # fmt: skip
    assert (level_of(Wording("en"), order), level_of(Wording("zh"), order)) == ("5 lines", "5条")
    firm = region.rows("firms")[0]
    help_ = MeasureRecord(lever="support", place="", sector="", good="", site="", firm=firm.firm, variant="", start=day, end=day, value=1.0, unit="yuan")  # fmt: skip
    assert firm.name in where_named(Wording("en"), region, help_)


def test_a_column_of_sentences_is_wide_and_amounts_with_words_may_go_on_below():
    told = str(table([Column("Level", True, long=True), Column("Why", long=True), Column("Cost", True)], [("5 lines", "so", "3")]))  # fmt: skip
    assert '<td class="n long">5 lines</td><td class="long">so</td><td class="n">3</td>' in told
