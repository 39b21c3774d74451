"""The goals of a plan: what was asked, what the plan makes of it, and what lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from bothhands.inputs.region import Region
from bothhands.report.names import place_name
from bothhands.report.words import Wording
from bothhands.web.pages.parts import Column, table


def goals_shown(words: Wording, region: Region, told: Sequence[Mapping[str, Any]]) -> Markup:
    """Each goal in the order asked.

    Parameters
    ----------
    words, region
        The reader's words, and names of places.
    told
        Goals of the plan, as `plan.json` has them; of a point of a front none was run on members.
    """
    say = words.say
    shown = [
        (
            say("goal_name", place=place_name(region, one["place"], words.language), indicator=say(one["indicator"]), day=words.day(date.fromisoformat(one["by"]))),
            *(words.money(one[key]) for key in ("asked", "reached")),
            *(words.money(one[key]) if one[key] > 0 else "–" for key in ("short", "short_if_carried_on")),
            "–" if one["share_of_members"] is None else words.share(one["share_of_members"]),
        )
        for one in told
    ]  # fmt: skip
    names = ("asked", "reached", "short", "short_carried_on", "reached_in")
    head = [Column(say("goal_goal")), *(Column(say(f"goal_{name}"), True) for name in names)]
    return Markup("<h2>{}</h2>{}").format(say("goals_section"), table(head, shown))
