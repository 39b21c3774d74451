"""Files beside the records: attachments under the hash of their content, folders of editions and results, nothing outside the desk's folder."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from bothhands.errors import Fault, InputError, NotThere

ATTACHMENTS = "attachments"
EDITIONS = "editions"
RESULTS = "results"
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")
"""What no file name may hold: separators, control characters, marks that turn the direction of writing."""


def keep(folder: Path, content: bytes) -> str:
    """Keep the content of an attachment; its SHA-256. The file is whole and on disk before this returns."""
    digest = hashlib.sha256(content).hexdigest()
    at = path_of(folder, digest)
    if at.exists():
        return digest
    at.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=at.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, at)
    return digest


def path_of(folder: Path, digest: str) -> Path:
    """Where the content of a hash lies."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise InputError(
            Fault(
                "BH-REC-017", f"{digest[:80]!r} is no content hash", "64 hexadecimal digits", "take it from the record"
            )
        )
    return folder / ATTACHMENTS / digest[:2] / digest


def inside(folder: Path, relative: str) -> Path:
    """A path that a record names, which must lie within the desk's folder."""
    at = (folder / relative).resolve()
    if not at.is_relative_to(folder.resolve()) or at == folder.resolve():
        raise NotThere(
            Fault(
                "BH-REC-018",
                f"{relative[:80]!r} lies outside the desk's folder",
                "a path within it",
                "take it from the record",
            )
        )
    return at


def safe_name(name: str) -> str:
    """A file name without anything that could lead elsewhere; at most 200 characters, its ending kept."""
    plain = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .") or "file"
    stem, dot, ending = plain.rpartition(".")
    return plain if len(plain) <= 200 else f"{(stem or plain)[: 199 - len(ending[:20])]}{dot}{ending[:20]}"
