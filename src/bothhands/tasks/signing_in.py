"""Signing in: browsers by a cookie, programs by a token. Only hashes of either are kept.

Why this file exists: whoever holds a copy of the database can sign in as nobody. A browser's sign-in ends after eight idle hours, after seven
days, and with the password; a token after a year at most.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine, Select, bindparam, delete, select
from sqlalchemy.exc import OperationalError

from bothhands.errors import Fault, InputError, NotSignedIn, NotThere
from bothhands.records.access import SYSTEM, Access, with_places_below
from bothhands.records.base import now
from bothhands.records.known import Edition
from bothhands.records.people import SignIn, Token, User, UserPlace
from bothhands.records.store import DeskSession, Store
from bothhands.tasks.accounts import end_sign_ins, user_of, users_of
from bothhands.tasks.directory import access_of, parents_of
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.passwords import is_of_old, is_right, kept
from bothhands.tasks.throttle import ADDRESS, LOGIN, count, forget

IDLE, ABSOLUTE = timedelta(hours=8), timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
"""How often it is written down that a browser was seen: not at every request."""
LONGEST_DAYS = 365
EVERYBODY = 1_000_000
"""More accounts than any desk has."""
MARK = "bh_"
"""How every token begins, so that one in a wrong place is found."""


@dataclass(frozen=True)
class SignedIn:
    """A browser that signed in: its key is told this once, its guard whenever it asks."""

    access: Access
    key: str
    guard: str
    expires_at: datetime


class NewToken(BaseModel):
    """A token to be made."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    label: str = Field(..., min_length=1, max_length=120, description="What the token is for.")
    days: int = Field(90, ge=1, le=LONGEST_DAYS, description="Days until it ends.", json_schema_extra={"unit": "days"})
    reads_only: bool = Field(True, description="Whether it may only read.")


def sign_in(store: Store, login: str, password: str, address: str) -> SignedIn:
    """Sign a browser in.

    Parameters
    ----------
    store
        The desk.
    login, password
        As typed.
    address
        Network address it comes from; counted by its hash.

    Raises
    ------
    Busy
        After too many failures of the login or the address.
    NotSignedIn
        Where login and password do not belong together; it is not told which is wrong.
    """
    name = login.casefold().strip()
    attempts = count(store, [(LOGIN, name), (ADDRESS, address)])
    with store.reading(SYSTEM) as session:
        found = session.scalars(select(User).where(User.login == name)).one_or_none()
        known = "" if found is None or not found.active or found.erased else found.password_hash
    if not is_right(known, password):
        raise NotSignedIn(Fault("BH-ACC-010", "login and password do not belong together", "both as they were given to you", "type them again, or ask an administrator"))  # fmt: skip
    renewed = kept(password, name) if is_of_old(known) else known
    key = secrets.token_urlsafe(32)
    with store.writing(SYSTEM) as session:
        user = session.scalars(select(User).where(User.login == name)).one()
        if user.password_hash != known or not user.active:
            raise NotSignedIn(Fault("BH-ACC-010", "the account was changed this moment", "a password that holds", "type it again"))  # fmt: skip
        forget(store, session, attempts, name)
        session.execute(delete(SignIn).where(SignIn.expires_at < now()))
        guard, until = guard_of(key), now() + ABSOLUTE
        session.add(SignIn(key_hash=_hash(key), user_id=user.id, guard_hash=_hash(guard), expires_at=until))
        if renewed != known:
            user.password_hash = renewed
        return SignedIn(access_of(session, user), key, guard, until)


def signed_in(store: Store, key: str) -> Access:
    """Who a browser is; `NotSignedIn` where it signed in never, too long ago, or was signed out."""
    moment = now()
    with store.reading(SYSTEM, once=True) as session:
        found = _holder(store, session, SignIn, key, SignIn.seen_at, SignIn.expires_at)
    if found is None or min(found.more[1], found.more[0] + IDLE) <= moment:
        raise NotSignedIn(Fault("BH-ACC-011", "you are not signed in any more", "a browser that signed in within seven days and was used within eight hours", "sign in again"))  # fmt: skip
    if moment - found.more[0] > SEEN_EVERY:
        _seen(store, key, moment)
    return found.access


def _seen(store: Store, key: str, moment: datetime) -> None:
    """Write down that a browser was seen: by one request at a time, the next one does it where this one cannot, so that nobody who reads waits for those who write."""
    if not _SEEING.acquire(blocking=False):
        return
    try:
        with store.writing(SYSTEM) as session:
            again = session.get(SignIn, _hash(key))
            if again is not None:
                again.seen_at = moment
    except OperationalError:
        return
    finally:
        _SEEING.release()


_SEEING = Lock()


def guard_of(key: str) -> str:
    """The value that each change by a browser repeats; another site cannot read it."""
    return hmac.new(key.encode("utf-8", "surrogatepass"), b"guard", hashlib.sha256).hexdigest()


def is_guard(store: Store, key: str, guard: str) -> bool:
    """Whether a value is the guard of a browser."""
    with store.reading(SYSTEM) as session:
        found = session.get(SignIn, _hash(key))
    return found is not None and hmac.compare_digest(found.guard_hash, _hash(guard))


def sign_out(store: Store, key: str) -> None:
    """Sign a browser out."""
    with store.writing(SYSTEM) as session:
        session.execute(delete(SignIn).where(SignIn.key_hash == _hash(key)))


