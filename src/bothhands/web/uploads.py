"""Uploads: files are laid into a folder of their own under safe names, and what would unpack beyond measure is refused unread.

Why this file exists: a few kilobytes can name billions of cells. What a workbook or Parquet file unpacks to is measured, streaming, before anything
reads it as a table.
"""

from __future__ import annotations

import tempfile
import threading
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fastapi import UploadFile

from bothhands.errors import Busy, Fault, InputError
from bothhands.records.files import safe_name

MOST_FILES = 20
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 2_000
MOST_CELLS = 20_000_000
ENDINGS = (".csv", ".xlsx", ".xlsm", ".parquet")
_DECLARATIONS = tuple(mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))  # fmt: skip
_CHUNK = 1024 * 1024
_OVERLAP = 64
WAIT_SECONDS = 15
_INSIDE, _WORKING = threading.BoundedSemaphore(2), threading.Lock()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """An import reads and checks the whole region: one works, one waits, and others are asked to come back, so that the desk stays quick.

    Raises
    ------
    Busy
        Where one works and one waits already.
    """
    if not _INSIDE.acquire(blocking=False):
        raise Busy(Fault("BH-UPL-007", "others are importing just now", "one import at a time", "wait a moment and send it again"), WAIT_SECONDS)  # fmt: skip
    try:
        with _WORKING:
            yield
    finally:
        _INSIDE.release()


@contextmanager
def laid(files: Sequence[UploadFile]) -> Iterator[list[Path]]:
    """The files of an upload in a folder that is gone afterwards, each under its own safe name.

    Raises
    ------
    InputError
        Where there are too many, two of one name, one of another kind, or one that would unpack beyond measure.
    """
    if not 0 < len(files) <= MOST_FILES:
        raise InputError(Fault("BH-UPL-001", f"{len(files)} files", f"1 to {MOST_FILES} files", "send fewer at once"))
    with tempfile.TemporaryDirectory(prefix="bothhands-upload-") as name:
        paths = [_laid(Path(name), one) for one in files]
        faults = [fault for path in paths for fault in _faults(path)]
        if faults:
            raise InputError(faults)
        yield paths


def _laid(folder: Path, file: UploadFile) -> Path:
    name = safe_name(file.filename or "")
    at = folder / name
    if at.suffix.lower() not in ENDINGS:
        raise InputError(Fault("BH-UPL-002", f"{name!r} is of another kind", ", ".join(ENDINGS), "save it as one of these, named after its table", name))  # fmt: skip
    if at.exists():
        raise InputError(Fault("BH-UPL-003", f"two files are called {name!r}", "one file of a name", "rename one", name))  # fmt: skip
    with at.open("wb") as kept:
        while chunk := file.file.read(_CHUNK):
            kept.write(chunk)
    return at


def _faults(path: Path) -> list[Fault]:
    if path.suffix.lower() == ".parquet":
        return _parquet_faults(path)
    return [] if path.suffix.lower() == ".csv" else _workbook_faults(path)


def _workbook_faults(path: Path) -> list[Fault]:
    """A zip of few parts, that unpacks to little, with no declaration that could grow while it is read."""
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
            said = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or said > MOST_UNPACKED:
                return [_bomb(path, f"{len(parts):,} parts of {said:,} bytes")]
            return _unpacked_faults(path, book, parts)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as problem:
        return [_damaged(path, problem)]


def _unpacked_faults(path: Path, book: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo]) -> list[Fault]:
    """Unpack each part to nowhere: what the directory of the zip says need not be true."""
    total = 0
    for part in parts:
        tail = b""
        with book.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > MOST_UNPACKED:
                    return [_bomb(path, f"more than {MOST_UNPACKED:,} bytes")]
                seen = tail + chunk
                if any(mark in seen for mark in _DECLARATIONS):
                    return [Fault("BH-UPL-005", f"{part.filename!r} declares entities", "a workbook as Excel saves it", "save it again as .xlsx", path.name)]  # fmt: skip
                tail = chunk[-_OVERLAP:]
    return []


def _parquet_faults(path: Path) -> list[Fault]:
    """Few cells, none of them nested, and little text, by what the file says of itself and then by lengths alone."""
    import polars

    try:
        lazy = polars.scan_parquet(path, glob=False)
        schema = lazy.collect_schema()
        rows = int(lazy.select(polars.len()).collect().item())
        if rows * max(len(schema), 1) > MOST_CELLS:
            return [_bomb(path, f"{rows:,} rows of {len(schema):,} columns")]
        if any(kind.is_nested() or kind in (polars.Binary, polars.Object) for kind in schema.dtypes()):
            return [Fault("BH-UPL-006", "a column holds lists or bytes", "numbers, texts, days and flags", "keep plain columns only", path.name)]  # fmt: skip
        texts = [name for name, kind in schema.items() if kind == polars.String]
        lengths = lazy.select(polars.col(name).str.len_bytes().cast(polars.Int64).sum() for name in texts).collect()
        if texts and sum(lengths.row(0)) > MOST_UNPACKED:
            return [_bomb(path, f"texts of {sum(lengths.row(0)):,} bytes")]
    except (polars.exceptions.PolarsError, OSError, ValueError) as problem:
        return [_damaged(path, problem)]
    return []


def _bomb(path: Path, what: str) -> Fault:
    expected = f"at most {MOST_UNPACKED:,} bytes unpacked, {MOST_PARTS:,} parts, {MOST_CELLS:,} cells"
    return Fault("BH-UPL-004", f"it unpacks to {what}", expected, "send less at once", path.name)


def _damaged(path: Path, problem: Exception) -> Fault:
    first = (str(problem).splitlines() or ["damaged"])[0][:200]
    return Fault("BH-INP-009", f"cannot be read: {first}", f"a file as its ending {path.suffix} says", "save it again", path.name)  # fmt: skip
