"""Seasons make up a year, and value added has room in the table."""

import pytest

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.inputs.tables.activity import Activity
from bothhands.inputs.tables.input_output import Flow
from bothhands.inputs.tables.seasons import Season


def codes(**rows):
    with pytest.raises(InputError) as found:
        load("two-towns").replace(**rows)
    return [fault.code for fault in found.value.faults]


def seasons(*shares):
    return [
        Season(sector="A", quarter=n + 1, share=share, source="made up", quality="assumed")
        for n, share in enumerate(shares)
    ]


@pytest.mark.parametrize("shares", [(0.1,), (0.2, 0.2, 0.2, 0.2), (0.5, 0.5, 0.5, 0.5)])
def test_seasons_that_are_no_year_are_a_fault(shares):
    assert codes(seasons=seasons(*shares)) == ["BH-INP-085"]


def test_seasons_that_make_up_a_year_are_taken():
    assert len(load("two-towns").replace(seasons=seasons(0.1, 0.2, 0.3, 0.4)).rows(Season)) == 4


def test_value_added_without_room_in_the_table_is_a_fault():
    region = load("two-towns")
    rows = [
        row.model_copy(update={"value": 9.0}) if (row.supplier, row.user) == ("output", "A") else row
        for row in region.rows(Flow)
    ]
    assert "BH-INP-086" in codes(input_output=rows)


def test_a_region_that_adds_no_value_is_a_fault():
    rows = [row.model_copy(update={"value_added_yuan_per_year": 0.0}) for row in load("two-towns").rows(Activity)]
    assert codes(activity=rows) == ["BH-INP-086"]


def test_positive_imports_are_a_fault():
    region = load("two-towns")
    rows = [
        row.model_copy(update={"value": abs(row.value)}) if row.user == "imports" else row for row in region.rows(Flow)
    ]
    assert codes(input_output=rows).count("BH-INP-086") == 4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hiring_days", 0.2),
        ("overproduction_days", 0.0),
        ("inventory_restoring_days", 0.5),
    ],
)
def test_rates_that_overshoot_are_a_fault(name, value):
    given = load("two-towns").parameter(name).model_copy(update={"value": value, "low": None, "high": None})
    assert codes(parameters=[given]) == ["BH-INP-019"]


def test_prices_and_growth_may_fall():
    region = load("two-towns")
    rows = [
        region.parameter(name).model_copy(update={"value": -0.02, "low": None, "high": None})
        for name in ("trend_growth_share", "price_change_share")
    ]
    assert region.replace(parameters=rows).parameter("trend_growth_share").value == -0.02
