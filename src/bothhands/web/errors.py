"""One envelope for every failure: what was wrong, what was expected, what to do; nothing of the inside.

Why this file exists: a script, a form and a page read failures alike, whether a figure was wrong, a path is unknown or the program broke.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from starlette.exceptions import HTTPException

from bothhands.errors import (
    BothhandsError,
    Busy,
    Fault,
    InputError,
    NotAllowed,
    NotSignedIn,
    NotThere,
    OutOfDate,
)
from bothhands.report.amounts import Language
from bothhands.report.sentences import fault_in, fault_told
from bothhands.web.language import preferred
from bothhands.web.shapes.failure import Failure, FailureTold, FaultTold

LOG = logging.getLogger("bothhands.web")
STATUS: Mapping[type[BothhandsError], HTTPStatus] = {
    NotThere: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    OutOfDate: HTTPStatus.CONFLICT,
    Busy: HTTPStatus.TOO_MANY_REQUESTS,
    InputError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
STALE = "BH-REC-013"
"""The fault of a change on an old version; answered as a failed condition."""
MOST_TOLD = 500
"""Faults that are told one by one; the message counts the others."""
SHOWN = 200
"""Signs of a wrong value that are told again."""


class Refused(BothhandsError):
    """Something refused at the door, with the status to answer."""

    def __init__(self, status: HTTPStatus, fault: Fault, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(fault)
        self.status = status
        self.headers = dict(headers or {})


def envelope(status: int, faults: Sequence[Fault], language: Language = "en", **more: Any) -> JSONResponse:
    """The answer that tells faults, in a language."""
    first = fault_told(faults[0], language)
    counted = f"{len(faults)} faults. {first}" if language == "en" else f"共{len(faults)}处错误。{first}"
    told = Failure(
        code=faults[0].code,
        message=first if len(faults) == 1 else counted,
        faults=[FaultTold.model_validate(fault_in(one, language).as_dict()) for one in faults[:MOST_TOLD]],
        **more,
    )
    content = FailureTold(error=told).model_dump(mode="json", exclude_none=True)
    return _Told(content, status_code=status, headers={"Content-Language": language, "Vary": "Accept-Language"})


def asked_in(request: Request) -> Language:
    """The language of a request."""
    return preferred(request.headers.get("accept-language", ""))


class _Told(JSONResponse):
    """JSON in which half of a sign, as somebody sent it, stands as an escape."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def unexpected(problem: BaseException, language: Language = "en") -> JSONResponse:
    """The answer to what nobody foresaw: a number to find it in the log by, and nothing else."""
    number = secrets.token_hex(6)
    LOG.error("unexpected failure %s", number, exc_info=problem)
    fault = Fault("BH-WEB-500", "the desk failed unexpectedly; nothing of this request was kept", "", f"tell the administrator the number {number}, which stands in the log")  # fmt: skip
    return envelope(500, [fault], language, id=number)


def too_large(most: str) -> Fault:
    """The fault of a request of too many bytes."""
    return Fault("BH-WEB-413", "the request is too large", f"at most {most} bytes", "make it smaller, or send it in parts")  # fmt: skip


def install(app: FastAPI) -> None:
    """Answer every failure of an application with the envelope."""
    app.add_exception_handler(BothhandsError, _ours)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(OverflowError, _too_large)
    app.add_exception_handler(DataError, _too_large)
    app.add_exception_handler(OperationalError, _no_database)
    app.add_exception_handler(InterfaceError, _no_database)


async def _ours(request: Request, problem: Exception) -> JSONResponse:
    assert isinstance(problem, BothhandsError)
    if isinstance(problem, Refused):
        answer = envelope(problem.status, problem.faults, asked_in(request))
        answer.headers.update(problem.headers)
        return answer
    status = next((code for kind, code in STATUS.items() if isinstance(problem, kind)), None)
    if status is None:
        return unexpected(problem, asked_in(request))
    more: dict[str, Any] = {}
    if isinstance(problem, Busy):
        more["wait_seconds"] = problem.wait_seconds
    if isinstance(problem, OutOfDate):
        more = {"theirs": problem.theirs or None, "yours": await _yours(request)}
        status = HTTPStatus.PRECONDITION_FAILED if problem.faults[0].code == STALE else status
    answer = envelope(status, problem.faults, asked_in(request), **more)
    if isinstance(problem, Busy):
        answer.headers["Retry-After"] = str(problem.wait_seconds)
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="bothhands"'
    return answer


async def _yours(request: Request) -> dict[str, Any] | None:
    """What whoever asked would have written, to be laid beside what stands."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        return None
    given = json.loads(await request.body() or b"null")
    return given if isinstance(given, dict) else None


async def _malformed(request: Request, problem: Exception) -> JSONResponse:
    assert isinstance(problem, RequestValidationError)
    return envelope(422, [_fault_of(one) for one in problem.errors()], asked_in(request))


def _fault_of(one: Mapping[str, Any]) -> Fault:
    place, *path = [str(part) for part in one["loc"]] or ["body"]
    value = one.get("input")
    shown = "" if value is None or isinstance(value, dict | list) or "password" in path else str(value)[:SHOWN]
    named = ".".join(path)
    if one["type"] == "json_invalid":
        return Fault("BH-WEB-001", f"the body is no JSON from sign {named} on", "a body that is JSON", "mend it", place)
    if one["type"] == "extra_forbidden":
        return Fault("BH-WEB-002", f"{named!r} is unknown", "what docs/reference/api.md lists", "leave it out", place, column=named)  # fmt: skip
    if one["type"] == "missing":
        return Fault("BH-WEB-003", f"{named or place!r} is missing", "a value", "give it", place, column=named)
    return Fault("BH-WEB-001", f"{named or place!r}: {one['msg']}", "", "mend it", place, column=named, value=shown)


async def _of_http(request: Request, problem: Exception) -> JSONResponse:
    assert isinstance(problem, HTTPException)
    told = {
        404: Fault("BH-WEB-404", "nothing lies under this path", "a path of docs/reference/api.md", "mend the address"),
        405: Fault("BH-WEB-405", f"{request.method} is not answered here", "a method of docs/reference/api.md", "use another method"),
        413: too_large(problem.detail),
    }  # fmt: skip
    other = Fault("BH-WEB-400", f"the request cannot be read: {problem.detail}", "a request as docs/reference/api.md says", "mend it")  # fmt: skip
    answer = envelope(problem.status_code, [told.get(problem.status_code, other)], asked_in(request))
    answer.headers.update(problem.headers or {})
    return answer


async def _too_large(request: Request, problem: Exception) -> JSONResponse:
    fault = Fault("BH-WEB-004", "a number, day or text is one that the database cannot hold", "numbers below 2,147,483,648 and text without NUL", "mend it")  # fmt: skip
    return envelope(422, [fault], asked_in(request))


async def _no_database(request: Request, problem: Exception) -> JSONResponse:
    LOG.error("the database does not answer", exc_info=problem)
    fault = Fault("BH-WEB-503", "the database does not answer; nothing of this request was kept", "", "try again in a moment, or tell the administrator")  # fmt: skip
    answer = envelope(503, [fault], asked_in(request), wait_seconds=5)
    answer.headers["Retry-After"] = "5"
    return answer
