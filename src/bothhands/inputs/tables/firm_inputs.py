"""Firm inputs: what a firm needs most, how long its stock lasts, and who supplies it."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class FirmInput(Row):
    """One of the inputs a firm cannot work without."""

    firm: Name = Field(..., description="Firm of the register.")
    input: Name = Field(..., description="What it needs; a good of the region where it is one.")
    supplier: str = Field("", description="Who supplies it, in or outside the register.")
    stock_days: float | None = Field(
        None, description="Days of normal work its stock lasts.", ge=0, json_schema_extra={"unit": "days"}
    )
    supply_share: float | None = Field(
        None, description="Part of its normal need that arrives now.", ge=0, le=1, json_schema_extra={"unit": "share"}
    )
    cost_share: float | None = Field(
        None, description="Part of its variable cost.", ge=0, le=1, json_schema_extra={"unit": "share"}
    )


TABLE = Table(
    name="firm_inputs",
    row=FirmInput,
    key=("firm", "input", "supplier"),
    about="Inputs a firm cannot work without, with stock and supplier",
    refs={"firm": "firms.firm"},
)
