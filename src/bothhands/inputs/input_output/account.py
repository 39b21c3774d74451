"""An input–output table as arrays, whatever file it came from: flows, final uses, and the rows below the flows.

Why this file exists: reading, concordance, rules and balancing speak of one thing. It reads no file and judges nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.concordance import Concordance

FloatArray = NDArray[np.float64]
USES = ("household", "government", "investment", "exports", "imports")
BELOW = ("value_added", "taxes", "output")
HERE = ""
"""The place of a table of one region."""
ABROAD = "abroad"
"""The place imports come from, where a table shows them apart from what is made at home."""


class Entry(NamedTuple):
    """One figure of a table: who delivers to whom. Blank places are the region itself; `row` is where it stands in the file."""

    supplier: str
    user: str
    value: float
    row: int | None = None
    origin: str = HERE
    destination: str = HERE


@dataclass(frozen=True, eq=False)
class Account:
    """A table in one unit of money a year.

    `flows` has the axes (supplier, user) and includes imports, which are a negative final use; `final` and `below` hold one
    vector by sector for each of the uses and rows that the table has. `derived` names those that were worked out, `aside`
    what the file holds and the format has no place for. `trade` is what each place buys from each other, by product. `rows` and
    `column` say where a figure stands in the file; without `column` it is that of the user.
    """

    sectors: tuple[str, ...]
    flows: FloatArray
    final: Mapping[str, FloatArray]
    below: Mapping[str, FloatArray]
    file: str = ""
    rows: Mapping[tuple[str, str], int | None] = field(default_factory=dict)
    column: str = ""
    derived: Mapping[str, str] = field(default_factory=dict)
    aside: Mapping[str, float] = field(default_factory=dict)
    trade: Mapping[tuple[str, str, str], float] = field(default_factory=dict)

    @property
    def output(self) -> FloatArray:
        """Output by sector; zero where none is given."""
        return self.below.get("output", np.zeros(len(self.sectors)))

    @property
    def delivered(self) -> FloatArray:
        """What each sector delivers to sectors and final uses, imports taken off."""
        return np.asarray(self.flows.sum(axis=1) + sum(self.final.values(), np.zeros(len(self.sectors))))

    @property
    def put_in(self) -> FloatArray:
        """What each sector takes in: inputs, value added and taxes."""
        rest = [self.below[name] for name in ("value_added", "taxes") if name in self.below]
        return np.asarray(self.flows.sum(axis=0) + sum(rest, np.zeros(len(self.sectors))))

    @property
    def coefficients(self) -> FloatArray:
        """Input of each product per unit of output, (supplier, user); a sector without output has none."""
        output = self.output
        return np.where(output > 0, self.flows / np.where(output > 0, output, 1.0), 0.0)

    def totals(self) -> dict[str, float]:
        """Sum of the flows, of each final use and of each row below."""
        parts = {**self.final, **self.below}
        return {"flows": float(self.flows.sum()), **{name: float(value.sum()) for name, value in parts.items()}}

    def row(self, supplier: str, user: str = "") -> int | None:
        """Row of the file where a figure stands, or that of its supplier."""
        return self.rows.get((supplier, user), self.rows.get((supplier, "")))


def account_of(
    entries: Iterable[Entry],
    sectors: Sequence[str],
    places: Iterable[str] = (HERE,),
    file: str = "",
    column: str = "",
) -> Account:
    """The table of the places taken together.

    Parameters
    ----------
    entries
        Figures; between places of the table where it has several.
    sectors
        Sectors, in order.
    places
        Places that make the region; what comes from others is imports, what goes to them exports.
    file
        Name of the file, for faults.
    column
        Column of the figures, where they all stand in one.
    """
    sums = _Sums(tuple(sectors), frozenset(places))
    rows: dict[tuple[str, str], int | None] = {}
    for one in entries:
        rows.setdefault((one.supplier, one.user), one.row)
        rows.setdefault((one.supplier, ""), one.row)
        sums.add(one)
    final = {name: sums.vectors[name] for name in USES if name in sums.vectors}
    below = {name: sums.vectors[name] for name in BELOW if name in sums.vectors}
    kept = {name: value for name, value in sums.aside.items() if value}
    return Account(sums.sectors, sums.flows, final, below, file, rows, column, {}, kept, dict(sums.trade))


def on_sectors(account: Account, lines: Concordance) -> Account:
    """The table on the sectors of a concordance's targets; every sum stays."""
    placed = lines.ordered(account.sectors, lines.targets)
    trade = defaultdict[tuple[str, str, str], float](float)
    for (origin, destination, sector), value in account.trade.items():
        weights = placed.weights[account.sectors.index(sector)]
        for to in np.flatnonzero(weights):
            trade[origin, destination, lines.targets[to]] += float(value * weights[to])
    return replace(
        account,
        sectors=lines.targets,
        flows=placed.flows(account.flows),
        final={name: placed.vector(values) for name, values in account.final.items()},
        below={name: placed.vector(values) for name, values in account.below.items()},
        rows={},
        trade=dict(trade),
    )


class _Sums:
    """The figures of a table as they are added up."""

    def __init__(self, sectors: tuple[str, ...], places: frozenset[str]) -> None:
        self.sectors, self.places = sectors, places
        self.at = {code: n for n, code in enumerate(sectors)}
        self.flows = np.zeros((len(sectors), len(sectors)))
        self.vectors: dict[str, FloatArray] = {}
        self.aside = defaultdict[str, float](float)
        self.trade = defaultdict[tuple[str, str, str], float](float)

    def add(self, one: Entry) -> None:
        """Add one figure where it belongs."""
        if one.supplier in BELOW and one.user in self.at:
            if one.destination in self.places:
                self._add(one.supplier, one.user, one.value)
        elif one.supplier in self.at and (one.user in self.at or one.user in USES):
            self._deliver(one)
        else:
            self.aside[f"{one.supplier} of {one.user}"] += one.value

    def _deliver(self, one: Entry) -> None:
        bought, sold = one.destination in self.places, one.origin in self.places
        if not bought:
            if sold:
                self._add("exports", one.supplier, one.value)
            return
        if one.user in self.at:
            self.flows[self.at[one.supplier], self.at[one.user]] += one.value
        else:
            self._add(one.user, one.supplier, one.value)
        if not sold:
            self._add("imports", one.supplier, -one.value)
        elif one.user not in ("exports", "imports"):
            self.trade[one.origin, one.destination, one.supplier] += one.value

    def _add(self, name: str, sector: str, value: float) -> None:
        self.vectors.setdefault(name, np.zeros(len(self.sectors)))[self.at[sector]] += value
