"""The frame of every page: who one is, where one is, where one can go; and what is told when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from copy import copy
from functools import wraps
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from nicegui import ui
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bothhands.errors import BothhandsError, Fault, NotSignedIn, OutOfDate
from bothhands.inputs.plain_words import expected_of
from bothhands.records.access import Access
from bothhands.report.amounts import Language
from bothhands.report.names import region_name
from bothhands.report.phrases import PHRASES
from bothhands.report.sentences import fault_told
from bothhands.report.words import Wording
from bothhands.tasks.staff_standing import has_own_work
from bothhands.web.pages.parts import Column, table
from bothhands.web.pages.still import still_of
from bothhands.web.pages.visit import Visit, language_of, visit_of
from bothhands.web.threads import Work, in_thread, to_page

KEPT = (Path(__file__).parent / "kept.js").read_text(encoding="utf-8")
LOOK = (Path(__file__).parent / "look.css").read_text(encoding="utf-8")
ACTION = "#00598c"
"""Colour of what can be done: dark enough to be read on white and under white."""
NAVIGATION = (
    ("/", "dk_situation"),
    ("/scenarios", "dk_scenarios"),
    ("/plans", "dk_plans"),
    ("/compare", "dk_compare"),
    ("/targets", "dk_targets"),
    ("/chains", "dk_chains"),
    ("/field", "dk_fd_title"),
    ("/my-work", "dk_st_my_work"),
    ("/staff", "dk_st_staff"),
    ("/findings", "dk_findings"),
    ("/follow-up", "dk_follow_up"),
    ("/firms", "dk_firms"),
    ("/region", "dk_region"),
    ("/reports", "dk_reports"),
    ("/jobs", "dk_jobs"),
    ("/admin", "dk_admin"),
)
"""Pages in the order in which a day goes through them."""
Part: TypeAlias = tuple[Markup, str]
"""What stands in a card, and how wide it is: half, third, quarter, or blank for the whole width."""
MANAGERS = frozenset({"/admin"})
"""Pages only of those who manage people."""
ASSIGNERS, OWN_WORK = frozenset({"/staff"}), "/my-work"
"""Pages only of those who assign work, and the page of those who hold a post."""
PATIENCE_SECONDS = 60.0
"""How long a page may take to be read on a machine that is busy with a plan."""


def desk_page(
    path: str, title: str
) -> Callable[[Callable[..., Awaitable[None]]], Callable[..., Awaitable[Response | None]]]:
    """A page of the desk: only for who may see it, in their language, within the frame.

    Parameters
    ----------
    path
        Its address; parts in braces reach the page by name.
    title
        Key of its name.
    """

    def around(show: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[Response | None]]:
        @wraps(show)
        async def page(request: Request, **given: Any) -> Response | None:
            visit, top = await to_page(_opened, request, title)
            if visit is None:
                return RedirectResponse(f"/sign-in?next={quote(request.url.path)}", 303)
            ui.page_title(f"{visit.words.say(title)} · bothhands")
            ui.add_css(LOOK)
            _spoken(visit.language, visit.words.say("dk_kept_typed"))
            ui.colors(primary=ACTION)
            ui.html(top, sanitize=False)
            with ui.element("div").classes("bh-main").props("id=content tabindex=-1") as content:
                try:
                    await show(visit, visit.opened_by, **given)
                except BothhandsError as problem:
                    if not content.default_slot.children:
                        heading(visit.words.say(title))
                    told(problem)
            ui.add_body_html(str(still_of(ui.context.client)))
            return None

        page.__annotations__ = {
            **{name: kind for name, kind in show.__annotations__.items() if name not in ("visit", "access", "return")},
            "request": Request,
        }
        page.__signature__ = _signature(show)  # type: ignore[attr-defined]
        return ui.page(path, response_timeout=PATIENCE_SECONDS)(page)

    return around


def card(content: Markup, width: str = "") -> ui.html:
    """A white card with HTML of ours."""
    return ui.html(content, sanitize=False).classes(f"bh-card {width}")


def laid(parts: Sequence[Part]) -> None:
    """Cards side by side."""
    with ui.element("div").classes("bh-grid"):
        for content, width in parts:
            card(content, width)


def heading(words: str, answer: str = "") -> None:
    """The page's name and its answer."""
    said = Markup('<p class="bh-answer">{}</p>').format(answer) if answer else Markup("")
    ui.html(Markup("<h1>{}</h1>{}").format(words, said), sanitize=False)


def told(problem: BothhandsError) -> None:
    """Faults on the page, each with what to do."""
    language = _language()
    lines = Markup("").join(Markup("<li>{}</li>").format(fault_told(fault, language)) for fault in problem.faults[:20])
    ui.html(Markup('<ul class="bh-late">{}</ul>').format(lines), sanitize=False).classes("bh-card").props("role=alert")


