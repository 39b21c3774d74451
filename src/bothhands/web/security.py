"""Who asks: a browser by its cookie, a program by its token, or whoever sits at the machine where a desk has no accounts yet.

Why this file exists: pages and REST learn from one place who asks. A change by a browser must repeat its guard, and come from this desk's own pages.
"""

from __future__ import annotations

import ipaddress
from contextlib import AbstractContextManager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from bothhands.errors import Fault, NotAllowed, NotSignedIn
from bothhands.records.access import SYSTEM, Access
from bothhands.records.store import DeskSession, Store
from bothhands.tasks.accounts import has_accounts
from bothhands.tasks.signing_in import ABSOLUTE, SignedIn, is_guard, of_token, signed_in
from bothhands.web.errors import Refused
from bothhands.web.settings import DeskSettings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
GUARD = "X-Bothhands-Guard"
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
LOCAL = Access(None, "local", "admin", None, True)
"""Whoever sits at the machine: all there is, until the first account is made."""
_BEARER = HTTPBearer(scheme_name="token", auto_error=False, description="A token of a program, `bh_...`.")
_COOKIE = APIKeyCookie(name="bothhands", scheme_name="browser", auto_error=False, description=f"The cookie of a browser that signed in, `__Host-bothhands` under TLS; changes repeat the guard in `{GUARD}`.")  # fmt: skip


@dataclass
class Served:
    """The desk that an application serves."""

    store: Store
    settings: DeskSettings
    accounts_seen: bool = False

    def has_accounts(self) -> bool:
        """Whether anybody has an account; once there is one, there always is."""
        if not self.accounts_seen:
            with self.store.reading(SYSTEM) as session:
                self.accounts_seen = has_accounts(session)
        return self.accounts_seen


@dataclass(frozen=True)
class Who:
    """Whoever asks, and the desk they ask."""

    store: Store
    access: Access
    by: Literal["browser", "token", "local"]
    key: str = ""
    """Of a browser, to sign it out."""

    def reading(self) -> AbstractContextManager[DeskSession]:
        """A session that reads."""
        return self.store.reading(self.access)

    def writing(self, why: str) -> AbstractContextManager[DeskSession]:
        """A session that writes, with the reason given."""
        return self.store.writing(self.access, why)


def served(request: Request) -> Served:
    """The desk asked."""
    found = request.app.state.served
    assert isinstance(found, Served)
    return found


def asked_by(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
    _: Annotated[str | None, Depends(_COOKIE)],
) -> Who:
    """Whoever asks; `NotSignedIn` where nobody is known."""
    desk = served(request)
    key = request.cookies.get(desk.settings.cookie, "")
    if "authorization" in request.headers:
        return _program(request, desk, "" if bearer is None else bearer.credentials)
    if key:
        who = Who(desk.store, signed_in(desk.store, key), "browser", key)
        if request.method not in SAFE:
            from_own_pages(request)
            _guarded(request, desk.store, key)
        return who
    if is_local(request, desk):
        if request.method not in SAFE:
            from_own_pages(request)
        return Who(desk.store, LOCAL, "local")
    raise NotSignedIn(Fault("BH-WEB-401", "nobody is signed in", "a cookie of a browser that signed in, or a token", "sign in with POST /api/v1/session, or send `Authorization: Bearer bh_...`"))  # fmt: skip


def person(who: Annotated[Who, Depends(asked_by)]) -> Who:
    """Whoever asks, in person: what a token may not do."""
    if who.by == "token":
        raise NotAllowed(Fault("BH-WEB-011", "a token may not do this", "a person who signed in", "sign in with login and password"))  # fmt: skip
    return who


def from_own_pages(request: Request) -> None:
    """Refuse a change that a page of another site sends."""
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()
    if foreign or request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused(HTTPStatus.FORBIDDEN, Fault("BH-WEB-012", f"the change comes from another site, {origin or 'not named'}"[:200], "pages of this desk", "use the desk's own pages, or a token"))  # fmt: skip


def is_local(request: Request, desk: Served) -> bool:
    """Whether whoever asks sits at the machine of a desk without accounts; what was passed on does not count."""
    if not desk.settings.loopback or any(name in request.headers for name in FORWARDED):
        return False
    return is_loopback(address_of(request)) and not desk.has_accounts()


def address_of(request: Request) -> str:
    """The address whoever asks is counted by: of the sixth version its network, because one person has all of it."""
    host = "" if request.client is None else request.client.host
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found
    if isinstance(found, ipaddress.IPv6Address) and not found.is_loopback:
        return str(ipaddress.ip_network(f"{found}/64", strict=False))
    return str(found)


def is_loopback(host: str) -> bool:
    """Whether an address is the machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def give_cookie(response: Response, settings: DeskSettings, found: SignedIn) -> None:
    """Set the cookie of a browser that signed in: no script reads it, no other site sends it."""
    response.set_cookie(settings.cookie, found.key, max_age=int(ABSOLUTE.total_seconds()), path="/", secure=settings.tls, httponly=True, samesite="strict")  # fmt: skip


def take_cookie(response: Response, settings: DeskSettings) -> None:
    """Take the cookie away."""
    response.delete_cookie(settings.cookie, path="/", secure=settings.tls, httponly=True, samesite="strict")


def _program(request: Request, desk: Served, token: str) -> Who:
    access = of_token(desk.store, token)
    if access.reads_only and request.method not in SAFE:
        raise NotAllowed(Fault("BH-REC-010", "this token only reads", "a token that may change", "make one with `reads_only` false"))  # fmt: skip
    return Who(desk.store, access, "token")


def _guarded(request: Request, store: Store, key: str) -> None:
    if not is_guard(store, key, request.headers.get(GUARD.lower(), "")):
        raise Refused(HTTPStatus.FORBIDDEN, Fault("BH-WEB-013", f"the header {GUARD} does not hold the guard of this browser", "the guard that GET /api/v1/session tells", "send it with every change"))  # fmt: skip


Asker: TypeAlias = Annotated[Who, Depends(asked_by)]
Person: TypeAlias = Annotated[Who, Depends(person)]


async def _served(request: Request) -> Served:
    return served(request)


async def _address(request: Request) -> str:
    return address_of(request)


async def own_pages_only(request: Request) -> None:
    """Refuse a request that a page of another site sends."""
    from_own_pages(request)


ServedDesk: TypeAlias = Annotated[Served, Depends(_served)]
Address: TypeAlias = Annotated[str, Depends(_address)]
"""Small things are asked for on the loop itself: a turn in a thread would cost more than they do."""
