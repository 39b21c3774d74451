"""The frontier of a run: its points as they were told, and one of them taken as a plan that can be signed and adopted as any other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from bothhands.errors import Fault, InputError
from bothhands.records.files import inside
from bothhands.records.running import Job
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import PlanRecord
from bothhands.tasks.take_in import take_in

POINTS = "points"


class FrontPoint(NamedTuple):
    """A plan on the way from much output to few deaths; money in the region's currency."""

    number: int
    is_plan: bool
    """Whether it is the plan of the run itself."""
    most_deaths: float | None
    """Deaths it was allowed; none where no limit was set."""
    deaths: float
    value_added: float
    given_up: float
    """What everything but lives is worth less than at the point of the most."""
    price_of_next: float | None
    """What each death spared costs from here to the next point; none at the last."""
    plan_id: int | None
    """The plan that it was taken as; none where it was not taken."""


def points_of(store: Store, session: DeskSession, job_id: int) -> list[FrontPoint]:
    """The points of a run's frontier, from the most deaths to the fewest.

    Raises
    ------
    InputError
        Where the run is no frontier that is done, or its files were let go.
    """
    job = session.one(Job, job_id)
    if job.kind != "frontier" or job.state != "done" or not job.folder:
        raise InputError(Fault("BH-TSK-115", f"run {job_id} has no frontier to show", "a run of the kind frontier that is done", "ask for one, or wait"))  # fmt: skip
    told = json.loads((inside(store.folder, job.folder) / "frontier.json").read_text(encoding="utf-8"))
    front = [one for one in told["points"] if one["on_front"]]
    most = max((float(one["other_worth"]) for one in front), default=0.0)
    taken = {plan.folder: plan.id for plan in session.scalars(select(PlanRecord).where(PlanRecord.job_id == job_id).order_by(PlanRecord.id.desc()))}  # fmt: skip
    found = []
    for number, one in enumerate(front):
        after = front[number + 1] if number + 1 < len(front) else None
        spared = one["deaths"] - after["deaths"] if after else 0.0
        price = (one["other_worth"] - after["other_worth"]) / spared if after and spared > 0 else None
        at = job.folder if one["is_plan"] else f"{job.folder}/{POINTS}/{number}"
        found.append(FrontPoint(number, one["is_plan"], one["most_deaths"], one["deaths"], one["value_added"], most - one["other_worth"], price, taken.get(at)))  # fmt: skip
    return found


def beaten_of(store: Store, session: DeskSession, job_id: int) -> Sequence[tuple[float, float]]:
    """Deaths and what is given up of the plans that another one beats in both."""
    job = session.one(Job, job_id)
    told = json.loads((inside(store.folder, job.folder) / "frontier.json").read_text(encoding="utf-8"))
    most = max((float(one["other_worth"]) for one in told["points"] if one["on_front"]), default=0.0)
    return [(one["deaths"], most - one["other_worth"]) for one in told["points"] if not one["on_front"]]


def pick(store: Store, session: DeskSession, job_id: int, number: int, name: str = "") -> PlanRecord:
    """Take a point of a frontier as a proposed plan; one that was taken already is that plan.

    Parameters
    ----------
    store, session
        The desk, and a session of somebody who may run jobs.
    job_id, number
        The run and the point, as `points_of` tells them.
    name
        What to call the plan; region and day where blank.
    """
    session.access.require("run")
    session.access.require_everywhere("a plan")
    points = points_of(store, session, job_id)
    if not 0 <= number < len(points):
        raise InputError(Fault("BH-TSK-116", f"run {job_id} has no point {number}", f"0 to {len(points) - 1}", "choose another"))  # fmt: skip
    taken = points[number].plan_id
    if taken is not None:
        return session.one(PlanRecord, taken)
    job = session.one(Job, job_id)
    plan = take_in(
        store, session, f"{job.folder}/{POINTS}/{number}", name, job_id, job.asked.get("earlier"), job.edition
    )
    session.flush()
    return plan
