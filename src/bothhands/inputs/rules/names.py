"""Rules on names and keys: what is named must exist, and stand once."""

from __future__ import annotations

from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.cells import text_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.registry import tables
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.arrivals import Arrival
from bothhands.inputs.tables.budgets import Budget
from bothhands.inputs.tables.measures import MeasureInForce
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.seasons import Season
from bothhands.inputs.tables.shocks import Shock
from bothhands.inputs.tables.triggers import Trigger
from bothhands.inputs.tables.vaccination import Doses
from bothhands.inputs.tables.vaccines import Vaccine
from bothhands.inputs.tables.variants import Variant

WORDS = {
    "place": "place",
    "sector": "sector",
    "good": "good",
    "firm": "firm",
    "port": "port",
    "site": "site",
    "layer": "layer",
}


def names_are_known(draft: Draft) -> Iterator[Fault]:
    """Every reference finds its name, unless the table it points to has faults of its own."""
    for table in tables().values():
        for column, target in table.refs.items():
            other, _, key = target.partition(".")
            known = draft.names(other, key)
            for item in (*draft.placed.get(table.name, ()), *draft.spoiled.get(table.name, ())):
                name = text_of(getattr(item.row, column, ""))
                if name and name not in known and other not in draft.hollow:
                    what = f"unknown {WORDS.get(key, key)} {name!r}"
                    yield at(
                        item,
                        "BH-INP-022",
                        what,
                        expected=f"a name of the table {other}",
                        remedy=nearest(name, known),
                        column=column,
                    )


def loose_names_are_known(draft: Draft) -> Iterator[Fault]:
    """Names that may be blank or of two kinds: places of measures, triggers, budgets, doses and seeds, sectors or groups of
    measures, triggers and shocks, origins, variants."""
    places, origins = draft.names("places", "place"), draft.names("origins", "origin")
    variants = draft.names("variants", "variant")
    sectors = draft.names("sectors", "sector") | draft.names("sectors", "group")
    given = [(item, "places", "place", row.place, places) for item, row in draft.every(MeasureInForce)]
    given += [(item, "sectors", "sector", row.sector, sectors) for item, row in draft.every(MeasureInForce)]
    given += [(item, "places", "place", row.place, places) for item, row in draft.every(Budget)]
    given += [(item, "places", "place", row.place, places) for item, row in draft.every(Trigger)]
    given += [(item, "sectors", "sector", row.sector, sectors) for item, row in draft.every(Trigger)]
    given += [(item, "sectors", "sector", row.sector, sectors) for item, row in draft.every(Shock)]
    given += [(item, "sectors", "sector", row.sector, sectors) for item, row in draft.every(Season)]
    given += [(item, "places", "place", row.place, places) for item, row in draft.every(Doses)]
    given += [(item, "places", "seed_place", row.seed_place, places) for item, row in draft.every(Variant)]
    given += [(item, "variants", "variant", row.variant, variants) for item, row in draft.every(Vaccine)]
    given += [(item, "origins", "origin", row.origin, origins) for item, row in draft.every(Arrival)]
    words = {"sector": "sector or group", "seed_place": "place"}
    for item, table, column, name, known in given:
        if name and name not in known and table not in draft.hollow:
            what, expected = f"unknown {words.get(column, column)} {name!r}", f"a name of the table {table}"
            yield at(item, "BH-INP-022", what, expected=expected, remedy=nearest(name, known), column=column)


def keys_are_unique(draft: Draft) -> Iterator[Fault]:
    """One row a key and day of knowledge: the same key with another `known_from` is a later edition of the figure."""
    for table in tables().values():
        seen: dict[tuple[str, ...], int | None] = {}
        for item in draft.placed.get(table.name, ()):
            key = tuple(text_of(getattr(item.row, name)) for name in (*table.key, "known_from"))
            if key in seen:
                shown = ", ".join(f"{name} {part!r}" for name, part in zip(table.key, key, strict=False))
                what = f"{shown} stands a second time" + (f" (first in row {seen[key]})" if seen[key] else "")
                yield at(
                    item,
                    "BH-INP-021",
                    what,
                    expected="one row a key and known_from",
                    remedy="remove one, or date the later edition by known_from",
                )
            else:
                seen[key] = item.number


def places_form_a_region(draft: Draft) -> Iterator[Fault]:
    """At least one city, parents without circles, and the hub of the settings among the places."""
    rows = list(draft.rows(Place))
    if not rows or "places" in draft.hollow:
        return
    parents = {place.place: place.parent for _, place in rows}
    if not any(place.level == "city" for _, place in rows):
        yield at(
            rows[0][0],
            "BH-INP-040",
            "no place is a city",
            expected="at least one place of level city",
            remedy="the model runs on cities: add one",
        )
    for item, place in rows:
        above, steps = place.parent, 0
        while above and above != place.place and steps <= len(parents):
            above, steps = parents.get(above, ""), steps + 1
        if above:
            yield at(
                item,
                "BH-INP-040",
                f"{place.place!r} is its own ancestor",
                expected="parents without a circle",
                remedy="correct the parent",
                column="parent",
            )
    hub = draft.settings.hub
    if hub and hub not in parents:
        remedy = nearest(hub, parents)
        yield Fault(
            "BH-INP-040",
            f"the hub {hub!r} is not among the places",
            "a place of level hub",
            remedy,
            "region.toml",
            None,
            "hub",
            hub,
        )
