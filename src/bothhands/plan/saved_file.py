"""The file of a plan that was written, as plain data; light, for whoever only tells what stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bothhands.errors import Fault, InputError

NAME = "plan.json"
EXPECTED, REMEDY = "a plan written by this version", "make it again"


def plan_in(folder: Path) -> dict[str, Any]:
    """What stands in the plan of a folder.

    Parameters
    ----------
    folder
        Written by `bothhands plan`.

    Raises
    ------
    InputError
        Where it holds no plan (BH-CLI-002), or a file that is no table of JSON (BH-ASK-006).
    """
    path = folder / NAME
    if not path.is_file():
        what = f"{folder} is a file, not a folder" if folder.is_file() else f"{folder} holds no plan.json"
        raise InputError(
            Fault("BH-CLI-002", what, "a folder written by `bothhands plan`", "run `bothhands plan` first")
        )
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as problem:
        raise unreadable(path, f"it is cut short or no JSON, at line {problem.lineno}") from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise unreadable(path, "it cannot be read as text") from problem
    if not isinstance(told, dict):
        raise unreadable(path, "it holds no table of names and values")
    return told


@contextmanager
def as_written(*folders: Path) -> Iterator[None]:
    """What is told of plans within: a part of one that is missing, or not as it is written, is a fault of its file (BH-ASK-006)."""
    where = " or ".join(str(folder / NAME) for folder in folders)
    try:
        yield
    except KeyError as problem:
        raise unreadable(where, f"{problem} is missing") from problem
    except (TypeError, ValueError, AttributeError, IndexError) as problem:
        raise unreadable(where, f"a part is not as it was written: {problem}") from problem


def unreadable(path: Path | str, why: str) -> InputError:
    """That a file cannot be read as a plan, and why."""
    return InputError(Fault("BH-ASK-006", f"{path} cannot be read as a plan: {why}", EXPECTED, REMEDY))
