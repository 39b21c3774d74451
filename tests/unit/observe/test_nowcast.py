"""The nowcast on small panels: what it refuses, that its news adds up, that it sees what the figures hold.

The panels are made by a generator that is not the model's own form: an activity index of thirty sine waves and jumps, seen through
nonlinear, noisy series with fat-tailed errors.
"""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from bothhands.errors import InputError, RunError
from bothhands.observe.nowcast import combined, moment, nowcast
from bothhands.observe.nowcast_factors import Smoother, fit
from bothhands.observe.nowcast_news import change
from bothhands.observe.nowcast_panel import Moment, Panel, Series, checked, long_enough, panel_of, quarter_of, released

MONTHS, WIDTH = 120, 6


def made(months: int = MONTHS, width: int = WIDTH, seed: int = 3) -> Panel:
    """Monthly levels driven by one index, and a quarterly target that averages it."""
    draw = np.random.default_rng(seed)
    month = np.arange(months)
    pulse = sum(np.sin(month / period + draw.uniform(0, 6)) for period in draw.uniform(4, 14, 30)) / 5
    pulse = np.tanh(pulse) + 1.5 * (month % 41 == 40)
    growth = np.column_stack([0.4 + k * pulse / 4 + 0.3 * draw.standard_t(4, months) for k in range(1, width + 1)])
    levels = 100.0 * np.exp(np.cumsum(growth / 100.0, axis=0))
    output = np.cumsum(0.5 + pulse + 0.1 * draw.standard_t(4, months))
    quarter = np.full(months, np.nan)
    for end in range(2, months, 3):
        quarter[end] = 1000.0 * np.exp(output[end - 2 : end + 1].mean() / 100.0)
    series = [Series(f"m{k}", "month", "growth", release_days=10 + 5 * k) for k in range(width)]
    target = Series("gdp", "quarter", "growth", release_days=20)
    first = date(2005, 1, 1)
    whole = Panel(first, (*series, target), np.column_stack([levels, quarter]), date(2014, 12, 31))
    return checked(whole)


@pytest.fixture(scope="module")
def panel() -> Panel:
    return made()


@pytest.fixture(scope="module")
def fitted(panel):
    return fit(panel.cut(date(2012, 12, 31)))


def test_a_series_is_cut_by_its_day_of_release(panel):
    cut = panel.cut(date(2012, 5, 20))
    april = cut.number(date(2012, 4, 1))
    assert np.isfinite(cut.levels[april]).tolist() == [True, True, True, False, False, False, False]
    assert cut.month(len(cut.levels) - 1) == date(2012, 5, 1)
    assert released(panel.series[0], date(2012, 4, 1)) == date(2012, 5, 10)
    assert np.isfinite(cut.levels[cut.number(date(2012, 3, 1)), -1])
    assert quarter_of(date(2012, 5, 20)) == date(2012, 6, 1)


def test_the_first_survey_of_a_month_may_be_out_within_it():
    survey = Series("survey", "month", "level", release_days=-15)
    assert released(survey, date(2016, 6, 1)) == date(2016, 6, 15)
    panel_of([survey], [{date(2016, 6, 1): 3.0}], date(2016, 6, 20))
    with pytest.raises(InputError, match="BH-NOW-003"):
        panel_of([replace(survey, release_days=5)], [{date(2016, 6, 1): 3.0}], date(2016, 6, 20))


@pytest.mark.parametrize(
    ("transformation", "wanted"),
    [("level", [4.0, 5.0, 5.5]), ("change", [np.nan, 1.0, 0.5]), ("growth", [np.nan, 25.0, 10.0]),
     ("annualised growth", [np.nan, 100 * (1.25**12 - 1), 100 * (1.1**12 - 1)])],
)  # fmt: skip
def test_transformations_equal_a_hand_worked_case(transformation, wanted):
    one = Panel(
        date(2020, 1, 1), (Series("x", "month", transformation),), np.array([[4.0], [5.0], [5.5]]), date(2020, 4, 1)
    )
    np.testing.assert_allclose(one.growth()[:, 0], wanted)


def test_annual_rates_of_a_quarter_look_back_three_months():
    levels = np.array([[np.nan], [np.nan], [100.0], [np.nan], [np.nan], [101.0]])
    one = Panel(date(2020, 1, 1), (Series("x", "quarter", "annualised growth"),), levels, date(2020, 7, 1))
    assert one.growth()[5, 0] == pytest.approx(100 * (1.01**4 - 1))


