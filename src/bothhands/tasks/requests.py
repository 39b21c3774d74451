"""Requests from outside: a firm or citizen asks or suggests something without an account, and follows it by a code.

Why this file exists: whoever asks is told how it stands and nothing else; the code is kept by its hash alone; name and contact are kept apart
from the finding, for those who follow it up, and go after a while (`records.retention`). Throttling is the door's business.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from bothhands.errors import Fault, NotThere
from bothhands.records.access import Access
from bothhands.records.store import Store
from bothhands.records.work import Finding, Request, Task
from bothhands.tasks.directory import known_place
from bothhands.tasks.findings import NewFinding, record

OUTSIDE = Access(None, "somebody outside", "desk")
"""Who files a request: the store needs a name for the audit; the functions here do all that is done with it."""
ANSWER_DAYS = 7
"""ASSUMED: a request is due a week after it came."""
Text: TypeAlias = Annotated[str, Field(max_length=120)]


class NewRequest(BaseModel):
    """A request or suggestion as it is filed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kind: Literal["request", "suggestion"] = Field(..., description="Which it is.")
    text: str = Field(
        ..., min_length=1, max_length=4000, description="What is asked or suggested. No health details, please."
    )
    place: Text = Field(..., min_length=1, description="City or county it concerns.")
    firm: Text = Field("", description="Name of the firm, in your own words.")
    name: Text = Field("", description="Your name, if you want to be called; kept apart and not for ever.")
    contact: str = Field("", max_length=200, description="How to reach you; kept apart and not for ever.")


class Standing(NamedTuple):
    """How a request stands, as whoever filed it is told."""

    kind: str
    status: str
    answer: str
    filed_on: date
    changed_on: date


def file_request(store: Store, given: NewRequest, today: date) -> str:
    """File a request; it becomes a finding that nobody has yet. The code to follow it, told this once.

    Raises
    ------
    InputError
        Where the place is not of the region.
    """
    code = _new_code()
    with store.writing(OUTSIDE, "filed from outside") as session:
        known_place(session, given.place)
        text = f"{given.firm}: {given.text}" if given.firm else given.text
        found = record(session, NewFinding(kind=given.kind, text=text[:4000], place=given.place, due=today + timedelta(days=ANSWER_DAYS)), today, "outside")  # fmt: skip
        session.add(
            Request(
                place=found.place, code_hash=_hash(code), finding_id=found.id, name=given.name, contact=given.contact
            )
        )
    return code


def standing(store: Store, code: str) -> Standing:
    """How the request of a code stands; `NotThere` for a code that nobody was given."""
    with store.reading(OUTSIDE) as session:
        filed = session.scalars(select(Request).where(Request.code_hash == _hash(code))).one_or_none()
        if filed is None:
            raise NotThere(
                Fault(
                    "BH-TSK-060",
                    "no request has this code",
                    "the code told when the request was filed",
                    "look at it again, or file the request anew",
                )
            )
        found = session.one(Finding, filed.finding_id)
        task = session.scalars(select(Task).where(Task.finding_id == found.id)).first()
        changed = max(found.changed_at, task.changed_at if task is not None else found.changed_at)
        return Standing(found.kind, found.status, found.answer, filed.created_at.date(), changed.date())


def _new_code() -> str:
    """100 random bits in four groups that can be read out on the telephone."""
    letters = base64.b32encode(secrets.token_bytes(13)).decode()[:20]
    return "-".join(letters[n : n + 5] for n in range(0, 20, 5))


def _hash(code: str) -> str:
    return hashlib.sha256("".join(code.upper().split()).replace("-", "").encode()).hexdigest()
