"""Measures as pages show them."""

from __future__ import annotations

from bothhands.records.work import MeasureRecord
from bothhands.report.amounts import number
from bothhands.report.words import Wording
from bothhands.tasks.adopt import is_order


def where_of(words: Wording, one: MeasureRecord, with_place: bool = True) -> str:
    """Place, sector, good, site or firm of a measure; the whole region where none is named."""
    parts = [
        one.place if with_place else "",
        words.say(one.sector) if one.sector else "",
        words.say(one.good) if one.good else "",
        one.site,
        one.firm,
    ]
    told = ", ".join(part for part in parts if part)
    return told or (words.say("dk_everywhere") if with_place else "")


def level_of(words: Wording, one: MeasureRecord) -> str:
    """Level held, or amount a day with its unit."""
    if one.unit == "share":
        return words.share(one.value)
    return f"{number(one.value)} {one.unit}" if is_order(one.lever) or one.unit else number(one.value)
