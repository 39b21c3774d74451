"""Shapes of what is known: places, firms, targets, editions, imports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import Field, JsonValue

from bothhands.inputs.update import RowReport, Update
from bothhands.records.known import Edition, FirmRow, PlaceRow, TargetRow
from bothhands.web.shapes.base import Told
from bothhands.web.shapes.failure import FaultTold

ROWS_TOLD = 500
"""Rows of an import that are told one by one; all are counted."""


class PlaceTold(Told):
    """A place of the region."""

    place: str = Field(description="Identifier.")
    name_zh: str = Field(description="Name in Chinese.")
    level: str = Field(description="Region, city, county, or a hub outside.")
    parent: str = Field(description="Place above; blank at the top.")
    figures: dict[str, JsonValue] = Field(description="Other columns of `places`, units in their names.")

    @classmethod
    def of(cls, row: PlaceRow) -> PlaceTold:
        """A place."""
        return cls.model_validate(row)


class FirmTold(Told):
    """A firm of the register; its accounts only for those whom the desk shows them."""

    firm: str = Field(description="Identifier.")
    name: str = Field(description="Name.")
    name_zh: str = Field(description="Name in Chinese.")
    place: str = Field(description="Where it lies.")
    sector: str = Field(description="Sector code.")
    size: str = Field(description="Size class; blank where unknown.")
    state: str = Field(description="How it works now; blank where unknown.")
    blocked_by: str = Field(description="What holds it back most, by its own word; blank for nothing known.")
    workers: float | None = Field(description="Workers, in persons.")
    figures: dict[str, JsonValue] = Field(
        description="Other columns of `firms` that anyone may see, units in their names."
    )
    accounts: dict[str, JsonValue] | None = Field(
        description="Cash, debt and tax, units in their names; none where not shown."
    )

    @classmethod
    def of(cls, row: FirmRow, accounts: Mapping[str, JsonValue] | None) -> FirmTold:
        """A firm, and its accounts where they are shown."""
        return cls.read(row, accounts=None if accounts is None else dict(accounts))


class TargetTold(Told):
    """A target of the year."""

    id: int = Field(description="Number in this edition.")
    target: str = Field(description="Identifier.")
    place: str = Field(description="Place; blank for the whole region.")
    indicator: str = Field(description="What is measured.")
    due: date | None = Field(description="Day it is due.")
    owner: str = Field(description="Who answers for it.")
    figures: dict[str, JsonValue] = Field(description="Other columns of `targets`, units in their names.")

    @classmethod
    def of(cls, row: TargetRow) -> TargetTold:
        """A target."""
        return cls.model_validate(row)


class EditionTold(Told):
    """An edition of the region."""

    edition: str = Field(description="Hash of its content.")
    region: str = Field(description="Region.")
    based_on: str = Field(description="Edition it was made from; blank for the first.")
    what: str = Field(description="What it was made with.")
    made_by: int | None = Field(description="Account that made it.")
    made_at: datetime = Field(description="When, in UTC.")
    in_force: bool = Field(description="Whether the desk stands on it.")

    @classmethod
    def of(cls, row: Edition) -> EditionTold:
        """An edition."""
        return cls.model_validate(row)


class RowTold(Told):
    """What happens to one row of an import."""

    file: str = Field(description="File.")
    number: int = Field(description="Row in the file; the header is row 1.")
    table: str = Field(description="Table.")
    key: list[str] = Field(description="Key of the row.")
    outcome: Literal["added", "changed", "unchanged", "refused"] = Field(description="What happens to it.")
    differences: dict[str, tuple[str, str]] = Field(description="Columns that change: old and new text.")

    @classmethod
    def of(cls, row: RowReport) -> RowTold:
        """A row's report."""
        return cls(**row._asdict())


class ImportTold(Told):
    """What an import does or would do."""

    applied: bool = Field(description="Whether it is in force; false for a dry run.")
    edition: str | None = Field(description="Edition that comes of it; none where there are faults.")
    counts: dict[str, int] = Field(description="Rows by outcome.")
    rows: list[RowTold] = Field(description="The first 500 rows that do not stay as they are.")
    faults: list[FaultTold] = Field(description="Every fault, up to 500; with any, nothing can be imported.")
    notes: list[FaultTold] = Field(description="What is no fault but should be looked at, up to 500.")

    @classmethod
    def of(cls, update: Update, edition: str | None) -> ImportTold:
        """An import; `edition` where it was taken."""
        proposed = update.region.edition if update.region is not None else None
        changed = [row for row in update.rows if row.outcome != "unchanged"][:ROWS_TOLD]
        return cls(
            applied=edition is not None,
            edition=edition or proposed,
            counts={name: update.count(name) for name in ("added", "changed", "unchanged", "refused")},
            rows=[RowTold.of(row) for row in changed],
            faults=[FaultTold.model_validate(one.as_dict()) for one in update.faults[:ROWS_TOLD]],
            notes=[FaultTold.model_validate(one.as_dict()) for one in update.notes[:ROWS_TOLD]],
        )
