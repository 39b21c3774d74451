"""A measure: one dated row of a plan, as a person reads it and as a machine executes it."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bothhands.levers.catalogue import LEVER

Status: TypeAlias = Literal["proposed", "adopted", "placed", "done", "withdrawn"]


class Measure(BaseModel):
    """One dated row: a lever held at a value from one day to another, for a place, sector, good, site or firm.

    A blank name means every member of that axis; `sector` may name a sector group; `site` names a port for port screening
    and a site for line orders, whose class stands in `variant`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    lever: str = Field(description="Lever of the catalogue.")
    place: str = Field("", description="Place; blank for all.")
    sector: str = Field("", description="Sector code or group; blank for all.")
    good: str = Field("", description="Good; blank for all.")
    site: str = Field("", description="Site or port; blank for all.")
    firm: str = Field("", description="Firm; blank for all.")
    variant: str = Field("", description="Choice within the lever, such as the class of a line.")
    start: date = Field(description="First day.")
    end: date = Field(description="Last day, inclusive.")
    value: float = Field(description="Level held, or amount a day.")
    unit: str = Field(description="Unit of the value.")
    cost: float = Field(0.0, ge=0, description="Cost over the whole span, in the region's currency.")
    fund: str = Field("", description="Fund that pays.")
    owner: str = Field("", description="Who carries it out.")
    status: Status = Field("proposed", description="Where it stands.")
    reason: str = Field("", description="Why it is proposed.")
    legal_basis: str = Field("", description="Law or order that allows it, where it restricts people or closes firms.")
    first_approver: str = Field("", description="Person who approved it, where it restricts.")
    second_approver: str = Field("", description="Another person who approved it, where it restricts.")

    @property
    def restricts(self) -> bool:
        """Whether it restricts people or closes firms; the level of a normal year restricts nobody."""
        lever = LEVER.get(self.lever)
        return lever is not None and lever.restricts and self.value != lever.neutral

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it still needs before it may be adopted, in words; nothing where it restricts nobody."""
        if not self.restricts:
            return ()
        first, second = self.first_approver.strip(), self.second_approver.strip()
        needs = {
            "the legal basis": bool(self.legal_basis.strip()),
            "a first named approver": bool(first),
            "a second named approver, another person": bool(second) and second.casefold() != first.casefold(),
        }
        return tuple(what for what, there in needs.items() if not there)

    @model_validator(mode="after")
    def _adopted_by_people(self) -> Measure:
        """Nothing that restricts is beyond a proposal until it is signed."""
        if self.status not in ("proposed", "withdrawn") and self.lacks:
            days = f"{self.start.isoformat()} to {self.end.isoformat()}"
            raise ValueError(f"{self.lever}, {days}, is {self.status} but lacks {', '.join(self.lacks)}")
        return self
