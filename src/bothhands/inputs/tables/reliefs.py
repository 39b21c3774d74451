"""Reliefs: taxes and social contributions waived for a time."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Row, Table


class Relief(Row):
    """Part of taxes or of social contributions that is not asked for on some days."""

    kind: Literal["taxes", "contributions"] = Field(..., description="What is waived: taxes or contributions.")
    start: date = Field(..., description="First day.")
    end: date = Field(..., description="Last day, inclusive.")
    share: float = Field(..., description="Part that is waived.", ge=0, le=1, json_schema_extra={"unit": "share"})


TABLE = Table(
    name="reliefs",
    row=Relief,
    key=("kind", "start"),
    about="Taxes and social contributions waived for a time",
)
