"""Sites: where critical goods are or were made ready."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Site(Row):
    """Where critical goods are made; building dates are facts for the lead-time forecast."""

    site: Name = Field(..., description="Name of the site.")
    place: str = Field("", description="City in the region; blank outside.")
    firm: str = Field("", description="Firm of the register.")
    good: Name = Field(..., description="Good it makes.")
    building_from: date | None = Field(None, description="Day work on its lines began.")
    first_product_on: date | None = Field(None, description="Day of the first product.")
    build_days: float | None = Field(
        None,
        description="Days from start of work to first product.",
        ge=0,
        json_schema_extra={"unit": "days"},
    )
    lines_built: float | None = Field(
        None,
        description="Lines the figure is about; blank unknown.",
        ge=0,
        json_schema_extra={"unit": "lines"},
    )
    lines_possible: int = Field(
        0,
        description="Lines a plan may still order here.",
        ge=0,
        le=200,
        json_schema_extra={"unit": "lines"},
    )
    lines_room: float | None = Field(
        None,
        description="Lines the site has room for, those that stand included; blank unknown.",
        ge=0,
        json_schema_extra={"unit": "lines"},
    )
    inside: bool = Field(True, description="Whether the site lies in the region and is modelled.")


TABLE = Table(
    name="sites",
    row=Site,
    key=("site", "good"),
    about="Where critical goods are made; building dates are facts for the lead-time forecast",
    refs={"firm": "firms.firm", "good": "goods.good", "place": "places.place"},
)
