"""Rules on targets: what they are counted from and for when, trees that hold together, indicators somebody can measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.codes import nearest
from bothhands.inputs.periods import FORMS, parsed
from bothhands.inputs.reading import Placed
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.targets import Target
from bothhands.inputs.target_periods import MODELLED, SERIES_OF, span_of
from bothhands.inputs.unit_scales import is_share, scale_of

CODES = ("BH-TGT-001", "BH-TGT-006", "BH-TGT-007", "BH-TGT-008", "BH-TGT-009", "BH-TGT-010", "BH-TGT-011")
"""Codes of this file's rules."""
TOLERANCE = 0.005
"""ASSUMED: part of a parent its children may miss it by: figures are printed to three digits."""
Placings = list[tuple[Placed, Target]]


def targets_have_their_days(draft: Draft) -> Iterator[Fault]:
    """Periods that can be read, due days not before the period is over."""
    for item, row in draft.every(Target):
        for column in ("period", "base_period"):
            if (text := getattr(row, column)) and parsed(text) is None:
                what = f"{column} of target {row.target} is {text!r}, which names no period"
                yield at(item, "BH-TGT-001", what, expected=FORMS, remedy="write it in one of these forms", column=column)  # fmt: skip
        span = parsed(row.period)
        if span and row.due and row.due < span.last:
            what = f"target {row.target} is due on {row.due}, before its period {row.period} is over"
            yield at(item, "BH-TGT-011", what, expected=f"{span.last} or later", remedy="correct due or period", column="due")  # fmt: skip


def growth_has_a_base(draft: Draft) -> Iterator[Fault]:
    """A growth says from which earlier period it is counted, and is in per cent."""
    for item, row in draft.every(Target):
        base, span = parsed(row.base_period), span_of(row)
        if row.kind == "growth" and not row.base_period:
            what = f"target {row.target} is a growth and does not say from what"
            remedy = "give base_period, such as 2019 or 2019Q1"
            yield at(item, "BH-TGT-006", what, expected="the period it is counted from", remedy=remedy, column="base_period")  # fmt: skip
        elif row.kind == "growth" and base and span and base.last >= span.first:
            what = f"target {row.target} for {row.period or row.due} is counted from {row.base_period}, which is not before it"
            yield at(item, "BH-TGT-006", what, expected=f"a period that ends before {span.first}", remedy="correct base_period", column="base_period")  # fmt: skip
        if row.kind == "growth" and not is_share(row.unit):
            what = f"target {row.target} is a growth in {row.unit!r}"
            yield at(item, "BH-TGT-011", what, expected="%, or share", remedy="correct unit, or make it a level", column="unit")  # fmt: skip
        if row.kind == "level" and row.prices == "constant" and not row.base_period:
            what = f"target {row.target} is a level at constant prices and does not say of when"
            yield at(item, "BH-TGT-006", what, expected="base_period", remedy="name the period whose prices are meant", column="base_period")  # fmt: skip


def targets_form_trees(draft: Draft) -> Iterator[Fault]:
    """Every parent is a target, and none is a part of itself."""
    rows = {row.target: (item, row) for item, row in draft.rows(Target)}
    for item, row in rows.values():
        if row.parent and row.parent not in rows and "targets" not in draft.hollow:
            what = f"target {row.target} is a part of {row.parent!r}, which is no target"
            yield at(item, "BH-TGT-008", what, expected="a target of the table", remedy=nearest(row.parent, rows), column="parent")  # fmt: skip
    told: set[str] = set()
    for name, (item, _) in rows.items():
        path = _circle(name, {one: row.parent for one, (_, row) in rows.items()})
        if path and not told & set(path):
            told |= set(path)
            what = "the parents go in a circle: " + " is a part of ".join(path)
            yield at(item, "BH-TGT-009", what, expected="a tree", remedy="blank one of these parents", column="parent")


def children_make_their_parent(draft: Draft) -> Iterator[Fault]:
    """Note: children that miss their parent even if every one of them is met."""
    rows = {row.target: (item, row) for item, row in draft.rows(Target)}
    parts: dict[str, Placings] = defaultdict(list)
    for item, row in rows.values():
        if row.parent in rows:
            parts[row.parent].append((item, row))
    for name, children in parts.items():
        item, parent = rows[name]
        odd = [row.target for _, row in children if not _fits(row, parent)]
        if odd:
            what = f"{', '.join(odd)} cannot be added to {name}: another kind, period, direction or unit"
            yield at(item, "BH-TGT-007", what, expected="taken as they stand; the sum is not checked", remedy="give parts and whole alike")  # fmt: skip
            continue
        yield from _missed(item, parent, [row for _, row in children])


def indicators_are_measured(draft: Draft) -> Iterator[Fault]:
    """Note: an indicator that no series gives and no model knows."""
    known = {row.indicator for _, row in draft.rows(Indicator)} | set(MODELLED) | set(SERIES_OF.values())
    for item, row in draft.rows(Target):
        if row.indicator not in known:
            what = f"target {row.target} is of {row.indicator!r}, which no series and no model gives"
            yield at(
                item, "BH-TGT-010", what, expected="kept; progress and odds stay unknown", remedy=nearest(row.indicator, known), column="indicator"
            )  # fmt: skip


def _missed(item: Placed, parent: Target, children: list[Target]) -> Iterator[Fault]:
    scales = [scale_of(row.unit, parent.unit) or 1.0 for row in children]
    values = [row.value * scale for row, scale in zip(children, scales, strict=True)]
    if parent.kind == "growth":
        weights = [row.weight for row in children]
        total = sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights) if sum(weights) else parent.value  # fmt: skip
        how = "weigh in at"
    else:
        total, how = sum(values), "add up to"
    short = parent.value - total if parent.direction == "at_least" else total - parent.value
    if short > TOLERANCE * abs(parent.value):
        names = ", ".join(row.target for row in children)
        what = f"the parts of {parent.target} ({names}) {how} {total:.6g} {parent.unit}, {parent.target} itself is {parent.value:.6g}"
        side = "at least" if parent.direction == "at_least" else "at most"
        yield at(
            item, "BH-TGT-007", what, expected=f"{side} {parent.value:.6g} within 0.5 %; if every part is met, the whole is not",
            remedy="raise the parts, lower the whole, or add the part that is missing", column="value",
        )  # fmt: skip


def _fits(row: Target, parent: Target) -> bool:
    """Whether a part can be added to others to give its parent."""
    same = (row.kind, row.direction, row.prices) == (parent.kind, parent.direction, parent.prices)
    return same and span_of(row) == span_of(parent) and scale_of(row.unit, parent.unit) is not None


def _circle(name: str, parent: dict[str, str]) -> list[str]:
    """The way from a target back to itself; empty where there is none."""
    path = [name]
    while (after := parent.get(path[-1], "")) and after not in path:
        path.append(after)
    return [*path, after] if after == name else []
