"""The economy body by hand: production functions, hiring, beliefs, shocks, regional tables."""

from datetime import date

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.inputs.tables.shocks import Shock
from bothhands.model.economy.demand import expected_income
from bothhands.model.economy.forms import Form
from bothhands.model.economy.outside import normal, outside_path
from bothhands.model.economy.production import ario_limit, input_limit, short_inputs
from bothhands.model.economy.regional import home_shares, location_quotients
from bothhands.model.economy.state import initial
from bothhands.model.economy.step import EconomyLevers, EconomySignals, hired, step
from bothhands.model.simulate import cast, model_of
from bothhands.validate.pichler_tables import National, economy

DAYS = np.array([10.0, 10.0, 10.0])


@pytest.fixture(scope="module")
def params():
    """Three sectors; the third buys a critical, an important and an unrated input."""
    flows = np.array([[0.0, 5.0, 10.0], [4.0, 0.0, 20.0], [2.0, 3.0, 5.0]])
    output = np.array([50.0, 60.0, 100.0])
    rated = np.zeros((3, 3))
    rated[0, 2], rated[1, 2] = 1.0, 0.5
    return economy(
        National(("a", "b", "c"), flows, output, output - flows.sum(0), np.array([20.0, 20.0, 60.0])), rated, DAYS
    )


def stocked(params, share):
    """Stocks at a share of what a day of full output needs, by input of the third sector."""
    stocks = np.array(params.coefficients[:, None, :] * params.output[None] * 10.0)
    stocks[:, 0, 2] = np.asarray(params.coefficients[:, 2]) * 100.0 * np.asarray(share)
    return jnp.asarray(stocks)


@pytest.mark.parametrize(
    ("production", "expected"),
    [
        ("leontief", 20.0), ("strongly_critical", 40.0), ("half_critical", 70.0), ("weakly_critical", 80.0),
        ("linear", 100 * (10 * 0.8 + 20 * 0.4 + 5 * 0.2) / 35),
    ],
)  # fmt: skip
def test_each_function_waits_for_what_it_cannot_do_without(params, production, expected):
    limit = input_limit(params, stocked(params, [0.8, 0.4, 0.2]), production, 0.0)
    assert float(limit[0, 2]) == pytest.approx(expected)


def test_nothing_critical_nothing_short(params):
    limit = input_limit(params, jnp.zeros((3, 1, 3)), "weakly_critical", 0.0)
    assert float(limit[0, 0]) == 4 * 50.0


def test_a_smoothed_limit_never_exceeds_the_exact_one_and_comes_to_it(params):
    stocks = stocked(params, [0.8, 0.4, 0.2])
    exact = float(input_limit(params, stocks, "half_critical", 0.0)[0, 2])
    soft = [float(input_limit(params, stocks, "half_critical", width)[0, 2]) for width in (0.05, 0.005)]
    assert soft[0] <= soft[1] <= exact
    assert soft[1] == pytest.approx(exact, rel=0.01)


def test_the_input_that_binds_answers_for_it(params):
    stocks = stocked(params, [0.8, 0.4, 0.2])
    for production, answer in (("leontief", 2), ("strongly_critical", 1), ("half_critical", 1), ("weakly_critical", 0)):
        limit = input_limit(params, stocks, production, 0.0)
        np.testing.assert_allclose(short_inputs(params, stocks, limit, production)[:, 0, 2], np.eye(3)[answer])


def test_ario_is_short_below_its_threshold_only(params):
    optimum = params.output
    enough = ario_limit(params, stocked(params, [9.0, 9.0, 9.0]), optimum, 0.0)
    scarce = ario_limit(params, stocked(params, [9.0, 4.0, 9.0]), optimum, 0.0)
    assert float(enough[0, 2]) == 100.0
    assert float(scarce[0, 2]) == pytest.approx(100 * 4.0 / (0.8 * 10))


