"""Staff: who holds a post, who is away, what was worked, and thanks. Each person is told of themselves; of others, whoever assigns work."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query, Request, Response

from bothhands.records.field import Holder, Leave, Recognition
from bothhands.tasks import fairness, leaves, own_record, staff, thanks
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.leaves import LeaveChange, LeaveFilter, NewLeave
from bothhands.tasks.own_record import HoursTold
from bothhands.tasks.recognition import month_before
from bothhands.tasks.staff import EARLIEST, LATEST, HolderChange, NewHolder
from bothhands.tasks.thanks import NewRecognition
from bothhands.web.api.answers import (
    CHANGES,
    MADE,
    TAGGED,
    Id,
    Limit,
    Offset,
    Paging,
    Version,
    Why,
    failures,
    made,
    paged,
    tagged,
    today,
    wanted,
)
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.staff import (
    DayHoursTold,
    EarnedTold,
    HolderTold,
    LeaveTakenTold,
    LeaveTold,
    PostTold,
    RecognitionTold,
    RecordTold,
    RestTold,
    WeekTold,
)

router = subject("staff")
OfPost = Annotated[str, Query(max_length=120, description="Post.")]
OwnPost = Annotated[str, Query(max_length=120, description="Post; one's own where left out.")]
Weeks = Annotated[int, Query(ge=1, le=52, description="Weeks, the last of which holds the day.")]
OnDay = Annotated[date | None, Query(ge=EARLIEST, le=LATEST, description="Day; the desk's where left out.")]


class LeaveQuery(LeaveFilter, Paging):
    """Which leaves, and which part of the list."""


@router.get("/staff/posts", operation_id="posts")
def posts(who: Asker, day: OnDay = None) -> list[PostTold]:
    """Posts of one's places, and who holds each: oneself, and others for whoever assigns work."""
    region, on = region_in_force(who.store), day or today(who.store)
    with who.reading() as session:
        return [PostTold.of(one) for one in staff.posts_standing(session, region, on)]


@router.get("/staff/holders", operation_id="holders")
def holders(request: Request, who: Asker, post: OfPost = "", limit: Limit = 50, offset: Offset = 0) -> Paged[HolderTold]:  # fmt: skip
    """Who holds and held posts, the latest first."""
    with who.reading() as session:
        return paged(request, staff.holders_of(session, post, limit, offset), HolderTold.of, limit, offset)


@router.post("/staff/holders", status_code=201, operation_id="hold_post", responses={**failures(404, 409), **MADE})
def hold_post(given: NewHolder, who: Asker, response: Response, why: Why = "") -> HolderTold:
    """Give a post to a person: its days to come are theirs, and whoever held it without an end holds it to the day before."""
    region, day = region_in_force(who.store), today(who.store)
    with who.writing(why) as session:
        return made(response, HolderTold.of(staff.hold(session, region, given, day)), "staff/holders")


@router.get("/staff/holders/{id}", operation_id="holder", responses={**failures(404), **TAGGED})
def holder(id: Id, who: Asker, response: Response) -> HolderTold:
    """One holding of a post."""
    with who.reading() as session:
        return tagged(response, HolderTold.of(session.one(Holder, id)))


@router.patch("/staff/holders/{id}", operation_id="end_holding", responses={**failures(*CHANGES), **TAGGED})
def end_holding(id: Id, given: HolderChange, who: Asker, version: Version, response: Response, why: Why = "") -> HolderTold:  # fmt: skip
    """Say when somebody stops holding a post."""
    day = today(who.store)
    with who.writing(why) as session:
        found = staff.end_holding(session, id, version, given, day)
        session.flush()
        return tagged(response, HolderTold.of(found))


@router.get("/staff/leaves", operation_id="leaves")
def leaves_list(request: Request, who: Asker, query: Annotated[LeaveQuery, Query()]) -> Paged[LeaveTold]:
    """Leaves, the latest first: one's own, and those of others for whoever assigns work."""
    with who.reading() as session:
        found = leaves.leaves_of(session, wanted(query, LeaveFilter), query.limit, query.offset)
        return paged(request, found, LeaveTold.of, query.limit, query.offset)


@router.post("/staff/leaves", status_code=201, operation_id="take_leave", responses={**failures(404, 409), **MADE})
def take_leave(given: NewLeave, who: Asker, response: Response, why: Why = "") -> LeaveTakenTold:
    """Keep that oneself, or another where one assigns work, is not there; told is what must be planned again."""
    region, day = region_in_force(who.store), today(who.store)
    with who.writing(why) as session:
        return made(response, LeaveTakenTold.taken(leaves.take_leave(session, region, given, day)), "staff/leaves")


