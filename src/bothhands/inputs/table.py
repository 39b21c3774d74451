"""What a table of a region is: one row model, its key, and how its columns are described.

Why this file exists: every template, form, document page and check about a table is made from these declarations, so
that nothing is typed twice. It reads no files; reading lives in `bothhands.inputs.reading`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

Quality: TypeAlias = Literal["measured", "derived", "estimated", "assumed", "unverified", "synthetic"]

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=120)]


class Row(BaseModel):
    """One row of a table: its own columns and the provenance every row may carry."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True)

    source: str = Field("", description="Where the figure comes from: author, year, address, or how it was derived.")
    quality: Quality = Field("unverified", description="How far the figure can be trusted.")
    period: str = Field("", description="What span the figure describes, e.g. 2019, 2020Q1, 2020-03-16.")
    known_from: date | None = Field(None, description="First day on which a planner could have known the figure.")
    note: str = Field("", description="Anything a reader must know to use the figure rightly.")


PROVENANCE = tuple(Row.model_fields)


@dataclass(frozen=True, eq=False)
class Table:
    """A table's place in the region format.

    `refs` maps a column to the `table.column` its values must be found in; `slow` marks structure (a census, a 2018
    input–output table) that may be used before it was published, flagged as hindsight.
    """

    name: str
    row: type[Row]
    key: tuple[str, ...]
    about: str
    required: bool = False
    slow: bool = False
    refs: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Own columns first, provenance last: the order of every file and sheet."""
        own = tuple(name for name in self.row.model_fields if name not in PROVENANCE)
        return own + PROVENANCE
