"""Opening the pages on an application: signing in and out, the language, a plan's briefing, and every page of the desk."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from nicegui import app as pages
from nicegui import ui

from bothhands.errors import BothhandsError
from bothhands.records.store import DeskSession
from bothhands.report.digest_page import digest_page
from bothhands.report.sentences import fault_told
from bothhands.report.words import Wording
from bothhands.tasks.briefs import brief_of
from bothhands.tasks.plan_files import content_of
from bothhands.tasks.signing_in import sign_out
from bothhands.web import phone
from bothhands.web.pages import (
    admin,
    audit,
    chains,
    compare,
    field,
    findings,
    firms,
    follow_up,
    frontier,
    my_work,
    one_finding,
    one_scenario,
    plans,
    region,
    reports,
    running,
    scenarios,
    situation,
    staff,
    support_list,
    targets,
)
from bothhands.web.pages.frame import ACTION, LOOK
from bothhands.web.pages.tour import ended
from bothhands.web.pages.visit import LANGUAGE, TOUR, Visit, language_of, visit_of
from bothhands.web.security import Served, take_cookie
from bothhands.web.threads import in_thread

SHOWN = (
    situation, scenarios, one_scenario, plans, frontier, compare, targets, chains, field, my_work, staff, findings, one_finding, follow_up, firms, support_list, region, reports, running, admin, audit,
)  # fmt: skip
"""Modules whose pages are open; each declares its own when it is imported."""
COMPRESSION = 3
"""Of pages: a page is sent once, to somebody near; the last ninth of its size would take more than twice as long."""
A_YEAR = 365 * 24 * 3600
PLAN_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


def open_pages(app: FastAPI, served: Served) -> None:
    """Open every page of the desk on an application, once a process.

    Parameters
    ----------
    app
        The application, with its doors; paths that it does not answer are the pages'.
    served
        The desk.
    """
    pages.state.served = served
    pages.include_router(phone.router)
    ui.run_with(
        app,
        title="bothhands",
        favicon="🤝",
        language="en-US",
        gzip_middleware_factory=lambda inner: GZipMiddleware(inner, compresslevel=COMPRESSION),
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=30.0,
    )


@pages.get("/language/{language}")
def language(language: Literal["en", "zh"], request: Request, next: str = "/") -> RedirectResponse:
    """Switch the language and go back."""
    answer = RedirectResponse(_own(next), 303)
    answer.set_cookie(
        LANGUAGE,
        language,
        max_age=A_YEAR,
        samesite="strict",
        httponly=True,
        secure=request.app.state.served.settings.tls,
    )
    return answer


@pages.get("/tour/{what}")
def tour(what: Literal["begin", "end"], request: Request) -> RedirectResponse:
    """End the first tour or call it again, and go to the situation."""
    visit = visit_of(request)
    answer = RedirectResponse("/" if visit is not None else "/sign-in", 303)
    if visit is not None:
        told = ended(visit.ended_tours, visit.access(), again=what == "begin")
        secure = request.app.state.served.settings.tls
        answer.set_cookie(TOUR, told, max_age=A_YEAR, samesite="strict", httponly=True, secure=secure)
    return answer


@pages.get("/sign-out")
def leave(request: Request) -> RedirectResponse:
    """Sign this browser out; only from the desk's own pages."""
    served: Served = request.app.state.served
    answer = RedirectResponse("/sign-in", 303)
    if request.headers.get("sec-fetch-site", "same-origin") == "same-origin":
        if key := request.cookies.get(served.settings.cookie, ""):
            sign_out(served.store, key)
        take_cookie(answer, served.settings)
    return answer


@pages.get("/plans/{number}/briefing")
async def briefing(number: int, request: Request) -> Response:
    """A plan's briefing as a page of its own, which can do nothing but be read."""
    return await in_thread("long", _read_only, request, lambda visit, session: _file(visit, session, number, "briefing.html"))  # fmt: skip


@pages.get("/plans/{number}/explanation")
async def explanation(number: int, request: Request) -> Response:
    """Why a plan is as it is, as a page of its own."""
    return await in_thread("long", _read_only, request, lambda visit, session: _file(visit, session, number, "explanation.html"))  # fmt: skip


@pages.get("/plans/{number}/brief")
async def brief(number: int, request: Request) -> Response:
    """A plan's decision brief as a page of its own, in the reader's language."""
    return await in_thread("long", _read_only, request, lambda visit, session: brief_of(visit.store, session, number, visit.language).encode())  # fmt: skip


@pages.get("/reports/digest")
async def digest(request: Request) -> Response:
    """The week at the desk as a page of its own, in the reader's language."""
    return await in_thread("long", _read_only, request, lambda visit, session: digest_page(visit.words, reports.week_told(visit, session)).encode())  # fmt: skip


@pages.get("/letters/{place:path}")
async def letter(place: str, request: Request) -> Response:
    """The weekly letter of a city as a page of its own, in the reader's language."""
    return await in_thread("long", _read_only, request, lambda visit, session: reports.letter_page(visit, session, place).encode())  # fmt: skip


def _file(visit: Visit, session: DeskSession, number: int, name: str) -> bytes:
    found = content_of(visit.store, session, number, name)
    return found if isinstance(found, bytes) else found.read_bytes()


def _read_only(request: Request, read: Callable[[Visit, DeskSession], bytes]) -> Response:
    visit = visit_of(request)
    if visit is None:
        return RedirectResponse(f"/sign-in?next={quote(request.url.path)}", 303)
    try:
        with visit.store.reading(visit.access()) as session:
            content = read(visit, session)
    except BothhandsError as problem:
        return Response(fault_told(problem.faults[0], visit.language), 404, media_type="text/plain")
    return Response(content, media_type="text/html", headers={"Content-Security-Policy": PLAN_POLICY})


@ui.page("/sign-in")
def sign_in(request: Request, next: str = "/") -> None:
    """Login and password; the desk's own REST sets the cookie."""
    words = Wording(language_of(request))
    say = words.say
    ui.page_title(f"{say('dk_sign_in')} · bothhands")
    ui.add_css(LOOK)
    ui.colors(primary=ACTION)
    with ui.element("main").classes("bh-main").style("max-width: 420px"):
        ui.html(Markup("<h1>bothhands</h1><p>{}</p>").format(say("dk_sign_in_why")), sanitize=False)
        login = ui.input(say("dk_login")).props('outlined autocomplete="username"')
        password = ui.input(say("dk_password"), password=True).props('outlined autocomplete="current-password"')
        problem = ui.label("").classes("bh-late").props('role="alert"')

        async def enter() -> None:
            asked = json.dumps({"login": login.value or "", "password": password.value or ""})
            answer = await ui.run_javascript(
                f"const r = await fetch('/api/v1/session', {{method: 'POST', headers: {{'Content-Type': 'application/json'}}, body: {json.dumps(asked)}}});"
                "return r.ok ? '' : (await r.json()).error.message;", timeout=15.0,
            )  # fmt: skip
            problem.set_text(answer)
            if not answer:
                ui.navigate.to(_own(next))

        password.on("keydown.enter", enter)
        ui.button(say("dk_sign_in"), on_click=enter).props("unelevated")


def _own(path: str) -> str:
    """A path of this desk, whatever was asked for."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
