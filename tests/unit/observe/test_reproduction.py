"""R from reports against renewal epidemics of known R, closed cases, and the model's own stages."""

import numpy as np
import pytest
from scipy.stats import gamma

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.observe.reproduction import (
    FEWEST,
    PRIOR_SCALE,
    WINDOW,
    generation_interval,
    infection_to_report,
    reproduction,
    reproduction_of,
)
from bothhands.observe.streams import reports_of

GENERATION = np.array([0.1, 0.25, 0.3, 0.2, 0.1, 0.05])
AT_ONCE = np.ones(1)
DAYS = 60


def renewed(number, generator, start=20, days=DAYS):
    """Poisson renewal: I_t from R × Σ w_u I_(t−u)."""
    infected = np.zeros(days)
    infected[:3] = start
    for day in range(3, days):
        before = infected[max(day - len(GENERATION), 0) : day][::-1]
        infected[day] = generator.poisson(number[day] * (GENERATION[: len(before)] * before).sum())
    return infected


@pytest.mark.parametrize("number", [0.8, 1.0, 1.3])
def test_the_band_holds_nine_in_ten_and_the_middle_is_right(number):
    generator = np.random.default_rng(11)
    series = np.stack([renewed(np.full(DAYS, number), generator) for _ in range(400)], axis=1)
    made = reproduction(series, DAYS, GENERATION, AT_ONCE)
    day = 25
    sure = made.reliable[day]
    held = (made.low[day] <= number) & (number <= made.high[day])
    assert sure.mean() > 0.8
    assert held[sure].mean() == pytest.approx(0.9, abs=0.04)
    assert made.median[day][sure].mean() == pytest.approx(number, rel=0.03)


def test_a_change_is_seen_within_the_window():
    number = np.where(np.arange(DAYS) < 25, 1.5, 0.6)
    series = renewed(number, np.random.default_rng(1), 100)[:, None]
    made = reproduction(series, DAYS, GENERATION, AT_ONCE)
    assert made.low[24, 0] < 1.5 < made.high[24, 0]
    assert made.high[24 + WINDOW, 0] < 1.0
    assert made.median[24 + WINDOW, 0] == pytest.approx(0.6, rel=0.1)


def test_late_reports_are_moved_back_and_the_last_days_marked():
    delay = np.array([0.0, 0.0, 0.1, 0.2, 0.4, 0.2, 0.1])
    generator = np.random.default_rng(4)
    infected = renewed(np.where(np.arange(DAYS) < 30, 1.4, 0.7), generator, 200).astype(int)
    reported = np.zeros(DAYS)
    for day, count in enumerate(infected):
        late = day + generator.choice(len(delay), count, p=delay)
        np.add.at(reported, late[late < DAYS], 1)
    made = reproduction(reported[:, None], DAYS, GENERATION, delay)
    assert made.shift == 4
    assert made.median[25, 0] == pytest.approx(1.4, rel=0.07)
    assert made.median[45, 0] == pytest.approx(0.7, rel=0.07)
    assert np.isnan(made.median[DAYS - 4 :, 0]).all()
    assert np.isfinite(made.median[DAYS - 5, 0])
    assert made.complete[:, 0].tolist() == [day < DAYS - 5 for day in range(DAYS)]


def test_one_case_a_day_by_hand():
    """Everyone infects on the next day: Λ = 1 a day, so R is gamma with shape 1 + 7 and scale 1/(1/5 + 7)."""
    made = reproduction(np.ones((30, 1)), 30, np.ones(1), AT_ONCE)
    exact = gamma(8.0, scale=1.0 / (1.0 / PRIOR_SCALE + 7.0))
    assert made.cases[20, 0] == 7.0
    assert (made.low[20, 0], made.median[20, 0], made.high[20, 0]) == pytest.approx(tuple(exact.ppf([0.05, 0.5, 0.95])))


def test_few_cases_and_the_first_days_are_not_relied_on():
    few, enough = np.zeros((40, 1)), np.zeros((40, 1))
    few[5:30:2, 0], enough[5:30, 0] = 1.0, 1.0
    one, two = (reproduction(series, 40, GENERATION, AT_ONCE) for series in (few, enough))
    assert one.cases.max() == FEWEST - 1
    assert not one.reliable.any()
    assert np.isnan(two.median[5, 0])
    assert not two.reliable[9, 0]
    assert two.reliable[15, 0]
    assert not two.reliable[33, 0]
    assert np.isfinite(two.median[33, 0])


def test_nothing_reported_is_nothing_told():
    made = reproduction(np.zeros((20, 2)), 20, GENERATION, AT_ONCE)
    assert np.isnan(made.median).all()
    assert not made.reliable.any()
    assert not reproduction(np.zeros((20, 2)), 0, GENERATION, AT_ONCE).complete.any()
    assert not np.isfinite(reproduction(np.ones((4, 2)), 4, GENERATION, np.eye(9)[8]).median).any()


def test_stages_give_the_interval_and_the_delay():
    region = load("liaoning")
    generation, delay = generation_interval(region), infection_to_report(region)
    assert generation.sum() == pytest.approx(1.0)
    assert delay.sum() == pytest.approx(1.0)
    assert generation[0] == 0.0
    assert 6.0 < generation @ np.arange(1, 61) < 9.0
    stay = [1.0 / -np.expm1(-1.0 / days) for days in (3.0, 1.6)] + [1.0 / -np.expm1(-(0.12 + 0.25))]
    assert delay @ np.arange(60) == pytest.approx(sum(stay) + 3.0, rel=0.01)


def test_the_first_wave_of_liaoning_fell_below_one():
    region = load("liaoning").standing_on(load("liaoning").default_as_of)
    axes = axes_of(region)
    made = reproduction_of(region, reports_of(region, axes, region.default_as_of))
    sure = np.flatnonzero(made.reliable[:, -1] & made.complete[:, -1])
    assert made.median.shape == (axes.n_days, len(axes.places) + 1)
    assert made.high[sure[-1], -1] < 1.0
    assert not made.reliable[:, axes.places.index("Fushun")].any()


def test_a_city_whose_reports_stop_is_told_of_until_then():
    """Days without a report are not days without a case; the region is told of while nine in ten of its cases report."""
    region = load("liaoning").standing_on(load("liaoning").default_as_of)
    axes = axes_of(region)
    reports = reports_of(region, axes, region.default_as_of)
    whole = reproduction_of(region, reports)
    city = int(reports.new.sum(0).argmax())
    observed, new = reports.observed.copy(), reports.new.copy()
    ends = int(np.flatnonzero(reports.observed[:, city])[-1]) - 30
    observed[ends + 1 :, city], new[ends + 1 :, city] = False, 0.0
    cut = reproduction_of(region, reports._replace(observed=observed, new=new))
    told = np.isfinite(whole.median).sum(0) - np.isfinite(cut.median).sum(0)
    others = np.delete(np.arange(len(axes.places)), city)
    assert told[city] > 0
    assert not told[others].any()
    assert np.isnan(cut.median[ends + 1 :, city]).all()
    assert not cut.complete[ends + 1 :, city].any()
    assert cut.complete[:, others[0]].tolist() == whole.complete[:, others[0]].tolist()
    assert new[:, city].sum() > 0.1 * new.sum()
    assert np.isnan(cut.median[ends + 1 :, -1]).all()
