"""Throttling: how often somebody may fail to sign in, or file a request without an account. Counted in the database, so a restart forgets nothing.

Why this file exists: an attempt is written down before it is judged, so that many at once cannot all pass. Logins and addresses are kept as hashes
under a secret of the desk alone, and for an hour.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select, text

from bothhands.errors import Busy, Fault, RunError
from bothhands.records.access import SYSTEM
from bothhands.records.base import now
from bothhands.records.people import Attempt
from bothhands.records.store import DeskSession, Store

SECRET = "secret"
KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """At most so many attempts of one kind by one person within a span."""

    what: str
    most: int
    span: timedelta


LOGIN = Limit("login", 5, timedelta(minutes=15))
ADDRESS = Limit("address", 20, timedelta(minutes=15))
REQUEST = Limit("request", 5, timedelta(hours=1))
"""ASSUMED: five failures a login and twenty an address in fifteen minutes, five requests an address an hour."""


def desk_secret(folder: Path) -> bytes:
    """The secret of a desk, 32 random bytes in its folder that only its owner reads; made where there is none."""
    at = folder / SECRET
    if not at.exists():
        handle, part = tempfile.mkstemp(dir=folder, prefix=".secret-")
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(part, at)
        os.unlink(part)
    found = at.read_bytes()
    if len(found) < 32:
        raise RunError(Fault("BH-ACC-009", f"the desk's secret holds {len(found)} bytes", "32 bytes", "remove it; a new one is made, and counted attempts start again", str(at)))  # fmt: skip
    return found


def count(store: Store, asked: Sequence[tuple[Limit, str]]) -> list[int]:
    """Write an attempt down under each limit, or refuse it where one of them is reached; the numbers of the attempts.

    Parameters
    ----------
    store
        The desk.
    asked
        Limits, each with whose attempt it is: a login or an address.

    Raises
    ------
    Busy
        With the seconds until the oldest attempt that counts is forgotten.
    """
    secret, moment = desk_secret(store.folder), now()
    who = [(limit, _hash(secret, limit, name)) for limit, name in asked]
    with store.writing(SYSTEM) as session:
        _one_at_a_time(session, [name for _, name in who])
        session.execute(delete(Attempt).where(Attempt.at < moment - KEPT))
        for limit, name in who:
            _refuse_too_many(session, limit, name, moment)
        made = [Attempt(what=limit.what, who_hash=name, at=moment) for limit, name in who]
        session.add_all(made)
        session.flush()
        return [one.id for one in made]


def forget(store: Store, session: DeskSession, attempts: Sequence[int], login: str) -> None:
    """After a success: these attempts, and every failure of the login, no longer count."""
    who = _hash(desk_secret(store.folder), LOGIN, login)
    session.execute(delete(Attempt).where(Attempt.id.in_(attempts)))
    session.execute(delete(Attempt).where(Attempt.what == LOGIN.what, Attempt.who_hash == who))


def _hash(secret: bytes, limit: Limit, name: str) -> str:
    return hmac.new(secret, f"{limit.what}:{name.casefold()}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()  # fmt: skip


def _one_at_a_time(session: DeskSession, names: Sequence[str]) -> None:
    """Writers of SQLite wait for each other anyway; on PostgreSQL those of the same name do, in one order."""
    if session.connection().dialect.name == "postgresql":
        for name in sorted(names):
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(name[:15], 16)})


def _refuse_too_many(session: DeskSession, limit: Limit, name: str, moment: datetime) -> None:
    counted = select(func.count(), func.min(Attempt.at)).where(
        Attempt.what == limit.what, Attempt.who_hash == name, Attempt.at > moment - limit.span
    )
    found, first = session.execute(counted).one()
    if found >= limit.most:
        wait = max(1, int((first + limit.span - moment).total_seconds()) + 1)
        tried = "requests from here" if limit is REQUEST else "failed sign-ins"
        raise Busy(
            Fault("BH-ACC-002", f"{found} {tried} within {int(limit.span.total_seconds() / 60)} minutes", f"fewer than {limit.most}", f"wait {wait} seconds"),
            wait,
        )  # fmt: skip
