"""Who should grow: full order books, no one that loses money; conversion pays while the months ahead last, its worst is the whole cost."""

from dataclasses import replace

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.inputs.tables.equipment import Equipment
from bothhands.plan.support.case import support_case
from bothhands.plan.support.grow import converting, demands_of, growing


@pytest.fixture(scope="module")
def case():
    region = load("two-towns")
    return support_case(region, region.default_as_of, "carry on")


def told(case, firm, **facts):
    rows = tuple(row.model_copy(update=facts) if row.firm == firm else row for row in case.rows)
    return case._replace(rows=rows)


def test_with_spare_capacity_nobody_grows(case):
    assert growing(case) == ()


def test_a_firm_with_orders_for_twice_its_sales_grows_and_is_told_the_worst(case):
    at = int(np.flatnonzero(case.outlook.counts > 0)[0])
    row = case.rows[at]
    taxed = case._replace(outlook=replace(case.outlook, tax_share=np.full(case.outlook.firms, 0.05)))
    busy = told(taxed, row.firm, orders_yuan=2.0 * row.sales_yuan_per_year)
    (one,) = growing(busy)
    assert (one.firm, one.asked_yuan) == (row.firm, pytest.approx(2.0 * case.outlook.sales[at] * 365.0))
    assert one.size > 1
    assert one.gain_yuan > 0 > one.worst_yuan
    asked = demands_of(busy)[:, at]
    capacity = case.outlook.sales[at] * 365.0 / case.region.parameter("firm_normal_use_share").value
    cost = case.region.parameter("firm_capacity_cost_share").value
    share, tax = case.outlook.variable_share[at], busy.outlook.tax_share[at]
    later = share * one.size ** -case.region.parameter("firm_size_elasticity").value
    gain = [
        min(want, one.size * capacity) * (1 - tax - later) - min(want, capacity) * (1 - tax - share) - cost * (one.size - 1) * capacity
        for want in asked
    ]  # fmt: skip
    assert one.gain_yuan == pytest.approx(np.mean(gain))
    assert one.worst_yuan == pytest.approx(min(gain))


def test_a_firm_that_has_closed_does_not_grow(case):
    row = case.rows[0]
    busy = told(case, row.firm, orders_yuan=5.0 * row.sales_yuan_per_year)
    closed = busy._replace(outlook=replace(busy.outlook, counts=np.zeros(busy.outlook.firms)))
    assert growing(closed) == ()


def test_only_lines_that_could_be_converted_are(case):
    kinds = case.region.rows(Equipment)
    mask = next(row for row in kinds if row.good == "mask")
    convert = mask.model_copy(update={"line_class": "convert", "cost_yuan": 100_000.0, "lead_days": 7.0})
    shop = case._replace(region=case.region.with_rows(equipment=(*kinds, convert)))
    at = int(np.flatnonzero(shop.outlook.counts > 0)[0])
    row = shop.rows[at]
    assert converting(shop) == ()
    assert converting(told(shop, row.firm, lines=2.0, convertible_to="no such good")) == ()
    (one,) = converting(told(shop, row.firm, lines=2.0, convertible_to="mask; kit"))
    assert (one.firm, one.good, one.lines) == (row.firm, "mask", 2.0)
    assert one.gain_yuan > 0
    assert one.worst_yuan == pytest.approx(-200_000.0)
    assert 0 < one.share < 1
    taxed = replace(shop.outlook, tax_share=shop.outlook.tax_share + 0.1)
    assert (
        converting(told(shop._replace(outlook=taxed), row.firm, lines=2.0, convertible_to="mask"))[0].gain_yuan
        < one.gain_yuan
    )
    dear = convert.model_copy(update={"cost_yuan": 1e12})
    assert (
        converting(
            told(
                shop._replace(region=case.region.with_rows(equipment=(*kinds, dear))),
                row.firm,
                lines=2.0,
                convertible_to="mask",
            )
        )
        == ()
    )
