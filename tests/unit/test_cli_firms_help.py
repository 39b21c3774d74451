"""The `firms` commands that help: told in two languages, as JSON and in a folder; heavy runs are replaced by a small case."""

import csv
import json
import re
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from bothhands.cli import main
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.policies import Policy
from bothhands.inputs.tables.sectors import Sector
from bothhands.levers.history import history
from bothhands.model.firms.params import from_region
from bothhands.plan.funds import funds_of, money_open
from bothhands.plan.support import case as cases
from bothhands.report.sheets import safe

sys.path.insert(0, str(Path(__file__).parent / "plan" / "support"))
from test_support_layer import signals


def short_of_money(region, as_of, wanted=""):
    """two-towns with a quarter of its sales and less cash, nothing run."""
    axes, day = axes_of(region), as_of + timedelta(days=1)
    params = from_region(region, axes)
    cash, alive = np.asarray(params.cash), np.asarray(params.counts)
    outlook = cases.outlook_of(region, axes, params, signals(0.25), history(region, axes), day, 0.4 * cash, alive)
    rows = cases.register_of(region, axes)
    values = cases.values_of(region, axes, rows, outlook)
    return cases.SupportCase(
        region,
        axes,
        rows,
        outlook,
        values,
        money_open(funds_of(region), (), day),
        day,
        outlook.sales * 80.0,
        "a third of sales",
    )


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(cases, "support_case", short_of_money)


