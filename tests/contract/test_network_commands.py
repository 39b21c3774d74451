"""The network commands: what is written and said, what is a fault, what stopping by hand leaves."""

from __future__ import annotations

import csv
import json
from xml.etree import ElementTree

import pytest

pytest.importorskip("numba")

from bothhands import cli_network
from bothhands.cli import main
from bothhands.model.economy import systemic_risk

FIRMS = "firm,sector,place,final_demand_per_day\nmill,steel,north,0\nforge,steel,south,2\nworks,cars,south,10\nshop,trade,south,12\n"
LINKS = "supplier,buyer,amount_per_day\nmill,works,4\nforge,works,2\nworks,shop,8\n"


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "firms.csv").write_text(FIRMS)
    (tmp_path / "links.csv").write_text(LINKS)
    return ["--firms", "firms.csv", "--links", "links.csv"]


def rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_writes_days_sectors_and_firms_and_says_what_was_lost(files, tmp_path, capsys):
    assert main(["network", "run", *files, "--close-sector", "steel=1", "--days", "40", "--out", "made"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "4 firms, 3 links, 40 days" in said
    made = tmp_path / "made"
    assert [float(row["direct_loss_per_day"]) for row in rows(made / "daily.csv")] == pytest.approx([8.0] * 40)
    assert rows(made / "sectors.csv")[0]["sector"] == "steel"
    assert {row["firm"] for row in rows(made / "firms.csv")} == {"mill", "forge", "works", "shop"}
    summary = json.loads((made / "run.json").read_text())
    assert summary["lost_share"] > summary["direct_lost_share"] > 0
    for name in ("output.svg", "sectors.svg"):
        ElementTree.parse(made / name)


def test_risk_ranks_the_firms_and_counts_one_chain(files, tmp_path, capsys):
    assert main(["network", "risk", *files, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["firms_done"] == 4
    assert told["top"][0]["firm"] == "works"
    assert all(row["own_share"] - 1e-9 <= row["lost_share"] <= 1 for row in told["top"])
    assert (
        main(["network", "risk", *files, "--for", "trade", "--firm", "forge", "--firm", "mill", "--out", "chain"]) == 0
    )
    named = {row["firm"]: float(row["lost_share"]) for row in rows(tmp_path / "chain" / "risk.csv")}
    assert named == pytest.approx({"mill": 4 / 6, "forge": 2 / 6})
    ElementTree.parse(tmp_path / "chain" / "risk.svg")
    assert "of sector trade" in " ".join(capsys.readouterr().out.split())


def test_a_ranking_stopped_by_hand_writes_what_is_done(files, tmp_path, capsys, monkeypatch):
    whole = systemic_risk.in_batches

    def stopped(cascade, firms, weight):
        yield next(whole(cascade, firms[:2], weight))
        raise KeyboardInterrupt

    monkeypatch.setattr(systemic_risk, "in_batches", stopped)
    assert main(["network", "risk", *files, "--out", "part"]) == 130
    assert [row["firm"] for row in rows(tmp_path / "part" / "risk.csv")] == ["works", "shop"]
    assert "2 of 4 firms" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["run"], "BH-NET-019"),
        (["run", "--close-sector", "steal=1"], "BH-NET-014"),
        (["run", "--close-sector", "steel=1", "--days", "0"], "BH-NET-019"),
        (["run", "--shock", "none.csv"], "BH-NET-007"),
        (["risk", "--for", "car"], "BH-NET-019"),
        (["risk", "--firm", "mil"], "BH-NET-019"),
        (["risk", "--largest", "0"], "BH-NET-019"),
        (["risk", "--top", "-1"], "BH-NET-019"),
        (["risk", "--criticality", "criticality.csv"], "BH-NET-017"),
    ],
)
def test_what_cannot_be_meant_is_a_fault_with_its_code(files, tmp_path, capsys, arguments, code):
    (tmp_path / "criticality.csv").write_text("supplier,user,rating\nsteel,cars,1\n")
    assert main(["network", *arguments, *files, "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert not told["ok"]
    assert {fault["code"] for fault in told["faults"]} == {code}


def test_without_numba_the_extra_to_install_is_named(files, capsys, monkeypatch):
    monkeypatch.setattr(cli_network, "find_spec", lambda name: None)
    assert main(["network", "risk", *files]) == 2
    assert "pip install 'bothhands[network]'" in capsys.readouterr().err


def test_a_drawn_network_can_be_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["network", "draw", "--firms", "200", "--region", "two-towns", "--out", "drawn"]) == 0
    assert "No firm of it is real" in capsys.readouterr().out
    assert main(["network", "draw", "--firms", "1", "--region", "two-towns"]) == 2
    given = ["--firms", "drawn/firms.csv", "--links", "drawn/links.csv"]
    assert main(["network", "risk", *given, "--largest", "5", "--top", "3"]) == 0
