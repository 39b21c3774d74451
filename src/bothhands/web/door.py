"""The door: what is checked before anything is read, and what every answer carries.

Why this file exists: a request under another host's name, one too large or one that breaks the program never reaches an endpoint, and no answer
leaves without its headers. Plain ASGI, so that a body is measured while it streams.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bothhands.errors import Fault
from bothhands.report.amounts import Language
from bothhands.web.errors import Refused, envelope, too_large, unexpected
from bothhands.web.language import preferred
from bothhands.web.settings import FORM_BYTES, DeskSettings

API = "/api/"
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Pages are put together in the browser from what the desk sends; nothing comes from elsewhere."""
CONTENT_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


class Door:
    """Checks the host, measures the body, adds headers, and answers what nobody foresaw."""

    def __init__(self, app: ASGIApp, settings: DeskSettings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "websocket":
            await (self.app if _is_own(scope, self.settings) else _closed)(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add_headers(scope, MutableHeaders(raw=message["headers"]))
            await send(message)

        try:
            _check(scope, self.settings)
            await self.app(scope, _measured(scope, receive, self.settings), sent)
        except Refused as refused:
            if started:
                raise
            answer = envelope(refused.status, refused.faults, _language(scope))
            answer.headers.update(refused.headers)
            await answer(scope, receive, sent)
        except Exception as problem:
            if started:
                raise
            await unexpected(problem, _language(scope))(scope, receive, sent)

    def _add_headers(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in {
            "content-security-policy": CONTENT_POLICY if scope["path"].startswith(API) else PAGE_POLICY,
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), microphone=(), geolocation=(self)",
        }.items():
            headers.setdefault(name, value)
        if scope["path"].startswith(API):
            headers.setdefault("cache-control", "no-store")
        if self.settings.tls:
            headers.setdefault("strict-transport-security", "max-age=31536000")


def _check(scope: Scope, settings: DeskSettings) -> None:
    """A host that is this desk, and an address without NUL."""
    host = Headers(scope=scope).get("host", "")
    if host_name(host) not in settings.host_names:
        known = ", ".join(settings.host_names)
        raise Refused(HTTPStatus.BAD_REQUEST, Fault("BH-WEB-010", f"this desk is not called {host[:120]!r}", known, "use one of these names, or start the desk with --host-name"))  # fmt: skip
    if "\x00" in scope["path"] or b"%00" in scope.get("query_string", b""):
        raise Refused(HTTPStatus.BAD_REQUEST, Fault("BH-WEB-400", "the address holds a NUL", "text", "mend the address"))  # fmt: skip


def _is_own(scope: Scope, settings: DeskSettings) -> bool:
    """Whether a lasting connection is asked for under this desk's name, by one of its own pages."""
    headers = Headers(scope=scope)
    host, origin = headers.get("host", ""), headers.get("origin", "")
    return host_name(host) in settings.host_names and urlsplit(origin).netloc.lower() == host.lower()


async def _closed(scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse a lasting connection."""
    await send({"type": "websocket.close", "code": 1008})


def host_name(host: str) -> str:
    """The name in a `Host` header, without port and brackets, in small letters."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _measured(scope: Scope, receive: Receive, settings: DeskSettings) -> Receive:
    """The body, refused as soon as it is longer than it may be."""
    headers = Headers(scope=scope)
    is_form = headers.get("content-type", "").lower().startswith("multipart/")
    most = settings.upload_bytes + FORM_BYTES if is_form else settings.json_bytes
    said, taken = headers.get("content-length", ""), 0
    if said.isdigit() and int(said) > most:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large(f"{most:,}"), {"Connection": "close"})

    async def measured() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413, f"{most:,}", {"Connection": "close"})
        return message

    return measured


def _language(scope: Scope) -> Language:
    return preferred(Headers(scope=scope).get("accept-language", ""))
