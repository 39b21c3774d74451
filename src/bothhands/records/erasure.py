"""Erasure: a person's name gives way to a pseudonym everywhere in the database, in the audit too.

Why this file exists: a person may ask to be forgotten, and the work they did must still add up. What was done stays, under a name that leads to
nobody. It does not look into the files: attachments, editions, results, and backups made before keep what they hold.
"""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, delete, func, select
from sqlalchemy.orm import Mapper

from bothhands.errors import Fault, InputError
from bothhands.records.access import ROLES, Access
from bothhands.records.audit import Audit
from bothhands.records.base import Base
from bothhands.records.everything import TABLES
from bothhands.records.field import FieldDay, Holder, Leave, Recognition
from bothhands.records.people import SignIn, Token, User, UserPlace
from bothhands.records.retention import emptied, opened
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import Request

PERSON, TEXT = "person", "text"
"""Marks of columns: a person's name or contact, and text in which a name may be written."""
_WORD = "A-Za-z0-9_\u00c0-\u024f"
"""Signs that make a longer word of a name written in letters; Chinese names stand without spaces."""


@dataclass(frozen=True)
class Erased:
    """What an erasure did, or would do."""

    pseudonym: str
    counts: Mapping[str, int]
    """Values changed, by table and column; and rows removed."""


@dataclass(frozen=True)
class _Person:
    """Who is erased, and how their name is found."""

    user_id: int | None
    name: str
    login: str
    pseudonym: str
    counts: Counter[str] = field(default_factory=Counter)

    def is_named(self, value: str) -> bool:
        """Whether a value is the person's name, or login, and nothing else."""
        return _key(value) in {_key(self.name), _key(self.login)} - {""}

    def within(self, text: str) -> str:
        """The text with the pseudonym for the name, and for the login where it is no word of the program's own."""
        for known in (self.name, self.login):
            if known and known.casefold() not in ROLES:
                text = _whole(known).sub(self.pseudonym, text)
        return text


def erase(store: Store, access: Access, who: int | str, why: str, *, dry_run: bool = False) -> Erased:
    """Replace a person's name by a pseudonym wherever it was written, and end their account.

    Parameters
    ----------
    store
        The desk.
    access
        Somebody who manages the desk, for the whole region.
    who
        Number of an account, or the name of somebody without one.
    why
        The reason, kept in the audit.
    dry_run
        Only count.

    Raises
    ------
    InputError
        Where nobody has the number, the name is blank, or several accounts bear it.
    """
    access.require("manage")
    access.require_everywhere("an erasure")
    with store.writing(access, why) as session:
        person = _person(session, who)
        for kind in TABLES:
            if kind is not Audit:
                _in_table(session, kind, person)
        _end_account(session, person)
        leaves = _end_field_work(session, person)
        session.flush()
        with opened(session, person.within(f"erasure: {why}")):
            _in_audit(session, person)
            person.counts["audit of leaves"] += emptied(session, Leave, leaves)
        if dry_run:
            session.rollback()
    if not dry_run:
        _overwrite(store)
    return Erased(person.pseudonym, {what: count for what, count in person.counts.items() if count})


def _person(session: DeskSession, who: int | str) -> _Person:
    pseudonym = f"person-{secrets.token_hex(4)}"
    if isinstance(who, int):
        user = session.one(User, who)
        return _Person(user.id, user.name, user.login, pseudonym)
    name = " ".join(who.split())
    if not name:
        raise InputError(Fault("BH-KEP-030", "the name is blank", "a person's name as it was written", "give the name"))
    bearers = [one for one in session.scalars(select(User)) if _key(one.name) == _key(name)]
    if len(bearers) > 1:
        numbers = ", ".join(str(one.id) for one in bearers)
        raise InputError(
            Fault("BH-KEP-031", f"{len(bearers)} accounts bear this name: {numbers}", "one person", "give the number of the account")
        )  # fmt: skip
    return _Person(bearers[0].id, bearers[0].name, bearers[0].login, pseudonym) if bearers else _Person(None, name, "", pseudonym)  # fmt: skip


def _in_table(session: DeskSession, kind: type[Base], person: _Person) -> None:
    """Record by record, so that each change is in the audit and each version grows."""
    marked = _marked(kind.__mapper__)
    if not marked:
        return
    for one in session.scalars(select(kind).execution_options(yield_per=1000)):
        changes = _changes(one, marked, person)
        for name, value in changes.items():
            setattr(one, name, value)
            person.counts[f"{kind.__tablename__}.{name}"] += 1


