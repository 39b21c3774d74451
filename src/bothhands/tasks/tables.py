"""Tables of the region in force as a person may see them: rows of their own places, no firm's money unless it is shown to them; and what
changed between two editions.

Why this file exists: a row of a table tells of a place by itself, by its firm, its site or its origin; which of these counts is decided here once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bothhands.errors import Fault, NotThere
from bothhands.inputs.cells import Column, columns, text_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region, key_of
from bothhands.inputs.registry import tables
from bothhands.inputs.table import Row, Table
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.sites import Site
from bothhands.inputs.update import Outcome
from bothhands.records.access import Access
from bothhands.records.known import Edition
from bothhands.records.store import DeskSession, Store
from bothhands.tasks.editions import region_in_force, region_of
from bothhands.tasks.import_scope import SENSITIVE
from bothhands.tasks.page import Page

BOOKS = frozenset({"firm_buyers", "firm_inputs", "firm_links", "firm_months", "firm_repayments"})
"""Tables of what firms buy, sell and owe: only for those whom the desk lets see accounts."""


@dataclass(frozen=True)
class Seen:
    """A table as somebody sees it."""

    table: Table
    columns: tuple[Column, ...]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Change:
    """What a row is in a later edition against an earlier one."""

    table: str
    key: tuple[str, ...]
    outcome: Outcome | str
    """Added, changed or removed."""
    differences: Mapping[str, tuple[str, str]]
    """Columns that changed: text before and after."""


def tables_seen(store: Store, access: Access) -> tuple[Seen, ...]:
    """Every table of the region in force that holds a row for whoever asks."""
    region = region_in_force(store)
    found = (_seen(region, access, one) for one in tables().values() if region.has(one.name) and _may(access, one.name))
    return tuple(one for one in found if one.rows)


def table_seen(store: Store, access: Access, name: str) -> Seen:
    """A table of the region in force; `NotThere` where there is none of that name, or none for whoever asks."""
    region = region_in_force(store)
    known = [one for one in tables() if region.has(one) and _may(access, one)]
    if name not in known:
        raise NotThere(Fault("BH-TSK-132", f"the region has no table {name[:80]!r} for you", "a table that holds rows, in your scope", nearest(name[:80], known), column="table", value=name[:80]))  # fmt: skip
    return _seen(region, access, tables()[name])


def rows_as_text(seen: Seen, limit: int, offset: int) -> Page[tuple[str, ...]]:
    """A page of a table's rows, each column as a file writes it."""
    shown = seen.rows[max(0, offset) : max(0, offset) + max(1, limit)]
    names = [one.name for one in seen.columns]
    return Page([tuple(text_of(getattr(row, name)) for name in names) for row in shown], len(seen.rows))


def changes_of(store: Store, session: DeskSession, edition: str) -> tuple[Change, ...]:
    """What an edition holds other than the one it was made from; nothing for the first.

    Parameters
    ----------
    store, session
        The desk; only somebody of the whole region is told.
    edition
        The later edition.
    """
    session.access.require_everywhere("what changed between editions")
    found = session.one(Edition, edition)
    if not found.based_on or session.get(Edition, found.based_on) is None:
        return ()
    hidden = session.access.sees_accounts
    return tuple(_shown(hidden, one) for one in _changes(region_of(store, found.based_on), region_of(store, edition)) if _may(session.access, one.table))  # fmt: skip


def _may(access: Access, name: str) -> bool:
    return access.sees_accounts or name not in BOOKS


def _shown(sees_accounts: bool, one: Change) -> Change:
    hidden = () if sees_accounts else SENSITIVE.get(one.table, ())
    return Change(one.table, one.key, one.outcome, {name: pair for name, pair in one.differences.items() if name not in hidden})  # fmt: skip


def _seen(region: Region, access: Access, table: Table) -> Seen:
    hidden = () if access.sees_accounts else SENSITIVE.get(table.name, ())
    shown = tuple(one for name, one in columns(table).items() if name not in hidden)
    rows = region.rows(table.name)
    if access.places is None:
        return Seen(table, shown, rows)
    own = access.places
    return Seen(table, shown, [row for row in rows if (place := place_of_row(region, row)) in own or not place])


def place_of_row(region: Region, row: Row) -> str:
    """The place a row tells of; blank for what tells of none, such as a recipe or the calendar."""
    for name in ("place", "origin"):
        given = getattr(row, name, "")
        if given and given in _places(region):
            return str(given)
    if site := getattr(row, "site", ""):
        return _sites(region).get(site, "")
    return _firms(region).get(getattr(row, "firm", ""), "")


@lru_cache(maxsize=4)
def _places(region: Region) -> frozenset[str]:
    return frozenset(str(getattr(row, "place", "")) for row in region.rows("places"))


@lru_cache(maxsize=4)
def _sites(region: Region) -> Mapping[str, str]:
    return {row.site: row.place for row in region.rows(Site)}


@lru_cache(maxsize=4)
def _firms(region: Region) -> Mapping[str, str]:
    return {row.firm: row.place for row in region.rows(Firm)}


@lru_cache(maxsize=4)
def _changes(before: Region, after: Region) -> tuple[Change, ...]:
    """Every row that was added, changed or removed, table by table; figures that became known at another time are rows of their own."""
    found = []
    for name, table in tables().items():
        old, new = (_by_key(table, region.tables.get(name, ())) for region in (before, after))
        for key in [*new, *(key for key in old if key not in new)]:
            if old.get(key) != new.get(key):
                found.append(_change(table, key, old.get(key), new.get(key)))
    return tuple(found)


def _by_key(table: Table, rows: Sequence[Row]) -> dict[tuple[str, ...], Row]:
    return {(*key_of(table, row), text_of(row.known_from)): row for row in rows}


def _change(table: Table, key: tuple[str, ...], old: Row | None, new: Row | None) -> Change:
    outcome = "added" if old is None else "removed" if new is None else "changed"
    texts = {name: tuple("" if row is None else text_of(getattr(row, name)) for row in (old, new)) for name in table.columns}  # fmt: skip
    return Change(table.name, key[:-1], outcome, {name: (pair[0], pair[1]) for name, pair in texts.items() if pair[0] != pair[1]})  # fmt: skip
