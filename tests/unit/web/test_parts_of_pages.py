"""Parts of pages: what people and tables give is escaped, a table comes as a file too."""

import csv
import io
import re
from urllib.parse import unquote

from bothhands.report.svg import Figure, Table
from bothhands.web.pages.parts import Again, csv_link, figure

TOLD = Table(("town", "cases"), (("<b>South & North</b>", "=1+1"), ('a "quoted", one\nline', "12")))


def file_in(markup):
    content = unquote(re.search(r'href="data:text/csv;charset=utf-8,([^"]*)"', str(markup))[1])
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content[1:])))


def test_a_table_comes_as_a_file_that_a_spreadsheet_does_not_run():
    markup = csv_link(TOLD, "New cases / day")
    assert 'download="New-cases-day.csv"' in markup
    assert file_in(markup) == [["town", "cases"], ["<b>South & North</b>", "'=1+1"], ['a "quoted", one\nline', "12"]]


def test_a_figure_carries_its_table_its_file_and_how_to_make_it_again():
    shown = figure(Figure("Data", "", "<svg/>", "<svg/>", TOLD), Again("Again", "bothhands plan <x>", "print(1)"))
    assert "&lt;b&gt;South &amp; North&lt;/b&gt;" in shown
    assert "<b>South" not in shown
    assert "bothhands plan &lt;x&gt;" in shown
    assert figure(Figure("Data", "", "", "", TOLD)).count("<details>") == 1
