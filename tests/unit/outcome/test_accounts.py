"""Quarters, losses, jobs, public money and resumption of two towns, by hand where a hand can."""

from datetime import date

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.reliefs import Relief
from bothhands.inputs.tables.seasons import Season
from bothhands.levers.history import history
from bothhands.model.alone import economy_alone, heard_of
from bothhands.model.simulate import model_of
from bothhands.observe.fitted import run_once
from bothhands.outcome.jobs import jobs_of
from bothhands.outcome.losses import CAUSES, losses_of, value_added_by_causes
from bothhands.outcome.public_money import public_money, rules_of
from bothhands.outcome.quarters import calendar_of, quarters
from bothhands.outcome.resumption import mean_over, resumption_of


@pytest.fixture(scope="module")
def ran():
    """Region, axes, model, levers and a run of two towns with half of all sectors closed in February, fear and a shock abroad."""
    region = load("two-towns")
    axes = axes_of(region)
    model = model_of(region, axes)
    levers = jax.tree.map(jnp.asarray, history(region, axes))
    february = np.array([float(day.month == 2) for day in axes.days])
    levers = levers._replace(
        openness=levers.openness * (1 - 0.5 * february[:, None, None]), returned=levers.returned * (1 - 0.2 * february[:, None, None])
    )  # fmt: skip
    outside = model.economy.outside._replace(exports=jnp.asarray(1 - 0.2 * february)[:, None] * jnp.ones(4))
    model = eqx.tree_at(lambda m: m.economy.outside, model, outside)
    return region, axes, model, levers, run_once(model, levers)


def test_the_economy_alone_is_the_economy_of_the_run(ran):
    _, _, model, levers, record = ran
    flows = jax.jit(lambda heard: economy_alone(model.economy, heard, model.form))(heard_of(model, levers, record))
    np.testing.assert_allclose(flows.output, record.economy.output, rtol=1e-12)


def test_causes_add_up_to_the_loss_exactly(ran):
    region, axes, model, levers, record = ran
    calendar = calendar_of(region, axes)
    found = losses_of(model, heard_of(model, levers, record), calendar.whole)
    total = np.asarray(found.total)
    np.testing.assert_allclose(np.asarray(found.causes).sum(0), total, atol=1e-9 * np.abs(total).max())
    without, made = (
        np.einsum("qts,tps->qps", np.asarray(calendar.whole), np.broadcast_to(part, (axes.n_days, 2, 4)))
        for part in (np.asarray(model.economy.labour), np.asarray(record.economy.value_added))
    )
    np.testing.assert_allclose(total, without - made, atol=1e-9 * without.max())
    by_cause = dict(zip(CAUSES, np.asarray(found.causes).sum((1, 2, 3)), strict=True))
    assert min(by_cause["openness"], by_cause["away"], by_cause["outside"]) > 0.01 * total.sum()


def test_a_cause_that_is_alone_is_charged_with_everything(ran):
    region, axes, model, levers, record = ran
    heard = heard_of(model, levers, record)
    quiet = heard._replace(
        labour_available=jnp.ones_like(heard.labour_available), returned=jnp.ones_like(heard.returned), fear=0 * heard.fear,
        mask_coverage=jnp.ones_like(heard.mask_coverage), capacity_lost=0 * heard.capacity_lost,
        outside=jax.tree.map(jnp.ones_like, heard.outside),
    )  # fmt: skip
    model = eqx.tree_at(lambda m: m.economy.inputs_bind, model, jnp.asarray(0.0))
    found = losses_of(model, quiet, calendar_of(region, axes).whole)
    share = np.asarray(found.causes).sum((1, 2, 3)) / float(found.total.sum())
    np.testing.assert_allclose(share, np.eye(len(CAUSES))[0], atol=1e-9)


def test_two_orders_come_near_to_all_orders(ran):
    """The Shapley value over all 24 orders of four causes, the other four in place; two opposite orders differ by under 3 % of the loss."""
    from itertools import permutations

    region, axes, model, levers, record = ran
    heard, parts = heard_of(model, levers, record), calendar_of(region, axes).whole
    moving = [CAUSES.index(name) for name in ("openness", "away", "outside", "inputs")]
    subsets = np.array([[(n >> k) & 1 for k in range(4)] for n in range(16)], float)
    on = np.zeros((16, len(CAUSES)))
    on[:, moving] = subsets
    made = np.asarray(value_added_by_causes(model, heard, jnp.asarray(on), parts)).sum((1, 2, 3))
    value = {tuple(row): level for row, level in zip(subsets.astype(int).tolist(), made, strict=True)}

    def charged(order):
        state, charge = [0, 0, 0, 0], np.zeros(4)
        for cause in order:
            before = value[tuple(state)]
            state[cause] = 1
            charge[cause] = before - value[tuple(state)]
        return charge

    every = np.mean([charged(order) for order in permutations(range(4))], axis=0)
    two = 0.5 * (charged(range(4)) + charged(range(3, -1, -1)))
    assert np.abs(two - every).max() < 0.03 * every.sum()


