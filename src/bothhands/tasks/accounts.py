"""Accounts: who has one, with what role and where; who may make and change them.

Why this file exists: whoever manages people of some places manages nobody beyond them, gives nobody more than they have, and sees nobody else's account.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Select, delete, or_, select

from bothhands.errors import Fault, InputError, NotAllowed, NotThere, OutOfDate
from bothhands.records.access import PERMISSIONS, ROLES, Access, Role, with_places_above
from bothhands.records.audit import Audit
from bothhands.records.base import now
from bothhands.records.people import SignIn, Token, User, UserPlace
from bothhands.records.store import DeskSession, Store, out_of_date
from bothhands.tasks.directory import known_place, parents_of
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.passwords import is_right, kept

Language: TypeAlias = Literal["en", "zh"]
Login: TypeAlias = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\s/\\\x00-\x1f]+$")]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=120)]
DOERS = tuple(role for role, allowed in PERMISSIONS.items() if "record" in allowed)
"""Roles of whoever may be given work: they may tell what was done."""
Places: TypeAlias = Annotated[tuple[Annotated[str, Field(max_length=120)], ...], Field(max_length=200)]


class NewUser(BaseModel):
    """An account to be made."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    login: Login = Field(..., description="What the person signs in with; without spaces.")
    name: Name = Field(..., description="Name of the person; signatures and the audit carry it.")
    role: Role = Field(..., description="What the person may do.")
    places: Places = Field((), description="Places the person works for; those below them count.")
    everywhere: bool = Field(False, description="Whether the whole region is in scope.")
    sees_accounts: bool = Field(False, description="Whether cash, debt and tax of firms are shown.")
    language: Language = Field("en", description="Language of the pages.")


class UserChange(BaseModel):
    """What may be changed of an account; what is left out stays."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: Name | None = Field(None, description="Name of the person.")
    role: Role | None = Field(None, description="What the person may do.")
    places: Places | None = Field(None, description="Places the person works for, instead of those before.")
    everywhere: bool | None = Field(None, description="Whether the whole region is in scope.")
    sees_accounts: bool | None = Field(None, description="Whether cash, debt and tax of firms are shown.")
    language: Language | None = Field(None, description="Language of the pages.")
    active: bool | None = Field(None, description="Whether the person may sign in.")


def add(session: DeskSession, given: NewUser, password: str = "") -> User:
    """Make an account.

    Parameters
    ----------
    session
        Of whoever manages people there.
    given
        Who it is.
    password
        Blank for an account that nobody can sign in with until it has one.

    Raises
    ------
    InputError
        Where a place is unknown, none is named, or the password cannot be one.
    OutOfDate
        Where the login is taken.
    """
    session.access.require("manage")
    login = given.login.casefold()
    own = given.model_dump(exclude={"places", "login"})
    made = User(**own, login=login, places=[UserPlace(named=place) for place in sorted(set(given.places))])
    _check(session, made)
    if session.scalars(select(User.id).where(User.login == login)).first() is not None:
        raise OutOfDate(Fault("BH-ACC-003", f"the login {login!r} is taken", "a login nobody has", "choose another", column="login", value=login), {})  # fmt: skip
    made.password_hash = kept(password, login) if password else ""
    session.add(made)
    session.flush()
    return made


def change(session: DeskSession, user_id: int, version: int, given: UserChange) -> User:
    """Change an account; one that is no longer in use, or of another role, is signed out everywhere."""
    found = user_of(session, user_id)
    if found.version != version:
        raise out_of_date(found, version)
    _check(session, found)
    asked = given.model_dump(exclude_none=True, exclude={"places"})
    before = (found.role, found.active)
    for name, value in asked.items():
        setattr(found, name, value)
    if given.places is not None:
        _set_places(found, given.places)
    _check(session, found)
    if user_id == session.access.user_id and (found.role != "admin" or not found.active):
        raise InputError(
            Fault("BH-ACC-004", "you would shut yourself out", "an administrator in use", "let another administrator do it")
        )  # fmt: skip
    if (found.role, found.active) != before:
        end_sign_ins(session, user_id)
    session.flush()
    return found


def set_password(session: DeskSession, user_id: int, password: str) -> None:
    """Give an account a new password; every browser is signed out and every token ends."""
    found = user_of(session, user_id)
    _check(session, found)
    _set_password(session, found, password)


def change_own_password(store: Store, access: Access, old: str, new: str) -> None:
    """Choose another password for oneself; `NotAllowed` where the old one is wrong."""
    with store.reading(access) as session:
        password_hash = "" if access.user_id is None else session.one(User, access.user_id).password_hash
    if not is_right(password_hash, old):
        raise NotAllowed(Fault("BH-ACC-005", "the old password is wrong", "the one you signed in with", "try again, or ask an administrator", column="old"))  # fmt: skip
    with store.writing(access, "own password") as session:
        _set_password(session, session.one(User, access.user_id), new)


def users_of(session: DeskSession, search: str = "", limit: int = 50, offset: int = 0) -> Page[User]:
    """A page of the accounts that one manages, by login."""
    session.access.require("manage")
    found = [one for one in session.scalars(_found(search).order_by(User.login)) if _manages(session, one)]
    return Page(found[offset : offset + limit], len(found))


def user_of(session: DeskSession, user_id: int) -> User:
    """An account that one manages; `NotThere` for any other."""
    session.access.require("manage")
    found = session.get(User, user_id)
    if found is None or found.erased or not _manages(session, found):
        raise NotThere(
            Fault("BH-REC-012", f"no users {user_id}", "a record that is there and in your scope", "look it up in its list")
        )  # fmt: skip
    return found


def people_of(session: DeskSession, search: str = "", limit: int = 50, offset: int = 0) -> Page[User]:
    """A page of the people in use who work somewhere in one's own places, by login: to whom a task may be given."""
    return page_of(session, _in_use(session, search).order_by(User.login), limit, offset)