def test_firms_fire_twice_as_fast_as_they_hire(params):
    state = initial(params)
    less = state._replace(demand=0.5 * params.output)
    fired = hired(params, less, params.output)
    np.testing.assert_allclose(fired / params.labour, 1 - 0.5 * 2 / 30)
    short = state._replace(employed=0.5 * params.labour)
    np.testing.assert_allclose(hired(params, short, params.output) / params.labour, 0.5 + 0.5 / 30)


@pytest.mark.parametrize(("kept", "after"), [(1.0, 1.0), (0.0, 0.5 + 0.5 / 30)])
def test_a_contract_outlasts_a_closure_where_it_is_kept(params, kept, after):
    own = type(params)(**{**vars(params), "contracts_kept_share": jnp.asarray(kept), "inputs_bind": jnp.asarray(0.0)})
    zero, one = jnp.zeros(1), jnp.ones(1)
    signals = EconomySignals(jnp.ones((1, 3)), one, zero, jnp.zeros((1, 3)), normal(3))
    state = initial(own)._replace(demand=own.output)
    state, _ = step(own, state, EconomyLevers(0.5 * jnp.ones((1, 3)), zero, zero), signals)
    state = state._replace(demand=own.output, input_limit=own.output)
    _, flows = step(own, state, EconomyLevers(jnp.ones((1, 3)), zero, zero), signals)
    np.testing.assert_allclose(flows.labour_share, after, rtol=1e-6)


def test_beliefs_follow_the_paper_while_a_closure_lasts_and_after(params):
    state, rho, loss = initial(params), 1 - 0.4 / 90, 0.3
    for _ in range(5):
        expected, deepest = expected_income(params, state, jnp.array([loss]), 0.0)
        assert float(expected[0]) == pytest.approx(1 - loss / 2)
        state = state._replace(expectation=expected, deepest_loss=deepest)
    by_hand = 1 - loss / 2
    for _ in range(40):
        expected, deepest = expected_income(params, state, jnp.array([0.0]), 0.0)
        by_hand = (1 - rho) + rho * by_hand - loss / 4 * (1 - rho)
        state = state._replace(expectation=expected, deepest_loss=deepest)
    assert float(state.expectation[0]) == pytest.approx(by_hand, rel=1e-12)


def test_firms_first_serves_orders_before_households(params):
    zero, one = jnp.zeros(1), jnp.ones(1)
    signals = EconomySignals(jnp.ones((1, 3)), one, zero, jnp.zeros((1, 3)), normal(3))
    levers = EconomyLevers(jnp.array([[0.5, 1.0, 1.0]]), zero, zero)
    state = initial(params)
    alike, first = (
        step(params, state, levers, signals, Form("pichler", "half_critical", rule))
        for rule in ("proportional", "firms_first")
    )
    ordered = np.asarray(params.coefficients[0] * params.output[0])
    moved = np.asarray(first[0].stocks)[0, 0, 1:] - np.asarray(state.stocks)[0, 0, 1:]
    assert (np.abs(moved) < 1e-3 * ordered[1:]).all(), "orders are not served in full"
    assert (np.asarray(alike[0].stocks)[0, 0, 1:] < np.asarray(first[0].stocks)[0, 0, 1:] - 0.1 * ordered[1:]).all()
    assert float(first[1].consumption[0]) < float(alike[1].consumption[0])


def shock(**given):
    return Shock(**{"source": "made up", "quality": "assumed", **given})


