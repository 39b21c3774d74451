"""Firms that could grow or convert, as tables and a sentence, in English or Chinese. Pure, like the briefing."""

from __future__ import annotations

from collections.abc import Sequence

from bothhands.inputs.region import Region
from bothhands.plan.support.grow import YEARS, Converting, Growing
from bothhands.report.amounts import number
from bothhands.report.names import firm_name, good_name, place_name
from bothhands.report.svg import Table
from bothhands.report.words import Wording


def grow_said(grown: Sequence[Growing], converted: Sequence[Converting], words: Wording) -> str:
    """How many should grow or convert."""
    return words.say("grow_said", grow=len(grown), convert=len(converted))


def grow_tables(
    grown: Sequence[Growing], converted: Sequence[Converting], region: Region, words: Wording
) -> dict[str, Table]:
    """A row a firm for which an expansion pays, and one for which a conversion does; a table without rows is left out."""
    money = words.money

    def who(one: Growing | Converting) -> tuple[str, str]:
        return firm_name(region, one.firm, words.language), place_name(region, one.place, words.language)

    def heads(*keys: str) -> tuple[str, ...]:
        return tuple(words.say(f"grow_{key}") for key in keys)

    expansion = Table(
        heads("firm", "city", "size", "gain", "worst", "from", "asked"),
        tuple((*who(one), f"× {one.size:g}", money(one.gain_yuan), money(one.worst_yuan), money(one.pays_from_yuan), money(one.asked_yuan)) for one in grown),
    )  # fmt: skip
    products = Table(
        heads("firm", "city", "good", "lines", "gain", "worst", "year"),
        tuple(
            (*who(one), good_name(region, one.good, words.language), number(one.lines), money(one.gain_yuan), money(one.worst_yuan), words.share(one.share))
            for one in converted
        ),
    )  # fmt: skip
    return {name: table for name, table in (("expansion", expansion), ("products", products)) if table.rows}


def grow_note(words: Wording) -> str:
    """What the figures rest on."""
    return words.say("grow_note", years=YEARS)
