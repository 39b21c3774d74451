"""The weekly letter of a city in a reader's words: as a page, on paper, and as a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bothhands.inputs.region import Region
from bothhands.records.field import FieldVisit
from bothhands.records.store import DeskSession
from bothhands.records.work import Task
from bothhands.report.digest_page import DigestTold, Section
from bothhands.report.names import place_name, region_name
from bothhands.report.sentences import told_in
from bothhands.report.svg import Table
from bothhands.report.words import Wording
from bothhands.tasks.follow_up import days_late
from bothhands.tasks.letters import LISTED, Letter
from bothhands.web.findings_told import findings_table, firms_named
from bothhands.web.pages.tasks_shown import late_said, people, titles_of

TOLD_OF_FINDINGS = (1, 2, 4, 5, 8, 9, 10)
"""Columns of the table of findings that a letter has room for."""


def letter_title(words: Wording, region: Region, letter: Letter) -> str:
    """To whom, of which week."""
    return words.say("dk_lt_title", place=place_name(region, letter.place, words.language), span=words.span(letter.monday, letter.sunday))  # fmt: skip


def letter_told(session: DeskSession, words: Wording, region: Region, letter: Letter) -> DigestTold:
    """The letter in words.

    Parameters
    ----------
    session
        Of the reader.
    words
        The reader's.
    region
        For names.
    letter
        The week.
    """
    say = words.say
    parts = ("visited", "found", "solved", "late", "following", "due")
    counts = {name: len(getattr(letter, name)) for name in parts}
    answer = say("dk_lt_answer", **{name: f"{counts[name]:,}" for name in ("visited", "found", "solved", "late")}) if any(counts.values()) else say("dk_lt_nothing")  # fmt: skip
    table = Table((say("dk_lt_counts"), say("dk_lt_count")), tuple((say(f"dk_lt_{name}"), f"{counts[name]:,}") for name in parts))  # fmt: skip
    sections = [
        _section(say(f"dk_lt_{name}"), _told(session, words, region, letter, name), len(getattr(letter, name)), words)
        for name in ("visited", "missed", "found", "solved", "late", "following", "due")
        if getattr(letter, name)
    ]
    standing = say("dk_lt_standing", region=region_name(region, words.language), day=words.date(letter.day))
    return DigestTold(standing, answer, table, sections)


def letter_document(told: DigestTold, title: str, words: Wording) -> dict[str, Any]:
    """What a Word document is written from (`report.kept_briefing.as_document`)."""
    first = {"key": "counts", "title": told.places.head[0], "notes": [], "tables": [_plain(told.places)]}
    parts = [{"key": "", "title": one.title, "notes": [one.more] if one.more else [], "tables": [_plain(one.table)]} for one in told.sections]  # fmt: skip
    return {"language": words.language, "title": title, "standing": told.standing, "hypothetical": "", "answer": told.answer, "parts": [first, *parts]}  # fmt: skip


def _plain(table: Table) -> dict[str, Any]:
    return {"title": "", "head": list(table.head), "rows": [list(row) for row in table.rows]}


def _section(title: str, table: Table, count: int, words: Wording) -> Section:
    more = count - len(table.rows)
    return Section(title, table, words.say("dk_lt_more", n=f"{more:,}") if more > 0 else "")


def _told(session: DeskSession, words: Wording, region: Region, letter: Letter, name: str) -> Table:
    every = getattr(letter, name)[:LISTED]
    if name in ("visited", "missed", "following"):
        return _visits(session, words, region, every, name == "visited")
    if name == "found":
        whole = findings_table(session, words, region, every, letter.day)
        return Table(tuple(whole.head[n] for n in TOLD_OF_FINDINGS), tuple(tuple(row[n] for n in TOLD_OF_FINDINGS) for row in whole.rows))  # fmt: skip
    return _tasks(session, words, region, letter, every, name)


def _visits(session: DeskSession, words: Wording, region: Region, visits: Sequence[FieldVisit], made: bool) -> Table:
    say, firms = words.say, firms_named(session, {one.firm for one in visits}, words)
    rows = tuple(
        (
            words.date((one.made_on or one.day) if made else one.day), say(f"visit_kind_{one.kind}"), firms.get(one.firm, one.firm) or place_name(region, one.place, words.language),
            told_in(one.said, words.language) or "–",
        )
        for one in visits
    )  # fmt: skip
    head = (say("dk_lt_day"), say("dk_lt_what"), say("dk_cv_what"), say("dk_lt_said"))
    return Table(head, rows) if made else Table(head[:3], tuple(row[:3] for row in rows))


def _tasks(session: DeskSession, words: Wording, region: Region, letter: Letter, tasks: Sequence[Task], name: str) -> Table:  # fmt: skip
    say = words.say
    titles, names = titles_of(session, words, region, tasks), people(session, tasks)
    rows = tuple(
        (
            titles[one.id], words.date(day) if (day := one.done_on if name == "solved" else one.due) else "–", names.get(one.assignee_id or 0, say("dk_nobody")),
            one.evidence or "–" if name == "solved" else late_said(words, days_late(one, letter.day)) if name == "late" else say(f"dk_task_{one.status}"),
        )
        for one in tasks
    )  # fmt: skip
    return Table((say("dk_task"), say("dk_dg_done_on" if name == "solved" else "dk_due"), say("dk_assignee"), say("dk_evidence" if name == "solved" else "dk_status")), rows)  # fmt: skip
