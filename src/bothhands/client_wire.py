"""The wire between a program and a desk: requests, pages, versions, and errors as the desk meant them. Part of `client.Desk`."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel

from bothhands.errors import (
    BothhandsError,
    Busy,
    Fault,
    InputError,
    NotAllowed,
    NotSignedIn,
    NotThere,
    OutOfDate,
    RunError,
)
from bothhands.web.shapes.base import Versioned

Self = TypeVar("Self", bound="Wire")
Shape = TypeVar("Shape", bound=BaseModel)
Kept = TypeVar("Kept", bound=Versioned)
PAGE = 200
"""Items asked for at once."""
KINDS: Mapping[int, type[BothhandsError]] = {401: NotSignedIn, 403: NotAllowed, 404: NotThere, 422: InputError}


class Wire:
    """A desk, asked over HTTP.

    Parameters
    ----------
    url
        Where it stands, such as `https://desk.example:8780`.
    token
        A token of `bothhands admin token add`; blank on one's own machine where the desk has no accounts yet.
    seconds
        How long to wait for an answer.
    certificate
        PEM file of the authority that signed the desk's certificate, where the system does not know it.
    """

    def __init__(self, url: str, token: str = "", seconds: float = 60.0, certificate: Path | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        trusted = True if certificate is None else ssl.create_default_context(cafile=certificate)
        base = f"{url.rstrip('/')}/api/v1"
        self._http = httpx.Client(base_url=base, headers=headers, timeout=seconds, verify=trusted, trust_env=False)

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def _asked(self, method: str, path: str, **more: Any) -> httpx.Response:
        """An answer, or the error that the desk tells."""
        try:
            answer = self._http.request(method, path, **more)
        except httpx.HTTPError as problem:
            raise RunError(
                Fault("BH-CLT-001", f"the desk at {self._http.base_url} does not answer: {problem}", "a desk that is open", "start `bothhands desk`, or mend the address")
            ) from problem  # fmt: skip
        if answer.is_error:
            raise error_of(answer)
        return answer

    def _one(self, method: str, path: str, kind: type[Shape], given: BaseModel | Mapping[str, object] | None = None, why: str = "") -> Shape:  # fmt: skip
        more: dict[str, Any] = {} if given is None else {"json": _json(given)}
        if why:
            more["params"] = {"why": why}
        return kind.model_validate_json(self._asked(method, path, **more).content)

    def _changed(self, path: str, read: Kept, change: BaseModel, why: str) -> Kept:
        """A record after a change of what was read; what was not set stays."""
        given = change.model_dump(mode="json", exclude_unset=True)
        headers = {"If-Match": f'"{read.version}"'}
        answer = self._asked("PATCH", path, json=given, headers=headers, params={"why": why})
        return type(read).model_validate_json(answer.content)

    def _done(self, path: str, read: Versioned, kind: type[Shape], given: Mapping[str, object] | None, why: str) -> Shape:  # fmt: skip
        """What came of something done with a record as it was read."""
        more: dict[str, Any] = {} if given is None else {"json": dict(given)}
        headers = {"If-Match": f'"{read.version}"'}
        return kind.model_validate_json(self._asked("POST", path, headers=headers, params={"why": why}, **more).content)

    def _all(self, path: str, kind: type[Shape], query: Mapping[str, object] | None = None) -> Iterator[Shape]:
        """Every item of a list, a page at a time, as far as it is read."""
        asked = {key: value for key, value in (query or {}).items() if value not in ("", None)}
        page = self._asked("GET", path, params={**asked, "limit": PAGE}).json()
        while True:
            yield from (kind.model_validate(one) for one in page["items"])
            if page["next"] is None:
                return
            page = self._asked("GET", page["next"].removeprefix("/api/v1")).json()


def query_of(wanted: BaseModel | None) -> dict[str, object]:
    """A filter as a query: only what it narrows by."""
    return {} if wanted is None else wanted.model_dump(mode="json", exclude_defaults=True)


def error_of(answer: httpx.Response) -> BothhandsError:
    """The error an answer tells."""
    try:
        told = answer.json()["error"]
        faults = [Fault(**one) for one in told["faults"]]
    except (ValueError, KeyError, TypeError):
        what = f"status {answer.status_code} from {answer.url.host}, which is no answer of a desk"
        return RunError(Fault("BH-CLT-003", what, "a desk of this version", "mend the address"))
    if answer.status_code in (409, 412):
        return OutOfDate(faults, told.get("theirs") or {})
    if "wait_seconds" in told:
        return Busy(faults, told["wait_seconds"])
    return KINDS.get(answer.status_code, RunError)(faults)


def _json(given: BaseModel | Mapping[str, object]) -> Any:
    return given.model_dump(mode="json", exclude_unset=True) if isinstance(given, BaseModel) else given
