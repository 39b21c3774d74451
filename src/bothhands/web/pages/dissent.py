"""Dissent on a plan's page: what was said against it stands there and in the decision brief, with a name and a day."""

from __future__ import annotations

from markupsafe import Markup
from nicegui import ui
from sqlalchemy import select

from bothhands.records.access import Access
from bothhands.records.people import User
from bothhands.records.store import DeskSession
from bothhands.records.work import Comment
from bothhands.tasks import discuss
from bothhands.tasks.page import MOST
from bothhands.web.pages.frame import done
from bothhands.web.pages.parts import empty, quiet
from bothhands.web.pages.visit import Visit


def dissent_told(visit: Visit, session: DeskSession, plan: int) -> Markup:
    """What was said of a plan, the first first."""
    say, words = visit.words.say, visit.words
    said = discuss.comments_of(session, "plan", plan, MOST).items
    if not said:
        return empty(say("dk_ds_none"))
    authors = {one.created_by for one in said if one.created_by is not None}
    names = {number: name for number, name in session.execute(select(User.id, User.name).where(User.id.in_(authors)))}

    def who(one: Comment) -> str:
        return names.get(one.created_by or 0, say("dk_local"))

    lines = [Markup("<li>{} {}</li>").format(one.text, quiet(f"{who(one)}, {words.date(one.created_at.date())}")) for one in said]  # fmt: skip
    return Markup("<ul>{}</ul>").format(Markup("").join(lines))


def dissent(visit: Visit, access: Access, plan: int, told: Markup) -> None:
    """The card of dissent: what stands, and where somebody who may comment writes."""
    say = visit.words.say

    def write(text: str) -> bool:
        with visit.store.writing(visit.access()) as session:
            discuss.comment(session, "plan", plan, text)
        return True

    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2>{}<p class=bh-quiet>{}</p>").format(say("dk_ds_title"), told, say("dk_ds_why")), sanitize=False)  # fmt: skip
        if not access.may("record"):
            return
        text = ui.textarea(say("dk_ds_write")).props("outlined stack-label maxlength=4000").style("width: 100%")

        async def pressed() -> None:
            if await done(lambda: write(text.value or "")):
                ui.navigate.to(visit.path)

        ui.button(say("dk_ds_put"), on_click=pressed).props("outline").classes("bh-under")
