"""Editions: which region the desk stands on, and how the next one comes into force.

Why this file exists: an import goes through the same checks as the command line's, is shown first, and is taken whole or not at all. Files
are written before the record, so that a record never points to nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select

from bothhands import __version__
from bothhands.errors import Fault, InputError, OutOfDate
from bothhands.inputs.loading import is_embedded, load
from bothhands.inputs.region import Region
from bothhands.inputs.saving import save_folder
from bothhands.inputs.table import Row
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.targets import Target
from bothhands.inputs.update import Update, updated
from bothhands.records.access import SYSTEM, Access
from bothhands.records.files import EDITIONS, inside
from bothhands.records.known import Edition, FirmAccounts, FirmRow, PlaceRow, TargetRow
from bothhands.records.store import DeskSession, Store
from bothhands.tasks.import_scope import SENSITIVE, may_change, without_unseen

EMBEDDED = "embedded:"
"""Before the name of a region that comes with the package."""
FIRM_COLUMNS = ("firm", "name", "name_zh", "place", "sector", "size", "state", "blocked_by", "workers")
COPIED = ("places", "firms", "targets")
"""Tables whose rows are kept in the database too."""


def set_up(store: Store, region: str = "liaoning") -> None:
    """Put a region into force where the desk has none; where it has one, follow a program whose defaults are others now."""
    with store.reading(SYSTEM) as session:
        stands = _in_force(session)
    if stands is not None:
        _follow_program(store, stands)
        return
    loaded = load(region)
    folder = f"{EMBEDDED}{region}" if is_embedded(region) and not Path(region).exists() else _saved(store, loaded)
    with store.writing(SYSTEM, "the desk was set up") as session:
        if _in_force(session) is None:
            _put_in_force(session, loaded, folder, "", "set up", COPIED)


def has_region(store: Store) -> bool:
    """Whether the desk was set up."""
    with store.reading(SYSTEM) as session:
        return _in_force(session) is not None


def edition_in_force(store: Store) -> str:
    """The edition the desk stands on; raises where it has none."""
    return _standing_on(store)[0]


def _standing_on(store: Store) -> tuple[str, str]:
    """The edition in force, and where it comes from."""
    with store.reading(SYSTEM, once=True) as session:
        found = session.execute(_EDITION).first()
    if found is None:
        raise InputError(
            Fault(
                "BH-TSK-010",
                "the desk has no region yet",
                "a region in force",
                "start it with `bothhands desk --region NAME`",
            )
        )
    return found.edition, found.folder


_EDITION = select(Edition.edition, Edition.folder).where(Edition.in_force)


def region_in_force(store: Store) -> Region:
    """The region the desk stands on."""
    edition, folder = _standing_on(store)
    return _loaded(str(_source(store.folder, folder)), edition)


def region_of(store: Store, edition: str) -> Region:
    """The region of an edition, read from its files; the last two asked for are remembered."""
    with store.reading(SYSTEM) as session:
        return _loaded(str(_source(store.folder, session.one(Edition, edition).folder)), edition)


def region_within(session: DeskSession, edition: str) -> Region:
    """The region of an edition, to check a change against, whether or not whoever makes it sees editions: nothing of it is told."""
    held = Edition.__table__.c
    folder = session.scalars(select(held.folder).where(held.edition == edition)).one()
    return _loaded(str(_source(session.folder, folder)), edition)


def source_of(store: Store, edition: Edition) -> str | Path:
    """What to load an edition from: the name of an embedded region, or a folder."""
    return _source(store.folder, edition.folder)


def _source(folder: Path, name: str) -> str | Path:
    return name.removeprefix(EMBEDDED) if name.startswith(EMBEDDED) else inside(folder, name)


def proposed(store: Store, access: Access, files: Sequence[Path]) -> Update:
    """What an import would do, row by row; writes nothing.

    Parameters
    ----------
    store
        The desk.
    access
        Who imports; rows outside that person's places, and accounts that are not shown to them, are refused.
    files
        CSV, Parquet or workbook files named after their tables.
    """
    access.require("import")
    base = region_in_force(store)
    found = updated(base, files)
    if found.region is None:
        return replace(found, rows=tuple(without_unseen(access, row) for row in found.rows))
    may_change(access, base, found)
    return found


def taken(store: Store, access: Access, files: Sequence[Path], why: str) -> tuple[Update, str]:
    """Import files: the new edition is in force, or nothing changed; what was done and the edition.

    Parameters
    ----------
    store
        The desk.
    access
        Who imports.
    files
        As in `proposed`.
    why
        The reason, kept in the audit.

    Raises
    ------
    InputError
        With every fault of the files.
    OutOfDate
        Where another import came into force meanwhile.
    """
    base = edition_in_force(store)
    found = proposed(store, access, files)
    if found.region is None:
        raise InputError(found.faults)
    if found.region.edition == base:
        return found, base
    folder = _saved(store, found.region)
    changed = {row.table for row in found.rows if row.outcome in ("added", "changed")}
    what = ", ".join(sorted(f"{path.name}" for path in files))
    with store.writing(replace(access, places=None, sees_accounts=True), why) as session:
        now_in_force = _in_force(session)
        if now_in_force is None or now_in_force.edition != base:
            theirs: dict[str, object] = {"edition": "" if now_in_force is None else now_in_force.edition}
            raise OutOfDate(Fault("BH-TSK-011", "another import came into force meanwhile", "the edition that you saw", "look at the rows again, then import"), theirs)  # fmt: skip
        _put_in_force(session, found.region, folder, base, what, changed)
    return found, found.region.edition


def _follow_program(store: Store, stands: Edition) -> None:
    """Where the defaults of the program, or files that it came with, are others than when the edition was taken: a new edition, told as such."""
    source = source_of(store, stands)
    region = load(source)
    with _LOADING:
        _keep(str(source), region)
    if region.edition == stands.edition:
        return
    what = f"bothhands {__version__}: its defaults or files are others than before"
    with store.writing(SYSTEM, what) as session:
        _put_in_force(session, region, stands.folder, stands.edition, what, COPIED)


def _in_force(session: DeskSession) -> Edition | None:
    return session.scalars(select(Edition).where(Edition.in_force)).one_or_none()


def _saved(store: Store, region: Region) -> str:
    """Write a region's folder, whole or not at all; its path within the desk's folder."""
    name = f"{EDITIONS}/{region.edition}"
    at = store.folder / name
    if at.exists():
        return name
    at.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=at.parent, prefix=".part-"))
    save_folder(region, part)
    try:
        os.rename(part, at)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        if not at.exists():
            raise
    return name


def _put_in_force(
    session: DeskSession, region: Region, folder: str, base: str, what: str, changed: Collection[str]
) -> None:
    before = _in_force(session)
    if before is not None:
        before.in_force = False
    again = session.get(Edition, region.edition)
    if again is None:
        session.add(
            Edition(edition=region.edition, region=region.name, folder=folder, based_on=base, what=what, made_by=session.access.user_id, in_force=True)
        )  # fmt: skip
    else:
        again.in_force = True
    session.flush()
    if "places" in changed:
        _replaced(session, PlaceRow, (_place(row) for row in region.rows(Place)))
    if "firms" in changed:
        _replaced(session, FirmRow, (_firm(row) for row in region.rows(Firm)))
        _replaced(session, FirmAccounts, (_accounts(row) for row in region.rows(Firm)))
    if "targets" in changed:
        _replaced(session, TargetRow, (_target(row) for row in region.rows(Target)))


def _replaced(
    session: DeskSession, kind: type[PlaceRow | FirmRow | FirmAccounts | TargetRow], rows: Iterable[dict[str, Any]]
) -> None:
    session.execute(delete(kind))
    every = list(rows)
    if every:
        session.execute(insert(kind), every)


def _place(row: Place) -> dict[str, Any]:
    return {
        "place": row.place,
        "name_zh": row.name_zh,
        "level": row.level,
        "parent": row.parent,
        "figures": _figures(row, ("latitude_deg", "longitude_deg", "code")),
    }


def _firm(row: Firm) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in FIRM_COLUMNS}
    own |= {name: own[name] or "" for name in ("size", "state", "blocked_by")}
    open_columns = [name for name in Firm.model_fields if name not in FIRM_COLUMNS and name not in SENSITIVE["firms"]]
    return {**own, "figures": _figures(row, open_columns)}


def _accounts(row: Firm) -> dict[str, Any]:
    return {"firm": row.firm, "place": row.place, "figures": _figures(row, SENSITIVE["firms"])}


def _target(row: Target) -> dict[str, Any]:
    return {
        "target": row.target, "place": row.place, "indicator": row.indicator, "due": row.due, "owner": row.owner,
        "figures": _figures(row, [name for name in Target.model_fields if name not in ("target", "place", "indicator", "due", "owner")]),
    }  # fmt: skip


def _figures(row: Row, names: Iterable[str]) -> dict[str, Any]:
    told = row.model_dump(mode="json", include=set(names))
    return {name: value for name, value in told.items() if value not in (None, "")}


_KEPT: dict[tuple[str, str], Region] = {}
_LOADING = threading.Lock()
MOST_KEPT = 2
"""Regions that are remembered: the one in force, and one that a plan was made on."""


def _loaded(source: str, edition: str) -> Region:
    """The region of an edition; whoever asks while it is read waits for it, so that it is read once, and nobody else does."""
    if (kept := _KEPT.get((source, edition))) is not None:
        return kept
    with _LOADING:
        if (source, edition) not in _KEPT:
            region = load(source)
            if region.edition != edition:
                raise InputError(
                    Fault("BH-TSK-014", f"edition {edition} cannot be made again: its files or the program's defaults changed since, and give {region.edition}", "files and defaults as they were", "use the edition in force, or restore a backup under the earlier program", source)
                )  # fmt: skip
            _keep(source, region)
        return _KEPT[source, edition]


def _keep(source: str, region: Region) -> None:
    """Remember a region that was read, and forget the one read longest ago."""
    _KEPT.pop((source, region.edition), None)
    while len(_KEPT) >= MOST_KEPT:
        del _KEPT[next(iter(_KEPT))]
    _KEPT[source, region.edition] = region
