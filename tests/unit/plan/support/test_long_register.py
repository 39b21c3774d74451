"""A register longer than a run carries: accounts are shared, sums are kept, aid to one firm reaches its account, help is still firm by firm."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bothhands.inputs import axes as axes_module
from bothhands.inputs.firm_accounts import accounts_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.firms import Firm
from bothhands.levers.compile import to_arrays
from bothhands.levers.measure import Measure
from bothhands.model.firms.params import from_region, register_params
from bothhands.observe.fitted import fit_region
from bothhands.plan.problem import problem_of
from bothhands.plan.references import CARRY_ON, references
from bothhands.plan.strategy import strategy
from bothhands.plan.support.case import support_case
from bothhands.plan.support.layer import ANSWER, SupportLayer

MOST = 12


@pytest.fixture(scope="module")
def long():
    """The two towns with twenty firms in place of each, of different cash, and room for twelve accounts."""
    region = load("two-towns")
    rows = [
        row.model_copy(update={
            "firm": f"{row.firm}-{n}", "name": f"{row.name} {n}", "sales_yuan_per_year": row.sales_yuan_per_year / 20,
            "cash_yuan": row.cash_yuan / 20 * 0.02 * n, "workers": max(row.workers // 20, 1),
            "payroll_yuan_per_year": row.payroll_yuan_per_year / 20, "fixed_cost_yuan_per_year": row.fixed_cost_yuan_per_year / 20,
            "debt_service_yuan_per_year": row.debt_service_yuan_per_year / 20, "credit_yuan": 0.0,
        })
        for row in region.rows(Firm)
        for n in range(20)
    ]  # fmt: skip
    return replace(region, tables={**region.tables, "firms": tuple(rows)})


@pytest.fixture(scope="module")
def fitted(long):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(axes_module, "accounts_of", lambda rows: accounts_of(rows, MOST))
        yield fit_region(long, long.default_as_of, sampled=True)


def test_accounts_keep_the_sums_of_their_firms(long, fitted):
    axes = fitted.axes
    assert len(axes.firms) <= MOST
    assert len(axes.register) == 120
    few, all_firms = from_region(long, axes), register_params(long, axes)
    assert float(few.counts.sum()) == 120
    for name in ("sales", "payroll", "cash", "debt_service"):
        column = np.asarray(getattr(few, name))
        np.testing.assert_allclose(
            column @ np.asarray(few.counts), np.asarray(getattr(all_firms, name)).sum(), rtol=1e-12
        )
    np.testing.assert_allclose(np.asarray(few.listed_sales), np.asarray(all_firms.listed_sales), rtol=1e-12)


def test_aid_to_firms_reaches_their_accounts_and_sums_are_kept(fitted):
    axes = fitted.axes
    start = axes.start + timedelta(days=90)

    def aid(firm, value, days):
        return Measure(
            lever="support",
            firm=firm,
            start=start,
            end=start + timedelta(days=days - 1),
            value=value,
            unit="yuan a day",
        )

    one, two = axes.register[0], axes.register[1]
    placed = to_arrays([aid(one, 300.0, 10), aid(two, 500.0, 5)], axes, fitted.past)
    given = np.asarray(placed.support) - np.asarray(fitted.past.support)
    counts = np.asarray(fitted.model.firms.counts)
    assert given[90] @ counts == pytest.approx(800.0)
    assert given[96] @ counts == pytest.approx(300.0)
    assert given[100:].sum() == 0
    with pytest.raises(Exception, match="BH-LEV-011"):
        to_arrays([aid(one, 300.0, 10), aid(one, 400.0, 5)], axes, fitted.past)


def test_help_is_decided_firm_by_firm(long, fitted, monkeypatch):
    monkeypatch.setattr(axes_module, "accounts_of", lambda rows: accounts_of(rows, MOST))
    case = support_case(long, long.default_as_of, "carry on")
    assert case.outlook.firms == 120
    apart = support_case_of_short(long, monkeypatch)
    np.testing.assert_allclose(case.outlook.sales, apart.outlook.sales, rtol=1e-9)
    np.testing.assert_array_equal(case.outlook.counts, apart.outlook.counts)
    working = case.outlook.counts > 0
    assert 0 < working.sum() < 120
    off = np.abs(case.outlook.buffer - apart.outlook.buffer) / case.outlook.sales
    assert off[working].max() < 0.2, "days of sales: accounts close together, so sectors lose capacity on other days"


def support_case_of_short(long, monkeypatch):
    monkeypatch.setattr(axes_module, "accounts_of", lambda rows: accounts_of(rows, 5_000))
    return support_case(long, long.default_as_of, "carry on")


def test_the_layer_names_firms_of_the_register(long, fitted):
    axes = fitted.axes

    problem = problem_of(fitted.region, axes, fitted.model, fitted.past, long.default_as_of)
    run = strategy(CARRY_ON, fitted.model, problem, references(axes, fitted.model, problem)[CARRY_ON])
    layer = SupportLayer(fitted.region, axes, fitted.model.firms, run.levers)
    found = layer.propose(run.record.signals, (), {"firm_support": 5e6}, long.default_as_of + timedelta(days=1))
    helped = {one.firm for one in found.tables[ANSWER].helped}
    assert helped, "firms with a tenth of the cash are in need"
    assert {one.firm for one in found.measures} == helped
    assert helped <= set(axes.register)
    again = layer.propose(
        run.record.signals, found.measures, {"firm_support": 5e6}, long.default_as_of + timedelta(days=1)
    )
    assert not helped & {one.firm for one in again.measures}, "nobody is helped twice"
    placed = np.asarray(to_arrays(found.measures, axes, fitted.past).support) - np.asarray(fitted.past.support)
    paid = sum(one.value * ((one.end - one.start).days + 1) for one in found.measures)
    assert (placed @ np.asarray(fitted.model.firms.counts)).sum() == pytest.approx(paid)
