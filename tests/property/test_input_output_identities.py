"""Accounting identities of the economy, on random economies, shocks and forms: nothing is made, sold or stocked twice.

Held to 1e-9 of normal output on every day: output of a place is what is delivered to firms, final users and beyond; income = output =
demand at rest; stocks are what they were, with what came, without what was used, and never below zero; nobody gets more than was asked
for or made.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bothhands.model.economy.demand import ario_orders, household_demand, restocking_orders
from bothhands.model.economy.forms import Form
from bothhands.model.economy.outside import Outside, normal
from bothhands.model.economy.params import EconomyParams
from bothhands.model.economy.state import initial
from bothhands.model.economy.step import EconomyLevers, EconomySignals, step
from bothhands.model.economy.trading import asked_of_sellers, served_buyers
from bothhands.validate.pichler_tables import SCALARS

PLACES, SECTORS, DAYS = 2, 3, 25
FORMS = [
    Form("pichler", production, rationing)
    for production in ("leontief", "strongly_critical", "half_critical", "weakly_critical", "linear")
    for rationing in ("proportional", "firms_first")
] + [Form("ario")]


def economy(seed):
    """A random open economy at rest: everything sold is output."""
    rng = np.random.default_rng(seed)
    coefficients = rng.dirichlet(np.ones(SECTORS + 2), SECTORS).T[:SECTORS] * rng.uniform(0.4, 0.9)
    coefficients[0, 1] = 0.0
    output = rng.uniform(50, 150, (PLACES, SECTORS))
    home, final_home = rng.uniform(0.2, 1.0, (SECTORS, SECTORS)), rng.uniform(0.2, 1.0, SECTORS)
    trade = rng.dirichlet(np.ones(PLACES), (PLACES, SECTORS)).transpose(2, 0, 1)
    consumption, other = rng.uniform(2, 10, (PLACES, SECTORS)), rng.uniform(1, 5, (PLACES, SECTORS))
    sold = np.einsum("qps,ps->qs", trade, output @ (home * coefficients).T + final_home * (consumption + other))
    coefficients = coefficients * 1.0
    shrink = np.minimum(1.0, 0.9 / (sold / output).max(0))
    home, final_home = home * shrink[:, None], final_home * shrink
    exports = output - sold * shrink
    share = 1 - coefficients.sum(0)
    rated = rng.choice([0.0, 0.5, 1.0], (SECTORS, SECTORS)) * (coefficients > 0)
    both, ones, zeros = np.zeros((PLACES, SECTORS)), np.ones(SECTORS), np.zeros(SECTORS)
    fields = {
        "output": output, "labour": output * share, "value_added_share": share, "other_cost_share": zeros, "coefficients": coefficients,
        "home_share": home, "final_home_share": final_home, "trade": trade, "consumption": consumption, "other_demand": other,
        "exports": exports, "outside": normal(SECTORS, 1), "inventory_days": rng.uniform(2, 20, SECTORS),
        "storable": np.array([1.0, 1.0, 0.0]), "critical": (rated == 1) * 1.0, "important": (rated == 0.5) * 1.0, "fear_share": ones,
        "remote_share": 0.3 * ones, "masks_needed": ones, "workers": both, "tax_share": zeros, "pay_share": 0.6,
        **SCALARS, "contracts_kept_share": 0.7, "mask_dependence": 0.1,
    }  # fmt: skip
    return EconomyParams(**jax.tree.map(lambda value: jnp.asarray(value, jnp.float64), fields))


@pytest.fixture(scope="module")
def days():
    """Every day of a run by form: states before and after, flows, and what was ordered and served."""

    def run(params, levels, fear, form):
        def day(state, today):
            level, outside = today
            one = jnp.ones(PLACES)
            levers = EconomyLevers(level, 0.5 * one, one)
            signals = EconomySignals(
                jnp.full((PLACES, SECTORS), 0.97), 0.9 * one, fear * one, jnp.zeros_like(level), outside
            )
            after, flows = step(params, state, levers, signals, form)
            orders = (ario_orders if form.behaviour == "ario" else restocking_orders)(params, state, 0.0)
            labour = flows.labour_share * params.labour
            wish = (1.0 - fear * params.fear_share) * outside.household
            consumption = household_demand(
                params, state, labour, flows.active_share, jnp.broadcast_to(wish, level.shape), 0.0
            )[0]
            final = consumption + params.other_demand * outside.other
            exports = params.exports * outside.exports
            asked = asked_of_sellers(params, orders, final, exports)
            served = served_buyers(params, asked, flows.output, outside.imports, form.rationing)
            return after, (state, after, flows, orders, final, exports, asked, served)

        return jax.lax.scan(day, initial(params), levels)[1]

    return {form: jax.jit(lambda p, levels, fear, form=form: run(p, levels, fear, form)) for form in FORMS}


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), fear=st.floats(0, 0.5), form=st.sampled_from(FORMS))
def test_identities_hold_every_day(days, seed, fear, form):
    params = economy(seed)
    rng = np.random.default_rng([seed, 1])
    openness = jnp.asarray(rng.choice([0.0, 0.3, 1.0], (DAYS, PLACES, SECTORS)))
    outside = Outside(*(jnp.asarray(rng.uniform(0.5, top, (DAYS, SECTORS))) for top in (1.2, 1.2, 1.2, 1.0)))
    before, after, flows, orders, final, exports, asked, served = jax.tree.map(
        np.asarray, days[form](params, (openness, outside), fear)
    )
    scale = float(params.output.max())
    close = {"rtol": 0, "atol": 1e-9 * scale}
    assert (flows.output >= -1e-12).all()
    assert (flows.output <= flows.demand + 1e-9 * scale).all()
    trade, home, final_home = (np.asarray(x) for x in (params.trade, params.home_share, params.final_home_share))
    beyond = outside.imports[:, :, None]
    delivered = orders * served.inputs
    bought_at_home = delivered - orders * (1 - home)[None, :, None, :] * np.asarray(beyond)[:, :, None, :]
    final_at_home = final * served.final - final * (1 - final_home) * np.asarray(outside.imports)[:, None]
    sold = bought_at_home.sum((1, 2, 3)) + (final_at_home + exports * served.beyond).sum((1, 2))
    np.testing.assert_allclose(sold, flows.output.sum((1, 2)), rtol=0, atol=1e-9 * scale * PLACES * SECTORS)
    for share in served:
        assert (share <= 1 + 1e-12).all()
    used = np.asarray(params.coefficients)[None, :, None, :] * flows.output[:, None]
    kept = before.stocks + delivered - used
    assert (after.stocks >= 0).all()
    np.testing.assert_allclose(after.stocks, np.maximum(kept, 0.0), **close)
    if form.production == "leontief" and form.behaviour == "pichler":
        assert (kept >= -1e-9 * scale).all(), "more was used than there was"
    lost = flows.lost_to_labour + flows.lost_to_inputs + flows.lost_to_demand
    np.testing.assert_allclose(lost, np.maximum(np.asarray(params.output) - flows.output, 0.0), **close)
    np.testing.assert_allclose(asked.of_firms + asked.of_others, flows.demand, **close)
    starved = flows.starved.sum(1)
    assert (starved <= flows.lost_to_inputs.sum(1) + 1e-9 * scale).all()
    if form.production != "linear":
        np.testing.assert_allclose(starved, flows.lost_to_inputs.sum(1), **close)
    assert trade.sum(0) == pytest.approx(1.0)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_income_output_and_demand_agree_at_rest(seed):
    p = economy(seed)
    final = p.consumption + p.other_demand
    orders = p.coefficients[:, None, :] * p.output[None]
    asked = asked_of_sellers(p, orders, final, p.exports)
    np.testing.assert_allclose(asked.of_firms + asked.of_others, p.output, rtol=1e-12)
    income = (p.output * p.value_added_share).sum() + (p.output * p.coefficients.sum(0)).sum()
    assert float(income) == pytest.approx(float(p.output.sum()), rel=1e-12)
