"""Tokens of programs: made, listed and ended by the person they act for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from bothhands.tasks import signing_in
from bothhands.tasks.signing_in import NewToken
from bothhands.web.api.answers import LARGEST, MADE, TAGGED, Id, Limit, Offset, Why, failures, made, paged, tagged
from bothhands.web.plain import subject
from bothhands.web.security import Person
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.people import TokenMade, TokenTold

router = subject("tokens", "/tokens")
Owner = Annotated[int | None, Query(ge=1, le=LARGEST, description="Account that one manages; oneself where left out.")]


@router.get("", operation_id="tokens", responses=failures(404))
def tokens(request: Request, who: Person, user_id: Owner = None, limit: Limit = 50, offset: Offset = 0) -> Paged[TokenTold]:  # fmt: skip
    """One's own tokens, or those of an account that one manages."""
    with who.reading() as session:
        found = signing_in.tokens_of(session, user_id, limit, offset)
        return paged(request, found, TokenTold.of, limit, offset)


@router.post("", status_code=201, operation_id="make_token", responses={**failures(), **MADE})
def make_token(given: NewToken, who: Person, response: Response, why: Why = "") -> TokenMade:
    """Make a token for oneself; its key is told this once."""
    with who.writing(why) as session:
        token, key = signing_in.own_token(session, given)
        return made(response, TokenMade(**TokenTold.of(token).model_dump(), key=key), "tokens")


@router.get("/{id}", operation_id="token", responses={**failures(404), **TAGGED})
def token(id: Id, who: Person, response: Response) -> TokenTold:
    """One token, without its key."""
    with who.reading() as session:
        return tagged(response, TokenTold.of(signing_in.token_of(session, id)))


@router.delete("/{id}", status_code=204, operation_id="revoke_token", responses=failures(404))
def revoke_token(id: Id, who: Person, why: Why = "") -> Response:
    """End a token."""
    with who.writing(why) as session:
        signing_in.revoke(session, id)
    return Response(status_code=204)
