"""What of an import somebody may do: rows of their own places, before and after, and accounts of firms only where they see them.

Why this file exists: an import replaces rows whole, so it is judged by the rows that stand as much as by those that come.
"""

from __future__ import annotations

from collections.abc import Mapping

from bothhands.errors import Fault, NotAllowed
from bothhands.inputs.cells import columns
from bothhands.inputs.region import Region, key_of
from bothhands.inputs.registry import tables
from bothhands.inputs.table import Row
from bothhands.inputs.update import RowReport, Update
from bothhands.records.access import Access

Rows = Mapping[tuple[str, tuple[str, ...]], list[Row]]
"""Rows by table and key."""


def _sensitive() -> dict[str, tuple[str, ...]]:
    every = {
        name: tuple(one.name for one in columns(declared).values() if one.sensitive)
        for name, declared in tables().items()
    }
    return {name: found for name, found in every.items() if found}


SENSITIVE = _sensitive()
"""Columns of each table that only some may see: cash, debt, tax."""


def may_change(access: Access, base: Region, found: Update) -> None:
    """Refuse rows outside a person's places, and accounts that are not shown to them; `NotAllowed` with every fault.

    Parameters
    ----------
    access
        Who imports.
    base
        The region as it stands.
    found
        What the import would do, without faults of its own.
    """
    assert found.region is not None
    changes = [row for row in found.rows if row.outcome in ("added", "changed")]
    faults: list[Fault] = []
    if not access.everywhere:
        before, after = (_by_key(region, changes) for region in (base, found.region))
        faults += [fault for row in changes for fault in _outside(access, before, after, row)]
    if not access.sees_accounts:
        after = _by_key(found.region, changes)
        faults += [fault for row in changes for fault in _unseen(after, row)]
    if faults:
        raise NotAllowed(faults)


def without_unseen(access: Access, row: RowReport) -> RowReport:
    """A row of an import that cannot be taken, before it is known whose it is: without figures that stand now and are not everybody's."""
    if not access.everywhere:
        return row._replace(differences={})
    hidden = () if access.sees_accounts else SENSITIVE.get(row.table, ())
    return row._replace(differences={name: pair for name, pair in row.differences.items() if name not in hidden})


def _by_key(region: Region, changes: list[RowReport]) -> Rows:
    """Rows of the tables that change, by key."""
    found: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
    for name in {row.table for row in changes}:
        declared = tables()[name]
        for one in region.tables.get(name, ()):
            found.setdefault((name, key_of(declared, one)), []).append(one)
    return found


def _outside(access: Access, before: Rows, after: Rows, row: RowReport) -> list[Fault]:
    """A row that lies, or lay, outside one's places."""
    at = (row.table, row.key)
    places = [getattr(one, "place", None) for one in (*before.get(at, ()), *after.get(at, ()))]
    foreign = [place for place in places if not (isinstance(place, str) and place and access.writes_at(place))]
    if places and not foreign:
        return []
    named = next((place for place in foreign if place), f"the table {row.table}")
    return [Fault("BH-TSK-012", f"{named} is outside your places", "rows of your places", "leave the row out, or ask somebody of the whole region", row.file, row.number, "place")]  # fmt: skip


def _unseen(after: Rows, row: RowReport) -> list[Fault]:
    """A row replaces the old one whole: whoever does not see the accounts would blank them."""
    given = after.get((row.table, row.key), [None])[-1] if row.outcome == "added" else None
    touched = [
        name
        for name in SENSITIVE.get(row.table, ())
        if name in row.differences or (given is not None and getattr(given, name) is not None)
    ]
    if not touched:
        return []
    return [Fault("BH-TSK-013", f"the row would change {', '.join(touched)}", "the permission to see accounts", "ask for it, or let somebody who has it import the row", row.file, row.number)]  # fmt: skip
