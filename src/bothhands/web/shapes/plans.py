"""Shapes of plans, their measures and signatures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field, JsonValue

from bothhands.records.work import Approval, MeasureRecord, PlanRecord
from bothhands.tasks.frontier import FrontPoint
from bothhands.tasks.weeks import RegionWeek
from bothhands.web.shapes.base import Asked, Told, Versioned

PlanStatus = Literal["proposed", "adopted", "replaced", "withdrawn"]


class PlanTold(Versioned):
    """A plan."""

    name: str = Field(description="What it is called.")
    edition: str = Field(description="Edition of the region it was made on.")
    as_of: date = Field(description="Day the planner stood on.")
    feasible: bool = Field(description="Whether it keeps every limit, as a whole.")
    status: PlanStatus = Field(description="How it stands.")
    told: dict[str, JsonValue] = Field(description="Question, strategies, limits and promise, as plan.json tells them.")
    job_id: int | None = Field(description="Job that made it.")
    made_by: int | None = Field(description="Account that asked for it.")
    adopted_by: int | None = Field(description="Account that adopted it.")
    adopted_at: datetime | None = Field(description="When, in UTC.")
    earlier_id: int | None = Field(description="Plan it was made from and replaces.")

    @classmethod
    def of(cls, row: PlanRecord) -> PlanTold:
        """A plan."""
        return cls.model_validate(row)


class PlanFile(Told):
    """A file of a plan's folder."""

    name: str = Field(description="Path within the folder.")
    size: int = Field(description="Bytes.", ge=0)


class Adoption(Asked):
    """Which measures of a plan are adopted."""

    only: list[int] | None = Field(
        None,
        min_length=1,
        max_length=10_000,
        description="Numbers of measures; left out for all. The limits of the plan were checked for all of them.",
    )


class RegionWeekTold(Told):
    """A week of the region: cases found as the plan expected and as reported."""

    week: date = Field(description="Monday.")
    planned_cases_low: float = Field(description="5 % of members found at most so many, in persons a week.")
    planned_cases: float = Field(description="The middle member, in persons a week.")
    planned_cases_high: float = Field(description="95 % of members found at most so many, in persons a week.")
    reported_cases: int | None = Field(
        description="Reported, in persons a week; none where the week is not reported yet."
    )

    @classmethod
    def of(cls, week: RegionWeek) -> RegionWeekTold:
        """A week."""
        return cls(**week._asdict())


class ApprovalTold(Versioned):
    """A signature."""

    measure_id: int = Field(description="Measure that is signed.")
    name: str = Field(description="Who signed.")
    user_id: int | None = Field(description="Their account; none on a desk without accounts.")

    @classmethod
    def of(cls, row: Approval) -> ApprovalTold:
        """A signature."""
        return cls.model_validate(row)


class Signature(Asked):
    """Who signs."""

    name: str = Field(
        "", max_length=120, description="Only on a desk without accounts; else everybody signs for themselves."
    )


class MeasureTold(Versioned):
    """A dated measure of a plan."""

    plan_id: int = Field(description="Plan it is of.")
    lever: str = Field(description="Lever.")
    place: str = Field(description="Where it takes effect; blank for the whole region.")
    sector: str = Field(description="Sector or group; blank for all.")
    good: str = Field(description="Good; blank for all.")
    site: str = Field(description="Site or port; blank for all.")
    firm: str = Field(description="Firm; blank for all.")
    variant: str = Field(description="Choice within the lever.")
    start: date = Field(description="First day.")
    end: date = Field(description="Last day, inclusive.")
    value: float = Field(description="Level held, or amount a day, in `unit`.")
    unit: str = Field(description="Unit of the value.")
    cost: float = Field(description="Cost over the whole span, in the region's currency.", ge=0)
    fund: str = Field(description="Fund that pays.")
    owner: str = Field(description="Post that carries it out.")
    status: Literal["proposed", "adopted", "placed", "done", "withdrawn"] = Field(description="How it stands.")
    reason: str = Field(description="Why it is proposed.")
    legal_basis: str = Field(description="Law or order that allows it.")
    restricts: bool = Field(description="Whether it restricts people or closes firms, and so needs two signatures.")
    approvals: list[ApprovalTold] = Field(description="Signatures.")

    @classmethod
    def of(cls, row: MeasureRecord) -> MeasureTold:
        """A measure with its signatures."""
        return cls.model_validate(row)


class FrontPointTold(Told):
    """A plan on a run's frontier, from much output to few deaths; money in the region's currency."""

    number: int = Field(description="Its number on the frontier.", ge=0)
    is_plan: bool = Field(description="Whether it is the plan of the run itself.")
    most_deaths: float | None = Field(description="Deaths it was allowed; none where no limit was set.")
    deaths: float = Field(description="Expected deaths over the planning days.")
    value_added: float = Field(description="Value added over the planning days.")
    given_up: float = Field(description="What everything but lives is worth less than at the point of the most.")
    price_of_next: float | None = Field(
        description="What each death spared costs from here to the next; none at the last."
    )
    plan_id: int | None = Field(description="Plan that it was taken as; none where it was not taken.")

    @classmethod
    def of(cls, point: FrontPoint) -> FrontPointTold:
        """A point."""
        return cls(**point._asdict())


class PointTaken(Asked):
    """A point of a frontier taken as a plan."""

    name: str = Field(
        "",
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="What to call the plan; region and day where blank.",
    )
