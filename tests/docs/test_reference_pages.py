"""Commands and parameters are documented as they are, and every figure says where it is from."""

import re
import subprocess
import sys

import pytest
from api_page import api_page
from reference_pages import MADE, PAGES, arguments, commands, commands_page, parameters_page

from bothhands.inputs.loading import load

REMEDY = "run: python tests/docs/reference_pages.py"


@pytest.mark.parametrize(
    ("name", "made"),
    [("commands.md", commands_page), ("parameters.md", parameters_page), ("api.md", lambda: api_page(MADE))],
)
def test_pages_are_as_made(name, made):
    assert (PAGES / name).read_text(encoding="utf-8") == made(), REMEDY


def test_every_option_that_help_prints_is_on_the_page():
    page = (PAGES / "commands.md").read_text(encoding="utf-8")
    for command, about in commands():
        assert about, f"{command.prog} says nothing of itself"
        section = page.split(f"## {command.prog}\n")[1].split("\n## ")[0]
        for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", command.format_help())) - {"--help"}:
            assert f"`{option}" in section, f"{command.prog} {option}: {REMEDY}"
        assert all(told for _, told in arguments(command)), f"an argument of {command.prog} says nothing"


def test_the_command_line_prints_the_commands():
    printed = subprocess.run(
        [sys.executable, "-m", "bothhands.cli", "--help"], check=True, capture_output=True, text=True
    )
    assert {command.prog.split()[1] for command, _ in commands()} <= set(re.findall(r"\w+", printed.stdout))


def test_every_default_has_a_unit_and_a_source():
    for table in load("two-towns").defaults.values():
        for row in table:
            assert row.source or row.note, row
            assert row.quality != "unverified" or row.source, row
            assert getattr(row, "unit", "share"), row
