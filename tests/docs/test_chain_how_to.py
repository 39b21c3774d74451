"""The commands of "Complete a chain" are commands, and its lines of Python run."""

import re
import shlex
from pathlib import Path

import pytest

from bothhands.cli import main, parser

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "complete-a-chain.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line.strip())[1:] for line in PAGE.splitlines() if line.strip().startswith("bothhands ")]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_of_the_page_is_taken(command):
    assert callable(parser().parse_args(command).run)


def test_a_chain_is_made_as_the_page_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    made = [command for command in COMMANDS if command[:2] == ["chain", "new"]]
    assert [main(command) for command in made] == [0, 0]
    assert "No figure is blank" in capsys.readouterr().out


@pytest.mark.slow
def test_the_lines_of_python_run():
    (snippet,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    names: dict[str, object] = {}
    exec(snippet, names)
    assert set(names["links"]) == {"resin", "meltblown", "mask", "test_kit"}
    assert names["dearest"].yuan > 0
    assert [good for good, gap in names["lacking"] if gap > 0] == ["meltblown", "mask"]
    assert names["plan"].proposal.measures
    assert names["binding"] > 0
