"""From the catalogue and a firm's outlook to packages: effects, costs, odds and reasons by hand."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.inputs.tables.policies import Policy
from bothhands.plan.support.odds import survival
from bothhands.plan.support.outlook import Outlook
from bothhands.plan.support.packages import effect_of, fitting, packages_of

DAY = date(2020, 4, 1)


def outlook(firms=1, **given):
    ones = np.ones(firms)
    usual = {
        "starts": np.array([0.0, 30.0, 60.0]), "days": np.array([30.0, 30.0, 30.0]), "sales": 1000.0 * ones, "variable_share": 0.6 * ones,
        "payroll": 300.0 * ones, "fixed_cost": 150.0 * ones, "debt_service": 50.0 * ones, "rent": 40.0 * ones,
        "tax_share": 0.0 * ones, "repayments": np.zeros((3, firms)), "season": np.ones((3, firms)),
        "flexible_payroll_share": 0.0, "buffer": 9000.0 * ones, "workers": 10.0 * ones, "counts": ones,
        "gaps": {"market": np.array([[0.5], [0.5], [0.0]]) * ones, "raw_materials": np.zeros((3, firms))}, "spread_share": 0.2,
    }  # fmt: skip
    return Outlook(**{**usual, **given})


def policy(**given):
    usual = {
        "policy": "p", "name": "P", "kind": "wage_support", "difficulty": "funds", "start": DAY, "end": date(2020, 6, 29), "fund": "aid",
        "base": "payroll", "effect_share": 0.2, "cost_share": 1.0,
    }  # fmt: skip
    return Policy(**{**usual, **given})


AILS = {"funds": np.ones(1), "market": np.ones(1), "raw_materials": np.ones(1)}


def test_odds_by_hand():
    """A buffer of two spreads and no flow: Φ(2); the second month √2 wider: Φ(2/√2) counts."""
    found = survival(np.array([2.0]), np.zeros((2, 1)), np.ones((2, 1)))
    assert found[0] == pytest.approx(0.9213503964748574)
    assert survival(np.array([1.0, -1.0]), np.zeros((1, 2)), np.zeros((1, 2))).tolist() == [1.0, 0.0]


def test_flow_by_hand():
    """Half of the market gone: 500 × 0.4 − 500 = −300 a day; all of it back: −100."""
    own = outlook()
    assert own.flow(own.ratio())[:, 0].tolist() == [-9000.0, -9000.0, -3000.0]
    closed = {"market": np.full((3, 1), 0.4)}
    assert own.ratio(closed)[:, 0] == pytest.approx([0.7, 0.7, 1.0])
    assert own.lost("market")[0] == pytest.approx(1 / 3)


def test_taxes_and_seasons_and_repayments_count_in_their_months():
    """Normal sales 1000, then twice that, then none: a tenth of what is sold is tax, 5,000 fall due in the second month."""
    season, due = np.array([[1.0], [2.0], [0.0]]), np.array([[0.0], [5000.0], [0.0]])
    own = outlook(tax_share=np.full(1, 0.1), season=season, repayments=due)
    assert own.flow(own.ratio())[:, 0] == pytest.approx(
        [30 * (500 * 0.3 - 500), 30 * (1000 * 0.3 - 500) - 5000, -15_000]
    )
    assert own.spread()[:, 0] == pytest.approx([0.2 * 300 * 30, 0.2 * 600 * 30, 0.0])
    assert own.owed[0] == pytest.approx(50 + 5000 / 90)
    assert own.normal_profit[0] == pytest.approx(300 - 500)
    waived = effect_of(policy(base="tax", kind="tax_exemption", effect_share=1.0), own, {}, AILS, DAY)
    assert waived.money[:, 0] == pytest.approx([30 * 50, 30 * 100, 0.0])
    later = policy(base="debt_service", kind="interest_relief", effect_share=0.5, end=date(2020, 5, 15), repaid=True)
    put_off = effect_of(later, own, {}, AILS, DAY).money[:, 0]
    assert put_off == pytest.approx([750.0, 0.5 * (15 * 50 + 2500), -2375.0])


def test_who_pays_taxes_is_less_likely_to_live_and_is_helped_by_an_exemption():
    rows = [policy(policy="tax", kind="tax_exemption", base="tax", effect_share=1.0, cost_share=0.1)]
    free, taxed = (packages_of(outlook(buffer=np.full(1, 20_000.0), tax_share=np.full(1, share)), {}, rows, {"aid": 1e9}, DAY, 0.0, 1e9)
                   for share in (0.0, 0.1))  # fmt: skip
    assert free.sets == ()
    assert taxed.odds_without[0] < free.odds_without[0]
    assert [one.policy for one in taxed.sets[0]] == ["tax"]
    assert taxed.odds_with[0, 0] == pytest.approx(free.odds_without[0], abs=0.05)
    assert taxed.offer.value[0, 0] > 0


def test_what_wages_paid_bring_and_cost_with_delay_and_cap():
    """A fifth of 300 a day from day 20 to day 60: 10, 30 and 0 days of 60 yuan."""
    row = policy(delay_days=20, end=date(2020, 5, 30), cost_yuan=7.0)
    one = effect_of(row, outlook(), {}, AILS, DAY)
    assert one.money[:, 0].tolist() == [600.0, 1800.0, 0.0]
    assert one.cost[0] == 2407.0
    capped = effect_of(policy(delay_days=20, end=date(2020, 5, 30), cap_yuan=1200.0), outlook(), {}, AILS, DAY)
    assert capped.money[:, 0] == pytest.approx([300.0, 900.0, 0.0])
    assert capped.cost[0] == pytest.approx(1200.0)


def test_what_is_put_off_is_paid_back_and_a_loan_comes_once():
    later = effect_of(
        policy(base="debt_service", kind="interest_relief", repaid=True, end=date(2020, 4, 30)),
        outlook(),
        {},
        AILS,
        DAY,
    )
    assert later.money[:, 0].tolist() == [300.0, -300.0, 0.0]
    loan = effect_of(
        policy(base="credit", kind="loan_guarantee", cost_share=0.05, delay_days=35), outlook(), {}, AILS, DAY
    )
    assert loan.money[:, 0] == pytest.approx([0.0, 73_000.0, 0.0])
    assert loan.cost[0] == pytest.approx(3_650.0)


def test_a_purchase_order_closes_a_share_of_what_the_market_lacks():
    row = policy(kind="purchase_order", difficulty="market", base="shortfall", effect_share=0.4, cost_share=0.25)
    one = effect_of(row, outlook(), {}, AILS, DAY)
    assert one.cost[0] == pytest.approx(0.25 * 0.4 * 0.5 * 1000 * 60)
    assert one.closed[:, 0] == pytest.approx([0.4, 0.4, 0.4])


def test_worth_is_what_help_changes():
    """A firm that is safe and one that is lost keep nothing by help; the one between keeps most."""
    own = outlook(3, buffer=np.array([1e6, -1e6, 20_000.0]))
    found = packages_of(own, {}, [policy(effect_share=1.0, cost_share=0.01)], {"aid": 1e9}, DAY, 0.0, 1e9)
    kept = np.maximum(found.offer.value[0], 0.0)
    assert kept[0] == 0.0
    assert kept[1] == 0.0
    assert kept[2] > 0.2 * 1000 * 365 * 0.4
    assert found.worth[2] == pytest.approx(1000 * 365 * 0.4)


def test_the_same_difficulty_is_never_paid_twice_and_the_cap_holds():
    rows = [
        policy(policy="wages"), policy(policy="rent", kind="rent_relief", base="rent"),
        policy(policy="orders", kind="purchase_order", difficulty="market", base="shortfall", cost_share=0.2),
    ]  # fmt: skip
    found = packages_of(outlook(5), {}, rows, {"aid": 1e9}, DAY, 1e5, 3_000.0)
    names = {tuple(row.policy for row in one) for one in found.sets}
    assert names == {("wages",), ("rent",), ("orders",), ("wages", "orders"), ("rent", "orders")}
    may = np.isfinite(found.offer.value)
    assert (found.offer.cost.sum(0)[may] <= 3_000.0).all()


def test_what_no_fund_pays_is_had_with_and_without():
    free = policy(policy="waiver", fund="", effect_share=0.5, cost_share=0.0)
    plain = packages_of(outlook(), {}, [policy()], {"aid": 1e9}, DAY, 1e5, 1e9)
    found = packages_of(outlook(), {}, [policy(), free], {"aid": 1e9}, DAY, 1e5, 1e9)
    assert found.odds_without[0] > plain.odds_without[0]
    assert [row.policy for row in found.unpaid] == ["waiver"]
    assert len(found.sets) == 1


def test_what_brings_a_firm_nothing_is_in_no_package():
    """Taxes are not known, so putting them off brings nothing; nor does a policy that ends before its delay."""
    rows = [policy(), policy(policy="tax", kind="tax_deferral", base="tax"), policy(policy="late", delay_days=200)]
    found = packages_of(outlook(), {}, rows, {"aid": 1e9}, DAY, 1e5, 1e9)
    assert [tuple(row.policy for row in one) for one in found.sets] == [("p",)]


def test_fitting_lists_what_is_not_used():
    values = {"workers": np.array([5.0])}
    rows = [
        policy(policy="a", eligibility="workers < 10"),
        policy(policy="b", eligibility="workers > 10"),
        policy(policy="c"),
    ]
    assert [row.policy for row in fitting(rows, values, 0, used=("c",))] == ["a"]


@settings(max_examples=40, deadline=None)
@given(buffer=st.floats(-1e5, 1e6), share=st.floats(0, 1), more=st.floats(0, 1e5))
def test_more_money_never_lowers_the_odds(buffer, share, more):
    own = outlook(1, buffer=np.array([buffer]), spread_share=share)
    flow = own.flow(own.ratio())
    assert survival(own.buffer + more, flow, own.spread())[0] >= survival(own.buffer, flow, own.spread())[0] - 1e-12


def test_a_catalogue_with_faults_tells_them_all(tmp_path):
    from bothhands.inputs.saving import save_folder

    folder = save_folder(load("two-towns"), tmp_path / "towns")
    path = folder / "policies.csv"
    head = "policy,name,kind,difficulty,start,end,fund,base,effect_share,cost_share,eligibility\n"
    path.write_text(
        head + "a,A,wage_support,funds,2020-03-20,2020-03-01,aid,payroll,0.1,1,workes > 3\n"
        "b,B,rent_relief,market,2020-03-20,2020-06-30,,payroll,0.1,1,size in [small\n"
        "c,C,loan_guarantee,funds,2020-03-20,2020-06-30,,credit,0.1,1,place == Northprot and sector_group == 'crafts'\n"
    )  # fmt: skip
    with pytest.raises(InputError) as caught:
        load(folder)
    faults = caught.value.faults
    assert {(fault.code, fault.row, fault.column) for fault in faults} == {
        ("BH-INP-031", 2, "end"), ("BH-INP-022", 2, "fund"), ("BH-INP-111", 2, "eligibility"), ("BH-INP-110", 3, "eligibility"),
        ("BH-INP-112", 3, "base"), ("BH-INP-112", 3, "difficulty"), ("BH-INP-111", 4, "eligibility"),
    }  # fmt: skip
    assert any("Northport" in fault.remedy for fault in faults)
    assert any("workers" in fault.remedy for fault in faults)


def test_liaoning_has_a_catalogue_with_sources_and_no_measured_row():
    rows = load("liaoning").standing_on(date(2020, 3, 18)).rows(Policy)
    assert len(rows) >= 15
    assert len({row.kind for row in rows}) >= 11
    assert all(row.name_zh and row.source and row.quality in ("assumed", "unverified") for row in rows)
    assert all("ASSUMED" in row.source for row in rows if row.quality == "assumed")
