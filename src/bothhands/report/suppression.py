"""Small counts in a table are not shown, nor anything from which one of them could be worked out.

Why this file exists: a count of one to four persons or firms points at people. A blank alone is no help where the table shows the
total: then more cells are taken out until every small count could be at least two numbers for whoever knows the table, its totals and
this rule. What a reader can know is worked out exactly, with linear programs over the cells that are hidden; sums along rows and columns
are a network, so that their ends are whole numbers. It looks at one table: sums that stand in another one must be brought in as its
totals. It does not know what a firm in a cell knows of itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from scipy.optimize import linprog

from bothhands.errors import Fault, InputError
from bothhands.report.amounts import Language
from bothhands.report.phrases_public import PUBLIC
from bothhands.report.svg import Table

FEWEST = 5
"""Counts below this, and above zero, are not shown."""
Cell: TypeAlias = tuple[int, int]
State: TypeAlias = Literal["shown", "under", "withheld"]
NOTHING = ("", "–", "?", "−")
"""Cells without a figure."""


class Line(NamedTuple):
    """Cells that add up to another one."""

    parts: tuple[Cell, ...]
    total: Cell


def suppressed(
    table: Table,
    counts: Sequence[int],
    language: Language = "en",
    *,
    total_row: bool = False,
    total_column: int | None = None,
    attached: Mapping[int, int] | None = None,
    rows: Collection[int] | None = None,
) -> Table:
    """A table in which small counts read "under 5", and what would give one away and amounts of hidden counts "not shown".

    Parameters
    ----------
    table
        As it would be told; counts are whole numbers, thousands set apart by commas; a cell without a figure says so by a dash.
    counts, language
        Columns that count persons or firms, and the language of the words in place of a count.
    total_row, total_column
        Whether the last row is the sum of the others, and the column that is the sum of `counts` in each row, if any.
    attached
        Columns of amounts, each with the column of counts it belongs to: hidden where that count is.
    rows
        Rows to look at; all of them where not given. The total row is one of the rows.

    Raises
    ------
    InputError
        BH-REP-002, where a cell is no whole count or a total is not the sum of its parts.
    """
    at = [n for n in range(len(table.rows)) if rows is None or n in rows]
    columns = [*counts, *([total_column] if total_column is not None else [])]
    values = {(n, column): count for n in at for column in columns if (count := _count(table, n, column)) is not None}
    states = hidden(values, _lines(table, values, at, counts, total_row, total_column))
    return _told(table, states, attached or {}, language)


def hidden(values: Mapping[Cell, int], lines: Sequence[Line]) -> dict[Cell, State]:
    """What becomes of every count: shown, under five, or withheld because it would give another one away; what turns out not to be needed is shown again.

    Parameters
    ----------
    values
        Counts by cell.
    lines
        Which cells add up to which.
    """
    states: dict[Cell, State] = {cell: "under" if is_small(count) else "shown" for cell, count in values.items()}
    small = [cell for cell, count in values.items() if is_small(count)]
    while (exposed := next((cell for cell in small if _known(cell, values, states, lines)), None)) is not None:
        states[_next(exposed, values, states, lines)] = "withheld"
    for cell in sorted((cell for cell in values if states[cell] == "withheld"), key=lambda cell: -values[cell]):
        shown: dict[Cell, State] = {**states, cell: "under" if is_small(values[cell]) else "shown"}
        if not any(_known(one, values, shown, lines) for one in small):
            states = shown
    return states


def is_small(count: float) -> bool:
    """Whether a count, rounded to whole ones, is too small to be shown; zero may be."""
    return 0 < round(count) < FEWEST


def _told(table: Table, states: Mapping[Cell, State], attached: Mapping[int, int], language: Language) -> Table:
    """The table with words in place of what is hidden."""
    words: dict[State, str] = {state: PUBLIC[f"public_{state}"][language == "zh"] for state in ("under", "withheld")}
    told = [list(row) for row in table.rows]
    for (n, column), state in states.items():
        if state != "shown":
            told[n][column] = words[state]
            for amount in (amount for amount, count in attached.items() if count == column):
                told[n][amount] = words["withheld"]
    return Table(table.head, tuple(map(tuple, told)))


def _next(exposed: Cell, values: Mapping[Cell, int], states: Mapping[Cell, State], lines: Sequence[Line]) -> Cell:
    """What is withheld next to protect a cell: the smallest part of a sum whose one hidden cell can be read off, then of its own sums, then of any that bears on it; totals after parts."""
    joined = _joined(exposed, states, lines)
    own = [line for line in joined if exposed in (*line.parts, line.total)]
    read_off = [line for line in joined if sum(states[cell] != "shown" for cell in (*line.parts, line.total)) == 1]
    for some in (read_off, own, joined):
        parts = {cell for line in some for cell in line.parts if states[cell] == "shown" and values[cell] > 0}
        if parts:
            return min(parts, key=lambda cell: (values[cell], cell))
    totals = {line.total for line in joined if states[line.total] != "withheld" and values[line.total] > 0}
    return min(totals, key=lambda cell: (values[cell], cell))


def _known(cell: Cell, values: Mapping[Cell, int], states: Mapping[Cell, State], lines: Sequence[Line]) -> bool:
    """Whether a hidden count can be but one number, for whoever sees the rest."""
    own = _joined(cell, states, lines)
    unknown = sorted({part for line in own for part in (*line.parts, line.total) if states[part] != "shown"} | {cell})
    if not own:
        return False
    position = {part: n for n, part in enumerate(unknown)}
    sums, shown = np.zeros((len(own), len(unknown))), np.zeros(len(own))
    for k, line in enumerate(own):
        for part, sign in (*((part, 1.0) for part in line.parts), (line.total, -1.0)):
            if part in position:
                sums[k, position[part]] += sign
            else:
                shown[k] -= sign * values[part]
    bounds = [_bounds(values[part], states[part]) for part in unknown]
    aim = np.zeros(len(unknown))
    aim[position[cell]] = 1.0
    ends = [linprog(sign * aim, A_eq=sums, b_eq=shown, bounds=bounds, method="highs") for sign in (1.0, -1.0)]
    if any(end.status == 3 for end in ends):
        return False
    return bool(-ends[1].fun - ends[0].fun < 0.5)


def _joined(cell: Cell, states: Mapping[Cell, State], lines: Sequence[Line]) -> list[Line]:
    """Lines that a hidden cell stands in, and those that share a hidden cell with one of them, and so on."""
    reached, found = {cell}, list[Line]()
    rest = list(lines)
    while more := [line for line in rest if reached & {*line.parts, line.total}]:
        found += more
        rest = [line for line in rest if line not in more]
        reached |= {part for line in more for part in (*line.parts, line.total) if states[part] != "shown"}
    return found


def _bounds(value: int, state: State) -> tuple[float, float | None]:
    """What a hidden cell can be by its word alone; whoever knows the rule knows that a larger one is withheld only to protect others."""
    if state == "under":
        return 1.0, FEWEST - 1.0
    return (1.0 if is_small(value) else float(FEWEST)), None


def _lines(
    table: Table, values: Mapping[Cell, int], at: Sequence[int], counts: Sequence[int], total_row: bool, total_column: int | None
) -> list[Line]:  # fmt: skip
    """The sums of a table, checked."""
    found = []
    last = len(table.rows) - 1
    if total_row and last in at:
        for column in {column for _, column in values}:
            found.append(Line(tuple((n, column) for n in at if n != last and (n, column) in values), (last, column)))
    if total_column is not None:
        for n in at:
            found.append(Line(tuple((n, column) for column in counts if (n, column) in values), (n, total_column)))
    kept = [line for line in found if line.total in values]
    for line in kept:
        _check_sum(table, line, values)
    return kept


def _check_sum(table: Table, line: Line, values: Mapping[Cell, int]) -> None:
    total, parts = values[line.total], sum(values[part] for part in line.parts)
    if total != parts:
        n, column = line.total
        raise InputError(
            Fault("BH-REP-002", f"the total is {total:,} and its parts add up to {parts:,}", "a total that is the sum of its parts", "state the parts that are missing, or no total",
                  file="table", row=n + 1, column=table.head[column], value=f"{total:,}")
        )  # fmt: skip


def _count(table: Table, row: int, column: int) -> int | None:
    """A cell as a count; None without a figure."""
    said = table.rows[row][column].strip()
    if said in NOTHING:
        return None
    if not re.fullmatch(r"\d{1,3}(,\d{3})+|\d+", said):
        raise InputError(
            Fault("BH-REP-002", f"{said!r} is no whole count", "a whole number of persons or firms", "name the columns that count, and no others",
                  file="table", row=row + 1, column=table.head[column], value=said)
        )  # fmt: skip
    return int(said.replace(",", ""))


def has_withheld(table: Table, row: int, columns: Iterable[int], language: Language) -> bool:
    """Whether a row of a table that was looked over has a cell that is not shown, other than as under five."""
    return any(table.rows[row][column] == PUBLIC["public_withheld"][language == "zh"] for column in columns)