def test_support_is_told_with_prices_reasons_and_rivals(tmp_path, capsys):
    assert main(["firms", "support", "two-towns", "--json", "--out", str(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out)
    support = told["support"]
    assert support["helped"]
    assert support["kept_yuan"] <= support["bound_yuan"] * (1 + 1e-9)
    assert all(
        value <= support["kept_yuan"] * (1 + 1e-9) for name, value in support["rivals"] if name != "in proportion"
    )
    assert support["funds"][0]["spent_yuan"] <= 800_000 * (1 + 1e-9)
    assert set(told["files"]) >= {"firms-support.xlsx", "firms-support.csv", "firms-prices.svg"}
    assert openpyxl.load_workbook(tmp_path / "firms-support.xlsx").sheetnames == [
        "funds",
        "support",
        "missed",
        "other-ways",
        "notes",
    ]
    assert "<svg" in (tmp_path / "firms-prices.svg").read_text(encoding="utf-8")


def test_support_says_so_where_nothing_can_be_given(monkeypatch, capsys):
    """A catalogue of what no fund pays alone, and firms that are all closed."""
    unpaid = [row.model_copy(update={"fund": "", "cost_share": 0.0}) for row in load("two-towns").rows(Policy)][:1]

    def closed(region, as_of, wanted=""):
        case = short_of_money(region, as_of)
        return case._replace(outlook=replace(case.outlook, counts=0.0 * case.outlook.counts))

    for case_of in (lambda region, as_of, wanted="": short_of_money(region.with_rows(policies=unpaid), as_of), closed):
        monkeypatch.setattr(cases, "support_case", case_of)
        assert main(["firms", "support", "two-towns", "--json"]) == 0
        support = json.loads(capsys.readouterr().out)["support"]
        assert (support["helped"], support["rivals"], support["kept_yuan"], support["bound_yuan"]) == ([], [], 0.0, 0.0)


def test_support_in_chinese_and_why_not(capsys):
    assert main(["firms", "support", "two-towns", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "户" in said
    assert "firms get help" not in said
    assert main(["firms", "support", "two-towns", "--why", "harbour-works", "--json"]) == 0
    why = json.loads(capsys.readouterr().out)["why_not"]
    assert why["inputs"] == []
    assert why["wages"] == ["size class: asked one of small, medium, is large"]
    assert main(["firms", "support", "two-towns", "--why", "harbor-works"]) == 2
    assert "harbour-works" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_match_promote_and_attract_answer(lang, tmp_path, capsys):
    for name in ("match", "promote", "attract"):
        assert main(["firms", name, "two-towns", "--lang", lang, "--out", str(tmp_path / name)]) == 0
    capsys.readouterr()
    assert {path.name for path in (tmp_path / "match").iterdir()} == {"firms-matches.xlsx", "firms-matches.csv"}
    matches = (tmp_path / "match" / "firms-matches.csv").read_text(encoding="utf-8")
    assert ("高1级" if lang == "zh" else "1 grade better") in matches
    assert {path.name for path in (tmp_path / "attract").iterdir()} == {
        "firms-attract.xlsx", "firms-sectors.csv", "firms-buyers.csv", "firms-links.csv",
    }  # fmt: skip


def test_a_region_without_offers_says_what_to_add(capsys):
    assert main(["firms", "match", "liaoning"]) == 2
    assert "offers" in capsys.readouterr().err
    assert main(["firms", "match", "liaoning", "--lang", "zh"]) == 2
    said = capsys.readouterr().err.replace("--chain", "").replace("offers", "").replace("BH-FRM-103", "")
    assert not re.search("[A-Za-z]", said)


def test_what_chinese_tables_tell_of_help_is_chinese(tmp_path, monkeypatch, capsys):
    def of_a_strategy(region, as_of, wanted=""):
        return short_of_money(region, as_of)._replace(of="sales and inputs of the strategy 'full lockdown', held")

    monkeypatch.setattr(cases, "support_case", of_a_strategy)
    for name in ("support", "promote"):
        assert main(["firms", name, "two-towns", "--lang", "zh", "--out", str(tmp_path)]) == 0
        said = capsys.readouterr().out
        assert "依据：取自策略“全面封控”的销售与投入，此后不变。" in said
        assert "Nothing to tell" not in said
    footer = (tmp_path / "firms-prices.svg").read_text(encoding="utf-8")
    assert "两镇，2020-03-18，版本" in footer or "两镇，2020年3月18日，版本" in footer
    assert "edition" not in footer


def test_who_would_buy_and_what_stands_idle_is_told_in_the_readers_language(tmp_path, capsys):
    told = {}
    for lang in ("en", "zh"):
        assert main(["firms", "attract", "two-towns", "--lang", lang, "--out", str(tmp_path / lang)]) == 0
        table = (tmp_path / lang / "firms-buyers.csv").read_text(encoding="utf-8")
        told[lang] = [row[3:] for row in csv.reader(table.splitlines())][1:]
    capsys.readouterr()
    names = {row.name: row.name_zh for row in load("two-towns").rows(Sector)}
    for (english, idle), (chinese, assets) in zip(told["en"], told["zh"], strict=True):
        assert [names[one] for one in english.split("; ")] == chinese.split("、")
        assert idle.count("room for") == assets.count("可增")
        assert "room for" not in assets


def test_a_name_that_is_a_formula_is_text_in_every_file(tmp_path, monkeypatch, capsys):
    def renamed(region, as_of, wanted=""):
        rows = [row.model_copy(update={"name": f"=cmd|'/c calc'!{row.firm}"}) for row in region.rows(Firm)]
        return short_of_money(region.with_rows(firms=rows), as_of)

    monkeypatch.setattr(cases, "support_case", renamed)
    assert main(["firms", "support", "two-towns", "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    with (tmp_path / "firms-support.csv").open(encoding="utf-8", newline="") as file:
        names = [row[0] for row in csv.reader(file)][1:]
    assert names
    assert all(name.startswith("'=") for name in names)
    sheet = openpyxl.load_workbook(tmp_path / "firms-support.xlsx")["support"]
    assert all(cell.data_type == "s" for cell in sheet["A"])


@pytest.mark.parametrize(
    ("cell", "said"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+cmd", "'+cmd"), ("-2", "-2"), ("-2.5 %", "-2.5 %"), ("+1,200", "+1,200"), ("Anshan", "Anshan"), ("-2+3", "'-2+3"), ("\t=1", "'\t=1")],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_made_text(cell, said):
    assert safe(cell) == said


def test_no_policy_or_firm_is_said(monkeypatch):
    monkeypatch.undo()
    bare = load("two-towns").with_rows(policies=())
    with pytest.raises(Exception, match="no policies"):
        cases.support_case(bare, bare.default_as_of)