def _changes(one: Base, marked: Mapping[str, str], person: _Person) -> dict[str, object]:
    """New values of a record's marked columns where they named the person."""
    found: dict[str, object] = {}
    same = isinstance(one, User) and one.id == person.user_id
    theirs = isinstance(one, User) and not same
    for name, mark in marked.items():
        value = getattr(one, name)
        if mark == TEXT:
            new = _deep(value, person)
        elif name == "contact":
            new = "" if isinstance(one, Request) and person.is_named(one.name) else value
        else:
            other = theirs or getattr(one, "user_id", person.user_id) not in (person.user_id, None)
            new = person.pseudonym if same or (not other and person.is_named(value)) else value
        if new != value:
            found[name] = new
    return found


def _in_audit(session: DeskSession, person: _Person) -> None:
    """The audit remembers names in who acted, why, and in what changed."""
    kinds = {kind.__tablename__: _marked(kind.__mapper__) for kind in TABLES}
    for row in session.scalars(select(Audit).execution_options(yield_per=1000)):
        acted = row.user_id == person.user_id if row.user_id is not None else person.is_named(row.actor)
        theirs = row.kind == User.__tablename__ and row.record != str(person.user_id)
        before, after, why = row.before, row.after, person.within(row.why)
        if not theirs:
            before, after = (_told(told, kinds.get(row.kind, {}), person) for told in (before, after))
        changes = {"actor": person.pseudonym if acted else row.actor, "why": why, "before": before, "after": after}
        for name, value in changes.items():
            if value != getattr(row, name):
                setattr(row, name, value)
                person.counts[f"audit.{name}"] += 1


def _told(told: Mapping[str, Any] | None, marked: Mapping[str, str], person: _Person) -> dict[str, Any] | None:
    """What the audit tells of a record, without the name."""
    if told is None:
        return None
    named = any(isinstance(told.get(key), str) and person.is_named(told[key]) for key in ("name", "login"))
    found = dict(told)
    for key, mark in marked.items():
        value = told.get(key)
        if mark == TEXT:
            found |= {key: _deep(value, person)} if key in told else {}
        elif isinstance(value, str) and key == "contact":
            found[key] = "" if named else value
        elif isinstance(value, str) and person.is_named(value):
            found[key] = person.pseudonym
    return found


def _end_account(session: DeskSession, person: _Person) -> None:
    if person.user_id is None:
        return
    user = session.one(User, person.user_id)
    user.active, user.erased, user.password_hash = False, True, ""
    for kind in (Token, UserPlace):
        for one in session.scalars(select(kind).where(kind.user_id == user.id)).all():
            session.delete(one)
            person.counts[f"{kind.__tablename__} removed"] += 1
    theirs = SignIn.user_id == user.id
    person.counts["sign_ins removed"] += session.scalar(select(func.count()).select_from(SignIn).where(theirs)) or 0
    session.execute(delete(SignIn).where(theirs).execution_options(synchronize_session=False))


def _end_field_work(session: DeskSession, person: _Person) -> set[str]:
    """Days keep their hours and are nobody's; posts and thanks are held no more, leaves go. Numbers of the leaves."""
    if person.user_id is None:
        return set()
    for day in session.scalars(select(FieldDay).where(FieldDay.user_id == person.user_id)).all():
        day.user_id = None
        person.counts["field_days.user_id"] += 1
    leaves = set()
    for kind in (Holder, Recognition, Leave):
        for one in session.scalars(select(kind).where(kind.user_id == person.user_id)).all():
            session.delete(one)
            person.counts[f"{kind.__tablename__} removed"] += 1
            leaves |= {str(one.id)} if kind is Leave else set()
    return leaves


def _overwrite(store: Store) -> None:
    """What was there before is not left in free pages of the file; PostgreSQL frees its own when it vacuums."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
        return
    with closing(store.engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _marked(mapper: Mapper[Any]) -> dict[str, str]:
    """Columns of a kind in which a person may be named, and how."""
    found = {}
    for attribute in mapper.column_attrs:
        column = attribute.columns[0]
        if isinstance(column, Column) and (mark := next((one for one in (PERSON, TEXT) if column.info.get(one)), "")):
            found[attribute.key] = mark
    return found


def _deep(value: Any, person: _Person) -> Any:
    """A text, or every text within a value of JSON, without the name."""
    if isinstance(value, str):
        return person.within(value)
    if isinstance(value, Mapping):
        return {key: _deep(one, person) for key, one in value.items()}
    return [_deep(one, person) for one in value] if isinstance(value, list) else value


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _whole(name: str) -> re.Pattern[str]:
    """A name as a word of its own, with any spaces, in any case."""
    words = r"\s+".join(re.escape(part) for part in name.split())
    before = f"(?<![{_WORD}])" if re.match(f"[{_WORD}]", name) else ""
    after = f"(?![{_WORD}])" if re.search(f"[{_WORD}]$", name) else ""
    return re.compile(f"{before}{words}{after}", re.IGNORECASE)
