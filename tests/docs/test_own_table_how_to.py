"""The how-to names layouts, concordances, options and a conversion that there are."""

import re
import shlex
from pathlib import Path

import pytest

from bothhands.cli import main, parser
from bothhands.inputs.concordance import concordances
from bothhands.inputs.input_output.layouts import LAYOUTS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "bring-your-own-table.md").read_text(encoding="utf-8")
COMMANDS = [line.split("#")[0] for block in re.findall(r"```\n(.*?)```", PAGE, re.S) for line in block.splitlines()]


@pytest.mark.parametrize("line", [line for line in COMMANDS if " table " in line])
def test_its_commands_can_be_given(line):
    assert parser().parse_args(shlex.split(line)[1:]).run


def test_it_names_every_layout_and_concordance():
    assert {one.name for one in LAYOUTS} <= set(re.findall(r"`([a-z]+\d*)`", PAGE))
    assert {name for name in concordances()} <= set(re.findall(r"`(\w+_isic45)`", PAGE))


def test_its_first_command_does_what_it_says(tmp_path, capsys):
    table = "code,A,B,C,D,household,output\nA,1,2,3,4,90,100\nB,2,1,3,4,90,100\nC,1,1,1,1,96,100\nD,0,0,0,0,100,100\n"
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    out = tmp_path / "new" / "input_output.csv"
    assert main(["region", "table", str(tmp_path / "t.csv"), "--sectors", "two-towns", "--out", str(out)]) == 0
    assert "Worked out: value_added" in capsys.readouterr().out
    assert out.exists()
