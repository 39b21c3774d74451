"""`bothhands firms`: a register is checked and taken only when confirmed; firms are told in both languages, with tables and charts."""

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bothhands.cli import main
from bothhands.inputs.loading import load
from bothhands.inputs.tables.firms import Firm

HEAD = "firm,name,place,sector,workers,sales_yuan_per_year,cash_yuan\n"
ROWS = "mill-1,=Mill One,Northtown,B,20,18000000,600000\nmill-2,Mill Two,Northtown,B,22,19000000,700000\n"


@pytest.fixture
def written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    towns = load("two-towns")
    rows = ROWS.replace("Northtown", towns.cities[0]).replace(",B,", f",{towns.sectors[1]},")

    def write(extra="", name="visits.csv"):
        Path(name).write_text(HEAD + rows + extra, encoding="utf-8")
        return name

    return write


def test_a_dry_run_writes_no_region_and_confirm_does(written, capsys):
    before = load("two-towns")
    assert main(["firms", "check", written(), "--region", "two-towns"]) == 0
    assert "Dry run: nothing was loaded" in capsys.readouterr().out
    assert list(Path().iterdir()) == [Path("visits.csv")]
    assert main(["firms", "check", written(), "--region", "two-towns", "--confirm", "--out", "mine"]) == 0
    rows = load("mine").rows(Firm)
    assert len(rows) == len(before.rows(Firm)) + 2
    assert next(row for row in rows if row.firm == "mill-1").name == "=Mill One"


def test_a_fault_stops_it_and_every_find_is_a_row_of_the_report(written, capsys):
    bad = "".join(f"bad-{n},=cmd|' /C calc'!A0,Nowhere,B,5,-{n + 1},1.2万\n" for n in range(100))
    name = written(bad)
    assert main(["firms", "check", name, "--region", "two-towns"]) == 2
    said = capsys.readouterr().out
    assert "102 firms" in said
    assert said.count("\n") < 30
    finds = list(csv.DictReader(Path("bothhands-out/firms-check/finds.csv").read_text(encoding="utf-8").splitlines()))
    assert {(one["row"], one["column"]) for one in finds} >= {(str(4 + n), "sales_yuan_per_year") for n in range(100)}
    assert all(one["what to do"] for one in finds)
    assert not any(re.match(r"[=+\-@]", cell) for one in finds for cell in one.values())
    assert any(one["value"] == "'-1" for one in finds)
    assert main(["firms", "check", name, "--region", "two-towns", "--confirm", "--out", "mine"]) == 2
    assert "BH-FRM-008" in capsys.readouterr().err
    assert not Path("mine").exists()


def test_a_file_that_is_not_there_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["firms", "check", "none.csv", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["faults"][0]["code"] == "BH-INP-001"


def test_firms_are_told_in_words_tables_and_pictures(tmp_path, capsys):
    out = tmp_path / "told"
    assert main(["firms", "diagnose", "two-towns", "--firm", "harbour-works", "--out", str(out), "--json"]) == 0
    firm = json.loads(capsys.readouterr().out)["firms"][0]
    assert firm["binds"] in ("market", "labour", "materials", "permit")
    assert "of normal sales, since" in firm["said"][0]
    assert "正常销售" in firm["said_zh"][0]
    assert sum(list(firm["cash"].values())[:-1]) == pytest.approx(firm["cash"]["last"], abs=0.01)
    assert len(firm["filled"]) > 0
    rows = list(csv.DictReader((out / "firms.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["firm"] for row in rows] == [row.firm for row in load("two-towns").rows(Firm)]
    allowed = [min(float(row[key]) for key in row if key.startswith("allowed_by")) for row in rows]
    for row, least in zip(rows, allowed, strict=True):
        assert 1 - float(row["share_of_normal_sales_lost"]) == pytest.approx(least, abs=2e-4)
    for name in ("break-even", "break-even-path", "difficulties", "cash-harbour-works"):
        picture = ElementTree.fromstring((out / f"{name}.svg").read_text(encoding="utf-8"))
        assert picture.find("{http://www.w3.org/2000/svg}title").text
    title = ElementTree.fromstring((out / "break-even-path.svg").read_text(encoding="utf-8")).find(
        "{http://www.w3.org/2000/svg}title"
    )
    assert title.text.endswith("on 30 Jun")
    assert main(["firms", "diagnose", "two-towns", "--firm", "harbor-works"]) == 2
    assert "harbour-works" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["2019-12-31", "2020-12-31"])
@pytest.mark.parametrize(
    "words",
    [["firms", "diagnose"], ["firms", "support"], ["firms", "promote"], ["firms", "match"], ["firms", "attract"], ["visits", "plan", "--week", "2020-03-23"]],
    ids=" ".join,
)  # fmt: skip
def test_a_day_outside_the_calendar_is_refused_with_the_days_that_can_be(words, day, capsys):
    assert main([*words[:2], "two-towns", *words[2:], "--as-of", day]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "BH-ASK-009" in said
    assert "a day from 2020-01-01 to 2020-06-" in said


@pytest.mark.parametrize("words", [["support"], ["promote"], ["match", "--chain"]], ids=" ".join)
def test_the_last_day_is_refused_where_days_ahead_are_needed(words, capsys):
    assert main(["firms", words[0], "two-towns", *words[1:], "--as-of", "2020-06-30"]) == 2
    assert "2020-06-29" in capsys.readouterr().err


@pytest.mark.parametrize("count", ["0", "-2", "many"])
def test_a_count_of_cards_is_one_or_more(count, capsys):
    with pytest.raises(SystemExit):
        main(["firms", "attract", "two-towns", "--count", count])
    assert "expected a whole number, 1 or more" in capsys.readouterr().err
