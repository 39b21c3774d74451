"""The weekly digest in a reader's words: for the page, for paper, and for REST."""

from __future__ import annotations

from collections.abc import Sequence

from bothhands.inputs.region import Region
from bothhands.records.store import DeskSession
from bothhands.records.work import Task
from bothhands.report.digest_page import DigestTold, Section
from bothhands.report.names import place_name, region_name
from bothhands.report.svg import Table
from bothhands.report.words import Wording
from bothhands.tasks.digest import Digest
from bothhands.tasks.follow_up import days_late
from bothhands.web.pages.tasks_shown import late_said, people, titles_of

COUNTS = ("late", "due", "done", "findings")


def digest_told(session: DeskSession, words: Wording, region: Region, week: Digest) -> DigestTold:
    """A week in words.

    Parameters
    ----------
    session
        Of the reader.
    words
        The reader's.
    region
        For names.
    week
        What is told.
    """
    say = words.say
    standing = say(
        "dk_dg_standing", region=region_name(region, words.language), span=words.span(week.monday, week.sunday), day=words.date(week.day),
    )  # fmt: skip
    rows = tuple(
        (_place(words, region, one.place), *(f"{getattr(one, name):,}" for name in COUNTS)) for one in week.places
    )
    if len(rows) > 1:
        rows = (*rows, (say("dk_dg_all"), *(f"{week.total(name):,}" for name in COUNTS)))
    places = Table((say("dk_place"), *(say(f"dk_dg_{name}") for name in COUNTS)), rows)
    sections = [
        _section(session, words, region, week, name, getattr(week, name)) for name in COUNTS[:3] if getattr(week, name)
    ]
    return DigestTold(standing, answer(words, week), places, sections)


def answer(words: Wording, week: Digest) -> str:
    """The week in a sentence."""
    if not week.places:
        return words.say("dk_dg_nothing")
    return words.say("dk_dg_answer", **{name: f"{week.total(name):,}" for name in COUNTS})


def _section(
    session: DeskSession, words: Wording, region: Region, week: Digest, name: str, tasks: Sequence[Task]
) -> Section:
    say = words.say
    titles, names = titles_of(session, words, region, tasks), people(session, tasks)
    rows = tuple(
        (
            titles[one.id], _place(words, region, one.place), words.date(day) if (day := one.done_on if name == "done" else one.due) else "–",
            names.get(one.assignee_id or 0, say("dk_nobody")),
            late_said(words, days_late(one, week.day)) if name == "late" else one.evidence if name == "done" else say(f"dk_task_{one.status}"),
        )
        for one in tasks
    )  # fmt: skip
    heads = ("dk_task", "dk_place", "dk_dg_done_on" if name == "done" else "dk_due", "dk_assignee", "dk_evidence" if name == "done" else "dk_status")  # fmt: skip
    more = week.total(name) - len(tasks)
    return Section(
        say(f"dk_dg_{name}_title"), Table(tuple(say(head) for head in heads), rows), say("dk_dg_more", n=f"{more:,}") if more else ""
    )  # fmt: skip


def _place(words: Wording, region: Region, place: str) -> str:
    return place_name(region, place, words.language) if place else words.say("dk_everywhere")
