"""Firm links: who supplies whom."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class FirmLink(Row):
    """Yearly purchases of one firm from another."""

    supplier: Name = Field(..., description="Firm that sells.")
    user: Name = Field(..., description="Firm that buys.")
    yuan_per_year: float = Field(
        ...,
        description="Purchases in a normal year.",
        ge=0,
        json_schema_extra={"unit": "yuan a year"},
    )


TABLE = Table(
    name="firm_links",
    row=FirmLink,
    key=("supplier", "user"),
    about="Yearly purchases of one firm from another",
    refs={"supplier": "firms.firm", "user": "firms.firm"},
)
