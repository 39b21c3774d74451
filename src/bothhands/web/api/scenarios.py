"""Scenarios: tables of dated measures made by hand, kept as drafts, run by the worker."""

from __future__ import annotations

from fastapi import Request, Response

from bothhands.records.work import Scenario
from bothhands.tasks import scenarios as work
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.job_commands import command_of
from bothhands.tasks.scenarios import NewScenario, ScenarioChange
from bothhands.web.api.answers import (
    CHANGES,
    MADE,
    TAGGED,
    Id,
    Limit,
    Offset,
    Version,
    Why,
    failures,
    made,
    paged,
    tagged,
)
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.running import JobTold
from bothhands.web.shapes.scenarios import RunAsked, ScenarioTold

router = subject("scenarios", "/scenarios")


@router.get("", operation_id="scenarios")
def scenarios(request: Request, who: Asker, limit: Limit = 50, offset: Offset = 0) -> Paged[ScenarioTold]:
    """Scenarios, the newest first."""
    with who.reading() as session:
        return paged(request, work.scenarios_of(session, limit, offset), ScenarioTold.of, limit, offset)


@router.post("", status_code=201, operation_id="new_scenario", responses={**failures(404), **MADE})
def new_scenario(given: NewScenario, who: Asker, response: Response, why: Why = "") -> ScenarioTold:
    """Make a scenario, blank, with rows, from a plan or from a strategy that was simulated; rows with faults are kept and told."""
    region = region_in_force(who.store)
    with who.writing(why) as session:
        return made(response, ScenarioTold.of(work.new_scenario(who.store, session, given), region), "scenarios")


@router.get("/{id}", operation_id="scenario", responses={**failures(404), **TAGGED})
def scenario(id: Id, who: Asker, response: Response) -> ScenarioTold:
    """One scenario, with every fault of its rows."""
    region = region_in_force(who.store)
    with who.reading() as session:
        return tagged(response, ScenarioTold.of(session.one(Scenario, id), region))


@router.patch("/{id}", operation_id="change_scenario", responses={**failures(*CHANGES), **TAGGED})
def change_scenario(id: Id, given: ScenarioChange, who: Asker, version: Version, response: Response, why: Why = "") -> ScenarioTold:  # fmt: skip
    """Change a scenario; rows with faults are kept and told."""
    region = region_in_force(who.store)
    with who.writing(why) as session:
        found = work.change_scenario(session, id, version, given)
        session.flush()
        return tagged(response, ScenarioTold.of(found, region))


@router.delete("/{id}", status_code=204, operation_id="remove_scenario", responses=failures(*CHANGES))
def remove_scenario(id: Id, who: Asker, version: Version, why: Why = "") -> Response:
    """Remove a scenario; its runs stay."""
    with who.writing(why) as session:
        work.remove_scenario(session, id, version)
    return Response(status_code=204)


@router.post("/{id}/run", status_code=201, operation_id="run_scenario", responses={**failures(*CHANGES, 429), **MADE})
def run_scenario(id: Id, given: RunAsked, who: Asker, version: Version, response: Response, why: Why = "") -> JobTold:
    """Ask for a run of a scenario beside the reference strategies."""
    with who.writing(why) as session:
        found = work.run_scenario(who.store, session, id, version, given.members)
        session.flush()
        return made(response, JobTold.of(found, command_of(session, found)), "jobs")
