"""Tables without small counts: none is shown, and whoever solves for them from what is shown finds at least two answers for each."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from bothhands.errors import InputError
from bothhands.report.suppression import FEWEST, suppressed
from bothhands.report.svg import Table

UNDER, WITHHELD = "under 5", "not shown"
COUNTS = st.one_of(st.integers(0, 8), st.integers(0, 8), st.integers(9, 3000))


@st.composite
def tables(draw):
    """Counts by row and column, with a total row, a total column, both or none; and the counts as they are."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    counts = np.array(draw(st.lists(COUNTS, min_size=rows * columns, max_size=rows * columns))).reshape(rows, columns)
    total_row, total_column = draw(st.booleans()), draw(st.booleans())
    if total_column:
        counts = np.concatenate([counts, counts.sum(1, keepdims=True)], axis=1)
    if total_row:
        counts = np.concatenate([counts, counts.sum(0, keepdims=True)])
    return counts, total_row, columns + 1 if total_column else None, list(range(1, columns + 1))


def table_of(counts):
    head = ("name", *(f"c{n}" for n in range(counts.shape[1])))
    return Table(head, tuple((f"r{n}", *(f"{count:,}" for count in row)) for n, row in enumerate(counts)))


def cells_of(table):
    return np.array([row[1:] for row in table.rows])


@given(tables())
def test_no_small_count_is_shown_and_what_is_shown_is_true(drawn):
    counts, total_row, total_column, columns = drawn
    told = cells_of(suppressed(table_of(counts), columns, total_row=total_row, total_column=total_column))
    for at in np.ndindex(counts.shape):
        small = 0 < counts[at] < FEWEST
        if told[at] == UNDER:
            assert small
        elif told[at] != WITHHELD:
            assert told[at] == f"{counts[at]:,}"
            assert not small
        if counts[at] == 0:
            assert told[at] == "0"


def ends_of(told, counts, total_row, total_column, cell):
    """Smallest and largest whole number a cell can be, by integer programming over what a reader sees."""
    rows, columns = told.shape
    place = np.arange(told.size).reshape(told.shape)
    low, high = np.zeros(told.size), np.full(told.size, np.inf)
    for at in np.ndindex(told.shape):
        n = place[at]
        if told[at] == UNDER:
            low[n], high[n] = 1, FEWEST - 1
        elif told[at] == WITHHELD:
            # Whoever knows the rule knows that a withheld cell is no small one, unless nothing else was left.
            low[n] = FEWEST if counts[at] >= FEWEST else 1
        else:
            low[n] = high[n] = int(told[at].replace(",", ""))
    sums = []
    if total_row:
        for column in range(columns):
            sums.append((place[:-1, column], place[-1, column]))
    if total_column:
        for row in range(rows):
            sums.append((place[row, :-1], place[row, -1]))
    matrix = np.zeros((len(sums), told.size))
    for k, (parts, whole) in enumerate(sums):
        matrix[k, parts], matrix[k, whole] = 1, -1
    limits = [LinearConstraint(matrix, 0, 0)] if sums else []
    found = []
    for sign in (1, -1):
        aim = np.zeros(told.size)
        aim[place[cell]] = sign
        made = milp(aim, constraints=limits, bounds=Bounds(low, np.minimum(high, 1e5)), integrality=np.ones(told.size))
        assert made.success
        found.append(round(sign * made.fun))
    return found


@given(tables())
def test_no_small_count_can_be_worked_out_from_the_totals(drawn):
    counts, total_row, total_column, columns = drawn
    told = cells_of(suppressed(table_of(counts), columns, total_row=total_row, total_column=total_column))
    for at in np.argwhere((counts > 0) & (counts < FEWEST)):
        low, high = ends_of(told, counts, total_row, total_column, tuple(at))
        assert low < high, (told, counts)
        assert low <= counts[tuple(at)] <= high


@given(st.lists(COUNTS, min_size=1, max_size=5))
def test_every_way_to_fill_one_column_is_tried(counts):
    """The same by plain enumeration, for one column with its total."""
    column = np.array([*counts, sum(counts)])[:, None]
    told = cells_of(suppressed(table_of(column), [1], total_row=True))[:, 0]
    if told[-1] in (UNDER, WITHHELD):
        return
    small = [n for n in range(len(counts)) if told[n] == UNDER]
    withheld = [n for n in range(len(counts)) if told[n] == WITHHELD]
    left = sum(counts[n] for n in (*small, *withheld))
    fits = [
        filled
        for filled in product(range(1, FEWEST), repeat=len(small))
        if (left - sum(filled) >= FEWEST * len(withheld) if withheld else sum(filled) == left)
    ]
    assert all(len({filled[k] for filled in fits}) >= 2 for k in range(len(small)))


@given(tables())
def test_nothing_is_hidden_without_need(drawn):
    counts, total_row, total_column, columns = drawn
    if ((counts > 0) & (counts < FEWEST)).any():
        return
    plain = table_of(counts)
    assert suppressed(plain, columns, total_row=total_row, total_column=total_column) == plain


@given(st.lists(st.tuples(COUNTS, st.floats(1, 1e9)), min_size=1, max_size=8))
def test_money_goes_where_its_count_goes(rows):
    total = sum(count for count, _ in rows)
    given_rows = [(f"r{n}", f"{count:,}", f"{money:.0f} yuan") for n, (count, money) in enumerate(rows)]
    plain = Table(("city", "firms", "money"), (*given_rows, ("all", f"{total:,}", "much")))
    told = suppressed(plain, [1], "zh", total_row=True, attached={2: 1})
    for before, after in zip(plain.rows, told.rows, strict=True):
        if after[1] in ("少于5", "不公布"):
            assert after[2] == "不公布"
        else:
            assert after == before
    hidden = [row for row in told.rows[:-1] if row[2] == "不公布"]
    assert len(hidden) != 1 or told.rows[-1][2] == "不公布"


def test_a_pair_of_cells_is_kept_where_a_total_would_give_one_away():
    plain = Table(("city", "cases"), (("a", "3"), ("b", "7"), ("c", "40"), ("all", "50")))
    told = suppressed(plain, [1], total_row=True)
    assert [row[1] for row in told.rows] == [UNDER, WITHHELD, "40", "50"]


def test_without_a_total_only_the_small_one_goes():
    told = suppressed(Table(("city", "cases"), (("a", "3"), ("b", "7"))), [1])
    assert [row[1] for row in told.rows] == [UNDER, "7"]


@pytest.mark.parametrize(
    ("cell", "words"), [("2.3", "no whole count"), ("<1", "no whole count"), ("1,2", "no whole count")]
)
def test_what_is_no_count_is_refused(cell, words):
    with pytest.raises(InputError, match="BH-REP-002") as caught:
        suppressed(Table(("city", "cases"), (("a", cell),)), [1])
    assert words in str(caught.value)
    assert "row 1, column cases" in str(caught.value)


def test_a_total_that_does_not_add_up_is_refused():
    with pytest.raises(InputError, match="parts add up to 7"):
        suppressed(Table(("city", "cases"), (("a", "7"), ("all", "9"))), [1], total_row=True)