def test_quarters_weigh_holidays_seasons_and_growth_by_hand():
    region = load("two-towns").with_parameters(
        {"trend_growth_share": 0.05, "price_change_share": 0.02, "holiday_output_share": 0.5}
    )
    seasons = [
        Season(sector="A", quarter=q, share=s, source="made up", quality="assumed")
        for q, s in ((1, 0.1), (2, 0.2), (3, 0.3), (4, 0.4))
    ]
    region = region.with_rows(seasons=seasons, calendar=())
    axes = axes_of(region)
    calendar = calendar_of(region, axes)
    assert calendar.names == ("2020 Q1", "2020 Q2")
    normal = jnp.asarray(np.arange(1.0, 9.0).reshape(2, 4))
    half = jnp.broadcast_to(0.5 * normal, (axes.n_days, 2, 4))
    found = quarters(half, normal, calendar)
    np.testing.assert_allclose(
        np.asarray(found.last_year)[:, :, 0], np.array([[0.1], [0.2]]) * 365 * np.array([1.0, 5.0])
    )
    np.testing.assert_allclose(np.asarray(found.last_year)[0, :, 1], 91 * 365 / 366 * np.array([2.0, 6.0]))
    np.testing.assert_allclose(found.year_on_year(), 0.5 * 1.05 - 1)
    np.testing.assert_allclose(np.asarray(found.current), np.asarray(found.constant) * 1.02)


def test_a_holiday_counts_for_less(ran):
    region, axes, *_ = ran
    calendar = calendar_of(region, axes)
    weight = np.asarray(calendar.weight)[:, 0]
    assert 0.95 < weight.mean() < 1.05
    rows = [row for row in region.rows("calendar") if row.kind in ("holiday", "spring_festival")]
    inside = [axes.day_index(rows[0].date_from)]
    assert weight[inside[0]] == pytest.approx(weight.max() * region.parameter("holiday_output_share").value)


def test_jobs_follow_contracts_and_work(ran):
    region, axes, model, _, record = ran
    parts = calendar_of(region, axes).quarter
    found = jobs_of(model.economy, record.economy, parts)
    days = np.asarray(parts)[0] > 0
    flows = record.economy
    needed = np.minimum(flows.labour_share, flows.output / model.economy.output)
    contract, work = (np.asarray(part)[days].mean(0) for part in (flows.contract_share, needed))
    workers = np.asarray(model.economy.workers)
    np.testing.assert_allclose(found.lost[0], workers * (1 - contract), rtol=1e-9)
    np.testing.assert_allclose(found.furloughed[0], workers * (contract - work), rtol=1e-6, atol=1e-6)
    assert float(found.furloughed[0].sum()) > 0


def test_revenue_comes_late_and_what_is_short_is_borrowed_with_interest(ran):
    region, axes, model, _, record = ran
    region = region.with_parameters({"tax_lag_days": 20, "debt_interest_share": 0.12})
    rules = rules_of(region, axes)
    spent = jnp.zeros(axes.n_days).at[0].set(100.0)
    aid = jnp.zeros((axes.n_days, 8)).at[40, 3].set(7e6)
    money = public_money(model.economy, record.economy, aid, spent, rules)
    levied = np.asarray(record.signals.tax_base).sum(1)
    normal = float((model.economy.labour * model.economy.tax_share).sum())
    late = np.concatenate([np.full(20, normal), levied[:-20]])
    january = np.array([day.month == 1 for day in axes.days])
    assert float(money.revenue[0].sum()) == pytest.approx(late[january].sum())
    assert float(money.epidemic[0]) == 100.0
    assert float(money.support[1]) == 7e6
    days = np.asarray(rules.month).sum(1)
    usual = float(rules.contribution_share) * float(model.economy.pay_share) * float(model.economy.labour.sum())
    np.testing.assert_allclose(np.asarray(money.normal_contributions).sum(1), days * usual, rtol=1e-9)
    short = np.asarray(
        (money.normal_revenue - money.revenue + money.normal_contributions - money.contributions).sum(1)
        + money.support
        + money.epidemic
    )
    debt = 0.0
    for month in range(len(short)):
        interest = 0.01 * debt
        assert float(money.interest[month]) == pytest.approx(interest)
        debt += short[month] + interest
        assert float(money.debt[month]) == pytest.approx(debt)


def test_a_relief_is_not_asked_for(ran):
    region, axes, model, _, record = ran
    relief = Relief(
        kind="contributions",
        start=date(2020, 2, 1),
        end=date(2020, 2, 29),
        share=0.5,
        source="made up",
        quality="assumed",
    )
    zero = jnp.zeros(axes.n_days)
    plain, waived = (
        public_money(model.economy, record.economy, jnp.zeros((axes.n_days, 8)), zero, rules_of(one, axes))
        for one in (region.with_rows(reliefs=()), region.with_rows(reliefs=[relief]))
    )
    np.testing.assert_allclose(waived.contributions[1], 0.5 * plain.contributions[1])
    np.testing.assert_allclose(waived.contributions[2], plain.contributions[2])
    assert float(waived.debt[-1]) > float(plain.debt[-1])


