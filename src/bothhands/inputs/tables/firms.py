"""Firms: the register."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Firm(Row):
    """The register of firms: what each makes, sells, owes and holds; blanks are unknown."""

    firm: Name = Field(..., description="Identifier of the firm.")
    name: Name = Field(..., description="Name.")
    name_zh: str = Field("", description="Name in Chinese.")
    place: Name = Field(..., description="City or county.")
    sector: Name = Field(..., description="Sector code.")
    synthetic: bool = Field(False, description="Whether the firm is drawn from margins and does not exist.")
    size: Literal["large", "medium", "small", "micro"] | None = Field(None, description="Size class.")
    workers: float | None = Field(None, description="Workers.", ge=0, json_schema_extra={"unit": "persons"})
    sales_yuan_per_year: float | None = Field(
        None,
        description="Sales in a normal year.",
        ge=0,
        json_schema_extra={"unit": "yuan a year"},
    )
    variable_cost_share: float | None = Field(
        None,
        description="Cost that moves with sales, per yuan of sales, payroll excluded.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    payroll_yuan_per_year: float | None = Field(
        None,
        description="Payroll.",
        ge=0,
        json_schema_extra={"unit": "yuan a year"},
    )
    fixed_cost_yuan_per_year: float | None = Field(
        None,
        description="Cost that does not move with sales, payroll and debt service excluded.",
        ge=0,
        json_schema_extra={"unit": "yuan a year"},
    )
    debt_service_yuan_per_year: float | None = Field(
        None,
        description="Interest and repayment.",
        ge=0,
        json_schema_extra={"unit": "yuan a year"},
    )
    cash_yuan: float | None = Field(None, description="Cash at the start.", json_schema_extra={"unit": "yuan"})
    credit_yuan: float | None = Field(
        None,
        description="Credit it could draw.",
        ge=0,
        json_schema_extra={"unit": "yuan"},
    )
    reported: str = Field("", description="What a visit or a report says of it.")


TABLE = Table(
    name="firms",
    row=Firm,
    key=("firm",),
    about="The register of firms: what each makes, sells, owes and holds; blanks are unknown",
    refs={"place": "places.place", "sector": "sectors.sector"},
)
