"""Matches as a table and a sentence, in English or Chinese. Pure, like the briefing."""

from __future__ import annotations

from collections.abc import Sequence

from bothhands.plan.matching.from_region import Match, Partner
from bothhands.report.amounts import number
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


def match_table(found: Sequence[Match], words: Wording) -> Table:
    """Each line that is lacking with up to five partners, and why each."""
    rows = []
    for one in found:
        what = f"{one.item} ({KINDS[one.kind][words.zh]})"
        need = f"{number(one.quantity)} {one.unit}".strip()
        for rank, partner in enumerate(one.partners, start=1):
            rows.append(
                (
                    one.who or one.offer,
                    one.place,
                    what,
                    need,
                    str(rank),
                    partner.who or partner.offer,
                    partner.place,
                    reasons(partner, words),
                )
            )
        if not one.partners:
            nobody = "无人可供" if words.zh else "nobody has it"
            rows.append((one.who or one.offer, one.place, what, need, "–", nobody, "", ""))
    head = (
        ("缺方", "城市", "缺什么", "数量", "序", "候选方", "城市", "理由")
        if words.zh
        else ("lacks", "city", "what", "how much", "rank", "candidate", "city", "reasons")
    )
    return Table(head, tuple(rows))


def reasons(one: Partner, words: Wording) -> str:
    """What speaks for and against a partner: distance, day, quantity, grade, and its part in the flow."""
    zh = words.zh
    said = [f"{one.distance_km:.0f}{'公里' if zh else ' km'}"]
    if one.wait_days:
        said.append(f"晚{one.wait_days:.0f}天" if zh else f"{one.wait_days:.0f} days late")
    said.append(f"可满足{words.share(one.covers)}" if zh else f"could cover {words.share(one.covers)}")
    if one.above_grade:
        said.append(f"高{one.above_grade}级" if zh else f"{one.above_grade} grades better")
    if one.amount > 1e-9:
        said.append(f"建议供{number(one.amount)}" if zh else f"flow suggests {number(one.amount)}")
    return ("，" if zh else ", ").join(said)
