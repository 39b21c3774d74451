"""`targets status` on two towns: the answer as JSON, the folder with workbook, tables and pictures, a future figure refused by the command."""

import json

from bothhands.cli import main

ROWS = (
    "target,place,indicator,value,unit,period,standing,source,quality\n"
    "half,Twoland,gdp,4700000000,yuan,2020H1,decided,invented,synthetic\n"
    "open,Northport,gdp,90000000000,yuan,,yardstick,invented,synthetic\n"
)
PLANTED = (
    "place,indicator,value,unit,period,known_from,source\n"
    "Twoland,gdp,2000,m yuan,2019Q4,2020-01-20,invented\n"
    "Twoland,gdp,2400,m yuan,2020Q1,2020-03-10,invented\n"
)


def test_the_command_tells_writes_and_refuses(tmp_path, capsys):
    (tmp_path / "targets.csv").write_text(ROWS, encoding="utf-8")
    asked = ["targets", "status", "two-towns", "--with", str(tmp_path / "targets.csv"), "--draws", "2", "--json"]
    assert main([*asked, "--out", str(tmp_path / "told"), "--zh"]) == 0
    told = json.loads(capsys.readouterr().out)
    half, undated = told["status"]
    assert 0 < half["odds"] < 1
    assert half["until"] == told["as_of"] == "2020-03-18"
    assert (undated["standing"], undated["odds"]) == ("yardstick", None)
    assert "无统计序列" in told["answer"]
    written = {path.name for path in (tmp_path / "told").iterdir()}
    assert {"targets-status.xlsx", "targets-basis.csv", "targets-board.svg", "targets-path-half.svg"} <= written
    assert written == set(told["files"])

    (tmp_path / "indicators.csv").write_text(PLANTED, encoding="utf-8")
    assert main([*asked, "--with", str(tmp_path / "indicators.csv")]) == 2
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["code"], fault["row"], fault["column"]) == ("BH-TGT-005", 3, "known_from")
