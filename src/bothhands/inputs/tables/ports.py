"""Ports: where travellers enter, and the checks in force there.

Checks look at the places someone stayed in during the last 14 days (the origins of the arrivals table) and at symptoms and tests.
Nationality and ethnicity are in no table and decide nothing.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from bothhands.inputs.table import Name, Row, Table

LAST_TEST_DAY = 60.0


class Port(Row):
    """Ports of entry, and the checks in force for all who stayed at an origin in the last 14 days, whoever they are."""

    port: Name = Field(..., description="Name of the port.")
    place: Name = Field(..., description="City it lies in.")
    kind: Literal["air", "sea", "land", "rail"] = Field(..., description="Kind of port.")
    designated: bool = Field(False, description="Whether it is a designated first port of entry for the hub.")
    exit_check_sensitivity: float | None = Field(
        None,
        description="Travellers with symptoms whom a check at departure finds; 0 without one, blank: check_sensitivity.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    entry_check_sensitivity: float | None = Field(
        None,
        description="The same on arrival.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    pre_departure_test_days: float | None = Field(
        None,
        description="Days before departure of a test that everyone needs; blank: none.",
        ge=0,
        le=30,
        json_schema_extra={"unit": "days"},
    )
    quarantine_days: float | None = Field(
        None,
        description="Stay of those sent to quarantine; blank: the parameter of that name.",
        ge=0,
        le=60,
        json_schema_extra={"unit": "days"},
    )
    test_days: str = Field(
        "",
        description="Days after arrival on which those in quarantine are tested, parted by spaces, or none; blank: "
        "first_test_day and last_test_day as far as they fall within the stay.",
    )
    quarantine_compliance_share: float | None = Field(
        None,
        description="Those sent to quarantine who stay; blank: the parameter of that name.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )

    @field_validator("test_days")
    @classmethod
    def _days_are_of_the_stay(cls, text: str, info: ValidationInfo) -> str:
        """Tests after the stay would find nobody: who was released is no longer tested."""
        stay = info.data.get("quarantine_days")
        last = LAST_TEST_DAY if stay is None else stay
        try:
            days = [float(day) for day in text.split()] if text != "none" else []
        except ValueError:
            days = [-1.0]
        if any(not 0 <= day <= last for day in days):
            raise PydanticCustomError("test_days", f"days from 0 to {last:g} parted by spaces, or none")
        return text

    def days_of_tests(self) -> tuple[float, ...]:
        """Days after arrival on which those in quarantine are tested."""
        return () if self.test_days == "none" else tuple(float(day) for day in self.test_days.split())


TABLE = Table(
    name="ports",
    row=Port,
    key=("port",),
    about="Ports of entry and the checks in force there",
    refs={"place": "places.place"},
)
