"""Opening a database: SQLite by its path, PostgreSQL by URL, made where it is empty, refused where it is of another version.

Why this file exists: whoever opens a desk gets a store that fits this version of the program, or a sentence that says what to do.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from bothhands.errors import Fault, InputError
from bothhands.records.store import Store

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30
"""How long a writer waits for another before it gives up."""
IDLE_SECONDS = 1.0
"""How long a connection may have lain idle and be used unasked."""
UPGRADE_LOCK = 738_201_120
"""Any number that nothing else in a PostgreSQL server locks."""


def desk_folder(given: Path | None = None) -> Path:
    """The folder of a desk: the one given, `BOTHHANDS_DESK_DIR`, or the user's own data folder."""
    return given or Path(os.environ.get("BOTHHANDS_DESK_DIR") or platformdirs.user_data_path("bothhands") / "desk")


def open_store(folder: Path | None = None, database: str | None = None, *, upgrade: bool = False) -> Store:
    """The store of a desk, made where it is new.

    Parameters
    ----------
    folder
        Where results, attachments and editions lie; see `desk_folder`.
    database
        URL, such as `postgresql+psycopg://user@host/name`; `BOTHHANDS_DATABASE`, else SQLite within the folder.
    upgrade
        Whether a database of an earlier version is brought up to this one; else it is refused.

    Raises
    ------
    InputError
        Where the database cannot be reached, or is of another version.
    """
    at = desk_folder(folder)
    at.mkdir(parents=True, exist_ok=True)
    url = _url(database or os.environ.get("BOTHHANDS_DATABASE") or f"sqlite:///{at / 'desk.sqlite'}")
    engine = _engine(url)
    try:
        with locked(engine) as connection:
            _brought_up(connection, upgrade)
    except DBAPIError as problem:
        engine.dispose()
        raise InputError(
            Fault("BH-REC-001", f"the database {url.render_as_string()} cannot be opened: {problem.orig}", "a database that is there and lets you in", "start it, or mend --database")
        ) from problem  # fmt: skip
    except InputError:
        engine.dispose()
        raise
    return Store(engine, at)


def known_versions() -> tuple[str, ...]:
    """Every version of the database that this program knows, the first one first."""
    script = ScriptDirectory.from_config(alembic_config())
    return tuple(reversed([step.revision for step in script.walk_revisions()]))


def version_of(connection: Connection) -> str:
    """The version of a database; blank where it is empty."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def _brought_up(connection: Connection, upgrade: bool) -> None:
    stands, known = version_of(connection), known_versions()
    if stands == known[-1]:
        return
    if stands and stands not in known:
        raise InputError(
            Fault("BH-REC-003", f"the database is of version {stands}, which this bothhands does not know", f"at most {known[-1]}", "install the newer bothhands that made it, or restore a backup from before")
        )  # fmt: skip
    if stands and not upgrade:
        raise InputError(
            Fault("BH-REC-004", f"the database is of version {stands}", f"version {known[-1]}", "run `bothhands db backup`, then `bothhands db upgrade`")
        )  # fmt: skip
    upgrade_to(connection, known[-1])


def upgrade_to(connection: Connection, version: str) -> None:
    """Bring a database up to a version, within the connection's transaction."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def alembic_config() -> Config:
    """What Alembic needs to know: where the steps lie."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _url(given: str) -> URL:
    try:
        url = make_url(given)
    except ArgumentError:
        url = None
    if url is None or url.get_backend_name() not in ("sqlite", "postgresql"):
        raise InputError(
            Fault("BH-REC-002", f"{given!r} names no database that a desk can use", "sqlite:///path or postgresql+psycopg://user@host/name", "mend --database")
        )  # fmt: skip
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(url, pool_size=20, max_overflow=20, pool_use_lifo=True)
    except (ModuleNotFoundError, NoSuchModuleError) as problem:
        raise InputError(
            Fault("BH-REC-002", f"the driver for {url.drivername} is not installed", "the extra `postgres`", "pip install 'bothhands[postgres]'")
        ) from problem  # fmt: skip
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _sqlite_ways)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        _ask_whether_it_is_there(engine)
    return engine


def _ask_whether_it_is_there(engine: Engine) -> None:
    """A connection that lay idle is asked whether its server is still there, and made anew where not; one just used is not asked."""

    @event.listens_for(engine, "checkin")
    def used(connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def wanted(connection: DBAPIConnection, entry: ConnectionPoolEntry, proxy: PoolProxiedConnection) -> None:
        if time.monotonic() - entry.info.get("used", time.monotonic()) < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as problem:
            raise DisconnectionError(str(problem)) from problem


def _sqlite_ways(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    """Readers beside one writer; a commit is on disk before it returns."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for way in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {1000 * BUSY_SECONDS}",
    ):
        cursor.execute(f"PRAGMA {way}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    """A writer takes its turn at once: one that read first and wrote later could not be let through."""
    writes = connection.get_execution_options().get("bothhands_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def locked(engine: Engine) -> Iterator[Connection]:
    """A connection that alone may change the schema."""
    with engine.execution_options(bothhands_writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        yield connection
