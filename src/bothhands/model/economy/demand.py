"""Who asks for what on a day: households by place and product, and firms that order inputs.

Pichler, Pangallo, del Rio-Chanona, Lafond, Farmer 2022 (J. Econ. Dyn. Control 144:104527; arXiv 2102.09608): equations 4 to 6.
"""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.economy.params import EconomyParams
from bothhands.model.economy.state import EconomyState
from bothhands.model.smooth import positive_part, smaller

SMALL = 1e-9
LEAST_LEFT = 1e-3
"""Part of the usual basket below which demand fades to nothing, so that its slope stays finite."""
EXPECTED_SHARE = 0.5
"""Part of a loss of labour that households take into the income they expect while it lasts (Pichler et al. 2022, after eq. 6)."""


def household_demand(
    params: EconomyParams,
    state: EconomyState,
    labour: Float[Array, "place sector"],
    active: Float[Array, "place sector"],
    wish: Float[Array, "place sector"],
    smoothing: float,
) -> tuple[Float[Array, "place sector"], Float[Array, "place"], Float[Array, "place"], Float[Array, "place"]]:
    """Consumption demand by place and product, its memory, expected income and the deepest loss so far (5–6).

    Parameters
    ----------
    params, state
        The body's parameters and this morning's state.
    labour
        Labour paid today.
    active
        Share of labour that can work today.
    wish
        Demand for each product that fear and other shocks leave, against normal.
    smoothing
        Width of kinks.

    Notes
    -----
    With memory c̃, labour income l̃ = b Σl₀ + (1 − b) Σl and expected income ξ Σl₀,

      ln c̃ = ρ ln c̃₋₁ + ½(1 − ρ) ln(m l̃) + ½(1 − ρ) ln(m ξ Σl₀),  demand_i = θ_i c̃ (1 − ε̃)

    ε̃ = Δs (1 − Σθ₀ wish): part of what is not bought of one product is saved, the rest goes to others. Shocks act on demand, never
    on the memory of it.
    """
    normal = params.labour.sum(-1)
    income = params.benefits_share * normal + (1.0 - params.benefits_share) * labour.sum(-1)
    loss = 1.0 - (params.labour * jnp.minimum(active, 1.0)).sum(-1) / jnp.maximum(normal, SMALL)
    expected, deepest = expected_income(params, state, loss, smoothing)
    spending = params.consumption.sum(-1) / jnp.maximum(normal, SMALL)
    slow = 0.5 * (1.0 - params.memory)
    memory = jnp.exp(
        params.memory * jnp.log(state.consumption_memory + SMALL)
        + slow * jnp.log(spending * income + SMALL)
        + slow * jnp.log(spending * expected * normal + SMALL)
    ) - SMALL  # fmt: skip
    shared = params.consumption / jnp.maximum(params.consumption.sum(-1, keepdims=True), SMALL)
    left = (shared * wish).sum(-1)
    basket = shared * wish / jnp.maximum(left, LEAST_LEFT)[:, None]
    return basket * (memory * (1.0 - params.saved_share * (1.0 - left)))[:, None], memory, expected, deepest


def expected_income(
    params: EconomyParams, state: EconomyState, loss: Float[Array, "place"], smoothing: float
) -> tuple[Float[Array, "place"], Float[Array, "place"]]:
    """Labour income households expect to last, against normal, and the deepest loss of labour so far.

    Notes
    -----
    The paper has one closure with two dates: ξ = 1 − δ/2 while it lasts, then ξ = 1 − ρ + ρ ξ₋₁ − (1 − β)(δ/2)(1 − ρ), where a share β
    believes in a full recovery. Here the loss δ_t moves from day to day and no date marks the end, so both hold at once, the lower
    counting: ξ = min(1 − δ_t/2, 1 − ρ + ρ ξ₋₁ − (1 − β)(δ_max/2)(1 − ρ)) with δ_max the deepest loss so far. On the paper's calendar
    this is the paper's path.
    """
    deepest = -smaller(-loss, -state.deepest_loss, 1.0, smoothing)
    doubt = (1.0 - params.recovery_belief_share) * EXPECTED_SHARE * deepest
    slowly = (1.0 - params.memory) * (1.0 - doubt) + params.memory * state.expectation
    return smaller(1.0 - EXPECTED_SHARE * loss, slowly, 1.0, smoothing), deepest


def restocking_orders(
    params: EconomyParams, state: EconomyState, smoothing: float
) -> Float[Array, "input place sector"]:
    """Orders of each input: what yesterday's demand needs, and a part of the gap in stock (4).

    O_ji = max(A_ji d_i + (n_i Z_ji0 − S_ji)/τ, 0); what cannot be stored is brought back to a day's need at once (n = τ = 1).
    """
    needed = params.coefficients[:, None, :] * state.demand[None]
    restock = (params.stock_target - state.stocks) / _restoring_days(params)
    return positive_part(needed + restock, params.stock_target + SMALL, smoothing)


def ario_orders(params: EconomyParams, state: EconomyState, smoothing: float) -> Float[Array, "input place sector"]:
    """Orders of each input: what yesterday's output used, and a part of the gap to the stock its optimum asks for.

    O = A x + (n A x_opt − S)₊/τ (Hallegatte 2014, Risk Analysis 34:152, doi 10.1111/risa.12090); what cannot be stored is ordered for
    the optimum, and brought back to a day's need at once.
    """
    coefficients = params.coefficients[:, None, :]
    goal = params.stock_days[:, None, :] * coefficients * state.optimum[None]
    gap = positive_part(goal - state.stocks, params.stock_target + SMALL, smoothing) / _restoring_days(params)
    used = jnp.where(params.storable[:, None, None] > 0, state.output[None], state.optimum[None])
    return coefficients * used + gap


def _restoring_days(params: EconomyParams) -> Float[Array, "input 1 1"]:
    """Days over which a gap in stock is ordered; at once where nothing can be kept."""
    return jnp.where(params.storable > 0, params.restoring_days, 1.0)[:, None, None]
