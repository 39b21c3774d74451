"""The commands of "Help firms" are commands, and its lines of Python run."""

import re
import shlex
from pathlib import Path

import pytest

from bothhands.cli import parser
from bothhands.inputs.eligibility import FIGURES
from bothhands.inputs.eligibility_text import condition

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "help-firms.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line.strip())[1:] for line in PAGE.splitlines() if line.strip().startswith("bothhands ")]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_of_the_page_is_taken(command):
    assert callable(parser().parse_args(command).run)


def test_every_figure_a_condition_may_name_is_told_and_the_example_is_read():
    assert all(f"`{name}`" in PAGE for name in FIGURES)
    assert condition("size in [small, micro] and sales_drop >= 0.2").text in PAGE


def test_the_lines_of_python_run():
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    scope: dict[str, object] = {}
    exec(block, scope)
    assert scope["chosen"] == [1, -1]
    assert scope["proven"] == pytest.approx(8.0, rel=0.3)
