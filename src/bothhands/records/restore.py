"""Restore: a backup becomes a desk again, on whichever database, or nothing changes.

Why this file exists: a backup that cannot be read back is none. Every part is held against its hash and count, every reference must lead
somewhere, and all of it is one transaction. The file may come from anywhere: what could lead outside the desk or fill the disk is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import JSON, Column, Connection, Date, DateTime, Integer, MetaData, Table, func, select, text
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from bothhands.errors import Fault, InputError
from bothhands.records.backup import BLOCK, FILES_AT, FORM, MANIFEST, TABLES_AT, Manifest, Part, backup
from bothhands.records.everything import METADATA
from bothhands.records.files import ATTACHMENTS, EDITIONS, RESULTS, inside
from bothhands.records.references import faults_of
from bothhands.records.schema import known_versions, locked, upgrade_to
from bothhands.records.store import Store

MOST_MANIFEST, MOST_LINE = 256 << 20, 64 << 20
"""Bytes; a record of 64 MiB is none of ours."""
BOMB_BYTES, BOMB_RATIO = 100 << 20, 300
"""ASSUMED: no desk packs so tightly; the worst that deflate can do is 1,030."""
_NAME = re.compile(
    rf"{MANIFEST}|{TABLES_AT}/[a-z_]+\.jsonl|{FILES_AT}/({ATTACHMENTS}|{EDITIONS}|{RESULTS})(/(?!\.\.?(/|$))[^/\\\x00-\x1f]+)+"
)
LOCK_SECONDS = 30
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError)
"""What reading a damaged zip may raise."""


class Restored(NamedTuple):
    """What a restore did."""

    rows: dict[str, int]
    files: int
    at: str
    """Moment of the backup."""
    before: str
    """Backup of what stood before; blank where nothing did."""
    missing: tuple[str, ...]


def restore(file: Path, store: Store, *, replace: bool = False) -> Restored:
    """Make a desk what it was when a backup was made; all of it, or nothing.

    Parameters
    ----------
    file
        Written by `backup`, here or elsewhere.
    store
        An empty desk; no web process or worker should use it meanwhile.
    replace
        Whether a desk that is not empty is replaced; it is backed up into its folder first.

    Raises
    ------
    InputError
        Where the file is no sound backup, is of a newer program, or the desk is not empty.
    """
    with _open(file) as packed:
        manifest = _manifest(packed, file)
        _sound_names(packed, manifest, store.folder)
        before = _set_aside(store, replace)
        staging = store.folder / f".restore-{secrets.token_hex(4)}"
        try:
            for name, part in manifest.files.items():
                _unpacked(packed, name, part, staging)
            _taken(store, packed, manifest, staging)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    rows = {name: one.rows or 0 for name, one in manifest.tables.items()}
    return Restored(rows, len(manifest.files), manifest.at, before, manifest.missing)


def _open(file: Path) -> zipfile.ZipFile:
    try:
        packed = zipfile.ZipFile(file)
        if min((part.header_offset for part in packed.infolist()), default=0) < 0:
            packed.close()
            raise zipfile.BadZipFile("a part begins before the file")
        return packed
    except (OSError, ValueError, struct.error, *BROKEN) as problem:
        raise _refused("BH-KEP-010", f"{file} cannot be read: {problem}", "name a file that `bothhands db backup` wrote") from problem  # fmt: skip


def _manifest(packed: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        if packed.getinfo(MANIFEST).file_size > MOST_MANIFEST:
            raise ValueError("it is too large")
        told = json.loads(packed.read(MANIFEST))
        form, version = told["form"], told["database"]
        if form != FORM or version not in known_versions():
            what = f"{file} is of form {form!r} and database version {version!r}, which this bothhands does not know"
            raise _refused("BH-KEP-011", what, "install the newer bothhands that made it")
        return Manifest.model_validate(told)
    except (KeyError, TypeError, ValueError, ValidationError, *BROKEN) as problem:
        raise _refused("BH-KEP-010", f"the manifest of {file} cannot be read: {problem}") from problem


def _sound_names(packed: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Refuse what leads outside, is named twice, is not in the manifest, or would fill the disk."""
    parts = {f"{TABLES_AT}/{name}.jsonl": one for name, one in manifest.tables.items()}
    parts |= {f"{FILES_AT}/{name}": one for name, one in manifest.files.items()}
    names = packed.namelist()
    if sorted(names) != sorted([MANIFEST, *parts]):
        odd = sorted(set(names) ^ {MANIFEST, *parts})[:5] or ["a name that is there twice"]
        raise _refused("BH-KEP-012", f"names in the file and in its manifest differ: {', '.join(odd)[:300]}")
    for one in packed.infolist():
        link = stat.S_ISLNK(one.external_attr >> 16)
        if not _NAME.fullmatch(one.filename) or one.filename != one.orig_filename or link or one.flag_bits & 1:
            raise _refused("BH-KEP-012", f"{one.filename[:120]!r} is no name of a part, a link, or encrypted")
        if one.filename != MANIFEST and one.file_size != parts[one.filename].size:
            raise _refused("BH-KEP-013", f"{one.filename} holds {one.file_size:,} bytes, its manifest says {parts[one.filename].size:,}")  # fmt: skip
    unpacked = sum(one.file_size for one in packed.infolist())
    size = max(1, sum(one.compress_size for one in packed.infolist()))
    free = shutil.disk_usage(folder).free
    if (unpacked > BOMB_BYTES and unpacked > BOMB_RATIO * size) or unpacked > free:
        raise _refused("BH-KEP-014", f"it would unpack to {unpacked:,} bytes from {size:,}, with {free:,} free on the disk")  # fmt: skip