@router.get("/staff/leaves/{id}", operation_id="leave", responses={**failures(404), **TAGGED})
def leave(id: Id, who: Asker, response: Response) -> LeaveTold:
    """One leave."""
    with who.reading() as session:
        return tagged(response, LeaveTold.of(session.one(Leave, id)))


@router.patch("/staff/leaves/{id}", operation_id="change_leave", responses={**failures(*CHANGES), **TAGGED})
def change_leave(id: Id, given: LeaveChange, who: Asker, version: Version, response: Response, why: Why = "") -> LeaveTakenTold:  # fmt: skip
    """Change a leave as it was read."""
    day = today(who.store)
    with who.writing(why) as session:
        found = leaves.change_leave(session, id, version, given, day)
        session.flush()
        return tagged(response, LeaveTakenTold.taken(found))


@router.delete("/staff/leaves/{id}", status_code=204, operation_id="withdraw_leave", responses=failures(404))
def withdraw_leave(id: Id, who: Asker, why: Why = "") -> Response:
    """Take a leave back."""
    with who.writing(why) as session:
        leaves.withdraw_leave(session, id)
    return Response(status_code=204)


@router.get("/staff/record", operation_id="staff_record", responses=failures(404))
def staff_record(who: Asker, post: OwnPost = "", day: OnDay = None, weeks: Weeks = own_record.WEEKS) -> RecordTold:
    """What oneself worked by week; or whoever holds a post, for who assigns work at its home."""
    on = day or today(who.store)
    region = region_in_force(who.store)
    with who.reading() as session:
        whose = own_record.person_of(session, region, post, on)
        found = own_record.record_of(session, whose.post, whose.user_id, on, weeks)
        return RecordTold(post=whose.post, user_id=whose.user_id, weeks=[WeekTold.of(one) for one in found])


@router.get("/staff/hours-compared", operation_id="hours_compared", responses=failures(404))
def hours_compared(who: Asker, day: OnDay = None) -> dict[str, float]:
    """Hours that each post worked more than the others in the four weeks before a day, by post: for whoever assigns work."""
    on = day or today(who.store)
    with who.reading() as session:
        session.access.require("assign")
        return fairness.hours_before(session, on)


@router.patch("/field-days/{id}", operation_id="tell_hours", responses={**failures(*CHANGES), **TAGGED})
def tell_hours(id: Id, given: HoursTold, who: Asker, version: Version, response: Response, why: Why = "") -> DayHoursTold:  # fmt: skip
    """Tell how many hours a day took; told is the rest that it left."""
    day = today(who.store)
    with who.writing(why) as session:
        found = own_record.tell_hours(session, id, version, given, day)
        session.flush()
        short, most = own_record.breaches_around(session, found)
        return tagged(response, DayHoursTold.told(found, [RestTold(day=one.day, hours=one.hours) for one in short], most))  # fmt: skip


@router.get("/staff/recognitions", operation_id="recognitions")
def recognitions(request: Request, who: Asker, post: OfPost = "", limit: Limit = 50, offset: Offset = 0) -> Paged[RecognitionTold]:  # fmt: skip
    """Thanks that were given, the latest first: one's own, and those of others for whoever assigns work."""
    with who.reading() as session:
        return paged(request, thanks.recognitions_of(session, post, limit, offset), RecognitionTold.of, limit, offset)


@router.post("/staff/recognitions", status_code=201, operation_id="recognise", responses={**failures(404, 409), **MADE})
def recognise(given: NewRecognition, who: Asker, response: Response, why: Why = "") -> RecognitionTold:
    """Thank a person for work that meets a rule."""
    with who.writing(why) as session:
        return made(response, RecognitionTold.of(thanks.give(session, given)), "staff/recognitions")


@router.get("/staff/recognitions/{id}", operation_id="recognition", responses={**failures(404), **TAGGED})
def recognition(id: Id, who: Asker, response: Response) -> RecognitionTold:
    """One recognition."""
    with who.reading() as session:
        return tagged(response, RecognitionTold.of(session.one(Recognition, id)))


@router.get("/staff/earned", operation_id="earned", responses=failures(404))
def earned(who: Asker, post: OwnPost = "", day: OnDay = None) -> list[EarnedTold]:
    """Rules that somebody's work met in the month before a day, and for which no thanks were given: one's own, or of a post."""
    region, on = region_in_force(who.store), day or today(who.store)
    first, last = month_before(on)
    with who.reading() as session:
        whose = own_record.person_of(session, region, post, last)
        return [EarnedTold.of(whose.post, one) for one in thanks.earned_by(session, whose.post, whose.user_id, first, last)]  # fmt: skip
