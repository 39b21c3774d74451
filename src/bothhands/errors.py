"""Errors with stable codes: what was wrong and where, what was expected, what to do next. Imports nothing of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Fault:
    """One fault in an input: code, place of the fault, what was found, what was expected and the remedy."""

    code: str
    what: str
    expected: str = ""
    remedy: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def as_dict(self) -> dict[str, object]:
        """All fields, for JSON output."""
        return asdict(self)

    @property
    def names_column(self) -> bool:
        """Whether what was found begins with the column's name, so that it need not be said before."""
        return bool(self.column) and self.what.startswith((f"{self.column}: ", f"{self.column} is "))

    def sentence(self) -> str:
        """The fault read aloud: where, what, expected, what to do."""
        row = "" if self.row is None else f"row {self.row}"
        column = "" if not self.column or self.names_column else f"column {self.column}"
        where = ", ".join(filter(None, (self.file, row, column)))
        parts = [f"{self.code} {where}: {self.what}" if where else f"{self.code} {self.what}"]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.remedy:
            parts.append(self.remedy)
        return "; ".join(parts).removesuffix(".") + "."


class BothhandsError(Exception):
    """Anything a user can mend. Carries every fault found, never only the first."""

    exit_code = 2

    def __init__(self, faults: Sequence[Fault] | Fault) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(fault.sentence() for fault in self.faults))


class InputError(BothhandsError):
    """A region, setting or command that cannot be used as it stands."""


class RunError(BothhandsError):
    """A run that turned negative or non-finite; the fault names the day and the place."""

    exit_code = 3


class NotThere(BothhandsError):
    """A record that does not exist, or not for whoever asks: both are told alike, so that nothing leaks."""


class NotSignedIn(BothhandsError):
    """Something that only whoever is signed in may ask, or a wrong login, password or token."""


class NotAllowed(BothhandsError):
    """Something that whoever asks may not do."""


class OutOfDate(BothhandsError):
    """A change of a record that somebody else changed meanwhile; `theirs` is what stands now."""

    def __init__(self, faults: Sequence[Fault] | Fault, theirs: dict[str, object]) -> None:
        super().__init__(faults)
        self.theirs = theirs


class Busy(BothhandsError):
    """Something refused for now; `wait_seconds` says for how long."""

    exit_code = 4

    def __init__(self, faults: Sequence[Fault] | Fault, wait_seconds: int) -> None:
        super().__init__(faults)
        self.wait_seconds = wait_seconds
