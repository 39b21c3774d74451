"""What is wrong with a region's input-output table is found when it is loaded, where it stands and by how much."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spoiled import Spoil, faults_of, table_lines, write_lines

from bothhands.errors import Fault
from bothhands.inputs.input_output import judging
from bothhands.inputs.input_output.account import Account, Entry, account_of
from bothhands.inputs.loading import load, loaded
from bothhands.inputs.tables.input_output import Flow

REGIONS = ("liaoning", "liaoning-wave", "two-towns", "one-mask-line")


def row_of(folder: Path, supplier: str, user: str) -> int:
    lines = table_lines(folder / "input_output.csv")
    return next(n for n, line in enumerate(lines, start=1) if line[:2] == [supplier, user])


def coded(folder: Path, code: str) -> list[Fault]:
    return [fault for fault in faults_of(folder) if fault.code == code]


def test_a_row_and_a_column_that_do_not_balance(folder: Path, spoil: Spoil) -> None:
    spoil("input_output", row_of(folder, "A", "B"), "value", "40")
    (row,) = coded(folder, "BH-INP-036")
    assert (row.row, row.column, row.value) == (row_of(folder, "output", "A"), "value", "100")
    assert row.what == "sector A delivers 110, its output is 100: +10"
    (column,) = coded(folder, "BH-INP-069")
    assert (column.row, column.column) == (row_of(folder, "output", "B"), "value")
    assert column.what == "sector B takes in 310, its output is 300: +10"


def test_a_part_left_open_is_a_note_without_taxes_and_a_fault_with_them(folder: Path, spoil: Spoil) -> None:
    spoil("input_output", row_of(folder, "value_added", "A"), "value", "57")
    (note,) = [one for one in loaded(folder).notes if one.code == "BH-INP-074"]
    assert note.what == "inputs and value added of sector A leave 10.0% of its output open"
    assert note.row == row_of(folder, "output", "A")
    lines = table_lines(folder / "input_output.csv")
    write_lines(
        folder / "input_output.csv", [*lines, ["taxes", "B", "0", "x", "synthetic"] + [""] * (len(lines[0]) - 5)]
    )
    (fault,) = coded(folder, "BH-INP-069")
    assert fault.what == "sector A takes in 90, its output is 100: -10"


def test_a_sector_without_a_row_output(folder: Path) -> None:
    lines = table_lines(folder / "input_output.csv")
    write_lines(folder / "input_output.csv", [line for line in lines if line[:2] != ["output", "D"]])
    told = {fault.what for fault in coded(folder, "BH-INP-036")}
    assert told == {"sector D delivers 205 but has no output"}
    assert coded(folder, "BH-INP-069")[0].what == "sector D takes in 205, its output is 0: +205"


def test_a_negative_flow(folder: Path, spoil: Spoil) -> None:
    spoil("input_output", row_of(folder, "A", "B"), "value", "-30")
    (fault,) = coded(folder, "BH-INP-070")
    assert (fault.row, fault.column, fault.value) == (row_of(folder, "A", "B"), "value", "-30")
    assert fault.what == "the flow from A to B is -30"


def test_a_table_that_uses_up_more_than_it_makes(folder: Path, spoil: Spoil) -> None:
    spoil("input_output", row_of(folder, "B", "B"), "value", "320")
    (fault,) = coded(folder, "BH-INP-071")
    assert "the spectral radius of the coefficients is 1.099" in fault.what
    assert "inputs are more than output in B (1.32)" in fault.what
    assert fault.row == row_of(folder, "output", "B")


def test_idle_sectors_and_those_without_workers_are_told(folder: Path) -> None:
    lines = table_lines(folder / "input_output.csv")
    write_lines(folder / "input_output.csv", [line for line in lines if line[0] != "D" and line[1] != "D"])
    found = loaded_notes_of_unbalanced(folder)
    assert ("BH-INP-072", "sector D has no output") in found
    assert any(code == "BH-INP-073" and "workers and no output" in what for code, what in found)
    lines = table_lines(folder / "activity.csv")
    write_lines(folder / "activity.csv", [line for line in lines if line[1] != "A"])
    assert ("BH-INP-073", "sector A has output and no workers") in loaded_notes_of_unbalanced(folder)


def loaded_notes_of_unbalanced(folder: Path) -> set[tuple[str, str]]:
    return {(note.code, note.what) for note in loaded(folder, but=("BH-INP-036", "BH-INP-069")).notes}


def test_a_spoiled_table_is_not_judged_twice(folder: Path, spoil: Spoil) -> None:
    spoil("input_output", row_of(folder, "A", "B"), "value", "thirty")
    assert {fault.code for fault in faults_of(folder)} == {"BH-INP-013"}


@pytest.mark.parametrize("name", REGIONS)
def test_the_shipped_regions_need_far_less_than_is_allowed(name: str) -> None:
    """Liaoning: 0.7 in a row and 0.6 in a column, 45 sectors printed to 0.1; 1.04e-5 and 3.5e-6 of the sector's output."""
    rows = load(name).rows(Flow)
    sectors = [row.user for row in rows if row.supplier == "output"]
    account = account_of([Entry(row.supplier, row.user, row.value) for row in rows], sectors)
    off = np.abs(account.delivered - account.output), np.abs(account.put_in - account.output)
    assert max(off[0].max(), off[1].max()) <= 0.71
    assert (off[0] / account.output).max() < 1.1e-5
    assert (off[1] / account.output).max() < 3.5e-6


def test_a_gap_of_print_in_a_tiny_sector_is_no_fault() -> None:
    def table(gap: float) -> Account:
        return Account(
            ("tiny", "rest"),
            np.zeros((2, 2)),
            {"household": np.array([20.0 + gap, 1e6])},
            {"value_added": np.array([20.0, 1e6]), "output": np.array([20.0, 1e6])},
        )

    assert not list(judging.rows_that_do_not_balance(table(9.0)))
    assert len(list(judging.rows_that_do_not_balance(table(11.0)))) == 1
