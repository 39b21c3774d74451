"""Findings: what was found, asked for or promised, each with somebody who settles it and somebody else who looks whether it is settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, select

from bothhands.errors import Fault, InputError, NotAllowed
from bothhands.inputs.tables.firms import Difficulty
from bothhands.records.base import now
from bothhands.records.store import DeskSession
from bothhands.records.work import Finding, Task
from bothhands.tasks.directory import known_doer, known_place, place_with_firm, places_within
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.written import WrittenDay

FindingKind: TypeAlias = Literal["difficulty", "evidence", "request", "suggestion", "promise"]
FindingStatus: TypeAlias = Literal["open", "doing", "solved", "verified", "refused"]
Text: TypeAlias = Annotated[str, Field(max_length=120)]


MOST_IN_FILE = 20_000
"""ASSUMED: a longer list is asked for by place or kind."""


class NewFinding(BaseModel):
    """A finding as it is told."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kind: FindingKind = Field(..., description="What it is.")
    text: str = Field(..., min_length=1, max_length=4000, description="What was found, asked for or promised.")
    place: Text = Field("", description="Where; blank for the place of the firm.")
    firm: Text = Field("", description="Firm it is about.")
    difficulty: Difficulty | Literal[""] = Field("", description="What holds the firm back.")
    party: str = Field(
        "",
        max_length=120,
        description="Who said it, asked or promised, where several sat at one table: a body rather than a person.",
    )
    assignee_id: int | None = Field(None, description="Who settles it.")
    due: WrittenDay | None = Field(None, description="Day it is due.")


class FindingChange(BaseModel):
    """What may be changed of a finding; who settles it and how far it is are changed at its task."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    text: str | None = Field(None, min_length=1, max_length=4000, description="What was found, asked for or promised.")
    difficulty: Difficulty | Literal[""] | None = Field(None, description="What holds the firm back.")
    party: str | None = Field(None, max_length=120, description="Who said it, asked or promised.")
    answer: str | None = Field(None, max_length=4000, description="What is told to whoever asked.")


class FindingFilter(BaseModel):
    """Which findings; blank or none for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Text = Field("", description="Place; those below it count.")
    firm: Text = Field("", description="Firm.")
    kind: FindingKind | None = Field(None, description="What it is.")
    status: FindingStatus | None = Field(None, description="How it stands.")
    source: Literal["desk", "outside"] | None = Field(None, description="Made at the desk, or filed from outside.")
    created_by: int | None = Field(None, description="Who told it.")
    assignee_id: int | None = Field(None, ge=1, le=2_147_483_647, description="Who settles it.")
    difficulty: Difficulty | Literal[""] = Field("", description="What holds the firm back.")
    late_on: WrittenDay | None = Field(None, description="Only what is not settled on this day and was due before.")
    search: Text = Field("", description="Part of what was said.")


def findings_of(session: DeskSession, wanted: FindingFilter, limit: int = 50, offset: int = 0) -> Page[Finding]:
    """A page of findings, the newest first."""
    return page_of(session, _asked(session, wanted), limit, offset)


def every_finding(session: DeskSession, wanted: FindingFilter) -> Sequence[Finding]:
    """Every finding, the newest first, for a file; at most `MOST_IN_FILE`."""
    return session.scalars(_asked(session, wanted).limit(MOST_IN_FILE)).all()


def _asked(session: DeskSession, wanted: FindingFilter) -> Select[Finding]:
    asked: Select[Finding] = select(Finding)
    for name in ("firm", "kind", "status", "source", "created_by", "difficulty"):
        if (value := getattr(wanted, name)) not in (None, ""):
            asked = asked.where(getattr(Finding, name) == value)
    if wanted.place:
        asked = asked.where(Finding.place.in_(places_within(session, wanted.place)))
    if wanted.search:
        asked = asked.where(Finding.text.icontains(wanted.search, autoescape=True))
    if wanted.assignee_id is not None or wanted.late_on is not None:
        asked = asked.where(Finding.id.in_(_by_task(wanted)))
    return asked.order_by(Finding.id.desc())


