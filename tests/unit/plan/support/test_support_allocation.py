"""Help is chosen within the money, nearly as well as can be, and the bound holds."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_offers import drawn

from bothhands.plan.highs import Solver
from bothhands.plan.support.allocate import allocate
from bothhands.plan.support.baselines import baselines, by_ratio, in_proportion
from bothhands.plan.support.core import _programme
from bothhands.plan.support.dual import highest_prices, prices_of
from bothhands.plan.support.offer import NONE, Floor, Offer, affordable, priced, reached, spent, worth
from bothhands.plan.support.reasons import just_missed, reasons_of
from bothhands.plan.support.repair import taken_in_order


def best_of_all(offer: Offer) -> float:
    """Every choice tried."""
    best = 0.0
    for one in itertools.product(range(NONE, len(offer.value)), repeat=offer.firms):
        choice = np.array(one, np.int32)
        if (spent(offer, choice) <= offer.budget).all():
            best = max(best, worth(offer, choice))
    return best


@pytest.mark.parametrize("seed", range(4))
def test_few_firms_get_the_best_there_is(seed):
    offer = drawn(6, packages=3, seed=seed, tight=0.4)
    found = allocate(offer)
    assert found.value == pytest.approx(best_of_all(offer), rel=1e-9)
    assert found.bound >= found.value


def test_the_gap_against_whole_numbers_solved_outright():
    offer = drawn(150, seed=3, funds=3)
    found = allocate(offer)
    package, firm = np.nonzero(offer.value > 0)
    problem = _programme(offer, firm, package.astype(np.int32), offer.budget, np.empty(0), np.empty(0))
    outright = Solver(problem, nodes=200, relative_gap=1e-3).solve()
    assert found.gap < 1.5e-3
    assert found.value >= outright.objective * (1 - 1e-3)
    assert found.bound >= outright.objective * (1 - 1e-9)


@settings(max_examples=25, deadline=None)
@given(
    firms=st.integers(1, 120), packages=st.integers(1, 4), funds=st.integers(1, 3), seed=st.integers(0, 10**6),
    tight=st.floats(0.0, 1.5), floors=st.booleans(),
)  # fmt: skip
def test_what_always_holds(firms, packages, funds, seed, tight, floors):
    offer = drawn(firms, packages, funds, seed, tight, floors)
    found = allocate(offer)
    assert (spent(offer, found.choice) <= offer.budget * (1 + 1e-9)).all()
    assert found.choice.shape == (firms,)
    helped = found.choice >= 0
    assert np.isfinite(offer.value[found.choice[helped], np.flatnonzero(helped)]).all()
    assert found.bound >= found.value * (1 - 1e-9) - 1e-6
    np.testing.assert_allclose(found.lacking, np.maximum(offer.least - reached(offer, found.choice), 0.0), atol=1e-6)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), prices=st.lists(st.floats(0, 50), min_size=4, max_size=4))
def test_every_price_proves_a_bound(seed, prices):
    offer = drawn(6, packages=2, seed=seed, floors=False)
    assert priced(offer, np.array(prices[:2]), exact=True).bound >= best_of_all(offer) * (1 - 1e-12)


def test_floors_are_reached_where_money_allows():
    offer = drawn(2_000, seed=5, floors=True)
    free = allocate(Offer(offer.value, offer.cost, offer.budget))
    least = reached(offer, free.choice) * 1.05
    most = offer.weights @ np.isfinite(offer.value).any(0).astype(float)
    asked = offer.with_floors(np.minimum(least, most))
    found = allocate(asked)
    assert not found.lacking.any()
    assert (reached(asked, found.choice) >= asked.least * (1 - 1e-9)).all()
    assert found.value < free.value
    assert found.gap < 2e-3
    assert (found.prices[2:] > 0).any()


def test_a_floor_beyond_the_money_is_told_and_the_rest_decided():
    offer = drawn(80, seed=5, tight=0.05)
    everyone = Floor("everyone", np.ones(80), 80.0)
    found = allocate(Offer(offer.value, offer.cost, offer.budget, (everyone,)))
    assert 0 < found.lacking[0] < 80
    assert (found.choice >= 0).sum() == 80 - found.lacking[0]
    assert (found.choice >= 0).sum() > (allocate(offer).choice >= 0).sum()


def test_it_beats_what_is_usual():
    offer = drawn(3_000, packages=8, funds=3, seed=11)
    found = allocate(offer)
    others = baselines(offer, np.random.default_rng(1).integers(0, 4, 3_000).astype(float))
    assert found.gap < 2e-3
    assert others[0].value == max(one.value for one in others)
    for one in others:
        assert one.value < found.value, one.name
        if one.choice is not None:
            assert (spent(offer, one.choice) <= offer.budget * (1 + 1e-9)).all()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), entries=st.integers(0, 40), owners=st.integers(1, 12))
def test_a_list_is_walked_as_if_entry_by_entry(seed, entries, owners):
    generator = np.random.default_rng(seed)
    change = generator.integers(0, 9, (2, entries)).astype(float)
    left = np.array([25.0, 31.0])
    owner = generator.integers(0, owners, entries)
    rest, has, walked = left.copy(), set(), []
    for entry in range(entries):
        if owner[entry] not in has and (change[:, entry] <= rest).all():
            rest -= change[:, entry]
            has.add(owner[entry])
            walked.append(entry)
    assert sorted(taken_in_order(change, left, owner)) == walked


def test_usual_ways_by_hand():
    """Two firms, one fund of 10: by ratio the small package goes first and blocks the dear one; half of what is asked keeps half."""
    offer = Offer(np.array([[6.0, 7.0], [8.0, -np.inf]]), np.array([[[5.0, 9.0], [10.0, 1.0]]]), np.array([10.0]))
    assert by_ratio(offer).value == 6.0
    assert in_proportion(offer).value == pytest.approx(15.0 * 10 / 19)
    assert allocate(offer).value == 8.0


def test_more_money_is_worth_its_price_and_a_free_fund_has_none():
    offer = drawn(5_000, seed=2)
    found = allocate(offer)
    more = allocate(Offer(offer.value, offer.cost, offer.budget * np.array([1.01, 1.0])))
    assert more.value - found.value == pytest.approx(found.prices[0] * 0.01 * offer.budget[0], rel=0.1)
    plenty = allocate(Offer(offer.value, offer.cost, np.array([np.inf, offer.budget[1]])))
    assert plenty.prices[0] == pytest.approx(0.0, abs=1e-6)


def test_prices_on_firms_in_doubt_are_those_on_all(monkeypatch):
    offer = drawn(30_000, seed=4, floors=True)
    highest = highest_prices(offer)
    direct = prices_of(offer, highest)
    monkeypatch.setattr("bothhands.plan.support.dual.SAMPLES", (2_048, 4_096))
    sampled = prices_of(offer, highest)
    assert sampled.doubtful.size < 30_000
    assert sampled.bound == pytest.approx(direct.bound, rel=1e-5)


def test_runner_up_and_who_just_missed():
    offer = drawn(500, seed=8)
    found = allocate(offer)
    reasons = reasons_of(offer, found)
    assert len(reasons) == (found.choice >= 0).sum()
    assert all(one.runner_up != one.package for one in reasons)
    assert sum(one.ahead >= 0 for one in reasons) > 0.98 * len(reasons)
    missed = just_missed(offer, found, 10)
    assert all(found.choice[one.firm] == NONE for one in missed)
    assert [one.lacks_share for one in missed] == sorted(one.lacks_share for one in missed)
    nearest = next(one for one in missed if one.lacks > 0)
    better = offer.value.copy()
    better[nearest.package, nearest.firm] += 1.5 * nearest.lacks + 0.01 * offer.value[nearest.package, nearest.firm]
    assert allocate(Offer(better, offer.cost, offer.budget)).choice[nearest.firm] >= 0


def test_a_package_dearer_than_its_fund_loosens_no_bound():
    """One firm asks 301 of 300, another 100: nobody can be given the first, so that the choice is proven the best."""
    offer = Offer(np.array([[100.0, 7.0]]), np.array([[[301.0, 100.0]]]), np.array([300.0]))
    found = allocate(offer)
    assert (found.value, found.choice.tolist()) == (7.0, [NONE, 0])
    assert found.bound == pytest.approx(7.0)
    assert in_proportion(affordable(offer)).value == 7.0
    assert max(one.value for one in baselines(offer, np.zeros(2))) == 7.0


def test_floors_are_bent_where_nothing_is_worth_anything_at_first_prices():
    """The firm that counts may have nothing, the other costs more than there is: the first bound is nought."""
    floor = Floor("those meant", np.array([5.0, 0.0]), 0.9)
    found = allocate(
        Offer(np.array([[-np.inf, 21.0]]), np.array([[[0.0, 30.0]], [[0.0, 40.0]]]), np.array([0.0, 3.0]), (floor,))
    )
    assert (found.choice == NONE).all()
    assert found.lacking.tolist() == [0.9]


def test_usual_ways_know_money_without_end():
    """By upgrades, in proportion and by tiers everybody has the best package; by ratio the one with most for its money."""
    offer = drawn(50, seed=1)
    every = np.maximum(offer.value.max(0), 0.0).sum()
    for budget in (np.full(2, np.inf), np.array([np.inf, offer.cost[1].max(0).sum()])):
        upgrades, ratio, *others = baselines(Offer(offer.value, offer.cost, budget), np.zeros(50))
        assert 0 < ratio.value < every
        for one in (upgrades, *others):
            assert one.value == pytest.approx(every), one.name


def test_a_register_of_nobody_and_money_of_nothing():
    bare = allocate(Offer(np.empty((0, 4)), np.empty((1, 0, 4)), np.array([5.0])))
    assert (bare.choice == NONE).all()
    assert baselines(Offer(np.empty((0, 4)), np.empty((1, 0, 4)), np.array([5.0])), np.zeros(4)) == ()
    empty = allocate(Offer(np.empty((3, 0)), np.empty((2, 3, 0)), np.array([1.0, 1.0])))
    assert empty.value == 0.0
    poor = drawn(50)
    assert (allocate(Offer(poor.value, np.maximum(poor.cost, 1.0), np.zeros(2))).choice == NONE).all()
    assert by_ratio(Offer(poor.value, np.maximum(poor.cost, 1.0), np.zeros(2))).value == 0.0
