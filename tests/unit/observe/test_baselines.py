"""The baselines do what their names say."""

import numpy as np
import pytest
from scipy.stats import poisson

from bothhands.observe.baselines import (
    BASELINES,
    FLOOR,
    PERSISTENT,
    REPEATED,
    WIDE,
    ZERO,
    Past,
    baseline,
    persistence_dispersion,
)
from bothhands.observe.scores import crps, distribution


def of_weeks(*weeks):
    return Past(np.array(weeks, float), float(np.nan_to_num(weeks[-1])))


QUIET = of_weeks(*np.zeros(6))
SHORT = of_weeks(np.nan, np.nan, 2.0)


def below(*asked):
    return distribution(*baseline(*asked))


def test_three_are_named():
    assert len(set(BASELINES)) == 3


def test_last_week_repeated_is_poisson_about_it():
    told = below(REPEATED, of_weeks(1.0, 4.0), (), 1)
    assert told[:10] == pytest.approx(poisson.cdf(np.arange(10), 4.0 + FLOOR))


def test_always_zero_is_sure_of_it():
    told = below(ZERO, SHORT, (), 2)
    assert crps(told, 0) == 0.0
    assert crps(told, 3) == 3.0


def test_a_quiet_place_is_expected_to_stay_so_but_not_for_sure():
    assert 0.85 < below(PERSISTENT, QUIET, (QUIET,), 1)[0] < 1.0


def test_persistence_learns_its_dispersion_from_its_own_past():
    generator = np.random.default_rng(2)
    weeks = of_weeks(*generator.negative_binomial(10.0 / 3.0, 0.25, 400))
    calm = of_weeks(*generator.poisson(np.full(400, 10.0)))
    assert persistence_dispersion(weeks, (), 1) > 2 * persistence_dispersion(calm, (), 1)
    assert (1.0 - below(PERSISTENT, weeks, (), 1)).sum() == pytest.approx(weeks.last + FLOOR, rel=0.01)


def test_a_short_past_takes_that_of_all_places_and_none_a_stated_one():
    wild = of_weeks(0.0, 12.0, 0.0, 15.0, 1.0, 20.0)
    assert persistence_dispersion(SHORT, (SHORT, wild), 1) == persistence_dispersion(wild, (), 1)
    assert persistence_dispersion(SHORT, (SHORT,), 1) == WIDE


def test_pairs_leave_out_weeks_that_are_not_known():
    earlier, later = of_weeks(1.0, np.nan, 3.0, 4.0, 5.0).pairs(2)
    assert (earlier.tolist(), later.tolist()) == ([1.0, 3.0], [3.0, 5.0])
