"""Shocks: what demand and supply do beyond the epidemic and the plan, by date."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Row, Table

CATEGORIES = ("household", "government", "investment", "exports", "imports")


class Shock(Row):
    """Demand of a category, or supply from outside the region, against normal on some days; rows of a sector, of its group and of all multiply."""

    category: Literal["household", "government", "investment", "exports", "imports"] = Field(
        ...,
        description="Whose demand: household, government, investment, exports; or imports: what the world outside delivers.",
    )
    sector: str = Field("", description="Sector code or group of the product; blank for all.")
    start: date = Field(..., description="First day.")
    end: date = Field(..., description="Last day, inclusive.")
    value: float = Field(
        ..., description="Level on the first day against normal.", ge=0, le=5, json_schema_extra={"unit": "share"}
    )
    to_value: float | None = Field(
        None,
        description="Level on the last day where it moves in a straight line; blank: the same.",
        ge=0,
        le=5,
        json_schema_extra={"unit": "share"},
    )


TABLE = Table(
    name="shocks",
    row=Shock,
    key=("category", "sector", "start"),
    about="What demand and supply do beyond the epidemic and the plan, by date",
)
