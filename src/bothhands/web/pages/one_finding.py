"""One finding: what was said, by whom, how far it is, what it puts right; verified by somebody else than whoever settled it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup
from nicegui import ui

from bothhands.records.access import Access
from bothhands.records.people import User
from bothhands.records.store import DeskSession
from bothhands.records.work import Finding, Task
from bothhands.tasks.discuss import attachments_of
from bothhands.tasks.findings import FindingChange, change_finding, task_of_finding, verify
from bothhands.tasks.tables import Seen, tables_seen
from bothhands.web.findings_told import findings_table
from bothhands.web.pages.amending import Told, amending, amendments_told
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.parts import Column, firm_link, link, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page


class Shown(NamedTuple):
    """A finding as the page shows it."""

    finding: Finding
    task: Task
    facts: Markup
    files: Markup
    amendments: Told
    tables: Mapping[str, Seen]


@desk_page("/findings/{number}", "dk_findings")
async def one_finding(visit: Visit, access: Access, number: int) -> None:
    """A finding by its number."""
    say = visit.words.say
    shown = await to_page(_read, visit, access, number)
    found = shown.finding
    heading(say("dk_fi_of", n=number, text=visit.retold(found.text)[:200]), say(f"dk_fi_{found.status}"))
    card(shown.facts)
    card(Markup("<h2>{}</h2><p>{}</p>").format(say("dk_fi_task"), link(f"/follow-up/{shown.task.id}", say("dk_follow_up"))))  # fmt: skip
    if shown.files:
        card(Markup("<h2>{}</h2>{}").format(say("dk_fi_files"), shown.files))
    _settling(visit, access, found)
    amending(visit, access, found, shown.amendments, shown.tables)
    card(link("/findings", say("dk_fi_all")))


def _read(visit: Visit, access: Access, number: int) -> Shown:
    seen = {one.table.name: one for one in tables_seen(visit.store, access)} if access.may("record") else {}
    with visit.store.reading(access) as session:
        found = session.one(Finding, number)
        told = findings_table(session, visit.words, visit.region, [found], visit.day)
        rows: list[tuple[str, str | Markup]] = [*zip(told.head, told.rows[0], strict=True)]
        if found.firm:
            rows[4] = (told.head[4], firm_link(found.firm, told.rows[0][4]))
        if found.verified_by is not None:
            who = session.get(User, found.verified_by)
            rows.append((visit.words.say("dk_fi_verified_by"), "" if who is None else who.name))
        facts = table([Column(""), Column("")], rows)
        return Shown(found, task_of_finding(session, number), facts, _files(visit, session, number), amendments_told(visit, session, number), seen)  # fmt: skip


def _files(visit: Visit, session: DeskSession, number: int) -> Markup:
    every = attachments_of(session, "finding", number).items
    lines = [Markup("<li>{}</li>").format(link(f"/api/v1/attachments/{one.id}/content", one.name)) for one in every]
    return Markup("<ul>{}</ul>").format(Markup("").join(lines)) if lines else Markup("")


def _settling(visit: Visit, access: Access, found: Finding) -> None:
    """The answer to whoever asked, and the word of whoever looked."""
    say = visit.words.say
    if not access.may("follow") or found.status == "verified":
        return

    async def answered() -> None:
        def put() -> bool:
            with visit.store.writing(visit.access()) as session:
                change_finding(session, found.id, found.version, FindingChange(answer=answer.value or ""))
            return True

        if await done(put):
            ui.navigate.to(visit.path)

    async def looked() -> None:
        def put() -> bool:
            with visit.store.writing(visit.access()) as session:
                verify(session, found.id, found.version)
            return True

        if await done(put):
            ui.navigate.to(visit.path)

    with ui.element("div").classes("bh-card"):
        answer = ui.textarea(say("dk_fi_answer_given"), value=found.answer).props("outlined stack-label maxlength=4000").style("width: 100%")  # fmt: skip
        with ui.element("div").classes("bh-row bh-under"):
            ui.button(say("dk_fi_answer_put"), on_click=answered).props("outline")
            if found.status == "solved":
                ui.button(say("dk_fi_verify"), on_click=looked).props("unelevated")