def _set_aside(store: Store, replace: bool) -> str:
    """Nothing where the desk is empty; else a backup of it, if it is to be replaced."""
    with store.engine.connect() as connection:
        counts = [connection.scalar(select(func.count()).select_from(table)) or 0 for table in METADATA.sorted_tables]
    if not sum(counts):
        return ""
    if not replace:
        what = f"the desk is not empty: it holds {sum(counts):,} records"
        raise InputError(
            Fault("BH-KEP-015", what, "an empty desk", "name another --folder or --database, or add --replace")
        )
    file = store.folder / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}.zip"
    backup(store, file)
    return str(file)


def _unpacked(packed: zipfile.ZipFile, name: str, part: Part, staging: Path) -> None:
    """A file of the backup, held against its hash, on disk below `staging`."""
    at = inside(staging, name)
    at.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with at.open("wb") as out, _member(packed, f"{FILES_AT}/{name}") as member:
        while block := member.read(BLOCK):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    _same(digest.hexdigest(), part, name)


def _taken(store: Store, packed: zipfile.ZipFile, manifest: Manifest, staging: Path) -> None:
    """Tables and files in their place, the files moved back where the database then refuses."""
    moves: list[tuple[Path, Path]] = []
    try:
        with locked(store.engine) as connection:
            _emptied(connection)
            upgrade_to(connection, manifest.database)
            tables = MetaData()
            tables.reflect(connection)
            for name, part in manifest.tables.items():
                if name not in tables.tables:
                    raise _refused("BH-KEP-012", f"no table {name!r} in version {manifest.database}")
                _filled(connection, tables.tables[name], packed, part)
            faults = faults_of(connection, tables, {*manifest.files}, {*manifest.missing})
            if faults:
                raise InputError(faults)
            _count_on(connection, tables)
            upgrade_to(connection, known_versions()[-1])
            _placed(store.folder, staging, moves)
    except BaseException:
        for source, target in reversed(moves):
            os.replace(target, source)
        raise


