"""What is still to come of a month, a quarter, a half or a year, by the months' joint distribution and by hand."""

from datetime import date

import numpy as np
import pytest

from bothhands.inputs.periods import month_of, parsed, year_of
from bothhands.inputs.statistics import Edition, Series
from bothhands.outcome.seasonal_profile import EVEN
from bothhands.outcome.target_forecast import Forecast, done_of, forecast_by_growth
from bothhands.outcome.target_odds import WITHIN, Outlook, rest_of_year

MEAN, SPREAD = np.log(1.05), 0.02
AHEAD = Outlook(np.array([MEAN]), np.array([SPREAD]), 10)
LAST_YEAR = 100.0


def growing(reported: int, growth: float, years_before: int = 1) -> Series:
    """A hundred a month in 2019 or before, and some months of 2020 grown."""
    before = 2020 - years_before
    values = [(month_of(before, n + 1), LAST_YEAR) for n in range(12)] + [(year_of(before), 12 * LAST_YEAR)]
    values += [(month_of(2020, n + 1), LAST_YEAR * (1.0 + growth)) for n in range(reported)]
    editions = [Edition(period, value, period.last, 2, "invented", "") for period, value in values]
    return Series("Northport", "budget_revenue", "m yuan", date(2020, 12, 31), tuple(sorted(editions)))


def forecast(found: Series, text: str) -> Forecast:
    span = parsed(text)
    assert span is not None
    told = forecast_by_growth(found, AHEAD, EVEN, span, done_of(found, None, span, date(2020, 12, 31)))
    assert told is not None
    return told


def conditioned(first: int, known: int, last: int, growth: float) -> tuple[float, float]:
    """Mean and spread of the growth of months `known` to `last` given that of `first` to `known`, all counted from 0.

    Twelve months about the growth of the year, each with variance 12 (κσ)²: jointly normal, averaged and conditioned with nothing else assumed;
    but the scatter of the months to come is the geometric mean of theirs and that of all that are left of the year.
    """
    joint = SPREAD**2 * (np.ones((12, 12)) + 12 * WITHIN**2 * np.eye(12))
    means = np.zeros((3, 12))
    means[0, first:known], means[1, known:last], means[2, known:] = (
        1 / (known - first),
        1 / (last - known),
        1 / (12 - known),
    )
    (seen, both, _), (_, own, _), (_, _, rest) = means @ joint @ means.T
    scatter = np.sqrt((own - SPREAD**2) * (rest - SPREAD**2))
    return MEAN + both / seen * (np.log1p(growth) - MEAN), float(np.sqrt(SPREAD**2 - both**2 / seen + scatter))


@pytest.mark.parametrize(
    ("text", "first", "known", "last"),
    [
        ("2020", 0, 3, 12),
        ("2020H1", 0, 3, 6),
        ("2020Q1", 0, 2, 3),
        ("2020-01/2020-04", 0, 3, 4),
        ("2020-01/2020-11", 0, 3, 11),
        ("2020Q2", 3, 4, 6),
        ("2020Q4", 9, 11, 12),
        ("2020H2", 6, 10, 12),
    ],
)
def test_the_rest_of_any_span_is_as_its_months_have_it(text: str, first: int, known: int, last: int) -> None:
    told = forecast(growing(known, 0.21), text)
    mean, spread = conditioned(first, known, last, 0.21)
    assert told.done == pytest.approx((known - first) * 121.0)
    assert told.log_rest == pytest.approx(np.log((last - known) * LAST_YEAR) + mean)
    assert told.spread == pytest.approx(spread)


def test_the_half_and_the_year_to_a_month_by_hand() -> None:
    """A quarter in: w = 0.25 / 0.41; of the year 3/4 is to come, of the half 1/4, to April 1/12; √(3/4 · 1/4) = 0.433, √(3/4 · 1/12) = 1/4."""
    left = 1 - 0.25 / 0.41
    for text, part in (("2020", 3 / 4), ("2020H1", np.sqrt(3) / 4), ("2020-01/2020-04", 1 / 4)):
        told = forecast(growing(3, 0.05), text)
        assert told.spread == pytest.approx(0.02 * np.sqrt(left + 0.16 / part))
    assert forecast(growing(3, 0.05), "2020H1").spread == pytest.approx(0.0174327, abs=1e-7)


def test_one_month_of_a_quarter_counts_as_one_month() -> None:
    """April at + 21 %: w = (1/12) / (1/12 + 0.16) = 0.342, not the 0.676 of four months."""
    told = forecast(growing(4, 0.21), "2020Q2")
    weight = 25 / 73
    assert told.log_rest == pytest.approx(np.log(200.0) + (1 - weight) * MEAN + weight * np.log(1.21))


def test_nothing_in_a_part_scatters_about_the_year_and_a_year_does_not() -> None:
    for text, part, left in (("2020H1", 1 / 2, 1.0), ("2020Q3", 1 / 4, 1 / 2), ("2020-05", 1 / 12, 2 / 3), ("2020-01/2020-09", 3 / 4, 1.0)):  # fmt: skip
        told = forecast(growing(0, 0.0), text)
        assert told.log_rest == pytest.approx(np.log(12 * LAST_YEAR * part) + MEAN)
        assert told.spread == pytest.approx(SPREAD * np.sqrt(1 + WITHIN**2 / np.sqrt(part * left)))
    assert forecast(growing(0, 0.0), "2020").spread == pytest.approx(SPREAD)
    two_back = forecast(growing(0, 0.0, years_before=2), "2020H1")
    assert two_back.log_rest == pytest.approx(np.log(6 * LAST_YEAR) + 2 * MEAN)
    assert two_back.spread == pytest.approx(SPREAD * np.sqrt(2 + WITHIN**2 / np.sqrt(0.5)))


def test_what_is_known_and_what_is_to_come_need_not_make_a_year() -> None:
    mean, spread = rest_of_year(AHEAD, 0.25, 0.05, 0.25, 0.75)
    assert mean == pytest.approx(MEAN)
    assert spread > rest_of_year(AHEAD, 0.25, 0.05, 0.75, 0.75)[1]