def of_token(store: Store, key: str) -> Access:
    """Whom a token acts for; `NotSignedIn` where it is unknown, revoked or past its day."""
    with store.reading(SYSTEM, once=True) as session:
        found = _holder(store, session, Token, key, Token.revoked, Token.expires_at, Token.reads_only)
    if found is None or found.more[0] or found.more[1] <= now():
        raise NotSignedIn(Fault("BH-ACC-012", "the token is unknown, revoked or past its day", "a token in use", "make another"))  # fmt: skip
    return replace(found.access, reads_only=found.more[2])


def new_token(session: DeskSession, user_id: int, given: NewToken) -> tuple[Token, str]:
    """A token for a person, and its key, which is told this once."""
    key = MARK + secrets.token_urlsafe(32)
    until = now() + timedelta(days=given.days)
    made = Token(user_id=user_id, label=given.label, key_hash=_hash(key), reads_only=given.reads_only, expires_at=until)
    session.add(made)
    session.flush()
    return made, key


def own_token(session: DeskSession, given: NewToken) -> tuple[Token, str]:
    """A token for oneself."""
    if session.access.user_id is None:
        raise InputError(Fault("BH-ACC-013", "the desk has no accounts yet, so nobody whom a token could act for", "an account", "make one with `bothhands admin user add`"))  # fmt: skip
    return new_token(session, session.access.user_id, given)


def tokens_of(session: DeskSession, user_id: int | None = None, limit: int = 50, offset: int = 0) -> Page[Token]:
    """A page of one's own tokens, or of those of an account that one manages, the newest first."""
    owner = session.access.user_id if user_id is None else user_id
    if owner != session.access.user_id:
        user_of(session, owner or 0)
    return page_of(session, select(Token).where(Token.user_id == owner).order_by(Token.id.desc()), limit, offset)


class Present(NamedTuple):
    """Somebody who is signed in; moments in UTC."""

    user: User
    browsers: int
    since: datetime
    """First of these sign-ins."""
    seen_at: datetime
    """Last time any of these browsers asked for anything."""


def signed_in_now(session: DeskSession) -> list[Present]:
    """Who is signed in among the people one manages, whoever asked last first."""
    session.access.require("manage")
    moment, found = now(), dict[int, list[SignIn]]()
    for one in session.scalars(select(SignIn).where(SignIn.expires_at > moment, SignIn.seen_at > moment - IDLE)):
        found.setdefault(one.user_id, []).append(one)
    managed = {user.id: user for user in users_of(session, limit=EVERYBODY).items}
    told = [
        Present(managed[number], len(every), min(one.made_at for one in every), max(one.seen_at for one in every))
        for number, every in found.items()
        if number in managed
    ]
    return sorted(told, key=lambda one: one.seen_at, reverse=True)


def sign_out_everywhere(session: DeskSession, user_id: int) -> None:
    """End every sign-in of an account that one manages."""
    end_sign_ins(session, user_of(session, user_id).id)


def token_of(session: DeskSession, token_id: int) -> Token:
    """A token of one's own, or of an account that one manages."""
    found = session.get(Token, token_id)
    if found is None or (found.user_id != session.access.user_id and not _is_managed(session, found.user_id)):
        raise NotThere(
            Fault("BH-REC-012", f"no tokens {token_id}", "a record that is there and in your scope", "look it up in its list")
        )  # fmt: skip
    return found


def revoke(session: DeskSession, token_id: int) -> None:
    """End a token of one's own, or of an account that one manages."""
    token_of(session, token_id).revoked = True


class _Holder(NamedTuple):
    """Whose a key is, and what else was asked of it."""

    access: Access
    more: tuple[Any, ...]


def _holder(store: Store, session: DeskSession, kind: type[SignIn] | type[Token], key: str, *asked: Any) -> _Holder | None:  # fmt: skip
    """Whose a key is, in one query: every request asks it. None where nobody's, or somebody's who is out of use."""
    rows = session.execute(_whose(kind, asked), {"key_hash": _hash(key)}).all()
    if not rows:
        return None
    number, name, role, everywhere, sees_accounts, _, edition, *more = rows[0]
    named = [row[5] for row in rows if row[5] is not None]
    places = None if everywhere else with_places_below(named, _parents(store, session, edition))
    return _Holder(Access(number, name, role, places, sees_accounts), tuple(more))


@cache
def _whose(kind: type[SignIn] | type[Token], asked: tuple[Any, ...]) -> Select[Any]:
    """The query of `_holder`: making it takes as long as asking it."""
    in_force = select(Edition.edition).where(Edition.in_force).scalar_subquery()
    columns = (User.id, User.name, User.role, User.everywhere, User.sees_accounts, UserPlace.named, in_force)
    joined = select(*columns, *asked).join(User, User.id == kind.user_id).outerjoin(UserPlace, UserPlace.user_id == User.id)  # fmt: skip
    return joined.where(kind.key_hash == bindparam("key_hash"), User.active, User.erased.is_(False))


_PARENTS: WeakKeyDictionary[Engine, tuple[str, dict[str, str]]] = WeakKeyDictionary()


def _parents(store: Store, session: DeskSession, edition: str | None) -> dict[str, str]:
    """The parent of each place of an edition, read once."""
    kept = _PARENTS.get(store.engine)
    if edition is not None and kept is not None and kept[0] == edition:
        return kept[1]
    parents = parents_of(session)
    if edition is not None:
        _PARENTS[store.engine] = (edition, parents)
    return parents


def _is_managed(session: DeskSession, user_id: int) -> bool:
    if not session.access.may("manage"):
        return False
    try:
        user_of(session, user_id)
    except NotThere:
        return False
    return True


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
