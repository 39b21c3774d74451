"""Odds of a level: the Student t of the textbook, tails that stay, what is done counts, longer horizons are wider."""

import numpy as np
import pytest
from scipy.stats import t

from bothhands.outcome import target_odds
from bothhands.outcome.target_odds import (
    BREAK,
    BREAK_SPREAD,
    PRIOR_SPREAD,
    WITHIN,
    band,
    odds,
    outlook,
    rest_of_year,
    said,
    years_ahead,
)

MANY = 20_000


def test_without_breaks_the_odds_are_the_students_t_of_the_textbook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gelman et al. 2013, section 3.3: four degrees of freedom and the years of history, forgetting taken off."""
    monkeypatch.setattr(target_odds, "BREAK", 0.0)
    monkeypatch.setattr(target_odds, "_break_of", lambda years: target_odds._break(np.asarray(years)))
    monkeypatch.setattr(target_odds, "FORGETTING", 1.0)
    history = [0.05, 0.03, 0.06, 0.01]
    made = outlook(history, 0.04, MANY)
    logs, prior = np.log1p(history), np.log1p(0.04)
    mean = (prior + logs.sum()) / 5
    squares = 4 * PRIOR_SPREAD**2 + ((logs - logs.mean()) ** 2).sum() + 4 / 5 * (logs.mean() - prior) ** 2
    scale = np.sqrt(squares / 8 * (1 + 1 / 5))
    for goal in (0.9, 0.98, 1.05, 1.12):
        expected = t.sf((np.log(goal) - mean) / scale, 8)
        assert float(odds(made.mean, made.spread, goal)) == pytest.approx(expected, abs=0.004)


def test_a_break_keeps_the_tail_however_calm_the_history() -> None:
    calm = outlook([0.05] * 40, 0.05)
    chance = float(odds(calm.mean, calm.spread, 1.05 * np.exp(4.0 * calm.spread.mean())))
    wide = BREAK * t.sf(4 / BREAK_SPREAD, 40)
    assert wide < chance < 3 * wide
    assert 0 < float(odds(calm.mean, calm.spread, 2.0)) < 1e-3


def test_at_most_is_the_other_side_and_a_goal_of_nothing_is_reached() -> None:
    made = outlook([], 0.04)
    both = odds(made.mean, made.spread, [1.1, 1.1], at_most=[False, True])
    assert both.sum() == pytest.approx(1.0)
    assert odds(made.mean, made.spread, [0.0, -5.0], at_most=[False, True]).tolist() == [1.0, 0.0]


def test_what_is_done_pulls_the_rest_and_narrows_it() -> None:
    ahead = outlook([0.05, 0.04, 0.06], 0.05)
    early, late = rest_of_year(ahead, 0.1, -0.2, 0.9, 0.9), rest_of_year(ahead, 0.7, -0.2, 0.3, 0.3)
    assert late[0].mean() < early[0].mean() < ahead.mean.mean()
    part, spread = rest_of_year(ahead, 0.5, 0.1, 0.5, 0.5)
    weight = 0.5 / (0.5 + WITHIN**2)
    assert part == pytest.approx((1 - weight) * ahead.mean + weight * np.log(1.1))
    assert spread == pytest.approx(ahead.spread * np.sqrt(1 - weight + WITHIN**2 / 0.5))
    nothing_done = rest_of_year(ahead, 0.0, None, 1.0, 1.0)
    assert nothing_done[0] is ahead.mean
    assert nothing_done[1] == pytest.approx(ahead.spread)


def test_years_further_off_grow_and_widen() -> None:
    ahead = outlook([], 0.05)
    level, spread = np.log(100.0) + 0 * ahead.mean, 0.01 + 0 * ahead.spread
    levels, spreads = years_ahead(level, spread, ahead, 3)
    bands = [band(*one, k + 1.0) for k, one in enumerate(zip(levels, spreads, strict=True))]
    widths = [float(np.log(one[4] / one[0])) for one in bands]
    assert widths == sorted(widths)
    assert [float(one[2]) for one in bands] == pytest.approx([100 * 1.05**k for k in (1, 2, 3)], rel=0.01)
    at_once = odds(levels, spreads, np.full(3, 110.0), np.array([1.0, 2.0, 3.0]))
    assert at_once.tolist() == [pytest.approx(float(odds(levels[k], spreads[k], 110.0, k + 1.0))) for k in range(3)]


def test_near_zero_is_said_as_such() -> None:
    assert [said(one) for one in (0.0, 0.0004, 0.001, 0.034, 0.5, 0.93, 0.9994)] == ["< 0.1 %", "< 0.1 %", "0.1 %", "3.4 %", "50 %", "93.0 %", "> 99.9 %"]  # fmt: skip
