"""What every record shares: a number, when it was made and changed, a version against lost updates, and a place.

Why this file exists: scope, audit and versions are decided once, for every record, by the kind it is. It opens no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints are named, so that a later migration can name them too."""
EVERYWHERE = ""
"""Place of what concerns the whole region: everybody may read it, only the whole region's people may write it."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, with its time zone in Python on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC; a moment without a time zone is refused, because nobody knows when it was."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, also from a database that keeps no time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Every table of the desk."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment, Mapping[str, Any]: JSON}

    audited: ClassVar[bool] = True
    """Whether each change is written into the audit; not for copies of an edition, whose history is its files, and not for heartbeats."""


class Kept(Base):
    """A record with a number of its own, moments and a version that grows with each change."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        """The database refuses a change of a version that is no longer there."""
        return {"version_id_col": cls.version}


class Placed:
    """A record of a place: read and written only within a person's places (`scope`)."""

    place: Mapped[str] = mapped_column(String(120), index=True, default=EVERYWHERE)


class Personal:
    """A record of a person's own work: read by that person, and by those who assign work in its place (`scope`)."""

    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
