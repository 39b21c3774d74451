"""Shapes of staff: posts and holders, leaves, records of hours, and recognitions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from bothhands.records.field import FieldDay, Holder, Leave, Recognition
from bothhands.tasks.leaves import LeaveKind, LeaveTaken
from bothhands.tasks.own_record import Week
from bothhands.tasks.recognition import Earned
from bothhands.tasks.staff import PostStands
from bothhands.tasks.thanks import RuleKey
from bothhands.web.shapes.base import Told, Versioned
from bothhands.web.shapes.field import FieldDayTold


class HolderTold(Versioned):
    """Who holds a post."""

    post: str = Field(description="Post.")
    place: str = Field(description="Home of the post.")
    user_id: int | None = Field(description="Account of whoever holds it.")
    first: date = Field(description="First day.")
    last: date | None = Field(description="Last day; none for no end.")

    @classmethod
    def of(cls, row: Holder) -> HolderTold:
        """A holder."""
        return cls.read(row)


class PostTold(Told):
    """A post."""

    post: str = Field(description="Post.")
    home: str = Field(description="Home place.")
    holder: HolderTold | None = Field(description="Who holds it; none where nobody does, or it is not shown.")

    @classmethod
    def of(cls, found: PostStands) -> PostTold:
        """A post."""
        return cls(post=found.post, home=found.home, holder=None if found.holder is None else HolderTold.of(found.holder))  # fmt: skip


class LeaveTold(Versioned):
    """Days on which somebody is not there."""

    post: str = Field(description="Post.")
    place: str = Field(description="Home of the post.")
    user_id: int | None = Field(description="Account of whoever is not there.")
    kind: LeaveKind = Field(description="What it is.")
    first: date = Field(description="First day.")
    last: date = Field(description="Last day.")
    note: str = Field(description="What whoever plans must know.")

    @classmethod
    def of(cls, row: Leave) -> LeaveTold:
        """A leave."""
        return cls.read(row)


class LeaveTakenTold(LeaveTold):
    """A leave, and what must be planned again."""

    again: list[FieldDayTold] = Field(description="Days of adopted weeks that fall into it and must be planned again.")

    @classmethod
    def taken(cls, found: LeaveTaken) -> LeaveTakenTold:
        """A leave that was just kept."""
        return cls.read(found.leave, again=[FieldDayTold.of(one) for one in found.again])


class RestTold(Told):
    """Rest that was shorter than the rule."""

    day: date = Field(description="Day before which it was short.")
    hours: float = Field(description="Hours of rest; below zero where days overlap.")


class AwayTold(Told):
    """A day away."""

    day: date = Field(description="Day.")
    kind: LeaveKind = Field(description="Why.")


class WeekTold(Told):
    """A week of work."""

    first: date = Field(description="Monday of the week.")
    hours: float = Field(description="Hours of work and travel: told where they were told, else planned.", ge=0)
    travel_hours: float = Field(description="Hours of travel, as planned.", ge=0)
    days: int = Field(description="Days with work.", ge=0)
    nights: int = Field(description="Nights away from home.", ge=0)
    exposure: float = Field(description="Infections to be expected, persons.", ge=0)
    most_in_seven: int = Field(description="Most days with work in any seven that end within the week.", ge=0)
    rested: bool = Field(description="Whether eleven hours lay between days and at most five days in seven were worked.")  # fmt: skip
    short_rests: list[RestTold] = Field(description="Where less than eleven hours lay between two days.")
    away: list[AwayTold] = Field(description="Days of leave, illness, quarantine or rest.")

    @classmethod
    def of(cls, week: Week) -> WeekTold:
        """A week."""
        return cls.read(
            week, rested=week.is_rested, short_rests=[RestTold(day=one.day, hours=one.hours) for one in week.short_rests],
            away=[AwayTold.model_validate({"day": day, "kind": kind}) for day, kind in week.away],
        )  # fmt: skip


class RecordTold(Told):
    """What a person worked, week by week."""

    post: str = Field(description="Post.")
    user_id: int | None = Field(description="Whose; none for a post that nobody holds.")
    weeks: list[WeekTold] = Field(description="Weeks, the earliest first.")


class DayHoursTold(FieldDayTold):
    """A day whose hours were told, and what it means for rest."""

    short_rests: list[RestTold] = Field(description="Less than eleven hours before or after this day.")
    most_in_seven: int = Field(description="Most days with work in any seven around it; five at most is the rule.", ge=0)  # fmt: skip

    @classmethod
    def told(cls, row: FieldDay, rests: Sequence[RestTold], most: int) -> DayHoursTold:
        """A day with what its hours mean."""
        return cls(**FieldDayTold.of(row).model_dump(), short_rests=list(rests), most_in_seven=most)


class RecognitionTold(Versioned):
    """Thanks for a piece of work."""

    post: str = Field(description="Post.")
    place: str = Field(description="Home of the post.")
    user_id: int | None = Field(description="Account of whoever is thanked.")
    rule: RuleKey = Field(description="Rule that the work meets.")
    first: date = Field(description="First day of the work.")
    last: date = Field(description="Last day of the work.")
    text: str = Field(description="Thanks in words.")
    given_by: int | None = Field(description="Account of whoever thanked.")

    @classmethod
    def of(cls, row: Recognition) -> RecognitionTold:
        """A recognition."""
        return cls.read(row)


class EarnedTold(Told):
    """A rule that some work meets, and for which no thanks were given yet."""

    post: str = Field(description="Post.")
    rule: RuleKey = Field(description="Rule.")
    times: int = Field(description="How much of it.", ge=1)
    first: date = Field(description="First day of the work.")
    last: date = Field(description="Last day of the work.")

    @classmethod
    def of(cls, post: str, found: Earned) -> EarnedTold:
        """A rule that is met."""
        return cls.model_validate({"post": post, **found._asdict()})
