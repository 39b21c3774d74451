"""One job in a process of its own: `python -m bothhands.tasks.run_job`, started by the worker and by nobody else.

Why this file exists: it is the one place of the desk that runs the model, which is loaded when a job needs it. What it makes lies in a
folder of its own until the record is written; folder and record become visible together, so a kill at any moment leaves nothing half.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bothhands.errors import BothhandsError, Fault, InputError
from bothhands.inputs.loading import loaded
from bothhands.inputs.region import Region
from bothhands.levers.measure import Measure
from bothhands.records.access import SYSTEM, Access
from bothhands.records.base import now
from bothhands.records.files import RESULTS, inside
from bothhands.records.known import Edition
from bothhands.records.people import User
from bothhands.records.running import Job
from bothhands.records.schema import open_store
from bothhands.records.store import Store
from bothhands.records.work import PlanRecord
from bothhands.tasks.amendments import AS_AMENDED, AS_IT_STANDS, amended_text
from bothhands.tasks.editions import region_of, source_of
from bothhands.tasks.job_commands import question_as_toml
from bothhands.tasks.jobs_asked import (
    ASKED,
    CARRIED,
    MADE,
    QUESTION,
    START,
    CompareAsked,
    PlanAsked,
    SimulateAsked,
    VisitsAsked,
)
from bothhands.tasks.take_in import take_in
from bothhands.tasks.telling import Telling, dies_with
from bothhands.tasks.turns import Turn, failed, first_line, patiently

if TYPE_CHECKING:
    from bothhands.plan.plan import Plan
    from bothhands.plan.request import Request
    from bothhands.plan.saved import Saved

PLANS = ("plan", "frontier")
"""Kinds of job that make a plan, which is taken in."""
LOST = 75
"""Exit code where another worker took the job over."""


@dataclass(frozen=True)
class Work:
    """A job as it is run."""

    store: Store
    turn: Turn
    kind: str
    asked: Any
    carried: tuple[Measure, ...] | None
    amended: Mapping[str, Any] | None
    """Of an effect: table, key and columns of the row as the amendment has it, and its source."""
    edition: str
    earlier_folder: str
    asked_by: Access
    tell: Callable[[str], None]

    @property
    def part(self) -> Path:
        """Folder that is written into."""
        return self.store.folder / RESULTS / self.turn.part

    def region(self) -> Region:
        """The region as it stood when the job was asked."""
        return patiently(lambda: region_of(self.store, self.edition), self.tell)


def main(given: list[str] | None = None) -> int:
    """Run a turn; 0 where its end is recorded, 75 where it is no longer this process's. SIGUSR1 has it write into its log where it is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("job", type=int)
    for name in ("--folder", "--worker"):
        parser.add_argument(name, required=True)
    for name in ("--attempt", "--parent"):
        parser.add_argument(name, type=int, required=True)
    told = parser.parse_args(given)
    dies_with(told.parent)
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, all_threads=True)
    turn = Turn(told.job, told.worker, told.attempt)
    store = patiently(lambda: open_store(Path(told.folder)), print)
    with Telling(store, turn, told.parent) as telling:
        end = _attempted(store, turn, telling.line)
    over = patiently(end, print)
    store.close()
    return 0 if over else LOST


def _attempted(store: Store, turn: Turn, tell: Callable[[str], None]) -> Callable[[], bool]:
    """Do the work; what is then to be recorded, which may be tried again while the database is away."""
    part = store.folder / RESULTS / turn.part
    try:
        work = patiently(lambda: _work(store, turn, tell), tell)
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        result = WORKS[work.kind](work)
        _on_disk(part)
        return lambda: _done(work, result)
    except BothhandsError as problem:
        faults = problem.faults
        shutil.rmtree(part, ignore_errors=True)
        return lambda: failed(store, turn, faults)
    except Exception as problem:  # whatever it is, the job must say so
        what = f"the job broke off: {type(problem).__name__}: {first_line(problem)}"
        fault = Fault("BH-JOB-010", what, "a job that runs to its end", "report this with traceback.txt of the job")
        folder = _kept_traceback(store, turn, part)
        return lambda: failed(store, turn, [fault], folder)


