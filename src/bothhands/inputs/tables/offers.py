"""Offers: what firms and places lack and what they have over."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table

MatchKind: TypeAlias = Literal["input", "product", "worker", "asset"]


class OfferRow(Row):
    """One line of what is lacking or over: an input, an unsold product, workers or vacancies, an idle workshop or clean room."""

    offer: Name = Field(..., description="Identifier.")
    side: Literal["lacks", "has"] = Field(..., description="Whether it is lacking or over.")
    kind: MatchKind = Field(
        ...,
        description="Input and supplier, unsold product and buyer, worker and vacancy, idle asset and missing link.",
    )
    item: Name = Field(..., description="What it is: a good, a skill, a kind of asset; the same word on both sides.")
    who: str = Field("", description="Firm, site or office.")
    place: Name = Field(..., description="City or county.")
    quantity: float = Field(..., description="How much.", gt=0, json_schema_extra={"unit": "units of the item"})
    unit: str = Field("", description="Unit of the quantity.")
    grade: int = Field(
        0,
        description="Grade: what is over serves who asks for this grade or a lower one.",
        ge=0,
        le=9,
        json_schema_extra={"unit": "grade"},
    )
    ready_on: date | None = Field(None, description="Day it is needed by, or can be had from; blank: now.")


TABLE = Table(
    name="offers",
    row=OfferRow,
    key=("offer",),
    about="What firms and places lack and what they have over, to be matched",
    refs={"place": "places.place"},
)
