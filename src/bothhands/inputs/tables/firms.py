"""Firms: the register. What lies behind its yearly figures by month, day, input and buyer stands in the `firm_...` tables."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from pydantic import Field
from pydantic.config import JsonDict

from bothhands.inputs.table import Name, Row, Table

Difficulty: TypeAlias = Literal["funds", "materials", "market", "labour", "logistics", "protective_goods", "permit"]
"""What can hold a firm back; each calls for another kind of help."""
DIFFICULTIES: tuple[Difficulty, ...] = (
    "funds", "materials", "market", "labour", "logistics", "protective_goods", "permit",
)  # fmt: skip
YUAN: JsonDict = {"unit": "yuan"}
YUAN_A_YEAR: JsonDict = {"unit": "yuan a year"}
OWN_YUAN: JsonDict = {**YUAN, "sensitive": True}
OWN_YUAN_A_YEAR: JsonDict = {**YUAN_A_YEAR, "sensitive": True}
"""Cash, debt and tax of a firm: for the officers in charge of it, never for a page anyone may read."""


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
        json_schema_extra=OWN_YUAN_A_YEAR,
    )
    cash_yuan: float | None = Field(None, description="Cash at the start.", json_schema_extra=OWN_YUAN)
    credit_yuan: float | None = Field(
        None,
        description="Credit it could draw.",
        ge=0,
        json_schema_extra=OWN_YUAN,
    )
    reported: str = Field("", description="What a visit or a report says of it.")
    identity_number: str = Field(
        "", description="Official number, such as the unified social credit code; each once.", max_length=40
    )
    above_threshold: bool | None = Field(
        None, description="Whether statistics count it as above the threshold of scale."
    )
    main_business_revenue_yuan_per_year: float | None = Field(
        None,
        description="Revenue of the main business, by which the threshold of scale is judged.",
        ge=0,
        json_schema_extra=YUAN_A_YEAR,
    )
    workers_on_site: float | None = Field(
        None, description="Workers on site now.", ge=0, json_schema_extra={"unit": "persons"}
    )
    workers_away: float | None = Field(
        None, description="Workers who are away or may not come in.", ge=0, json_schema_extra={"unit": "persons"}
    )
    state: Literal["open", "partly", "stopped", "closed"] | None = Field(
        None, description="How it works now; closed is for good."
    )
    blocked_by: Difficulty | None = Field(None, description="What holds it back most, by its own word.")
    blocked_since: date | None = Field(None, description="First day on which that held it back.")
    lines: float | None = Field(None, description="Lines it has.", ge=0, json_schema_extra={"unit": "lines"})
    nameplate_per_day: float | None = Field(
        None, description="What it makes a day at full capacity, in the unit beside it.", ge=0,
        json_schema_extra={"unit": "units a day"},
    )  # fmt: skip
    nameplate_unit: str = Field("", description="Unit of that, such as t or pieces.")
    running_share: float | None = Field(
        None, description="Part of its capacity that runs now.", ge=0, le=1, json_schema_extra={"unit": "share"}
    )
    convertible_to: str = Field("", description="Goods its lines could make instead, separated by semicolons.")
    orders_yuan: float | None = Field(None, description="Orders on hand.", ge=0, json_schema_extra=YUAN)
    unsold_stock_yuan: float | None = Field(
        None, description="Finished goods it cannot sell.", ge=0, json_schema_extra=YUAN
    )
    spoils_share: float | None = Field(
        None, description="Part of what it makes and cannot sell that spoils, its cost being lost.", ge=0, le=1,
        json_schema_extra={"unit": "share"},
    )  # fmt: skip
    rent_yuan_per_year: float | None = Field(
        None, description="Rent, a part of the fixed cost.", ge=0, json_schema_extra=YUAN_A_YEAR
    )
    tax_yuan_per_year: float | None = Field(
        None, description="Taxes on its business in a normal year, not in any cost above.", ge=0,
        json_schema_extra=OWN_YUAN_A_YEAR,
    )  # fmt: skip
    interest_yuan_per_year: float | None = Field(
        None, description="Interest, a part of interest and repayment.", ge=0, json_schema_extra=OWN_YUAN_A_YEAR
    )
    receivables_yuan: float | None = Field(
        None, description="Sold and not yet paid for, in a normal year.", ge=0, json_schema_extra=OWN_YUAN
    )
    aid_received_yuan: float | None = Field(
        None, description="Aid it has received so far.", ge=0, json_schema_extra=YUAN
    )


TABLE = Table(
    name="firms",
    row=Firm,
    key=("firm",),
    about="The register of firms: what each makes, sells, owes and holds; blanks are unknown",
    refs={"place": "places.place", "sector": "sectors.sector"},
)
