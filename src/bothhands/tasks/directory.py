"""The directory: places, firms and targets of the edition in force, to look things up in; who works where.

Why this file exists: 100,000 firms are paged and filtered in the database, never in a browser. Scope is the session's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, select

from bothhands.errors import Fault, InputError, NotThere
from bothhands.inputs.codes import nearest
from bothhands.records.access import Access, Role, with_places_below
from bothhands.records.known import FirmAccounts, FirmRow, PlaceRow, TargetRow
from bothhands.records.people import User
from bothhands.records.store import DeskSession
from bothhands.tasks.page import Page, page_of

FirmOrder: TypeAlias = Literal["firm", "name", "place", "sector", "workers", "-workers"]
_ORDERS: Mapping[str, Any] = {
    "firm": FirmRow.firm, "name": FirmRow.name, "place": FirmRow.place, "sector": FirmRow.sector,
    "workers": FirmRow.workers.asc().nulls_last(), "-workers": FirmRow.workers.desc().nulls_last(),
}  # fmt: skip
MOST_SOUGHT = 2_000
"""Finds of a search that are counted by listing them."""
Text: TypeAlias = Annotated[str, Field(max_length=120)]


class FirmFilter(BaseModel):
    """Which firms; blank for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Text = Field("", description="Place; those below it count.")
    sector: Text = Field("", description="Sector code.")
    size: Text = Field("", description="Size class.")
    state: Text = Field("", description="How it works now.")
    blocked_by: Text = Field("", description="What holds it back by its own word.")
    search: Text = Field("", description="Part of its name or identifier.")
    order: FirmOrder = Field("firm", description="What they are sorted by; with a minus, the largest first.")


def firms_of(session: DeskSession, wanted: FirmFilter, limit: int = 50, offset: int = 0) -> Page[FirmRow]:
    """A page of firms. A search minds no case. Which they are is found first, in an index; only those are read."""
    asked = select(FirmRow)
    for name in ("sector", "size", "state", "blocked_by"):
        if value := getattr(wanted, name):
            asked = asked.where(getattr(FirmRow, name) == value)
    if wanted.place:
        asked = asked.where(FirmRow.place.in_(places_within(session, wanted.place)))
    if wanted.search:
        asked = asked.where(FirmRow.looked_up.contains(wanted.search.casefold(), autoescape=True))
    order = (_ORDERS[wanted.order], FirmRow.firm)
    keys = asked.with_only_columns(FirmRow.firm).order_by(*order)
    found = _sought(session, keys, limit, offset) if wanted.search else page_of(session, keys, limit, offset)
    return Page(
        session.scalars(select(FirmRow).where(FirmRow.firm.in_(found.items)).order_by(*order)).all(), found.total
    )


def _sought(session: DeskSession, keys: Select[str], limit: int, offset: int) -> Page[str]:
    """A page of what a search finds: few, as a rule, so that one way through the index finds and counts them."""
    every = session.scalars(keys.limit(MOST_SOUGHT + 1)).all()
    if len(every) > MOST_SOUGHT:
        return page_of(session, keys, limit, offset)
    return Page(every[offset : offset + limit], len(every))


def accounts_of(session: DeskSession, firms: list[str]) -> dict[str, Mapping[str, Any]]:
    """Cash, debt and tax of firms; nothing for whom the desk does not show them to."""
    found = session.scalars(select(FirmAccounts).where(FirmAccounts.firm.in_(firms)))
    return {one.firm: one.figures for one in found}


def targets_of(session: DeskSession, place: str = "", limit: int = 50, offset: int = 0) -> Page[TargetRow]:
    """A page of targets of a place and those below it."""
    asked: Select[TargetRow] = select(TargetRow)
    if place:
        asked = asked.where(TargetRow.place.in_(places_within(session, place)))
    return page_of(session, asked.order_by(TargetRow.place, TargetRow.target, TargetRow.id), limit, offset)


