"""Shapes of what is compared: courses by day, outcomes, and how measures differ."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, JsonValue

from bothhands.levers.difference import LeverMoved
from bothhands.tasks.outcomes import Choice, Course
from bothhands.web.shapes.base import Told


class ChoiceTold(Told):
    """Something that was run and can be compared."""

    key: str = Field(description="What to ask for it by.")
    name: str = Field(description="What it is called.")
    kind: Literal["scenario", "plan", "reference"] = Field(description="What it is.")

    @classmethod
    def of(cls, choice: Choice) -> ChoiceTold:
        """A choice."""
        return cls.model_validate(choice._asdict())


class CourseTold(ChoiceTold):
    """What one of them comes to."""

    as_of: date = Field(description="Day the planner stood on.")
    start: date = Field(description="First day of the series.")
    series: dict[str, list[float]] = Field(
        description="By day over the whole region: cases found, patients in wards and in intensive care, value added in the region's currency, deaths added up from the day after the as-of day."
    )
    outcome: dict[str, JsonValue] = Field(
        description="What it amounts to, as the command line's `compare --json` tells it."
    )

    @classmethod
    def of_course(cls, course: Course) -> CourseTold:
        """A course."""
        series = {name: [float(one) for one in values] for name, values in course.series.items()}
        own = course.choice._asdict()
        return cls(**own, as_of=course.as_of, start=course.start, series=series, outcome=dict(course.outcome))


class MovedTold(Told):
    """A lever whose level is another than in the first course."""

    lever: str = Field(description="Lever.")
    share: float = Field(description="Share of its days in cities, ports or sectors on which it differs.", ge=0, le=1)
    mean: float = Field(description="Mean signed change; 0.1 is ten percentage points.")
    first: date = Field(description="First day on which it differs.")


class OrderTold(Told):
    """An order or promise whose whole amount is another than in the first course."""

    lever: str = Field(description="Lever.")
    before: float = Field(description="Amount in the first course, in the lever's unit.")
    after: float = Field(description="Amount in this one.")


class DifferenceTold(Told):
    """How the measures of a course differ from those of the first."""

    key: str = Field(description="The course.")
    levels: list[MovedTold] | None = Field(
        description="Levels, the most moved first; none where measures are not kept."
    )
    orders: list[OrderTold] | None = Field(description="Orders; none where measures are not kept.")

    @classmethod
    def of(
        cls, key: str, found: tuple[tuple[LeverMoved, ...], tuple[tuple[str, float, float], ...]] | None
    ) -> DifferenceTold:
        """A difference, where it can be told."""
        if found is None:
            return cls(key=key, levels=None, orders=None)
        levels = [MovedTold.model_validate(one._asdict()) for one in found[0]]
        return cls(key=key, levels=levels, orders=[OrderTold(lever=a, before=b, after=c) for a, b, c in found[1]])


class ComparedTold(Told):
    """Two to four courses side by side."""

    courses: list[CourseTold] = Field(description="As they were asked for.")
    differences: list[DifferenceTold] = Field(description="Of each but the first against the first.")
