"""What is worth attracting: linkages and proximity by hand, cards of regions."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bothhands.inputs.axes import axes_of
from bothhands.inputs.input_output.amounts import value_added_of_countries
from bothhands.inputs.loading import load
from bothhands.plan.attract.cards import break_even_of, cards_of, link_cards, relatedness_of
from bothhands.plan.attract.linkages import dispersion, linkages_of
from bothhands.plan.attract.relatedness import advantage, density, proximity
from bothhands.plan.missing import Missing, Way

PEERS = Path(__file__).parents[3] / "validation" / "peers"


def test_rasmussens_indices_by_hand():
    """A = [[0, 0.5], [0, 0]]: L = [[1, 0.5], [0, 1]]; columns 1 and 1.5, rows 1.5 and 1."""
    backward, forward = dispersion(np.array([[0.0, 0.5], [0.0, 0.0]]))
    assert backward == pytest.approx([0.8, 1.2])
    assert forward == pytest.approx([1.2, 0.8])


def test_proximity_by_hand():
    """Three countries: strong in 0 and 1, in 1 and 2, in 2."""
    amounts = np.array([[5.0, 5.0, 0.0], [0.0, 5.0, 5.0], [0.0, 0.0, 10.0]])
    assert (advantage(amounts) >= 1).tolist() == [[True, True, False], [False, True, True], [False, False, True]]
    near = proximity(amounts)
    assert near == pytest.approx(np.array([[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]]))
    assert density(np.array([1.0, 0.0, 0.0]), near) == pytest.approx([0.0, 0.5, 0.0])


@settings(max_examples=30, deadline=None)
@given(countries=st.integers(1, 8), sectors=st.integers(1, 7), seed=st.integers(0, 10**6))
def test_proximity_is_symmetric_between_0_and_1_whatever_the_unit(countries, sectors, seed):
    generator = np.random.default_rng(seed)
    amounts = generator.random((countries, sectors)) * (generator.random((countries, sectors)) > 0.3)
    near = proximity(amounts)
    assert (near == near.T).all()
    assert ((near >= 0) & (near <= 1)).all()
    np.testing.assert_allclose(near, proximity(amounts * 7.0))
    order = generator.permutation(sectors)
    np.testing.assert_allclose(proximity(amounts[:, order]), near[np.ix_(order, order)])


def test_sectors_known_to_go_together_are_nearer_than_others():
    """Motor vehicles and machinery against motor vehicles and fishing, in 67 countries; OECD order of sectors."""
    countries, amounts = value_added_of_countries()
    near = proximity(amounts)
    assert len(countries) == 67
    assert near[19, 18] > near[19, 1]


def test_a_region_as_large_as_the_nation_leaks_its_imports_alone():
    region = load("two-towns")
    axes = axes_of(region)
    found = linkages_of(region, axes)
    assert (found.leakage >= 0).all()
    assert (found.leakage <= found.bought * (1 + 1e-9)).all()
    assert found.backward.mean() == pytest.approx(1.0)
    assert found.forward.mean() == pytest.approx(1.0)


def test_cards_of_liaoning_carry_interval_buyers_scale_and_what_is_idle():
    region = load("liaoning")
    axes = axes_of(region)
    cards = cards_of(region, axes, 45)
    assert len(cards) > 15
    assert [one.score for one in cards] == sorted((one.score for one in cards), reverse=True)
    for one in cards:
        assert one.leakage[0] <= one.leakage[1] <= one.leakage[2]
        assert 0 < one.related < 1
        assert one.buyers
    chemical = next(one for one in cards if one.sector == "11")
    assert any("melt-blown" in idle for idle in chemical.idle)
    even = break_even_of(region, axes)
    assert chemical.break_even == even["11"] > 0
    assert chemical.firms[0] < chemical.firms[1] < chemical.firms[2]


def test_other_sectors_have_no_relatedness_and_say_so():
    region = load("two-towns")
    assert relatedness_of(region, axes_of(region)) is None
    assert all(one.related is None for one in cards_of(region, axes_of(region)))


def test_a_link_card_tells_when_the_first_product_could_come():
    region = load("two-towns")
    way = Way("rush", 3, (10.0, 20.4, 40.0), 3e6, 4)
    lacking = Missing("mask", "piece", 1000.0, 100.0, 0.0, "too little", (way,), (), 0)
    (card,) = link_cards(region, [lacking], region.default_as_of)
    assert (card.first_product - region.default_as_of).days == 21  # ordered tomorrow
    assert card.gap == 900.0
    assert link_cards(region, [lacking._replace(ways=())], region.default_as_of)[0].first_product is None


def test_advantage_proximity_and_density_are_those_of_ecomplexity():
    """Peer: ecomplexity (MIT), run by benchmarks/peers/ecomplexity_density.py on our table of countries; tolerance is rounding.

    It counts a sector itself in its density; ours, which asks what is near to a sector, leaves it out, so that it is put back here.
    """
    peer = np.load(PEERS / "ecomplexity_density.npz")
    table = np.maximum(value_added_of_countries()[1], 0.0)
    np.testing.assert_allclose(peer["given"], table, rtol=1e-12)
    own = advantage(table)
    np.testing.assert_allclose(own, peer["advantage"], rtol=1e-12)
    near = proximity(table)
    np.testing.assert_allclose(near, peer["proximity"], atol=1e-15)
    strong = (own >= 1.0).astype(float)
    others = near.sum(1) - np.diag(near)
    with_itself = [(density(row, near) * others + row) / (others + 1.0) for row in strong]
    np.testing.assert_allclose(with_itself, peer["density"], atol=1e-12)
