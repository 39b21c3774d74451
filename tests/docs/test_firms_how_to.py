"""The commands of the page about firms are commands, and the tables and columns it names are there."""

import re
import shlex
from pathlib import Path

from bothhands.cli import parser
from bothhands.inputs.registry import tables

PAGE = (Path(__file__).parents[2] / "docs/how-to/check-and-diagnose-firms.md").read_text(encoding="utf-8")


def test_every_command_can_be_given():
    lines = [line for line in PAGE.splitlines() if line.startswith("bothhands firms ")]
    assert len(lines) >= 5
    for line in lines:
        assert parser().parse_args(shlex.split(line)[1:]).run


def test_tables_and_columns_are_those_of_the_format():
    named = set(re.findall(r"`((?:firm_[a-z]+)|blocked_by|blocked_since|running_share)`", PAGE))
    columns = {column for name, table in tables().items() if name.startswith("firm") for column in table.columns}
    assert {"firm_months", "blocked_by"} <= named
    assert named <= columns | set(tables())
