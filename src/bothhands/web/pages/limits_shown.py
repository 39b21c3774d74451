"""How full a plan leaves each limit, and what a little more room in it would be worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup

from bothhands.inputs.region import Region
from bothhands.report.names import place_name
from bothhands.report.words import Wording
from bothhands.web.pages.parts import Column, table

BINDING = 0.95
"""Share of a limit from which it is as good as full; the same as in the briefing."""


def limits_shown(words: Wording, region: Region, told: Sequence[Mapping[str, Any]]) -> Markup:
    """Each limit where it is fullest, the fullest first.

    Parameters
    ----------
    words, region
        The reader's words, and names of places.
    told
        Limits of the plan by place, as `plan.json` has them.
    """
    say = words.say
    rows = sorted((one for one in _fullest(told) if one[2] > 0), key=lambda one: -one[2])
    shown = [
        (say(limit), place_name(region, place, words.language) if place else say("whole_region"), words.share(share), words.worth(price) if share >= BINDING and price > 0 else "–")
        for limit, place, share, price in rows
    ]  # fmt: skip
    head = [Column(say("limit")), Column(say("place")), Column(say("use"), True), Column(say("price"), True)]
    return Markup("<h2>{}</h2>{}").format(say("limits"), table(head, shown))


def _fullest(told: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, float, float]]:
    """Limit, place where it is fullest (blank for the whole region), share, worth of one per cent more room."""
    for limit, group in groupby(told, key=lambda one: str(one["limit"])):
        places = list(group)
        most = max(places, key=lambda one: one["use"] / one["room"])
        wide = bool(most.get("whole_region"))
        price = max(one["price_per_percent"] for one in places) if wide else most["price_per_percent"]
        yield limit, "" if wide else str(most["place"]), most["use"] / most["room"], float(price)
