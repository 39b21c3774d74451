"""Break-even by month: aid counts in its month, whoever closed is below, cut months count as they are."""

from datetime import date, timedelta

import numpy as np

from bothhands.inputs.loading import load
from bothhands.levers.history import history
from bothhands.model.alone import firms_alone
from bothhands.model.firms.flows import Flows
from bothhands.observe.fitted import fit_region
from bothhands.outcome.break_even import by_month
from bothhands.plan.plan import reference_runs

DAYS = [date(2020, 1, 30) + timedelta(days=n) for n in range(4)]


def flows(profit, alive):
    blank = np.zeros(0)
    return Flows(blank, np.array(profit, float), blank, np.array(alive, float), blank, blank, blank, blank)


def test_a_month_is_above_when_its_days_pay_for_themselves_together():
    profit = [[-1.0, -3.0, 2.0], [2.0, 1.0, 2.0], [1.0, -1.0, 0.0], [-2.0, 3.0, 0.0]]
    alive = [[1, 1, 1], [1, 1, 1], [1, 1, 0], [1, 1, 0]]
    found = by_month(flows(profit, alive), np.zeros((4, 3)), [1, 1, 5], DAYS)
    assert found.first_day == (date(2020, 1, 30), date(2020, 2, 1))
    assert found.above.tolist() == [6.0, 1.0]
    assert found.closed.tolist() == [0.0, 5.0]
    assert found.firms == 7.0


def test_aid_counts_in_the_month_it_is_paid_and_not_for_the_closed():
    profit = [[-1.0, -1.0], [-1.0, -1.0], [-1.0, 0.0], [-1.0, 0.0]]
    alive = [[1, 1], [1, 1], [1, 0], [1, 0]]
    aid = np.array([[2.0, 0.0], [0.0, 2.0], [1.0, 9.0], [0.5, 9.0], [9.0, 9.0]])
    found = by_month(flows(profit, alive), aid, [1, 1], DAYS)
    assert found.above.tolist() == [2.0, 0.0]


def test_firms_alone_repeat_the_coupled_run():
    region = load("two-towns")
    run = reference_runs(region)["carry on"]
    fitted = fit_region(region, region.default_as_of, sampled=True)
    alone = firms_alone(fitted.model.firms, run.record.signals, history(fitted.region, fitted.axes).support)
    np.testing.assert_allclose(np.asarray(alone.cash), np.asarray(run.record.firms.cash), rtol=1e-9)
    np.testing.assert_array_equal(np.asarray(alone.alive), np.asarray(run.record.firms.alive))