def names_of_people(session: DeskSession) -> dict[int, str]:
    """The names of those who may be given work by account, in the order of the alphabet."""
    asked = (
        _in_use(session, "")
        .where(User.role.in_(DOERS))
        .with_only_columns(User.id, User.name)
        .order_by(User.name, User.id)
    )
    return {number: name for number, name in session.execute(asked)}


def at_places(session: DeskSession, places: Collection[str]) -> ColumnElement[bool]:
    """Whether an account works at any of some places."""
    above = with_places_above(places, parents_of(session))
    return or_(User.everywhere, User.places.any(UserPlace.named.in_(above)))


def has_accounts(session: DeskSession) -> bool:
    """Whether anybody has an account: then everybody signs in."""
    return session.scalars(select(User.id).limit(1)).first() is not None


def end_sign_ins(session: DeskSession, user_id: int) -> None:
    """Sign an account out of every browser."""
    session.execute(delete(SignIn).where(SignIn.user_id == user_id))


def _in_use(session: DeskSession, search: str) -> Select[User]:
    within = session.access.places
    asked = _found(search).where(User.active)
    return asked if within is None else asked.where(at_places(session, within))


def _found(search: str) -> Select[User]:
    asked = select(User).where(User.erased.is_(False))
    if search:
        asked = asked.where(or_(User.login.icontains(search, autoescape=True), User.name.icontains(search, autoescape=True)))  # fmt: skip
    return asked


def _set_password(session: DeskSession, user: User, password: str) -> None:
    user.password_hash = kept(password, user.login)
    end_sign_ins(session, user.id)
    for token in session.scalars(select(Token).where(Token.user_id == user.id, Token.revoked.is_(False))):
        token.revoked = True
    own = session.access
    session.add(
        Audit(user_id=own.user_id, actor=own.name, action="password", kind="users", record=str(user.id), why=session.info["why"])
    )  # fmt: skip


def _set_places(user: User, places: tuple[str, ...]) -> None:
    """The places given, and no other; those that stay are not touched. The account's version grows with them."""
    user.changed_at = now()
    for one in [one for one in user.places if one.named not in places]:
        user.places.remove(one)
    there = {one.named for one in user.places}
    user.places.extend(UserPlace(named=place) for place in sorted(set(places) - there))


def _check(session: DeskSession, user: User) -> None:
    """An account somebody may have, made by somebody who may make it."""
    access = session.access
    access.require("manage")
    if user.role not in ROLES:
        raise InputError(Fault("BH-ACC-006", f"no role {user.role!r}", ", ".join(ROLES), "choose one", column="role"))
    for one in user.places:
        known_place(session, one.named)
    if not user.everywhere and not user.places:
        raise InputError(Fault("BH-ACC-007", f"{user.login} would see no place", "places, or the whole region", "give `places` or `everywhere`", column="places"))  # fmt: skip
    if not _manages(session, user) or (user.sees_accounts and not access.sees_accounts):
        raise NotAllowed(Fault("BH-ACC-008", f"{user.login} would see more than you", "places of your own, and accounts of firms only if you see them", "ask an administrator of the whole region"))  # fmt: skip


def _manages(session: DeskSession, user: User) -> bool:
    """Whether all of a person's places are one's own."""
    access = session.access
    if access.places is None:
        return True
    named = _named(user)
    return not user.everywhere and bool(named) and named <= access.places


def _named(user: User) -> frozenset[str]:
    return frozenset(one.named for one in user.places)
