"""Measures as pages show them."""

from __future__ import annotations

from bothhands.inputs.region import Region
from bothhands.levers.catalogue import LEVER
from bothhands.records.work import MeasureRecord
from bothhands.report.amounts import number
from bothhands.report.names import class_name, firm_name, good_name, place_name, port_name, sector_name, site_name
from bothhands.report.words import Wording
from bothhands.tasks.adopt import is_order
from bothhands.tasks.scenarios import ScenarioRow


def where_named(words: Wording, region: Region, one: MeasureRecord | ScenarioRow, *, with_place: bool = True) -> str:
    """Place, sector, good, site or firm of a measure by the region's names; the whole region where none is named."""
    language = words.language
    site = port_name if "port" in getattr(LEVER.get(one.lever), "axes", ()) else site_name
    parts = [
        place_name(region, one.place, language) if one.place and with_place else "",
        sector_name(region, one.sector, language) if one.sector else "",
        site(region, one.site, language) if one.site else "",
        good_name(region, one.good, language) if one.good else "",
        class_name(one.variant, language) if one.variant else "",
        firm_name(region, one.firm, language) if one.firm else "",
    ]
    told = words.say("pause").join(part for part in parts if part)
    return told or (words.say("dk_everywhere") if with_place else "")


def level_of(words: Wording, one: MeasureRecord) -> str:
    """Level held, or amount a day with its unit."""
    if one.unit == "share":
        return words.share(one.value)
    if one.lever == "line_orders" and one.start == one.end:
        return words.say("lines_count", n=number(one.value), line=words.say("line" if one.value == 1 else "many_lines"))
    return f"{number(one.value)} {words.unit(one.unit)}" if is_order(one.lever) or one.unit else number(one.value)
