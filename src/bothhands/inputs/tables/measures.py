"""Measures: what was in force, by date."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table

DATED = (
    "openness", "returned", "remote", "school", "gatherings", "travel", "stay_home", "mask_rule", "testing", "tracing",
    "port_screening", "corridor_screening",
)  # fmt: skip
"""Levers that a row may set, each a share from 0 to 1; the catalogue of levers has the same."""
OF_SECTORS = ("openness", "returned")
"""Those that may differ by sector."""


class MeasureInForce(Row):
    """Measures in force by date: history the model starts from."""

    lever: Name = Field(
        ...,
        description=f"Lever: {', '.join(DATED)}.",
    )
    place: str = Field("", description="Place; blank for all.")
    sector: str = Field("", description="Sector code or group; blank for all.")
    start: date = Field(..., description="First day.")
    end: date | None = Field(None, description="Last day, inclusive; blank while in force.")
    value: float = Field(
        ...,
        description="Level of the lever on these days, 0 to 1.",
        ge=0,
        json_schema_extra={"unit": "share"},
    )
    to_value: float | None = Field(
        None,
        description="Level on the last day where it moves in a straight line.",
        ge=0,
        json_schema_extra={"unit": "share"},
    )


TABLE = Table(
    name="measures",
    row=MeasureInForce,
    key=("lever", "place", "sector", "start"),
    about="Measures in force by date: history the model starts from",
)
