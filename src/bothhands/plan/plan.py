"""From a region to its plan: fit, references, the joint plan, its check on fresh members. Readable from top to bottom."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from bothhands import __version__
from bothhands.errors import Fault, RunError
from bothhands.inputs.axes import Axes, axes_of
from bothhands.inputs.region import Region
from bothhands.levers.catalogue import Levers
from bothhands.levers.measures_of import to_measures
from bothhands.levers.history import history
from bothhands.levers.measure import Measure
from bothhands.model.ensemble import Draws, Members, ensemble
from bothhands.model.simulate import Day, Model, model_of, run
from bothhands.observe.calibrate import Posterior, fit, seeding_curve, with_posterior
from bothhands.observe.streams import Reports, reports_of
from bothhands.plan.problem import Decisions, Outcome, Problem, problem_of, simulated
from bothhands.plan.references import references
from bothhands.plan.solve import Solution, solve

OUTBREAK_FINDS = 10
"""A member has an outbreak in a city when more infections than this are found there within 90 days."""


class Strategy(NamedTuple):
    """A strategy, what it amounts to, and its run."""

    name: str
    outcome: Outcome
    levers: Levers
    record: Day

    @property
    def keeps_limits(self) -> bool:
        """Whether every limit is kept in the deterministic run."""
        return bool(np.asarray(self.outcome.limits).max() <= 1.0)


@dataclass(frozen=True)
class Plan:
    """A plan and everything needed to tell and repeat it."""

    region: Region
    axes: Axes
    as_of: date
    seed: int
    version: str
    model: Model
    problem: Problem
    reports: Reports
    posterior: Posterior
    references: tuple[Strategy, ...]
    chosen: Strategy
    solution: Solution
    measures: tuple[Measure, ...]
    members: Members
    seconds: dict[str, float]

    @property
    def best_reference(self) -> Strategy:
        """The reference of highest welfare among those that keep the limits, else the one that breaks them least."""
        return max(self.references, key=lambda one: (one.keeps_limits, float(one.outcome.welfare) if one.keeps_limits else -float(np.max(one.outcome.limits))))


def make_plan(
    region: Region,
    as_of: date | None = None,
    seed: int = 1,
    members: int = 32,
    rounds: int = 4,
    iterations: int = 12,
    progress: Callable[[str], None] = lambda _: None,
) -> Plan:
    """Plan a region from the day after `as_of` to its last day.

    Parameters
    ----------
    region
        The region; figures not known on the as-of day are left out first.
    as_of
        Day the planner stands on; the region's own by default.
    seed
        Seed of every draw.
    members
        Stochastic runs of the chosen plan.
    rounds, iterations
        Effort of the gradient method.
    progress
        Told in a line what is being done.
    """
    seconds: dict[str, float] = {}
    clock = _Clock(seconds)
    as_of = as_of or region.default_as_of
    progress("fitting transmission and imports to the reports")
    fitted = fit_region(region, as_of)
    region, axes, model, past, posterior = fitted
    reports = reports_of(region, axes, as_of)
    curve = seeding_curve(region, axes)
    clock.mark("fit")
    problem = problem_of(region, axes, model, past, as_of)
    progress("simulating the reference strategies")
    decided = references(axes, model, problem)
    told = tuple(strategy(name, model, problem, decisions) for name, decisions in decided.items())
    for one in told:
        check_finite(axes, one.record)
    clock.mark("references")
    start, fallback = _start_and_fallback(told, decided)
    progress("searching the joint plan")
    solution = solve(axes, model, problem, start, fallback, rounds, iterations, progress)
    chosen = strategy("plan", model, problem, solution.decisions)
    clock.mark("plan")
    progress(f"checking the plan on {members} stochastic members")
    drawn = posterior.sample(np.random.default_rng(seed), members) - posterior.mean
    entering = curve[None, :, None] * np.exp(posterior.mean[2:]) * (np.exp(drawn[:, None, 2:]) - 1.0)
    draws = Draws(np.exp(drawn[:, 0]), np.exp(drawn[:, 1]), np.maximum(np.asarray(model.epidemic.seeds)[None] + entering, 0.0))
    checked = jax.tree.map(np.asarray, ensemble(model, draws, chosen.levers, seed))
    clock.mark("members")
    measures = to_measures(chosen.levers, axes, past, as_of + timedelta(days=1))
    return Plan(
        region, axes, as_of, seed, __version__, model, problem, reports, posterior, told, chosen, solution, measures, checked, seconds
    )


class Fitted(NamedTuple):
    """A region as known on a day, its axes, its model at the mode of the fit, its past and the posterior."""

    region: Region
    axes: Axes
    model: Model
    past: Levers
    posterior: Posterior


def fit_region(region: Region, as_of: date) -> Fitted:
    """Everything up to the fit: leave out what was not known, read the past, fit."""
    region = region.standing_on(as_of)
    axes = axes_of(region)
    model = model_of(region, axes)
    past = history(region, axes)
    posterior = fit(region, axes, model.epidemic, past, _run(model, past).signals, as_of)
    theta, curve = jnp.asarray(posterior.mean), jnp.asarray(seeding_curve(region, axes))
    model = eqx.tree_at(lambda m: m.epidemic, model, with_posterior(model.epidemic, theta, curve))
    return Fitted(region, axes, model, past, posterior)


def reference_runs(region: Region, as_of: date | None = None) -> dict[str, Strategy]:
    """The reference strategies of a region, simulated after the fit."""
    fitted = fit_region(region, as_of or region.default_as_of)
    problem = problem_of(fitted.region, fitted.axes, fitted.model, fitted.past, as_of or region.default_as_of)
    decided = references(fitted.axes, fitted.model, problem)
    return {name: strategy(name, fitted.model, problem, decisions) for name, decisions in decided.items()}


def strategy(name: str, model: Model, problem: Problem, decisions: Decisions) -> Strategy:
    """Simulate a strategy; arrays come back on the host."""
    outcome, levers, record = _simulated(model, problem, Decisions(*(jnp.asarray(part) for part in decisions)))
    return Strategy(name, *jax.tree.map(np.asarray, (outcome, levers, record)))


def check_finite(axes: Axes, record: Day) -> None:
    """Stop a run that turned negative or non-finite, naming the day and the place."""
    for name, series in (("output", record.economy.output), ("infections", record.epidemic.infections)):
        wrong = np.argwhere(~np.isfinite(series) | (series < -1e-6))
        if len(wrong):
            day, place = wrong[0][0], wrong[0][1]
            raise RunError(
                Fault("BH-RUN-001", f"{name} turned negative or non-finite", "a finite amount of zero or more",
                      "check the figures of this place", value=f"{axes.days[day].isoformat()}, {axes.places[place]}")
            )  # fmt: skip


_run = jax.jit(run)
_simulated = eqx.filter_jit(simulated)


def _start_and_fallback(told: tuple[Strategy, ...], decided: dict[str, Decisions]) -> tuple[Decisions, Decisions]:
    """Start between the strictest and the best open reference; fall back on the one that keeps the limits best."""
    strictest = min(told, key=lambda one: float(np.max(one.outcome.limits)))
    best = max(told, key=lambda one: float(one.outcome.welfare))
    start = Decisions(*(0.3 * a + 0.7 * b for a, b in zip(decided[strictest.name], decided[best.name], strict=True)))
    return start, decided[strictest.name]


class _Clock:
    """Seconds spent in each stage."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds, self.last = seconds, time.perf_counter()

    def mark(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage], self.last = now - self.last, now
