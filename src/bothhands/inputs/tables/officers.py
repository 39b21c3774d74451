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
    skills: str = Field("", description="What it can do, separated by semicolons.")
    hours_per_week: float = Field(
        44.0, description="Hours of work and travel a week.", ge=0, le=168, json_schema_extra={"unit": "hours a week"}
    )
    nights_per_week: int = Field(
        0, description="Nights a week it may spend away from home.", ge=0, le=6, json_schema_extra={"unit": "nights"}
    )


TABLE = Table(
    name="officers",
    row=Officer,
    key=("officer",),
    about="Field officers by role and home place: posts, not persons",
    refs={"home_place": "places.place"},
)
