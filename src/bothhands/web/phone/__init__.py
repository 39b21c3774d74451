"""The phone app of officers: a page, two scripts, a style and a service worker, served as they lie; all that it shows it asks of REST.

Why this file exists: where officers go there is often no connection. This is the one place of hand-written JavaScript; a page of the desk is put together
on the server and is gone without it.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

from bothhands.report.phrases import PHRASES
from bothhands.tasks.checklists import CHECKLISTS
from bothhands.web.language import preferred

HERE = Path(__file__).parent
POLICY = "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
KINDS = {
    "app.js": "text/javascript", "keep.js": "text/javascript", "look.css": "text/css", "icon.svg": "image/svg+xml", "manifest.webmanifest": "application/manifest+json",
}  # fmt: skip
"""Files of the app, and what each is."""
SHARED = ("visit_kind_", "dk_dif_", "dk_fi_kind_", "dk_fi_party")
"""Phrases of the desk that the app says too."""
LANGUAGE = "bothhands-language"
router = APIRouter()


@router.get("/phone", include_in_schema=False)
def shell(request: Request) -> Response:
    """The page: empty of data, so that it may be kept on the phone whoever is signed in."""
    language = request.cookies.get(LANGUAGE, "") or preferred(request.headers.get("accept-language", ""))
    text = (HERE / "shell.html").read_text(encoding="utf-8")
    return _answer(text.replace("LANGUAGE", "zh-CN" if language == "zh" else "en").encode(), "text/html")


@router.get("/phone/words.json", include_in_schema=False)
def words() -> Response:
    """What the app says, in both languages, so that it can be switched without a connection."""
    return _answer(_words(), "application/json")


@router.get("/phone/sw.js", include_in_schema=False)
def worker() -> Response:
    """The service worker; it names the version, so that a newer desk brings a newer app."""
    text = (HERE / "sw.js").read_text(encoding="utf-8").replace("VERSION", version())
    answer = _answer(text.encode(), "text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/phone"
    return answer


@router.get("/phone/{name}", include_in_schema=False)
def file(name: str) -> Response:
    """A file of the app."""
    if name not in KINDS:
        return Response(status_code=404)
    return _answer((HERE / name).read_bytes(), KINDS[name])


@cache
def version() -> str:
    """Hash of everything the app is."""
    parts = [(HERE / name).read_bytes() for name in (*sorted(KINDS), "shell.html", "sw.js")]
    return hashlib.sha256(b"".join([*parts, _words()])).hexdigest()[:16]


@cache
def _words() -> bytes:
    every = {f"dk_ph_check_{item}" for items in CHECKLISTS.values() for item in items}
    told = {key: list(pair) for key, pair in PHRASES.items() if key.startswith(("dk_ph_", *SHARED)) or key in every}
    return json.dumps(told, ensure_ascii=False).encode()


def _answer(content: bytes, kind: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})
