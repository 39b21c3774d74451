"""Ways: how long it takes from place to place by road."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Way(Row):
    """Minutes from one place to another; places without a row are reckoned from their distance, the same place from the parameter."""

    start: Name = Field(..., description="Place it begins.")
    end: Name = Field(..., description="Place it ends; the same place for the usual way within it.")
    minutes: float = Field(..., description="How long it takes.", ge=0, json_schema_extra={"unit": "minutes"})


TABLE = Table(
    name="ways",
    row=Way,
    key=("start", "end"),
    about="Minutes by road from place to place, for visits of officers",
    refs={"start": "places.place", "end": "places.place"},
)
