"""Rules on the chain of critical goods: recipes without circles, quantities one can believe."""

from __future__ import annotations

from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.cells import text_of
from bothhands.inputs.reading import Placed
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.recipes import Recipe


def recipes_have_no_circle(draft: Draft) -> Iterator[Fault]:
    """No good is needed, at any remove, to make itself."""
    inputs: dict[str, list[str]] = {}
    first: dict[str, Placed] = {}
    for item, row in draft.rows(Recipe):
        inputs.setdefault(row.good, []).append(row.input)
        first.setdefault(row.good, item)
    reported: set[str] = set()
    for good in inputs:
        path = _circle(good, inputs)
        if path and not reported & set(path):
            reported |= set(path)
            what = "the recipe goes in a circle: " + " needs ".join(path)
            yield at(
                first[good],
                "BH-INP-038",
                what,
                expected="no good needed to make itself",
                remedy="remove one of these recipes",
                column="input",
            )


def quantities_are_plausible(draft: Draft) -> Iterator[Fault]:
    """Recipes inside the range their table gives."""
    for item, row in draft.every(Recipe):
        low, high = row.low_quantity_per_unit, row.high_quantity_per_unit
        if (low is not None and row.quantity_per_unit < low) or (high is not None and row.quantity_per_unit > high):
            what = f"{text_of(row.quantity_per_unit)} of {row.input} a unit of {row.good} is hard to believe"
            expected = f"from {text_of(low) or '0'} to {text_of(high) or 'any amount'}"
            yield at(
                item,
                "BH-INP-039",
                what,
                expected=expected,
                remedy="check the unit and the decimal point",
                column="quantity_per_unit",
            )


def lines_are_plausible(draft: Draft) -> Iterator[Fault]:
    """Output of one line a day not above the largest the goods table thinks believable."""
    largest = {row.good: row.largest_line_units_per_day for _, row in draft.rows(Good)}
    units = {row.good: row.unit for _, row in draft.rows(Good)}
    given = [(item, row.good, row.units_per_day) for item, row in draft.every(Line)]
    given += [(item, row.good, row.units_per_day) for item, row in draft.every(Equipment)]
    for item, good, rate in given:
        limit = largest.get(good)
        if limit is not None and rate > limit:
            what = f"{text_of(rate)} {units[good]} a day from one line of {good} is hard to believe"
            remedy = "check the unit and the decimal point (a year's output a day?)"
            yield at(
                item, "BH-INP-039", what, expected=f"at most {text_of(limit)}", remedy=remedy, column="units_per_day"
            )


def _circle(good: str, inputs: dict[str, list[str]]) -> list[str]:
    """A path from a good back to itself, or nothing."""
    stack, seen = [[good]], {good}
    while stack:
        path = stack.pop()
        for other in inputs.get(path[-1], ()):
            if other == good:
                return [*path, good]
            if other not in seen:
                seen.add(other)
                stack.append([*path, other])
    return []
