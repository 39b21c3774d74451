"""Rules on vaccines and doses: layers that lead somewhere, efficacies that agree, doses that find persons."""

from __future__ import annotations

from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.cells import text_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.people import AgeGroup
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.vaccination import Doses
from bothhands.inputs.tables.vaccines import Vaccine, stages_of

STAGES = ("infection", "symptoms", "hospital", "intensive", "death")
MARKS = ":|*"
"""Characters of the engine's names."""


def vaccines_agree(draft: Draft) -> Iterator[Fault]:
    """Efficacy does not fall from one stage to a later one, which would make the vaccinated worse off once infected."""
    for item, row in draft.every(Vaccine):
        found = stages_of(row)
        for before, after, name in zip(found, found[1:], STAGES[1:], strict=False):
            if after < before - 1e-12:
                what = f"{row.layer} prevents {text_of(after)} of {name} but {text_of(before)} of the stage before"
                expected = f"at least {text_of(before)}: efficacies are against the unvaccinated, not given infection"
                remedy = "correct it, or leave it blank"
                yield at(item, "BH-INP-051", what, expected=expected, remedy=remedy, column=f"efficacy_{name}")
        if any(mark in row.layer for mark in MARKS):
            what = f"a layer is called {row.layer!r}"
            yield at(item, "BH-INP-051", what, expected="a name without : | *", remedy="rename it", column="layer")


def layers_lead_somewhere(draft: Draft) -> Iterator[Fault]:
    """Each layer has a row for the first strain, and comes after none or after another, never in a circle."""
    if "vaccines" in draft.hollow:
        return
    after = {row.layer: row.after for _, row in draft.rows(Vaccine) if not row.variant}
    for item, row in draft.rows(Vaccine):
        if row.layer not in after:
            what = f"{row.layer} has a row against {row.variant} but none with a blank variant"
            remedy = "add the row with a blank variant; it holds onset and waning too"
            yield at(item, "BH-INP-051", what, expected="a row for the first strain", remedy=remedy, column="variant")
        if row.after and row.after not in after:
            what, remedy = f"unknown layer {row.after!r}", nearest(row.after, after)
            yield at(item, "BH-INP-022", what, expected="a layer of the table", remedy=remedy, column="after")
        elif not row.variant and _in_a_circle(row.layer, after):
            what = f"{row.layer} comes after itself"
            remedy = "leave blank what is given to the unvaccinated"
            yield at(item, "BH-INP-051", what, expected="layers without a circle", remedy=remedy, column="after")


def doses_find_persons(draft: Draft) -> Iterator[Fault]:
    """Ages of doses are whole bands, their place is a city, and a row gives no more doses than it has persons."""
    if {"people", "places"} & draft.hollow:
        return
    people = [row for _, row in draft.rows(AgeGroup)]
    begins, ends = {row.age_from for row in people}, {row.age_to for row in people}
    cities = {row.place for _, row in draft.rows(Place) if row.level == "city"}
    known = draft.names("places", "place")
    for item, row in draft.rows(Doses):
        for column, age, possible in (("age_from", row.age_from, begins), ("age_to", row.age_to, ends)):
            if age not in possible:
                what = f"no age band {'begins' if column == 'age_from' else 'ends'} at {age}"
                expected = "one of " + ", ".join(str(one) for one in sorted(possible))
                yield at(item, "BH-INP-050", what, expected=expected, remedy="use whole bands", column=column)
        if row.place in known - cities:
            what, remedy = f"{row.place!r} is no city", nearest(row.place, cities)
            yield at(item, "BH-INP-049", what, expected="a city, or blank", remedy=remedy, column="place")
            continue
        own = [one for one in people if one.place in cities and row.place in ("", one.place)]
        persons = sum(one.persons for one in own if row.age_from <= one.age_from and one.age_to <= row.age_to)
        doses = row.doses_per_day * max((row.date_to - row.date_from).days + 1, 0)
        if own and doses > persons * (1 + 1e-9):
            what = f"{doses:,.0f} doses for {persons:,.0f} persons"
            remedy = "lower the doses or end the row earlier; doses given again are another layer"
            yield at(
                item, "BH-INP-049", what, expected="a dose a person at most", remedy=remedy, column="doses_per_day"
            )


def _in_a_circle(layer: str, after: dict[str, str]) -> bool:
    at_layer, steps = after.get(layer, ""), 0
    while at_layer and at_layer != layer and steps <= len(after):
        at_layer, steps = after.get(at_layer, ""), steps + 1
    return at_layer == layer
