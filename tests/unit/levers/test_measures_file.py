"""A table of measures goes to a file and back to the last digit; what is wrong with it, and with rows laid ahead, is told at once."""

from datetime import date

import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.places import Place
from bothhands.levers.ahead import laid_ahead
from bothhands.levers.difference import levels_moved, orders_moved
from bothhands.levers.history import history
from bothhands.levers.measure import Measure
from bothhands.levers.measures_file import measures_text, read_measures
from bothhands.levers.measures_of import in_own_units

AS_OF = date(2020, 3, 18)


def measure(lever="gatherings", value=0.4, start=date(2020, 3, 19), end=date(2020, 4, 8), **more):
    return Measure(lever=lever, value=value, start=start, end=end, unit="share", **more)


@pytest.fixture(scope="module")
def town():
    region = load("two-towns").standing_on(AS_OF)
    axes = axes_of(region)
    return axes, history(region, axes)


def test_a_table_comes_back_as_it_was(tmp_path):
    told = (
        measure(value=1 / 3, place="Southfield", reason='said "no", twice\nand again'),
        measure("testing", 0.1 + 0.2),
    )
    (tmp_path / "m.csv").write_text(measures_text(told), encoding="utf-8")
    assert read_measures(tmp_path / "m.csv") == told


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("lever,start,end,value,unit,colour\n", []),
        ("lever,start,end,value,unit,colour\na,2020-03-19,2020-03-20,1,share,red\n", ["BH-LEV-013"]),
        ("lever,start,end,value,unit\na,soon,2020-03-20,much,share\nb,,2020-03-20,1,share\n", ["BH-LEV-014"] * 3),
    ],
)  # fmt: skip
def test_every_fault_of_a_file_is_told(tmp_path, text, codes):
    (tmp_path / "m.csv").write_text(text, encoding="utf-8")
    if not codes:
        assert read_measures(tmp_path / "m.csv") == ()
        return
    with pytest.raises(InputError) as refused:
        read_measures(tmp_path / "m.csv")
    assert [fault.code for fault in refused.value.faults] == codes
    assert "Input should" not in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="BH-LEV-012"):
        read_measures(tmp_path / "none.csv")


def test_faults_of_rows_and_between_rows_are_told_together(town):
    axes, past = town
    rows = (
        measure(place="Nowhere"), measure(value=0.4), measure(value=0.6), measure(value=7.0), measure("testing", 0.5, date(2020, 3, 1)),
        measure("testing", 0.5, date(2020, 5, 1), date(2020, 4, 1)),
    )  # fmt: skip
    with pytest.raises(InputError) as refused:
        laid_ahead(rows, axes, past, AS_OF)
    told = {(fault.code, fault.row) for fault in refused.value.faults}
    assert told == {("BH-LEV-002", 1), ("BH-LEV-011", 3), ("BH-LEV-008", 4), ("BH-LEV-015", 5), ("BH-LEV-009", 6)}


def test_what_differs_is_told_by_lever_and_what_does_not_is_not(town):
    axes, past = town
    one = laid_ahead((measure(),), axes, past, AS_OF)
    other = laid_ahead((measure(place="Southfield", value=0.7), measure(place="Northport")), axes, past, AS_OF)
    order = measure("purchases", 2.0, end=date(2020, 3, 20), good="mask", place="Northport")
    ordered = laid_ahead((measure(), order), axes, past, AS_OF)
    assert levels_moved(axes, one, one, AS_OF) == ()
    (moved,) = levels_moved(axes, one, other, AS_OF)
    days = (axes.end - AS_OF).days
    assert (moved.lever, moved.first) == ("gatherings", "2020-03-19")
    assert moved.share == pytest.approx(21 / (2 * days))
    assert moved.mean == pytest.approx(0.3 * 21 / (2 * days))
    assert orders_moved(axes, one, ordered) == (("purchases", 0.0, 4.0),)
    assert np.array_equal(past.gatherings[: axes.day_index(AS_OF) + 1], one.gatherings[: axes.day_index(AS_OF) + 1])


def test_a_purchase_is_in_the_unit_of_its_good_and_says_where_it_is_of_each_city():
    region = load("two-towns")
    bought = [measure("purchases", 5.0, good=good, place=place) for good, place in (("mask", ""), ("mask", "Northport"), ("meltblown", ""), ("test_kit", ""), ("", ""))]  # fmt: skip
    told = in_own_units([measure(), *bought], region)
    assert [one.unit for one in told] == [
        "share", "pieces a day in each of 2 cities", "pieces a day", "tonnes a day in each of 2 cities", "kits a day in each of 2 cities", "share",
    ]  # fmt: skip
    assert in_own_units(told, region) == told
    alone = region.with_rows(places=[row for row in region.rows(Place) if row.place != "Southfield"])
    assert in_own_units(bought, alone)[0].unit == "pieces a day"
