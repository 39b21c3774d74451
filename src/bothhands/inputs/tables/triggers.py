"""Triggers: levers that follow what is seen, instead of a date."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table

Indicator: TypeAlias = Literal["weekly_cases", "weekly_cases_per_100k", "reproduction_number", "intensive_bed_use"]
Scope: TypeAlias = Literal["city", "region"]
TriggeredLever: TypeAlias = Literal[
    "openness", "remote", "school", "gatherings", "travel", "stay_home", "mask_rule", "testing", "tracing",
    "port_screening", "corridor_screening",
]  # fmt: skip


class Trigger(Row):
    """Rules of the form: hold a lever at a level from when an indicator rises above one figure until it falls below another."""

    trigger: Name = Field(..., description="Identifier.")
    lever: TriggeredLever = Field(..., description="Lever that follows.")
    place: str = Field("", description="Place that obeys; blank for every city, each by its own indicator.")
    sector: str = Field("", description="Sector code or group, for openness; blank for all.")
    level: float = Field(
        ...,
        description="Level of the lever while the rule is on; a stricter dated measure goes before.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    indicator: Indicator = Field(
        ...,
        description="What is watched: reported cases of the last seven days, these per 100,000 residents, the reproduction "
        "number estimated from reports (0 below five cases a week), or patients per intensive-care bed.",
    )
    scope: Scope = Field("city", description="Whether the city's own indicator counts or that of the whole region.")
    above: float = Field(..., description="The rule turns on when the indicator is above this.", ge=0)
    below: float = Field(..., description="The rule turns off when the indicator is below this.", ge=0)
    least_days: int = Field(
        0, description="Days the rule stays on at least.", ge=0, le=3650, json_schema_extra={"unit": "days"}
    )
    date_from: date | None = Field(
        None, description="First day the rule may turn on; blank: from the day after the as-of day."
    )
    date_to: date | None = Field(None, description="Last day the rule may be on; blank to the end.")


TABLE = Table(
    name="triggers",
    row=Trigger,
    key=("trigger",),
    about="Levers that follow what is seen: on above one figure, off below another",
)
