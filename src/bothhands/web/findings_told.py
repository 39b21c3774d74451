"""Findings as a table: for the page, for a file, and for the letter of a city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from bothhands.inputs.region import Region
from bothhands.records.known import FirmRow
from bothhands.records.people import User
from bothhands.records.store import DeskSession
from bothhands.records.work import Finding
from bothhands.report.names import firm_named, place_name
from bothhands.report.sentences import told_in
from bothhands.report.svg import Table
from bothhands.report.words import Wording
from bothhands.tasks.findings import tasks_of_findings
from bothhands.tasks.follow_up import days_late
from bothhands.web.pages.tasks_shown import late_said, people


def findings_table(session: DeskSession, words: Wording, region: Region, findings: Sequence[Finding], day: date) -> Table:  # fmt: skip
    """A row a finding, with whose it is and by when.

    Parameters
    ----------
    session
        Of the reader.
    words, region
        The reader's words, and names of places.
    findings
        In their order.
    day
        The desk's day.
    """
    say = words.say
    tasks, firms = tasks_of_findings(session, findings), firms_named(session, {one.firm for one in findings}, words)
    owners, tellers = people(session, list(tasks.values())), _names(session, findings)
    rows = []
    for one in findings:
        task = tasks.get(one.id)
        behind = days_late(task, day) if task is not None and one.status in ("open", "doing") else 0
        due = words.date(task.due) if task is not None and task.due else "–"
        teller = say("dk_fi_outside") if one.source == "outside" else tellers.get(one.created_by or 0, say("dk_local"))
        rows.append(
            (
                str(one.id), words.date(one.told_on), say(f"dk_fi_kind_{one.kind}"), place_name(region, one.place, words.language), firms.get(one.firm, one.firm) or "–",
                told_in(one.text, words.language), say(f"dk_dif_{one.difficulty}") if one.difficulty else "–", teller,
                owners.get(task.assignee_id or 0, say("dk_nobody")) if task is not None else say("dk_nobody"), due, late_said(words, behind) if behind else say(f"dk_fi_{one.status}"), one.answer or "–", one.party or "–",
            )
        )  # fmt: skip
    heads = ("dk_fi_number", "dk_fi_told", "dk_fi_kind", "dk_place", "dk_fi_firm", "dk_fi_text", "dk_fi_difficulty", "dk_fi_told_by", "dk_assignee", "dk_due", "dk_fi_stands", "dk_fi_answer_given", "dk_fi_party")  # fmt: skip
    return Table(tuple(say(head) for head in heads), tuple(rows))


def firms_named(session: DeskSession, firms: set[str], words: Wording) -> Mapping[str, str]:
    """Names of firms in the reader's language; of those in their places."""
    asked = select(FirmRow).where(FirmRow.firm.in_(firms - {""}))
    return {one.firm: firm_named(one.name, one.name_zh, bool(one.figures.get("synthetic")), words.language) for one in session.scalars(asked)}  # fmt: skip


def _names(session: DeskSession, findings: Sequence[Finding]) -> Mapping[int, str]:
    numbers = {one.created_by for one in findings if one.created_by is not None}
    return {number: name for number, name in session.execute(select(User.id, User.name).where(User.id.in_(numbers)))}
