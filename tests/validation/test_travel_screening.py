"""Screening at borders against Quilty 2020, Gostic 2020, Lloyd-Smith 2005, and by order Clifford, Chinazzi, Wilson.

Figures, tolerances and their reasons stand in `bothhands.validate.screening`.
"""

import json

import pytest

from bothhands.cli import main
from bothhands.validate.screening import rows


@pytest.fixture(scope="module")
def table():
    return rows()


def test_every_published_figure_is_met(table):
    assert [row for row in table if not row.passed] == []


def test_every_source_has_a_row(table):
    told = " ".join(row.name for row in table)
    assert all(name in told for name in ("Quilty", "Gostic", "one introduction", "Clifford", "Chinazzi", "Wilson"))


def test_the_command_prints_the_table(capsys):
    assert main(["validate", "screening", "--json"]) == 0
    assert {row["name"] for row in json.loads(capsys.readouterr().out)} == {row.name for row in rows()}
