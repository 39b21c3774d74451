"""Dated measures as a person reads them: a row a lever, what it is about and its level, places and periods together.

A lever with few different levels has a row for each; one with many has a row a sector group, with the range and where it
is lowest. Every single row stands in measures.csv.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bothhands.levers.catalogue import LEVERS
from bothhands.levers.measure import Measure
from bothhands.report import names
from bothhands.report.amounts import number
from bothhands.report.reasons import NEAR_NORMAL, cost_of, is_placed, places_of, reason_of
from bothhands.report.svg import Table
from bothhands.report.telling import Telling

MOST_LEVELS = 8
"""Up to this many different rows of one subject each is told by itself; more are told as a range."""
NEAR = "~"
"""Subject of the sector groups that stay close to normal: they are told together, after the others."""
ORDER = {lever.name: n for n, lever in enumerate(LEVERS)}


def measure_table(telling: Telling) -> Table:
    """When, what, where, how far, why, at what cost, whose job, and how many single rows stand behind it."""
    heads = ("when", "lever", "where", "level", "reason", "cost", "owner", "rows")
    rows = tuple(_row(telling, same) for same in together(telling, telling.plan.measures))
    return Table(tuple(telling.say(head) for head in heads), rows)


def together(telling: Telling, measures: Sequence[Measure]) -> list[list[Measure]]:
    """Measures that stand on one line: equal ones of a subject, or the whole subject where it has many levels."""
    near = near_normal(telling, measures)
    subject = lambda m: (ORDER.get(m.lever, len(ORDER)), NEAR if _subject(telling, m) in near else _subject(telling, m))  # noqa: E731
    level = lambda m: (m.start, m.end, 0.0 if m.lever == "line_orders" else m.value)  # noqa: E731
    found: list[list[Measure]] = []
    for _, own in groupby(sorted(measures, key=subject), key=subject):
        same = sorted(own, key=level)
        levels = [list(equal) for _, equal in groupby(same, key=level)]
        whole = (
            len(levels) > MOST_LEVELS or same[0].lever in ("purchases", "support") or _subject(telling, same[0]) in near
        )
        found += [same] if whole else levels
    return found


def near_normal(telling: Telling, measures: Sequence[Measure]) -> frozenset[str]:
    """Sector groups whose openness never leaves what the search can tell from normal."""
    lowest: dict[str, float] = {}
    for measure in measures:
        if measure.lever == "openness":
            group = _subject(telling, measure)
            lowest[group] = min(measure.value, lowest.get(group, 1.0))
    return frozenset(group for group, value in lowest.items() if value >= NEAR_NORMAL)


def _subject(telling: Telling, measure: Measure) -> str:
    """What measures of one lever are told together: a sector group, a good and class of lines, or help promised before."""
    if measure.lever == "support":
        return "placed" if is_placed(telling.plan, measure) else ""
    if measure.lever == "openness":
        axes = telling.plan.axes
        return (
            axes.group_of_sector[axes.sectors.index(measure.sector)]
            if measure.sector in axes.sectors
            else measure.sector
        )
    return f"{measure.good} {measure.variant}" if measure.good else ""


def _row(telling: Telling, same: Sequence[Measure]) -> tuple[str, ...]:
    first, last = min(m.start for m in same), max(m.end for m in same)
    return (
        telling.words.span(first, last), _what(telling, same), _where(telling, same), _level(telling, same), reason_of(telling, same), cost_of(telling, same),
        names.owner_name(same[0].owner, telling.language), str(len(same)),
    )  # fmt: skip


def _what(telling: Telling, same: Sequence[Measure]) -> str:
    """The lever and what it is about."""
    one, region, language = same[0], telling.plan.region, telling.language
    said = telling.say(one.lever)
    if one.lever == "openness":
        sectors, groups = {m.sector for m in same}, list(dict.fromkeys(_subject(telling, m) for m in same))
        if len(groups) > 1:
            return f"{said} · {names.listed([names.group_name(group, language) for group in groups], language, len(groups))}"
        name = (
            names.sector_name(region, one.sector, language)
            if len(sectors) == 1 and one.sector
            else names.group_name(_subject(telling, one), language)
        )
        return f"{said} · {name}" if name else said
    if one.good:
        said += f" · {telling.good(one.good)}"
    return f"{said} · {names.class_name(one.variant, language)}" if one.variant else said


def _where(telling: Telling, same: Sequence[Measure]) -> str:
    region, axes, language = telling.plan.region, telling.plan.axes, telling.language
    sites = list(dict.fromkeys(m.site for m in same if m.site))
    if sites:
        at_port = sites[0] in axes.ports
        return names.listed(
            [(names.port_name if at_port else names.site_name)(region, site, language) for site in sites], language
        )
    if same[0].lever == "port_screening":
        return telling.say("all_ports")
    if same[0].good:
        return telling.say("whole_region")
    at = places_of(telling, same)
    if 1 < len(at) == len(axes.places):
        return telling.say("all_places")
    return names.listed([telling.place(axes.places[p]) for p in at], language)


def _level(telling: Telling, same: Sequence[Measure]) -> str:
    one, words = same[0], telling.words
    if one.lever == "support":
        firms = telling.count(len({m.firm for m in same}))
        return words.say("firms_one" if firms == "1" else "firms_many", n=firms)
    if one.lever == "line_orders":
        lines = sum(m.value * ((m.end - m.start).days + 1) for m in same)
        return words.say("lines_count", n=number(lines), line=words.say("line" if lines == 1 else "many_lines"))
    if one.unit == "share":
        low, high = min(m.value for m in same), max(m.value for m in same)
        if low == high:
            return words.share(low)
        at = min(same, key=lambda m: (m.value, m.start))
        lowest = _where(telling, [at])
        if len({_subject(telling, m) for m in same}) > 1:
            group = names.group_name(_subject(telling, at), telling.language)
            lowest = telling.say("pause").join((group, lowest))
        return words.say(
            "mostly",
            low=words.share(low),
            high=words.share(high),
            place=lowest,
            when=words.span(at.start, at.end),
        )
    unit = names.good_unit(telling.plan.region, one.good, telling.language) if one.good else one.unit
    each = len(places_of(telling, [one])) if one.lever == "purchases" else 1
    low, high = each * min(m.value for m in same), each * max(m.value for m in same)
    shown = number(low) if number(low) == number(high) else f"{number(low)}–{number(high)}"
    return words.say("a_day", n=shown, unit=unit)
