"""The systemic-risk index: small networks by hand, random ones against the equations written out in full, bounds, chains."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba")

from bothhands.model.economy.network_data import network_of
from bothhands.model.economy.systemic_risk import cascade_of, in_batches, largest, systemic_risk

EXACT = 1e-12


def made(sector, links, final, essential=None):
    """Cascades over links (supplier, buyer, amount)."""
    sector, (supplier, buyer, amount) = np.array(sector), np.array(links, float).T
    network = network_of(
        sector, buyer.astype(int), supplier.astype(int), amount, np.array(final, float), np.full(len(sector), 9.0)
    )
    return cascade_of(network, sector, None if essential is None else np.array(essential, bool))


def by_the_equations(output, sector, delivered, essential, failed):
    """What each firm has left downstream and upstream, every firm in every step, until nothing moves by 1e-13."""
    firms, inputs = len(output), delivered.sum(0)
    down, up = np.ones(firms), np.ones(firms)
    down[failed] = up[failed] = 0.0
    while True:
        left = np.bincount(sector, output * down, len(essential))[sector]
        share = np.where(left > 0, np.minimum(output / np.where(left > 0, left, 1.0), 1.0), 1.0)
        missing = (share * (1 - down))[:, None] * delivered
        new_down, loose = np.ones(firms), np.zeros(firms)
        for kind in range(len(essential)):
            own = sector == kind
            usual, short = delivered[own].sum(0), missing[own].sum(0)
            needed = essential[kind, sector] & (usual > 0)
            new_down[needed] = np.minimum(new_down, 1 - short / np.where(usual > 0, usual, 1.0))[needed]
            loose += np.where(essential[kind, sector], 0.0, short)
        new_down = np.minimum(new_down, 1 - loose / np.where(inputs > 0, inputs, 1.0))
        new_up = 1 - (delivered * (1 - up)).sum(1) / output
        new_down[failed] = new_up[failed] = 0.0
        moved = max(abs(new_down - down).max(), abs(new_up - up).max())
        down, up = np.maximum(new_down, 0.0), np.maximum(new_up, 0.0)
        if moved < 1e-13:
            return down, up


def drawn(seed, firms=40, sectors=6):
    """A random network of about four suppliers a firm; two in five pairs of sectors can do without one another."""
    generator = np.random.default_rng(seed)
    sector = np.append(np.arange(sectors), generator.integers(0, sectors, firms - sectors))
    delivered = generator.lognormal(0.0, 1.0, (firms, firms)) * (generator.random((firms, firms)) < 0.1)
    np.fill_diagonal(delivered, 0.0)
    final = generator.lognormal(0.0, 1.0, firms) * (generator.random(firms) < 0.7)
    final += (delivered.sum(1) + final == 0) * 1.0
    return sector, delivered.astype(np.float32).astype(float), final, generator.random((sectors, sectors)) < 0.6


def test_a_chain_of_three_falls_whole_and_half_where_the_first_sells_elsewhere():
    chain = [(0, 1, 4.0), (1, 2, 8.0)]
    all_of_it = systemic_risk(made([0, 1, 2], chain, [0.0, 0.0, 10.0]), np.arange(3))
    assert all_of_it.lost_share == pytest.approx([1.0, 1.0, 1.0])
    assert all_of_it.firms_hit.tolist() == [3, 3, 3]
    some = systemic_risk(made([0, 1, 2], chain, [4.0, 0.0, 10.0]), np.array([1]))
    assert some.lost_share == pytest.approx([(4.0 + 8.0 + 10.0) / 26.0])
    assert some.downstream_share == pytest.approx([18.0 / 26.0])
    assert some.upstream_share == pytest.approx([12.0 / 26.0])


def test_a_star_falls_with_its_centre_and_loses_a_quarter_of_it_with_a_leaf():
    star = made([0, 1, 2, 3, 4], [(0, leaf, 1.0) for leaf in range(1, 5)], [0.0, 5.0, 5.0, 5.0, 5.0])
    assert systemic_risk(star, np.array([0, 3])).lost_share == pytest.approx([1.0, (5.0 + 0.25 * 4.0) / 24.0])


def test_a_supplier_is_replaced_as_far_as_its_rivals_are_large():
    """Firms 0 (output 3) and 1 (output 9) of one sector each deliver half of what firm 2 (output 12) takes from it."""
    two = made([0, 0, 1], [(0, 2, 2.0), (1, 2, 2.0)], [1.0, 7.0, 12.0])
    small, large = systemic_risk(two, np.array([0, 1])).lost_share
    assert small == pytest.approx((3.0 + 12.0 * (3.0 / 9.0) * 0.5) / 24.0)
    assert large == pytest.approx((9.0 + 12.0 * 1.0 * 0.5) / 24.0)


@pytest.mark.parametrize(("loose", "lost"), [((), (1.0, 1.0)), ((1,), (1.0, 0.25)), ((0, 1), (0.75, 0.25))])
def test_without_an_input_that_is_not_essential_a_firm_loses_its_share_of_the_inputs(loose, lost):
    essential = np.ones((3, 3), bool)
    essential[list(loose), 2] = False
    three = made([0, 1, 2], [(0, 2, 6.0), (1, 2, 2.0)], [0.0, 0.0, 12.0], essential)
    assert systemic_risk(three, np.array([0, 1])).downstream_share == pytest.approx(
        [(6.0 + 12.0 * lost[0]) / 20.0, (2.0 + 12.0 * lost[1]) / 20.0]
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_cascades_are_the_equations(seed):
    sector, delivered, final, essential = drawn(seed)
    supplier, buyer = np.nonzero(delivered)
    cascade = made(sector, np.stack([supplier, buyer, delivered[supplier, buyer]], 1), final, essential)
    output = final + delivered.sum(1)
    weight = np.where(sector == 2, output, 0.0)
    found = systemic_risk(cascade, np.arange(40), tolerance=EXACT)
    of_chain = systemic_risk(cascade, np.arange(40), weight, EXACT)
    for firm in range(40):
        down, up = by_the_equations(output, sector, delivered, essential, firm)
        lost = 1 - np.minimum(down, up)
        assert found.lost_share[firm] == pytest.approx(lost @ output / output.sum(), abs=1e-6)
        assert found.downstream_share[firm] == pytest.approx((1 - down) @ output / output.sum(), abs=1e-6)
        assert found.upstream_share[firm] == pytest.approx((1 - up) @ output / output.sum(), abs=1e-6)
        assert of_chain.lost_share[firm] == pytest.approx(lost @ weight / weight.sum(), abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_the_index_is_at_least_the_firms_own_share_and_at_most_one_and_a_tolerance_only_lowers_it(seed):
    sector, delivered, final, essential = drawn(seed, 60, 8)
    supplier, buyer = np.nonzero(delivered)
    links = np.stack([supplier, buyer, delivered[supplier, buyer]], 1)
    cascade = made(sector, links, final, essential)
    own = cascade.output / cascade.output.sum()
    exact = systemic_risk(cascade, np.arange(60), tolerance=EXACT)
    rough = systemic_risk(cascade, np.arange(60), tolerance=0.01)
    assert (rough.lost_share >= own * (1 - 1e-6)).all()
    assert (exact.lost_share <= 1 + 1e-9).all()
    assert (rough.lost_share <= exact.lost_share + 1e-12).all()
    assert exact.lost_share.mean() > 2 * own.mean()
    assert (exact.lost_share >= np.maximum(exact.downstream_share, exact.upstream_share) - 1e-12).all()
    stricter = made(sector, links, final, np.ones((8, 8), bool))
    assert (systemic_risk(stricter, np.arange(60), tolerance=EXACT).lost_share >= exact.lost_share - 1e-6).all()


def circle(share):
    """Three firms that supply one another round about, a share of what they use coming from a fourth outside; nothing is essential."""
    links = [(firm, (firm + 1) % 3, 1 - share) for firm in range(3)] + [(3, firm, share) for firm in range(3)]
    return made([0, 1, 2, 3], links, [share, share, share, 1.0], np.zeros((4, 4), bool))


def test_small_losses_that_go_round_and_round_are_counted_in_full():
    """Without the fourth firm the three lack 0.0009 in the first round, as much of the rest in each after it, and in the end make nothing."""
    found = systemic_risk(circle(9e-4), np.array([3]))
    assert found.lost_share[0] == pytest.approx(1.0, abs=5e-3)
    assert found.firms_hit[0] == 4


def test_a_tolerance_of_nothing_comes_to_an_end():
    sector, delivered, final, essential = drawn(1, 8, 4)
    supplier, buyer = np.nonzero(delivered)
    cascade = made(sector, np.stack([supplier, buyer, delivered[supplier, buyer]], 1), final, essential)
    least, exact = (systemic_risk(cascade, np.arange(8), tolerance=one).lost_share for one in (0.0, EXACT))
    assert least == pytest.approx(exact)


def test_one_cascade_leaves_nothing_behind_for_the_next():
    sector, delivered, final, essential = drawn(9, 200, 5)
    supplier, buyer = np.nonzero(delivered)
    cascade = made(sector, np.stack([supplier, buyer, delivered[supplier, buyer]], 1), final, essential)
    together = systemic_risk(cascade, np.arange(200))
    alone = [systemic_risk(cascade, np.array([firm])).lost_share[0] for firm in range(0, 200, 17)]
    assert together.lost_share[::17] == pytest.approx(alone, rel=1e-12)
    assert np.concatenate([part.lost_share for part in in_batches(cascade, np.arange(200))]) == pytest.approx(
        together.lost_share
    )
    assert largest(cascade, 3).tolist() == np.argsort(-cascade.output)[:3].tolist()
    assert systemic_risk(cascade, np.empty(0, int)).lost_share.shape == (0,)