def _work(store: Store, turn: Turn, tell: Callable[[str], None]) -> Work:
    with store.reading(SYSTEM) as session:
        job = session.one(Job, turn.job_id)
        own = {key: value for key, value in job.asked.items() if key != CARRIED}
        asked = ASKED[job.kind].model_validate(own)
        carried = job.asked.get(CARRIED)
        amended = carried if isinstance(carried, dict) else None
        carried = carried if amended is None else amended["measures"]
        earlier = getattr(asked, "earlier", None)
        folder = session.one(PlanRecord, earlier).folder if earlier is not None else ""
        asker = None if job.created_by is None else session.get(User, job.created_by)
        access = SYSTEM if asker is None else replace(SYSTEM, user_id=asker.id, name=asker.name)
        measures = None if carried is None else tuple(Measure.model_validate(one) for one in carried)
        return Work(store, turn, job.kind, asked, measures, amended, job.edition, folder, access, tell)


def _check(work: Work) -> dict[str, object]:
    """Every check of the command line's `region check`; a fault fails the job."""
    work.tell("checking every table")
    found = loaded(patiently(lambda: _source(work), work.tell))
    told = {"region": found.region.name, "edition": found.region.edition, "notes": [note.as_dict() for note in found.notes]}  # fmt: skip
    _write(work.part / "check.json", told)
    return {"region": found.region.name, "notes": len(found.notes)}


def _source(work: Work) -> str | Path:
    with work.store.reading(SYSTEM) as session:
        return source_of(work.store, session.one(Edition, work.edition))


def _references(work: Work) -> dict[str, object]:
    """The reference strategies, all or one, or a table of measures beside them."""
    from bothhands.plan.dated import dated_runs
    from bothhands.report.dated_folder import write_dated

    asked = work.asked
    assert isinstance(asked, CompareAsked)
    if not isinstance(asked, SimulateAsked):
        made = dated_runs(work.region(), asked.as_of, progress=work.tell)
    elif asked.measures is not None:
        made = dated_runs(work.region(), asked.as_of, asked.measures, asked.members, asked.seed, work.tell)
    else:
        made = dated_runs(work.region(), asked.as_of, progress=work.tell).only(asked.strategy)
    work.tell("writing what each amounts to")
    return {"strategies": write_dated(made, work.part)}


def _effect(work: Work) -> dict[str, object]:
    """A plan's measures on the region as it stands, and as an amendment has it."""
    from bothhands.inputs.update import updated
    from bothhands.plan.dated import TABLE as RUN_OF
    from bothhands.plan.dated import dated_runs
    from bothhands.report.dated_folder import write_dated

    assert work.amended is not None
    assert work.carried is not None
    region, day = work.region(), work.asked.as_of
    text = amended_text(region, work.amended, day)
    path = work.part / f"{work.amended['table']}.csv"
    path.write_text(text, encoding="utf-8")
    update = updated(region, [path])
    if update.region is None:
        raise InputError(update.faults)
    before, after = (dated_runs(one, day, work.carried, progress=work.tell) for one in (region, update.region))
    sides = tuple(
        next(one for one in made.strategies if one.name == RUN_OF)._replace(name=name)
        for made, name in ((before, AS_IT_STANDS), (after, AS_AMENDED))
    )
    work.tell("writing what each amounts to")
    both = before._replace(strategies=sides, measures={one.name: work.carried for one in sides})
    return {"strategies": write_dated(both, work.part), "amendment": work.asked.amendment, "of_plan": work.asked.plan}


