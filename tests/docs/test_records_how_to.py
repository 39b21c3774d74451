"""The commands of the page about records are commands, and its periods are those of the program."""

import re
import shlex
from pathlib import Path

from bothhands.cli import parser
from bothhands.records.retention import PERIODS
from bothhands.tasks.turns import MOST_ATTEMPTS
from bothhands.tasks.worker import LEASE_SECONDS

PAGE = (Path(__file__).parents[2] / "docs/how-to/keep-the-records.md").read_text(encoding="utf-8")


def test_every_command_can_be_given():
    lines = [line for line in PAGE.splitlines() if line.startswith("bothhands ")]
    assert {tuple(line.split()[1:3])[: 1 + (line.split()[1] == "db")] for line in lines} >= {
        ("worker",), ("db", "backup"), ("db", "restore"), ("db", "upgrade"), ("db", "tidy"), ("db", "erase"),
    }  # fmt: skip
    for line in lines:
        assert parser().parse_args(shlex.split(line)[1:]).run


def test_periods_and_figures_are_those_of_the_program():
    table = PAGE.split("| what | kept for |")[1]
    told = [int(days) for days in re.findall(r"(\d+) days?", table)]
    assert told == [
        PERIODS[name].days
        for name in (
            "sign-ins",
            "attempts",
            "tokens",
            "requesters",
            "job lines",
            "days of officers",
            "illness",
            "leaves",
            "results",
        )
    ]
    assert "ten years" in table
    assert PERIODS["audit"].days == 3650
    assert f"After {LEASE_SECONDS:g} s" in PAGE
    assert MOST_ATTEMPTS == 3
    assert "tried three times" in PAGE
