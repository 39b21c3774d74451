"""Rules on measures and on the places that obey them: a lever with a level by date, within its bounds, in a city.

Why this file exists: a table that passes here must run, so that a planner hears of a wrong level from `region check` and not from
a plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bothhands.errors import Fault
from bothhands.inputs.codes import nearest
from bothhands.inputs.reading import Placed
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.measures import DATED, OF_SECTORS, MeasureInForce
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.ports import Port
from bothhands.inputs.tables.triggers import Trigger


def measures_are_levels(draft: Draft) -> Iterator[Fault]:
    """A measure is of a known lever, between 0 and 1; one that moves has an end; only some have sectors."""
    for item, row in draft.every(MeasureInForce):
        if row.lever not in DATED:
            expected = "a lever with a level by date"
            what = f"no lever is called {row.lever!r}"
            yield at(item, "BH-INP-018", what, expected=expected, remedy=nearest(row.lever, DATED), column="lever")
            continue
        for column, level in (("value", row.value), ("to_value", row.to_value)):
            if level is not None and level > 1:
                remedy = f"write {level / 100:g} if percent was meant" if level <= 100 else "correct the figure"
                what = f"{row.lever} is {level:g}"
                yield at(item, "BH-INP-019", what, expected="a share from 0 to 1", remedy=remedy, column=column)
        if row.to_value is not None and row.end is None:
            what = f"{row.lever} moves to {row.to_value:g} without a last day"
            yield at(item, "BH-INP-012", what, expected="the day the level is reached", remedy="fill end", column="end")
        if row.sector and row.lever not in OF_SECTORS:
            what, expected = f"{row.lever} has no sectors", f"a blank; sectors have {' and '.join(OF_SECTORS)}"
            yield at(item, "BH-INP-018", what, expected=expected, remedy="leave the sector blank", column="sector")


def levels_are_held_in_cities(draft: Draft) -> Iterator[Fault]:
    """Ports, measures and triggers stand in cities, on which alone the model runs."""
    level = {row.place: row.level for _, row in draft.rows(Place)}
    parent = {row.place: row.parent for _, row in draft.rows(Place)}
    given: list[tuple[Placed, str, str]] = [
        *((item, row.place, f"the port {row.port!r} lies in") for item, row in draft.every(Port)),
        *((item, row.place, f"a measure of {row.lever} is for") for item, row in draft.every(MeasureInForce)),
        *((item, row.place, f"the trigger {row.trigger!r} is for") for item, row in draft.every(Trigger)),
    ]
    for item, place, said in given:
        if place in level and level[place] != "city" and "places" not in draft.hollow:
            what = f"{said} {place}, which is a {level[place]} and no city"
            remedy = _cities_near(place, level, parent)
            yield at(item, "BH-INP-059", what, expected="a place of level city", remedy=remedy, column="place")


def _cities_near(place: str, level: Mapping[str, str], parent: Mapping[str, str]) -> str:
    """The city a place belongs to, or those that belong to it, or all."""
    above = parent.get(place, "")
    if level.get(above) == "city":
        return f"give the city it belongs to, {above}"
    cities = [name for name in level if level[name] == "city" and parent.get(name) == place]
    cities = cities or [name for name in level if level[name] == "city"]
    return "give one of " + ", ".join(cities[:8]) + (", ..." if len(cities) > 8 else "")
