"""Targets: what the year is to reach."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Target(Row):
    """What is to be reached, where and by when; a target without a year stays undated.

    `period` is the span the target is for, from a month to a year; blank where neither it nor `due` says. The same target with a later
    `known_from` is a version of it: both are kept and shown.
    """

    target: Name = Field(..., description="Identifier.")
    place: Name = Field(..., description="Place.")
    indicator: Name = Field(..., description="Indicator: gdp, budget_revenue, firms_above_break_even, ....")
    kind: Literal["level", "growth"] = Field(
        "level", description="A level, or growth over base_period (value in % or as a share, as unit says)."
    )
    value: float = Field(..., description="Level or growth to reach.")
    unit: str = Field(..., description="Unit.")
    due: date | None = Field(
        None, description="Day it is due; blank where the source gives none, or where it is the last day of period."
    )
    base_period: str = Field("", description="Of a growth: the period it is counted from, e.g. 2019.")
    prices: Literal["current", "constant"] = Field(
        "current", description="Current prices, or constant ones (of the base period, of a level those of base_period)."
    )
    direction: Literal["at_least", "at_most"] = Field(
        "at_least", description="Whether the value is to be reached or not exceeded."
    )
    standing: Literal["decided", "yardstick"] = Field(
        "decided", description="A target somebody decided, or a yardstick nobody did."
    )
    weight: float = Field(
        1.0, ge=0, description="Weight among targets; of a growth under a parent, the part of the base it stands for."
    )
    owner: str = Field("", max_length=120, description="Who answers for it.")
    parent: str = Field(
        "", max_length=120, description="Target it is a part of: a city of a province, a sector of GDP."
    )


TABLE = Table(
    name="targets",
    row=Target,
    key=("target",),
    about="What is to be reached, where and by when; a target without a year stays undated",
    refs={"place": "places.place"},
)
