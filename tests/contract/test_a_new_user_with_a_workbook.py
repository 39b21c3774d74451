"""A region as a workbook, from export or an empty template to briefing: what was typed into the sheets is what the plan is of."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bothhands.cli import main
from bothhands.inputs.loading import DATA, load

OLD, NEW = "Northport", "Gullhaven"
EXAMPLE = Path(__file__).parents[2] / "examples" / "united_kingdom" / "build.py"
REFERENCE = DATA / "reference"
LEAST = ("--members", "2", "--steps", "1")
FIRMS = 80
"""As many as the wide region of `unit/report/test_public_firms.py`: programs are of a number of firms, and these serve both."""


def columns(sheet):
    """Column letters by name, and the number of the row that names them."""
    for row in sheet.iter_rows(min_row=1, max_row=5):
        named = {cell.value: cell.column_letter for cell in row if isinstance(cell.value, str)}
        if {"source", "quality"} <= set(named):
            return named, row[0].row
    raise AssertionError(sheet.title)


def edited(path):
    """What a user does in a spreadsheet: names, a population, more firms."""
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
    for row in range(last + 1, head + 1 + FIRMS):
        for letter in named.values():
            firms[f"{letter}{row}"].value = firms[f"{letter}{last}"].value
        firms[f"{named['firm']}{row}"].value = f"Gull Masks {row}"
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
    assert made["tables"]["firms"]["rows"] == FIRMS > before["tables"]["firms"]["rows"]


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


PLACE = "Isle"
SAID = {"source": "ASSUMED", "quality": "assumed"}
SETTINGS = {
    "title": "Isle", "start": date(2020, 1, 1), "end": date(2020, 3, 31), "default_as_of": date(2020, 2, 1), "currency": "GBP",
}  # fmt: skip
ISLE = {
    "places": [{"place": PLACE, "level": "city"}],
    "people": [{"place": PLACE, "age_from": 0, "age_to": 19, "persons": 20_000}, {"place": PLACE, "age_from": 20, "age_to": 120, "persons": 60_000}],
    "contacts": [
        {"setting": setting, "age_from": a, "contact_age_from": b, "contacts_per_day": number}
        for setting, a, b, number in (("home", 0, 0, 1), ("home", 0, 20, 3), ("home", 20, 0, 1), ("home", 20, 20, 2), ("school", 0, 0, 4), ("work", 20, 20, 3), ("community", 20, 20, 3))
    ],
    "sectors": [
        {"sector": "01", "name": "Making", "group": "making", "workplace_contacts_per_day": 4, "storable": True, "inventory_days": 20, "lowest_openness": 0.3},
        {"sector": "02", "name": "Serving", "group": "serving", "workplace_contacts_per_day": 5, "customer_contacts_per_day": 3, "remote_share": 0.3},
    ],
    "activity": [
        {"place": PLACE, "sector": "01", "workers": 15_000, "value_added_yuan_per_year": 6e8},
        {"place": PLACE, "sector": "02", "workers": 25_000, "value_added_yuan_per_year": 9e8},
    ],
    "input_output": [
        {"supplier": supplier, "user": user, "value": value}
        for supplier, values in {"01": (30, 20, 30, 5, 10, 20, -15), "02": (10, 20, 70, 20, 5, 5, 0), "value_added": (60, 90), "output": (100, 130)}.items()
        for user, value in zip(("01", "02", "household", "government", "investment", "exports", "imports"), values, strict=False)
    ],
    "criticality": [{"supplier": "01", "user": "02", "rating": 0.5}],
    "beds": [{"place": PLACE, "kind": "ward", "count": 150}, {"place": PLACE, "kind": "intensive", "count": 15}],
    "parameters": [
        {"parameter": name, "value": value, "unit": "GBP"}
        for name, value in (
            ("value_of_life_year_yuan", 60_000), ("school_day_value_yuan", 30), ("gatherings_value_yuan", 1), ("test_cost_yuan", 40),
            ("tracer_cost_yuan_per_day", 120), ("stay_home_value_yuan", 15), ("trip_value_yuan", 15),
        )
    ],
}  # fmt: skip
"""One place and no more than every region needs: no province, port, hub, good, firm, budget, target or reported case."""


def filled(path):
    """An empty template with the rows of the isle typed in."""
    assert main(["region", "new", str(path.with_suffix("")), "--excel", "--empty"]) == 0
    book = openpyxl.load_workbook(path)
    for row in book["region"].iter_rows(min_row=2):
        row[1].value = SETTINGS.get(row[0].value, row[1].value)
    for name, rows in ISLE.items():
        named, head = columns(book[name])
        for number, row in enumerate(rows, start=head + 1):
            for key, value in {**row, **SAID}.items():
                book[name][f"{named[key]}{number}"].value = value
    book.save(path)


@pytest.fixture(scope="module")
def isle(tmp_path_factory):
    folder = tmp_path_factory.mktemp("isle")
    filled(folder / "isle.xlsx")
    return folder


def test_an_empty_template_filled_with_the_least_is_sound(isle, capsys):
    capsys.readouterr()
    assert main(["region", "check", str(isle / "isle.xlsx"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"] == []


@pytest.mark.slow
def test_the_least_region_has_a_briefing_of_what_it_has(isle, capsys):
    assert main(["plan", str(isle / "isle.xlsx"), "--out", str(isle / "out"), *LEAST]) == 0
    page = re.sub(r"url\(data:[^)]*\)", "", (isle / "out" / "briefing.html").read_text(encoding="utf-8"))
    for other in (
        "yuan of",
        "yuan ",
        "Masks cover",
        "trips to the hub",
        "all cities",
        "Chain:",
        "Liaoning",
        "Northport",
        "Spring Festival",
    ):
        assert other not in page, other
    assert "GBP" in page
    kept = json.loads((isle / "out" / "plan.json").read_text(encoding="utf-8"))
    assert kept["currency"] == "GBP"
    assert not {"line_orders", "purchases", "port_screening", "corridor_screening"} & {
        one["lever"] for one in kept["measures"]
    }
    capsys.readouterr()
    assert main(["report", str(isle / "out")]) == 0
    assert "GBP" in capsys.readouterr().out


@pytest.fixture(scope="module")
def kingdom(tmp_path_factory):
    """The workbook of the United Kingdom, from the reference data that come with the package."""
    folder = tmp_path_factory.mktemp("kingdom")
    data = folder / "data"
    data.mkdir()
    for name, own in {"daedalus": REFERENCE / "daedalus", "haw2022": REFERENCE / "haw2022", "wiod": REFERENCE / "pichler", "pichler": REFERENCE.parent / "raw" / "pichler"}.items():  # fmt: skip
        (data / name).symlink_to(own)
    done = subprocess.run(
        [sys.executable, EXAMPLE, data, folder / "uk.xlsx"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "uk.xlsx"


def test_the_united_kingdom_is_built_from_data_alone(kingdom, capsys):
    region = load(kingdom)
    assert sum(row.persons for row in region.rows("people")) == pytest.approx(67_886_004)
    assert sum(row.value_added_yuan_per_year for row in region.rows("activity")) == pytest.approx(1.91e12, rel=0.01)
    capsys.readouterr()
    assert main(["region", "check", str(kingdom), "--json"]) == 0
    assert {note["code"] for note in json.loads(capsys.readouterr().out)["notes"]} == {"BH-INP-062"}


def test_every_row_of_the_united_kingdom_names_its_source_and_quality(kingdom):
    region = load(kingdom)
    for name in region.tables:
        for row in region.rows(name) if name != "parameters" else region.tables[name]:
            assert row.source, (name, row)
            assert row.quality, (name, row)
            if row.quality == "assumed" and name != "criticality":
                assert "ASSUMED" in row.source, (name, row)
