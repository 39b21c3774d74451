"""Matches as a table and a sentence, in English or Chinese. Pure, like the briefing."""

from __future__ import annotations

from collections.abc import Sequence

from bothhands.inputs.region import Region
from bothhands.plan.matching.from_region import THE_CHAIN, Match, Partner
from bothhands.report.amounts import number
from bothhands.report.names import firm_name, good_name, place_name
from bothhands.report.svg import Table
from bothhands.report.words import Wording

KINDS = {
    "input": ("input", "原料"),
    "product": ("unsold product", "滞销产品"),
    "worker": ("workers", "用工"),
    "asset": ("idle asset", "闲置资产"),
}


def match_said(found: Sequence[Match], words: Wording) -> str:
    """The answer in a sentence."""
    short = [one for one in found if one.unmet > 1e-9]
    if words.zh:
        return f"{len(found)}项缺口中，{len(found) - len(short)}项可全部对接，{len(short)}项仍有缺口。下列为候选，由人选定。"
    return f"{len(found) - len(short)} of {len(found)} lines can be covered whole, {len(short)} not. These are candidates; people choose."


def match_table(found: Sequence[Match], region: Region, words: Wording) -> Table:
    """Each line that is lacking with up to five partners, and why each."""
    rows = []
    for one in found:
        lacks = (
            who_lacks(one, region, words),
            place_name(region, one.place, words.language),
            *what_lacks(one, region, words),
        )
        for rank, partner in enumerate(one.partners, start=1):
            at = place_name(region, partner.place, words.language)
            rows.append((*lacks, str(rank), who_has(partner, region, words), at, reasons(partner, words)))
        if not one.partners:
            rows.append((*lacks, "–", words.say("match_nobody"), "", ""))
    keys = ("lacks", "place", "what", "how_much", "rank", "candidate", "place", "reasons")
    return Table(tuple(words.say(f"match_{key}") for key in keys), tuple(rows))


def who_lacks(one: Match, region: Region, words: Wording) -> str:
    """Who lacks something: a firm by its name, the chain, or what the table says."""
    return (
        words.say("match_the_chain")
        if one.who == THE_CHAIN
        else firm_name(region, one.who or one.offer, words.language)
    )


def what_lacks(one: Match, region: Region, words: Wording) -> tuple[str, str]:
    """What is lacking, and how much of it."""
    what = f"{good_name(region, one.item, words.language)} ({KINDS[one.kind][words.zh]})"
    unit = words.say("unit_lines") if one.unit == "lines" else one.unit
    return what, f"{number(one.quantity)} {unit}".strip()


def who_has(one: Partner, region: Region, words: Wording) -> str:
    """A partner by its name; an assumption is never named as somebody to call on."""
    return words.say("match_unverified") if one.unverified else firm_name(region, one.who or one.offer, words.language)


def reasons(one: Partner, words: Wording) -> str:
    """What speaks for and against a partner: distance, day, quantity, grade, and its part in the flow."""
    zh = words.zh
    said = [f"{one.distance_km:.0f}{'公里' if zh else ' km'}"]
    if one.wait_days:
        said.append(f"晚{one.wait_days:.0f}天" if zh else f"{one.wait_days:.0f} day{_more(one.wait_days)} late")
    said.append(f"可满足{words.share(one.covers)}" if zh else f"could cover {words.share(one.covers)}")
    if one.above_grade:
        said.append(f"高{one.above_grade}级" if zh else f"{one.above_grade} grade{_more(one.above_grade)} better")
    if one.amount > 1e-9:
        said.append(f"建议供{number(one.amount)}" if zh else f"flow suggests {number(one.amount)}")
    return ("，" if zh else ", ").join(said)


def _more(count: float) -> str:
    """The end of a noun that is counted."""
    return "" if round(count) == 1 else "s"
