"""People: residents by place and age."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class AgeGroup(Row):
    """Residents by place and age band."""

    place: Name = Field(..., description="City or county.")
    age_from: int = Field(
        ...,
        description="Youngest age of the band.",
        ge=0,
        le=120,
        json_schema_extra={"unit": "years"},
    )
    age_to: int = Field(
        ...,
        description="Oldest age of the band, inclusive; 120 for an open band.",
        ge=0,
        le=120,
        json_schema_extra={"unit": "years"},
    )
    persons: float = Field(..., description="Residents.", ge=0, json_schema_extra={"unit": "persons"})


TABLE = Table(
    name="people",
    row=AgeGroup,
    key=("place", "age_from"),
    about="Residents by place and age band",
    required=True,
    slow=True,
    refs={"place": "places.place"},
)
