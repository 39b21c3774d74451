"""Taking a plan in: its folder becomes a record with its measures as proposals, and back into measures for a re-plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from bothhands.errors import Fault, InputError
from bothhands.inputs.region import Region
from bothhands.inputs.tables.ports import Port
from bothhands.inputs.tables.sites import Site
from bothhands.levers.catalogue import LEVER
from bothhands.levers.measure import Measure
from bothhands.levers.measures_file import read_measures
from bothhands.records.files import inside
from bothhands.records.known import FirmRow
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import MeasureRecord, PlanRecord
from bothhands.tasks.editions import region_of

TOLD = ("region", "currency", "seed", "version", "hypothetical", "members", "posterior_is", "strategies", "limits", "goals", "question", "search", "conflict", "promise", "rules", "explanation", "breaches", "seconds")  # fmt: skip
"""What of `plan.json` is kept in the record; the whole lies in the folder."""
COLUMNS = tuple(name for name in Measure.model_fields if name not in ("first_approver", "second_approver"))
TABLE = "measures.csv"
TOLD_BESIDE = ("unit", "cost", "fund", "reason")
"""What the table of measures tells of a measure and `plan.json` does not, which is read again by the next plan."""


def take_in(
    store: Store,
    session: DeskSession,
    folder: str,
    name: str = "",
    job_id: int | None = None,
    earlier_id: int | None = None,
    edition: str = "",
) -> PlanRecord:
    """Record a plan that was written into a folder, with its measures as proposals.

    Parameters
    ----------
    store, session
        The desk; the session commits it all or nothing.
    folder
        Within the desk's folder, as `bothhands plan` writes it.
    name
        What to call it; region and day where blank.
    job_id
        The job that made it.
    earlier_id
        The plan it was made from.
    edition
        The desk's edition it was made on; the one its file names where blank. They differ where some figures were not known on the plan's day:
        the file names the region as it was known then.

    Raises
    ------
    InputError
        Where the folder holds no plan, or a table of measures that is not the plan's.
    """
    told, measures = _read(inside(store.folder, folder))
    stands_on = edition or told["edition"]
    region = region_of(store, stands_on)
    plan = PlanRecord(
        name=name or f"{told['region']}, {told['as_of']}", edition=stands_on, as_of=date.fromisoformat(told["as_of"]),
        feasible=told["feasible"], folder=folder, told={key: told[key] for key in TOLD if key in told}, job_id=job_id,
        made_by=session.access.user_id, earlier_id=earlier_id,
    )  # fmt: skip
    session.add(plan)
    session.flush()
    place_of = _place_of(session, region)
    for one in measures:
        own = {column: getattr(one, column) for column in COLUMNS if column not in ("place", "status")}
        place = one.place or place_of.get(one.site) or place_of.get(one.firm) or ""
        session.add(MeasureRecord(plan_id=plan.id, place=place, status="proposed", restricts=one.restricts, **own))
    return plan


def as_measure(record: MeasureRecord) -> Measure:
    """The measure as the plan's own kind, with its approvers; where it lies follows from port, site or firm, as in the plan."""
    own = {name: getattr(record, name) for name in COLUMNS}
    if "place" not in LEVER[record.lever].axes:
        own["place"] = ""
    names = [one.name for one in record.approvals][:2]
    return Measure(**own, **dict(zip(("first_approver", "second_approver"), names, strict=False)))


def carried_measures(session: DeskSession, plan_id: int) -> tuple[Measure, ...]:
    """What of a plan holds: adopted, placed or done; what a re-plan takes as history and as ordered."""
    held = select(MeasureRecord).where(
        MeasureRecord.plan_id == plan_id, MeasureRecord.status.in_(("adopted", "placed", "done"))
    )
    return tuple(as_measure(one) for one in session.scalars(held.order_by(MeasureRecord.id)))


def planned_measures(session: DeskSession, plan_id: int) -> tuple[Measure, ...]:
    """What a plan holds, whether adopted or not; nothing that was withdrawn."""
    held = select(MeasureRecord).where(MeasureRecord.plan_id == plan_id, MeasureRecord.status != "withdrawn")
    return tuple(as_measure(one) for one in session.scalars(held.order_by(MeasureRecord.id)))


def _read(folder: Path) -> tuple[dict[str, Any], list[Measure]]:
    try:
        told = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
        measures = [Measure.model_validate(one) for one in told["measures"]]
        date.fromisoformat(told["as_of"]), told["edition"], told["region"], told["feasible"]
    except (OSError, KeyError, TypeError, ValueError, ValidationError) as problem:
        raise InputError(
            Fault("BH-TSK-029", f"{folder.name} holds no plan that can be read: {problem}", "a folder that `bothhands plan` of this version wrote", "plan again")
        ) from problem  # fmt: skip
    return told, _as_told(folder, measures)


def _as_told(folder: Path, measures: list[Measure]) -> list[Measure]:
    """The measures of a plan with what its table tells besides; as they are where it has no table."""
    if not measures or not (folder / TABLE).is_file():
        return measures
    told = list(read_measures(folder / TABLE))
    if [one.model_dump(exclude=set(TOLD_BESIDE)) for one in told] != [one.model_dump(exclude=set(TOLD_BESIDE)) for one in measures]:  # fmt: skip
        raise InputError(Fault("BH-TSK-029", f"{TABLE} of {folder.name} has other measures than its plan", "a folder as `bothhands plan` wrote it", "plan again"))  # fmt: skip
    return told


def _place_of(session: DeskSession, region: Region) -> Mapping[str, str]:
    """Where ports, sites and firms lie."""
    ports = {row.port: row.place for row in region.rows(Port)}
    sites = {row.site: row.place for row in region.rows(Site)}
    firms = {firm: place for firm, place in session.execute(select(FirmRow.firm, FirmRow.place))}
    return {**firms, **sites, **ports}
