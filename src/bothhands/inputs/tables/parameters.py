"""Parameters: every number of the model that is no table."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Parameter(Row):
    """Numbers of the model with range and source."""

    parameter: Name = Field(..., description="Name of the parameter.")
    value: float = Field(..., description="Value used.")
    low: float | None = Field(None, description="Low end (tenth percentile).")
    high: float | None = Field(None, description="High end (ninetieth percentile).")
    unit: str = Field(..., description="Unit.")


TABLE = Table(
    name="parameters",
    row=Parameter,
    key=("parameter",),
    about="Numbers of the model with range and source",
    slow=True,
)
