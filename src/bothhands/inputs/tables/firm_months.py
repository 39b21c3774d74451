"""Firm months: what a firm sells in each month."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table
from bothhands.inputs.tables.firms import YUAN


class FirmMonth(Row):
    """Sales of a firm in a month: twelve of a normal year are its season, later ones are what it told."""

    firm: Name = Field(..., description="Firm of the register.")
    month: date = Field(..., description="First day of the month.")
    sales_yuan: float = Field(..., description="Sales of the month.", ge=0, json_schema_extra=YUAN)


TABLE = Table(
    name="firm_months",
    row=FirmMonth,
    key=("firm", "month"),
    about="Sales of a firm in a month; twelve months of a year give its season",
    refs={"firm": "firms.firm"},
)
