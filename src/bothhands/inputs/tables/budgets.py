"""Budgets: public money by fund."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Budget(Row):
    """Public money that measures may spend, by fund and place."""

    fund: Name = Field(..., description="Fund.")
    place: str = Field("", description="Place; blank for the whole region.")
    date_from: date = Field(..., description="First day.")
    date_to: date = Field(..., description="Last day, inclusive.")
    amount_yuan: float = Field(..., description="Amount.", ge=0, json_schema_extra={"unit": "yuan"})
    low_amount_yuan: float | None = Field(
        None,
        description="Low end where assumed.",
        ge=0,
        json_schema_extra={"unit": "yuan"},
    )
    high_amount_yuan: float | None = Field(
        None,
        description="High end where assumed.",
        ge=0,
        json_schema_extra={"unit": "yuan"},
    )


TABLE = Table(
    name="budgets",
    row=Budget,
    key=("fund", "place", "date_from"),
    about="Public money that measures may spend, by fund and place",
)
