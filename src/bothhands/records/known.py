"""Records of what is known: editions of the region, and copies of their places, firms and targets to search in.

Why this file exists: a region stays in files, under the hash of its content; the rows kept here are those of the edition in force, so that
100,000 firms can be paged and filtered. They are replaced whole when another edition comes into force, and never edited by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from bothhands.records.base import EVERYWHERE, Base, Placed, now


class Edition(Base):
    """The region as it stood in files; `folder` is relative to the desk's folder, or names an embedded region."""

    __tablename__ = "editions"

    edition: Mapped[str] = mapped_column(String(64), primary_key=True)
    region: Mapped[str] = mapped_column(String(120))
    folder: Mapped[str] = mapped_column(String(300))
    based_on: Mapped[str] = mapped_column(String(64), default="")
    what: Mapped[str] = mapped_column(Text, default="", info={"text": True})
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    in_force: Mapped[bool] = mapped_column(default=False, index=True)


class PlaceRow(Base):
    """A place of the edition in force."""

    __tablename__ = "places"
    audited = False

    place: Mapped[str] = mapped_column(String(120), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120), default="")
    level: Mapped[str] = mapped_column(String(16))
    parent: Mapped[str] = mapped_column(String(120), default="")
    figures: Mapped[Mapping[str, Any]] = mapped_column(default=dict)


def _looked_up(context: DefaultExecutionContext) -> str:
    told = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return "\n".join(str(told[name] or "").casefold() for name in ("firm", "name", "name_zh"))


class FirmRow(Placed, Base):
    """A firm of the edition in force, without its cash, debt and tax.

    Its lists are read from indices alone, whoever asks: a hundred thousand rows with their figures take ten times as long to go through.
    """

    __tablename__ = "firms"
    __table_args__ = (
        Index("ix_firms_place_firm", "place", "firm"),
        Index("ix_firms_place_sector_workers_firm", "place", "sector", "workers", "firm"),
        Index("ix_firms_sector_workers_firm", "sector", "workers", "firm"),
        Index("ix_firms_place_looked_up_firm", "place", "looked_up", "firm"),
    )
    audited = False

    place: Mapped[str] = mapped_column(String(120), default=EVERYWHERE)
    firm: Mapped[str] = mapped_column(String(120), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_zh: Mapped[str] = mapped_column(String(200), default="")
    looked_up: Mapped[str] = mapped_column(Text, default=_looked_up)
    """Identifier and both names in small letters, a line each: what a search goes through."""
    sector: Mapped[str] = mapped_column(String(120))
    size: Mapped[str] = mapped_column(String(16), default="", index=True)
    state: Mapped[str] = mapped_column(String(16), default="", index=True)
    blocked_by: Mapped[str] = mapped_column(String(24), default="", index=True)
    workers: Mapped[float | None] = mapped_column(index=True)
    figures: Mapped[Mapping[str, Any]] = mapped_column(default=dict)


class FirmAccounts(Placed, Base):
    """A firm's cash, debt and tax: only for those whom the desk lets see accounts."""

    __tablename__ = "firm_accounts"
    audited = False

    firm: Mapped[str] = mapped_column(String(120), primary_key=True)
    figures: Mapped[Mapping[str, Any]] = mapped_column(default=dict)


class TargetRow(Placed, Base):
    """A target of the edition in force."""

    __tablename__ = "targets"
    audited = False

    id: Mapped[int] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(String(120), index=True)
    indicator: Mapped[str] = mapped_column(String(120))
    due: Mapped[date | None]
    owner: Mapped[str] = mapped_column(String(120), default="")
    figures: Mapped[Mapping[str, Any]] = mapped_column(default=dict)
