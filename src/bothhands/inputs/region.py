"""A region: its tables, checked and joined, as a planner could know them on a day.

Why this file exists: everything after `inputs` asks one frozen object and never a file. It holds no arithmetic on the
figures. Where a key stands in several rows with different `known_from`, they are editions of one figure and the latest
known one counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, TypeVar, overload

from bothhands.errors import Fault, InputError
from bothhands.inputs.cells import text_of
from bothhands.inputs.checks import raise_faults_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.registry import table, table_of, tables
from bothhands.inputs.settings import Settings, settled
from bothhands.inputs.table import Row, Table
from bothhands.inputs.tables.parameters import Parameter
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.sectors import Sector

RowType = TypeVar("RowType", bound=Row)
AXES = ("places", "sectors")


class Hindsight(NamedTuple):
    """A figure used before it could be known: its table, what it is, and when it became known."""

    table: str
    what: str
    known_from: date


STOOD = 8
"""Days of a region that are kept as they were stood on; a backtest stands on many, each once."""


@dataclass(frozen=True, eq=False)
class Region:
    """All that is known of a region. Made by `bothhands.inputs.loading.load`; every edit gives a new one."""

    settings: Settings
    tables: Mapping[str, tuple[Row, ...]]
    defaults: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    encodings: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    hindsight: tuple[Hindsight, ...] = ()

    @property
    def name(self) -> str:
        """Short name used in commands."""
        return self.settings.name

    @property
    def title(self) -> str:
        """Name in English, as printed."""
        return self.settings.title

    @property
    def title_zh(self) -> str:
        """Name in Chinese, as printed; the English one where there is none."""
        return self.settings.title_zh or self.settings.title

    @property
    def start(self) -> date:
        """First day of a run."""
        return self.settings.start

    @property
    def end(self) -> date:
        """Last day of a run."""
        return self.settings.end

    @property
    def default_as_of(self) -> date:
        """Day a planner stands on unless told otherwise."""
        return self.settings.default_as_of

    @property
    def currency(self) -> str:
        """Currency of the money columns."""
        return self.settings.currency

    @property
    def hub(self) -> str:
        """Place the corridor protects; blank where there is none."""
        return self.settings.hub

    @property
    def hypothetical(self) -> str:
        """What is made up about the region; blank for a real one."""
        return self.settings.hypothetical

    @property
    def hypothetical_zh(self) -> str:
        """The same in Chinese; the English one where there is none."""
        return self.settings.hypothetical_zh or self.settings.hypothetical

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """Names of the cities, in the order of the places table."""
        return tuple(row.place for row in self.rows(Place) if row.level == "city")

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        """Codes of the sectors, in the order of the sectors table."""
        return tuple(row.sector for row in self.rows(Sector))

    @overload
    def rows(self, of: type[RowType]) -> tuple[RowType, ...]: ...

    @overload
    def rows(self, of: str) -> tuple[Row, ...]: ...

    def rows(self, of: str | type[RowType]) -> tuple[Row, ...] | tuple[RowType, ...]:
        """The rows of a table, given its name or its row class; of several editions of a figure the latest known.

        A region without rows of its own in `pathogen` gives the default ones.
        """
        return self._latest[table(of).name if isinstance(of, str) else table_of(of).name]

    def has(self, name: str) -> bool:
        """Whether a table has any row."""
        return bool(self.rows(name))

    def parameter(self, name: str) -> Parameter:
        """One number of the model: the region's own, else the default; an unknown name raises with the nearest."""
        found = self._parameters.get(name)
        if found is None:
            remedy = nearest(name, self._parameters)
            raise InputError(
                Fault("BH-INP-041", f"no parameter is called {name!r}", "a known parameter", remedy, "parameters")
            )
        return found

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every parameter, the region's own in place of the defaults, by name."""
        return tuple(self._parameters[name] for name in sorted(self._parameters))

    @cached_property
    def edition(self) -> str:
        """Twelve hexadecimal digits that change with any figure or setting that can be seen.

        They do not depend on the container or on the order of rows, except in `places` and `sectors`, whose order is
        the order of the axes of every result. Defaults count as if they stood in the region.
        """
        digest = hashlib.sha256()
        for key, value in sorted(self.settings.model_dump().items()):
            digest.update(f"{key}={text_of(value)}\n".encode())
        for name, declared in tables().items():
            rows = self.parameters if name == "parameters" else self._visible(name)
            lines = [_line(declared, row) for row in rows]
            if not lines:
                continue
            digest.update(f"[{name}]\n".encode())
            digest.update("\n".join(lines if name in AXES else sorted(lines)).encode())
        return digest.hexdigest()[:12]

    def replace(self, **rows: Iterable[Row]) -> Region:
        """The same region with the rows of some tables replaced, checked; `replace(ports=())` removes a table."""
        changed = {table(name).name: tuple(given) for name, given in rows.items()}
        joined = {name: given for name, given in {**self.tables, **changed}.items() if given}
        raise_faults_of(self.settings, joined, [name for name, given in self.defaults.items() if given])
        return replace(self, tables=MappingProxyType(joined))

    def with_rows(self, **rows: Iterable[Row]) -> Region:
        """The same region with the rows of some tables replaced and nothing checked, for rows made from rows that were.

        Quick, for hundreds of variants of one region: what was joined of the other tables is shared.
        """
        given = {table(name).name: tuple(own) for name, own in rows.items()}
        made = replace(self, tables=MappingProxyType({**self.tables, **given}))
        made.__dict__["_latest"] = {**self._latest, **{name: latest(table(name), own) for name, own in given.items()}}
        return made

    def with_parameters(self, values: Mapping[str, float]) -> Region:
        """The same region with some parameters at other values, not checked against their ranges; an unknown name raises."""
        changed = [self.parameter(name).model_copy(update={"value": value}) for name, value in values.items()]
        kept = [row for row in self.rows(Parameter) if row.parameter not in values]
        return self.with_rows(parameters=(*kept, *changed))

    def with_settings(self, **values: str | date) -> Region:
        """The same region under other settings, checked."""
        settings, _, faults = settled({**self.settings.model_dump(), **values}, "settings")
        if faults or settings is None:
            raise InputError(faults)
        return replace(self, settings=settings)

    def standing_on(self, day: date) -> Region:
        """The region as known on a day: later figures are gone, early used structure is listed in `hindsight`.

        A figure without `known_from` counts as known from its own `day` where it has one, else from the start. Slow
        structure (a census, an input-output table, the model's
        parameters) stays when no edition of it was known yet, and is listed.
        """
        found = self._stood.get(day)
        if found is None:
            if len(self._stood) >= STOOD:
                self._stood.clear()
            found = self._stood[day] = self._as_known(day)
        return found

    def _as_known(self, day: date) -> Region:
        kept: dict[str, tuple[Row, ...]] = {}
        early: list[Hindsight] = []
        for name, rows in {**self.defaults, **self.tables}.items():
            seen, used_early = _seen(table(name), rows, day)
            kept[name] = seen
            early += used_early
        own = {name: kept[name] for name in self.tables}
        defaults = {name: rows if name in self.tables else kept[name] for name, rows in self.defaults.items()}
        return replace(
            self, tables=MappingProxyType(own), defaults=MappingProxyType(defaults), as_of=day, hindsight=tuple(early)
        )

    def _visible(self, name: str) -> tuple[Row, ...]:
        """The rows of a table with every edition of every figure; the default ones where the region has none."""
        own = self.tables.get(name, ())
        return own or self.defaults.get(name, ()) if name == "pathogen" else own

    @cached_property
    def _stood(self) -> dict[date, Region]:
        """Days that were stood on: a desk asks for the same one on every page."""
        return {}

    @cached_property
    def _latest(self) -> dict[str, tuple[Row, ...]]:
        return {name: latest(declared, self._visible(name)) for name, declared in tables().items()}

    @cached_property
    def _parameters(self) -> dict[str, Parameter]:
        rows = (*self.defaults.get("parameters", ()), *self.rows("parameters"))
        return {row.parameter: row for row in rows if isinstance(row, Parameter)}


