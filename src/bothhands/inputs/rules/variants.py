"""Rules on variants: each enters at some time, and shares of the imports are shares of a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from bothhands.errors import Fault
from bothhands.inputs.reading import Placed
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.rules.vaccination import MARKS
from bothhands.inputs.tables.arrivals import Arrival
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.variant_imports import VariantShare
from bothhands.inputs.tables.variants import Variant


def variants_are_introduced(draft: Draft) -> Iterator[Fault]:
    """A variant is seeded on a day of the calendar, or some infected arrivals carry it."""
    if {"variants", "variant_imports", "arrivals"} & draft.hollow:
        return
    first, last = draft.settings.start, draft.settings.end
    arriving = any(row.persons_per_day > 0 for _, row in draft.rows(Arrival))
    imported = {
        row.variant
        for _, row in draft.rows(VariantShare)
        if arriving and row.imported_share > 0 and row.date_from <= last and row.date_to >= first
    }
    for item, row in draft.rows(Variant):
        seeded = row.seed_infections > 0 and row.seed_day is not None and first <= row.seed_day <= last
        if not seeded and row.variant not in imported:
            what = f"the variant {row.variant!r} is never introduced"
            expected = f"seeds on a day from {first} to {last}, or a share of imports"
            remedy = "fill seed_day and seed_infections, or add rows to variant_imports"
            yield at(item, "BH-INP-052", what, expected=expected, remedy=remedy, column="variant")


def variants_are_sound(draft: Draft) -> Iterator[Fault]:
    """Names the engine can hold, and seeds that enter a city."""
    cities = {row.place for _, row in draft.rows(Place) if row.level == "city"}
    for item, row in draft.every(Variant):
        if any(mark in row.variant for mark in MARKS):
            what = f"a variant is called {row.variant!r}"
            yield at(item, "BH-INP-053", what, expected="a name without : | *", remedy="rename it", column="variant")
        if row.seed_place and row.seed_place in draft.names("places", "place") - cities:
            what = f"{row.seed_place!r} is no city"
            yield at(item, "BH-INP-053", what, expected="a city, or blank", remedy="name a city", column="seed_place")


def carried_shares_fit(draft: Draft) -> Iterator[Fault]:
    """On no day do more than all infected arrivals carry a variant."""
    steps: dict[date, float] = defaultdict(float)
    rows: list[tuple[Placed, VariantShare]] = list(draft.rows(VariantShare))
    for _, row in rows:
        steps[row.date_from] += 0.0
    for day in sorted(steps):
        there = [(item, row) for item, row in rows if row.date_from <= day <= row.date_to]
        total = sum(row.imported_share for _, row in there)
        if total > 1 + 1e-9:
            what = f"on {day} variants have {total:.6g} of the infected arrivals"
            yield at(
                there[-1][0],
                "BH-INP-030",
                what,
                expected="at most 1",
                remedy="lower the shares",
                column="imported_share",
            )
