"""Sectors: the branches of the economy."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Sector(Row):
    """Branches of the economy and what sets them apart in an epidemic."""

    sector: Name = Field(..., description="Code of the sector.")
    name: Name = Field(..., description="Name of the sector.")
    name_zh: str = Field("", description="Name in Chinese.")
    group: Name = Field(..., description="Group in which it is opened or closed.")
    workplace_contacts_per_day: float = Field(
        ...,
        description="Contacts of one worker with colleagues of the sector.",
        ge=0,
        json_schema_extra={"unit": "contacts a day"},
    )
    customer_contacts_per_day: float = Field(
        0.0,
        description="Contacts of one worker with customers, on top of the table of contacts.",
        ge=0,
        json_schema_extra={"unit": "contacts a day"},
    )
    remote_share: float = Field(
        0.0,
        description="Share of the work that can be done at home.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    lowest_openness: float = Field(
        0.0,
        description="Least openness a plan may order: what must keep running.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    inventory_days: float = Field(
        30.0,
        description="Days of each of its own inputs that the sector keeps in stock; services come day by day.",
        ge=0,
        json_schema_extra={"unit": "days"},
    )
    storable: bool = Field(True, description="Whether its product can be stocked; services cannot.")
    masks_needed: bool = Field(True, description="Whether its workers need masks to work on site.")
    staffs_beds: bool = Field(False, description="Whether its workers staff hospital beds.")
    fear_share: float = Field(
        0.0,
        description="How far its household demand reacts to fear, 0 to 1.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    tax_share: float = Field(
        0.0,
        description="Budget revenue of the place per yuan of value added.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )


TABLE = Table(
    name="sectors",
    row=Sector,
    key=("sector",),
    about="Branches of the economy and what sets them apart in an epidemic",
    required=True,
    slow=True,
)
