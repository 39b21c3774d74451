"""Tables from files of the user's, in place of a region's: what if these were the triggers, the budgets, the parameters?

Why this file exists: a question should not need a copy of the region. A table given takes the place of the region's whole; only
parameters are joined by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.inputs.reading import Placed, rows_of
from bothhands.inputs.region import Region
from bothhands.inputs.registry import tables
from bothhands.inputs.sheets import Found, add_file
from bothhands.inputs.table import Row
from bothhands.inputs.tables.parameters import Parameter


class Given(NamedTuple):
    """Rows of files by table, what could be read of the others, and every fault."""

    placed: dict[str, list[Placed]]
    spoiled: dict[str, list[Placed]]
    faults: list[Fault]


def read_files(files: Sequence[tuple[Path, str]]) -> Given:
    """Rows by table of files, each with the name of its table, or "" where the file is named after it."""
    found, given = Found(), Given({}, {}, [])
    for path, table in files:
        if path.is_file():
            add_file(path, found, table)
        else:
            given.faults.append(
                Fault("BH-INP-001", f"no file {path}", "a table as CSV, Parquet or Excel", "correct the path")
            )
    for sheet in found.sheets.values():
        given.placed[sheet.name], partial, wrong = rows_of(tables()[sheet.name], sheet)
        given.spoiled.update({sheet.name: partial} if wrong else {})
        given.faults.extend(wrong)
    given.faults.extend(found.faults)
    return given


def rows_of_files(files: Sequence[tuple[Path, str]], faults: Sequence[Fault] = ()) -> dict[str, list[Row]]:
    """Rows by table of files.

    Raises
    ------
    InputError
        With every fault of every file, and those given.
    """
    given = read_files(files)
    if faults or given.faults:
        raise InputError([*faults, *given.faults])
    return {name: [item.row for item in items] for name, items in given.placed.items()}


def joined_parameters(region: Region, rows: Sequence[Row]) -> list[Row]:
    """The region's parameters, those of the same name replaced."""
    changed = {row.parameter: row for row in rows if isinstance(row, Parameter)}
    return [*(row for row in region.rows(Parameter) if row.parameter not in changed), *changed.values()]


def with_files(region: Region, paths: Sequence[Path]) -> Region:
    """A sound region with the tables of some files, each named after its table; `load` takes files where a region may be faulty.

    Raises
    ------
    InputError
        With every fault of every file, and of the region they would give.
    """
    rows = rows_of_files([(path, "") for path in paths])
    if "parameters" in rows:
        rows["parameters"] = joined_parameters(region, rows["parameters"])
    return region.replace(**rows) if rows else region


def laid_over(base: Sequence[Placed], name: str, own: Sequence[Placed]) -> list[Placed]:
    """The rows of a table when those of a file take their place: all of them, or of parameters those of the same name."""
    if name != "parameters":
        return list(own)
    named = {item.row.parameter for item in own if isinstance(item.row, Parameter)}
    kept = [item for item in base if not (isinstance(item.row, Parameter) and item.row.parameter in named)]
    return [*kept, *own]
