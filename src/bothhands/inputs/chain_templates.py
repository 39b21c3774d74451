"""Chains to start from: the tables of masks complete, of other goods with what is unknown left blank.

Why this file exists: a planner should fill figures, not invent a format. A figure nobody published stays blank; reading
the tables then lists every blank cell with what belongs there, and a region that takes them will not load before.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.overlay import read_files

FOLDER = Path(__file__).parent.parent / "data" / "chain_templates"
PLACE = "PLACE"
"""Stands for the place the chain is in, in names of sites and in their column."""


def templates() -> tuple[str, ...]:
    """Names of the chains that come with the package."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))


def new_chain(template: str, folder: Path, place: str) -> list[Path]:
    """Write the tables of a chain; their paths.

    Parameters
    ----------
    template
        Name of the chain.
    folder
        Where to write; it must not exist, so that no table of a user's is lost.
    place
        City whose sites the tables name.

    Raises
    ------
    InputError
        Where there is no such template (BH-CHN-002) or the folder exists (BH-INP-044).
    """
    if template not in templates():
        fault = Fault("BH-CHN-002", f"no chain {template!r}", "a chain of the package", nearest(template, templates()))
        raise InputError(fault)
    if folder.exists():
        raise InputError(Fault("BH-INP-044", f"{folder} exists already", "a free path", "choose another folder"))
    folder.mkdir(parents=True)
    written = []
    for path in sorted((FOLDER / template).glob("*.csv")):
        own = folder / path.name
        own.write_text(_placed(path.read_text(encoding="utf-8"), place), encoding="utf-8", newline="")
        written.append(own)
    return written


def to_fill(files: list[Path]) -> list[Fault]:
    """Cells of a chain's tables that must be filled before a region can take them.

    Parameters
    ----------
    files
        The tables, each named after itself.
    """
    return read_files([(path, "") for path in files]).faults


def _placed(text: str, place: str) -> str:
    """The table with the place in its cells."""
    out = io.StringIO(newline="")
    rows = list(csv.reader(io.StringIO(text)))
    csv.writer(out, lineterminator="\n").writerows([cell.replace(PLACE, place) for cell in row] for row in rows)
    return out.getvalue()
