"""Closed forms: final size (Diekmann et al. 2021), growth factor, extinction, the economy at rest, Little's law.

Tolerances: 1e-9 where both sides are exact in double precision, 1e-6 where Runge–Kutta sub-steps or a finite seed stand between.
"""

import pytest

from bothhands.validate.closed_forms import rows


@pytest.fixture(scope="module")
def table():
    return rows()


def test_every_closed_form_holds(table):
    assert [row for row in table if not row.passed] == []


def test_the_table_covers_epidemic_and_economy(table):
    names = " ".join(row.name for row in table)
    assert "daily chain" in names
    assert "rest" in names
