"""What is doubtful about a region's chains of critical goods, beyond what no region may have.

Why this file exists: a region loads when its figures are possible; a chain can still be wrong tenfold, promise a line
sooner than anyone built one, or need what nobody makes. Such finds hold nothing up, so they are no rules of the loader:
`bothhands chain check` lists them, each with its place and a proposal. Rows marked synthetic are invented for lessons
and not held against what was published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bothhands.errors import Fault
from bothhands.inputs.cells import text_of
from bothhands.inputs.chain_known import Known, known_rate, known_recipe, lead_class, slip
from bothhands.inputs.reading import Placed
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.settings import Settings
from bothhands.inputs.table import Row
from bothhands.inputs.tables.demand import DemandCoefficient
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.grades import Grade
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.recipes import Recipe
from bothhands.inputs.tables.sites import Site
from bothhands.inputs.tables.stocks import Stock

DOUBT = 2.0
"""ASSUMED: how many times outside the published range a figure must lie to be doubted; makers differ, slips are tenfold."""
REASONED = ("measured", "derived")
"""Qualities of a row whose source counts as a reason."""


def findings(settings: Settings, placed: Mapping[str, Sequence[Placed]]) -> list[Fault]:
    """Everything doubtful about the chains of a region, all at once.

    Parameters
    ----------
    settings
        Of the region.
    placed
        Its rows with their places in the files.
    """
    draft = Draft(settings, placed)
    return [found for check in CHECKS for found in check(draft)]


def recipes_against_what_is_known(draft: Draft) -> Iterator[Fault]:
    """Recipes far from every published figure of the same goods."""
    goods = _goods(draft)
    for item, row in draft.every(Recipe):
        known = known_recipe(goods[row.good], goods[row.input])
        yield from _doubted(item, row, "quantity_per_unit", known, f"of {row.input} a unit of {row.good}")


def rates_against_what_is_known(draft: Draft) -> Iterator[Fault]:
    """Lines that make far more or less a day than any line that was published."""
    goods = _goods(draft)
    for item, line in draft.every(Line):
        yield from _doubted(item, line, "units_per_day", known_rate(goods[line.good]), f"of {line.good} a line")
    for item, kind in draft.every(Equipment):
        yield from _doubted(item, kind, "units_per_day", known_rate(goods[kind.good]), f"of {kind.good} a line")


def weight_is_not_made_of_nothing(draft: Draft) -> Iterator[Fault]:
    """Goods counted in tonnes that weigh more than all their inputs counted in tonnes."""
    goods = _goods(draft)
    total: dict[str, float] = {}
    first: dict[str, Placed] = {}
    for item, row in draft.rows(Recipe):
        if goods[row.good].unit == goods[row.input].unit == "t":
            total[row.good] = total.get(row.good, 0.0) + row.quantity_per_unit
            first.setdefault(row.good, item)
    for good, inputs in total.items():
        if inputs < 1.0:
            yield at(
                first[good],
                "BH-INP-092",
                f"a tonne of {good} takes {text_of(inputs)} t of inputs: more comes out than goes in",
                expected="1 t or more, losses included",
                remedy="enter input per unit made (1 / yield), or add the inputs that are missing",
                column="quantity_per_unit",
            )


def leads_below_their_class(draft: Draft) -> Iterator[Fault]:
    """Lines promised sooner than their class allows, without a measured or derived source or a note that says why."""
    for item, row in draft.every(Equipment):
        known = lead_class(row.line_class)
        explained = bool(row.note) or (bool(row.source) and row.quality in REASONED)
        if known and row.lead_days < known.low and not explained and not _estimated_from_a_source(row):
            yield at(
                item,
                "BH-INP-089",
                f"{row.line_class} lines of {row.good} in {text_of(row.lead_days)} days: sooner than the class",
                expected=f"{known.low:g} to {known.high:g} days ({known.source})",
                remedy="name the class it is, lengthen it, or say in note and source why it is sooner",
                column="lead_days",
            )


def needs_can_be_met(draft: Draft) -> Iterator[Fault]:
    """Goods people need that nobody makes, could make or sells, up the whole chain."""
    reach = _Reach(draft)
    seen: set[str] = set()
    for item, row in draft.rows(DemandCoefficient):
        if row.units_per_person_day + row.units_per_patient_day <= 0 or row.good in seen or reach.can_be_had(row.good):
            continue
        seen.add(row.good)
        path = reach.broken_at(row.good)
        lacking = path[-1]
        chain = "" if len(path) == 1 else f" ({' needs '.join(path)})"
        only = "; what lies in stock runs out" if lacking in reach.stocked else ""
        yield at(
            item,
            "BH-INP-090",
            f"nobody can make or buy {lacking}{chain}{only}",
            expected="a line, a site where one may be ordered with equipment for it, or supply from outside",
            remedy=f"add a row of {lacking} to lines, to sites and equipment, or fill outside_supply_per_day in goods",
            column="good",
        )


CHECKS: tuple[Callable[[Draft], Iterable[Fault]], ...] = (
    recipes_against_what_is_known,
    rates_against_what_is_known,
    weight_is_not_made_of_nothing,
    leads_below_their_class,
    needs_can_be_met,
)
"""Every check, in the order they are told."""


class _Reach:
    """Which goods can be had: bought outside, or made where every input can be had."""

    def __init__(self, draft: Draft) -> None:
        kinds = {row.good for _, row in draft.rows(Equipment)}
        inside = {(row.site, row.good): row for _, row in draft.rows(Site) if row.inside}
        self.made = {good for (_, good), row in inside.items() if row.lines_possible > 0 and good in kinds}
        self.made |= {
            row.good
            for _, row in draft.rows(Line)
            if row.lines * row.units_per_day > 0 and (row.site, row.good) in inside
        }
        self.made |= {row.grade for _, row in draft.rows(Grade) if row.lines_of in self.made}
        self.sold = {row.good for _, row in draft.rows(Good) if row.outside_supply_per_day > 0}
        self.stocked = {row.good for _, row in draft.rows(Stock) if row.quantity > 0}
        self.inputs: dict[str, list[str]] = {}
        for _, row in draft.rows(Recipe):
            self.inputs.setdefault(row.good, []).append(row.input)

    def can_be_had(self, good: str, above: tuple[str, ...] = ()) -> bool:
        """Whether a good can be had; a circle of recipes gives nothing."""
        if good in self.sold:
            return True
        if good not in self.made or good in above:
            return False
        return all(self.can_be_had(part, (*above, good)) for part in self.inputs.get(good, ()))

    def broken_at(self, good: str) -> list[str]:
        """The way from a good that cannot be had up to the first link that breaks it."""
        path = [good]
        while path[-1] in self.made:
            lacking = [part for part in self.inputs.get(path[-1], ()) if not self.can_be_had(part)]
            if not lacking or lacking[0] in path:
                break
            path.append(lacking[0])
        return path


def _doubted(item: Placed, row: Row, column: str, known: Known | None, of: str) -> Iterator[Fault]:
    """A figure far outside what was published, with the slip that would explain it."""
    value = float(getattr(row, column))
    if known is None or row.quality == "synthetic" or known.low / DOUBT <= value <= known.high * DOUBT:
        return
    times = (
        f"{value / known.high:,.3g} times the highest"
        if value > known.high
        else f"{value / known.low:,.2g} of the lowest"
    )
    yield at(
        item,
        "BH-INP-091",
        f"{text_of(value)} {of} is {times} figure published",
        expected=f"about {known.low:g} to {known.high:g} {known.unit} ({known.source})",
        remedy=slip(value, known)
        or "check the unit and the decimal point, or say in the source what is different here",
        column=column,
    )


def _estimated_from_a_source(row: Row) -> bool:
    """Whether an estimate names a source of its own rather than an assumption."""
    return row.quality == "estimated" and bool(row.source) and not row.source.startswith("ASSUMED")


def _goods(draft: Draft) -> dict[str, Good]:
    return {row.good: row for _, row in draft.rows(Good)}
