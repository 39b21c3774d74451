"""What a rule looks at: the sound rows of every table, with their places in the files.

Why this file exists: rules need few words. It judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from bothhands.errors import Fault
from bothhands.inputs.cells import text_of
from bothhands.inputs.reading import Placed
from bothhands.inputs.registry import table_of
from bothhands.inputs.settings import Settings
from bothhands.inputs.table import Row, Table
from bothhands.inputs.tables.places import Place

RowType = TypeVar("RowType", bound=Row)


class Draft(NamedTuple):
    """A region before it is accepted; in a table with `spoiled` rows the absence of a name proves nothing."""

    settings: Settings
    placed: Mapping[str, Sequence[Placed]]
    spoiled: Mapping[str, Sequence[Placed]] = {}

    @property
    def hollow(self) -> frozenset[str]:
        """Tables with a faulty row."""
        return frozenset(self.spoiled)

    @property
    def cities(self) -> tuple[str, ...]:
        """Names of the places the model runs on."""
        return tuple(place.place for _, place in self.rows(Place) if place.level == "city")

    def every(self, of: type[RowType]) -> Iterator[tuple[Placed, RowType]]:
        """Each row of a table with its place, earlier editions of a figure too."""
        for item in self.placed.get(table_of(of).name, ()):
            if isinstance(item.row, of):
                yield item, item.row

    def rows(self, of: type[RowType]) -> Iterator[tuple[Placed, RowType]]:
        """Each figure of a table once, in its latest edition, with its place."""
        for item in self.latest(table_of(of)):
            if isinstance(item.row, of):
                yield item, item.row

    def latest(self, table: Table) -> list[Placed]:
        """One placed row a key: the one that became known last."""
        best: dict[tuple[str, ...], Placed] = {}
        for item in self.placed.get(table.name, ()):
            key = tuple(text_of(getattr(item.row, name)) for name in table.key)
            known = item.row.known_from or date.min
            if key not in best or known >= (best[key].row.known_from or date.min):
                best[key] = item
        return list(best.values())

    def names(self, table: str, column: str) -> set[str]:
        """Every value of a column, as text."""
        return {text_of(getattr(item.row, column)) for item in self.placed.get(table, ())}


def at(item: Placed, code: str, what: str, *, expected: str, remedy: str, column: str = "") -> Fault:
    """A fault at a row."""
    value = text_of(getattr(item.row, column)) if column in type(item.row).model_fields else ""
    return Fault(code, what, expected, remedy, item.file, item.number, column, value)
