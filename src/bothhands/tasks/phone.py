"""What a phone in the field takes along, and what it brings back.

Why this file exists: an officer works where there is no connection. Everything for some days is packed at once; what is told meanwhile comes with a
key of the device, so that sending it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from bothhands.errors import Fault, InputError
from bothhands.inputs.tables.firms import Difficulty
from bothhands.records.field import FieldDay, FieldFinding, FieldVisit
from bothhands.records.known import FirmRow
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import Attachment, Finding
from bothhands.tasks.discuss import attach
from bothhands.tasks.field_weeks import at_visit, places_of, stops_of, visit_of
from bothhands.tasks.findings import FindingKind, NewFinding, record
from bothhands.tasks.photos import clean_photo

BEFORE_DAYS, AHEAD_DAYS = 1, 6
"""Days that are packed, before and after the desk's day."""
MOST_FINDINGS = 200
MOST_PHOTOS = 6
"""ASSUMED: of a finding; more are a report, to be attached at the desk."""
DeviceKey: TypeAlias = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]


class PhoneFinding(BaseModel):
    """A finding as a phone tells it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    device_key: DeviceKey = Field(..., description="Key that the device gave it; sent again, it changes nothing.")
    visit_id: int | None = Field(None, ge=1, le=2_147_483_647, description="Visit during which it was told.")
    kind: FindingKind = Field(..., description="What it is.")
    text: str = Field(..., min_length=1, max_length=4000, description="What was found, asked for or promised.")
    place: str = Field("", max_length=120, description="Where; blank for the place of the firm.")
    firm: str = Field("", max_length=120, description="Firm it is about.")
    difficulty: Difficulty | Literal[""] = Field("", description="What holds the firm back.")
    party: str = Field(
        "",
        max_length=120,
        description="Who said it, asked or promised, where several sat at one table: a body rather than a person.",
    )


@dataclass(frozen=True)
class Pack:
    """What a phone takes along."""

    today: date
    days: Sequence[FieldDay]
    posts: Sequence[str]
    """Posts of these days: one's own, or all for whoever assigns work."""
    visits: Sequence[FieldVisit]
    firms: Sequence[FirmRow]
    last: dict[str, date]
    """Day each firm was last visited, as the desk knows it."""
    findings: Sequence[Finding]
    """Open ones of the firms and places on the way."""


def pack_of(session: DeskSession, today: date) -> Pack:
    """The days of whoever asks from yesterday on, with all that is needed on the way.

    Parameters
    ----------
    session
        Of the officer; whoever assigns work gets the days of every post. What is needed at these visits is shown wherever they are.
    today
        The desk's day.
    """
    first, last = today - timedelta(days=BEFORE_DAYS), today + timedelta(days=AHEAD_DAYS)
    asked = select(FieldDay).where(FieldDay.day >= first, FieldDay.day <= last)
    days = session.scalars(asked.order_by(FieldDay.day, FieldDay.post)).all()
    numbers = {int(stop["visit"]) for day in days for stop in stops_of(day)}
    with session.also_at(places_of(session, numbers)):
        return _packed(session, today, days, numbers)


def _packed(session: DeskSession, today: date, days: Sequence[FieldDay], numbers: Collection[int]) -> Pack:
    """Days, and what is needed at their visits."""
    visits = session.scalars(select(FieldVisit).where(FieldVisit.id.in_(numbers)).order_by(FieldVisit.id)).all()
    names, places = {one.firm for one in visits if one.firm}, {one.place for one in visits}
    firms = session.scalars(select(FirmRow).where(FirmRow.firm.in_(names)).order_by(FirmRow.firm)).all()
    made = select(FieldVisit).where(FieldVisit.firm.in_(names), FieldVisit.status == "made")
    seen = {one.firm: one.made_on for one in session.scalars(made.order_by(FieldVisit.made_on)) if one.made_on}
    waiting = Finding.status.in_(("open", "doing", "solved"))
    about = Finding.firm.in_(names) | (Finding.place.in_(places) & (Finding.firm == ""))
    findings = session.scalars(select(Finding).where(waiting, about).order_by(Finding.id.desc()).limit(MOST_FINDINGS)).all()  # fmt: skip
    return Pack(today, days, sorted({one.post for one in days}), visits, firms, seen, findings)


def take_finding(session: DeskSession, given: PhoneFinding, today: date) -> tuple[Finding, bool]:
    """Record a finding that a phone brings; one that came before is told again. Whether it is new.

    Parameters
    ----------
    session
        Of the officer.
    given
        As the device tells it. Of a visit of one's own it is taken whatever the place, about that place or firm.
    today
        The desk's day.
    """
    session.access.require("record")
    if given.visit_id is None:
        return _taken(session, given, None, today)
    visit = visit_of(session, given.visit_id)
    if given.firm not in ("", visit.firm) or given.place not in ("", visit.place):
        return _taken(session, given, visit, today)
    with at_visit(session, visit.id):
        return _taken(session, given, visit, today)


def _taken(session: DeskSession, given: PhoneFinding, visit: FieldVisit | None, today: date) -> tuple[Finding, bool]:
    """Record a finding once, within what is in scope."""
    told = session.scalars(select(FieldFinding).where(FieldFinding.device_key == given.device_key)).one_or_none()
    if told is not None:
        return session.one(Finding, told.finding_id), False
    own = given.model_dump(exclude={"device_key", "visit_id"})
    place = given.place or ("" if given.firm or visit is None else visit.place)
    found = record(session, NewFinding(**{**own, "place": place}), today)
    session.add(FieldFinding(finding_id=found.id, visit_id=given.visit_id, device_key=given.device_key, place=found.place))  # fmt: skip
    session.flush()
    return found, True


def take_photo(store: Store, session: DeskSession, finding_id: int, key: str, content: bytes) -> tuple[Attachment, bool]:  # fmt: skip
    """Attach a photo to a finding, without all that a phone writes into it; one that came before is told again.

    Parameters
    ----------
    store, session
        The desk, and a session of the officer.
    finding_id
        The finding.
    key
        Key that the device gave the photo.
    content
        As it came.

    Raises
    ------
    InputError
        Where it is no picture, too large, or one too many.
    """
    session.access.require("record")
    held = FieldFinding.__table__.c
    visit_id = session.scalar(select(held.visit_id).where(held.finding_id == finding_id))
    with at_visit(session, visit_id or 0):
        return _attached(store, session, finding_id, key, content)


def _attached(store: Store, session: DeskSession, finding_id: int, key: str, content: bytes) -> tuple[Attachment, bool]:
    """Attach a photo once, within what is in scope."""
    session.one(Finding, finding_id)
    name = f"{key}.jpg"
    there = session.scalars(select(Attachment).where(Attachment.about == "finding", Attachment.about_id == finding_id)).all()  # fmt: skip
    if again := next((one for one in there if one.name == name), None):
        return again, False
    if len(there) >= MOST_PHOTOS:
        raise InputError(Fault("BH-FLD-004", f"finding {finding_id} has {len(there)} files already", f"at most {MOST_PHOTOS} photos", "leave the others out, or attach them at the desk", column="file"))  # fmt: skip
    return attach(store, session, "finding", finding_id, name, clean_photo(content, name)), True
