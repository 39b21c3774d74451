"""The commands of "Look after officers" are commands, and its lines of Python run against a desk."""

import re
import shlex
from datetime import date
from pathlib import Path

import pytest

from bothhands.cli import parser
from bothhands.records.access import SYSTEM
from bothhands.records.field import FieldDay
from bothhands.records.retention import PERIODS
from bothhands.records.schema import open_store
from bothhands.tasks.editions import set_up
from bothhands.tasks.recognition import LONG_WEEKS, SETTLED, STEADY_WEEKS, TRAVEL_HOURS
from desk_live import Live

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "look-after-officers.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line.strip())[1:] for line in PAGE.splitlines() if line.strip().startswith("bothhands ")]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_of_the_page_is_taken(command):
    assert callable(parser().parse_args(command).run)


def test_the_figures_of_the_page_are_those_of_the_program():
    assert f"goes after {PERIODS['illness'].days} days" in PAGE
    assert PERIODS["days of officers"].days == 760
    assert (SETTLED, STEADY_WEEKS, TRAVEL_HOURS, LONG_WEEKS) == (3, 4, 10.0, 2)


def test_the_lines_of_python_run(tmp_path):
    store = open_store(tmp_path / "desk")
    set_up(store, "two-towns")
    own = {"post": "post 1", "place": "Northport", "start": "Northport", "end": "Northport", "leaves": 480, "returns": 1020, "lunch": 720, "hours": 8.0, "travel_hours": 2.0}  # fmt: skip
    with store.writing(SYSTEM) as session:
        session.add_all([FieldDay(**own, day=date(2020, 3, day)) for day in (16, 17, 20)])
    store.close()
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    scope: dict[str, object] = {}
    exec(block, scope)
    live = Live(tmp_path / "desk")
    try:
        again, short, rested = scope["look_after"](live.opened())
    finally:
        assert set(live.closed()) == {0}
    assert again == [date(2020, 3, 20)]
    assert {(one.day, one.hours) for one in short} == {(date(2020, 3, 17), 10.0)}
    assert rested == [True, True, True, False]
