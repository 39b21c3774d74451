"""Visits: those wanted, those already promised, and when a place or firm was last visited."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from bothhands.inputs.table import Name, Row, Table

VisitKind: TypeAlias = Literal["firm", "link", "finding", "place", "forum"]
Clock: TypeAlias = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""Hour and minute of a day, such as 08:30."""


class VisitRow(Row):
    """A visit that is wanted or promised; of a firm or place that the plan visits anyway it says what is known better."""

    visit: Name = Field(..., description="Identifier.")
    kind: VisitKind = Field("firm", description="A firm, a link of a chain, a finding, a place as a whole, or a forum of several parties.")  # fmt: skip
    place: Name = Field(..., description="City or county where it is.")
    firm: str = Field("", description="Firm of the register.")
    last_on: date | None = Field(None, description="Day it was last visited; blank: never.")
    seen_by: str = Field("", description="Officer who was there last.")
    due_on: date | None = Field(None, description="Day by which it must be; blank: when it is worth it.")
    worth_yuan: float | None = Field(None, description="What it is worth; blank: what the models make of it.", ge=0, json_schema_extra={"unit": "yuan"})  # fmt: skip
    minutes: int = Field(60, description="How long it takes.", gt=0, le=600, json_schema_extra={"unit": "minutes"})
    opens: Clock = Field("08:30", description="Hour from which it can begin.")
    closes: Clock = Field("17:00", description="Hour by which it must begin.")
    on_day: date | None = Field(None, description="The one day on which it can be; blank: any day of the week.")
    skills: str = Field("", description="What the officer must be able to do, separated by semicolons.")
    officer: str = Field("", description="Officer it is promised by; with the day it is locked.")
    parties: str = Field("", description="Of a forum, who comes, separated by semicolons.")


TABLE = Table(
    name="visits",
    row=VisitRow,
    key=("visit",),
    about="Visits wanted or promised, and when a place or firm was last visited",
    refs={"place": "places.place", "firm": "firms.firm", "officer": "officers.officer", "seen_by": "officers.officer"},
)
