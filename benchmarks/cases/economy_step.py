"""Dynamic input–output by the day: ours beside the same equations in plain numpy, and beside BoARIO on the same table.

Numpy: the very equations for one place, checked to agree. BoARIO (Juhel et al. 2024) is another model of the same kind on the
same table: what is compared is the cost of a day, not its result. Its arrays are (region-sectors)², ours pool orders by place.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from benchmarks.harness import Measured, Size, beside, peer, timed
from bothhands.model.economy.forms import Form
from bothhands.model.economy.outside import normal
from bothhands.model.economy.params import EconomyParams
from bothhands.model.economy.state import initial
from bothhands.model.economy.step import EconomyLevers, EconomySignals, step

FloatArray = NDArray[np.float64]
SCALARS = {
    "mask_dependence": 0.0, "restoring_days": 10.0, "hiring_rate": 1 / 30, "firing_rate": 1 / 15, "benefits_share": 0.7,
    "memory": 0.98, "saved_share": 0.5, "recovery_belief_share": 0.5, "contracts_kept_share": 1.0, "pay_share": 1.0,
    "overproduction_most": 1.25, "overproduction_rate": 1 / 365, "shortage_threshold_share": 0.8, "absence_effect": 1.0,
    "closure_effect": 1.0, "inputs_bind": 1.0,
}  # fmt: skip


def rows(size: Size) -> Iterator[Measured]:
    """One place in numpy and batched; many places beside BoARIO."""
    sectors, batch, days = (5, 4, 20) if size.quick else (55, 64, 100)
    yield batched(sectors, batch, days, size)
    places, sectors, days = (2, 4, 10) if size.quick else (22, 50, 100)
    yield beside_boario(places, sectors, days, size)


def batched(sectors: int, batch: int, days: int, size: Size) -> Measured:
    """Many shocks at once, a scenario-day; numpy runs one after another."""
    params = closed_economy(1, sectors)
    openness = np.random.default_rng(2).uniform(0.4, 1.0, (batch, 1, sectors))
    run = jax.jit(jax.vmap(lambda level: days_of(params, level, days)))
    ours = timed(
        f"{sectors} sectors × {batch} scenarios, a scenario-day", lambda: run(jnp.asarray(openness)), size,
        units=batch * days, goal="≥ 50,000 scenario-days a CPU-second",
    )  # fmt: skip
    wall, used = time.perf_counter(), time.process_time()
    theirs = [by_numpy(params, level[0], days) for level in openness[:4]]
    wall, used = (time.perf_counter() - wall) / (4 * days), (time.process_time() - used) / (4 * days)
    np.testing.assert_allclose(np.asarray(run(jnp.asarray(openness)))[:4, :, 0], theirs, rtol=1e-9)
    return beside(ours, f"the same equations in numpy {np.__version__}", wall, used)


def beside_boario(places: int, sectors: int, days: int, size: Size) -> Measured:
    """One scenario on a large table, a day."""
    params = closed_economy(places, sectors)
    openness = jnp.ones((places, sectors)).at[0, 0].set(0.7)
    run = jax.jit(lambda level: days_of(params, level, days))
    ours = timed(
        f"{places * sectors} region-sectors, a day", lambda: run(openness), size, units=days, goal="≥ 25 × BoARIO"
    )
    theirs = None if size.quick else peer("boario_days.py", places, sectors, 20, 3)
    return beside(ours, *theirs) if theirs else ours


def days_of(params: EconomyParams, openness: jax.Array, days: int) -> jax.Array:
    """Output by day under one opening level from the first day."""
    places, sectors = params.output.shape
    zero, one = jnp.zeros(places), jnp.ones(places)
    level = normal(sectors)
    levers = EconomyLevers(openness, zero, zero)
    signals = EconomySignals(jnp.ones((places, sectors)), one, zero, jnp.zeros((places, sectors)), level)

    def day(state, _):
        after, flows = step(params, state, levers, signals, Form("pichler", "leontief"))
        return after, flows.output

    return jax.lax.scan(day, initial(params), None, length=days)[1]


def closed_economy(places: int, sectors: int) -> EconomyParams:
    """A made-up economy that buys only from itself: half of each purchase at home, the rest spread evenly."""
    rng = np.random.default_rng(1)
    coefficients = rng.dirichlet(np.ones(sectors), sectors).T * 0.5
    trade = np.full((places, places), 0.5 / max(places - 1, 1))
    np.fill_diagonal(trade, 0.5 if places > 1 else 1.0)
    final = 1e4 * rng.uniform(0.5, 1.5, (places, sectors))
    n = places * sectors
    inputs = np.einsum("qp,ij->qipj", trade, coefficients).reshape(n, n)
    output = np.linalg.solve(np.eye(n) - inputs, (trade @ final).ravel()).reshape(places, sectors)
    share = 1.0 - coefficients.sum(0)
    ones, zeros, same = np.ones(sectors), np.zeros(sectors), np.zeros((places, sectors))
    fields = {
        "output": output, "labour": output * share, "value_added_share": share, "coefficients": coefficients,
        "other_cost_share": zeros, "home_share": np.ones_like(coefficients), "final_home_share": ones, "trade": np.repeat(trade[:, :, None], sectors, 2), "consumption": 0.6 * final,
        "other_demand": 0.4 * final, "exports": same, "outside": normal(sectors, 1), "inventory_days": 20.0 * ones,
        "storable": ones, "critical": (coefficients > 0) * 1.0, "important": np.zeros_like(coefficients), "fear_share": zeros,
        "remote_share": zeros, "masks_needed": zeros, "workers": same, "tax_share": zeros, **SCALARS,
    }  # fmt: skip
    return EconomyParams(**jax.tree.map(jnp.asarray, fields))


def by_numpy(params: EconomyParams, active: FloatArray, days: int) -> FloatArray:
    """Output of one place by day, the same equations written straight down."""
    p = {name: np.asarray(value) for name, value in vars(params).items() if name != "outside"}
    a, normal, full, workers = p["coefficients"], p["output"][0], p["labour"][0].sum(), p["labour"][0]
    household, other = p["consumption"][0], p["other_demand"][0]
    target = a * normal * p["inventory_days"]
    stocks, employed, demand, limit, memory, expected, deepest = (
        target,
        workers,
        normal,
        normal,
        household.sum(),
        1.0,
        0.0,
    )
    out, rho, small = [], float(p["memory"]), 1e-9
    for _ in range(days):
        gap = workers / normal * np.minimum(limit, demand) - employed
        employed = np.clip(employed + np.where(gap >= 0, p["hiring_rate"], p["firing_rate"]) * gap, 0.0, workers)
        labour = np.minimum(active * workers, employed)
        income = p["benefits_share"] * full + (1 - p["benefits_share"]) * labour.sum()
        direct = 1 - (workers * active).sum() / full
        deepest = max(deepest, direct)
        slowly = (1 - rho) * (1 - (1 - p["recovery_belief_share"]) * 0.5 * deepest) + rho * expected
        expected = min(1 - 0.5 * direct, slowly)
        spending = household.sum() / full
        told = 0.5 * (np.log(spending * income + small) + np.log(spending * expected * full + small))
        memory = np.exp(rho * np.log(memory + small) + (1 - rho) * told) - small
        orders = np.maximum(a * demand + (target - stocks) / p["restoring_days"], 0.0)
        wanted = orders.sum(1) + household / household.sum() * memory + other
        allowed = np.where(a > 0, stocks / np.where(a > 0, a, 1.0), np.inf).min(0)
        limit = np.minimum(allowed, 4 * normal)
        made = np.minimum(np.minimum(labour / workers * normal, wanted), limit)
        stocks = np.maximum(stocks + orders * (made / wanted)[:, None] - a * made, 0.0)
        demand = wanted
        out.append(made)
    return np.array(out)
