"""What every endpoint shares: numbers and pages asked for, versions, the failures it may answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, TypeAlias, TypeVar

from fastapi import Depends, Header, Path, Query, Request, Response
from pydantic import BaseModel, Field

from bothhands.errors import Fault, InputError
from bothhands.records.store import Store
from bothhands.tasks.page import MOST, Page
from bothhands.tasks.situation import desk_day
from bothhands.web.errors import Refused
from bothhands.web.shapes.base import Paged, Versioned
from bothhands.web.shapes.failure import FailureTold

LARGEST = 2_147_483_647
"""The largest number that a column of numbers holds."""
Item = TypeVar("Item")
Shape = TypeVar("Shape", bound=BaseModel)
Filter = TypeVar("Filter", bound=BaseModel)
Kept = TypeVar("Kept", bound=Versioned)
Id: TypeAlias = Annotated[int, Path(ge=1, le=LARGEST, description="Number of the record.")]
AboutId: TypeAlias = Annotated[int, Query(ge=1, le=LARGEST, description="Number of the record it is about.")]
Limit: TypeAlias = Annotated[int, Query(ge=1, le=MOST, description="At most this many items.")]
Offset: TypeAlias = Annotated[int, Query(ge=0, le=LARGEST, description="How many are left out before.")]
Search: TypeAlias = Annotated[str, Query(max_length=120, description="Part of a name.")]
Why: TypeAlias = Annotated[str, Query(max_length=500, description="Why, in your own words; kept in the audit.")]
WHY = {
    400: "The request cannot be read, or names another host.",
    401: "Nobody is signed in, or the token does not hold.",
    403: "Whoever asks may not do this.",
    404: "There is no such record, or not for whoever asks.",
    409: "Something else happened meanwhile, or a name is taken.",
    412: "The record changed since it was read; both versions are told.",
    413: "The request is too large.",
    422: "Something must be mended; every fault is told.",
    428: "The version that was read must be sent in `If-Match`.",
    429: "Too often; told is how long to wait.",
    500: "The desk failed; nothing was kept.",
    503: "The database does not answer; nothing was kept.",
}
ALWAYS = (400, 401, 403, 413, 422, 500, 503)
CHANGES = (404, 409, 412, 428)
"""What a change of a record may answer beside."""


def headers_of(**told: str) -> Mapping[str, Any]:
    """Headers of an answer, as the description tells them."""
    return {name: {"description": what, "schema": {"type": "string"}} for name, what in told.items()}


TAGGED: dict[int | str, dict[str, Any]] = {200: {"headers": headers_of(ETag="Version of the record.")}}
MADE: dict[int | str, dict[str, Any]] = {
    201: {"headers": headers_of(ETag="Version of the record.", Location="Where it lies.")}
}
"""What the answer with a record, and with one just made, carries."""
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": _BYTES, "headers": headers_of(**{"Content-Disposition": "Its name."})}
}
"""What the answer with a file carries."""


class Paging(BaseModel):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=MOST, description="At most this many items.")
    offset: int = Field(0, ge=0, le=LARGEST, description="How many are left out before.")


def wanted(query: BaseModel, kind: type[Filter]) -> Filter:
    """The filter in a query, without which part of the list is asked for."""
    return kind.model_validate(query.model_dump(exclude=set(Paging.model_fields)))


def today(store: Store) -> date:
    """The day the desk stands on."""
    return desk_day(store)


def failures(*more: int) -> dict[int | str, dict[str, Any]]:
    """The failures an endpoint may answer, beside those that each may."""
    return {code: {"model": FailureTold, "description": WHY[code]} for code in (*ALWAYS, *more)}


async def version_asked(
    if_match: Annotated[
        str | None, Header(max_length=40, description='Version that was read, as its `ETag` told it: `"3"`.')
    ] = None,
) -> int:
    """The version a change is made on."""
    if if_match is None:
        raise Refused(HTTPStatus.PRECONDITION_REQUIRED, Fault("BH-WEB-428", "the version that was read is not told", 'the header If-Match, such as "3"', "read the record, and send its ETag"))  # fmt: skip
    found = re.fullmatch(r'"([0-9]{1,9})"', if_match, re.ASCII)
    if found is None:
        raise InputError(Fault("BH-WEB-014", f"If-Match holds {if_match!r}", 'the ETag of the record, such as "3"', "read the record, and send its ETag"))  # fmt: skip
    return int(found[1])


Version: TypeAlias = Annotated[int, Depends(version_asked)]


def paged(request: Request, page: Page[Item], told: Callable[[Item], Shape], limit: int, offset: int) -> Paged[Shape]:
    """A page as it is told, with the address of the next one."""
    after = offset + len(page.items)
    url = request.url.include_query_params(limit=limit, offset=after) if after < page.total and page.items else None
    following = None if url is None else f"{url.path}?{url.query}"
    return Paged(items=[told(one) for one in page.items], total=page.total, next=following)


def tagged(response: Response, told: Kept) -> Kept:
    """A record with its version as the ETag."""
    response.headers["ETag"] = f'"{told.version}"'
    return told


def made(response: Response, told: Kept, path: str) -> Kept:
    """A record just made, with its version and where it lies."""
    response.headers["Location"] = f"/api/v1/{path}/{told.id}"
    return tagged(response, told)
