"""Backup: the whole desk in one file, read at one moment while others work, in one form for every database.

Why this file exists: a copy of a database file is bound to its kind and may be torn; here every table is lines of JSON, every file a record
points to lies beside them, and each part has its count and hash in a manifest. It holds secrets: whoever has the file has the desk.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, Engine, Table, select

from bothhands import __version__
from bothhands.errors import Fault, InputError
from bothhands.records.base import now
from bothhands.records.everything import METADATA, TABLES
from bothhands.records.files import ATTACHMENTS, inside, path_of
from bothhands.records.schema import version_of
from bothhands.records.store import Store

FORM = 1
"""Of the file; a later form is refused by an earlier program."""
MANIFEST = "manifest.json"
TABLES_AT, FILES_AT = "tables", "files"
BLOCK = 1 << 20
ORDER: tuple[Table, ...] = tuple(METADATA.tables[kind.__tablename__] for kind in TABLES)
"""Tables in an order in which each comes after what it points to."""
FOLDERS = {"editions": "folder", "plans": "folder", "jobs": "folder"}
"""Columns that name a folder within the desk's."""
EMBEDDED = "embedded:"


class Part(BaseModel):
    """A table or file of a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    size: int
    rows: int | None = None


class Manifest(BaseModel):
    """What a backup holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: int
    program: str
    database: str
    at: str
    region: str
    tables: dict[str, Part]
    files: dict[str, Part]
    missing: tuple[str, ...]
    """What a record pointed to and was not there."""


class Made(NamedTuple):
    """What a backup took."""

    rows: dict[str, int]
    files: int
    region: str
    at: str
    missing: tuple[str, ...]


def backup(store: Store, file: Path) -> Made:
    """Write the whole desk, as it stands at this moment, into a file; it is there whole or not at all.

    Parameters
    ----------
    store
        The desk; others may go on working.
    file
        A path that is free. Only its owner may read it.

    Raises
    ------
    InputError
        Where the path is taken or cannot be written.
    """
    if file.exists():
        raise InputError(
            Fault("BH-KEP-001", f"{file} exists already", "a path that is free", "choose another, such as one with the day in its name")
        )  # fmt: skip
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-", suffix=".part")
    except OSError as problem:
        fault = Fault("BH-KEP-002", f"{file} cannot be written: {problem}", "a folder with room", "choose another")
        raise InputError(fault) from problem
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed, _one_moment(store.engine) as connection:
                manifest = _packed(store, connection, packed)
                packed.writestr(MANIFEST, manifest.model_dump_json(indent=1))
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
    rows = {table: one.rows or 0 for table, one in manifest.tables.items()}
    return Made(rows, len(manifest.files), manifest.region, manifest.at, manifest.missing)


def _packed(store: Store, connection: Connection, packed: zipfile.ZipFile) -> Manifest:
    pointed: set[str] = set()
    tables = {}
    region, at = "", now().isoformat()
    for table in ORDER:
        lines = _Lines(pointed)
        tables[table.name] = _written(packed, f"{TABLES_AT}/{table.name}.jsonl", lines.of(connection, table), lines)
        region = lines.region or region
    files, missing = {}, []
    for name in sorted(pointed):
        found = _files_at(store.folder, name)
        if not found:
            missing.append(name)
        for path in found:
            relative = path.relative_to(store.folder).as_posix()
            if relative in files:  # of a plan whose folder lies within its run's
                continue
            files[relative] = _written(packed, f"{FILES_AT}/{relative}", _blocks(path))
    return Manifest(
        form=FORM, program=__version__, database=version_of(connection), at=at, region=region, tables=tables, files=files,
        missing=tuple(missing),
    )  # fmt: skip


class _Lines:
    """Rows of a table as lines, noting what they point to."""

    def __init__(self, pointed: set[str]) -> None:
        self.pointed, self.count, self.region = pointed, 0, ""

    def of(self, connection: Connection, table: Table) -> Iterator[bytes]:
        """A line a row, in the order of the key."""
        asked = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=1000)
        for row in connection.execute(asked):
            told = {key: one.isoformat() if isinstance(one, date) else one for key, one in row._mapping.items()}
            self.count += 1
            if table.name == "attachments":
                self.pointed.add(f"{ATTACHMENTS}/{told['sha256'][:2]}/{told['sha256']}")
            folder = told[FOLDERS[table.name]] if table.name in FOLDERS else ""
            if folder and not folder.startswith(EMBEDDED):
                self.pointed.add(folder)
            if table.name == "editions" and told["in_force"]:
                self.region = told["region"]
            yield json.dumps(told, ensure_ascii=False).encode() + b"\n"


def _written(packed: zipfile.ZipFile, name: str, blocks: Iterator[bytes], lines: _Lines | None = None) -> Part:
    digest, size = hashlib.sha256(), 0
    with packed.open(name, "w", force_zip64=True) as out:
        for block in blocks:
            digest.update(block)
            size += len(block)
            out.write(block)
    return Part(sha256=digest.hexdigest(), size=size, rows=None if lines is None else lines.count)


def _files_at(folder: Path, name: str) -> list[Path]:
    """The file of a name, or every file of a folder; links are not followed."""
    if name.startswith(f"{ATTACHMENTS}/"):
        at = path_of(folder, name.rsplit("/", 1)[1])
        return [at] if at.is_file() else []
    at = inside(folder, name)
    return sorted(path for path in at.rglob("*") if path.is_file() and not path.is_symlink()) if at.is_dir() else []


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the database, whatever others write meanwhile."""
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection
