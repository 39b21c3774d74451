"""Comparisons with a known truth, and where the tables that ship with the program are found."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import NamedTuple


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


def shipped(name: str) -> Path:
    """Folder of published tables that comes with the program."""
    return Path(str(files("bothhands") / "data" / "reference" / name))
