"""A tiny region in a folder of its own, to be spoiled cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from spoiled import Spoil, table_lines, write_lines

from bothhands.inputs.loading import load
from bothhands.inputs.region import Region
from bothhands.inputs.saving import save_folder


@pytest.fixture(scope="session")
def towns() -> Region:
    return load("two-towns")


@pytest.fixture
def folder(towns: Region, tmp_path: Path) -> Path:
    return save_folder(towns, tmp_path / "towns")


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Write a text into a cell, by the row number a fault would give."""

    def cell(table: str, row: int, column: str, text: str) -> None:
        lines = table_lines(folder / f"{table}.csv")
        lines[row - 1][lines[0].index(column)] = text
        write_lines(folder / f"{table}.csv", lines)

    return cell