def test_resumption_is_what_reports_count(ran):
    _, axes, model, levers, record = ran
    found = resumption_of(model.economy, model.firms, record)
    staff = mean_over(np.asarray(found.staff), np.asarray(model.economy.workers))
    february = axes.day_index(date(2020, 2, 10))
    workers = np.asarray(model.economy.workers)
    assert staff[february] == pytest.approx(
        (np.asarray(levers.returned)[february] * workers).sum() / workers.sum(), abs=1e-3
    )
    output = mean_over(np.asarray(found.output), np.asarray(model.economy.output))
    assert output[february] < staff[february]
    firms = np.asarray(found.firms)
    assert ((firms[np.isfinite(firms)] >= 0) & (firms[np.isfinite(firms)] <= 1)).all()


def test_taxes_waived_are_missed(ran):
    region, axes, model, _, record = ran
    relief = Relief(
        kind="taxes", start=date(2020, 1, 1), end=date(2020, 6, 30), share=0.25, source="made up", quality="assumed"
    )
    zero, aid = jnp.zeros(axes.n_days), jnp.zeros((axes.n_days, 8))
    region = region.with_parameters({"tax_lag_days": 0})
    plain, waived = (
        public_money(model.economy, record.economy, aid, zero, rules_of(one, axes))
        for one in (region, region.with_rows(reliefs=[relief]))
    )
    np.testing.assert_allclose(waived.revenue, 0.75 * plain.revenue)


def test_nobody_ill_is_charged_with_those_who_are_away(ran):
    region, axes, model, levers, record = ran
    heard = heard_of(model, levers, record)
    away = heard.returned.at[40:60].set(0.0)
    quiet = heard._replace(returned=away, labour_available=away)
    causes = losses_of(model, quiet, calendar_of(region, axes).whole).causes.sum((1, 2, 3))
    by_cause = dict(zip(CAUSES, np.asarray(causes).tolist(), strict=True))
    assert by_cause["illness"] == pytest.approx(0.0, abs=1e-6 * by_cause["away"])


def test_who_worked_for_firms_that_failed_loses_the_job(ran):
    region, axes, model, levers, record = ran
    heard = heard_of(model, levers, record)
    heard = heard._replace(capacity_lost=heard.capacity_lost.at[:, :, 1].set(0.5))
    flows = jax.jit(lambda told: economy_alone(model.economy, told, model.form))(heard)
    jobs = jobs_of(model.economy, flows, calendar_of(region, axes).quarter)
    share = np.asarray(jobs.lost)[1, :, 1] / np.asarray(model.economy.workers)[:, 1]
    assert (share > 0.45).all()


@pytest.mark.parametrize(
    ("start", "end", "names", "spans"),
    [
        (date(2020, 2, 10), date(2020, 4, 30), (), 0),
        (date(2020, 4, 1), date(2021, 3, 31), ("2020 Q2", "2020 Q3", "2020 Q4", "2021 Q1"), 0),
        (date(2020, 1, 1), date(2021, 3, 31), ("2020 Q1", "2020 Q2", "2020 Q3", "2020 Q4", "2021 Q1"), 2),
    ],
)
def test_any_calendar_has_the_quarters_it_covers_and_a_year_only_where_it_holds_one(start, end, names, spans):
    region = load("two-towns").with_settings(start=start, end=end, default_as_of=start)
    region = region.with_parameters({"trend_growth_share": 0.1}).with_rows(calendar=())
    axes = axes_of(region)
    calendar = calendar_of(region, axes)
    assert calendar.names == names
    normal = jnp.ones((2, 4))
    found = quarters(jnp.ones((axes.n_days, 2, 4)), normal, calendar)
    assert found.half_years().shape == (spans,)
    np.testing.assert_allclose(found.year_on_year(), 0.1, atol=0.01)
    if spans:
        assert float(np.asarray(found.constant)[:4].sum()) == pytest.approx(365 * 8 * 1.1)


def test_a_year_without_holidays_in_the_calendar_has_those_of_the_first():
    """Nothing happens for two years: every quarter of the second grows by the trend, but for the leap day of the first."""
    region = load("two-towns").with_settings(end=date(2021, 12, 31))
    axes, trend = axes_of(region), region.parameter("trend_growth_share").value
    normal = jnp.ones((2, 4))
    found = quarters(jnp.ones((axes.n_days, 2, 4)), normal, calendar_of(region, axes))
    growth = found.year_on_year()
    assert len(growth) == 8
    np.testing.assert_allclose(growth[4:], trend, atol=0.012)
    np.testing.assert_allclose(growth[5:], growth[5], atol=1e-9)
