"""Tasks as pages show them: what, where, by when, whose, how far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args

from markupsafe import Markup
from sqlalchemy import select

from bothhands.inputs.region import Region
from bothhands.records.people import User
from bothhands.records.store import DeskSession
from bothhands.records.work import MeasureRecord, Task
from bothhands.report.names import place_name
from bothhands.report.sentences import told_in
from bothhands.report.words import Wording
from bothhands.tasks.findings import FindingKind
from bothhands.tasks.follow_up import days_late
from bothhands.web.pages.measures_shown import where_named
from bothhands.web.pages.parts import Column, late, link, table


def tasks_table(session: DeskSession, words: Wording, region: Region, tasks: Sequence[Task], day: date) -> Markup:
    """A table of tasks, places and what they are called by the region's names."""
    say = words.say
    names, titles = people(session, tasks), titles_of(session, words, region, tasks)
    rows = [
        (
            link(f"/follow-up/{one.id}", titles[one.id]), place_name(region, one.place, words.language) if one.place else say("dk_everywhere"), words.date(one.due) if one.due else "–",
            names.get(one.assignee_id or 0, say("dk_nobody")), standing(words, one, day),
        )
        for one in tasks
    ]  # fmt: skip
    heads = ("dk_task", "dk_place", "dk_due", "dk_assignee", "dk_status")
    return table([Column(say(head), whole=head == "dk_due") for head in heads], rows)


def people(session: DeskSession, tasks: Sequence[Task]) -> dict[int, str]:
    """Names of those whose tasks they are."""
    numbers = {one.assignee_id for one in tasks if one.assignee_id is not None}
    return (
        {number: name for number, name in session.execute(select(User.id, User.name).where(User.id.in_(numbers)))}
        if numbers
        else {}
    )


def titles_of(session: DeskSession, words: Wording, region: Region, tasks: Sequence[Task]) -> dict[int, str]:
    """What each task is, in the reader's language: a measure is told by its lever."""
    numbers = [one.measure_id for one in tasks if one.measure_id is not None]
    measures = (
        {one.id: one for one in session.scalars(select(MeasureRecord).where(MeasureRecord.id.in_(numbers)))}
        if numbers
        else {}
    )
    told = {}
    for one in tasks:
        measure = measures.get(one.measure_id or 0)
        if measure is None:
            told[one.id] = _of_finding(words, one.title) if one.kind == "finding" else one.title
            continue
        where = where_named(words, region, measure, with_place=False)
        told[one.id] = " · ".join(part for part in (words.say(measure.lever), where) if part)
    return told


def _of_finding(words: Wording, title: str) -> str:
    """The task of a finding: what kind it is, in the reader's language, and what was said."""
    kind, colon, text = title.partition(": ")
    if not words.zh or not colon or kind not in get_args(FindingKind):
        return told_in(title, words.language)
    return f"{words.say(f'dk_fi_kind_{kind}')}：{told_in(text, words.language)}"


def unit_told(words: Wording, unit: str) -> str:
    """The unit of a task's measure, in the reader's language."""
    return words.say("dk_unit_share") if unit == "share" else words.unit(unit)


def standing(words: Wording, task: Task, day: date) -> Markup | str:
    """How far a task is, and how late, in words and sign."""
    behind = days_late(task, day)
    if task.status in ("done", "dropped") or not behind:
        return words.say(f"dk_task_{task.status}")
    taken = f" · {words.say(f'dk_escalated_{task.escalation}')}" if task.escalation else ""
    return late(late_said(words, behind) + taken)


def late_said(words: Wording, days: int) -> str:
    """How late something is."""
    return words.say("dk_day_late" if days == 1 else "dk_days_late", n=days)