def _firms(work: Work) -> dict[str, object]:
    """What holds each firm back, and what help would do for it."""
    from bothhands.plan.firm_case import firm_case
    from bothhands.plan.support.case import support_case
    from bothhands.report.firm_folder import write_firm_folder

    region, day = work.region(), work.asked.as_of
    if not region.has("firms"):
        raise InputError(Fault("BH-TSK-140", "the region has no firms", "a register of firms", "bring the table firms in under Region", "firms"))  # fmt: skip
    work.tell("running the region and the accounts of its firms")
    case = firm_case(region, day)
    work.tell("weighing what help would do for each")
    helped = support_case(region, case.as_of) if region.has("policies") else None
    work.tell("writing what is told of each")
    return {"firms": len(case.rows), "as_of": case.as_of.isoformat(), "files": write_firm_folder(case, helped, work.part)}  # fmt: skip


def _plan(work: Work) -> dict[str, object]:
    """A plan in its folder."""
    from bothhands.plan.plan import make_plan

    asked = work.asked
    assert isinstance(asked, PlanAsked)
    made = make_plan(*_requested(work, asked), work.tell)
    return {"feasible": made.solution.feasible, "stopped": made.solution.stopped, "files": _written(work, asked, made)}


def _frontier(work: Work) -> dict[str, object]:
    """A plan in its folder, and the front of lives against everything else about it."""
    from bothhands.plan.frontier import front_of_plan
    from bothhands.plan.plan import make_plan
    from bothhands.report.frontier_page import write_frontier, write_points

    asked = work.asked
    assert isinstance(asked, PlanAsked)
    made = make_plan(*_requested(work, asked), work.tell)
    front = front_of_plan(made, work.tell)
    written = _written(work, asked, made)
    written += write_frontier(made, front, work.part, asked.language, asked.money_unit)
    write_points(made, front, work.part)
    return {"feasible": made.solution.feasible, "points": len(front.points), "files": written}


def _visits(work: Work) -> dict[str, object]:
    """A week of visits in its folder."""
    from bothhands.plan.firm_case import firm_case
    from bothhands.plan.visits.from_region import Away, prices_of_links, week_of
    from bothhands.plan.visits.made import Made
    from bothhands.plan.visits.search import plan_visits
    from bothhands.report.visit_answers import visit_footer
    from bothhands.report.visit_folder import LANGUAGES, locked_of, write_visits
    from bothhands.report.words import Wording

    asked = work.asked
    assert isinstance(asked, VisitsAsked)
    work.tell("running the region and the accounts of its firms")
    case = firm_case(work.region(), asked.as_of)
    links = prices_of_links(work.region(), case.as_of) if asked.chain else {}
    earlier = inside(work.store.folder, f"{RESULTS}/{asked.earlier_run}") if asked.earlier_run is not None else None
    away = [Away(one.officer, one.first, one.last) for one in asked.away]
    before = [Made(**one.model_dump()) for one in asked.made or ()]
    if before:
        told = [one.model_dump(mode="json") for one in asked.made or ()]
        (work.part / MADE).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    wanted = week_of(
        case, asked.week, days=asked.days, away=away, links=links, findings=asked.findings, locked=locked_of(earlier) if earlier else {}, most=asked.most,
        places=asked.places, made=before, hours_before=asked.hours_before, worked=asked.worked,
    )  # fmt: skip
    made = plan_visits(wanted.week, asked.seed, progress=work.tell)
    footers = {language: visit_footer(case.region, case.as_of, Wording(language)) for language in LANGUAGES}  # fmt: skip
    files = [*write_visits(wanted, made, case.region, work.part, footers), *([MADE] if before else [])]
    return {"week": asked.week.isoformat(), "visits": len(made.made), "left_out": len(made.left_out), "files": files}


def _written(work: Work, asked: PlanAsked, made: Plan) -> list[str]:
    """Write everything that is told of a plan; names of the files."""
    from bothhands.report.briefing import parts_of
    from bothhands.report.folder import write_folder
    from bothhands.report.page_figures import write_pages
    from bothhands.report.public_edition import write_public
    from bothhands.report.telling import telling_of

    work.tell("writing the briefing")
    parts = parts_of(telling_of(made, asked.language, asked.money_unit))
    written = write_folder(made, work.part, asked.language, asked.money_unit, parts)
    written += write_pages(made, work.part, parts, asked.money_unit)
    if asked.public:
        written += write_public(made, work.part, asked.language, asked.money_unit)
    return written