def test_every_fault_of_a_panel_comes_at_once(panel):
    levels = panel.levels.copy()
    levels[40:60, 0] = np.nan
    levels[80, 1] = -1.0
    levels[61, -1] = 1200.0
    levels[:, 2] = np.where(np.arange(MONTHS) > 60, np.where(np.arange(MONTHS) % 3 == 2, levels[:, 2], np.nan), levels[:, 2])  # fmt: skip
    levels[:, 3] = np.tile(np.arange(1.0, 13.0), MONTHS // 12)
    with pytest.raises(InputError) as told:
        checked(replace(panel, levels=levels, as_of=date(2014, 12, 20)))
    found = {(fault.code, fault.column) for fault in told.value.faults}
    assert found >= {
        ("BH-NOW-002", "m0"), ("BH-NOW-004", "m1"), ("BH-NOW-001", "gdp"), ("BH-NOW-001", "m2"), ("BH-NOW-002", "m3"), ("BH-NOW-003", "gdp")
    }  # fmt: skip
    sentences = [fault.sentence() for fault in told.value.faults if fault.column == "m0"]
    assert any("ends with 2008-04 and begins again 21 months later" in one for one in sentences)


def test_a_year_without_january_and_february_and_quarters_before_the_months_are_usual(panel):
    month = np.arange(MONTHS)
    levels = panel.levels.copy()
    levels[month % 12 < 2, 0] = np.nan
    levels[(month < 48) & (month % 3 != 2), 1] = np.nan
    grown = checked(replace(panel, levels=levels)).growth()
    assert np.isnan(grown[month % 12 < 3, 0]).all(), "March has no February to grow from"
    assert np.isfinite(grown[month % 12 > 2, 0]).all()
    assert np.isfinite(grown[48:, 1]).all()


def test_a_figure_after_the_as_of_day_is_an_error_not_a_help(panel):
    with pytest.raises(InputError, match="BH-NOW-003"):
        checked(replace(panel, as_of=date(2014, 11, 30)))


def test_news_and_revisions_add_up_to_the_change(panel, fitted):
    before = panel.cut(date(2013, 2, 14))
    levels = panel.cut(date(2013, 4, 20)).levels.copy()
    levels[90:97, 1] *= 1.01
    levels[95, 3] = np.nan
    after = replace(panel, levels=levels, as_of=date(2013, 4, 20))
    at = moment(fitted, panel, "gdp", date(2013, 3, 1))
    found = change(Smoother(fitted), before, after, at)
    assert abs(found.left_over) < 1e-9
    assert abs(found.after - found.before) > 1e-3
    assert abs(found.withdrawn) > 1e-9
    assert any(one.revision for one in found.by_series if one.series == "m1")
    new = {one.series: one.figures for one in found.by_series}
    assert (new["m0"], new["m3"], new["gdp"]) == (2, 1, 1), (
        "February and March; February alone, January lost with December; a quarter"
    )


def test_news_equals_that_of_the_library(panel, fitted):
    """Tolerance: the library solves for weights, we take differences; 1e-6 of a per cent."""
    import pandas as pd
    from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ
    from statsmodels.tsa.statespace.initialization import Initialization

    before, after = panel.cut(date(2013, 2, 14)), panel.cut(date(2013, 4, 20))
    at = moment(fitted, panel, "gdp", date(2013, 3, 1))
    ours = change(Smoother(fitted), before, after, at)
    results = []
    for one in (before, after):
        values = (one.until(after.month(len(after.levels) - 1)).growth() - fitted.usual[0]) / fitted.deviation
        led = np.vstack([np.full(values.shape[1], np.nan), values])
        index = pd.period_range("2004-12", periods=len(led), freq="M")
        frame = pd.DataFrame(led, index=index, columns=[f"y{k + 1}" for k in range(values.shape[1])])
        model = DynamicFactorMQ(frame, k_endog_monthly=6, factors=1, factor_orders=1, standardize=False)
        model.ssm.initialization = Initialization(
            len(fitted.state), "known", constant=fitted.state, stationary_cov=fitted.state_covariance
        )
        results.append(model.smooth(fitted.parameters))
    theirs = results[1].news(results[0], impact_date="2013-03", impacted_variable="y7")
    total = float(theirs.total_impacts.loc["2013-03", "y7"]) * fitted.deviation[-1]
    assert ours.after - ours.before == pytest.approx(total, abs=1e-6)


def test_what_is_known_is_expected_without_doubt(panel, fitted):
    one = Smoother(fitted)
    values = one.values(panel.cut(date(2013, 4, 20)))
    told = one.expected(values)
    known = np.isfinite(values)
    np.testing.assert_allclose(told.mean[known], values[known], atol=1e-6)
    assert told.deviation[known].max() < 1e-4
    assert told.deviation[~known].min() > 0.01


def test_more_months_narrow_the_band_and_quantiles_are_in_order(panel, fitted):
    early, late = (
        nowcast(panel.cut(day), "gdp", date(2013, 9, 1), fitted=fitted)
        for day in (date(2013, 6, 30), date(2013, 10, 10))
    )
    assert late.deviation < 0.8 * early.deviation
    assert list(late.quantiles().values()) == sorted(late.quantiles().values())
    assert late.quantile(0.5) == late.mean
    assert late.quantile(0.95) - late.mean == pytest.approx(1.6449 * late.deviation, rel=1e-4)


def test_the_nowcast_beats_the_mean_on_figures_not_of_its_own_form(panel, fitted):
    """A quarter in eight years' data is forecast ten days after its end: at most two thirds of the mean's error."""
    grown = panel.growth()[:, -1]
    ours, mean = [], []
    for end in range(98, MONTHS, 3):
        day = panel.month(end) if end + 1 == len(panel.levels) else panel.month(end + 1)
        told = nowcast(panel.cut(day.replace(day=10)), "gdp", panel.month(end), fitted=fitted)
        ours.append(told.mean - grown[end])
        mean.append(np.nanmean(grown[:end]) - grown[end])
    assert np.sqrt(np.mean(np.square(ours))) < 0.67 * np.sqrt(np.mean(np.square(mean)))


def test_a_warm_fit_takes_fewer_steps_and_ends_as_high(panel, fitted):
    later = panel.cut(date(2013, 12, 31))
    cold, warm = fit(later), fit(later, before=fitted)
    assert warm.log.warm
    assert not cold.log.warm
    assert warm.log.steps < cold.log.steps
    assert warm.log.log_likelihood[-1] > cold.log.log_likelihood[-1] - 1.0
    assert cold.log.has_converged


def test_a_fit_that_is_broken_off_says_so(panel):
    log = fit(panel.cut(date(2012, 12, 31)), tolerance=1e-12, most_steps=2).log
    assert not log.has_converged
    assert any("maximum number" in one for one in log.remarks)


def test_short_series_are_left_out_and_named_and_too_few_are_refused(panel):
    levels = panel.levels.copy()
    levels[:100, 2] = np.nan
    assert fit(replace(panel, levels=levels)).log.left_out == ("m2",)
    assert "m2" not in long_enough(replace(panel, levels=levels)).names
    with pytest.raises(InputError, match="BH-NOW-006"):
        fit(panel.only([0, 1]))


def test_a_block_of_one_series_is_no_block(panel):
    blocks = [("global", "soft"), *[("global",)] * 4, ("lonely",), ("global", "real")]
    given = replace(panel, series=tuple(replace(s, blocks=b) for s, b in zip(panel.series, blocks, strict=True)))
    log = fit(given).log
    assert log.has_converged
    assert log.left_out == ("m5",)


def test_series_that_never_move_are_an_error_not_a_crash(panel):
    with pytest.raises(RunError, match="BH-NOW-008"):
        fit(replace(panel, levels=np.where(np.isfinite(panel.levels), 5.0, np.nan)))


def test_unknown_targets_and_panels_that_do_not_match(panel, fitted):
    with pytest.raises(InputError, match="BH-NOW-005"):
        nowcast(panel, "gpd", date(2013, 9, 1), fitted=fitted)
    later = replace(panel, first=date(2006, 1, 1), levels=panel.levels[12:])
    with pytest.raises(InputError, match="BH-NOW-007"):
        nowcast(later, "gdp", date(2013, 9, 1), fitted=fitted)


def test_forecasts_are_weighed_by_inverse_variance():
    both = combined([(2.0, 1.0), (5.0, 2.0)])
    assert both.weights == pytest.approx((0.8, 0.2))
    assert both.mean == pytest.approx(2.6)
    assert both.deviation == pytest.approx((0.8 * (1 + 0.36) + 0.2 * (4 + 5.76)) ** 0.5)
    sure = combined([(2.0, 1.0), (5.0, 0.0), (7.0, 0.0)])
    assert (sure.weights, sure.mean, sure.deviation) == ((0.0, 0.5, 0.5), 6.0, 1.0)
    assert Moment(3, 1).series == 1


def test_the_library_is_imported_when_a_fit_is_asked_for():
    asked = "import sys, bothhands.cli, bothhands.observe.nowcast, bothhands.plan.nowcast_case; assert 'statsmodels' not in sys.modules"
    subprocess.run([sys.executable, "-c", asked], check=True)
