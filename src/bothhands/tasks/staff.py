"""Who holds a post: one person at a time, who works at its home; whoever takes it over takes over its days to come.

Why this file exists: the plan of a week knows posts. Hours, rest and leave are a person's, and go with the person, not with the post.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Annotated, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Select, or_, select

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.inputs.tables.officers import Officer
from bothhands.records.access import PERMISSIONS
from bothhands.records.field import FieldDay, Holder
from bothhands.records.people import User
from bothhands.records.store import DeskSession
from bothhands.tasks.accounts import at_places
from bothhands.tasks.directory import known_person
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.written import WrittenDay

Post: TypeAlias = Annotated[str, Field(min_length=1, max_length=120, description="Post.")]
EARLIEST, LATEST = date(1950, 1, 1), date(2199, 12, 31)
"""Days that can be meant; weeks before and after them are days too."""
_HOLDERS = tuple(role for role, allowed in PERMISSIONS.items() if "record" in allowed)
"""Roles of whoever may hold a post: they may tell what was done."""
Account: TypeAlias = Annotated[int, Field(ge=1, le=2_147_483_647)]


class NewHolder(BaseModel):
    """Somebody who is to hold a post."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    post: Post
    user_id: Account = Field(..., description="Account of whoever holds it.")
    first: WrittenDay = Field(..., description="First day.")
    last: WrittenDay | None = Field(None, description="Last day; none for no end.")


class HolderChange(BaseModel):
    """When somebody stops holding a post."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    last: WrittenDay = Field(..., description="Last day.")


class PostStands(NamedTuple):
    """A post, its home, and who holds it on a day; none where nobody does, or where it is not shown."""

    post: str
    home: str
    holder: Holder | None


def homes_of(region: Region) -> dict[str, str]:
    """Home of each post of the region, by home and name."""
    rows = sorted(region.rows(Officer), key=lambda row: (row.home_place, row.officer))
    return {row.officer: row.home_place for row in rows}


def home_of(session: DeskSession, region: Region, post: str) -> str:
    """Home of a post; raises where the region has no such post, and nobody holds one of that name any more."""
    homes = homes_of(region)
    if post not in homes:
        held = session.scalars(select(Holder).where(Holder.post == post).order_by(Holder.first.desc())).first()
        if held is not None:
            return held.place
        raise InputError(Fault("BH-STF-001", f"the region has no post {post!r}", "a post of the table officers", nearest(post, homes), column="post", value=post))  # fmt: skip
    return homes[post]


def posts_standing(session: DeskSession, region: Region, day: date) -> list[PostStands]:
    """Posts of one's places by home and name, with who holds each on a day; posts that are held and left the region too."""
    access = session.access
    held = {one.post: one for one in session.scalars(_holding(day).order_by(Holder.first, Holder.id))}
    homes = {**{post: one.place for post, one in held.items()}, **homes_of(region)}
    seen = [(home, post) for post, home in homes.items() if access.places is None or home in access.places]
    return [PostStands(post, home, held.get(post)) for home, post in sorted(seen)]


def holders_of(session: DeskSession, post: str = "", limit: int = 50, offset: int = 0) -> Page[Holder]:
    """A page of who holds and held posts, the latest first; only oneself for whoever assigns nothing."""
    asked = select(Holder)
    if post:
        asked = asked.where(Holder.post == post)
    return page_of(session, asked.order_by(Holder.first.desc(), Holder.id.desc()), limit, offset)


def hold(session: DeskSession, region: Region, asked: NewHolder, today: date) -> Holder:
    """Give a post to a person; whoever held it without an end holds it to the day before.

    Parameters
    ----------
    session
        Of somebody who assigns work.
    region
        The region in force.
    asked
        Who, which post, from when to when.
    today
        The desk's day: days before it stay with whoever worked them.

    Raises
    ------
    InputError
        With every fault: no such post, an account that may not work there or tell what it did, days that are turned round, or a post or
        person that is taken.
    """
    session.access.require("assign")
    home = home_of(session, region, asked.post)
    person = known_person(session, asked.user_id, home, "user_id")
    faults = _faults_of_person(person)
    if asked.last is not None and asked.last < asked.first:
        faults.append(_turned_round(asked.first, asked.last))
    before = session.scalars(select(Holder).where(Holder.post == asked.post, Holder.last.is_(None), Holder.first < asked.first)).first()  # fmt: skip
    faults += [
        Fault("BH-STF-003", f"{asked.post!r} is held already from {one.first} to {one.last or 'no end'}", "days on which nobody else holds it", "end that first", column="first", value=asked.first.isoformat())
        for one in _overlapping(session, asked, Holder.post == asked.post)
        if one is not before
    ]  # fmt: skip
    faults += [
        Fault("BH-STF-004", f"person {asked.user_id} holds {one.post!r} from {one.first} to {one.last or 'no end'}", "one post at a time", "end that first", column="user_id", value=str(asked.user_id))
        for one in _overlapping(session, asked, Holder.user_id == asked.user_id)
        if one.post != asked.post
    ]  # fmt: skip
    if faults:
        raise InputError(faults)
    if before is not None and (before.last is None or before.last >= asked.first):
        before.last = asked.first - timedelta(days=1)
    made = Holder(post=asked.post, user_id=asked.user_id, first=asked.first, last=asked.last, place=home)
    session.add(made)
    session.flush()
    _give_days(session, asked.post, asked.first, today)
    return made


