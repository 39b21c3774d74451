"""A folder that pymrio wrote (`save_all`, text): Z and Y with places and sectors in two header rows and two columns, as one matrix.

Why this file exists: tables of several regions are often kept this way. Only the text form is read, with nothing of pymrio, so that its
licence does not bind; what pymrio keeps as Parquet or pickled is saved again as text first.
"""

from __future__ import annotations

import csv
from pathlib import Path

from bothhands.errors import Fault, InputError
from bothhands.inputs.input_output.grid import Grid

JOINT = "|"
"""Parts the place from the sector in the codes of the matrix made here."""
FILES = ("Z.txt", "Y.txt")


def grid_of_folder(folder: Path) -> Grid:
    """Flows and final uses side by side, codes as place|sector.

    Raises
    ------
    InputError
        Where a file is missing, has another form, or the two have other rows.
    """
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        what = f"the folder {folder} has no {' and no '.join(missing)}"
        raise InputError(
            Fault(
                "BH-INP-001",
                what,
                "Z.txt and Y.txt as pymrio's save_all writes them as text",
                "save it so",
                str(folder),
            )
        )
    flows, final = (_table(folder / name) for name in FILES)
    if [row[0] for row in flows[1]] != [row[0] for row in final[1]]:
        what = "Z.txt and Y.txt do not have the same rows in the same order"
        raise InputError(
            Fault("BH-INP-068", what, "places and sectors alike in both", "save the system again", folder.name)
        )
    rows = [
        (number, (code, *cells, *after))
        for (code, number, cells), (_, _, after) in zip(flows[1], final[1], strict=True)
    ]
    return Grid(folder.name, ("", *flows[0], *final[0]), tuple(rows))


def _table(path: Path) -> tuple[list[str], list[tuple[str, int, tuple[str, ...]]]]:
    """Joined codes of the columns, and each row with its code and its number in the file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t"))
    if len(lines) < 4 or any(len(line) < 3 for line in lines[:2]) or lines[2][2:] != [""] * (len(lines[2]) - 2):
        what = f"{path.name} does not have two header rows of places and names, and a third that names the two first columns"
        raise InputError(
            Fault("BH-INP-068", what, "the text form of pymrio's save_all", "save the system again", path.name, 1)
        )
    columns = [JOINT.join(pair) for pair in zip(lines[0][2:], lines[1][2:], strict=True)]
    return columns, [(JOINT.join(line[:2]), number, tuple(line[2:])) for number, line in enumerate(lines[3:], start=4)]