def _emptied(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
    METADATA.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE alembic_version")
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("DROP FUNCTION audit_is_sealed()")


def _filled(connection: Connection, table: Table, packed: zipfile.ZipFile, part: Part) -> None:
    """The rows of a table, as many as the manifest says and with its hash."""
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type = JSON(none_as_null=True)
    digest, count, rows = hashlib.sha256(), 0, []
    with _member(packed, f"{TABLES_AT}/{table.name}.jsonl") as member:
        for line in _lines(member, table.name):
            digest.update(line)
            count += 1
            rows.append(_row(table, line, count))
            if len(rows) == 1000:
                _inserted(connection, table, rows)
                rows = []
    _inserted(connection, table, rows)
    _same(digest.hexdigest(), part, table.name)
    there = connection.scalar(select(func.count()).select_from(table))
    if not count == part.rows == there:
        raise _refused("BH-KEP-013", f"table {table.name} holds {count:,} rows, its manifest says {part.rows}")


def _row(table: Table, line: bytes, number: int) -> dict[str, Any]:
    try:
        told = json.loads(line)
        if not isinstance(told, dict) or set(told) != set(table.columns.keys()):
            raise ValueError("its columns are others")
        return {column.key: _value(column, told[column.key]) for column in table.columns}
    except (TypeError, ValueError) as problem:
        raise _refused("BH-KEP-016", f"table {table.name}, row {number}: {problem}") from problem


def _value(column: Column[Any], told: Any) -> Any:
    if told is None or not isinstance(column.type, DateTime | Date):
        return told
    return datetime.fromisoformat(told).astimezone(UTC) if isinstance(column.type, DateTime) else date.fromisoformat(told)  # fmt: skip


def _inserted(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    try:
        connection.execute(table.insert(), rows)
    except (IntegrityError, DataError, StatementError) as problem:
        raise _refused("BH-KEP-016", f"table {table.name}: {problem.orig}") from problem


def _count_on(connection: Connection, tables: MetaData) -> None:
    """New records of PostgreSQL go on after the last number."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables.tables.values():
        keys = list(table.primary_key.columns)
        if len(keys) == 1 and keys[0].name == "id" and isinstance(keys[0].type, Integer):
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM \"{table.name}\"")
            )  # fmt: skip


def _placed(folder: Path, staging: Path, moves: list[tuple[Path, Path]]) -> None:
    """Attachments one by one under their hash; editions and results folder by folder, what stood there set aside."""
    for kind, depth in ((ATTACHMENTS, 2), (EDITIONS, 1), (RESULTS, 1)):
        for source in sorted((staging / kind).glob("/".join(["*"] * depth))):
            target = folder / source.relative_to(staging)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                aside = staging / "aside" / source.relative_to(staging)
                aside.parent.mkdir(parents=True, exist_ok=True)
                _move(target, aside, moves)
            _move(source, target, moves)


def _move(source: Path, target: Path, moves: list[tuple[Path, Path]]) -> None:
    os.replace(source, target)
    moves.append((source, target))


@contextmanager
def _member(packed: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """A part for reading; whatever is wrong with its packing is told as damage."""
    try:
        with packed.open(name) as member:
            yield member
    except BROKEN as problem:
        raise _refused("BH-KEP-013", f"{name} is damaged: {problem}") from problem


def _lines(member: IO[bytes], name: str) -> Iterator[bytes]:
    while line := member.readline(MOST_LINE + 1):
        if len(line) > MOST_LINE:
            raise _refused("BH-KEP-014", f"a row of {name} is longer than {MOST_LINE:,} bytes")
        yield line


def _same(digest: str, part: Part, name: str) -> None:
    if digest != part.sha256:
        raise _refused("BH-KEP-013", f"{name} is not what the manifest says: its hash differs")


def _refused(code: str, what: str, remedy: str = "take another backup; this one was damaged or made up") -> InputError:
    return InputError(Fault(code, what, "a backup that `bothhands db backup` wrote, unchanged", remedy))
