"""Activity: workers and value added by place and sector."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Activity(Row):
    """Workers and value added of a sector in a place in a normal year."""

    place: Name = Field(..., description="City or county.")
    sector: Name = Field(..., description="Sector code.")
    workers: float = Field(..., description="Workers.", ge=0, json_schema_extra={"unit": "persons"})
    value_added_yuan_per_year: float = Field(
        ...,
        description="Value added in a normal year.",
        ge=0,
        json_schema_extra={"unit": "yuan a year"},
    )


TABLE = Table(
    name="activity",
    row=Activity,
    key=("place", "sector"),
    about="Workers and value added of a sector in a place in a normal year",
    required=True,
    slow=True,
    refs={"place": "places.place", "sector": "sectors.sector"},
)
