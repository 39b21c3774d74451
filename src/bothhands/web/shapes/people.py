"""Shapes of people: who is signed in, accounts, tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from bothhands.records.access import PERMISSIONS, Access, Permission, Role
from bothhands.records.people import Token, User
from bothhands.tasks.accounts import Language, NewUser
from bothhands.web.shapes.base import Asked, Told, Versioned


class Credentials(Asked):
    """Login and password."""

    login: str = Field(min_length=1, max_length=80, description="Login.")
    password: str = Field(min_length=1, max_length=200, description="Password.")


class PasswordChange(Asked):
    """Another password for oneself."""

    old_password: str = Field(min_length=1, max_length=200, description="The password so far.")
    new_password: str = Field(max_length=200, description="The new one, 12 signs or more.")


class NewPassword(Asked):
    """A password for somebody else."""

    password: str = Field(max_length=200, description="The new one, 12 signs or more.")


class UserAsked(NewUser):
    """An account to be made, with its first password."""

    password: str = Field("", max_length=200, description="12 signs or more; blank for none yet.")


class SessionTold(Told):
    """Who asks, and what they may do."""

    user_id: int | None = Field(description="Number of the account; none where the desk has no accounts yet.")
    name: str = Field(description="Name.")
    role: Role = Field(description="Role.")
    permissions: list[Permission] = Field(description="What the role, or the token, allows.")
    places: list[str] | None = Field(description="Places in scope, those below included; none for the whole region.")
    sees_accounts: bool = Field(description="Whether cash, debt and tax of firms are shown.")
    by: Literal["browser", "token", "local"] = Field(description="How whoever asks is known.")
    guard: str | None = Field(description="What a browser repeats in X-Bothhands-Guard with every change.")

    @classmethod
    def of(cls, access: Access, by: Literal["browser", "token", "local"], guard: str | None) -> SessionTold:
        """Who asks, as told to them."""
        return cls(
            user_id=access.user_id, name=access.name, role=access.role, sees_accounts=access.sees_accounts, by=by, guard=guard,
            permissions=sorted(one for one in PERMISSIONS[access.role] if access.may(one)),
            places=None if access.places is None else sorted(access.places),
        )  # fmt: skip


class UserTold(Versioned):
    """An account."""

    login: str = Field(description="Login.")
    name: str = Field(description="Name.")
    role: Role = Field(description="Role.")
    places: list[str] = Field(description="Places named; those below them count too.")
    everywhere: bool = Field(description="Whether the whole region is in scope.")
    sees_accounts: bool = Field(description="Whether cash, debt and tax of firms are shown.")
    language: Language = Field(description="Language of the pages.")
    active: bool = Field(description="Whether the person may sign in.")

    @classmethod
    def of(cls, user: User) -> UserTold:
        """An account as told to those who manage it; never its password."""
        return cls.read(user, places=sorted(one.named for one in user.places))


class PersonTold(Told):
    """Somebody to whom work may be given."""

    id: int = Field(description="Number of the account.", ge=1)
    name: str = Field(description="Name.")
    role: Role = Field(description="Role.")

    @classmethod
    def of(cls, user: User) -> PersonTold:
        """Somebody as told to their colleagues."""
        return cls.model_validate(user)


class TokenTold(Versioned):
    """A token, without its key."""

    user_id: int = Field(description="Account it acts for.", ge=1)
    label: str = Field(description="What it is for.")
    reads_only: bool = Field(description="Whether it may only read.")
    expires_at: datetime = Field(description="When it ends, in UTC.")
    revoked: bool = Field(description="Whether it was ended.")

    @classmethod
    def of(cls, token: Token) -> TokenTold:
        """A token as told afterwards."""
        return cls.model_validate(token)


class TokenMade(TokenTold):
    """A token just made, with its key."""

    key: str = Field(description="The token itself, told this once.")
