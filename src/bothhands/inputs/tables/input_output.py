"""Input–output: who buys what from whom in a year."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Flow(Row):
    """Yearly flow from a supplying sector to a user; users are sectors or final uses."""

    supplier: Name = Field(..., description="Sector code, or value_added, taxes, output for the rows below the flows.")
    user: Name = Field(..., description="Sector code, or household, government, investment, exports, imports.")
    value: float = Field(
        ...,
        description="Flow in the unit of the table; imports are negative.",
        json_schema_extra={"unit": "money a year"},
    )


TABLE = Table(
    name="input_output",
    row=Flow,
    key=("supplier", "user"),
    about="Yearly flow from a supplying sector to a user; users are sectors or final uses",
    required=True,
    slow=True,
)
