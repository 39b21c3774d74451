"""Comparisons with a known truth, and where the tables that ship with the program are found."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest

Line = dict[str, str]
Lines = list[Line]


class Row(NamedTuple):
    """One comparison."""

    name: str
    ours: float
    theirs: float
    tolerance: float

    @property
    def passed(self) -> bool:
        """Within tolerance of the truth."""
        return bool(abs(self.ours - self.theirs) <= self.tolerance)

    @property
    def verdict(self) -> str:
        """In four letters."""
        return "pass" if self.passed else "FAIL"


class AtLeast(Row):
    """A figure that must reach a bound."""

    @property
    def passed(self) -> bool:
        """Not below the bound."""
        return self.ours >= self.theirs - self.tolerance


class AtMost(Row):
    """A figure that must keep below a bound, or a score that must not be worse than another."""

    @property
    def passed(self) -> bool:
        """Not above the bound."""
        return self.ours <= self.theirs + self.tolerance


class Context(Row):
    """A figure told beside the comparisons; it decides nothing."""

    @property
    def passed(self) -> bool:
        """Always."""
        return True

    @property
    def verdict(self) -> str:
        """It gives none."""
        return "told"


def shipped(name: str) -> Path:
    """Folder of published tables that comes with the program."""
    return Path(str(files("bothhands") / "data" / "reference" / name))


def read(folder: Path, wanted: Mapping[str, Sequence[str]]) -> dict[str, Lines]:
    """Tables of a folder, as text cells.

    Parameters
    ----------
    folder
        Where they lie.
    wanted
        Columns of numbers each file must have, by its name; a file may have others.

    Returns
    -------
    The rows of each file.

    Raises
    ------
    InputError
        Every missing file and column and every cell that is no number, all at once. NA is a number that is not there.
    """
    found: dict[str, Lines] = {}
    faults: list[Fault] = []
    for name, columns in wanted.items():
        path = folder / name
        if not path.is_file():
            faults.append(
                Fault("BH-VAL-001", "there is no such file", f"a table with {', '.join(columns)}", "add it", str(path))
            )
            continue
        with path.open(encoding="utf-8-sig", newline="") as file:
            found[name] = list(csv.DictReader(file))
        faults += _faults(path, found[name], columns)
    if faults:
        raise InputError(faults)
    return found


def _faults(path: Path, lines: Lines, columns: Sequence[str]) -> list[Fault]:
    """What is wrong with a table of numbers."""
    if not lines:
        return [Fault("BH-VAL-002", "the table has no rows", "at least one", "fill it", str(path))]
    absent = [name for name in columns if name not in lines[0]]
    faults = [
        Fault(
            "BH-VAL-002",
            f"no column {name!r}",
            f"the columns {', '.join(columns)}",
            nearest(name, list(lines[0])),
            str(path),
        )
        for name in absent
    ]
    for number, line in enumerate(lines, start=2):
        for name in columns:
            if name not in absent and not _is_number(line[name]):
                faults.append(
                    Fault(
                        "BH-VAL-003",
                        "not a number",
                        "a finite number",
                        "correct the cell",
                        str(path),
                        number,
                        name,
                        line[name] or "",
                    )
                )
    return faults


def _is_number(cell: str | None) -> bool:
    if cell == "NA":
        return True
    try:
        return abs(float(cell or "")) < float("inf")
    except ValueError:
        return False
