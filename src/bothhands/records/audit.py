"""The audit: who changed what, when, from what to what, and why. Rows are added and never changed.

Why this file exists: every change goes through one session, so one listener writes them all and nobody can forget to. The database itself
refuses to change or remove a row (triggers); only an erasure or the end of a retention period may, inside an *opening* that is a record too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, String, Text, insert, inspect
from sqlalchemy.orm import Mapped, Session, mapped_column

from bothhands.records.access import Access
from bothhands.records.base import Base, Placed, now

QUIET = frozenset({"created_at", "changed_at", "version"})
"""Columns that change with every change."""


class Audit(Base):
    """One change of one record."""

    __tablename__ = "audit"
    audited = False

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    actor: Mapped[str] = mapped_column(String(120), info={"person": True})
    action: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(24), index=True)
    record: Mapped[str] = mapped_column(String(300), index=True)
    place: Mapped[str | None] = mapped_column(String(120), index=True)
    """Place of the record; none where it belongs to no place, such as an account: then only the whole region's people read it."""
    before: Mapped[Mapping[str, Any] | None] = mapped_column(JSON(none_as_null=True), info={"text": True})
    after: Mapped[Mapping[str, Any] | None] = mapped_column(JSON(none_as_null=True), info={"text": True})
    why: Mapped[str] = mapped_column(Text, default="", info={"text": True})


class Opening(Base):
    """A time when the audit itself was changed: who was erased, or which old rows were let go; true to `open` only within its transaction."""

    __tablename__ = "audit_openings"
    audited = False

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str] = mapped_column(String(120), info={"person": True})
    why: Mapped[str] = mapped_column(Text, info={"text": True})
    open: Mapped[bool] = mapped_column(default=True)


def note_changes(session: Session, access: Access, why: str) -> None:
    """Write what a flush changed into the audit; called once after each flush."""
    rows = [
        {
            "at": now(),
            "user_id": access.user_id,
            "actor": access.name,
            "action": action,
            "kind": one.__tablename__,
            "record": record_of(one),
            "place": one.place if isinstance(one, Placed) else None,
            "before": before,
            "after": after,
            "why": why,
        }
        for one, action, before, after in _changes(session)
    ]
    if rows:
        session.connection().execute(insert(Audit), rows)


def record_of(one: Base) -> str:
    """The number or name of a record, as the audit keeps it."""
    return "/".join(str(part) for part in inspect(one).mapper.primary_key_from_instance(one))


def _changes(session: Session) -> Iterator[tuple[Base, str, dict[str, Any] | None, dict[str, Any] | None]]:
    for one in session.new:
        if isinstance(one, Base) and one.audited:
            yield one, "added", None, {name: _plain(getattr(one, name)) for name in _told(one)}
    for one in session.deleted:
        if isinstance(one, Base) and one.audited:
            yield one, "removed", {name: _plain(getattr(one, name)) for name in _told(one)}, None
    for one in session.dirty:
        if isinstance(one, Base) and one.audited:
            before, after = _difference(one)
            if after:
                yield one, "changed", before, after


def _difference(one: Base) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = {}, {}
    attributes = inspect(one).attrs
    for name in _told(one):
        history = attributes[name].history
        if history.added and history.added != history.deleted:
            before[name] = _plain(history.deleted[0]) if history.deleted else None
            after[name] = _plain(history.added[0])
    return before, after


def _told(one: Base) -> list[str]:
    """Columns that are told: no secret, nothing that lies in a file too, and nothing that changes with every change."""
    return [
        attribute.key
        for attribute in inspect(one).mapper.column_attrs
        if attribute.key not in QUIET and not _is_kept_out(attribute.columns[0])
    ]


def _is_kept_out(column: object) -> bool:
    return isinstance(column, Column) and bool(column.info.get("secret") or column.info.get("bulky"))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