def end_holding(session: DeskSession, holder_id: int, version: int, change: HolderChange, today: date) -> Holder:
    """Say when somebody stops holding a post; days after it are nobody's until somebody else holds it.

    Parameters
    ----------
    session
        Of somebody who assigns work.
    holder_id, version
        The holding as it was read.
    change
        Its last day.
    today
        The desk's day.

    Raises
    ------
    InputError
        Where the last day lies before the first, or within the days of whoever holds the post next.
    """
    session.access.require("assign")
    found = session.one_as_read(Holder, holder_id, version)
    faults = [_turned_round(found.first, change.last)] if change.last < found.first else []
    later = session.scalars(select(Holder).where(or_(Holder.post == found.post, Holder.user_id == found.user_id), Holder.id != found.id, Holder.first > found.first, Holder.first <= change.last))  # fmt: skip
    faults += [
        Fault("BH-STF-003", f"{one.post!r} is held from {one.first} by the next, or this person holds it", f"a day before {one.first}", "choose an earlier day", column="last", value=change.last.isoformat())
        for one in later
    ]  # fmt: skip
    if faults:
        raise InputError(faults)
    found.last = change.last
    session.flush()
    _give_days(session, found.post, found.first, today)
    return found


def holder_on(session: DeskSession, post: str, day: date) -> Holder | None:
    """Who holds a post on a day, as far as it is shown to whoever asks."""
    return session.scalars(_holding(day).where(Holder.post == post).order_by(Holder.first.desc(), Holder.id.desc())).first()  # fmt: skip


def post_of_person(session: DeskSession, user_id: int | None, day: date) -> Holder | None:
    """The post that a person holds on a day."""
    return None if user_id is None else session.scalars(_holding(day).where(Holder.user_id == user_id)).first()


def people_for(session: DeskSession, homes: Collection[str]) -> dict[int, str]:
    """Names of the accounts in use that may hold a post of any of some homes, by account, in the order of the alphabet."""
    asked = select(User.id, User.name).where(User.active, User.erased.is_(False), User.role.in_(_HOLDERS), at_places(session, homes))  # fmt: skip
    return {number: name for number, name in session.execute(asked.order_by(User.name, User.id))}


def _holding(day: date) -> Select[Holder]:
    return select(Holder).where(Holder.first <= day, or_(Holder.last.is_(None), Holder.last >= day))


def _faults_of_person(person: User) -> list[Fault]:
    if person.role in _HOLDERS:
        return []
    return [Fault("BH-STF-005", f"person {person.id} only reads", "somebody who may tell what was done", "give the account the role officer", column="user_id", value=str(person.id))]  # fmt: skip


def _overlapping(session: DeskSession, asked: NewHolder, which: ColumnElement[bool]) -> Sequence[Holder]:
    found = select(Holder).where(which, or_(Holder.last.is_(None), Holder.last >= asked.first))
    return session.scalars(found if asked.last is None else found.where(Holder.first <= asked.last)).all()


def _turned_round(first: date, last: date) -> Fault:
    return Fault("BH-STF-002", f"from {first} to {last}", "a first day and a later or the same last day", "turn them round", column="last", value=last.isoformat())  # fmt: skip


def _give_days(session: DeskSession, post: str, first: date, today: date) -> None:
    """Days of a post are its holder's; one that is past stays with whoever worked it."""
    for day in session.scalars(select(FieldDay).where(FieldDay.post == post, FieldDay.day >= first)).all():
        if day.day < today and day.user_id is not None:
            continue
        holder = holder_on(session, post, day.day)
        day.user_id = None if holder is None else holder.user_id
