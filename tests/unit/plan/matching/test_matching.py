"""Who lacks and who has: the flow serves as much as can be, and lists rank by what people would look at."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from bothhands.inputs.loading import load
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.offers import OfferRow
from bothhands.plan.matching.flow import KM_A_DAY, UNMET, Side, matched
from bothhands.plan.matching.from_region import distances, matches_of


def side(quantity, item=None, place=None, grade=None, day=None):
    count = len(quantity)
    zero = np.zeros(count, int)
    return Side(
        zero if item is None else np.array(item), zero if place is None else np.array(place), np.array(quantity, float),
        zero if grade is None else np.array(grade), np.zeros(count) if day is None else np.array(day, float),
    )  # fmt: skip


def test_the_only_supplier_of_one_is_left_to_it():
    """The near supplier is the only one good enough for the second, so the first is sent further."""
    distance = np.array([[0.0, 10.0], [10.0, 0.0]])
    found = matched(side([5.0, 5.0], grade=[0, 2]), side([5.0, 5.0], place=[0, 1], grade=[2, 0]), distance)
    assert found.unmet.tolist() == [0.0, 0.0]
    assert [one.partner for one in found.ranked[0]] == [1, 0]
    assert [one.partner for one in found.ranked[1]] == [0]
    assert found.ranked[0][1].above_grade == 2


def test_five_at_most_and_a_day_weighs_its_distance():
    has = side([1.0] * 7, place=[1] * 7, day=[0, 1, 2, 3, 4, 5, 6])
    found = matched(side([3.0]), has, np.array([[0.0, 40.0], [40.0, 0.0]]))
    assert [one.partner for one in found.ranked[0]] == [0, 1, 2, 3, 4]
    assert [one.amount for one in found.ranked[0]] == [1.0, 1.0, 1.0, 0.0, 0.0]
    assert found.ranked[0][2].wait_days == 2.0
    assert found.ranked[0][2].covers == pytest.approx(1 / 3)


@settings(max_examples=30, deadline=None)
@given(lines=st.integers(1, 6), over=st.integers(0, 6), seed=st.integers(0, 10**6))
def test_the_flow_is_the_cheapest_and_nobody_gives_what_they_have_not(lines, over, seed):
    generator = np.random.default_rng(seed)

    def drawn(count):
        pick = generator.integers
        return side(
            pick(1, 9, count).astype(float), pick(0, 2, count), pick(0, 3, count), pick(0, 2, count), pick(0, 4, count)
        )

    lacks, has = drawn(lines), drawn(over)
    distance = generator.integers(0, 300, (3, 3)).astype(float)
    found = matched(lacks, has, distance)
    pairs = [
        (i, j)
        for i in range(lines)
        for j in range(over)
        if lacks.item[i] == has.item[j] and has.grade[j] >= lacks.grade[i]
    ]
    if not pairs:
        assert found.served == 0
        return
    cost = [
        distance[has.place[j], lacks.place[i]] + KM_A_DAY * max(has.day[j] - lacks.day[i], 0) - UNMET for i, j in pairs
    ]
    rows = [[float(i == line) for i, _ in pairs] for line in range(lines)] + [
        [float(j == line) for _, j in pairs] for line in range(over)
    ]
    best = linprog(cost, np.array(rows), np.concatenate([lacks.quantity, has.quantity]))
    assert found.served == pytest.approx(best.x.sum())
    assert (found.unmet >= 0).all()
    given_ = np.zeros(over)
    for ranked in found.ranked:
        for one in ranked:
            given_[one.partner] += one.amount
    assert (given_ <= has.quantity + 1e-9).all()


def test_a_wait_of_any_length_is_better_than_nothing():
    found = matched(side([1.0]), side([5.0], day=[400]), np.zeros((1, 1)))
    assert found.unmet.tolist() == [0.0]
    assert [(one.amount, one.wait_days) for one in found.ranked[0]] == [(1.0, 400.0)]


def test_nobody_is_his_own_partner():
    mine, others = np.array([0]), np.array([0, 1])
    found = matched(side([1.0])._replace(who=mine), side([5.0, 5.0])._replace(who=others), np.zeros((1, 1)))
    assert [one.partner for one in found.ranked[0]] == [1]


def test_what_is_one_stock_is_given_once():
    """Ten lines that could make either of two items, another five of the second."""
    has = side([10.0, 10.0, 5.0], item=[0, 1, 1])._replace(shared=np.array([0, 0, 1]))
    found = matched(side([8.0, 8.0], item=[0, 1]), has, np.zeros((1, 1)))
    assert found.served == pytest.approx(15.0)
    assert found.unmet.sum() == pytest.approx(1.0)


def offer(**told):
    return OfferRow(**{"kind": "asset", "place": "Northport", "unit": "lines", "source": "x", "quality": "synthetic", **told})  # fmt: skip


def test_standing_lines_of_a_firm_are_counted_once_whatever_they_could_make():
    region = load("two-towns")
    firms = [
        row.model_copy(update={"lines": 10.0, "running_share": 0.0, "convertible_to": "mask; suit"}) if row.firm == "north-inn" else row
        for row in region.rows(Firm)
    ]  # fmt: skip
    wanted = [offer(offer=f"no {item}", side="lacks", item=item, who=item, quantity=10) for item in ("mask", "suit")]
    found = matches_of(region.with_rows(offers=wanted, firms=firms, sites=()), date(2020, 3, 18))
    assert sum(one.unmet for one in found) == pytest.approx(10.0)
    assert {one.offer: [partner.who for partner in one.partners] for one in found} == {"no mask": ["north-inn"], "no suit": ["north-inn"]}  # fmt: skip


def test_a_firm_named_two_ways_is_still_itself_and_units_are_not_mixed():
    region = load("two-towns").with_rows(sites=())
    own = [
        offer(offer="a", side="lacks", item="hall", who="Field works", quantity=1), offer(offer="b", side="has", item="hall", who="field-works", quantity=5),
    ]  # fmt: skip
    (found,) = matches_of(region.with_rows(offers=own), date(2020, 3, 18))
    assert (found.unmet, found.partners) == (1.0, ())
    units = [own[0], own[1].model_copy(update={"who": "another", "unit": "rooms"})]
    (found,) = matches_of(region.with_rows(offers=units), date(2020, 3, 18))
    assert (found.unmet, found.partners) == (1.0, ())


def test_two_towns_by_names():
    found = {one.offer: one for one in matches_of(load("two-towns"), date(2020, 3, 18))}
    cloth = found["cloth-short"]
    assert [one.offer for one in cloth.partners] == ["cloth-north", "cloth-south"]
    assert [one.amount for one in cloth.partners] == [5.0, 7.0]
    assert cloth.partners[1].wait_days == 7
    assert found["vacancies"].unmet == 4.0
    assert found["apples-wanted"].unmet == 0.0


def test_shenyang_to_dalian_is_about_360_km():
    assert distances(load("liaoning"), ("Shenyang", "Dalian"))[0, 1] == pytest.approx(358, abs=15)
