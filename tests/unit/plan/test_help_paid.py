"""Help to firms: what public funds pay is one thing, the cash it brings firms another."""

from datetime import date

import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.compile import to_arrays
from bothhands.levers.history import history
from bothhands.levers.measure import Measure
from bothhands.model.simulate import model_of
from bothhands.observe.fitted import run_once
from bothhands.plan.accounts import accounts_of
from bothhands.plan.help_paid import help_of
from bothhands.plan.problem import problem_of

APRIL, MAY = date(2020, 4, 1), date(2020, 5, 1)


def given(firm, start, days, value, cost=0.0, fund=""):
    end = date.fromordinal(start.toordinal() + days - 1)
    return Measure(lever="support", firm=firm, start=start, end=end, value=value, unit="yuan a day", cost=cost, fund=fund)  # fmt: skip


def test_spans_of_a_firm_are_paid_by_the_cost_that_stands_with_one_of_them():
    loan = [given("a", APRIL, 10, 500.0, 70.0, "firm_support"), given("a", MAY, 10, 300.0)]
    grant = given("b", APRIL, 4, 25.0)
    found = {one.firm: (one.paid, one.cash) for one in help_of([*loan, grant])}
    assert found == {"a": (70.0, 8000.0), "b": (100.0, 100.0)}


def test_a_loan_guaranteed_is_not_borrowed_by_the_public():
    """The firm has the cash in the run; public money pays what the guarantee costs, in the month it is given."""
    region = load("two-towns")
    axes = axes_of(region)
    model, past = model_of(region, axes), history(region, axes)
    prices = problem_of(region, axes, model, past, date(2020, 3, 18)).prices
    loan = given(axes.firms[0], APRIL, 30, 1000.0, 600.0, "firm_support")
    grant = given(axes.firms[1], MAY, 10, 50.0)
    levers = to_arrays([loan, grant], axes, past)
    record = run_once(model, levers)
    bare = accounts_of(region, axes, model, levers, record, prices, 0)
    own = accounts_of(region, axes, model, levers, record, prices, 0, orders=[loan, grant])
    alive = np.asarray(record.firms.alive * model.firms.counts)
    cash = (np.asarray(levers.support) * alive)[:, :2].sum(0)
    assert cash == pytest.approx([30_000.0, 500.0])
    paid = dict(zip(own.months, np.asarray(own.money.support), strict=True))
    assert (paid["2020-04"], paid["2020-05"]) == pytest.approx((600.0, 500.0))
    assert own.help_cash.sum() == pytest.approx(cash.sum())
    assert np.asarray(bare.money.debt)[-1] - np.asarray(own.money.debt)[-1] == pytest.approx(29_400.0, rel=0.02)
    assert np.asarray(own.money.epidemic).sum() == pytest.approx(np.asarray(bare.money.epidemic).sum())
