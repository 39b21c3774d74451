"""Variant imports: what share of the infected travellers carries a variant."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class VariantShare(Row):
    """Share of infected travellers from abroad who carry a variant, between two dates; the rest carry the first strain."""

    variant: Name = Field(..., description="Variant.")
    date_from: date = Field(..., description="First day.")
    date_to: date = Field(..., description="Last day, inclusive.")
    imported_share: float = Field(
        ..., description="Share of infected arrivals.", ge=0, le=1, json_schema_extra={"unit": "share"}
    )


TABLE = Table(
    name="variant_imports",
    row=VariantShare,
    key=("variant", "date_from"),
    about="Share of infected travellers who carry a variant, by date",
    refs={"variant": "variants.variant"},
)
