"""The commands of "Plan a week of visits" are commands, and its lines of Python run."""

import re
import shlex
from pathlib import Path

import pytest

from bothhands.cli import parser

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "plan-visits.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line.strip())[1:] for line in PAGE.splitlines() if line.strip().startswith("bothhands ")]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_of_the_page_is_taken(command):
    assert callable(parser().parse_args(command).run)


def test_the_lines_of_python_run():
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    scope: dict[str, object] = {}
    exec(block, scope)
    assert scope["made"] == 8
