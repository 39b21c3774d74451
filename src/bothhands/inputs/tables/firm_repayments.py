"""Firm repayments: what a firm owes on which day."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table
from bothhands.inputs.tables.firms import OWN_YUAN


class FirmRepayment(Row):
    """A repayment on its day. A firm with rows here repays by them, and of the yearly figure only the interest is left."""

    firm: Name = Field(..., description="Firm of the register.")
    due_on: date = Field(..., description="Day on which it is due.")
    loan: str = Field("", description="Loan or lender, where two fall on one day.")
    repayment_yuan: float = Field(..., description="Principal due.", ge=0, json_schema_extra=OWN_YUAN)


TABLE = Table(
    name="firm_repayments",
    row=FirmRepayment,
    key=("firm", "due_on", "loan"),
    about="Calendar of what firms repay",
    refs={"firm": "firms.firm"},
)
