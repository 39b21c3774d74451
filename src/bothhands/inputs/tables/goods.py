"""Goods: critical goods of the chain."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Good(Row):
    """Critical goods the plan follows piece by piece or tonne by tonne."""

    good: Name = Field(..., description="Identifier of the good.")
    name: Name = Field(..., description="Name.")
    name_zh: str = Field("", description="Name in Chinese.")
    unit: Literal["t", "piece", "kit"] = Field(..., description="Unit it is counted in.")
    spoilage_share_per_day: float = Field(
        0.0,
        description="Share of a stock lost each day.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share a day"},
    )
    process_lag_days: int = Field(
        0,
        description="Days between making and release (sterilisation, desorption).",
        ge=0,
        le=60,
        json_schema_extra={"unit": "days"},
    )
    price_yuan: float | None = Field(
        None,
        description="Price bought from outside; 0 for a gift, blank only where nothing can be bought.",
        ge=0,
        json_schema_extra={"unit": "yuan a unit"},
    )
    outside_supply_per_day: float = Field(
        0.0,
        description="What can be bought from outside the region a day.",
        ge=0,
        json_schema_extra={"unit": "units a day"},
    )
    largest_line_units_per_day: float | None = Field(
        None,
        description="Largest believable output of one line a day; a larger one in lines or equipment is a fault.",
        gt=0,
        json_schema_extra={"unit": "units a day"},
    )


TABLE = Table(
    name="goods",
    row=Good,
    key=("good",),
    about="Critical goods the plan follows piece by piece or tonne by tonne",
)
