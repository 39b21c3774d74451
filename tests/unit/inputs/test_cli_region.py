from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from spoiled import Spoil, table_lines, write_lines

from bothhands.cli import main
from bothhands.inputs.loading import DATA, load
from bothhands.inputs.region import Region

Captured = pytest.CaptureFixture[str]


def printed(capsys: Captured, *arguments: str) -> dict[str, object]:
    code = main([*arguments, "--json"])
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    assert told["ok"] == (code == 0)
    return told


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    program = "import sys, bothhands.cli as cli\ntry: cli.main(['--help'])\nexcept SystemExit: pass\n"
    program += (
        "heavy = {'numpy', 'jax', 'polars', 'openpyxl', 'pydantic', 'rich'} & set(sys.modules)\nassert not heavy, heavy"
    )
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "region" in done.stdout
    assert time.perf_counter() - began < 1.5


def test_list_and_show(capsys: Captured) -> None:
    listed = printed(capsys, "region", "list")["regions"]
    assert isinstance(listed, list)
    assert [one["name"] for one in listed] == ["liaoning", "liaoning-wave", "one-mask-line", "two-towns"]
    assert main(["region", "list"]) == 0
    assert "Hypothetical" in capsys.readouterr().out
    assert main(["region", "show", "liaoning", "--as-of", "2020-03-18"]) == 0
    shown = capsys.readouterr().out
    assert "42,591,407 persons" in shown
    assert "Hindsight: 252 rows of people" in shown


def test_check_counts_every_fault_without_a_traceback(folder: Path, spoil: Spoil, capsys: Captured) -> None:
    lines = table_lines(folder / "cases.csv")
    body = [list(lines[1]) for _ in range(120)]
    for line in body:
        line[lines[0].index("cumulative")] = "many"
    write_lines(folder / "cases.csv", [lines[0], *body])
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert main(["region", "check", str(folder)]) == 2
    told = capsys.readouterr().err
    assert told.count("BH-INP-013 cases.csv, row") == 50
    assert "70 more" in told
    assert "BH-INP-013 × 120" in told
    assert "Traceback" not in told
    faults = printed(capsys, "region", "check", str(folder))["faults"]
    assert isinstance(faults, list)
    assert len(faults) == 120
    assert faults[0]["row"] == 2
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_date_that_is_none(capsys: Captured) -> None:
    assert main(["region", "show", "two-towns", "--as-of", "yesterday"]) == 2
    assert "BH-INP-045" in capsys.readouterr().err


def test_a_new_workbook_edited_as_a_newcomer_would(tmp_path: Path, capsys: Captured) -> None:
    assert main(["region", "new", str(tmp_path / "my-town"), "--excel"]) == 0
    path = tmp_path / "my-town.xlsx"
    book = openpyxl.load_workbook(path)
    assert "Residents" in book["people"]["D1"].comment.text
    assert "trade" in book.sheetnames
    book["people"]["D2"] = 6000
    book["region"]["B3"] = "My town"
    book.save(path)
    assert main(["region", "check", str(path)]) == 0
    region = load(path)
    assert (region.name, region.title, region.rows("people")[0].model_dump()["persons"]) == ("my-town", "My town", 6000)
    assert main(["region", "new", str(tmp_path / "my-town"), "--excel"]) == 2
    assert "BH-INP-044" in capsys.readouterr().err


def test_export_comes_back(tmp_path: Path, towns: Region, capsys: Captured) -> None:
    for name in ("out", "out.xlsx"):
        assert printed(capsys, "region", "export", "two-towns", str(tmp_path / name))["edition"] == towns.edition
        assert load(tmp_path / name).edition == towns.edition
    assert main(["region", "export", "liaoning", str(DATA / "regions" / "two-towns")]) == 2


def test_update_is_a_dry_run_until_applied(folder: Path, tmp_path: Path, towns: Region, capsys: Captured) -> None:
    new = tmp_path / "stocks.csv"
    new.write_text("place,good,day,quantity\nNorthport,mask,2020-03-19,123\n")
    assert main(["region", "update", str(folder), str(new)]) == 0
    told = capsys.readouterr().out
    assert "1 added, 0 changed, 0 unchanged, 0 refused" in told
    assert "Dry run" in told
    assert load(folder).edition == towns.edition
    after = printed(capsys, "region", "update", str(folder), str(new), "--apply")
    assert load(folder).edition == after["edition_after"] != towns.edition


def test_an_embedded_region_is_read_only(tmp_path: Path, capsys: Captured) -> None:
    new = tmp_path / "stocks.csv"
    new.write_text("place,good,day,quantity\nNorthport,mask,2020-03-19,123\n")
    assert main(["region", "update", "two-towns", str(new), "--apply"]) == 2
    assert "--out" in capsys.readouterr().err
    assert main(["region", "update", "two-towns", str(new), "--apply", "--out", str(tmp_path / "mine")]) == 0
    assert load(tmp_path / "mine").has("stocks")


def test_a_refused_update_writes_nothing(folder: Path, tmp_path: Path, towns: Region, capsys: Captured) -> None:
    new = tmp_path / "stocks.csv"
    new.write_text("place,good,day,quantity\nNorthport,masks,2020-03-19,123\n")
    assert main(["region", "update", str(folder), str(new), "--apply"]) == 2
    captured = capsys.readouterr()
    assert "1 refused" in captured.out
    assert "nearest known: mask" in captured.err
    assert load(folder).edition == towns.edition
