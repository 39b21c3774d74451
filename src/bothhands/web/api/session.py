"""Signing in and out, who one is, one's own password."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, Response

from bothhands.tasks.accounts import change_own_password
from bothhands.tasks.signing_in import guard_of, sign_in, sign_out
from bothhands.web.api.answers import failures, headers_of
from bothhands.web.plain import subject
from bothhands.web.security import (
    Address,
    Asker,
    Person,
    ServedDesk,
    give_cookie,
    own_pages_only,
    take_cookie,
)
from bothhands.web.shapes.people import Credentials, PasswordChange, SessionTold

router = subject("session", "/session")
MADE: dict[int | str, dict[str, Any]] = {201: {"headers": headers_of(Location="Where it lies.")}}


@router.post("", status_code=201, operation_id="sign_in", responses={**failures(429), **MADE}, dependencies=[Depends(own_pages_only)])  # fmt: skip
def signing_in(given: Credentials, desk: ServedDesk, address: Address, response: Response) -> SessionTold:  # fmt: skip
    """Sign a browser in: a cookie comes back, and the guard that every change repeats."""
    found = sign_in(desk.store, given.login, given.password, address)
    give_cookie(response, desk.settings, found)
    response.headers["Location"] = "/api/v1/session"
    return SessionTold.of(found.access, "browser", found.guard)


@router.get("", operation_id="who_am_i")
def who_am_i(who: Asker) -> SessionTold:
    """Who one is here, and what one may do."""
    return SessionTold.of(who.access, who.by, guard_of(who.key) if who.by == "browser" else None)


@router.delete("", status_code=204, operation_id="sign_out")
def signing_out(who: Asker, desk: ServedDesk) -> Response:
    """Sign this browser out."""
    if who.by == "browser":
        sign_out(desk.store, who.key)
    response = Response(status_code=204)
    take_cookie(response, desk.settings)
    return response


@router.post("/password", status_code=204, operation_id="change_own_password")
def own_password(given: PasswordChange, who: Person) -> Response:
    """Choose another password; every browser is signed out, this one too, and every token ends."""
    change_own_password(who.store, who.access, given.old_password, given.new_password)
    return Response(status_code=204)
