"""Places: the province, its cities, optional counties, the protected hub."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Place(Row):
    """Every place, with its parent: city results roll up to the province and down to counties."""

    place: Name = Field(..., description="Name of the place, used by every other table.")
    name_zh: str = Field("", description="Name in Chinese.")
    level: Literal["province", "city", "county", "hub"] = Field(
        ...,
        description="What the place is; the model runs on cities; the corridor protects the hub.",
    )
    parent: str = Field("", description="Place it belongs to; blank at the top.")
    code: str = Field("", description="Administrative code.")
    latitude_deg: float | None = Field(
        None,
        description="Latitude of its centre.",
        ge=-90,
        le=90,
        json_schema_extra={"unit": "degree"},
    )
    longitude_deg: float | None = Field(
        None,
        description="Longitude of its centre.",
        ge=-180,
        le=180,
        json_schema_extra={"unit": "degree"},
    )


TABLE = Table(
    name="places",
    row=Place,
    key=("place",),
    about="Every place, with its parent: city results roll up to the province and down to counties",
    required=True,
    slow=True,
    refs={"parent": "places.place"},
)
