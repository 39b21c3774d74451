"""Targets as data: a growth without a base, trees that do not hold, indicators nobody measures, versions kept."""

from datetime import date
from pathlib import Path

import pytest

from bothhands.errors import InputError
from bothhands.inputs.checks import notes_between
from bothhands.inputs.loading import load
from bothhands.inputs.periods import period_of, year_of
from bothhands.inputs.reading import placed_rows
from bothhands.inputs.region import Region
from bothhands.inputs.registry import table
from bothhands.inputs.saving import save_folder
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.targets import Target
from bothhands.inputs.target_periods import span_of, versions_of


def goal(name: str, value: float = 10.0, place: str = "Northport", **given: object) -> Target:
    made = {"target": name, "place": place, "indicator": "gdp", "value": value, "unit": "bn yuan", "period": "2020"}
    return Target.model_validate({**made, **given})


def with_targets(*rows: Target) -> Region:
    return load("two-towns").replace(targets=rows)


def faults(*rows: Target) -> list[tuple[str, int | None, str]]:
    with pytest.raises(InputError) as error:
        with_targets(*rows)
    return [(one.code, one.row, one.column) for one in error.value.faults]


def notes(*rows: Target) -> list[tuple[str, int | None, str]]:
    region = with_targets(*rows)
    placed = {name: placed_rows(table(name), given, name) for name, given in region.tables.items()}
    found = notes_between(region.settings, placed)
    return [(one.code, one.row, one.what) for one in found if one.code.startswith("BH-TGT")]


def growth(name: str, value: float, **given: object) -> Target:
    return goal(name, value, **{"kind": "growth", "unit": "%", "base_period": "2019", "prices": "constant", **given})


def test_every_fault_of_a_table_of_targets_is_told_at_once_by_row() -> None:
    found = faults(
        growth("a", 6, base_period=""),
        growth("b", 6, base_period="2020Q1"),
        growth("c", 6, unit="yuan"),
        goal("d", period="2020Q5"),
        goal("e", due="2020-06-30"),
        goal("f", prices="constant"),
        goal("g", parent="aa"),
    )
    assert sorted(found, key=lambda one: one[1] or 0) == [
        ("BH-TGT-006", 2, "base_period"), ("BH-TGT-006", 3, "base_period"), ("BH-TGT-011", 4, "unit"), ("BH-TGT-001", 5, "period"),
        ("BH-TGT-011", 6, "due"), ("BH-TGT-006", 7, "base_period"), ("BH-TGT-008", 8, "parent"),
    ]  # fmt: skip


def test_a_circle_of_parents_is_told_once() -> None:
    found = faults(goal("a", parent="b"), goal("b", parent="c"), goal("c", parent="a"), goal("d", parent="a"))
    assert found == [("BH-TGT-009", 2, "parent")]


def test_parts_that_miss_the_whole_are_told_with_both_sums() -> None:
    whole = goal("all", 20, place="Twoland")
    ((code, row, what),) = notes(whole, goal("n", 12, parent="all"), goal("s", 7, place="Southfield", parent="all"))
    assert (code, row) == ("BH-TGT-007", 2)
    assert "add up to 19 bn yuan, all itself is 20" in what
    assert not notes(whole, goal("n", 12, parent="all"), goal("s", 8000, place="Southfield", unit="m yuan", parent="all"))  # fmt: skip


def test_growth_of_parts_weighs_in_by_what_they_stand_for() -> None:
    whole = growth("all", 6, place="Twoland")
    north, south = growth("n", 8, parent="all", weight=3), growth("s", 2, parent="all", weight=1, place="Southfield")
    assert not notes(whole, north, south)
    ((_, _, what),) = notes(whole, north.model_copy(update={"weight": 1.0}), south)
    assert "weigh in at 5 %" in what


def test_at_most_is_missed_from_above_and_unlike_parts_are_not_added() -> None:
    cap = goal("all", 20, place="Twoland", direction="at_most")
    ((_, _, what),) = notes(
        cap, goal("n", 12, parent="all", direction="at_most"), goal("s", 9, parent="all", direction="at_most")
    )
    assert "add up to 21" in what
    ((_, _, what),) = notes(goal("all", 20), goal("n", 12, parent="all"), goal("s", 9, parent="all", period="2021"))
    assert what.startswith("s cannot be added to all")


def test_an_indicator_nobody_measures_names_the_nearest() -> None:
    region = with_targets(goal("a", indicator="budget_revenu"))
    placed = {name: placed_rows(table(name), given, name) for name, given in region.tables.items()}
    (note,) = [one for one in notes_between(region.settings, placed) if one.code == "BH-TGT-010"]
    assert note.remedy.startswith("nearest known: budget_revenue")


def test_the_days_of_a_target() -> None:
    assert span_of(goal("a", period="", due="2020-12-31")) == year_of(2020)
    assert span_of(goal("a", period="", due="2020-06-30")) == period_of("2020-01/2020-06")
    assert span_of(goal("a", period="2020Q2", due="2020-08-01")) == period_of("2020Q2")
    assert span_of(goal("a", period="")) is None


def test_versions_of_targets_and_editions_of_figures_come_back_from_a_folder(tmp_path: Path) -> None:
    first, second = goal("a", 10, known_from="2020-01-10"), goal("a", 9, known_from="2020-04-10")
    figures = [
        Indicator(place="Northport", indicator="gdp", value=value, unit="bn yuan", period="2019", known_from=known)
        for value, known in ((8.0, date(2020, 1, 20)), (7.5, date(2020, 5, 1)))
    ]
    region = with_targets(first, second).replace(indicators=figures)
    save_folder(region, tmp_path / "kept")
    again = load(tmp_path / "kept")
    assert [row.value for row in versions_of(again.tables["targets"])["a"]] == [10, 9]
    assert again.tables["indicators"] == region.tables["indicators"]
    assert again.standing_on(date(2020, 3, 18)).rows(Target)[0].value == 10
