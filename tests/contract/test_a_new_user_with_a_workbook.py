"""A region as a workbook, from export to briefing: what was typed into the sheets is what the plan is of."""

import json
import re

import openpyxl
import pytest

from bothhands.cli import main

OLD, NEW = "Northport", "Gullhaven"
LEAST = ("--members", "2", "--steps", "1")


def columns(sheet):
    """Column letters by name, and the number of the row that names them."""
    for row in sheet.iter_rows(min_row=1, max_row=5):
        named = {cell.value: cell.column_letter for cell in row if isinstance(cell.value, str)}
        if {"source", "quality"} <= set(named):
            return named, row[0].row
    raise AssertionError(sheet.title)


def edited(path):
    """What a user does in a spreadsheet: names, a population, one more firm."""
    book = openpyxl.load_workbook(path)
    for row in book["region"].iter_rows():
        for cell in row:
            if cell.value in ("name", "title", "title_zh"):
                row[cell.column].value = {"name": "two-bays", "title": "Two Bays", "title_zh": "双湾"}[cell.value]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == OLD:
                    cell.value = NEW
    named, head = columns(book["people"])
    book["people"][f"{named['persons']}{head + 1}"].value += 12_345
    firms = book["firms"]
    named, head = columns(firms)
    last = max(row for row in range(head + 1, firms.max_row + 1) if firms[f"{named['firm']}{row}"].value)
    for letter in named.values():
        firms[f"{letter}{last + 1}"].value = firms[f"{letter}{last}"].value
    firms[f"{named['firm']}{last + 1}"].value = "Gull Masks"
    book.save(path)


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("walk")
    book, out = folder / "two-bays.xlsx", folder / "out"
    assert main(["region", "export", "two-towns", str(book)]) == 0
    edited(book)
    assert main(["region", "check", str(book)]) == 0
    assert main(["region", "export", str(book), str(folder / "two-bays")]) == 0
    assert main(["plan", str(folder / "two-bays"), "--out", str(out), *LEAST]) == 0
    return folder, out


def test_what_was_typed_is_what_was_read(walked, capsys):
    folder, _ = walked
    capsys.readouterr()
    told = {}
    for name in ("two-towns", str(folder / "two-bays.xlsx"), str(folder / "two-bays")):
        assert main(["region", "show", name, "--json"]) == 0
        told[name] = json.loads(capsys.readouterr().out)["region"]
    before, book, made = told.values()
    assert book["edition"] == made["edition"] != before["edition"]
    assert made["title"] == "Two Bays"
    assert made["persons"] == before["persons"] + 12_345
    assert NEW in made["cities"]
    assert made["tables"]["firms"]["rows"] == before["tables"]["firms"]["rows"] + 1


def test_the_briefing_is_of_the_new_region_alone(walked):
    _, out = walked
    page = (out / "briefing.html").read_text(encoding="utf-8")
    words = re.sub(r"url\(data:[^)]*\)", "", page)
    assert "Two Bays" in words
    assert NEW in words
    for other in ("Liaoning", "辽宁", "Shenyang", "沈阳", "Dalian", "大连", OLD, "Two towns"):
        assert other not in words, other
    kept = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    assert "two-bays" in kept["region"] or "Two Bays" in kept["region"]
    assert OLD not in json.dumps(kept, ensure_ascii=False)
