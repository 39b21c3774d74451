"""Shapes of scenarios."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.region import Region
from bothhands.records.work import Scenario
from bothhands.tasks.scenarios import ScenarioRow, faults_of, rows_of
from bothhands.web.shapes.base import Asked, Versioned
from bothhands.web.shapes.failure import FaultTold


class ScenarioTold(Versioned):
    """A scenario: a table of dated measures, and what is wrong with it."""

    name: str = Field(description="What it is called.")
    as_of: date = Field(description="Day the planner stands on; its measures begin after it.")
    source: str = Field(description="What it was made from; blank for a blank table.")
    measures: list[ScenarioRow] = Field(description="Rows.")
    made_by: int | None = Field(description="Account that made it.")
    job_id: int | None = Field(description="The run asked for last.")
    faults: list[FaultTold] | None = Field(
        description="What keeps it from being run, by row; none where only the list is told."
    )

    @classmethod
    def of(cls, row: Scenario, region: Region | None = None) -> ScenarioTold:
        """A scenario; its faults where the region is given."""
        own = {name: getattr(row, name) for name in cls.model_fields if name not in ("measures", "faults")}
        faults = None if region is None else [FaultTold.model_validate(one.as_dict()) for one in faults_of(region, row)]
        return cls(**own, measures=list(rows_of(row)), faults=faults)


class RunAsked(Asked):
    """A run of a scenario."""

    members: int = Field(
        0, ge=0, le=1024, description="Stochastic members it is run on as well, for bands; 0 for none."
    )
