"""Hours as pictures: one person's weeks, and posts side by side in the order of their homes. Pure: figures in, a picture out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bothhands.report.amounts import number
from bothhands.report.bar_charts import Bar, Mark, bar_chart
from bothhands.report.svg import NARROW, WIDE, Chart, Figure, Table
from bothhands.report.words import Wording

FULL_WEEK = 44.0
"""Hours a week: Labour Law of the People's Republic of China (1994), article 36."""
APART = 0.05
"""Hours below which a difference is none."""


class PostHours(NamedTuple):
    """A post, and hours it worked more than the mean."""

    post: str
    more: float


def weeks_chart(words: Wording, weeks: Sequence[tuple[date, float]]) -> Figure:
    """One person's hours by week, with the hours of a full week."""
    say = words.say
    hours = [one for _, one in weeks]
    title = say("dk_st_record_title", hours=number(round(sum(hours), 1)), n=len(weeks), most=number(max(hours, default=0.0)))  # fmt: skip
    bars = [Bar(words.day(first), value, number(value)) for first, value in weeks]
    table = Table((say("dk_st_week"), say("dk_st_hours_h")), tuple((words.day(first), number(value)) for first, value in weeks))  # fmt: skip
    pictures = [
        bar_chart(Chart(title, say("dk_st_record_unit"), say("dk_st_footer"), "firms", width, words.zh), bars, Mark(say("dk_st_law"), FULL_WEEK))
        for width in (WIDE, NARROW)
    ]  # fmt: skip
    return Figure(say("dk_st_record"), title, pictures[0], pictures[1], table)


def posts_chart(words: Wording, posts: Sequence[PostHours], mean: float) -> Figure:
    """Hours of posts in the order given, with their mean."""
    say = words.say
    furthest = max(posts, key=lambda one: abs(one.more))
    apart = round(abs(furthest.more), 1)
    more = say("dk_st_fair_more" if furthest.more > 0 else "dk_st_fair_less")
    title = say("dk_st_fair_even") if apart < APART else say("dk_st_fair_title", post=furthest.post, hours=number(apart), more=more)  # fmt: skip
    bars = [Bar(one.post, max(mean + one.more, 0.0), number(round(mean + one.more, 1))) for one in posts]
    rows = tuple((one.post, number(round(mean + one.more, 1)), f"{one.more:+.1f}") for one in posts)
    table = Table((say("dk_st_post"), say("dk_st_hours_h"), say("dk_st_fair_more_h")), rows)
    mark = Mark(say("dk_st_fair_mean", hours=number(round(mean, 1))), mean)
    pictures = [bar_chart(Chart(title, say("dk_st_fair_unit"), "", "firms", width, words.zh), bars, mark) for width in (WIDE, NARROW)]  # fmt: skip
    return Figure(say("dk_st_fair"), title, pictures[0], pictures[1], table)