def _requested(work: Work, asked: PlanAsked) -> tuple[Region, Request]:
    """Region and wish of a job; of an earlier plan only what holds is history or ordered."""
    from bothhands.plan.question import Question, question_of
    from bothhands.plan.request import Request
    from bothhands.plan.saved import carried_out, placed
    from bothhands.plan.solve import Effort

    region, question = work.region(), Question()
    if asked.question:
        text = question_as_toml(asked.question)
        (work.part / QUESTION).write_text(text, encoding="utf-8")
        question = question_of(text)
    effort = Effort(steps=asked.steps, starts=asked.starts, seconds=asked.seconds)
    request = Request(asked.as_of, question, asked.seed, asked.members, effort, rivals=asked.regret)
    if asked.earlier is None:
        return region, request
    earlier = _held(work)
    if not asked.question:
        request = request._replace(question=earlier.question)
    day = asked.as_of or max(earlier.as_of, region.default_as_of)
    if day < earlier.as_of:
        fault = f"as_of {day.isoformat()} lies before the plan's own day, {earlier.as_of.isoformat()}"
        raise InputError(Fault("BH-ASK-007", fault, "that day or a later one", "name a later day"))
    if day > earlier.as_of:
        region = carried_out(region, earlier, day)
    return region, request._replace(as_of=day, start=earlier, frozen=placed(earlier, day))


def _held(work: Work) -> Saved:
    """The earlier plan with the measures that held when the job was asked, kept so that the command line can start from it too."""
    from bothhands.plan.saved import read

    told = json.loads((inside(work.store.folder, work.earlier_folder) / "plan.json").read_text(encoding="utf-8"))
    told["measures"] = [one.model_dump(mode="json") for one in work.carried or ()]
    (work.part / START).mkdir()
    _write(work.part / START / "plan.json", told)
    return read(work.part / START)


WORKS: Mapping[str, Callable[[Work], dict[str, object]]] = {
    "plan": _plan,
    "frontier": _frontier,
    "simulate": _references,
    "compare": _references,
    "check": _check,
    "visits": _visits,
    "effect": _effect,
    "firms": _firms,
}
"""What each kind of job does; each writes into its part and gives the result that the record keeps."""


def _done(work: Work, result: dict[str, object]) -> bool:
    """Folder and records become visible together; whether the turn was still this process's."""
    turn, name = work.turn, f"{RESULTS}/{work.turn.job_id}"
    final = work.store.folder / name
    with work.store.writing(work.asked_by, f"job {turn.job_id}") as session:
        job = session.scalars(select(Job).where(turn.mine).with_for_update()).one_or_none()
        if job is None:
            again = session.get(Job, turn.job_id)
            return again is not None and (again.state, again.worker, again.attempts) == ("done", turn.worker, turn.attempt)  # fmt: skip
        if work.part.exists():
            shutil.rmtree(final, ignore_errors=True)
            os.rename(work.part, final)
        if work.kind in PLANS:
            plan = take_in(work.store, session, name, work.asked.name, turn.job_id, work.asked.earlier, work.edition)
            session.flush()
            result = {"plan": plan.id, **result}
        job.state, job.folder, job.result, job.ended_at = "done", name, result, now()
        job.share, job.said, job.wish = 1.0, "done", ""
    return True


def _kept_traceback(store: Store, turn: Turn, part: Path) -> str:
    """Where the traceback of a job that broke off lies."""
    name = f"{RESULTS}/{turn.job_id}"
    shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(store.folder / name, ignore_errors=True)
    (store.folder / name).mkdir(parents=True)
    (store.folder / name / "traceback.txt").write_text(traceback.format_exc(), encoding="utf-8")
    return name


def _write(path: Path, told: object) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def _on_disk(folder: Path) -> None:
    """Every file of a folder is on disk before a record points to it."""
    for path in (folder, *folder.rglob("*")):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


if __name__ == "__main__":
    sys.exit(main())
