"""Requests from outside: filed and followed without an account, counted by address."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Response

from bothhands.tasks.requests import NewRequest, file_request, standing
from bothhands.tasks.throttle import REQUEST, count
from bothhands.web.api.answers import failures, headers_of, today
from bothhands.web.plain import subject
from bothhands.web.security import Address, ServedDesk
from bothhands.web.shapes.work import RequestFiled, StandingTold

router = subject("requests", "/requests")
Code = Annotated[str, Path(max_length=60, description="Code told when the request was filed.")]
MADE: dict[int | str, dict[str, Any]] = {201: {"headers": headers_of(Location="Where it lies.")}}


@router.post("", status_code=201, operation_id="file_request", responses={**failures(429), **MADE})
def filing(given: NewRequest, desk: ServedDesk, address: Address, response: Response) -> RequestFiled:  # fmt: skip
    """File a request or suggestion; the code to follow it by is told this once."""
    count(desk.store, [(REQUEST, address)])
    code = file_request(desk.store, given, today(desk.store))
    response.headers["Location"] = f"/api/v1/requests/{code}"
    return RequestFiled(code=code)


@router.get("/{code}", operation_id="follow_request", responses=failures(404))
def following(code: Code, desk: ServedDesk) -> StandingTold:
    """How a request stands."""
    return StandingTold.of(standing(desk.store, code))
