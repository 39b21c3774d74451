"""Where the targets of one's places stand: by what is reported and by the region's growth, and by a plan's run where one is shown.

Why this file exists: pages and REST tell the same, and nothing here runs a model: what a run gives of targets lies in the plan's folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from bothhands.errors import Fault, NotThere
from bothhands.inputs.region import Region
from bothhands.outcome.disagreement import Doubt, doubts_of
from bothhands.outcome.target_status import Point, Status, path_of, statuses
from bothhands.records.known import TargetRow
from bothhands.records.store import DeskSession, Store
from bothhands.report.kept_figures import RUNS, runs_in
from bothhands.tasks.directory import places_within
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.kept_plans import KeptPlan, plan_to_show, region_named


@dataclass(frozen=True)
class Standing:
    """Targets on a day."""

    region: Region
    day: date
    told: tuple[Status, ...]
    plan: KeptPlan | None
    """Whose run they stand on; none where there is none to show."""
    doubts: tuple[Doubt, ...]
    named: str
    """The region as the command line calls it."""

    @property
    def runs_file(self) -> Path | None:
        """Where the run lies."""
        return None if self.plan is None else self.plan.folder / RUNS

    @property
    def draws(self) -> int:
        """Draws of the economy's figures behind the odds; 0 without a run."""
        runs = {} if self.runs_file is None else runs_in(self.runs_file)
        return max((len(one.made) for one in runs.values()), default=0)

    def path(self, one: Status) -> tuple[Point, ...]:
        """A target's way through its span."""
        return path_of(self.region, self.day, {} if self.runs_file is None else runs_in(self.runs_file), one)


def standing_of(store: Store, session: DeskSession, day: date, place: str = "") -> Standing:
    """Where targets stand on a day, those of a place and below it where one is named.

    Parameters
    ----------
    store, session
        The desk; only targets of one's own places are told, and those of the whole region.
    day
        The day.
    place
        Blank for all.
    """
    asked = select(TargetRow.target)
    if place:
        asked = asked.where(TargetRow.place.in_(places_within(session, place)))
    own, region, plan = set(session.scalars(asked)), region_in_force(store), plan_to_show(store, session)
    file = None if plan is None or not (plan.folder / RUNS).exists() else plan.folder / RUNS
    told = _statuses(region, day, "" if file is None else str(file), 0 if file is None else file.stat().st_mtime_ns)
    places = {one.target.place for one in told if one.target.target in own}
    doubts = tuple(one for one in _doubts(region) if one.place in places)
    return Standing(region, day, tuple(one for one in told if one.target.target in own), plan if file else None, doubts, region_named(store))  # fmt: skip


def target_standing(store: Store, session: DeskSession, day: date, target: str) -> tuple[Standing, Status]:
    """Where one target stands; `NotThere` for any other than one's own."""
    found = standing_of(store, session, day)
    one = next((one for one in found.told if one.target.target == target), None)
    if one is None:
        raise NotThere(Fault("BH-TSK-130", f"no target {target[:80]!r} on {day.isoformat()}", "a target of your places that is known by then", "look it up among the targets", column="target", value=target[:80]))  # fmt: skip
    return found, one


@lru_cache(maxsize=8)
def _statuses(region: Region, day: date, runs: str, changed: int) -> tuple[Status, ...]:
    return statuses(region, day, runs_in(Path(runs)) if runs else {})


@lru_cache(maxsize=4)
def _doubts(region: Region) -> tuple[Doubt, ...]:
    return tuple(doubts_of(region))
