"""The folder a plan leaves: every file, the same rows, and a PDF drawn with the page's own font."""

import re
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import date
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import docx
import openpyxl
import polars as pl
import pytest
from docx.oxml.ns import qn
from markupsafe import escape

from bothhands.inputs.loading import load
from bothhands.report.folder import _assumptions, as_json, write_folder
from bothhands.report.kept_briefing import PRIVATE, as_document, as_workbook, briefing_in, page_without, without

FILES = ("briefing.html", "briefing.json", "plan.json", "results.nc", "measures.parquet", "measures.csv", "plan.xlsx")


@pytest.fixture(scope="module")
def folder(plan, tmp_path_factory):
    where = tmp_path_factory.mktemp("plan")
    return where, write_folder(plan, where, "zh", "yi")


def test_every_file_is_written(folder):
    where, written = folder
    for name in FILES:
        assert name in written
        assert (where / name).stat().st_size > 500
    assert written[-1] == "briefing.pdf" or written[-1].startswith("no PDF")


def test_the_measures_are_all_there(plan, folder):
    where, _ = folder
    assert pl.read_parquet(where / "measures.parquet").height == len(plan.measures)
    assert pl.read_csv(where / "measures.csv").height == len(plan.measures)


def test_the_workbook_shows_no_thousandths_of_a_yuan_and_days_as_days(folder):
    book = openpyxl.load_workbook(folder[0] / "plan.xlsx")
    amounts = [cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, float)]  # fmt: skip
    assert len(amounts) > 100
    assert not [cell.coordinate for cell in amounts if ".000" in cell.number_format or "Red" in cell.number_format]
    heads = [cell.value for cell in book["measures"][1]]
    assert book["measures"].cell(2, heads.index("start") + 1).is_date


def test_limits_that_orders_placed_before_break_stand_in_the_plan(plan):
    tables = {**plan.chain.tables, "breaches": ("Northport, mask: 3 more lines",)}
    assert as_json(replace(plan, chain=replace(plan.chain, tables=tables)))["breaches"] == ["Northport, mask: 3 more lines"]  # fmt: skip
    assert as_json(replace(plan, chain=replace(plan.chain, tables={})))["breaches"] == []


