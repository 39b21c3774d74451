"""Criticality: whether a sector can go on without an input."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Rating(Row):
    """How critical an input is to a using sector: 1 critical, 0.5 important, 0 not; edits carry their reason."""

    supplier: Name = Field(..., description="Sector code of the input.")
    user: Name = Field(..., description="Sector code of the user.")
    rating: float = Field(..., description="1 critical, 0.5 important, 0 not.", ge=0, le=1, multiple_of=0.5)
    reason: str = Field("", description="Why it differs from the survey, if it does.")


TABLE = Table(
    name="criticality",
    row=Rating,
    key=("supplier", "user"),
    about="How critical an input is to a using sector: 1 critical, 0.5 important, 0 not; edits carry their reason",
    slow=True,
    refs={"supplier": "sectors.sector", "user": "sectors.sector"},
)
