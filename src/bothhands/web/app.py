"""The application: every door of a desk, put together.

Why this file exists: the command, the tests and the reference page open the same doors. It starts nothing.
"""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from bothhands import __version__
from bothhands.records.store import Store
from bothhands.web import errors
from bothhands.web.api import (
    audit,
    compare,
    discuss,
    editions,
    findings,
    health,
    jobs,
    known,
    measures,
    plans,
    requests,
    scenarios,
    session,
    tasks,
    tokens,
    users,
)
from bothhands.web.door import Door
from bothhands.web.security import Served
from bothhands.web.settings import DeskSettings

SUBJECTS = (health, session, users, tokens, known, editions, plans, measures, scenarios, compare, tasks, findings, requests, discuss, jobs, audit)  # fmt: skip
ABOUT = """Everything the pages of a desk do. A browser signs in and sends its cookie and its guard; a program sends `Authorization: Bearer bh_...`.
A change of a record repeats the version that was read in `If-Match`. Every failure has one envelope."""


def make_app(store: Store, settings: DeskSettings | None = None) -> FastAPI:
    """The doors of a desk.

    Parameters
    ----------
    store
        Its records.
    settings
        Names, TLS and limits; those of a desk on one's own machine by default.
    """
    stands = settings or DeskSettings()
    app = FastAPI(
        title="bothhands", version=__version__, description=ABOUT, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json", redirect_slashes=False,
    )  # fmt: skip
    app.state.served = Served(store, stands)
    api = APIRouter(prefix="/api/v1")
    for subject in SUBJECTS:
        api.include_router(subject.router)
    app.include_router(api)
    errors.install(app)
    app.add_middleware(Door, settings=stands)
    return app


def with_pages(app: FastAPI) -> FastAPI:
    """The same application with the desk's pages; once a process."""
    from bothhands.web.pages.opening import open_pages

    open_pages(app, app.state.served)
    return app
