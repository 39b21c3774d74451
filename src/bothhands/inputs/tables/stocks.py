"""Stocks: what lies where."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Stock(Row):
    """Stock of a good in a place on a day."""

    place: Name = Field(..., description="City or county.")
    good: Name = Field(..., description="Good.")
    day: date = Field(
        ...,
        description="Day of the count: up to the first day of the calendar the stock that day begins with, later what lies in the evening.",
    )
    quantity: float = Field(..., description="Quantity.", ge=0, json_schema_extra={"unit": "units of the good"})
    low_quantity: float | None = Field(
        None,
        description="Low end where assumed.",
        ge=0,
        json_schema_extra={"unit": "units of the good"},
    )
    high_quantity: float | None = Field(
        None,
        description="High end where assumed.",
        ge=0,
        json_schema_extra={"unit": "units of the good"},
    )


TABLE = Table(
    name="stocks",
    row=Stock,
    key=("place", "good", "day"),
    about="Stock of a good in a place on a day",
    refs={"place": "places.place", "good": "goods.good"},
)
