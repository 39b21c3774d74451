"""Half by half-year and run rate worked by hand, seasonal and not; the holiday; the rule of the light."""

from datetime import date, timedelta

import pytest

from bothhands.inputs.periods import parsed, period_of, quarter_of, year_of
from bothhands.inputs.statistics import Edition, Series
from bothhands.outcome.progress import Rule, Task, level_of_growth, light_of, progress, trend_of
from bothhands.outcome.seasonal_profile import EVEN, HOLIDAY_WEIGHT, months_left, profile_of, share_by, time_share

YEAR = year_of(2020)


def amounts(**values: float) -> Series:
    """A series of amounts; names such as `p2019Q1`, `p2019_03`, `p2019_to_03`."""
    editions = []
    for name, value in values.items():
        text = name[1:]
        year = text[:4]
        text = f"{year}-01/{year}-{text[-2:]}" if "_to_" in text else text.replace("_", "-")
        period = parsed(text)
        assert period is not None, text
        editions.append(Edition(period, value, period.last + timedelta(days=20), 2, "measured", ""))
    return Series("Northport", "tax", "yuan", date(2020, 12, 31), tuple(sorted(editions)))


def test_half_by_half_year_is_a_pace_of_one() -> None:
    found = progress(Task(100.0, YEAR, 50.0, date(2020, 6, 30)), EVEN)
    assert (found.time_share, found.task_share, found.pace) == (0.5, 0.5, 1.0)


def test_run_rate_by_hand_without_a_season() -> None:
    """120 a year, 20 done by the end of March: 100 in 9 months, against 80 in the same months of last year."""
    found = progress(Task(120.0, YEAR, 20.0, date(2020, 3, 31), 25.0, 80.0), EVEN)
    assert found.expected == pytest.approx(30.0)
    assert found.pace == pytest.approx((20 / 120) / 0.25)
    assert found.required_per_month == pytest.approx(100 / 9)
    assert found.required_growth == pytest.approx(0.25)
    assert found.growth_to_date == pytest.approx(-0.2)


def test_run_rate_by_hand_with_a_season() -> None:
    """Quarters of 10, 30, 20 and 40 %: half-year is 40 % of the task, so 40 done is in season though behind the clock."""
    years = {f"p{year}Q{n}": 2.0 * share for year in (2018, 2019) for n, share in enumerate((10, 30, 20, 40), 1)}
    profile = profile_of(amounts(**years), 2020)
    assert profile.years == (2018, 2019)
    found = progress(Task(100.0, YEAR, 40.0, date(2020, 6, 30)), profile)
    assert found.expected == pytest.approx(40.0)
    assert found.pace == pytest.approx(0.8)
    assert found.required_per_month == pytest.approx(10.0)
    assert share_by(profile, date(2020, 6, 30), quarter_of(2020, 2)) == pytest.approx(1.0)
    assert share_by(profile, date(2020, 5, 15), quarter_of(2020, 2)) == pytest.approx(45 / 91)


def test_the_holiday_moves_within_january_and_february_only() -> None:
    years = {"p2019_to_02": 12.0, "p2019_to_03": 22.0, "p2019_to_12": 100.0}
    early = frozenset(date(2020, 1, 20) + timedelta(days=n) for n in range(7))
    late = frozenset(date(2020, 2, 15) + timedelta(days=n) for n in range(7))
    january = [share_by(profile_of(amounts(**years), 2020, off), date(2020, 1, 31), YEAR) for off in (early, late)]
    whole = 60 - 7 * (1 - HOLIDAY_WEIGHT)
    assert january == pytest.approx([0.12 * (31 - 7 * (1 - HOLIDAY_WEIGHT)) / whole, 0.12 * 31 / whole])
    both = [share_by(profile_of(amounts(**years), 2020, off), date(2020, 2, 29), YEAR) for off in (early, late)]
    assert both == pytest.approx([0.12, 0.12])


def test_months_with_january_and_february_together_make_a_profile() -> None:
    months = {f"p2019_{month:02d}": 8.0 for month in range(3, 13)}
    profile = profile_of(amounts(p2019_to_02=20.0, **months), 2020)
    assert profile.months == (0, *range(2, 13))
    assert profile.shares[1:3] == pytest.approx((0.2, 0.28))


def test_a_year_that_is_not_whole_and_the_year_itself_are_no_history() -> None:
    assert profile_of(amounts(p2019Q1=10.0, p2019Q2=30.0), 2020) is EVEN
    whole = {f"p2020Q{n}": 25.0 for n in (1, 2, 3, 4)}
    assert profile_of(amounts(**whole), 2020) is EVEN
    assert profile_of(None, 2020) is EVEN


def test_time_is_counted_within_the_span_of_the_target() -> None:
    span = period_of("2020Q2")
    assert time_share(date(2020, 3, 31), span) == 0.0
    assert time_share(date(2020, 5, 31), span) == pytest.approx(2 / 3)
    assert months_left(date(2020, 1, 31), span) == 3.0
    assert months_left(date(2020, 7, 31), span) == 0.0
    after = progress(Task(10.0, span, 12.0, date(2020, 6, 30)), EVEN)
    assert (after.required_per_month, after.required_growth, after.task_share) == (None, None, 1.2)


def test_the_light_follows_its_rule() -> None:
    assert [light_of(chance) for chance in (None, 0.249, 0.25, 0.749, 0.75)] == ["unknown", "behind", "at_risk", "at_risk", "on_track"]  # fmt: skip
    assert light_of(0.6, Rule(on_track=0.6)) == "on_track"
    assert [trend_of(*pair) for pair in ((0.05, 0.02), (0.02, 0.05), (0.025, 0.02), (None, 0.1))] == ["rising", "falling", "steady", "unknown"]  # fmt: skip


def test_a_growth_asks_for_a_level() -> None:
    assert level_of_growth(200.0, 0.06) == pytest.approx(212.0)
    assert level_of_growth(200.0, 0.06, 0.02, 1) == pytest.approx(216.24)
