"""Staff of a desk from a program: posts and holders, leaves, records of hours, thanks. Part of `client.Desk`."""

from __future__ import annotations

from collections.abc import Iterator

from bothhands.client_tried import Tried
from bothhands.client_wire import query_of
from bothhands.tasks.leaves import LeaveChange, LeaveFilter, NewLeave
from bothhands.tasks.own_record import HoursTold
from bothhands.tasks.staff import HolderChange, NewHolder
from bothhands.tasks.thanks import NewRecognition
from bothhands.web.shapes.field import FieldDayTold
from bothhands.web.shapes.staff import (
    DayHoursTold,
    EarnedTold,
    HolderTold,
    LeaveTakenTold,
    LeaveTold,
    PostTold,
    RecognitionTold,
    RecordTold,
)


class Staff(Tried):
    """Who works where, how much, and what for they are thanked: of oneself, and of others for whoever assigns work."""

    def posts(self) -> list[PostTold]:
        """Posts, and who holds each."""
        return [PostTold.model_validate(one) for one in self._asked("GET", "/staff/posts").json()]

    def holders(self, post: str = "") -> Iterator[HolderTold]:
        """Who holds and held posts, the latest first."""
        return self._all("/staff/holders", HolderTold, {"post": post})

    def hold_post(self, holder: NewHolder, why: str = "") -> HolderTold:
        """Give a post to a person."""
        return self._one("POST", "/staff/holders", HolderTold, holder, why)

    def end_holding(self, holder: HolderTold, change: HolderChange, why: str = "") -> HolderTold:
        """Say when somebody stops holding a post."""
        return self._changed(f"/staff/holders/{holder.id}", holder, change, why)

    def leaves(self, wanted: LeaveFilter | None = None) -> Iterator[LeaveTold]:
        """Leaves, the latest first."""
        return self._all("/staff/leaves", LeaveTold, query_of(wanted))

    def take_leave(self, leave: NewLeave, why: str = "") -> LeaveTakenTold:
        """Keep that somebody is not there; told is what must be planned again."""
        return self._one("POST", "/staff/leaves", LeaveTakenTold, leave, why)

    def change_leave(self, leave: LeaveTold, change: LeaveChange, why: str = "") -> LeaveTold:
        """Change a leave as it was read."""
        return self._changed(f"/staff/leaves/{leave.id}", leave, change, why)

    def withdraw_leave(self, leave: LeaveTold, why: str = "") -> None:
        """Take a leave back."""
        self._asked("DELETE", f"/staff/leaves/{leave.id}", params={"why": why})

    def staff_record(self, post: str = "", weeks: int = 8) -> RecordTold:
        """What oneself, or whoever holds a post, worked by week."""
        query = {"post": post, "weeks": weeks}
        return RecordTold.model_validate(self._asked("GET", "/staff/record", params=query).json())

    def hours_compared(self) -> dict[str, float]:
        """Hours that each post worked more than the others in the four weeks before today."""
        found: dict[str, float] = self._asked("GET", "/staff/hours-compared").json()
        return found

    def tell_hours(self, day: FieldDayTold, told: HoursTold, why: str = "") -> DayHoursTold:
        """Tell how many hours a day took, as it was read; told is the rest that it left."""
        headers = {"If-Match": f'"{day.version}"'}
        answer = self._asked("PATCH", f"/field-days/{day.id}", json=told.model_dump(mode="json"), headers=headers, params={"why": why})  # fmt: skip
        return DayHoursTold.model_validate_json(answer.content)

    def recognitions(self, post: str = "") -> Iterator[RecognitionTold]:
        """Thanks that were given, the latest first."""
        return self._all("/staff/recognitions", RecognitionTold, {"post": post})

    def recognise(self, thanks: NewRecognition, why: str = "") -> RecognitionTold:
        """Thank a person for work that meets a rule."""
        return self._one("POST", "/staff/recognitions", RecognitionTold, thanks, why)

    def earned(self, post: str = "") -> list[EarnedTold]:
        """Rules that the work of the month before met, and for which no thanks were given."""
        return [EarnedTold.model_validate(one) for one in self._asked("GET", "/staff/earned", params={"post": post}).json()]  # fmt: skip
