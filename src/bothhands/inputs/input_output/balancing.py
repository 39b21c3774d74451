"""A table made to meet given margins with the least change of its structure: GRAS, which is RAS where nothing is negative.

Why this file exists: a table from another year, or printed in whole millions, does not close. What was changed is always
told. It decides on no margins but those of `closed`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.input_output.account import Account

FloatArray = NDArray[np.float64]
TOLERANCE = 1e-12
ROUNDS = 20_000


class Balanced(NamedTuple):
    """A matrix that meets its margins, the rounds it took and the gap that is left, as a share of the largest margin."""

    matrix: FloatArray
    rounds: int
    gap: float


class Change(NamedTuple):
    """What balancing did: the largest relative change of a cell and where, the share of all mass moved, and the common factor
    by which final uses were scaled so that they add up to value added and taxes."""

    largest: float
    supplier: str
    user: str
    before: float
    after: float
    moved_share: float
    final_factor: float
    rounds: int


def gras(matrix: FloatArray, rows: FloatArray, columns: FloatArray, rounds: int = ROUNDS) -> Balanced:
    """The matrix nearest to the given one in structure that has the margins asked for; zeros stay zero and signs stay.

    Parameters
    ----------
    matrix
        Matrix to start from, (row, column), any signs.
    rows
        Sums its rows must have.
    columns
        Sums its columns must have; they add up to those of the rows.
    rounds
        Most rounds to try.

    Raises
    ------
    InputError
        Where the margins contradict one another or the zeros and signs of the matrix, or the rounds do not suffice.

    Notes
    -----
    With A = P − N, both zero or more, X = r P s − N / (r s). Each round sets r to the positive root of
    r² Σ_j p_ij s_j − r u_i − Σ_j n_ij / s_j = 0, then s likewise. Without negatives this is RAS.

    References
    ----------
    Junius & Oosterhaven 2003, doi 10.1080/0953531032000056954; Lenzen, Wood & Gallego 2007, doi 10.1080/09535310701698613
    (the objective without the factor e, and zero margins); Temurshoev, Miller & Bouwmeester 2013,
    doi 10.1080/09535314.2012.746645 (rows without positive cells).

    Examples
    --------
    >>> gras(np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([4.0, 3.0]), np.array([5.0, 2.0])).matrix.sum(axis=1).round(9)
    array([4., 3.])
    """
    scale = float(max(np.abs(rows).max(initial=0.0), np.abs(columns).max(initial=0.0))) or 1.0
    if abs(rows.sum() - columns.sum()) > 1e-9 * scale * max(len(rows), 1):
        what = f"the rows are to add up to {rows.sum():,.6g}, the columns to {columns.sum():,.6g}"
        raise InputError(Fault("BH-INP-075", what, "the same sum", "correct the margins"))
    _check_signs(matrix, rows, columns)
    start = np.where(_nought(matrix, rows)[:, None] | _nought(matrix.T, columns), 0.0, matrix)
    positive, negative = np.maximum(start, 0.0), np.maximum(-start, 0.0)
    left, right = np.ones(len(rows)), np.ones(len(columns))
    gap = np.inf
    for number in range(1, rounds + 1):
        left = _factors(positive @ right, negative @ (1 / right), rows)
        right = _factors(left @ positive, (1 / left) @ negative, columns)
        made = left[:, None] * positive * right - negative / (left[:, None] * right)
        gap = float(max(np.abs(made.sum(axis=1) - rows).max(), np.abs(made.sum(axis=0) - columns).max())) / scale
        if not np.isfinite(gap):
            break
        if gap <= TOLERANCE:
            return Balanced(made, number, gap)
    what = f"the margins are missed by {gap:.2g} of the largest after all rounds"
    raise InputError(
        Fault("BH-INP-075", what, "margins that the zeros of the table allow", "fill a zero, or correct them")
    )


def closed(account: Account) -> tuple[Account, Change]:
    """A table whose rows and columns both add up to its outputs.

    Outputs are kept, and the sums of value added and of taxes; final uses, imports among them, are scaled by one factor so
    that they add up to value added and taxes, which any account must; then GRAS. Taxes of a table without them stay zero.
    """
    n, final = len(account.sectors), tuple(account.final)
    below = [name for name in ("value_added", "taxes") if name in account.below]
    start = np.zeros((n + len(below), n + len(final)))
    start[:n, :n] = account.flows
    for at, name in enumerate(final):
        start[:n, n + at] = account.final[name]
    for at, name in enumerate(below):
        start[n + at, :n] = account.below[name]
    rows = np.array([*account.output, *(account.below[name].sum() for name in below)])
    uses = np.array([account.final[name].sum() for name in final])
    made = float(rows[n:].sum())
    if uses.sum() == 0 or made / uses.sum() <= 0:
        what = f"final uses add up to {uses.sum():,.6g}, value added and taxes to {made:,.6g}"
        raise InputError(Fault("BH-INP-075", what, "about the same", "add what is missing", account.file))
    factor = made / float(uses.sum())
    found = gras(start, rows, np.array([*account.output, *(factor * uses)]))
    flows = found.matrix[:n, :n]
    told = replace(
        account,
        flows=flows,
        final={name: found.matrix[:n, n + at] for at, name in enumerate(final)},
        below={**account.below, **{name: found.matrix[n + at, :n] for at, name in enumerate(below)}},
    )
    names = (*account.sectors, *below), (*account.sectors, *final)
    return told, _change(start, found, names, factor)


def _factors(plus: FloatArray, minus: FloatArray, wanted: FloatArray) -> FloatArray:
    """The positive root of plus r² − wanted r − minus = 0; one where a line is empty."""
    root = np.sqrt(wanted**2 + 4 * plus * minus)
    with np.errstate(divide="ignore", invalid="ignore"):
        usual = np.where(wanted > 0, (wanted + root) / (2 * plus), 2 * minus / (root - wanted))
        found = np.where(plus > 0, usual, -minus / wanted)
    empty = (plus == 0) & (minus == 0)
    return np.asarray(np.where(empty, 1.0, found))


def _nought(lines: FloatArray, sums: FloatArray) -> NDArray[np.bool_]:
    """Lines of one sign that are to add up to nothing: all their cells are zero."""
    return np.asarray((sums == 0) & ~((lines > 0).any(axis=1) & (lines < 0).any(axis=1)))


def _check_signs(matrix: FloatArray, rows: FloatArray, columns: FloatArray) -> None:
    """Raise every line that has no cell of the sign its sum needs."""
    faults = []
    for kind, sums, lines in (("row", rows, matrix), ("column", columns, matrix.T)):
        for at, (wanted, line) in enumerate(zip(sums, lines, strict=True), start=1):
            if (wanted > 0 and not (line > 0).any()) or (wanted < 0 and not (line < 0).any()):
                what = f"{kind} {at} is to add up to {wanted:,.6g} and has no cell of that sign"
                faults.append(Fault("BH-INP-075", what, "a cell that can grow", "add one, or correct the margin"))
    if faults:
        raise InputError(faults)


def _change(
    start: FloatArray, found: Balanced, names: tuple[tuple[str, ...], tuple[str, ...]], factor: float
) -> Change:
    """The largest relative change of a cell, small cells left out: below a millionth of the largest they are rounding."""
    moved = np.abs(found.matrix - start)
    counted = np.abs(start) > 1e-6 * np.abs(start).max()
    relative = np.where(counted, moved / np.where(counted, np.abs(start), 1.0), 0.0)
    row, column = np.unravel_index(int(relative.argmax()), relative.shape)
    share = float(moved.sum() / np.abs(start).sum())
    return Change(
        float(relative[row, column]), names[0][row], names[1][column], float(start[row, column]),
        float(found.matrix[row, column]), share, factor, found.rounds,
    )  # fmt: skip