def _by_task(wanted: FindingFilter) -> Select[int]:
    """Findings by what their tasks say."""
    found = select(Task.finding_id).where(Task.finding_id.is_not(None))
    if wanted.assignee_id is not None:
        found = found.where(Task.assignee_id == wanted.assignee_id)
    if wanted.late_on is not None:
        found = found.where(Task.status.in_(("open", "doing")), Task.due < wanted.late_on)
    return found  # type: ignore[return-value]


def tasks_of_findings(session: DeskSession, findings: Sequence[Finding]) -> dict[int, Task]:
    """The task that settles each, by the finding's number."""
    asked = select(Task).where(Task.finding_id.in_([one.id for one in findings])).order_by(Task.id.desc())
    return {one.finding_id: one for one in session.scalars(asked) if one.finding_id is not None}


def record(session: DeskSession, given: NewFinding, today: date, source: str = "desk") -> Finding:
    """Record a finding and the task to settle it.

    Parameters
    ----------
    session
        Of whoever tells it.
    given
        What is told.
    today
        The desk's day.
    source
        `desk`, or `outside` for a request without an account.

    Raises
    ------
    InputError
        Where place, firm or person is not known, the firm lies elsewhere, or it would be due before it is told.
    """
    session.access.require("record")
    place = _place_of(session, given)
    if given.due is not None and given.due < today:
        raise InputError(Fault("BH-TSK-055", f"the finding would be due on {given.due}, before it is told", f"{today} or a later day", "mend `due`", column="due", value=given.due.isoformat()))  # fmt: skip
    if given.assignee_id is not None:
        session.access.require("assign")
        known_doer(session, given.assignee_id, place)
    own = given.model_dump(exclude={"assignee_id", "due", "place"})
    found = Finding(**own, place=place, source=source, status="open", told_on=today, created_by=session.access.user_id)
    session.add(found)
    session.flush()
    session.add(
        Task(
            kind="finding", title=f"{given.kind}: {given.text}"[:300], place=place, firm=given.firm, finding_id=found.id,
            assignee_id=given.assignee_id, created_by=session.access.user_id, due=given.due, status="open",
        )
    )  # fmt: skip
    session.flush()
    return found


def change_finding(session: DeskSession, finding_id: int, version: int, change: FindingChange) -> Finding:
    """Change what a finding says; whoever told it may, and the desk."""
    found, access = session.one_as_read(Finding, finding_id, version), session.access
    given = change.model_dump(exclude_none=True)
    mine = (
        access.may("record")
        and access.user_id is not None
        and found.created_by == access.user_id
        and "answer" not in given
    )
    if not mine:
        access.require("follow")
    if found.status == "verified":
        raise InputError(
            Fault("BH-TSK-050", f"finding {finding_id} is verified", "a finding that is still open", "record a new one")
        )
    for name, value in given.items():
        setattr(found, name, value)
    return found


def verify(session: DeskSession, finding_id: int, version: int) -> Finding:
    """Confirm that a finding is settled: by somebody else than whoever settled it."""
    access = session.access
    access.require("follow")
    found = session.one_as_read(Finding, finding_id, version)
    if found.status != "solved":
        raise InputError(
            Fault(
                "BH-TSK-051",
                f"finding {finding_id} is {found.status}",
                "a finding that is solved",
                "close its task with evidence first",
            )
        )
    task = task_of_finding(session, finding_id)
    if access.user_id is None or access.user_id == task.assignee_id:
        who = "nobody with an account" if access.user_id is None else "whoever settles it"
        raise NotAllowed(Fault("BH-TSK-052", f"{who} cannot verify finding {finding_id}", "somebody else than its owner, by an account of their own", "let another person look"))  # fmt: skip
    found.status, found.verified_by, found.verified_at = "verified", access.user_id, now()
    return found


def task_of_finding(session: DeskSession, finding_id: int) -> Task:
    """The task that settles a finding."""
    return session.scalars(select(Task).where(Task.finding_id == finding_id).order_by(Task.id)).first() or session.one(
        Task, -1
    )


def _place_of(session: DeskSession, given: NewFinding) -> str:
    """Where a finding is: its own place, which the firm's must lie in, or the firm's."""
    if not given.place and not given.firm:
        raise InputError(
            Fault(
                "BH-TSK-053", "neither a place nor a firm is named", "a place, or a firm, which has one", "give `place`"
            )
        )
    return place_with_firm(session, given.place, given.firm) if given.firm else known_place(session, given.place)
