"""A measure: one dated row of a plan, as a person reads it and as a machine executes it."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

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
