"""Trade: where a place buys a product."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class TradeShare(Row):
    """Share of what a place buys of a product that comes from another place; blank: gravity."""

    origin: Name = Field(..., description="Place that sells.")
    destination: Name = Field(..., description="Place that buys.")
    sector: Name = Field(..., description="Sector code of the product.")
    share: float = Field(
        ...,
        description="Share of the purchases from within the region.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )


TABLE = Table(
    name="trade",
    row=TradeShare,
    key=("origin", "destination", "sector"),
    about="Share of what a place buys of a product that comes from another place; blank: gravity",
    slow=True,
    refs={"origin": "places.place", "destination": "places.place", "sector": "sectors.sector"},
)