def places_of(session: DeskSession) -> list[PlaceRow]:
    """Every place of the region: their names are no secret."""
    return list(session.scalars(select(PlaceRow).order_by(PlaceRow.level.desc(), PlaceRow.place)))


def parents_of(session: DeskSession) -> dict[str, str]:
    """The parent of each place."""
    return {place: parent for place, parent in session.execute(select(PlaceRow.place, PlaceRow.parent))}


def places_within(session: DeskSession, place: str) -> frozenset[str]:
    """A place and those below it; raises where there is no such place."""
    return with_places_below([known_place(session, place)], parents_of(session))


def known_place(session: DeskSession, place: str) -> str:
    """The place, if there is one; else a fault with the nearest names."""
    names = list(session.scalars(select(PlaceRow.place)))
    if place not in names:
        raise InputError(
            Fault(
                "BH-TSK-001",
                f"no place {place!r}",
                "a place of the region",
                nearest(place, names),
                column="place",
                value=place,
            )
        )
    return place


def known_in_scope(session: DeskSession, place: str) -> str:
    """The place, if there is one and it lies in the places of whoever asks; `NotThere` otherwise."""
    found, own = session.get(PlaceRow, place), session.access.places
    if found is None or (own is not None and place not in own):
        raise NotThere(Fault("BH-TSK-001", f"no place {place!r} in your scope", "one of your places", "choose from the list", column="place", value=place))  # fmt: skip
    return place


def known_firm(session: DeskSession, firm: str) -> FirmRow:
    """The firm, if it is there for whoever asks; else a fault."""
    found = session.get(FirmRow, firm)
    if found is None:
        raise InputError(
            Fault(
                "BH-TSK-002",
                f"no firm {firm!r}",
                "the identifier of a firm of the register, in your places",
                "look it up among the firms",
                column="firm",
                value=firm,
            )
        )
    return found


def place_with_firm(session: DeskSession, place: str, firm: str) -> str:
    """Where something about a firm is: the firm's place, which must lie in the place named; else a fault."""
    found = known_firm(session, firm)
    if not place or found.place in places_within(session, place):
        return found.place
    known_place(session, place)
    what = f"{found.firm} lies in {found.place}, not in {place}"
    raise InputError(
        Fault("BH-TSK-054", what, "the place of the firm", "leave `place` blank", column="place", value=place)
    )


def known_person(session: DeskSession, user_id: int, place: str, column: str = "assignee_id") -> User:
    """An account that may work at a place; else a fault of the field that names it."""
    found = session.get(User, user_id)
    if found is None or not found.active:
        raise InputError(
            Fault(
                "BH-TSK-003",
                f"no person {user_id}",
                "somebody with an account in use",
                "look them up among the people",
                column=column,
                value=str(user_id),
            )
        )
    if not access_of(session, found).writes_at(place):
        raise InputError(
            Fault(
                "BH-TSK-004",
                f"person {user_id} does not work at {place or 'the whole region'}",
                "somebody in whose scope the place lies",
                "choose another person, or widen the scope",
                column=column,
                value=str(user_id),
            )
        )
    return found


def known_doer(session: DeskSession, user_id: int, place: str) -> User:
    """An account that may be given work at a place: one that may tell what was done; else a fault."""
    found = known_person(session, user_id, place)
    if not access_of(session, found).may("record"):
        raise InputError(Fault("BH-TSK-005", f"person {user_id} only reads", "somebody who may tell what was done", "choose another person, or give the account the role officer", column="assignee_id", value=str(user_id)))  # fmt: skip
    return found


def access_of(session: DeskSession, user: User) -> Access:
    """What an account may do, and where."""
    places = None if user.everywhere else with_places_below([one.named for one in user.places], parents_of(session))
    role: Role = user.role  # type: ignore[assignment]
    return Access(user.id, user.name, role, places, user.sees_accounts)
