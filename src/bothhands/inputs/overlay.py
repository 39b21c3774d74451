"""A region with some tables from files of the user's: what if these were the triggers, the budgets, the parameters?

Why this file exists: a question should not need a copy of the region. A table given takes the place of the region's whole; only
parameters are joined by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bothhands.errors import Fault, InputError
from bothhands.inputs.reading import rows_of
from bothhands.inputs.region import Region
from bothhands.inputs.registry import tables
from bothhands.inputs.sheets import Found, add_file
from bothhands.inputs.table import Row
from bothhands.inputs.tables.parameters import Parameter


def rows_of_files(files: Sequence[tuple[Path, str]], faults: Sequence[Fault] = ()) -> dict[str, list[Row]]:
    """Rows by table of files, each with the name of its table, or "" where the file is named after it.

    Raises
    ------
    InputError
        With every fault of every file, and those given.
    """
    found, rows, wrong = Found(), dict[str, list[Row]](), list(faults)
    for path, table in files:
        if path.is_file():
            add_file(path, found, table)
        else:
            wrong.append(Fault("BH-INP-001", f"no file {path}", "a table as CSV, Parquet or Excel", "correct the path"))
    for sheet in found.sheets.values():
        placed, _, more = rows_of(tables()[sheet.name], sheet)
        rows[sheet.name] = [item.row for item in placed]
        wrong += more
    wrong += found.faults
    if wrong:
        raise InputError(wrong)
    return rows


def joined_parameters(region: Region, rows: Sequence[Row]) -> list[Row]:
    """The region's parameters, those of the same name replaced."""
    changed = {row.parameter: row for row in rows if isinstance(row, Parameter)}
    return [*(row for row in region.rows(Parameter) if row.parameter not in changed), *changed.values()]


def with_files(region: Region, paths: Sequence[Path]) -> Region:
    """The region with the tables of some files, each named after its table.

    Raises
    ------
    InputError
        With every fault of every file, and of the region they would give.
    """
    rows = rows_of_files([(path, "") for path in paths])
    if "parameters" in rows:
        rows["parameters"] = joined_parameters(region, rows["parameters"])
    return region.replace(**rows) if rows else region
