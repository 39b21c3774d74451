"""Ports: where travellers enter."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Port(Row):
    """Ports of entry."""

    port: Name = Field(..., description="Name of the port.")
    place: Name = Field(..., description="City it lies in.")
    kind: Literal["air", "sea", "land", "rail"] = Field(..., description="Kind of port.")
    designated: bool = Field(False, description="Whether it is a designated first port of entry for the hub.")


TABLE = Table(
    name="ports",
    row=Port,
    key=("port",),
    about="Ports of entry",
    refs={"place": "places.place"},
)
