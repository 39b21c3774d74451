"""Calendar: holidays, Spring Festival, school terms."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class CalendarSpan(Row):
    """Holidays, Spring Festival and school terms."""

    kind: Literal["holiday", "spring_festival", "extended_holiday", "school_term"] = Field(
        ..., description="What the span is; an extended holiday is one that no other year has."
    )
    date_from: date = Field(..., description="First day.")
    date_to: date = Field(..., description="Last day, inclusive.")
    name: Name = Field(..., description="Name.")


TABLE = Table(
    name="calendar",
    row=CalendarSpan,
    key=("kind", "date_from"),
    about="Holidays, Spring Festival and school terms",
)
