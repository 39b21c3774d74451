"""How levers differ, in words; of two plans, and of any two tables of measures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bothhands.levers.difference import LeverMoved
from bothhands.report.words import Wording

MOST = 8
"""Levers told one by one."""


def levels_said(words: Wording, moved: Sequence[LeverMoved]) -> list[str]:
    """A sentence for each lever, the most moved first, or that none differs."""
    if not moved:
        return [words.say("diff_none")]
    return [
        words.say(
            "diff_up" if one.mean > 0 else "diff_down", lever=words.say(one.lever), points=f"{100 * abs(one.mean):.1f}",
            share=words.share(one.share), day=words.day(date.fromisoformat(one.first)),
        )
        for one in moved[:MOST]
    ]  # fmt: skip
