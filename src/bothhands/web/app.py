"""The application: every door of a desk, put together.

Why this file exists: the command, the tests and the reference page open the same doors. It starts nothing.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from bothhands import __version__
from bothhands.errors import BothhandsError
from bothhands.records.store import Store
from bothhands.tasks.situation import situation_of, standing
from bothhands.web import errors
from bothhands.web.api import (
    amendments,
    audit,
    compare,
    discuss,
    editions,
    findings,
    firms,
    health,
    jobs,
    known,
    measures,
    phone,
    plans,
    reports,
    requests,
    scenarios,
    session,
    staff,
    tasks,
    tokens,
    users,
    visits,
)
from bothhands.web.door import Door
from bothhands.web.security import Served
from bothhands.web.settings import DeskSettings
from bothhands.web.threads import AT_ONCE, in_thread

SUBJECTS = (health, session, users, tokens, known, firms, editions, plans, measures, scenarios, compare, tasks, findings, amendments, visits, phone, staff, requests, reports, discuss, jobs, audit)  # fmt: skip
ABOUT = """Everything the pages of a desk do. A browser signs in and sends its cookie and its guard; a program sends `Authorization: Bearer bh_...`.
A change of a record repeats the version that was read in `If-Match`. Every failure has one envelope, told in the language that `Accept-Language` likes best: English (`en`) or Chinese (`zh`)."""


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
        openapi_url="/api/v1/openapi.json", redirect_slashes=False, lifespan=_at_work,
    )  # fmt: skip
    app.state.served = Served(store, stands)
    for subject in SUBJECTS:
        app.include_router(subject.router, prefix="/api/v1")
    errors.install(app)
    app.add_middleware(Door, settings=stands)
    return app


@asynccontextmanager
async def _at_work(app: FastAPI) -> AsyncIterator[None]:
    """While a desk is open: few threads that learn who asks, and what was made at the start is not looked through again for what is no longer used."""
    current_default_thread_limiter().total_tokens = AT_ONCE["look"]
    await in_thread("long", _read_ahead, app.state.served)
    gc.collect()
    gc.freeze()
    gc.enable()
    yield
    gc.unfreeze()


def _read_ahead(served: Served) -> None:
    """Read the region before anybody asks: the first page is as quick as the next."""
    with suppress(BothhandsError):
        situation_of(*standing(served.store))


def with_pages(app: FastAPI) -> FastAPI:
    """The same application with the desk's pages; once a process."""
    from bothhands.web.pages.opening import open_pages

    open_pages(app, app.state.served)
    return app
