"""A folder that is written whole or not at all: every file aside first, and into place once all are there.

Why this file exists: a disk that fills up, an interrupt or a fault half-way would leave the files of two plans in one folder. What is written
lies aside within the folder it is for, so on its own file system, and is moved from there; a move that fails is taken back.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bothhands.errors import BothhandsError, Fault, InputError

ASIDE = ".bothhands-"
"""How the name of the folder begins that holds what is not in place yet."""


def check_writable(folder: Path) -> None:
    """Stop before a run whose folder could not be written (BH-CLI-007); nothing is left there.

    Parameters
    ----------
    folder
        Where a command will write, there already or not.
    """
    missing = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        Path(tempfile.mkdtemp(prefix=ASIDE, dir=folder)).rmdir()
    except OSError as problem:
        raise InputError(_fault(folder, problem)) from problem
    finally:
        _take_away(missing)


@contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """A folder to write into, whose files take their places once all are written; before, nothing changes there.

    Parameters
    ----------
    folder
        Where the files are to be; made where it is not there. Other files there stay, but for the print of a page that is written anew
        without one.

    Raises
    ------
    InputError
        Where a file cannot be written (BH-CLI-007).
    """
    missing = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=ASIDE, dir=folder))
        try:
            new = aside / "new"
            new.mkdir()
            yield new
            _put_in_place(new, folder, aside / "old")
            missing = []
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except BothhandsError:
        raise
    except Exception as problem:
        cause = problem if isinstance(problem, OSError) else problem.__context__
        if not isinstance(cause, OSError):
            raise
        raise InputError(_fault(folder, cause)) from problem
    finally:
        _take_away(missing)


def _put_in_place(new: Path, folder: Path, old: Path) -> None:
    """Every file to its place, what stood there aside; where one cannot be moved, all stands as before."""
    files = sorted(path.relative_to(new) for path in new.rglob("*") if path.is_file())
    prints = {page.with_suffix(".pdf") for page in files if page.suffix == ".html"} - set(files)
    moved: list[tuple[Path, Path]] = []

    def move(one: Path, other: Path) -> None:
        moved.append((one, other))
        os.replace(one, other)

    try:
        for name in [*files, *sorted(prints)]:
            at = folder / name
            if at.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(at))
            if at.exists():
                (old / name).parent.mkdir(parents=True, exist_ok=True)
                move(at, old / name)
            if name in files:
                at.parent.mkdir(parents=True, exist_ok=True)
                move(new / name, at)
    except BaseException:
        for one, other in reversed(moved):
            if other.exists() and not one.exists():
                os.replace(other, one)
        raise


def _missing(folder: Path) -> list[Path]:
    """The folder and those it lies in that are not there, or cannot be seen, the innermost first."""
    return [path for path in (folder, *folder.parents) if not os.path.exists(path)]


def _take_away(made: list[Path]) -> None:
    """Folders that were made for nothing; one that holds something stays."""
    for path in made:
        with suppress(OSError):
            path.rmdir()


def _fault(folder: Path, problem: OSError) -> Fault:
    """Why a folder cannot be written, in words."""
    there = next((path for path in (folder, *folder.parents) if os.path.exists(path)), folder)
    if not os.path.isdir(there):
        why, remedy = f"{there} is no folder", "name another folder with --out"
    else:
        why = os.strerror(problem.errno) if problem.errno else str(problem)
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT)
        remedy = f"{'make room there' if full else 'mend that'}, or name another folder with --out"
    return Fault("BH-CLI-007", f"{folder} cannot be written: {why}", "a folder that can be written", f"{remedy}; nothing there was changed")  # fmt: skip
