"""A morning at the desk, from a program: what is late and where, a finding filed, the edition checked by a job.

Run it beside `bothhands desk` and `bothhands worker`: `python examples/desk_client.py http://127.0.0.1:8780 [TOKEN]`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date

from bothhands.client import Desk
from bothhands.tasks.findings import NewFinding
from bothhands.tasks.follow_up import TaskFilter
from bothhands.web.shapes.work import TaskTold


def main(url: str, token: str = "") -> None:
    """Print what is late by place, file a finding where most is, and wait for a check of the region."""
    with Desk(url, token) as desk:
        print(f"You are {desk.me().name}.")
        late = late_by_place(desk, date.today())
        for place, tasks in sorted(late.items(), key=lambda one: -len(one[1])):
            names = "; ".join(f"{task.title} ({task.days_late} days)" for task in tasks[:3])
            print(f"{place or 'the whole region'}: {len(tasks)} late: {names}")
        worst = max(late, key=lambda place: len(late[place]), default="") or next(desk.places()).place
        found = desk.record_finding(NewFinding(kind="evidence", text="Called the officers; see comments.", place=worst))
        desk.say("finding", found.id, f"{len(late.get(worst, ()))} tasks are late there.")
        print(f"Filed finding {found.id} at {worst}.")
        job = desk.wait(desk.ask("check", why="morning check").id, seconds=300)
        print(f"Job {job.id} is {job.state}: {job.said}")


def late_by_place(desk: Desk, day: date) -> dict[str, list[TaskTold]]:
    """Tasks that are late on a day, by place."""
    found: dict[str, list[TaskTold]] = defaultdict(list)
    for task in desk.tasks(TaskFilter(late_on=day)):
        found[task.place].append(task)
    return dict(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
