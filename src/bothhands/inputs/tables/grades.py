"""Grades: goods made on the lines of another good."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Grade(Row):
    """A good made on the lines of another, at a share of their rate; what one takes of a line the other lacks."""

    grade: Name = Field(..., description="Good made, such as melt-blown cloth of N95 grade.")
    lines_of: Name = Field(..., description="Good whose lines make it.")
    rate_share: float = Field(
        ...,
        description="Output of a line on this grade against its own good.",
        gt=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )


TABLE = Table(
    name="grades",
    row=Grade,
    key=("grade",),
    about="A good made on the lines of another, at a share of their rate",
    refs={"grade": "goods.good", "lines_of": "goods.good"},
)
