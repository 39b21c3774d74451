"""Answers about a chain as tables: completion, the price of delays, missing links. Pure, like the briefing.

Why this file exists: console, workbook and JSON say the same. Figures keep three digits; a date not reached reads "after"
the last day of the calendar, and an assumed site is never named as one to chase.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bothhands.plan.completion import Completed
from bothhands.plan.delay import Delay
from bothhands.plan.missing import Missing, Way
from bothhands.report.chain_words import ChainWords
from bothhands.report.svg import Table, capital


def completion_table(words: ChainWords, found: Completed, end: date) -> Table:
    """Links of the chain, first one first: P50, P90, odds by the end of the calendar, share of draws in which each is the last."""
    rows = tuple(
        (
            words.good(one.good),
            words.day_or_later(one.p50, end),
            words.day_or_later(one.p90, end),
            f"{one.odds:.0%}",
            f"{one.critical_share:.0%}",
            words.of_unit(one.need, one.unit),
            words.of_unit(one.able, one.unit),
        )
        for one in found.links
    )
    return Table((words.say("ch_link"), "P50", "P90", *words.heads("ch_odds", "ch_last", "ch_needed", "ch_able")), rows)


def served_table(words: ChainWords, found: Completed, end: date) -> Table:
    """When the whole chain serves all groups up to each priority."""
    rows = tuple(
        (words.group(one.group), words.day_or_later(one.p50, end), words.day_or_later(one.p90, end), f"{one.odds:.0%}")
        for one in found.chain
    )
    return Table((words.say("ch_complete_for"), "P50", "P90", words.say("ch_odds_by_end")), rows)


def delay_table(words: ChainWords, found: Sequence[Delay]) -> Table:
    """Sites, dearest delay first; under each group that loses anything the masks it would be short of."""
    groups = [group for group in (found[0].unmet if found else ()) if any(one.unmet[group] >= 0.5 for one in found)]
    kits = ["ch_kits"] if any(one.kits >= 0.5 for one in found) else []
    rows = tuple(
        (
            words.site(one.site, one.good),
            words.good(one.good),
            words.count(one.orders),
            *(words.amount(max(one.unmet[group], 0.0)) for group in groups),
            *(words.amount(max(one.kits, 0.0)) for _ in kits),
            words.money(max(one.yuan, 0.0)),
        )
        for one in found
    )
    head = (*words.heads("ch_site", "ch_good", "ch_lines_to_come"), *map(words.group, groups), *words.heads(*kits))
    return Table((*head, words.say("ch_at_prices")), rows)


def missing_table(words: ChainWords, found: Sequence[Missing]) -> Table:
    """Missing links with what it would take, widest gap first."""
    rows = tuple(
        (
            words.good(one.good),
            words.say(one.why),
            words.of_unit(one.need, one.unit),
            words.amount(one.able),
            words.amount(one.outside) if one.outside else words.say("chain_none"),
            words.amount(one.gap),
            ", ".join(words.site(site, one.good) for site in one.sites)
            or words.say("chain_unverified" if one.unverified else "chain_no_site"),
        )
        for one in found
    )
    return Table(words.heads("ch_good", "ch_missing", "ch_needed", "ch_stands", "ch_market", "ch_gap", "ch_ask"), rows)


def ways_table(words: ChainWords, found: Sequence[Missing]) -> Table:
    """Every class of line that could close a gap."""

    def told(one: Missing, way: Way) -> tuple[str, ...]:
        low, likely, high = (f"{days:g}" for days in way.lead_days)
        return (
            words.good(one.good),
            words.line_class(way.line_class),
            words.count(way.lines),
            words.say("chain_days", low=low, likely=likely, high=high),
            words.money(way.yuan),
            words.say("chain_too_few", room=way.room) if way.room < way.lines else f"{way.room}",
        )

    rows = tuple(told(one, way) for one in found for way in one.ways if one.gap > 0)
    return Table(words.heads("ch_good", "ch_class", "ch_lines", "ch_first_product", "ch_cost", "ch_room"), rows)


def completion_said(words: ChainWords, found: Completed, end: date) -> str:
    """When the chain is complete and which link is the last, in a sentence or two."""
    whole = found.chain[-1]
    served = [one.group for one in found.chain if one.p50 is not None]
    last = max(found.links, key=lambda one: one.critical_share, default=None)
    if whole.p50 is None:
        short = [
            words.say(
                "completion_short", good=words.good_in_words(one.good), able=words.amount(one.able), need=words.of_unit(one.need, one.unit)
            )
            for one in found.links
            if one.p50 is None
        ]  # fmt: skip
        reach = words.say("completion_reach", group=words.group(served[-1])) if served else ""
        joined = words.say("sentence_join").join(short)
        return words.say("completion_not", end=end.isoformat(), reach=reach, short=joined)
    if last is None or whole.p50 == min((one.p50 for one in found.links if one.p50), default=None):
        return words.say("completion_now", day=whole.p50.isoformat())
    late, part = words.day_or_later(whole.p90, end), f"{last.critical_share:.0%}"
    return words.say(
        "completion_on", day=whole.p50.isoformat(), late=late, good=capital(words.good_in_words(last.good)), share=part
    )


def delay_said(words: ChainWords, found: Sequence[Delay]) -> str:
    """Which site to chase, and what its delay costs."""
    real = [one for one in found if not one.standing and one.yuan > 0]
    if not real:
        return words.say("delay_none")
    one = real[0]
    masks = sum(max(amount, 0.0) for amount in one.unmet.values())
    site = words.site(one.site, one.good)
    return words.say("delay_chase", site=site, masks=words.amount(masks), money=words.money(one.yuan))


def missing_said(words: ChainWords, found: Sequence[Missing]) -> str:
    """The widest gap, in a sentence."""
    open_gaps = [one for one in found if one.gap > 0]
    if not open_gaps:
        return words.say("missing_none")
    one = open_gaps[0]
    need = words.of_unit(one.need, one.unit)
    return words.say(
        "missing_widest", good=capital(words.good_in_words(one.good)), gap=words.amount(one.gap), need=need
    )
