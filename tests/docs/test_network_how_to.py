"""The tables, the commands and the snippet of "Use a firm network" are what the program takes."""

import json
import re
import shlex
from pathlib import Path

import pytest

pytest.importorskip("numba")

from bothhands.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "use-a-firm-network.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.S)
COMMANDS = [
    shlex.split(line, comments=True)[1:] for line in PAGE.splitlines() if line.startswith("    bothhands network")
]


@pytest.fixture(autouse=True)
def in_the_folder_of_the_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    texts = [text for language, text in BLOCKS if language == "csv"]
    for name, text in zip(("firms", "links", "shock"), texts, strict=True):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    sectors = ("coke", "steel", "cars")
    rows = [f"{one},{two},{int(one != 'coke')}" for one in sectors for two in sectors]
    (tmp_path / "criticality.csv").write_text("supplier,user,rating\n" + "\n".join(rows), encoding="utf-8")


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_its_commands_run(arguments, capsys):
    arguments = ["300" if word == "100000" else word for word in arguments]
    assert main([*arguments, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"]
    assert all((Path(told["path"]) / name).stat().st_size > 0 for name in told["written"])


def test_its_snippet_prints_the_steel_works_first_among_those_without_which_no_car_is_made(capsys):
    for language, text in BLOCKS:
        if language == "python":
            exec(compile(text, "how-to", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 3
    assert printed[0].startswith("Car Works")
    assert printed[1].startswith("Steel Works")
