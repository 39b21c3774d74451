"""Amendments: a finding says that a figure of the region is another; whoever plans takes it into the next edition, or says why not.

Why this file exists: what an officer sees at a gate must reach the plan, with its source, and not by anybody's hand alone. A row keeps its key
and gets another edition that is known from the day of the finding, beside the one that stood.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, select

from bothhands.errors import Fault, InputError, NotAllowed, NotThere, OutOfDate
from bothhands.inputs.cells import text_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region, key_of, latest
from bothhands.inputs.registry import tables
from bothhands.inputs.table import PROVENANCE, Row, Table
from bothhands.inputs.update import updated
from bothhands.records.access import Access
from bothhands.records.base import now
from bothhands.records.field import Amendment
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import Finding
from bothhands.tasks.directory import places_within
from bothhands.tasks.editions import edition_in_force, region_in_force, taken
from bothhands.tasks.import_scope import SENSITIVE
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.tables import BOOKS, place_of_row

AS_IT_STANDS, AS_AMENDED = "figures as they stand", "figures as amended"
"""The two sides of an effect."""
AmendmentStatus: TypeAlias = Literal["proposed", "accepted", "refused"]
Text: TypeAlias = Annotated[str, Field(max_length=120)]
Cell: TypeAlias = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00-\x1f\x7f]*$")]
Number: TypeAlias = Annotated[int, Field(ge=1, le=2_147_483_647)]


class NewAmendment(BaseModel):
    """A figure that is another than the region holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    table: Text = Field(..., description="Table of the region.")
    key: dict[str, Cell] = Field(..., max_length=12, description="The row: its key columns, as a file writes them.")
    after: dict[str, Cell] = Field(
        ..., min_length=1, max_length=60, description="Columns as they are to be, as a file writes them."
    )
    source: str = Field("", max_length=1000, description="Where it comes from; the finding where blank.")


class Decision(BaseModel):
    """What becomes of an amendment."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    reason: str = Field("", max_length=2000, description="Why; a refusal needs one.")


class AmendmentFilter(BaseModel):
    """Which amendments; blank or none for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Text = Field("", description="Place; those below it count.")
    status: AmendmentStatus | None = Field(None, description="How it stands.")
    finding_id: Number | None = Field(None, description="Finding it comes from.")


def amendments_of(session: DeskSession, wanted: AmendmentFilter, limit: int = 50, offset: int = 0) -> Page[Amendment]:
    """A page of amendments, the newest first."""
    asked: Select[Amendment] = select(Amendment)
    if wanted.status:
        asked = asked.where(Amendment.status == wanted.status)
    if wanted.finding_id is not None:
        asked = asked.where(Amendment.finding_id == wanted.finding_id)
    if wanted.place:
        asked = asked.where(Amendment.place.in_(places_within(session, wanted.place)))
    return page_of(session, asked.order_by(Amendment.id.desc()), limit, offset)


def propose(store: Store, session: DeskSession, finding_id: int, given: NewAmendment, today: date) -> Amendment:
    """Say that a figure is another: checked as an import is, and kept until whoever plans decides.

    Parameters
    ----------
    store, session
        The desk, and a session of somebody who may record.
    finding_id
        Finding it comes from.
    given
        The row, and what of it is to be another.
    today
        The day from which the figure is known.

    Raises
    ------
    InputError
        Where there is no such row or column, a value cannot be, or nothing changes; every fault at once.
    NotAllowed
        Where the row lies elsewhere, or tells of money that is not shown to whoever asks.
    """
    session.access.require("record")
    finding = session.one(Finding, finding_id)
    region = region_in_force(store)
    table = _table(region, session.access, given.table)
    row = _row(region, table, given.key, today)
    place = _place(region, session.access, row)
    _columns(session.access, table, row, given)
    source = given.source or f"finding {finding_id}, {place or 'the whole region'}, {today.isoformat()}: {finding.text}"[:1000]  # fmt: skip
    before = {name: text_of(getattr(row, name)) for name in given.after}
    found = Amendment(
        finding_id=finding_id, place=place, table_name=table.name, row_key=dict(given.key), before=before, after=dict(given.after), source=source,
        sensitive=_is_sensitive(table, given.after), proposed_by=session.access.user_id, edition_before=region.edition,
    )  # fmt: skip
    with laid(table, row_text(table, row, given.after, source, today)) as path:
        update = updated(region, [path])
    if update.region is None:
        raise InputError([_without_file(fault) for fault in update.faults])
    session.add(found)
    session.flush()
    return found


