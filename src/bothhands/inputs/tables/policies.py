"""Policies: the catalogue of help to firms."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table

Kind: TypeAlias = Literal[
    "loan_guarantee", "interest_relief", "tax_deferral", "tax_exemption", "rent_relief", "wage_support", "purchase_order",
    "input_allocation", "logistics_pass", "conversion_grant", "new_buyers", "online_sales", "export_switch",
]  # fmt: skip
Difficulty: TypeAlias = Literal["funds", "raw_materials", "market", "labour", "logistics", "protective_goods", "permit"]
Base: TypeAlias = Literal["credit", "debt_service", "tax", "payroll", "rent", "shortfall"]


class Policy(Row):
    """One kind of help: what it answers, who may have it, what it brings a firm and what it costs whom."""

    policy: Name = Field(..., description="Identifier.")
    name: Name = Field(..., description="Name.")
    name_zh: str = Field("", description="Name in Chinese.")
    kind: Kind = Field(..., description="Kind of help.")
    difficulty: Difficulty = Field(..., description="Difficulty it answers; the same one is never paid twice.")
    start: date = Field(..., description="First day.")
    end: date = Field(..., description="Last day, inclusive.")
    fund: str = Field("", description="Fund that pays; blank where no fund of the region does.")
    base: Base = Field(
        ...,
        description="What the effect is a share of: credit (a loan, of a year's sales), debt service, tax, payroll or rent of the span, "
        "or shortfall (sales lost to the difficulty).",
    )
    effect_share: float = Field(
        ..., description="Part of the base that the firm gains.", ge=0, le=1, json_schema_extra={"unit": "share"}
    )
    cost_share: float = Field(
        ...,
        description="What the fund pays for a yuan that the firm gains.",
        ge=0,
        le=10,
        json_schema_extra={"unit": "yuan a yuan"},
    )
    cost_yuan: float = Field(
        0, description="What the fund pays for each firm besides.", ge=0, json_schema_extra={"unit": "yuan a firm"}
    )
    delay_days: int = Field(
        0, description="Days from the decision to the effect.", ge=0, le=730, json_schema_extra={"unit": "days"}
    )
    repaid: bool = Field(False, description="Whether the firm pays what it gained back when the span ends.")
    cap_yuan: float | None = Field(
        None,
        description="Most that a firm may gain; blank without limit.",
        ge=0,
        json_schema_extra={"unit": "yuan a firm"},
    )
    eligibility: str = Field(
        "", description="Who may have it, such as `size in [small, micro] and sales_drop >= 0.2`; blank for everybody."
    )


TABLE = Table(
    name="policies",
    row=Policy,
    key=("policy",),
    about="The catalogue of help to firms: what each policy answers, who may have it, its effect and its cost",
)
