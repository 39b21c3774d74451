"""Helpers of these tests: tables as lines of text, and the faults of a region."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from bothhands.errors import Fault, InputError
from bothhands.inputs.loading import load

Spoil = Callable[[str, int, str, str], None]


def table_lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_lines(path: Path, lines: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)


def faults_of(path: Path | str) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        load(path)
    return caught.value.faults


def rows_in(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
