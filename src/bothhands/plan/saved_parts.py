"""The parts of a plan that was written, read back with everything wrong with them: the file may have been changed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ValidationError

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.plain_words import expected_of, place_of, value_of
from bothhands.inputs.tables.triggers import Trigger
from bothhands.levers.catalogue import LEVER, Lever
from bothhands.levers.measure import Measure
from bothhands.plan.decisions import Decisions
from bothhands.plan.question import Question

Model = TypeVar("Model", bound=BaseModel)
NEEDED = ("region", "edition", "as_of", "seed", "question", "decisions", "period_starts", "measures", "rules")
MEND = "mend it, or make the plan again"
ROUNDING = 1e-9


class Parts:
    """The parts of a plan, one by one; `end` tells what was wrong with all of them.

    Parameters
    ----------
    told
        What stands in the file.
    path
        The file.
    """

    def __init__(self, told: Mapping[str, Any], path: Path) -> None:
        self._told, self._path = told, path
        self._faults: list[Fault] = []
        for name in NEEDED:
            if name not in told:
                self._wrong(f"{name} is missing", "every part of a plan", "make it again")
        self.end()

    def end(self) -> None:
        """Stop where anything was wrong (BH-ASK-006)."""
        if self._faults:
            raise InputError(self._faults)

    def text(self, name: str) -> str:
        """A text."""
        found = self._told[name]
        if not isinstance(found, str):
            self._wrong(f"{name} is {_shown(found)}", "a text")
        return str(found)

    def whole(self, name: str) -> int:
        """A whole number, 0 or more."""
        found = self._told[name]
        if isinstance(found, int) and found >= 0:
            return found
        self._wrong(f"{name} is {_shown(found)}", "a whole number, 0 or more")
        return 0

    def day(self, name: str) -> date:
        """A day."""
        return self._day(name, self._told[name])

    def days(self, name: str) -> tuple[date, ...]:
        """Days in their order, one at least."""
        found = self._told[name]
        if not isinstance(found, list) or not found:
            self._wrong(f"{name} is {_shown(found)}", "a list of days, one or more")
            return ()
        days = tuple(self._day(f"{name} {n}", one) for n, one in enumerate(found, 1))
        if list(days) != sorted(set(days)):
            self._wrong(f"{name} are out of order", "days, each after the one before")
        return days

    def question(self) -> Question:
        """What was asked."""
        return self._model(Question, self._told["question"], "question") or Question()

    def rules(self) -> tuple[Trigger, ...]:
        """Contingency rules."""
        return tuple(row for _, row in self._rows(Trigger, "rules", "rule"))

    def measures(self) -> tuple[Measure, ...]:
        """Measures, each of a known lever, within its bounds, and not ending before it starts."""
        rows = self._rows(Measure, "measures", "measure")
        for where, one in rows:
            self._check(one, where)
        return tuple(one for _, one in rows)

    def decisions(self) -> Decisions:
        """Levels from 0 to 1, which stand in percents."""
        found = self._told["decisions"]
        if not isinstance(found, dict):
            self._wrong(f"decisions is {_shown(found)}", "a table of levers and levels")
            found = {}
        return Decisions(**{name: self._levels(LEVER[name], found.get(name)) for name in Decisions._fields})

    def _rows(self, model: type[Model], name: str, one: str) -> list[tuple[str, Model]]:
        """The sound rows of a list, each with what it is called."""
        found = self._told[name]
        if not isinstance(found, list):
            self._wrong(f"{name} is {_shown(found)}", "a list")
            return []
        rows = [(f"{one} {n}", self._model(model, row, f"{one} {n}")) for n, row in enumerate(found, 1)]
        return [(where, row) for where, row in rows if row is not None]

    def _levels(self, lever: Lever, found: object) -> np.ndarray:
        """Levels of a lever."""
        try:
            levels = np.asarray(found, float)
        except (TypeError, ValueError):
            levels = np.zeros(0)
        if levels.ndim < 2:
            self._wrong(f"decisions of {lever.name} are {_shown(found)}", "a list of numbers for each period")
            return np.zeros((0, 0))
        within = (levels >= 100 * lever.low) & (levels <= 100 * lever.high)
        if not within.all():
            beyond = ", ".join(f"{level:g}" for level in np.unique(levels[~within])[:5])
            self._wrong(f"decisions of {lever.name} hold {beyond}", f"{100 * lever.low:g} to {100 * lever.high:g} percent")  # fmt: skip
        return levels / 100.0

    def _check(self, one: Measure, where: str) -> None:
        lever = LEVER.get(one.lever)
        if lever is None:
            self._wrong(f"{where}: lever is {one.lever!r}", "a lever of the catalogue", nearest(one.lever, LEVER))
        elif not lever.low - ROUNDING <= one.value <= lever.high + ROUNDING:
            unit = "" if lever.unit == "share" else f" {lever.unit}"
            self._wrong(f"{where}: value of {one.lever} is {one.value:g}", f"{lever.low:g} to {lever.high:g}{unit}")
        if one.end < one.start:
            self._wrong(f"{where}: end {one.end.isoformat()} is before start {one.start.isoformat()}", "a start no later than the end")  # fmt: skip

    def _day(self, name: str, found: object) -> date:
        try:
            return date.fromisoformat(str(found))
        except ValueError:
            self._wrong(f"{name} is {_shown(found)}", "a date, YYYY-MM-DD")
            return date.min

    def _model(self, model: type[Model], found: object, where: str) -> Model | None:
        try:
            return model.model_validate(found)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                at = place_of(one)
                what = f"{where}: {at} is {value_of(one)}" if at else f"{where} is {value_of(one)}"
                if one["type"] in ("missing", "extra_forbidden"):
                    what = f"{where}: {at} is {'missing' if one['type'] == 'missing' else 'unknown'}"
                self._wrong(what, expected_of(one))
            return None

    def _wrong(self, what: str, expected: str, remedy: str = MEND) -> None:
        self._faults.append(Fault("BH-ASK-006", what, expected, remedy, str(self._path)))


def _shown(value: object) -> str:
    return repr(value)[:80]
