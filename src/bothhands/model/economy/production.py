"""How much the inputs in stock let a sector make: five production functions, and ARIO's rule.

Pichler et al. 2022, equations 8 to 14; Hallegatte 2014 for ARIO. A limit that nothing sets is held to four times baseline, which
no demand reaches.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float

from bothhands.inputs.settings import ProductionFunction
from bothhands.model.economy.params import EconomyParams
from bothhands.model.smooth import smaller

CEILING = 4.0
"""Times baseline."""


def input_limit(
    params: EconomyParams,
    stocks: Float[Array, "input place sector"],
    production: ProductionFunction,
    smoothing: float,
) -> Float[Array, "place sector"]:
    """Output that the stocks allow.

    Parameters
    ----------
    params
        The body's parameters.
    stocks
        Before today's deliveries.
    production
        Which inputs output cannot do without.
    smoothing
        Width of every kink relative to baseline output; 0 is exact.

    Notes
    -----
    With V the critical and U the important inputs of a sector, both among those it uses: Leontief min S/A over all it uses; strongly
    critical min over V and U; half-critical min{min_V S/A, ½(min_U S/A + x₀)}; weakly critical min_V S/A; linear ΣS/ΣA.
    """
    ceiling = CEILING * params.output
    if production == "linear":
        total = params.coefficients.sum(0)
        return jnp.where(total > 0, stocks.sum(0) / jnp.maximum(total, 1e-12), ceiling)
    used = params.coefficients > 0
    critical, important = params.critical > 0, params.important > 0
    if production == "leontief":
        return _least(params, stocks, used, smoothing)
    if production == "strongly_critical":
        return _least(params, stocks, critical | important, smoothing)
    firmly = _least(params, stocks, critical, smoothing)
    if production == "weakly_critical":
        return firmly
    half = 0.5 * (_least(params, stocks, important, smoothing) + params.output)
    return smaller(firmly, half, jnp.maximum(params.output, 1e-9), smoothing)


def ario_limit(
    params: EconomyParams,
    stocks: Float[Array, "input place sector"],
    optimum: Float[Array, "place sector"],
    smoothing: float,
) -> Float[Array, "place sector"]:
    """Output that the stocks allow under ARIO: in full while every stock is at least ψ of what the optimum asks for.

    x ≤ x_opt · min_j min(1, S_j / (ψ n_j A_j x_opt)). A product that cannot be stored limits as far as a day's use.
    """
    enough = _ario_enough(params, stocks, optimum)
    if smoothing == 0.0:
        return optimum * jnp.minimum(enough, 1.0).min(0, initial=1.0)
    lowest = jax.lax.stop_gradient(jnp.minimum(enough, 1.0).min(0))
    soft = lowest - smoothing * jnp.log(jnp.exp(-(enough - lowest) / smoothing).sum(0))
    return optimum * smaller(soft, jnp.ones_like(soft), 1.0, smoothing)


def ario_short_inputs(
    params: EconomyParams, stocks: Float[Array, "input place sector"], optimum: Float[Array, "place sector"]
) -> Float[Array, "input place sector"]:
    """Which inputs set the limit under ARIO, as `short_inputs`: those whose stock is the smallest part of what is asked for."""
    enough = _ario_enough(params, stocks, optimum)
    lowest = enough.min(0, initial=1.0)
    return _alike(((enough <= lowest * (1.0 + 1e-9)) & (lowest < 1.0)).astype(stocks.dtype))


def _ario_enough(
    params: EconomyParams, stocks: Float[Array, "input place sector"], optimum: Float[Array, "place sector"]
) -> Float[Array, "input place sector"]:
    """Stock against ψ of what the optimum asks for; 1 where nothing is asked for."""
    days = jnp.where(params.storable[:, None] > 0, params.shortage_threshold_share * params.stock_days, 1.0)
    wanted = (days * params.coefficients)[:, None, :] * optimum[None]
    return jnp.where(wanted > 0, stocks / jnp.where(wanted > 0, wanted, 1.0), 1.0)


def short_inputs(
    params: EconomyParams,
    stocks: Float[Array, "input place sector"],
    limit: Float[Array, "place sector"],
    production: ProductionFunction,
) -> Float[Array, "input place sector"]:
    """Which inputs set the limit: shares that add up to 1 over the inputs of a sector, 0 where none sets it.

    Inputs that bind alike share alike; under the linear function every input counts by what its stock falls short of.
    """
    coefficients = params.coefficients[:, None, :]
    if production == "linear":
        lacking = jnp.maximum(params.stock_target - stocks, 0.0)
    else:
        reach = stocks / jnp.maximum(coefficients, 1e-12)
        important = params.important[:, None, :] > 0
        reach = jnp.where(important & (production == "half_critical"), 0.5 * (reach + params.output), reach)
        counted = {"leontief": params.coefficients, "weakly_critical": params.critical}.get(
            production, params.critical + params.important
        )
        binding = (counted[:, None, :] > 0) & (reach <= limit * (1.0 + 1e-9))
        lacking = binding.astype(stocks.dtype)
    return _alike(lacking)


def _alike(lacking: Float[Array, "input place sector"]) -> Float[Array, "input place sector"]:
    """Parts that add up to 1 over the inputs of a sector, 0 where nothing is lacking."""
    total = lacking.sum(0)
    return jnp.where(total > 0, lacking / jnp.where(total > 0, total, 1.0), 0.0)


def _least(
    params: EconomyParams,
    stocks: Float[Array, "input place sector"],
    among: Bool[Array, "input sector"],
    smoothing: float,
) -> Float[Array, "place sector"]:
    """Smallest S/A over some inputs."""
    ceiling = CEILING * params.output
    reach = stocks / jnp.maximum(params.coefficients, 1e-12)[:, None, :]
    open_end = jnp.where(among[:, None, :], jnp.minimum(reach, ceiling), ceiling)
    if smoothing == 0.0:
        return open_end.min(0)
    width = smoothing * jnp.maximum(params.output, 1e-9)
    lowest = jax.lax.stop_gradient(open_end.min(0))
    return lowest - width * jnp.log(jnp.exp(-(open_end - lowest) / width).sum(0))
