"""Officers: who is sent where."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Officer(Row):
    """Field officers by role and home place: posts, not persons."""

    officer: Name = Field(..., description="Post.")
    home_place: Name = Field(..., description="Home place.")
    role: str = Field("", description="Role.")
    visits_per_week: float = Field(5.0, description="Visits a week.", ge=0, json_schema_extra={"unit": "visits a week"})


TABLE = Table(
    name="officers",
    row=Officer,
    key=("officer",),
    about="Field officers by role and home place: posts, not persons",
    refs={"home_place": "places.place"},
)
