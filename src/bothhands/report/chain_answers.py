"""Answers about a chain as tables: completion, the price of delays, missing links. Pure, like the briefing.

Why this file exists: console, workbook and JSON say the same. Figures keep three digits; a date not reached reads "after"
the last day of the calendar, and an assumed site is never named as one to chase.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bothhands.plan.completion import Completed
from bothhands.plan.delay import Delay
from bothhands.plan.missing import Missing
from bothhands.report.amounts import money, number, quantity
from bothhands.report.names import UNITS
from bothhands.report.svg import Table


def completion_table(found: Completed, end: date) -> Table:
    """Links of the chain, first one first: P50, P90, odds by the end of the calendar, share of draws in which each is the last."""
    rows = tuple(
        (
            one.good,
            day_or_later(one.p50, end),
            day_or_later(one.p90, end),
            f"{one.odds:.0%}",
            f"{one.critical_share:.0%}",
            f"{quantity(one.need, 'en')} {UNITS[one.unit][0]}",
            f"{quantity(one.able, 'en')} {UNITS[one.unit][0]}",
        )
        for one in found.links
    )
    return Table(("link", "P50", "P90", "odds", "last in", "needed a day", "able a day"), rows)


def served_table(found: Completed, end: date) -> Table:
    """When the whole chain serves all groups up to each priority."""
    rows = tuple(
        (one.group.replace("_", " "), day_or_later(one.p50, end), day_or_later(one.p90, end), f"{one.odds:.0%}")
        for one in found.chain
    )
    return Table(("chain complete for all up to", "P50", "P90", "odds by the end"), rows)


def delay_table(found: Sequence[Delay], currency: str = "yuan") -> Table:
    """Sites, dearest delay first; under each group that loses anything the masks it would be short of."""
    groups = [group for group in (found[0].unmet if found else ()) if any(one.unmet[group] >= 0.5 for one in found)]
    kits = ["kits"] if any(one.kits >= 0.5 for one in found) else []
    rows = tuple(
        (
            f"{one.standing} ({one.site})" if one.standing else one.site,
            one.good,
            number(one.orders),
            *(quantity(max(one.unmet[group], 0.0), "en") for group in groups),
            *(quantity(max(one.kits, 0.0), "en") for _ in kits),
            money(max(one.yuan, 0.0), "en", "auto", currency),
        )
        for one in found
    )
    head = ("site", "good", "lines to come", *(group.replace("_", " ") for group in groups), *kits)
    return Table((*head, "at the goods' prices"), rows)


def missing_table(found: Sequence[Missing]) -> Table:
    """Missing links with what it would take, widest gap first."""
    rows = tuple(
        (
            one.good,
            one.why,
            f"{quantity(one.need, 'en')} {UNITS[one.unit][0]}",
            quantity(one.able, "en"),
            quantity(one.outside, "en") if one.outside else "none",
            quantity(one.gap, "en"),
            ", ".join(one.sites) or one.standing or "no site in the tables",
        )
        for one in found
    )
    head = ("good", "what is missing", "needed a day", "stands", "market outside", "gap", "whom to ask")
    return Table(head, rows)


def ways_table(found: Sequence[Missing], currency: str = "yuan") -> Table:
    """Every class of line that could close a gap."""
    rows = tuple(
        (
            one.good,
            way.line_class,
            number(way.lines),
            f"{way.lead_days[1]:g} ({way.lead_days[0]:g} to {way.lead_days[2]:g})",
            money(way.yuan, "en", "auto", currency),
            f"{way.room}" + (" (too few)" if way.room < way.lines else ""),
        )
        for one in found
        for way in one.ways
        if one.gap > 0
    )
    return Table(("good", "class", "lines", "days to first product", "cost", "room at known sites"), rows)


def day_or_later(day: date | None, end: date) -> str:
    """A date, or that it lies beyond the calendar."""
    return day.isoformat() if day else f"after {end.isoformat()}"


def completion_said(found: Completed, end: date) -> str:
    """When the chain is complete and which link is the last, in a sentence or two."""
    whole = found.chain[-1]
    served = [one.group.replace("_", " ") for one in found.chain if one.p50 is not None]
    last = max(found.links, key=lambda one: one.critical_share, default=None)
    if whole.p50 is None:
        reach = f"It is for all up to {served[-1]}. " if served else ""
        short = [one for one in found.links if one.p50 is None]
        told = "; ".join(
            f"{one.good} can give {quantity(one.able, 'en')} of {quantity(one.need, 'en')} {UNITS[one.unit][0]} a day"
            for one in short
        )
        return f"What stands and is ordered does not complete the chain by {end.isoformat()}. {reach}Short: {told}."
    if last is None or whole.p50 == min((one.p50 for one in found.links if one.p50), default=None):
        return f"The chain is complete on {whole.p50.isoformat()}: no link is short."
    late = day_or_later(whole.p90, end)
    return (
        f"The chain is complete on {whole.p50.isoformat()} (P50), {late} (P90). {last.good} is the last link in "
        f"{last.critical_share:.0%} of draws: its delay moves the end."
    )


def delay_said(found: Sequence[Delay], currency: str = "yuan") -> str:
    """Which site to chase, and what its delay costs."""
    real = [one for one in found if not one.standing and one.yuan > 0]
    if not real:
        return "No site of verified capacity has lines to come whose delay costs anything."
    one = real[0]
    masks = sum(max(amount, 0.0) for amount in one.unmet.values())
    price = money(one.yuan, "en", "auto", currency)
    return f"Chase {one.site}: its delay leaves {quantity(masks, 'en')} masks unserved, {price} at the goods' prices."


def missing_said(found: Sequence[Missing]) -> str:
    """The widest gap, in a sentence."""
    open_gaps = [one for one in found if one.gap > 0]
    if not open_gaps:
        return "No link is missing beyond what the outside market supplies."
    one = open_gaps[0]
    unit = UNITS[one.unit][0]
    return f"{one.good} is the widest gap: {quantity(one.gap, 'en')} of {quantity(one.need, 'en')} {unit} a day are lacking."
