"""The commands of the page about targets are commands, and the columns and series it names are there."""

import re
import shlex
from pathlib import Path

from bothhands.cli import parser
from bothhands.inputs.registry import table
from bothhands.inputs.target_periods import SERIES_OF
from bothhands.outcome.disagreement import SUSPECTS, WITNESSES

PAGE = (Path(__file__).parents[2] / "docs/how-to/follow-targets.md").read_text(encoding="utf-8")


def test_every_command_can_be_given():
    lines = [line for line in PAGE.splitlines() if line.startswith("bothhands targets ")]
    assert len(lines) >= 3
    for line in lines:
        assert parser().parse_args(shlex.split(line)[1:]).run


def test_columns_and_series_are_those_of_the_program():
    named = set(re.findall(r"`([a-z_]+)`", PAGE)) - {"targets", "indicators", "at_least", "at_most", "drivers", "close"}
    columns = {*table("targets").columns, *SUSPECTS, *WITNESSES, *SERIES_OF.values()}
    assert {"base_period", "standing", "freight"} <= named
    assert named <= columns
