"""Rows of a long study kept as they come, so that one that was stopped goes on where it stood.

Why this file exists: a study of hundreds of runs must survive a closed laptop. Every row names what it was made from; rows of
another edition, day, seed, plan or program in the same file are passed over, never used.
"""

from __future__ import annotations

import json
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

Values: TypeAlias = list[float] | dict[str, float | str | bool]


class Rows:
    """Rows by stage and number, on disk where a file is given.

    Parameters
    ----------
    path
        A file of one JSON object a line; None keeps rows in memory alone.
    key
        What the rows are made from.
    """

    def __init__(self, path: Path | None, key: str) -> None:
        self._path, self._key, self._lock = path, key, Lock()
        self._rows: dict[tuple[str, str], Values] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path is not None and path.is_file() else ():
            row = _row(line)
            if row is not None and row.get("key") == key:
                self._rows[str(row["stage"]), str(row["number"])] = row["values"]

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, stage: str, number: str) -> Values | None:
        """The values of a row, or None where it was not made."""
        return self._rows.get((stage, number))

    def add(self, stage: str, number: str, values: Values) -> None:
        """Keep a row."""
        with self._lock:
            self._rows[stage, number] = values
            if self._path is not None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                whole = json.dumps({"key": self._key, "stage": stage, "number": number, "values": values})
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(whole + "\n")


def _row(line: str) -> dict[str, Any] | None:
    """A line as a row; None for one that broke off."""
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) and {"key", "stage", "number", "values"} <= row.keys() else None
