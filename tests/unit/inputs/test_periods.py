"""Periods as statistics write them: read, written back, and followed in order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothhands.errors import InputError
from bothhands.inputs.periods import (
    Period,
    following,
    formatted,
    month_of,
    parsed,
    period_of,
    quarter_of,
    to_date_of,
    year_of,
)
from bothhands.inputs.unit_scales import scale_of

EVERY = st.one_of(
    st.builds(year_of, st.integers(1, 9998)),
    st.builds(quarter_of, st.integers(1, 9998), st.integers(1, 4)),
    st.builds(month_of, st.integers(1, 9998), st.integers(1, 12)),
    st.builds(to_date_of, st.integers(1, 9998), st.integers(1, 12)),
    st.dates(max_value=date(9998, 12, 31)).map(lambda day: Period(day, day, "day")),
)


@given(EVERY)
def test_a_period_written_is_read_back(period: Period) -> None:
    assert parsed(formatted(period)) == period


@given(EVERY)
def test_the_following_period_begins_after_and_leaves_no_day_out(period: Period) -> None:
    after = following(period)
    assert after.kind == period.kind
    assert after > period
    if period.kind != "to_date":
        assert (after.first - period.last).days == 1


def test_the_forms_mean_their_days() -> None:
    assert parsed("2020H1") == Period(date(2020, 1, 1), date(2020, 6, 30), "half")
    assert parsed("2020-02") == Period(date(2020, 2, 1), date(2020, 2, 29), "month")
    assert parsed("2020-01/2020-02") == Period(date(2020, 1, 1), date(2020, 2, 29), "to_date")
    assert parsed(" 2020Q3 ") == Period(date(2020, 7, 1), date(2020, 9, 30), "quarter")


@pytest.mark.parametrize("text", ["", "2020Q5", "2020-13", "2020-02-30", "20", "2019-01/2020-02", "2020-02/2020-03", "0000"])  # fmt: skip
def test_a_text_that_names_no_period_is_refused_where_it_stands(text: str) -> None:
    assert parsed(text) is None
    with pytest.raises(InputError) as error:
        period_of(text, "targets", 7)
    assert (error.value.faults[0].code, error.value.faults[0].row) == ("BH-TGT-001", 7)


def test_a_year_before_the_leap_day_is_the_28th() -> None:
    assert period_of("2020-02-29").year_before() == period_of("2019-02-28")
    assert period_of("2020-02").year_before() == period_of("2019-02")


@pytest.mark.parametrize(
    ("unit", "plain", "factor"),
    [("100m CNY", "yuan", 1e8), ("亿元", "CNY", 1e8), ("万元", "元", 1e4), ("1,000 t", "t", 1e3), ("% yoy", "share", 0.01),
     ("yuan", "100m CNY", 1e-8), ("USD", "yuan", None), ("% yoy", "yuan", None), ("yuan", "share", None), ("% real yoy", "% yoy", 1.0)],
)  # fmt: skip
def test_a_unit_is_counted_in_another_or_not_at_all(unit: str, plain: str, factor: float | None) -> None:
    assert scale_of(unit, plain) == pytest.approx(factor) if factor else scale_of(unit, plain) is None
