"""Rules on triggers: each can turn on and off again, and does something while it is on."""

from __future__ import annotations

from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.triggers import Trigger

OPEN_AT_ONE = ("openness", "school", "gatherings", "travel")
"""Levers of which 1 is a normal year; of the others it is 0."""


def triggers_can_act(draft: Draft) -> Iterator[Fault]:
    """The figure that turns a rule off is not above the one that turns it on; its level differs from a normal year; only openness
    has sectors."""
    for item, row in draft.rows(Trigger):
        if row.below > row.above:
            what = f"the rule turns off below {row.below:g} but on only above {row.above:g}"
            yield at(item, "BH-INP-048", what, expected="below ≤ above", remedy="exchange the two", column="below")
        normal = 1.0 if row.lever in OPEN_AT_ONE else 0.0
        if row.level == normal:
            what = f"{row.lever} at {row.level:g} is a normal year, so the rule does nothing"
            yield at(
                item, "BH-INP-048", what, expected="another level", remedy="give the level to hold", column="level"
            )
        if row.sector and row.lever != "openness":
            what = f"{row.lever} has no sectors"
            yield at(item, "BH-INP-048", what, expected="a blank", remedy="leave the sector blank", column="sector")
