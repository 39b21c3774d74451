"""Recipes: what a unit of a good takes."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Recipe(Row):
    """What one unit of a good takes of another."""

    good: Name = Field(..., description="Good made.")
    input: Name = Field(..., description="Good used.")
    quantity_per_unit: float = Field(
        ...,
        description="Input per unit made, losses included.",
        gt=0,
        json_schema_extra={"unit": "input units a unit"},
    )
    low_quantity_per_unit: float | None = Field(
        None,
        description="Least believable figure; a smaller one is a fault.",
        ge=0,
        json_schema_extra={"unit": "input units a unit"},
    )
    high_quantity_per_unit: float | None = Field(
        None,
        description="Largest believable figure; a larger one is a fault.",
        ge=0,
        json_schema_extra={"unit": "input units a unit"},
    )


TABLE = Table(
    name="recipes",
    row=Recipe,
    key=("good", "input"),
    about="What one unit of a good takes of another",
    refs={"good": "goods.good", "input": "goods.good"},
)
