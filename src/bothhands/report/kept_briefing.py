"""A briefing that was told, read again from a plan's folder and written as a Word document or an Excel workbook.

Why this file exists: headquarters pass on Word and Excel. Both are made from what the page tells, so that no sentence is written twice. A chart
stands as its table under its title: vector pictures do not keep in every Word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bothhands.report.amounts import Language
from bothhands.report.svg import Table
from bothhands.report.words import Wording
from bothhands.report.workbook import workbook_of

if TYPE_CHECKING:
    from docx.document import Document

BRIEFING = "briefing.json"
"""Name of the file within a plan's folder."""
PRIVATE = frozenset({"helped"})
"""Parts that rest on firms' cash and debt: what help does to the odds that a named firm lives on."""
MOST_ROWS = 60
"""Rows of a table in a document that is read on paper; the workbook has all."""
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML text may hold, such as those of control (XML 1.0, production 2)."""
FONT, CHINESE_FONT = "Calibri", "Microsoft YaHei"
"""On every machine with Word; another program takes its own where it lacks them."""


def briefing_in(folder: Path) -> dict[str, Any] | None:
    """What a plan's briefing tells; none where it was written by a program that kept none."""
    at = folder / BRIEFING
    if not at.is_file():
        return None
    told: dict[str, Any] = json.loads(at.read_text(encoding="utf-8"))
    return told


def without(told: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    """The briefing without some of its parts; in their place stands that they are not shown."""
    say = Wording(told["language"]).say
    parts = [
        one if one["key"] not in keys else {**one, "tables": [], "notes": [say("dk_accounts_hidden")]}
        for one in told["parts"]
    ]
    return {**told, "parts": parts}


def page_without(page: str, keys: Collection[str]) -> str:
    """The briefing's page without some of its sections; in their place stands that they are not shown.

    Parameters
    ----------
    page
        As the template `briefing.html.j2` makes it.
    keys
        Sections, by key.
    """
    language: Language = "zh" if '<html lang="zh' in page[:200] else "en"
    hidden = Wording(language).say("dk_accounts_hidden")
    for key in keys:
        found = re.compile(
            rf'(<section class="[\w ]+" id="section-{re.escape(key)}"><h2>[^<]*</h2>).*?(</section>)', re.DOTALL
        )
        page = found.sub(lambda at: f"{at[1]}<p>{hidden}</p>{at[2]}", page)
    return page


def as_workbook(told: Mapping[str, Any]) -> bytes:
    """A sheet a table, the first one says what it is."""
    say = Wording(told["language"]).say
    tables: dict[str, Table] = {}
    lines = [told["standing"], told["hypothetical"], told["answer"]]
    for part in told["parts"]:
        lines += ["", part["title"], *part["notes"]]
        for number, one in enumerate(part["tables"], start=1):
            name = part["title"] if len(part["tables"]) == 1 else f"{part['title'][:26]} {number}"
            while name in tables:
                name += "′"
            tables[name] = Table(tuple(one["head"]), tuple(tuple(row) for row in one["rows"]))
            if one["title"]:
                lines.append(f"  {name[:31]}: {one['title']}")
    return workbook_of(told["title"], [line for line in lines if line is not None], tables, say("dk_sl_about"))


def as_document(told: Mapping[str, Any]) -> bytes:
    """The briefing as a Word document."""
    from docx import Document as new_document

    told = _writable(told)
    say = Wording(told["language"]).say
    document = new_document()
    _styled(document)
    _of_nobodys_template(document)
    document.core_properties.title, document.core_properties.author = told["title"], "bothhands"
    document.core_properties.language = "zh-CN" if told["language"] == "zh" else "en"
    document.add_heading(told["title"], 0)
    document.add_paragraph(told["standing"])
    if told["hypothetical"]:
        document.add_paragraph(told["hypothetical"]).runs[0].italic = True
    document.add_paragraph(told["answer"]).runs[0].bold = True
    for part in told["parts"]:
        document.add_heading(part["title"], 1)
        for note in part["notes"]:
            document.add_paragraph(note, style="List Bullet")
        for one in part["tables"]:
            if one["title"]:
                document.add_heading(one["title"], 2)
            _table(document, one["head"], one["rows"][:MOST_ROWS])
            if len(one["rows"]) > MOST_ROWS:
                document.add_paragraph(say("dk_wd_more", shown=MOST_ROWS, n=f"{len(one['rows']):,}"))
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _writable(told: Any) -> Any:
    """What is told, each sign that a Word document cannot hold as one that stands for such a sign."""
    if isinstance(told, str):
        return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", told)
    if isinstance(told, Mapping):
        return {name: _writable(one) for name, one in told.items()}
    return [_writable(one) for one in told] if isinstance(told, list | tuple) else told


def _of_nobodys_template(document: Document) -> None:
    """Without the words and days of 2013 that the empty document of the library carries."""
    held = document.core_properties._element
    for name in ("created", "modified", "description"):
        for one in held.xpath(f"./*[local-name() = '{name}']"):
            held.remove(one)


def _styled(document: Document) -> None:
    """A4, plain type with its Chinese letters named."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    for name, size in (("Normal", 10), ("Title", 20), ("Heading 1", 14), ("Heading 2", 11), ("List Bullet", 10)):
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0x1F, 0x29, 0x33)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), CHINESE_FONT)


def _table(document: Document, head: list[str], rows: list[list[str]]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    if not head:
        return
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for at, row in enumerate([head, *rows]):
        cells = table.rows[0].cells if at == 0 else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(8), at == 0
    document.add_paragraph()
