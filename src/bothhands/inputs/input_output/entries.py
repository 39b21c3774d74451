"""Figures from cells: what each row and column of a layout means, and every fault on the way.

Why this file exists: it is where names of a file become suppliers and users of the format. It adds nothing up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.inputs.cells import text_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.concordance import FOLDER
from bothhands.inputs.input_output.account import ABROAD, BELOW, HERE, USES, Entry
from bothhands.inputs.input_output.grid import Grid, figure
from bothhands.inputs.input_output.layouts import Layout, Meaning, meaning_of, usual_names

ALIKE = ("long",)
PLACES = ("origin", "destination")


class Read(NamedTuple):
    """The figures of a file, its sectors in order, and what was worked out on the way."""

    entries: list[Entry]
    sectors: tuple[str, ...]
    derived: Mapping[str, str] = MappingProxyType({})


class Line(NamedTuple):
    """A row or column of a matrix: a sector of a place, or something else."""

    code: str
    place: str
    meaning: Meaning | None


def read_entries(grid: Grid, layout: Layout, given: Mapping[str, Meaning], *, zero: bool = False) -> Read:
    """The figures of a table.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    return _long(grid, zero=zero) if layout.name in ALIKE else _matrix(grid, layout, given, zero=zero)


def read_accounts(grid: Grid, layout: Layout, given: Mapping[str, Meaning], sectors: Iterable[str]) -> list[Entry]:
    """Final uses and output that stand in a second file, one row a sector.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    known, faults, entries = set(sectors), [], []
    columns = [(at, name, meaning_of(layout, "column", name, given)) for at, name in enumerate(grid.header) if at]
    for _, name, meaning in columns:
        if meaning is None:
            faults.append(_no_meaning(grid, 1, "column", name, usual_names("column")))
    for number, cells in grid.rows:
        code = text_of(cells[0]).strip()
        if code not in known:
            faults.append(_no_meaning(grid, number, "row", code, known))
        for at, name, meaning in columns:
            if meaning is None or meaning.what in ("total", "label", "aside") or code not in known:
                continue
            value = figure(cells[at] if at < len(cells) else None, grid, number, name, spaces=False, zero=False)
            if isinstance(value, Fault):
                faults.append(value)
            else:
                pair = (meaning.what, code) if meaning.what in BELOW else (code, meaning.what)
                entries.append(Entry(*pair, meaning.sign * value, number))
    if faults:
        raise InputError(faults)
    return entries


def split_consumption(entries: Iterable[Entry], layout: Layout) -> list[Entry]:
    """Consumption of households and government together, by the stated shares of each product; none stated: households."""
    shares: dict[str, list[tuple[str, float]]] = {}
    if layout.consumption:
        import csv

        with (FOLDER / f"{layout.consumption}.csv").open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                shares.setdefault(line["sector"], []).append((line["use"], float(line["weight"])))
    told = []
    for one in entries:
        if one.user != "consumption":
            told.append(one)
            continue
        for use, share in shares.get(one.supplier, [("household", 1.0)]):
            told.append(one._replace(user=use, value=one.value * share))
    return told


def _long(grid: Grid, *, zero: bool) -> Read:
    at = {name: grid.header.index(name) for name in ("supplier", "user", "value", *PLACES) if name in grid.header}
    faults: list[Fault] = [
        Fault("BH-INP-011", f"the column {name!r} is missing", "supplier, user, value", "add it", grid.file, 1, name)
        for name in ("supplier", "user", "value")
        if name not in at
    ]
    entries: list[Entry] = []
    met: dict[tuple[str, ...], int] = {}
    for number, cells in grid.rows if not faults else ():
        text = {name: text_of(cells[n]).strip() if n < len(cells) else "" for name, n in at.items()}
        value = figure(text["value"], grid, number, "value", spaces=False, zero=zero)
        key = tuple(text.get(name, HERE) for name in ("supplier", "user", *PLACES))
        if isinstance(value, Fault):
            faults.append(value)
            continue
        if not key[0] or not key[1]:
            faults.append(Fault("BH-INP-012", "the cell is blank", "a code", "fill it", grid.file, number))
        if key in met:
            what = f"the flow from {key[0]} to {key[1]} stands in row {met[key]} too"
            faults.append(
                Fault("BH-INP-021", what, "each flow once", "remove one", grid.file, number, "supplier", key[0])
            )
        met.setdefault(key, number)
        entries.append(Entry(key[0], key[1], value, number, key[2], key[3]))
    if faults:
        raise InputError(faults)
    codes = [code for one in entries for code in (one.supplier, one.user) if code not in (*BELOW, *USES)]
    return Read(entries, tuple(dict.fromkeys(codes)))


def _matrix(grid: Grid, layout: Layout, given: Mapping[str, Meaning], *, zero: bool) -> Read:
    if missing := [name for name in (layout.code, layout.block) if name and name not in grid.header]:
        what = f"the layout {layout.name} has a column {missing[0]!r}, {grid.file} has none"
        raise InputError(Fault("BH-INP-068", what, layout.about, "name another layout, or --header-row", grid.file, 1))
    labels = layout.labels or grid.header[:1]
    code_at = grid.header.index(layout.code) if layout.code else 0
    block_at = grid.header.index(layout.block) if layout.block else None
    skipped = {grid.header.index(label) for label in labels if label in grid.header}
    rows = [
        (number, _line(text_of(cells[code_at]).strip(), "row", layout, given), cells)
        for number, cells in grid.rows[layout.under :]
    ]
    columns = [
        (at, _line(name, "column", layout, given)) for at, name in enumerate(grid.header) if at not in skipped and name
    ]
    if any(line.meaning and line.meaning.what == "output" for _, line, _ in rows):
        columns = [(at, line) for at, line in columns if not line.meaning or line.meaning.what != "output"]
    faults = _line_faults(grid, rows, columns, block_at)
    if any(fault.code == "BH-INP-068" for fault in faults):
        raise InputError(faults)
    entries: list[Entry] = []
    for number, line, cells in rows:
        abroad = block_at is not None and text_of(cells[block_at]).strip().lower() == "imports"
        for at, column in columns:
            if _is_read(line, column):
                blank = zero or (line.meaning is not None and column.meaning is not None)
                cell = cells[at] if at < len(cells) else None
                value = figure(cell, grid, number, grid.header[at], spaces=layout.spaces, zero=blank)
                if isinstance(value, Fault):
                    faults.append(value)
                else:
                    entries.append(_entry(line, column, value, number, abroad=abroad))
    if faults:
        raise InputError(faults)
    return Read(entries, tuple(dict.fromkeys(line.code for _, line, _ in rows if line.meaning is None)))


def _line(name: str, axis: str, layout: Layout, given: Mapping[str, Meaning]) -> Line:
    place, found, rest = name.partition(layout.joint) if layout.joint else (HERE, "", name)
    if layout.joint and not found:
        place, rest = HERE, name
    return Line(rest, place, meaning_of(layout, axis, rest, given))


def _is_read(line: Line, column: Line) -> bool:
    """Whether a cell holds a figure of its own: no total, no label, no output of a final use."""
    for one in (line, column):
        if one.meaning is not None and one.meaning.what in ("total", "label"):
            return False
    return not (column.meaning is not None and column.meaning.what == "output" and line.meaning is not None)


def _entry(line: Line, column: Line, value: float, number: int, *, abroad: bool) -> Entry:
    sign = (line.meaning.sign if line.meaning else 1.0) * (column.meaning.sign if column.meaning else 1.0)
    supplier = line.meaning.what if line.meaning and line.meaning.what in BELOW else line.code
    user = column.meaning.what if column.meaning else column.code
    if user == "output":
        supplier, user = "output", line.code
        return Entry(supplier, user, sign * value, number, HERE, line.place)
    return Entry(supplier, user, sign * value, number, ABROAD if abroad else line.place, column.place)


def _line_faults(
    grid: Grid,
    rows: list[tuple[int, Line, tuple[object, ...]]],
    columns: list[tuple[int, Line]],
    block_at: int | None,
) -> list[Fault]:
    """Codes on one axis only, and codes that stand twice."""
    down = {line.code for _, line, _ in rows if line.meaning is None}
    across = {line.code for _, line in columns if line.meaning is None}
    if not down & across:
        what = f"no code of the first column of {grid.file} stands in the header too"
        expected = "a table whose rows and columns are the same sectors"
        return [
            Fault("BH-INP-068", what, expected, "if a title stands above the header, say --header-row N", grid.file, 1)
        ]
    faults = [
        _no_meaning(grid, number, "row", line.code, across | set(usual_names("row")))
        for number, line, _ in rows
        if line.meaning is None and line.code not in across
    ]
    faults += [
        replace(_no_meaning(grid, 1, "column", line.code, down | set(usual_names("column"))), column=line.code)
        for _, line in columns
        if line.meaning is None and line.code not in down
    ]
    met: dict[tuple[str, str, str], int] = {}
    for number, line, cells in rows:
        key = (line.code, line.place, text_of(cells[block_at]) if block_at is not None else "")
        if key in met:
            what = f"{line.code} stands in row {met[key]} too"
            faults.append(Fault("BH-INP-021", what, "each row once", "remove one", grid.file, number, value=line.code))
        met.setdefault(key, number)
    names = [(line.code, line.place) for _, line in columns]
    for code, _ in {name for name in names if names.count(name) > 1}:
        what = f"the column {code!r} stands twice"
        faults.append(Fault("BH-INP-023", what, "each column once", "remove one", grid.file, 1, code))
    return faults


def _no_meaning(grid: Grid, number: int, axis: str, name: str, known: Iterable[str]) -> Fault:
    what = f"the {axis} {name!r} is neither a sector nor a name that is known"
    remedy = f"{nearest(name, known)}; or say what it is: --meaning '{name}=...'"
    return Fault("BH-INP-068", what, "a code on both axes, or a usual name", remedy, grid.file, number, value=name)