def test_shocks_multiply_on_their_days_by_sector_group_or_all(two_towns):
    region, axes, *_ = two_towns
    parts = {"government": np.array([2.0, 10, 10, 80]), "investment": np.array([0.0, 30, 5, 5])}
    rows = [
        shock(category="household", sector="trade", start="2020-02-01", end="2020-02-11", value=0.5, to_value=1.0),
        shock(category="household", start="2020-02-06", end="2020-02-06", value=0.8),
        shock(category="investment", sector="B", start="2020-03-01", end="2020-03-31", value=0.6),
        shock(category="imports", sector="B", start="2020-03-01", end="2020-03-31", value=1.4),
    ]
    path = outside_path(region.with_rows(shocks=rows), axes, parts)
    day = axes.days.index
    first, middle = day(date(2020, 2, 1)), day(date(2020, 2, 6))
    np.testing.assert_allclose(path.household[first], [1, 1, 0.5, 1])
    np.testing.assert_allclose(path.household[middle], [0.8, 0.8, 0.6, 0.8])
    np.testing.assert_allclose(path.household[day(date(2020, 2, 12))], 1)
    np.testing.assert_allclose(path.other[day(date(2020, 3, 5))], [1, (10 + 30 * 0.6) / 40, 1, 1])
    np.testing.assert_allclose(path.imports, 1.0)


