"""Drawn registers are those that were frozen, follow what they cite, and do not hang on the last bit of a processor."""

import numpy as np
import pytest

from bothhands.model.firms.synthetic import BUFFER_DAYS, FROZEN, MOST_WORKERS, SIZE_EXPONENT, content, drawn


@pytest.mark.parametrize("count", [2_000, 100_000])
def test_the_register_is_the_frozen_one(count):
    assert content(drawn(count)) == FROZEN[count]


def test_every_figure_counts_and_no_last_bit_does():
    books = drawn(2_000)
    noisy = books._replace(cash=books.cash * (1 + 2.0**-52), sales=books.sales * (1 - 2.0**-52))
    assert content(noisy) == content(books)
    cash = books.cash.copy()
    cash[7] *= 1.0001
    assert content(books._replace(cash=cash)) != content(books)
    assert content(books._replace(size=books.size[::-1])) != content(books)


def test_sizes_and_buffers_follow_their_sources():
    books = drawn(100_000)
    for workers in (2, 10, 100):
        expected = 100_000 * workers**-SIZE_EXPONENT
        assert abs((books.workers >= workers).sum() - expected) < 4 * np.sqrt(expected)
    assert books.workers.min() == 1
    assert books.workers.max() <= MOST_WORKERS
    outflow = (
        books.sales * (books.variable_share + books.tax_share) + books.payroll + books.fixed_cost + books.debt_service
    )
    days = books.cash / outflow
    np.testing.assert_allclose(np.quantile(days, [0.25, 0.5, 0.75]), [13, BUFFER_DAYS, 62], rtol=0.06)


def test_no_figure_is_impossible():
    books = drawn(2_000)
    for name, column in books._asdict().items():
        assert np.isfinite(column).all(), name
        assert (column >= 0).all(), name
    assert (books.variable_share + books.tax_share < 1).all()