def accept(store: Store, access: Access, amendment_id: int, version: int, decision: Decision, today: date) -> Amendment:
    """Take an amendment into the next edition of the region, which is in force at once.

    Parameters
    ----------
    store
        The desk.
    access
        Somebody who plans, for the whole region.
    amendment_id, version
        The amendment as it was read.
    decision
        Why.
    today
        The day from which the figure is known.

    Raises
    ------
    OutOfDate
        Where the row changed since it was proposed.
    InputError
        Where it was decided already, or does not fit what changed meanwhile.
    """
    access.require("adopt")
    access.require_everywhere("taking an amendment into the region")
    with store.reading(access) as session:
        found = session.one_as_read(Amendment, amendment_id, version)
        _undecided(found)
    base = edition_in_force(store)
    region = region_in_force(store)
    table = tables()[found.table_name]
    row = _row(region, table, found.row_key, today)
    stands = {name: text_of(getattr(row, name)) for name in found.before}
    if stands not in (found.before, found.after):
        fault = Fault("BH-AMD-006", f"the row changed since amendment {amendment_id} was proposed", "the figures it was proposed on", "look at both and propose again")  # fmt: skip
        raise OutOfDate(fault, {"before": dict(found.before), "stands": stands, "after": dict(found.after)})
    # The row keeps what it holds of a firm's money, seen or not: only the columns of the amendment change, and those were seen.
    with laid(table, row_text(table, row, found.after, found.source, today)) as path:
        edition = base if stands == found.after else taken(store, replace(access, sees_accounts=True), [path], f"amendment {amendment_id}: {decision.reason}")[1]  # fmt: skip
    with store.writing(access, decision.reason) as session:
        found = session.one_as_read(Amendment, amendment_id, version)
        _decided(session, found, "accepted", decision)
        found.edition_before, found.edition_after = base, edition
        session.flush()
        session.expunge(found)
    return found


def refuse(session: DeskSession, amendment_id: int, version: int, decision: Decision) -> Amendment:
    """Say why a figure stays as it is."""
    session.access.require("adopt")
    found = session.one_as_read(Amendment, amendment_id, version)
    _undecided(found)
    if not decision.reason:
        raise InputError(Fault("BH-AMD-007", "a refusal gives no reason", "why the figure stays", "say it to whoever found it", column="reason"))  # fmt: skip
    _decided(session, found, "refused", decision)
    return found


def row_text(table: Table, row: Row, after: Mapping[str, str], source: str, today: date) -> str:
    """The row as a file of its table, with what is another and where it comes from; what was counted keeps no range of a guess.

    A row whose other figures stay keeps its quality, period and source: only a row that was counted as a whole is measured.

    Parameters
    ----------
    table, row
        As it stands.
    after
        Columns that change.
    source
        Where the figures come from.
    today
        Day from which they are known.
    """
    day = today.isoformat()
    told = {name: text_of(getattr(row, name)) for name in table.columns}
    ranges = {f"{end}_{name}": "" for name in after for end in ("low", "high") if f"{end}_{name}" in told}
    told |= {**_provenance(table, row, {*after, *ranges}, source, day), "known_from": day, **ranges, **after}
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerow([told[name] for name in table.columns])
    return out.getvalue()


def _provenance(table: Table, row: Row, changed: Collection[str], source: str, day: str) -> dict[str, str]:
    """Where a row comes from once some of it is another: the columns are named where others keep their figures."""
    others = [name for name in table.columns if name not in (*table.key, *PROVENANCE, *changed)]
    if not any(type(getattr(row, name)) in (int, float) for name in others):
        return {"source": source, "quality": "measured", "period": day}
    columns = ", ".join(name for name in table.columns if name in changed and not name.startswith(("low_", "high_")))
    return {"source": "; ".join(filter(None, (row.source, f"{columns}: {source}")))}