def key_of(declared: Table, row: Row) -> tuple[str, ...]:
    """The key of a row as text, so that a number and a name compare alike everywhere."""
    return tuple(text_of(getattr(row, name)) for name in declared.key)


def latest(declared: Table, rows: Iterable[Row]) -> tuple[Row, ...]:
    """One row a key: the one that became known last; the order is that of the first edition of each."""
    best: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = key_of(declared, row)
        other = best.get(key)
        if other is None or (row.known_from or date.min) >= (other.known_from or date.min):
            best[key] = row
    return tuple(best.values())


def _seen(declared: Table, rows: tuple[Row, ...], day: date) -> tuple[tuple[Row, ...], list[Hindsight]]:
    """The rows of a table known on a day, and what slow structure had to be used early."""
    if all(known_on(row) <= day for row in rows):
        return rows, []
    if not declared.slow:
        return tuple(row for row in rows if known_on(row) <= day), []
    known = {key_of(declared, row) for row in rows if known_on(row) <= day}
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = key_of(declared, row)
        if key not in known and (key not in first or known_on(row) < known_on(first[key])):
            first[key] = row
    seen = tuple(row for row in rows if known_on(row) <= day or first.get(key_of(declared, row)) is row)
    return seen, [Hindsight(declared.name, " / ".join(key), known_on(row)) for key, row in first.items()]


def known_on(row: Row) -> date:
    """First day a figure could be known: `known_from`, else its own `day`, else always."""
    day = getattr(row, "day", None)
    return row.known_from or (day if isinstance(day, date) else date.min)


def _line(declared: Table, row: Row) -> str:
    return "\x1f".join(text_of(getattr(row, name)) for name in declared.columns)
