"""Unlocks: research that must end before a good can be made."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Unlock(Row):
    """A research step: no output of a good at a site before it ends, and perhaps never."""

    good: Name = Field(..., description="Good that cannot be made before the research ends.")
    site: str = Field("", description="Site it holds at; blank for every site of the good.")
    begun_on: date = Field(..., description="Day the research began or is to begin.")
    days: float = Field(..., description="Days to its end, most likely.", ge=0, json_schema_extra={"unit": "days"})
    days_low: float = Field(..., description="Tenth percentile.", ge=0, json_schema_extra={"unit": "days"})
    days_high: float = Field(..., description="Ninetieth percentile.", ge=0, json_schema_extra={"unit": "days"})
    success_share: float = Field(
        1.0,
        description="Probability that it succeeds at all; a run takes success as given, draws do not.",
        gt=0,
        le=1,
        json_schema_extra={"unit": "probability"},
    )
    ramp_days: float = Field(
        0.0,
        description="Days from its end to full rate of lines that stand by then.",
        ge=0,
        json_schema_extra={"unit": "days"},
    )


TABLE = Table(
    name="unlocks",
    row=Unlock,
    key=("good", "site"),
    about="A research step: no output of a good at a site before it ends, and perhaps never",
    refs={"good": "goods.good", "site": "sites.site"},
)
