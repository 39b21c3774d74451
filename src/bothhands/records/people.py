"""Records of people: accounts, where each may look, sign-ins, tokens of programs, and failed attempts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bothhands.records.base import Base, Kept, now


class User(Kept):
    """An account. The name is personal: erasure replaces it by a pseudonym, here and wherever it was written."""

    __tablename__ = "users"

    login: Mapped[str] = mapped_column(String(80), unique=True, info={"person": True})
    name: Mapped[str] = mapped_column(String(120), info={"person": True})
    role: Mapped[str] = mapped_column(String(16))
    sees_accounts: Mapped[bool] = mapped_column(default=False)
    """Whether a firm's cash, debt and tax are shown."""
    everywhere: Mapped[bool] = mapped_column(default=False)
    """Whether every place of the region is in scope, whatever `places` says."""
    password_hash: Mapped[str] = mapped_column(String(200), default="", info={"secret": True})
    language: Mapped[str] = mapped_column(String(8), default="en")
    active: Mapped[bool] = mapped_column(default=True)
    erased: Mapped[bool] = mapped_column(default=False)
    places: Mapped[list[UserPlace]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class UserPlace(Base):
    """A place in whose scope a person works; all places below it belong to it."""

    __tablename__ = "user_places"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    named: Mapped[str] = mapped_column(String(120), primary_key=True)


class SignIn(Base):
    """A browser that signed in; only a hash of its cookie is kept."""

    __tablename__ = "sign_ins"
    audited = False

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    guard_hash: Mapped[str] = mapped_column(String(64))
    """Of the value that every change by this browser must repeat (against cross-site requests)."""
    made_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class Token(Kept):
    """A token of a program that acts for a person; only its hash is kept, and the person's role bounds it."""

    __tablename__ = "tokens"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(120), info={"text": True})
    key_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"secret": True})
    reads_only: Mapped[bool] = mapped_column(default=True)
    expires_at: Mapped[datetime]
    revoked: Mapped[bool] = mapped_column(default=False)


class Attempt(Base):
    """An attempt that is counted: a failed sign-in or a request from outside, by a hash of who made it."""

    __tablename__ = "attempts"
    audited = False

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(24))
    who_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
