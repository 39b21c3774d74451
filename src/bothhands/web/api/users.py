"""Accounts, for those who manage people; and the people to whom work may be given, for everybody."""

from __future__ import annotations

from fastapi import Request, Response

from bothhands.tasks import accounts, signing_in
from bothhands.tasks.accounts import NewUser, UserChange
from bothhands.tasks.page import Page
from bothhands.web.api.answers import (
    CHANGES,
    MADE,
    TAGGED,
    Id,
    Limit,
    Offset,
    Search,
    Version,
    Why,
    failures,
    made,
    paged,
    tagged,
)
from bothhands.web.plain import subject
from bothhands.web.security import Asker, Person
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.people import NewPassword, PersonTold, PresentTold, UserAsked, UserTold

router = subject("users")


@router.get("/people", operation_id="people")
def people(request: Request, who: Asker, search: Search = "", limit: Limit = 50, offset: Offset = 0) -> Paged[PersonTold]:  # fmt: skip
    """People who work somewhere in one's places."""
    with who.reading() as session:
        return paged(request, accounts.people_of(session, search, limit, offset), PersonTold.of, limit, offset)


@router.get("/users", operation_id="users")
def users(request: Request, who: Asker, search: Search = "", limit: Limit = 50, offset: Offset = 0) -> Paged[UserTold]:
    """Accounts that one manages."""
    with who.reading() as session:
        return paged(request, accounts.users_of(session, search, limit, offset), UserTold.of, limit, offset)


@router.post("/users", status_code=201, operation_id="add_user", responses={**failures(409), **MADE})
def add_user(given: UserAsked, who: Person, response: Response, why: Why = "") -> UserTold:
    """Make an account."""
    new = NewUser.model_validate(given.model_dump(exclude={"password"}))
    with who.writing(why) as session:
        return made(response, UserTold.of(accounts.add(session, new, given.password)), "users")


@router.get("/present", operation_id="present")
def present(request: Request, who: Asker, limit: Limit = 50, offset: Offset = 0) -> Paged[PresentTold]:
    """Who is signed in, of the accounts that one manages."""
    with who.reading() as session:
        found = signing_in.signed_in_now(session)
        return paged(request, Page(found[offset : offset + limit], len(found)), PresentTold.of, limit, offset)


@router.post("/users/{id}/sign-out", status_code=204, operation_id="sign_out_user", responses=failures(404))
def sign_out_user(id: Id, who: Person, why: Why = "") -> Response:
    """End every sign-in of an account that one manages."""
    with who.writing(why) as session:
        signing_in.sign_out_everywhere(session, id)
    return Response(status_code=204)


@router.get("/users/{id}", operation_id="user", responses={**failures(404), **TAGGED})
def user(id: Id, who: Asker, response: Response) -> UserTold:
    """One account."""
    with who.reading() as session:
        return tagged(response, UserTold.of(accounts.user_of(session, id)))


@router.patch("/users/{id}", operation_id="change_user", responses={**failures(*CHANGES), **TAGGED})
def change_user(id: Id, given: UserChange, who: Person, version: Version, response: Response, why: Why = "") -> UserTold:  # fmt: skip
    """Change an account, or take it out of use."""
    with who.writing(why) as session:
        return tagged(response, UserTold.of(accounts.change(session, id, version, given)))


@router.post("/users/{id}/password", status_code=204, operation_id="set_password", responses=failures(404))
def set_password(id: Id, given: NewPassword, who: Person, why: Why = "") -> Response:
    """Give an account a new password; it is signed out everywhere."""
    with who.writing(why) as session:
        accounts.set_password(session, id, given.password)
    return Response(status_code=204)
