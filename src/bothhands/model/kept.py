"""What is kept between runs: where it lies, and what of the program it depends on.

Why this file exists: compiled programs and posteriors are costly to make and never change while their sources and arguments
stay the same. Nothing here knows what is kept; no result of a plan ever is.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

from platformdirs import user_cache_dir

import bothhands
from bothhands import __version__


def folder(name: str) -> Path:
    """A folder in `BOTHHANDS_CACHE_DIR`, else in the user's cache folder."""
    return Path(os.environ.get("BOTHHANDS_CACHE_DIR") or user_cache_dir("bothhands")) / name


@cache
def sources(*folders: str) -> str:
    """Version, and a hash of the sources in some folders of the package."""
    digest = hashlib.sha256()
    root = Path(bothhands.__file__).parent
    for name in folders:
        for source in sorted((root / name).rglob("*.py")):
            digest.update(source.relative_to(root).as_posix().encode())
            digest.update(source.read_bytes())
    return f"{__version__}-{digest.hexdigest()[:12]}"


def write(path: Path, data: bytes) -> None:
    """Keep a file: written beside its place and moved there, so that several programs may write.

    A folder that cannot be written only means making it again.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(beside, path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
