"""A desk with a week of work in it, to be looked at and photographed: `python -m benchmarks.desk_example FOLDER`.

Liaoning with a short plan, its frontier, a scenario, firms diagnosed and supported, a week of visits adopted, findings in every standing, one of
which puts a figure right, posts with holders, leave and thanks. People, findings and tasks are invented. Everything goes the way it goes on a desk:
runs are asked for and a worker makes them; takes some minutes. Then `BOTHHANDS_DESK_DAY=2020-03-25 bothhands desk --folder FOLDER`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sqlalchemy import select

from bothhands.inputs.tables.officers import Officer as OfficerRow
from bothhands.records.access import SYSTEM
from bothhands.records.field import FieldVisit
from bothhands.records.running import Job
from bothhands.records.schema import open_store
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import MeasureRecord, PlanRecord, Task
from bothhands.tasks import accounts, jobs
from bothhands.tasks.adopt import adopt
from bothhands.tasks.amendments import NewAmendment, propose
from bothhands.tasks.editions import region_in_force, set_up
from bothhands.tasks.field_weeks import VisitChange, adopt_week, change_visit
from bothhands.tasks.findings import NewFinding, record, task_of_finding
from bothhands.tasks.follow_up import TaskChange, change_task
from bothhands.tasks.jobs_asked import JobKind
from bothhands.tasks.scenarios import NewScenario, new_scenario, run_scenario
from bothhands.tasks.staff import NewHolder, hold

FIRST, LATER = date(2020, 3, 20), date(2020, 3, 25)
"""Days on which the plan was adopted and the week of visits made, and on which the pictures are taken."""
PEOPLE = (
    ("petra", "Petra Novak", "planner"), ("wen", "Wen Jing", "officer"), ("otto", "Otto Lind", "officer"), ("mei", "Mei Lan", "officer"), ("adam", "Adam Roy", "admin"),
)  # fmt: skip
PASSWORD = "both hands, one plan"
TOLD = (
    ("difficulty", "materials", "", "Melt-blown cloth for nine days; the supplier in the south has stopped deliveries.", 5),
    ("difficulty", "funds", "", "Wages of April are not covered; a credit line is promised, nothing is signed.", -2),
    ("promise", "", "the bank", "A line of credit of 600,000 yuan by Friday.", 2),
    ("request", "", "the county", "A pass for the night shift's bus.", -1),
    ("evidence", "", "", "The second line runs since Monday.", None),
)  # fmt: skip


def main() -> None:
    """Fill the desk."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    store = open_store(folder)
    set_up(store, "liaoning")
    with _worker(folder, FIRST):
        _done(store, "frontier", {"name": "Spring 2020", "members": 16, "steps": 1})
        _done(store, "firms", {})
        week = _done(store, "visits", {"week": "2020-03-23"})
        people = _people(store)
        with store.writing(SYSTEM) as session:
            _adopted(store, session, week, people)
            _found(store, session, people)
            what_if = new_scenario(store, session, NewScenario(name="Schools a month later", plan=1))
            run = run_scenario(store, session, what_if.id, what_if.version).id
        _wait(store, run)
    store.close()
    print(f"BOTHHANDS_DESK_DAY={LATER} bothhands desk --folder {folder}")


class _worker:
    """A worker of the desk while it is needed."""

    def __init__(self, folder: Path, day: date) -> None:
        self._given = {**os.environ, "BOTHHANDS_DESK_DAY": day.isoformat()}
        self._command = [sys.executable, "-m", "bothhands", "worker", "--folder", str(folder)]

    def __enter__(self) -> None:
        self._process = subprocess.Popen(self._command, env=self._given)

    def __exit__(self, *problem: object) -> None:
        self._process.terminate()
        self._process.wait(60)


def _done(store: Store, kind: JobKind, asked: Mapping[str, object]) -> int:
    """A run asked for and waited for."""
    with store.writing(SYSTEM) as session:
        number = jobs.ask(session, kind, asked).id
    return _wait(store, number)


def _wait(store: Store, number: int) -> int:
    while True:
        with store.reading(SYSTEM) as session:
            state = session.one(Job, number).state
        if state == "done":
            return number
        if state in jobs.ENDED:
            raise SystemExit(f"run {number} is {state}")
        time.sleep(1)


def _people(store: Store) -> Mapping[str, int]:
    with store.writing(SYSTEM) as session:
        return {
            login: accounts.add(
                session,
                accounts.NewUser(login=login, name=name, role=role, everywhere=True, sees_accounts=True),
                PASSWORD,
            ).id
            for login, name, role in PEOPLE
        }


def _adopted(store: Store, session: DeskSession, week: int, people: Mapping[str, int]) -> None:
    """The plan and the week of visits hold; the first tasks are somebody's, one of them late, one done; posts have holders."""
    region, officers = region_in_force(store), [people[name] for name in ("wen", "otto", "mei")]
    plan = session.scalars(select(PlanRecord)).first()
    assert plan is not None
    signed = [one.id for one in session.scalars(select(MeasureRecord).where(MeasureRecord.plan_id == plan.id)) if not one.restricts]  # fmt: skip
    adopt(session, plan.id, plan.version, signed)
    session.flush()
    for n, one in enumerate(session.scalars(select(Task).order_by(Task.id).limit(6)).all()):
        due = date(2020, 3, 24) if n == 0 else date(2020, 3, 26 + n)
        change_task(session, one.id, one.version, TaskChange(assignee_id=officers[n % 3], due=due, status="doing"), FIRST)  # fmt: skip
    posts = sorted({one.officer for one in region.rows(OfficerRow)})
    for post, person in zip(posts, officers, strict=False):
        hold(session, region, NewHolder(post=post, user_id=person, first=FIRST), FIRST)
    adopt_week(store, session, week, FIRST)
    session.flush()
    passed = FieldVisit.day < LATER
    for n, one in enumerate(session.scalars(select(FieldVisit).where(passed).order_by(FieldVisit.day, FieldVisit.id)).all()):  # fmt: skip
        change = VisitChange(status="made", said="The line runs; cloth for nine days.") if n % 7 else VisitChange(status="missed", said="The road was closed.")  # fmt: skip
        change_visit(session, one.id, one.version, change, LATER)


def _found(store: Store, session: DeskSession, people: Mapping[str, int]) -> None:
    """Findings at firms that were visited; the first shows that a figure of the region is another."""
    seen = session.scalars(select(FieldVisit).where(FieldVisit.firm != "", FieldVisit.status == "made").limit(len(TOLD))).all()  # fmt: skip
    for n, ((kind, difficulty, party, text, days), visit) in enumerate(zip(TOLD, seen, strict=False)):
        due = None if days is None else date.fromordinal(LATER.toordinal() + days)
        given = NewFinding(
            kind=kind,
            difficulty=difficulty,
            party=party,
            text=text,
            firm=visit.firm,
            due=due,
            assignee_id=people["wen" if n % 2 else "mei"],
        )  # type: ignore[arg-type]
        found = record(session, given, min(LATER, due or LATER))
        session.flush()
        if n == 0:
            figure = NewAmendment(table="beds", key={"place": "Shenyang", "kind": "intensive"}, after={"count": "190"}, source="told at the visit; the hospital's own count")  # fmt: skip
            propose(store, session, found.id, figure, LATER)
        if kind == "evidence":
            task = task_of_finding(session, found.id)
            change_task(session, task.id, task.version, TaskChange(status="done", evidence="seen running", done_on=LATER), LATER)  # fmt: skip


if __name__ == "__main__":
    main()
