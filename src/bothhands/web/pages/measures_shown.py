"""Measures as pages show them."""

from __future__ import annotations

from bothhands.inputs.region import Region
from bothhands.levers.catalogue import LEVER
from bothhands.records.work import MeasureRecord
from bothhands.report.amounts import number
from bothhands.report.names import class_name, good_name, place_name, port_name, sector_name, site_name
from bothhands.report.words import Wording
from bothhands.tasks.adopt import is_order
from bothhands.tasks.scenarios import ScenarioRow


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


def where_named(words: Wording, region: Region, one: MeasureRecord | ScenarioRow) -> str:
    """The same by the region's names in the reader's language."""
    language = words.language
    site = port_name if "port" in getattr(LEVER.get(one.lever), "axes", ()) else site_name
    parts = [
        place_name(region, one.place, language) if one.place else "",
        sector_name(region, one.sector, language) if one.sector else "",
        site(region, one.site, language) if one.site else "",
        good_name(region, one.good, language) if one.good else "",
        class_name(one.variant, language) if one.variant else "",
        one.firm,
    ]
    return words.say("pause").join(part for part in parts if part) or words.say("dk_everywhere")


def level_of(words: Wording, one: MeasureRecord) -> str:
    """Level held, or amount a day with its unit."""
    if one.unit == "share":
        return words.share(one.value)
    return f"{number(one.value)} {words.say(one.unit)}" if is_order(one.lever) or one.unit else number(one.value)
