"""Series with their editions: what was known on a day counts, and what would make a series lie is located."""

from datetime import date

import pytest

from bothhands.errors import Fault, InputError
from bothhands.inputs.loading import load
from bothhands.inputs.periods import period_of
from bothhands.inputs.region import Region
from bothhands.inputs.statistics import all_series, figure, gaps, series
from bothhands.inputs.tables.indicators import Indicator

DAY = date(2020, 6, 30)


def region_with(*rows: tuple[str, float, str], indicator: str = "tax", unit: str = "100m CNY") -> Region:
    """Two towns with one series: period, value, day of release."""
    made = [
        Indicator(place="Northport", indicator=indicator, unit=unit, value=value, period=period,
                  known_from=date.fromisoformat(known) if known else None)
        for period, value, known in rows
    ]  # fmt: skip
    return load("two-towns").with_rows(indicators=made)


def faults_of(region: Region, day: date = DAY) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as error:
        series(region, "Northport", "tax", day)
    return error.value.faults


def test_the_edition_known_on_the_day_counts_and_the_first_stands_beside_it() -> None:
    region = region_with(("2019", 100, "2020-01-20"), ("2019", 90, "2020-05-01"))
    assert series(region, "Northport", "tax", date(2020, 3, 1), "yuan").values() == {period_of("2019"): 100e8}
    later = series(region, "Northport", "tax", DAY)
    assert later.latest[0].value == 90
    assert later.first[0].value == 100
    assert later.revisions()[period_of("2019")] == pytest.approx(-0.1)


def test_a_year_to_date_that_falls_is_a_restart() -> None:
    region = region_with(("2020-01/2020-02", 20, "2020-03-16"), ("2020-01/2020-03", 11, "2020-04-16"))
    (fault,) = faults_of(region)
    assert (fault.code, fault.file, fault.row, fault.value) == ("BH-TGT-003", "indicators", 3, "11")


def test_a_figure_of_another_magnitude_is_a_change_of_unit() -> None:
    (fault,) = faults_of(region_with(("2018", 20, "2019-03-16"), ("2019", 200_000, "2020-03-16")))
    assert (fault.code, fault.row) == ("BH-TGT-003", 3)


def test_months_and_quarters_under_one_name_are_refused_but_a_year_may_stand_beside() -> None:
    mixed = region_with(("2019-10", 7, "2019-11-16"), ("2019-11", 7, "2019-12-16"), ("2020Q1", 20, "2020-04-16"))
    (fault,) = faults_of(mixed)
    assert (fault.code, fault.row) == ("BH-TGT-002", 4)
    kept = region_with(("2019", 80, "2020-01-16"), ("2020Q1", 20, "2020-04-16"))
    assert series(kept, "Northport", "tax", DAY).kinds == ("year", "quarter")


def test_january_and_february_together_stand_beside_months_and_leave_no_gap() -> None:
    region = region_with(("2019-12", 7, "2020-01-16"), ("2020-01/2020-02", 12, "2020-03-16"), ("2020-03", 7, "2020-04-16"), ("2020-05", 7, "2020-06-16"))  # fmt: skip
    found = series(region, "Northport", "tax", DAY)
    assert found.kinds == ("month",)
    assert [str(one) for one in gaps(found)] == ["2020-04"]


def test_a_figure_known_before_its_period_was_over_is_refused() -> None:
    (fault,) = faults_of(region_with(("2020Q1", 20, "2020-03-01")), date(2020, 3, 18))
    assert (fault.code, fault.row, fault.column) == ("BH-TGT-005", 2, "known_from")
    (fault,) = faults_of(region_with(("2020Q1", 20, "")), date(2020, 3, 18))
    assert "no day of release" in fault.what


def test_a_figure_from_after_the_day_is_refused_by_name_and_unseen_otherwise() -> None:
    region = region_with(("2019", 80, "2020-01-16"), ("2020Q1", 20, "2020-04-16"))
    assert [str(one.period) for one in series(region, "Northport", "tax", date(2020, 3, 18)).latest] == ["2019"]
    with pytest.raises(InputError, match=r"BH-TGT-005.*released on 2020-04-16, after 2020-03-18"):
        figure(region, "Northport", "tax", "2020Q1", date(2020, 3, 18))
    assert figure(region, "Northport", "tax", "2020Q1", date(2020, 4, 18)).value == 20


def test_an_unknown_series_names_the_nearest() -> None:
    with pytest.raises(InputError, match="nearest known: tax"):
        series(region_with(("2019", 80, "2020-01-16")), "Northport", "taxx")


def test_liaoning_as_shipped_has_no_series_that_lies() -> None:
    found = all_series(load("liaoning"), date(2020, 12, 31))
    assert str(found["Liaoning", "gdp"].latest[-1].period) == "2020Q1"
    assert len(found) > 30
