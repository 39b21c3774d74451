"""The support layer obeys the protocol: dated aid within the money, value below the bound, what is placed stays."""

from datetime import timedelta

import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.compile import to_arrays
from bothhands.levers.history import history
from bothhands.model.firms.params import from_region
from bothhands.model.signals import DEMAND_GROUPS, Signals
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


def test_firms_with_aid_to_come_are_left_as_they_are(layer):
    first = layer.propose(signals(), (), MONEY, DAY)
    placed = [one.model_copy(update={"status": "placed"}) for one in first.measures]
    again = layer.propose(signals(), placed, MONEY, DAY)
    assert {one.firm for one in again.measures}.isdisjoint({one.firm for one in placed})
