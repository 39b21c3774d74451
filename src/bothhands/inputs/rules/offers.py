"""Rules on offers: what is lacking and what is over can be compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.reading import Placed
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.offers import OfferRow

LINES = "lines"
"""Unit in which sites and firms tell what they have room for, or what stands still."""


def items_have_one_unit(draft: Draft) -> Iterator[Fault]:
    """An item is counted in one unit on both sides; an idle asset for a good of the region in lines, as at its sites and firms."""
    goods = draft.names("goods", "good")
    counted: dict[tuple[str, str], list[tuple[Placed, OfferRow]]] = defaultdict(list)
    for item, row in draft.rows(OfferRow):
        counted[row.kind, row.item].append((item, row))
    for (kind, name), rows in counted.items():
        units = Counter(row.unit for _, row in rows)
        unit = LINES if kind == "asset" and name in goods else units.most_common(1)[0][0]
        others = [item.number for item, row in rows if row.unit == unit]
        also = f", in {unit or 'no unit'} in row {others[0]}" if others else ""
        for item, row in rows:
            if row.unit != unit:
                what = f"{kind} {name!r} is counted in {row.unit or 'no unit'}{also}"
                yield at(item, "BH-INP-120", what, expected=f"{unit or 'no unit'}, as on the other side", remedy="convert the quantity, or use one word for the unit", column="unit")  # fmt: skip
