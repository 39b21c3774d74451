"""The support layer obeys the protocol: dated aid within the money, value below the bound, what is placed stays."""

from datetime import date, timedelta

import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.firm_months import FirmMonth
from bothhands.inputs.tables.firm_repayments import FirmRepayment
from bothhands.inputs.tables.firms import Firm
from bothhands.levers.compile import to_arrays
from bothhands.levers.history import history
from bothhands.model.firms.params import from_region
from bothhands.model.signals import DEMAND_GROUPS, Signals
from bothhands.plan.support.ahead import evening, outlook_of, own_firms
from bothhands.plan.support.layer import SupportLayer

REGION = load("two-towns")
AXES = axes_of(REGION)
DAY = REGION.default_as_of + timedelta(days=1)


def signals(sales=0.25):
    days, places, sectors = AXES.n_days, len(AXES.places), len(AXES.sectors)
    shapes = {
        name: (days, places, len(DEMAND_GROUPS)) if name in ("mask_demand", "mask_coverage") else (days, places)
        for name in Signals._fields
    }
    wide = ("work_contacts", "customer_contacts", "labour_available", "sales", "capacity_lost", "input_shortage")
    shapes |= {name: (days, places, sectors) for name in wide}
    found = {name: np.zeros(shape) for name, shape in shapes.items()}
    found |= {"labour_available": np.ones(shapes["sales"]), "sales": np.full(shapes["sales"], sales)}
    return Signals(**found)


@pytest.fixture(scope="module")
def layer():
    return SupportLayer(REGION, AXES, from_region(REGION, AXES), history(REGION, AXES))


MONEY = {"firm_support": 800_000.0}


def test_aid_is_dated_within_the_money_and_below_the_bound(layer):
    found = layer.propose(signals(), (), MONEY, DAY)
    assert found.measures
    assert sum(one.cost for one in found.measures) <= MONEY["firm_support"] * (1 + 1e-9)
    assert 0 < found.value <= found.bound * (1 + 1e-9)
    assert set(found.prices) == {"a yuan of firm_support"}
    for one in found.measures:
        assert one.lever == "support"
        assert one.start >= DAY
        assert one.fund == "firm_support"
        assert one.reason
    arrays = to_arrays(found.measures, AXES, history(REGION, AXES))
    assert arrays.support.sum() > 0


def test_more_money_keeps_no_less_and_no_money_nothing(layer):
    some = layer.propose(signals(), (), MONEY, DAY)
    more = layer.propose(signals(), (), {"firm_support": 5e6}, DAY)
    assert more.value >= some.value * (1 - 1e-9)
    assert layer.propose(signals(), (), {}, DAY).measures == ()


def test_firms_that_lack_nothing_get_nothing(layer):
    assert layer.propose(signals(sales=1.0), (), MONEY, DAY).value < layer.propose(signals(), (), MONEY, DAY).value


def test_nothing_is_proposed_after_the_calendar(layer):
    after = layer.axes.end + timedelta(days=1)
    proposal = layer.propose(signals(0.25), (), {"firms": 800_000.0}, after)
    assert (proposal.measures, proposal.value, proposal.bound) == ((), 0.0, 0.0)


def test_firms_with_aid_to_come_are_left_as_they_are(layer):
    first = layer.propose(signals(), (), MONEY, DAY)
    placed = [one.model_copy(update={"status": "placed"}) for one in first.measures]
    again = layer.propose(signals(), placed, MONEY, DAY)
    assert {one.firm for one in again.measures}.isdisjoint({one.firm for one in placed})


def ahead(region, sales=1.0, support=0.0):
    """Cash, life and months of the firms from the day on, all at one level of sales, and their position."""
    model, days = from_region(region, AXES), AXES.day_index(DAY)
    firms, base = own_firms(region, AXES, model), history(region, AXES)
    paid = np.full((AXES.n_days, len(np.asarray(model.cash))), support)
    cash, alive = evening(region, AXES, firms, signals(sales), paid, days)
    outlook = outlook_of(region, AXES, firms, signals(sales), base, DAY, cash, alive)
    return cash, alive, outlook, AXES.register.index("south-farm")


def test_repayments_of_the_calendar_fall_due_before_the_day_and_in_their_month_ahead():
    """South farm repays 100,000 on 1 March and 3 m on 10 May, the second month of thirty days from 19 March; by the day it pays interest alone."""
    rows = [FirmRepayment(firm="south-farm", due_on=date(2020, month, day), repayment_yuan=yuan) for month, day, yuan in ((3, 1, 1e5), (5, 10, 3e6))]  # fmt: skip
    plain, told = ahead(REGION), ahead(REGION.replace(firm_repayments=rows))
    n, less = told[3], plain[2].debt_service[told[3]] - told[2].debt_service[told[3]]
    assert less > 0
    assert told[2].repayments[:, n].tolist() == [0.0, 3e6, 0.0, 0.0]
    assert told[0][n] - plain[0][n] == pytest.approx(less * AXES.day_index(DAY) - 1e5, rel=1e-9)
    others = np.arange(len(told[0])) != n
    np.testing.assert_allclose(told[0][others], plain[0][others], rtol=1e-9)
    np.testing.assert_array_equal(told[1], plain[1])


def test_a_season_moves_sales_between_months():
    """Of a year's sales none in January to March and double from April to September: less cash on the evening, more in the months ahead."""
    level = {month: 2.0 if 4 <= month <= 9 else 0.0 if month <= 3 else 1 / 3 for month in range(1, 13)}
    rows = [FirmMonth(firm="south-farm", month=date(2019, month, 1), sales_yuan=1e6 * one) for month, one in level.items()]  # fmt: skip
    plain, told = ahead(REGION), ahead(REGION.replace(firm_months=rows))
    n, mean = told[3], sum(level.values()) / 12
    assert told[0][n] < plain[0][n]
    assert told[2].season[:, n] == pytest.approx(np.array([2.0 * 17 / 30, 2.0, 2.0, 2.0]) / mean)
    assert told[2].season[:, np.arange(len(told[0])) != n] == pytest.approx(1.0)


def test_aid_paid_before_the_day_counts_once_where_firms_tell_their_seasons():
    rows = [FirmMonth(firm="south-farm", month=date(2019, month, 1), sales_yuan=1e6) for month in range(1, 13)]
    plain, told = (ahead(region, 0.9, 100.0) for region in (REGION, REGION.replace(firm_months=rows)))
    np.testing.assert_allclose(told[0], plain[0], rtol=1e-9)


def test_taxes_are_those_of_the_firms():
    rows = [row.model_copy(update={"tax_yuan_per_year": 0.1 * row.sales_yuan_per_year}) for row in REGION.rows(Firm)]
    outlook = ahead(REGION.replace(firms=rows))[2]
    np.testing.assert_allclose(outlook.tax_share, 0.1)
    lost = ahead(REGION)[2].flow(np.ones((4, 1))) - outlook.flow(np.ones((4, 1)))
    np.testing.assert_allclose(lost, 0.1 * outlook.sales * outlook.days[:, None], rtol=1e-9)
