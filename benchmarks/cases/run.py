"""One run of Liaoning: both precisions, its gradient, members, and each body alone under the signals of a run.

Smallest size: two towns.
"""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.harness import Measured, Size, timed
from bothhands.inputs.axes import Axes, axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.region import Region
from bothhands.levers.catalogue import Levers
from bothhands.levers.history import history
from bothhands.model.day import Day, Model
from bothhands.model.economy import state as economy_state
from bothhands.model.economy import step as economy
from bothhands.model.ensemble import Draws, ensemble
from bothhands.model.epidemic import state as epidemic_state
from bothhands.model.epidemic import step as epidemic
from bothhands.model.firms import state as firms_state
from bothhands.model.firms import step as firms
from bothhands.model.programs import BACKWARD
from bothhands.model.simulate import cast, model_of, run
from bothhands.model.supply import state as supply_state
from bothhands.model.supply import step as supply
from bothhands.model.supply.capacity import capacity_path
from bothhands.plan.decisions import Decisions, uniform
from bothhands.plan.problem import problem_of, simulated

BODIES = ("epidemic", "economy", "supply", "firms")


def rows(size: Size) -> Iterator[Measured]:
    """Run, gradient, member, bodies."""
    region = load("two-towns" if size.quick else "liaoning")
    axes = axes_of(region)
    model = model_of(region, axes)
    past: Levers = jax.tree.map(jnp.asarray, history(region, axes))
    whole = jax.jit(run)
    shape = f"{len(axes.places)} places, {len(axes.ages)} ages, {len(axes.sectors)} sectors, {axes.n_days} days"
    yield timed("run, double precision", lambda: whole(model, past), size, note=shape)
    small, brief = cast(model, np.float32), cast(past, np.float32)
    single = timed("run, single precision", lambda: whole(small, brief), size)
    yield single
    yield gradient(region, axes, small, past, size, single)
    with patch.object(jax, "checkpoint", lambda day: day):
        jax.clear_caches()
        yield gradient(region, axes, small, past, size, single, "nothing recomputed", 5)
    members = 4 if size.quick else 16
    draws = Draws({"seeds": np.repeat(np.asarray(model.epidemic.seeds)[None] + 0.01, members, 0)})
    yield timed(
        f"a stochastic member, of {members}", lambda: ensemble(model, draws, past, 1), size,
        units=members, goal="200 members ≤ 25 s: 0.125 s each",
    )  # fmt: skip
    record = whole(small, brief)
    for name in BODIES:
        alone = jax.jit(lambda m, levers, day, name=name: body_alone(name, m, levers, day))
        yield timed(f"{name} alone, single precision", lambda alone=alone: alone(small, brief, record), size)


def gradient(
    region: Region,
    axes: Axes,
    model: Model,
    past: Levers,
    size: Size,
    forward: Measured,
    how: str = "days recomputed",
    goal: int = 8,
) -> Measured:
    """Welfare of a plan and its gradient in every decision, compiled as plans compile theirs."""
    problem = cast(problem_of(region, axes, model, past, region.default_as_of), np.float32)
    decisions = cast(
        Decisions(
            *(
                jnp.asarray(part)
                for part in uniform(
                    axes, openness=0.7, school=0.5, gatherings=0.7, port_screening=0.5, corridor_screening=0.5
                )
            )
        ),
        np.float32,
    )
    slope = jax.jit(jax.value_and_grad(lambda at: simulated(model, problem, at)[0].welfare), compiler_options=BACKWARD)
    found = timed(
        f"welfare and its gradient, single precision, {how}",
        lambda: slope(decisions),
        size,
        goal=f"≤ {goal} × a forward run",
    )
    return Measured(**{**vars(found), "note": f"{found.median / forward.median:.1f} × a forward run"})


def body_alone(name: str, model: Model, levers: Levers, day: Day) -> object:
    """The last state of one body stepped over the calendar, everything else as recorded."""
    heard, coverage = day.signals, day.signals.mask_coverage
    n_days = levers.openness.shape[0]
    ill, made = model.epidemic, model.economy
    own_levers: dict[str, object] = {
        "epidemic": epidemic.EpidemicLevers(*(getattr(levers, field) for field in epidemic.EpidemicLevers._fields)),
        "economy": economy.EconomyLevers(levers.openness, levers.remote, levers.mask_rule),
        "supply": supply.SupplyLevers(capacity_path(model.supply, levers.line_orders), levers.purchases),
        "firms": firms.FirmsLevers(levers.support),
    }
    own_signals: dict[str, object] = {
        "epidemic": epidemic.EpidemicSignals(
            heard.work_contacts, heard.customer_contacts, coverage[:, :, 2], coverage[:, :, 3], heard.kit_coverage,
            ill.imported_infected[:n_days], ill.arrivals[:n_days], ill.seeds[:n_days],
            ill.port_passes[:n_days],
        ),
        "economy": economy.EconomySignals(
            heard.labour_available, coverage[:, :, 2], heard.fear, heard.capacity_lost,
            jax.tree.map(lambda level: level[:n_days], made.outside),
        ),
        "supply": heard,
        "firms": heard,
    }  # fmt: skip
    step = {"epidemic": epidemic.step, "economy": economy.step, "supply": supply.step, "firms": firms.step}[name]
    start = {
        "epidemic": epidemic_state.initial(ill), "economy": economy_state.initial(made),
        "supply": supply_state.initial(model.supply), "firms": firms_state.initial(model.firms),
    }[name]  # fmt: skip
    params = getattr(model, name)
    return jax.lax.scan(lambda state, now: step(params, state, *now), start, (own_levers[name], own_signals[name]))
