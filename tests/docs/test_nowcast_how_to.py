"""The commands of the page about the nowcast are commands, its example is the one the program prints, its figures are recorded once."""

import re
import shlex
from pathlib import Path

from bothhands.cli import parser
from bothhands.inputs.registry import tables
from bothhands.report.phrases_nowcast import EXAMPLE

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "how-to/nowcast.md").read_text(encoding="utf-8")


def test_every_command_can_be_given():
    lines = [line for line in PAGE.splitlines() if line.startswith("bothhands targets ")]
    assert len(lines) == 3
    for line in lines:
        assert parser().parse_args(shlex.split(line)[1:]).run


def test_the_example_is_the_one_that_is_printed():
    assert EXAMPLE.format(place="Liaoning") in PAGE
    assert set(EXAMPLE.splitlines()[0].split(",")) <= set(tables()["indicators"].columns)


def test_the_decision_tells_the_errors_of_the_recorded_table():
    record = (DOCS / "explanation/nowcast.md").read_text(encoding="utf-8")
    decided = " ".join((DOCS / "decisions/0025-nowcast.md").read_text(encoding="utf-8").split())
    told = [row.split("|")[2].strip() for row in record.splitlines() if row.startswith("| all, ")]
    assert len(told) == 4
    assert ", ".join(told) in re.sub(r"\s+", " ", decided)
