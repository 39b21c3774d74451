"""Shapes of what is known: places, firms, targets, editions, imports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import Field, JsonValue

from bothhands.inputs.update import RowReport, Update
from bothhands.outcome.target_status import Status
from bothhands.records.known import Edition, FirmRow, PlaceRow, TargetRow
from bothhands.report.target_answers import figures
from bothhands.tasks.chains import Chain
from bothhands.tasks.tables import Seen
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


class TargetStands(Told):
    """Where a target stands on the desk's day; amounts in `unit`."""

    target: str = Field(description="Identifier.")
    place: str = Field(description="Place; blank for the whole region.")
    indicator: str = Field(description="What is measured.")
    standing: str = Field(description="Decided, or a yardstick that nobody decided.")
    quality: str = Field(description="How far the target's figure can be trusted.")
    goal: float | None = Field(description="Level to reach; none where a growth has no known base.")
    unit: str = Field(description="Unit of amounts.")
    due: date | None = Field(description="Day it is due.")
    first_version: float = Field(description="The figure as it was first set, in the target's own unit.")
    done: float = Field(description="What is in.")
    until: date = Field(description="Last day of what is in.")
    reported: bool = Field(description="Whether that is reported, not taken from a run.")
    required_per_month: float | None = Field(
        description="What is left, a month; none where nothing is known to be in, or no month is left."
    )
    band: list[float] | None = Field(description="5, 25, 50, 75 and 95 % of what the span will bring.")
    odds: float | None = Field(description="Odds of reaching it within its span, a share.")
    half_odds: float | None = Field(description="Odds of half of it by half-year, a share.")
    by_year: dict[int, float] = Field(description="Of an undated target: odds of having reached it by each year's end.")
    status: str = Field(description="On track, at risk, behind or unknown.")
    trend: str = Field(description="Rising, steady, falling or unknown.")
    basis: str = Field(description="What the forecast stands on: run, growth or none.")

    @classmethod
    def of(cls, one: Status) -> TargetStands:
        """A target as it stands."""
        own = {name: value for name, value in figures([one])[0].items() if name in cls.model_fields}
        return cls.model_validate(
            {**own, "required_per_month": one.progress.required_per_month if one.progress else None}
        )


class LinkTold(Told):
    """A link of a chain; amounts a day in its own unit, but `allows`."""

    good: str = Field(description="Good.")
    unit: str = Field(description="Unit it is counted in.")
    lines_per_day: float = Field(description="Output of its lines at the rate they have reached.", ge=0)
    ordered_per_day: float = Field(description="What lines on order or running in will add.", ge=0)
    outside_per_day: float = Field(description="What can be bought from outside.", ge=0)
    per_final: float = Field(description="How much of it one unit of the chain's good takes.", ge=0)
    allows: float = Field(description="Units of the chain's good it allows a day, if all of it went there.", ge=0)
    assumed: bool = Field(description="Whether a figure behind it is assumed or unverified.")


class ChainTold(Told):
    """A good that nothing else is made of, and all it is made of."""

    good: str = Field(description="Good it ends in.")
    tightest: str = Field(description="Link that allows least.")
    links: list[LinkTold] = Field(description="Links, inputs first.")

    @classmethod
    def of(cls, one: Chain) -> ChainTold:
        """A chain."""
        return cls(
            good=one.good, tightest=one.tightest.good, links=[LinkTold.model_validate(link) for link in one.links]
        )


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


class ColumnTold(Told):
    """A column of a table."""

    name: str = Field(description="Name, as in files.")
    kind: str = Field(description="Text, number, whole, day or flag.")
    unit: str = Field(description="Unit; blank for what has none.")
    description: str = Field(description="What it means.")


class TableTold(Told):
    """A table of the region."""

    table: str = Field(description="Name.")
    about: str = Field(description="What it holds.")
    rows: int = Field(description="Rows in one's places.", ge=0)
    key: list[str] = Field(description="Columns that name a row.")
    columns: list[ColumnTold] = Field(description="Columns in the order of the rows told.")

    @classmethod
    def of(cls, one: Seen) -> TableTold:
        """A table."""
        told = [ColumnTold.model_validate(column) for column in one.columns]
        return cls(
            table=one.table.name, about=one.table.about, rows=len(one.rows), key=list(one.table.key), columns=told
        )


class TableRow(Told):
    """A row of a table."""

    cells: list[str] = Field(description="Its cells as a file writes them, in the order of the table's columns.")

    @classmethod
    def of(cls, cells: tuple[str, ...]) -> TableRow:
        """A row."""
        return cls(cells=list(cells))


class ChangeTold(Told):
    """A row that is otherwise in a later edition."""

    table: str = Field(description="Table.")
    key: list[str] = Field(description="Key of the row.")
    outcome: Literal["added", "changed", "removed"] = Field(description="What happened to it.")
    differences: dict[str, tuple[str, str]] = Field(description="Columns that changed: text before and after.")


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