def test_the_page_is_in_the_language_and_unit_asked_for(folder):
    page = (folder[0] / "briefing.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in page
    assert "亿元" in page
    assert "万亿元" not in page


def test_the_print_draws_with_the_font_of_the_page(folder):
    where, written = folder
    if written[-1] != "briefing.pdf":
        pytest.skip(written[-1])
    assert b"Noto-Sans-SC-Subset" in unpacked((where / "briefing.pdf").read_bytes())


def test_word_and_excel_tell_what_the_page_tells(folder):
    where, _ = folder
    page, told = (where / "briefing.html").read_text(encoding="utf-8"), briefing_in(where)
    document = docx.Document(BytesIO(as_document(told)))
    said = [one.text for one in document.paragraphs]
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    assert [one for one in said if one in headings] == headings
    for sentence in (told["answer"], told["standing"], *told["parts"][-1]["notes"]):
        assert sentence in said
        assert str(escape(sentence)) in page
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
    cells = {cell.text for table in document.tables for row in table.rows[:3] for cell in row.cells}
    assert all(str(escape(cell)) in page for cell in cells)
    book = openpyxl.load_workbook(BytesIO(as_workbook(told)))
    assert book.worksheets[0]["A1"].value == told["title"]
    tables = [one for part in told["parts"] for one in part["tables"]]
    assert [[cell.value for cell in sheet[1]] for sheet in book.worksheets[1:]] == [one["head"] for one in tables]
    assert [sheet.max_row - 1 for sheet in book.worksheets[1:]] == [len(one["rows"]) for one in tables]


def test_a_word_document_holds_what_was_typed_whatever_signs_and_nothing_of_the_librarys_own():
    typed = "bad \x01 sign, \x0b, \ufffe, \ud800 end"
    table = {"title": typed, "head": ["What was said"], "rows": [[typed], ["plain 口罩 \U0001f637"]]}
    told = {
        "language": "en", "title": typed, "standing": typed, "hypothetical": typed, "answer": typed,
        "parts": [{"title": typed, "notes": [typed], "tables": [table]}],
    }  # fmt: skip
    kept = as_document(told)
    document = docx.Document(BytesIO(kept))
    shown = "bad \N{REPLACEMENT CHARACTER} sign, \N{REPLACEMENT CHARACTER}, \N{REPLACEMENT CHARACTER}, \N{REPLACEMENT CHARACTER} end"
    assert {one.text for one in document.paragraphs} == {shown, ""}
    assert [row.cells[0].text for row in document.tables[0].rows] == ["What was said", shown, "plain 口罩 \U0001f637"]
    with ZipFile(BytesIO(kept)) as held:
        about = held.read("docProps/core.xml").decode()
    assert "2013" not in about
    assert "python-docx" not in about


def test_whoever_may_not_see_accounts_is_not_told_whose_odds_help_changes(folder):
    told = briefing_in(folder[0])
    kept = {**told, "parts": [*told["parts"], {"key": "helped", "title": "T", "notes": ["n"], "tables": [{"title": "t", "head": ["a"], "rows": [["b"]]}]}]}  # fmt: skip
    left = [one for one in without(kept, PRIVATE)["parts"] if one["key"] == "helped"]
    assert left
    assert all(one["tables"] == [] and one["notes"] == ["资金、债务与税不在您的权限内。"] for one in left)


@pytest.mark.parametrize("key", ["economy", "triggers"])
def test_a_section_is_cut_out_of_a_page_and_nothing_else(folder, key):
    page = (folder[0] / "briefing.html").read_text(encoding="utf-8")
    assert len(re.findall(r'id="section-(\w+)"', page)) > 5
    assert (f'class="right pair" id="section-{key}"' in page) == (key == "triggers")
    cut = page_without(page, {key})
    parts, left = (re.split(r"(?=<section )|(?<=</section>)", one) for one in (page, cut))
    changed = [n for n, (one, two) in enumerate(zip(parts, left, strict=True)) if one != two]
    assert len(changed) == 1
    assert f'id="section-{key}"' in parts[changed[0]]
    assert "<svg" in parts[changed[0]]
    assert left[changed[0]].endswith("</h2><p>资金、债务与税不在您的权限内。</p></section>")


def unpacked(document):
    """A PDF with the streams that hold its objects and fonts unpacked."""
    found = [document]
    for part in re.findall(rb"stream\r?\n(.*?)endstream", document, re.DOTALL):
        with suppress(zlib.error):  # bytes after the end are left alone: a stream may itself end in a line break
            found.append(zlib.decompressobj().decompress(part))
    return b"".join(found)


def test_a_page_that_cannot_be_printed_says_why_in_a_line():
    from bothhands.report.printing import NO_LIBRARY, printed

    assert printed("briefing.pdf", 0, "") == "briefing.pdf"
    assert "Pango" in printed("briefing.pdf", NO_LIBRARY, "")
    told = printed("briefing.pdf", 1, "Traceback\n  File …\nValueError: no such font\n")
    assert "ValueError: no such font" in told
    assert "\n" not in told


def test_a_figure_known_from_a_day_may_stand_last_of_many():
    rows = load("liaoning").parameters
    dated = [row.model_copy(update={"known_from": date(2020, 1, 15)}) for row in rows[-1:]]
    many = SimpleNamespace(region=SimpleNamespace(parameters=(*rows[:-1], *rows[:-1], *dated)))
    table = _assumptions(many)
    assert len(rows) > 60
    assert table.height == 2 * len(rows) - 1
    assert table["known_from"][-1] == "2020-01-15"
