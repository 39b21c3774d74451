"""Downloads: files go out to be kept, never to be shown by a browser as a page of this desk."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response

from bothhands.records.files import safe_name

ALONE = "default-src 'none'; sandbox"


def attached(content: bytes, name: str, media_type: str = "application/octet-stream") -> Response:
    """A file to be kept under a name that leads nowhere."""
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition(name), "Content-Security-Policy": ALONE})  # fmt: skip


def disposition(name: str) -> str:
    """The header that names a file: in full, and in plain letters for old programs."""
    safe = safe_name(name)
    plain = "".join(sign if sign.isascii() and sign.isprintable() and sign not in '"\\%' else "_" for sign in safe)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"
