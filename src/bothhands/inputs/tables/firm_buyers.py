"""Firm buyers: to whom a firm sells most."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table
from bothhands.inputs.tables.firms import YUAN


class FirmBuyer(Row):
    """One of the buyers a firm lives by."""

    firm: Name = Field(..., description="Firm of the register.")
    buyer: Name = Field(..., description="Who buys, in or outside the register.")
    sales_share: float | None = Field(
        None, description="Part of its sales in a normal year.", ge=0, le=1, json_schema_extra={"unit": "share"}
    )
    orders_yuan: float | None = Field(None, description="Orders on hand from this buyer.", ge=0, json_schema_extra=YUAN)
    abroad: bool | None = Field(None, description="Whether the buyer is abroad.")


TABLE = Table(
    name="firm_buyers",
    row=FirmBuyer,
    key=("firm", "buyer"),
    about="Buyers a firm lives by",
    refs={"firm": "firms.firm"},
)