async def done(action: Callable[[], Any], work: Work = "click") -> Any:
    """Do something for whoever is at the page; what is wrong is told beside it. None where it was not done."""
    try:
        return await in_thread(work, action)
    except NotSignedIn:
        ui.navigate.to("/sign-in")
    except OutOfDate as problem:
        _both(problem)
    except BothhandsError as problem:
        _notify(problem.faults[:5])
    except ValidationError as problem:
        _notify([_of_field(one) for one in problem.errors()[:5]])
    return None


def _both(problem: OutOfDate) -> None:
    """What stands now, beside what was typed, which stays in its fields and outlives a new load of the page."""
    say = Wording(_language()).say
    rows = [(say(f"dk_{name}"), "–" if value in (None, "") else str(value)) for name, value in problem.theirs.items() if f"dk_{name}" in PHRASES]  # fmt: skip
    with ui.dialog().props("persistent") as dialog, ui.card():
        ui.html(
            Markup("<h2>{}</h2><p>{}</p>").format(say("dk_changed_meanwhile"), say("dk_changed_how")), sanitize=False
        )
        ui.html(table([Column(say("dk_field")), Column(say("dk_stands_now"))], rows), sanitize=False)
        with ui.element("div").classes("bh-row"):
            ui.button(say("dk_load_again")).props("unelevated").on("click", js_handler="() => { window.bhKeep = true; location.reload(); }")  # fmt: skip
            ui.button(say("dk_yours_stays"), on_click=dialog.close).props("outline")
    dialog.open()


def _spoken(language: Language, kept: str) -> None:
    """The page as a document in a language, with what is said when typed text was put back."""
    client = ui.context.client
    client.page = copy(client.page)
    client.page.language = "zh-CN" if language == "zh" else "en-US"
    script = f"document.documentElement.dataset.kept = {json.dumps(kept)}; {KEPT}"
    ui.add_head_html(f"<script>{script}</script>")


def _notify(faults: Sequence[Fault]) -> None:
    language = _language()
    for fault in faults:
        ui.notify(fault_told(fault, language), type="negative", multi_line=True, timeout=10_000, close_button=True)


def _language() -> Language:
    """Of the browser that is being told something."""
    request = ui.context.client.request
    return language_of(request) if request is not None else "en"


def _of_field(one: ErrorDetails) -> Fault:
    """What is wrong with a field of a form."""
    name = ".".join(str(part) for part in one["loc"])
    return Fault("BH-WEB-041", f"{name} is {str(one['input'])[:80]!r}", expected_of(one), "mend the field", column=name)


def _opened(request: Request, title: str) -> tuple[Visit | None, Markup]:
    """Who opens a page, and what stands above it."""
    visit = visit_of(request)
    return visit, Markup("") if visit is None else _top(visit, title)


def _top(visit: Visit, title: str) -> Markup:
    access, say = visit.opened_by, visit.words.say
    places = Markup("").join(
        Markup('<a href="{}"{}>{}</a>').format(to, Markup(' aria-current="page"') if name == title else "", say(name))
        for to, name in NAVIGATION
        if _is_open(visit, access, to)
    )
    other = "en" if visit.words.zh else "zh"
    who = (
        say("dk_local")
        if access.user_id is None
        else say("dk_signed_in", name=access.name, role=say(f"dk_role_{access.role}"))
    )
    switch = Markup('<a href="/language/{}?next={}" lang="{}">{}</a>').format(
        other, quote(visit.path), other, say("dk_other_language")
    )
    tour = Markup('<a href="/tour/begin">{}</a>').format(say("dk_to_call"))
    leave = (
        Markup('<a href="/sign-out">{}</a>').format(say("dk_sign_out")) if access.user_id is not None else Markup("")
    )
    region = visit.region
    standing = say(
        "dk_standing",
        region=region_name(region, visit.language),
        day=visit.words.date(visit.day),
        edition=region.edition[:8],
    )
    return Markup(
        '<a class="bh-skip" href="#content">{}</a><header class="bh-top"><div><a class="bh-brand" href="/">bothhands</a><nav class="bh-nav" aria-label="{}">{}</nav></div>'
        '<div><p class="bh-standing">{}</p><span class="bh-who"><span>{}</span>{}{}{}</span></div></header>'
    ).format(say("dk_skip"), "bothhands", places, standing, who, tour, switch, leave)


def _is_open(visit: Visit, access: Access, to: str) -> bool:
    """Whether a page is of any use to somebody: it refuses the others anyway."""
    if to == OWN_WORK:
        with visit.store.reading(access) as session:
            return has_own_work(session, visit.day)
    return to not in ASSIGNERS | MANAGERS or access.may("manage" if to in MANAGERS else "assign")


def _signature(show: Callable[..., Any]) -> Any:
    import inspect

    kept = [
        one
        for name, one in inspect.signature(show, eval_str=True).parameters.items()
        if name not in ("visit", "access")
    ]
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    return inspect.Signature([request, *kept])
