"""Sheets of a chain: dispatch and stock-take as tables."""

from __future__ import annotations

from collections.abc import Sequence

from bothhands.inputs.stock_take import Difference
from bothhands.plan.dispatch import Dispatch
from bothhands.report.amounts import number
from bothhands.report.chain_words import ChainWords
from bothhands.report.svg import Table


def dispatch_table(words: ChainWords, found: Sequence[Dispatch]) -> Table:
    """The weekly sheet as a person reads it."""
    rows = tuple(
        (
            one.week.isoformat(),
            words.good(one.good),
            words.place(one.city),
            words.group(one.group),
            f"{one.amount:.0f}",
            f"{one.short:.0f}",
            ", ".join(words.say(f"source_{name}", share=f"{part:.0%}") for name, part in one.sources)
            or words.say("chain_none"),
        )
        for one in found
    )
    heads = ("ch_week", "ch_good", "ch_city", "ch_group", "ch_amount", "ch_short", "ch_source")
    return Table(words.heads(*heads), rows)


def difference_table(words: ChainWords, found: Sequence[Difference]) -> Table:
    """A stock-take: counted against computed, and what is kept apart."""
    rows = tuple(
        (
            words.place(one.place),
            words.good(one.good),
            one.day.isoformat(),
            number(one.counted),
            number(one.computed),
            f"{'+' if one.difference > 0 else '−' if one.difference < 0 else ''}{number(abs(one.difference))}",
            one.reason or words.say("none_needed"),
            number(one.in_transit),
            number(one.donated),
            number(one.expired),
        )
        for one in found
    )
    heads = ("counted", "computed", "difference", "reason", "in_transit", "donated", "expired")
    return Table(words.heads("ch_place", "ch_good", "ch_day", *(f"ch_{head}" for head in heads)), rows)
