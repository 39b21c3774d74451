"""Comparing: what was run, and two to four of it side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from bothhands.tasks import outcomes as work
from bothhands.tasks.editions import edition_in_force, region_in_force
from bothhands.web.api.answers import failures
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.compare import ChoiceTold, ComparedTold, CourseTold, DifferenceTold
from bothhands.web.threads import at_length

router = subject("compare", "/compare")
Keys = Annotated[
    list[Annotated[str, Query(max_length=160)]],
    Query(min_length=1, max_length=20, description="Keys of two to four; repeat it for each."),
]


@router.get("", operation_id="choices")
def choices(who: Asker) -> list[ChoiceTold]:
    """Scenarios that were run, plans and reference strategies on the edition in force."""
    edition = edition_in_force(who.store)
    with who.reading() as session:
        return [ChoiceTold.of(one) for one in work.choices_of(session, edition)]


@router.get("/courses", operation_id="compare", responses=failures(404))
@at_length
def compare(who: Asker, of: Keys) -> ComparedTold:
    """Two to four side by side: by day, in all, and how their measures differ."""
    region = region_in_force(who.store)
    with who.reading() as session:
        found = work.compared(who.store, session, of)
    return ComparedTold(
        courses=[CourseTold.of_course(one) for one in found],
        differences=[DifferenceTold.of(one.choice.key, work.difference(region, found[0], one)) for one in found[1:]],
    )
