"""RAS and GRAS: margins met, zeros and signs kept, and what cannot be is refused with its reason."""

from __future__ import annotations

import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.input_output.account import Account
from bothhands.inputs.input_output.balancing import closed, gras

START = np.array([[10.0, 0.0, 5.0], [2.0, 8.0, -3.0], [0.0, 4.0, 6.0]])


def test_margins_are_met_and_zeros_and_signs_stay() -> None:
    rows, columns = np.array([18.0, 6.0, 11.0]), np.array([13.0, 14.0, 8.0])
    found = gras(START, rows, columns)
    assert found.matrix.sum(axis=1) == pytest.approx(rows, abs=1e-10)
    assert found.matrix.sum(axis=0) == pytest.approx(columns, abs=1e-10)
    assert (np.sign(found.matrix) == np.sign(START)).all()


def test_without_negatives_it_is_ras() -> None:
    """The plain scaling of rows and columns in turn, written out."""
    start = np.array([[1.0, 2.0], [3.0, 4.0]])
    rows, columns = np.array([4.0, 8.0]), np.array([5.0, 7.0])
    plain = start.copy()
    for _ in range(500):
        plain *= (rows / plain.sum(axis=1))[:, None]
        plain *= columns / plain.sum(axis=0)
    assert gras(start, rows, columns).matrix == pytest.approx(plain, abs=1e-10)


def test_a_balanced_matrix_is_left_alone() -> None:
    found = gras(START, START.sum(axis=1), START.sum(axis=0))
    assert found.matrix == pytest.approx(START, abs=1e-12)
    assert found.rounds == 1


def test_it_is_the_nearest_in_the_sense_of_lenzen() -> None:
    """First-order condition: log of new over old is a row number plus a column number, with the opposite sign where negative."""
    rows, columns = np.array([18.0, 6.0, 11.0]), np.array([13.0, 14.0, 8.0])
    made = gras(START, rows, columns).matrix
    at = START != 0
    logs = np.sign(START[at]) * np.log(made[at] / START[at])
    design = np.zeros((at.sum(), 6))
    for line, (row, column) in enumerate(np.argwhere(at)):
        design[line, row] = design[line, 3 + column] = 1.0
    residual = logs - design @ np.linalg.lstsq(design, logs, rcond=None)[0]
    assert np.abs(residual).max() < 1e-9


def test_a_line_without_positive_cells() -> None:
    start = np.array([[-2.0, -1.0], [5.0, 4.0]])
    found = gras(start, np.array([-4.0, 10.0]), np.array([3.0, 3.0]))
    assert found.matrix.sum(axis=1) == pytest.approx([-4.0, 10.0], abs=1e-10)
    assert (found.matrix[0] < 0).all()


def test_a_margin_of_nothing_empties_its_line() -> None:
    found = gras(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.0, 7.0]), np.array([3.0, 4.0]))
    assert found.matrix.tolist() == [[0.0, 0.0], pytest.approx([3.0, 4.0])]


@pytest.mark.parametrize(
    ("start", "rows", "columns", "told"),
    [
        ([[1.0, 1.0], [1.0, 1.0]], [2.0, 2.0], [2.0, 3.0], "the rows are to add up to 4, the columns to 5"),
        ([[0.0, 0.0], [1.0, 1.0]], [1.0, 1.0], [1.0, 1.0], "row 1 is to add up to 1 and has no cell of that sign"),
        ([[1.0, 0.0], [0.0, 1.0]], [1.0, 2.0], [2.0, 1.0], "the margins are missed by"),
    ],
)
def test_what_cannot_be_met_is_told(
    start: list[list[float]], rows: list[float], columns: list[float], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        gras(np.array(start), np.array(rows), np.array(columns), rounds=200)


def account(**changed: float) -> Account:
    """Two sectors that close: A makes 100, B 200."""
    cell = {"ab": 30.0, "household": 60.0, "import": -10.0, "added": 60.0, **changed}
    return Account(
        ("A", "B"),
        np.array([[20.0, cell["ab"]], [20.0, 80.0]]),
        {"household": np.array([cell["household"], 110.0]), "imports": np.array([cell["import"], -10.0])},
        {"value_added": np.array([cell["added"], 90.0]), "output": np.array([100.0, 200.0])},
    )


def test_a_closed_account_stays_and_the_change_is_nothing() -> None:
    told, change = closed(account())
    assert told.flows == pytest.approx(account().flows, abs=1e-9)
    assert change.largest < 1e-9
    assert change.final_factor == pytest.approx(1.0)


def test_an_account_is_closed_and_the_largest_change_told() -> None:
    told, change = closed(account(ab=45.0, added=57.0))
    assert told.delivered == pytest.approx(told.output, abs=1e-8)
    assert told.put_in == pytest.approx(told.output, abs=1e-8)
    assert told.below["value_added"].sum() == pytest.approx(147.0)
    assert (told.final["imports"] < 0).all()
    assert (change.supplier, change.user, change.before) == ("A", "B", 45.0)
    assert change.largest == pytest.approx(abs(told.flows[0, 1] - 45) / 45)
    assert change.final_factor == pytest.approx(147 / 150)
    with pytest.raises(InputError, match="BH-INP-075"):
        closed(account(household=-200.0))
