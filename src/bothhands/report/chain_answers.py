"""Answers about a chain as tables: completion, the price of delays, missing links. Pure, like the briefing.

Why this file exists: console, workbook and JSON say the same. Figures keep three digits; a date not reached reads "later
than" the last day of the calendar, and an assumed site is never named as one to chase.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bothhands.plan.completion import Completed
from bothhands.plan.delay import Delay
from bothhands.plan.missing import Missing
from bothhands.report.amounts import number
from bothhands.report.names import UNITS
from bothhands.report.svg import Table


def completion_table(found: Completed, end: date) -> Table:
    """Links of the chain, first one first, with P50, P90 and how often each is the last."""
    rows = tuple(
        (
            one.good,
            day_or_later(one.p50, end),
            day_or_later(one.p90, end),
            f"{one.odds:.0%}",
            f"{one.critical_share:.0%}",
            f"{number(one.need)} {UNITS[one.unit][0]}",
            f"{number(one.able)} {UNITS[one.unit][0]}",
        )
        for one in found.links
    )
    return Table(
        ("link", "P50", "P90", "odds by the end", "is the last link", "needed a day", "able a day, likely"), rows
    )


def served_table(found: Completed, end: date) -> Table:
    """When the whole chain serves all groups up to each priority."""
    rows = tuple(
        (one.group.replace("_", " "), day_or_later(one.p50, end), day_or_later(one.p90, end), f"{one.odds:.0%}")
        for one in found.chain
    )
    return Table(("chain complete for all up to", "P50", "P90", "odds by the end"), rows)


def delay_table(found: Sequence[Delay]) -> Table:
    """Sites, dearest delay first; under each group the masks it would be short of."""
    groups = tuple(found[0].unmet) if found else ()
    head = ("site", "good", "lines to come", *(group.replace("_", " ") for group in groups))
    rows = tuple(
        (
            one.standing or one.site,
            one.good if not one.standing else f"{one.good} ({one.site})",
            number(one.orders),
            *(number(max(one.unmet[group], 0.0)) for group in groups),
            number(max(one.kits, 0.0)),
            number(max(one.yuan, 0.0)),
        )
        for one in found
    )
    return Table((*head, "kits short", "yuan at the goods' prices"), rows)


def missing_table(found: Sequence[Missing]) -> Table:
    """Missing links with what it would take, widest gap first."""
    rows = tuple(
        (
            one.good,
            one.why,
            f"{number(one.need)} {UNITS[one.unit][0]}",
            number(one.able),
            number(one.outside) if one.outside else "none",
            number(one.gap),
            ", ".join(one.sites) or one.standing or "no site in the tables",
        )
        for one in found
    )
    head = ("good", "what is missing", "needed a day", "stands", "market outside", "gap", "whom to ask")
    return Table(head, rows)


def ways_table(found: Sequence[Missing]) -> Table:
    """Every class of line that could close a gap."""
    rows = tuple(
        (
            one.good,
            way.line_class,
            number(way.lines),
            f"{way.lead_days[1]:g} ({way.lead_days[0]:g} to {way.lead_days[2]:g})",
            number(way.yuan),
            f"{way.room}" + (" (too few)" if way.room < way.lines else ""),
        )
        for one in found
        for way in one.ways
        if one.gap > 0
    )
    return Table(("good", "class", "lines", "days to first product", "yuan", "room at known sites"), rows)


def day_or_later(day: date | None, end: date) -> str:
    """A date, or that it lies beyond the calendar."""
    return day.isoformat() if day else f"later than {end.isoformat()}"