@contextmanager
def laid(table: Table, text: str) -> Iterator[Path]:
    """A file of rows for as long as it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{table.name}.csv"
        path.write_text(text, encoding="utf-8")
        yield path


def amended_text(region: Region, told: Mapping[str, Any], today: date) -> str:
    """The row of an amendment as a file of its table.

    Parameters
    ----------
    region
        Which it is laid over.
    told
        `table`, `key`, `after` and `source` of the amendment.
    today
        Day from which it is known.
    """
    table = tables()[str(told["table"])]
    return row_text(table, _row(region, table, told["key"], today), told["after"], str(told["source"]), today)


def _table(region: Region, access: Access, name: str) -> Table:
    known = [one for one in tables() if region.has(one) and (access.sees_accounts or one not in BOOKS)]
    if name not in known:
        raise NotThere(Fault("BH-AMD-001", f"the region has no table {name!r} for you", "a table that holds rows, in your scope", nearest(name, known), column="table", value=name))  # fmt: skip
    return tables()[name]


def _row(region: Region, table: Table, key: Mapping[str, str], today: date) -> Row:
    """The row of a key as it is known on a day."""
    if set(key) != set(table.key):
        raise InputError(Fault("BH-AMD-002", f"the row of {table.name} is named by {', '.join(sorted(key)) or 'nothing'}", ", ".join(table.key), "give every key column", table.name))  # fmt: skip
    wanted = tuple(key[name] for name in table.key)
    known = [row for row in region.rows(table.name) if row.known_from is None or row.known_from <= today]
    found = [row for row in latest(table, known) if key_of(table, row) == wanted]
    if not found:
        raise NotThere(Fault("BH-AMD-003", f"{table.name} has no row {', '.join(wanted)!r}", "a row that is there", "look it up in the table", table.name))  # fmt: skip
    return found[0]


def _place(region: Region, access: Access, row: Row) -> str:
    place = place_of_row(region, row)
    if not access.everywhere and not (place and access.writes_at(place)):
        raise NotAllowed(Fault("BH-TSK-012", f"{place or 'the whole region'} is outside your places", "rows of your places", "tell it to somebody of the whole region"))  # fmt: skip
    return place


def _columns(access: Access, table: Table, row: Row, given: NewAmendment) -> None:
    """Columns that are there, may be changed, and change."""
    own = [name for name in table.columns if name not in PROVENANCE and name not in table.key]
    faults = [
        Fault("BH-AMD-004", f"{table.name} has no column {name!r} that could change", "a column that is no key and no source", nearest(name, own), table.name, None, name)
        for name in given.after
        if name not in own
    ]  # fmt: skip
    hidden = [] if access.sees_accounts else [name for name in given.after if name in SENSITIVE.get(table.name, ())]
    if hidden:
        raise NotAllowed(Fault("BH-TSK-013", f"the row would change {', '.join(hidden)}", "the permission to see accounts", "ask for it, or let somebody who has it propose"))  # fmt: skip
    if not faults and all(text_of(getattr(row, name)) == value for name, value in given.after.items()):
        faults.append(Fault("BH-AMD-005", "nothing would change", "a figure other than it stands", "look at the table", table.name))  # fmt: skip
    if faults:
        raise InputError(faults)


def _is_sensitive(table: Table, after: Mapping[str, str]) -> bool:
    return table.name in BOOKS or any(name in SENSITIVE.get(table.name, ()) for name in after)


def _without_file(fault: Fault) -> Fault:
    """A fault of the row, by its table: nobody wrote the file."""
    return Fault(fault.code, fault.what, fault.expected, fault.remedy, Path(fault.file).stem, None, fault.column, fault.value)  # fmt: skip


def _undecided(found: Amendment) -> None:
    if found.status != "proposed":
        raise InputError(Fault("BH-AMD-008", f"amendment {found.id} is {found.status}", "one that is not decided", "propose another"))  # fmt: skip


def _decided(session: DeskSession, found: Amendment, status: AmendmentStatus, decision: Decision) -> None:
    found.status, found.reason = status, decision.reason
    found.decided_by, found.decided_at = session.access.user_id, now()
