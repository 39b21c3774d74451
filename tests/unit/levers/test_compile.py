"""A plan compiles exactly, or every fault of it is named."""

from datetime import date, timedelta

import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.measures import MeasureInForce
from bothhands.levers.catalogue import neutral_levers
from bothhands.levers.compile import to_arrays
from bothhands.levers.history import history
from bothhands.levers.measure import Measure
from bothhands.levers.measures_of import to_measures

REGION = load("two-towns")
AXES = axes_of(REGION)
BASE = neutral_levers(AXES)
APRIL = date(2020, 4, 1)


def measure(lever="openness", value=0.5, start=APRIL, end=date(2020, 4, 14), **names):
    return Measure(lever=lever, value=value, start=start, end=end, unit="", **names)


def with_measures(rows):
    """A stand-in for a region whose measures no other check has seen."""
    return type("Measures", (), {"rows": lambda self, of: rows})()


def codes(*measures):
    with pytest.raises(InputError) as caught:
        to_arrays(measures, AXES, BASE)
    return [fault.code for fault in caught.value.faults]


def test_blank_means_all_and_the_end_is_inclusive():
    levers = to_arrays([measure()], AXES, BASE)
    day = AXES.day_index(APRIL)
    assert (levers.openness[day : day + 14] == 0.5).all()
    assert (levers.openness[day - 1] == 1).all()
    assert (levers.openness[day + 14] == 1).all()
    assert (BASE.openness == 1).all()


def test_a_group_means_its_sectors_and_nothing_else():
    group = AXES.sector_groups[-1]
    levers = to_arrays([measure(sector=group, place=AXES.places[0])], AXES, BASE)
    inside = np.array([name == group for name in AXES.group_of_sector])
    day = AXES.day_index(APRIL)
    assert (levers.openness[day, 0, inside] == 0.5).all()
    assert (levers.openness[day, 0, ~inside] == 1).all()
    assert (levers.openness[day, 1] == 1).all()


def test_a_line_order_reaches_its_option_only():
    option = AXES.line_options[1]
    names = {"site": option.site, "good": option.good, "variant": option.line_class}
    levers = to_arrays([measure("line_orders", 2, end=APRIL, **names)], AXES, BASE)
    assert levers.line_orders.sum() == 2
    assert levers.line_orders[AXES.day_index(APRIL), 1] == 2


def test_every_fault_is_told_at_once():
    found = codes(
        measure("opennes"),
        measure(place="Northprt"),
        measure(sector="ZZ"),
        measure("purchases", 1, good="maks"),
        measure("support", 1, firm="nobody"),
        measure("line_orders", 1, site="Field works", good="mask", variant="import"),
        measure("line_orders", 1, site="Field works", good="meltblown"),
        measure(value=1.5),
        measure(end=APRIL - timedelta(days=1)),
        measure(start=date(2019, 1, 1)),
        measure("school", 0.5, sector="A"),
        measure("port_screening", 0.5, site="nowhere"),
    )
    assert found == [f"BH-LEV-0{n:02d}" for n in (1, 2, 3, 5, 6, 7, 7, 8, 9, 9, 10, 4)]


def test_an_unknown_name_lists_the_nearest():
    with pytest.raises(InputError, match="Northport"):
        to_arrays([measure(place="Northprt")], AXES, BASE)


def test_all_conflicts_are_listed_and_agreement_is_none():
    first, third = measure(value=0.5), measure(value=0.3)
    second = measure(value=0.4, start=date(2020, 4, 14), end=date(2020, 4, 20))
    assert codes(first, second, third) == ["BH-LEV-011"] * 3
    to_arrays([first, first], AXES, BASE)


def test_measures_say_as_little_as_possible():
    day = AXES.day_index(APRIL)
    levers = neutral_levers(AXES)
    levers.openness[day:] = 0.5
    inside = np.array([name == AXES.sector_groups[0] for name in AXES.group_of_sector])
    levers.openness[day:, :, inside] = 0.25
    levers.purchases[day, 0, 1] = 3.0
    rows = to_measures(levers, AXES, BASE, APRIL)
    opened = [row for row in rows if row.lever == "openness"]
    assert {(row.place, row.value) for row in opened} == {("", 0.5), ("", 0.25)}
    bought = [(row.place, row.good, row.value) for row in rows if row.lever == "purchases"]
    assert bought == [(AXES.places[0], AXES.goods[1], 3.0)]


def test_nothing_before_the_day_is_written():
    levers = neutral_levers(AXES)
    levers.school[:] = 0.5
    rows = to_measures(levers, AXES, BASE, APRIL)
    assert [(row.start, row.end) for row in rows] == [(APRIL, AXES.end)]


def test_history_lays_later_starts_over_earlier_ones():
    rows = (
        MeasureInForce(lever="school", start=date(2020, 3, 1), value=0.5),
        MeasureInForce(lever="school", start=date(2019, 12, 1), value=0.0),
        MeasureInForce(lever="returned", start=date(2020, 2, 1), end=date(2020, 2, 11), value=0.5, to_value=1.0),
    )
    levers = history(with_measures(rows), AXES)
    at = AXES.day_index
    assert (levers.school[: at(date(2020, 3, 1))] == 0).all()
    assert (levers.school[at(date(2020, 3, 1)) :] == 0.5).all()
    assert levers.returned[at(date(2020, 2, 6)), 0, 0] == pytest.approx(0.75)
    assert levers.returned[at(date(2020, 2, 12)), 0, 0] == 1


def test_history_names_every_fault():
    rows = (
        MeasureInForce(lever="scool", start=APRIL, value=0.5),
        MeasureInForce(lever="school", place="Atlantis", sector="A", start=APRIL, value=1.5, to_value=0.5),
    )
    with pytest.raises(InputError) as caught:
        history(with_measures(rows), AXES)
    assert [fault.code for fault in caught.value.faults] == [f"BH-LEV-0{n}" for n in ("01", "02", "10", "08", "09")]


def test_only_restrictions_need_approval():
    assert len(measure(value=0.5).lacks) == 3
    assert measure(value=1).lacks == ()
    assert measure("testing", 0.5).lacks == ()


def test_nothing_that_restricts_is_adopted_unsigned():
    draft = measure(value=0.5).model_dump()
    signed = {**draft, "legal_basis": "Order 3", "first_approver": "Li", "second_approver": "Wang"}
    assert Measure(**{**signed, "status": "adopted"}).lacks == ()
    with pytest.raises(ValueError, match="legal basis, a first named approver, a second"):
        Measure(**{**draft, "status": "adopted"})
    with pytest.raises(ValueError, match="another person"):
        Measure(**{**signed, "status": "adopted", "second_approver": " li"})
