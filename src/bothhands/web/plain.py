"""Routes whose JSON holds no NUL: one database keeps it, the other refuses it, and no person means it.

Why this file exists: every endpoint is a plain function that may wait for the database. It runs in a thread; what it tells is written out where the
request came in, which saves each request a second thread.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from functools import wraps
from http import HTTPStatus
from inspect import iscoroutinefunction
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from bothhands.errors import Fault
from bothhands.web.api.answers import failures
from bothhands.web.errors import Refused
from bothhands.web.security import SAFE
from bothhands.web.threads import Work, in_thread, lasts

_NUL = b"\\u0000"


class PlainRoute(APIRoute):
    """A route that looks at its JSON before anything else does, and runs its endpoint in a thread."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        super().__init__(
            path,
            endpoint if iscoroutinefunction(endpoint) else _threaded(endpoint, set(more.get("methods") or {"GET"})),
            **more,
        )

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind the look."""
        handler = super().get_route_handler()

        async def looked_at(request: Request) -> Response:
            if request.headers.get("content-type", "").startswith("application/json"):
                body = await request.body()
                if _NUL in body and _holds_nul(body):
                    raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, Fault("BH-WEB-004", "a text holds a NUL", "text", "leave it out"))  # fmt: skip
            return await handler(request)

        return looked_at


def subject(tag: str, prefix: str = "") -> APIRouter:
    """The router of one subject."""
    return APIRouter(prefix=prefix, tags=[tag], responses=failures(), route_class=PlainRoute)


def _threaded(endpoint: Callable[..., Any], methods: set[str]) -> Callable[..., Coroutine[Any, Any, Any]]:
    work: Work = "long" if lasts(endpoint) else "look" if methods <= SAFE else "change"

    @wraps(endpoint)
    async def run(**given: Any) -> Any:
        return await in_thread(work, endpoint, **given)

    return run


def _holds_nul(body: bytes) -> bool:
    try:
        waiting = [json.loads(body)]
    except (ValueError, RecursionError):
        return False
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and "\x00" in one:
            return True
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
    return False
