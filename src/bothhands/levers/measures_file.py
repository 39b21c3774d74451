"""Measures as a file: `measures.csv`, one row a measure, written and read back to the last digit.

Why this file exists: a plan leaves its measures as a table that people open in Excel; the same table, changed there or made by hand, is what
a run is asked of. Columns that are left out are blank.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.plain_words import MOST_SHOWN, expected_of, place_of
from bothhands.levers.measure import Measure

COLUMNS = tuple(Measure.model_fields)
REMEDY = "write it as `bothhands plan` writes measures.csv"


def measures_text(measures: Sequence[Measure]) -> str:
    """Measures as CSV."""
    file = io.StringIO()
    rows = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    rows.writeheader()
    rows.writerows(one.model_dump(mode="json") for one in measures)
    return file.getvalue()


def read_measures(path: Path) -> tuple[Measure, ...]:
    """The measures of a CSV file.

    Parameters
    ----------
    path
        With the columns of `Measure`, in any order; a column that is left out, or a blank cell, takes what it is without.

    Raises
    ------
    InputError
        With every fault: an unknown column, a cell that cannot be read.
    """
    if not path.is_file():
        raise InputError(Fault("BH-LEV-012", f"no file {path}", "a table of measures as CSV", REMEDY))
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (csv.Error, UnicodeDecodeError) as problem:
        raise InputError(
            Fault("BH-LEV-012", f"cannot be read: {problem}", "CSV in UTF-8", REMEDY, path.name)
        ) from problem
    unknown = [name for name in (rows[0] if rows else ()) if name not in COLUMNS]
    faults = [Fault("BH-LEV-013", f"column {name!r} is unknown", "a column of measures.csv", nearest(str(name), COLUMNS), path.name) for name in unknown]  # fmt: skip
    if faults:
        raise InputError(faults)
    found: list[Measure] = []
    for number, row in enumerate(rows, 2):
        try:
            found.append(Measure.model_validate({name: cell for name, cell in row.items() if cell not in ("", None)}))
        except ValidationError as problem:
            faults += [_fault(path.name, number, one) for one in problem.errors(include_url=False)]
    if faults:
        raise InputError(faults)
    return tuple(found)


def _fault(file: str, number: int, found: ErrorDetails) -> Fault:
    column, value = place_of(found), found["input"]
    shown = "" if isinstance(value, dict) else str(value)[:MOST_SHOWN]
    return Fault("BH-LEV-014", f"{column or 'the row'} is {shown!r}", expected_of(found), "mend the cell", file, number, column, shown)  # fmt: skip
