"""Rules on the chain of critical goods: recipes without circles, quantities one can believe."""

from __future__ import annotations

from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.cells import text_of
from bothhands.inputs.reading import Placed
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.grades import Grade
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.recipes import Recipe
from bothhands.inputs.tables.sites import Site

CODES = ("BH-INP-038", "BH-INP-039", "BH-INP-087", "BH-INP-088", "BH-INP-094", "BH-INP-098", "BH-INP-115")
"""Codes of this file's rules."""
HEAVIEST_PIECE, LIGHTEST_PIECE = 1e-2, 1e-9
"""Tonnes of one input in one piece or kit: 10 kg and 1 mg. No critical good counted in pieces takes more or less."""


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


def quantities_fit_their_units(draft: Draft) -> Iterator[Fault]:
    """Tonnes in a piece between a milligram and ten kilograms: outside, grams or kilograms were entered."""
    units = {row.good: row.unit for _, row in draft.rows(Good)}
    for item, row in draft.every(Recipe):
        weighed = units.get(row.input) == "t" and units.get(row.good) in ("piece", "kit")
        if weighed and not LIGHTEST_PIECE <= row.quantity_per_unit <= HEAVIEST_PIECE:
            what = f"{text_of(row.quantity_per_unit)} t of {row.input} in one {units[row.good]} of {row.good} cannot be"
            grams = row.quantity_per_unit * 1e-6
            said = f"if grams were meant, enter {grams:g}" if LIGHTEST_PIECE <= grams <= HEAVIEST_PIECE else ""
            yield at(
                item,
                "BH-INP-088",
                what,
                expected="tonnes a piece, from 1 mg to 10 kg (1 g is 1e-06)",
                remedy=said or "correct the quantity, or the units of the goods",
                column="quantity_per_unit",
            )


def goods_for_sale_have_a_price(draft: Draft) -> Iterator[Fault]:
    """A price, which may be 0, wherever something can be bought outside the region."""
    for item, row in draft.every(Good):
        if row.price_yuan is None and row.outside_supply_per_day > 0:
            yield at(
                item,
                "BH-INP-115",
                f"{text_of(row.outside_supply_per_day)} {row.unit} of {row.good} a day can be bought outside, at no known price",
                expected="a price a unit; 0 where it is a gift",
                remedy="enter the price, or set outside_supply_per_day to 0",
                column="price_yuan",
            )


def grades_have_lines(draft: Draft) -> Iterator[Fault]:
    """Grades made on the lines of a good that is no grade."""
    grades = {row.grade for _, row in draft.rows(Grade)}
    for item, row in draft.rows(Grade):
        if row.lines_of in grades:
            yield at(
                item,
                "BH-INP-094",
                f"{row.grade} is made on the lines of {row.lines_of}, which is made on other lines itself",
                expected="a good with lines of its own",
                remedy="name the good the lines are rated in",
                column="lines_of",
            )


def conversions_take_a_line(draft: Draft) -> Iterator[Fault]:
    """A class of line that is converted from the line of another good, of which lines are known."""
    goods, lines = {row.good for _, row in draft.rows(Good)}, {row.good for _, row in draft.rows(Line)}
    for item, row in draft.rows(Equipment):
        taken = row.takes_line_of
        if taken and (taken not in goods or taken == row.good or taken not in lines):
            why = "the same good" if taken == row.good else "no line of the table makes it" if taken in goods else ""
            yield at(
                item,
                "BH-INP-098",
                f"a line of {row.good} is converted from one of {taken!r}" + (f": {why}" if why else ""),
                expected="another good of the region with standing lines, or blank",
                remedy="name the good whose line is given up, or leave blank",
                column="takes_line_of",
            )


def sites_have_room(draft: Draft) -> Iterator[Fault]:
    """Lines that stand, are on order or may be ordered at a site not more than it has room for."""
    lines: dict[tuple[str, str], float] = {}
    for _, row in draft.rows(Line):
        lines[row.site, row.good] = lines.get((row.site, row.good), 0.0) + row.lines
    for item, site in draft.rows(Site):
        stand = lines.get((site.site, site.good), 0.0)
        if site.lines_room is not None and stand + site.lines_possible > site.lines_room + 1e-9:
            room = max(int(site.lines_room - stand), 0)
            over = stand > site.lines_room
            yield at(
                item,
                "BH-INP-087",
                f"{text_of(stand)} lines of {site.good} stand or are on order and {site.lines_possible} may be ordered",
                expected=f"at most {text_of(site.lines_room)} lines, the room of the site",
                remedy="enlarge lines_room or correct lines"
                if over
                else f"set lines_possible to {room} or enlarge lines_room",
                column="lines_room" if over else "lines_possible",
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