def test_a_shock_of_an_unknown_sector_is_told(two_towns, tmp_path):
    (tmp_path / "shocks.csv").write_text(
        "category,sector,start,end,value,source,quality\nexports,Z,2020-02-01,2020-02-02,0.5,x,assumed\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="unknown sector or group 'Z'"):
        load("two-towns", [tmp_path / "shocks.csv"])


@pytest.mark.parametrize("form", [Form(), Form("pichler", "leontief", "firms_first"), Form("ario")], ids="-".join)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("shock_days", [0, 10])
def test_every_form_rests_and_comes_back_with_services_that_cannot_be_kept(two_towns, form, dtype, shock_days):
    params = cast(two_towns[2].economy, dtype)
    ones, zero, one = jnp.ones((2, 4), dtype), jnp.zeros(2, dtype), jnp.ones(2, dtype)
    beyond = jax.tree.map(lambda level: level.astype(dtype), normal(4))

    def day(state, level):
        signals = EconomySignals(ones, one, zero, 0 * ones, beyond)
        return step(params, state, EconomyLevers(level * ones, zero, zero), signals, form)

    levels = jnp.ones(365, dtype).at[:shock_days].set(0.5)
    made = jax.jit(lambda level: jax.lax.scan(day, initial(params), level)[1].output)(levels)
    share = np.asarray(made).sum((1, 2)) / float(params.output.sum())
    if shock_days == 0:
        np.testing.assert_allclose(share, 1.0, atol=1e-12 if dtype == np.float64 else 1e-4)
    else:
        assert share[shock_days + 40] > 0.9
        assert share[-1] > 0.94


def test_imports_cut_off_starve_those_who_need_them(two_towns):
    region, axes, model, _ = two_towns
    cut = [shock(category="imports", start="2020-02-01", end="2020-06-30", value=0.0)]
    starved = model_of(region.with_rows(shocks=cut), axes).economy
    zero, one = jnp.zeros(2), jnp.ones(2)

    def output(params):
        def day(state, outside):
            signals = EconomySignals(jnp.ones((2, 4)), one, zero, jnp.zeros((2, 4)), outside)
            return step(
                params, state, EconomyLevers(jnp.ones((2, 4)), zero, zero), signals, Form("pichler", "leontief")
            )

        return jax.lax.scan(day, initial(params), params.outside)[1]

    held, short = output(model.economy), output(starved)
    assert float(short.output.sum()) < 0.996 * float(held.output.sum())
    assert float(short.lost_to_inputs.sum()) > 2 * float(held.lost_to_inputs.sum())


def test_a_region_as_large_as_the_nation_buys_at_home_what_is_not_imported():
    output, shares = np.array([[3.0, 5.0, 2.0]]), np.array([0.1, 0.0, 0.3])
    home = home_shares(output, np.full((3, 3), 0.2), output * 0.4, output[0], shares, 0.3)
    np.testing.assert_allclose(home.inputs, 1 - shares[:, None] * np.ones(3))
    np.testing.assert_allclose(home.final, 1 - shares)


def test_location_quotients_tell_where_a_region_specialises():
    quotient = location_quotients(np.array([2.0, 1.0, 1.0]), np.array([25.0, 25.0, 50.0]))
    np.testing.assert_allclose(quotient, [2.0, 1.0, 0.5])


def interregional(seed):
    """Three regions of unlike size and structure that trade by gravity, both ways in every product: the truth is known."""
    rng = np.random.default_rng(seed)
    n, sizes = 8, np.array([0.6, 0.3, 0.1])
    coefficients = rng.dirichlet(np.ones(n), n).T * 0.5
    final = sizes[:, None] * rng.dirichlet(2 * np.ones(n), 3) * 100
    mass = sizes[:, None] * rng.lognormal(0.0, 0.7, (3, n))
    near = np.where(np.eye(3) > 0, 4.0, 1.0)
    trade = near[:, :, None] * mass[:, None, :]
    trade /= trade.sum(0)
    output = final
    for _ in range(200):
        output = np.einsum("qps,ps->qs", trade, output @ coefficients.T + final)
    return coefficients, final, trade, output


@pytest.mark.parametrize("seed", range(4))
def test_flegg_quotients_come_nearer_to_a_known_regional_table(seed):
    """Home coefficients of the two smaller regions: gap of the sum (bias), and sum of gaps over the sum of the truth (STPE).

    Simple quotients (SLQ, no λ) make a small region buy too much at home, more so the more it trades both ways; the nation's
    coefficients, taken over as they are, do it most.
    """
    coefficients, final, trade, output = interregional(seed)
    nation = output.sum(0)
    for own in (1, 2):
        truth = trade[own, own][:, None] * coefficients
        flq = home_shares(output[[own]], coefficients, final[[own]], nation, np.zeros(8), 0.3).inputs * coefficients
        simple = np.minimum(location_quotients(output[own], nation), 1.0)[:, None] * coefficients
        made = {"flq": flq, "slq": simple, "none": coefficients}
        bias = {name: abs(one.sum() / truth.sum() - 1) for name, one in made.items()}
        error = {name: np.abs(one - truth).sum() / truth.sum() for name, one in made.items()}
        assert bias["flq"] < bias["slq"] < bias["none"]
        assert error["flq"] < error["none"]


@pytest.mark.parametrize(
    "form",
    [Form(), Form("pichler", "leontief", "firms_first"), Form("pichler", "linear"), Form("ario")],
    ids="-".join,
)
def test_gradients_of_a_smoothed_run_are_those_of_finite_differences(two_towns, form):
    """Value added of forty days in openness, remote work and fear; smoothed kinks, central differences."""
    params = two_towns[2].economy
    ones, days, usual = jnp.ones((2, 4)), 40, float(params.labour.sum())
    closed = jnp.ones((days, 1, 1)).at[5:25].set(0.0)

    def worth(x):
        def day(state, shut):
            level = 1 - (1 - shut) * (1 - x[:8].reshape(2, 4))
            signals = EconomySignals(0.95 * ones, jnp.ones(2), x[8] * jnp.ones(2), 0 * ones, normal(4))
            state, flows = step(
                params, state, EconomyLevers(level, x[9] * jnp.ones(2), jnp.zeros(2)), signals, form, 0.02
            )
            return state, flows.value_added.sum()

        return jax.lax.scan(day, initial(params), closed)[1].sum() / usual

    at = jnp.array([0.8, 0.6, 0.5, 0.7, 0.9, 0.4, 0.6, 0.8, 0.2, 0.5])
    slope, value = np.asarray(jax.jit(jax.grad(worth))(at)), jax.jit(worth)
    for n in range(10):
        apart = [float(value(at.at[n].add(move))) for move in (-1e-5, 1e-5)]
        assert slope[n] == pytest.approx((apart[1] - apart[0]) / 2e-5, rel=1e-4, abs=1e-6), n
    assert np.abs(slope).max() > 0.1
