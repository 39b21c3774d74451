"""What binds a firm, by hand: the least of seven limits, what comes back without it, since when; details of single firms."""

from datetime import date

import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.firm_months import FirmMonth
from bothhands.inputs.tables.firm_repayments import FirmRepayment
from bothhands.inputs.tables.firms import DIFFICULTIES
from bothhands.model.firms.books import books_of
from bothhands.model.firms.cash_parts import cash_parts
from bothhands.model.firms.detail import detail_of
from bothhands.model.firms.limits import diagnosed, funds_level, spell_starts
from bothhands.model.firms.long_run import Recorded, calendar_of, dated_of, run
from bothhands.model.firms.register import complete
from bothhands.model.firms.synthetic import CELLS, drawn

TOWNS = load("two-towns")
AXES = axes_of(TOWNS)
BOOKS = books_of(complete(TOWNS, AXES), AXES)


def levels(**allowed):
    return np.array([[allowed.get(name, 1.0)] for name in DIFFICULTIES])


@pytest.mark.parametrize(
    ("allowed", "named", "lost", "gain"),
    [
        ({"market": 0.6, "labour": 0.8}, "market", 0.4, 0.2),
        ({"market": 0.6}, "market", 0.4, 0.4),
        ({"funds": 0.0, "permit": 0.0}, "funds", 1.0, 0.0),
        ({"materials": 0.995}, None, 0.005, 0.0),
        ({"market": 1.3}, None, 0.0, 0.0),
    ],
)
def test_the_least_limit_binds_and_the_next_is_what_comes_back(allowed, named, lost, gain):
    found = diagnosed(levels(**allowed), np.full((len(DIFFICULTIES), 1), 7))
    assert found.named(0) == named
    assert found.lost_share[0] == pytest.approx(lost)
    assert found.gain.sum() == pytest.approx(gain)
    assert found.since[0] == (7 if named else -1)
    if named:
        assert found.gain[DIFFICULTIES.index(named), 0] == pytest.approx(gain)


def test_what_comes_back_is_the_least_of_the_others_less_the_least_of_all():
    random = np.random.default_rng(2).random((len(DIFFICULTIES), 500))
    found = diagnosed(random, np.zeros(random.shape, np.int64))
    for k in range(len(DIFFICULTIES)):
        without = np.delete(random, k, 0).min(0) - random.min(0)
        held = random.min(0) < 0.99
        np.testing.assert_allclose(found.gain[k], np.where(held, without, 0.0))


def test_a_spell_begins_after_the_last_free_day():
    path = np.array([[1.0, 0.5], [0.5, 0.5], [1.0, 0.5], [0.7, 0.5], [0.7, 1.0]])
    assert spell_starts(path, 4).tolist() == [3, 4]
    assert spell_starts(path, 3).tolist() == [3, 0]


def test_funds_for_half_the_days_paid_ahead_allow_half_the_work():
    cost = BOOKS.sales * BOOKS.variable_share + BOOKS.payroll + BOOKS.fixed_cost + BOOKS.debt_service
    half = funds_level(BOOKS._replace(credit=np.zeros(BOOKS.firms)), 3.5 * cost, 0.2, 7.0)
    np.testing.assert_allclose(half, 0.5)
    assert (funds_level(BOOKS, -1e12 * np.ones(BOOKS.firms), 0.2, 7.0) == 0).all()


def test_a_calendar_of_repayments_takes_the_place_of_the_yearly_figure_and_months_make_a_season():
    firm = AXES.firms[0]
    months = [FirmMonth(firm=firm, month=date(2019, m, 1), sales_yuan=4e5 if m == 3 else 1e5) for m in range(1, 13)]
    due = FirmRepayment(firm=firm, due_on=date(2020, 4, 1), repayment_yuan=5e4)
    detail = detail_of(TOWNS.replace(firm_repayments=(due,), firm_months=months), AXES, BOOKS)
    assert detail.books.debt_service[0] == BOOKS.interest[0] < BOOKS.debt_service[0]
    np.testing.assert_array_equal(detail.books.debt_service[1:], BOOKS.debt_service[1:])
    assert (detail.dated.day.tolist(), detail.dated.yuan.tolist()) == ([AXES.day_index(due.due_on)], [5e4])
    assert detail.season[1].tolist() == [1] + [0] * (BOOKS.firms - 1)
    assert detail.season[0][1, AXES.day_index(date(2020, 3, 15))] == pytest.approx(4 / 1.25)
    short = detail_of(TOWNS.replace(firm_months=months[:11]), AXES, BOOKS)
    assert (short.season[1] == 0).all()


def test_the_parts_of_a_firms_cash_add_up_to_its_last():
    books, days = drawn(2_000).of(np.arange(40)), 150
    random = np.random.default_rng(4)
    signals = Recorded(random.random((days, CELLS)), random.random((days, CELLS)) * 0.2, np.ones((days, CELLS)))
    calendar = calendar_of(date(2020, 3, 18), days)
    dated = dated_of(random.integers(0, 40, 30), random.integers(0, days, 30), random.random(30) * 1e3, 40)
    made = run(books, signals, calendar, 0.2, dated)
    assert 0 < (made.exit_day >= 0).sum() < 40
    for firm in range(40):
        parts = cash_parts(books, firm, signals, calendar, made, 0.2, dated)
        assert sum(parts[:-1]) == pytest.approx(parts.last, abs=0.01)
