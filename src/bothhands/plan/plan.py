"""From a region to its plan: fit, references, the joint plan, its check on fresh members. Readable from top to bottom."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from bothhands import __version__
from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.budgets import Budget
from bothhands.levers.catalogue import Levers
from bothhands.levers.compile import to_arrays
from bothhands.levers.measure import Measure
from bothhands.levers.measures_of import to_measures
from bothhands.model.day import Day, Model
from bothhands.model.ensemble import Members, compile_ahead, ensemble
from bothhands.model.signals import Signals
from bothhands.observe.fitted import check_finite, fit_region
from bothhands.observe.posterior import Posterior
from bothhands.observe.streams import Reports, reports_of
from bothhands.observe.uncertainty import draws_of
from bothhands.plan.accounts import DRAWS, Accounts, accounts_of
from bothhands.plan.chain import ChainLayer
from bothhands.plan.coupled_run import rank
from bothhands.plan.influence import Influences, influences_of, known_changes, prepare
from bothhands.plan.layer import Proposal
from bothhands.plan.problem import SCREENING_FUND, Decisions, Outcome, Problem, problem_of, relaxed, simulated
from bothhands.plan.references import CARRY_ON, LOCKDOWN, SCREENED, references
from bothhands.plan.solve import Solution, solve
from bothhands.plan.worlds import Standing

CHAIN_PASSES = 4
"""Times the chain is ordered again for the demand of the run its orders gave."""
CHAIN_TOLERANCE = 0.05
"""Gap between demand planned for and demand of the run that needs no other pass."""


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
    chain: Proposal
    supplied: Problem
    """The problem with the orders of the chain placed: the one the decisions answer."""
    influences: Influences
    """Which figures the plan's worth hangs on, to first order."""
    residual: float
    """How far the demand the chain layer planned for is from the demand of the final run."""
    measures: tuple[Measure, ...]
    members: Members
    accounts: tuple[Accounts, Accounts]
    """Of the plan, and of carrying on."""
    seconds: dict[str, float]

    @property
    def best_reference(self) -> Strategy:
        """The reference of highest welfare among those that keep the limits, else the one that breaks them least."""
        return max(
            self.references,
            key=lambda one: (
                one.keeps_limits,
                float(one.outcome.welfare) if one.keeps_limits else -float(np.max(one.outcome.limits)),
            ),
        )


def make_plan(
    region: Region,
    as_of: date | None = None,
    seed: int = 1,
    members: int = 32,
    steps: int = 4,
    progress: Callable[[str], None] = lambda _: None,
    posterior_file: Path | None = None,
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
    steps
        Fresh gradients the search may take.
    progress
        Told in a line what is being done.
    posterior_file
        A sampled posterior of the user's; by default the one that comes with the package where it is of these very figures,
        else the quick fit.
    """
    clock = _Clock({})
    as_of = as_of or region.default_as_of
    progress("fitting transmission and imports to the reports")
    fitted = fit_region(region, as_of, posterior_file or True)
    region, axes, model, past, posterior, checks, *_ = fitted
    reports = reports_of(region, axes, as_of)
    clock.mark("fit")
    progress("simulating the reference strategies")
    problem, decided, told = _references_in_their_room(axes, model, problem_of(region, axes, model, past, as_of))
    draws = draws_of(region, axes, model, posterior, members, seed)
    clock.mark("references")
    with ThreadPoolExecutor(1) as beside:
        beside.submit(compile_ahead, model, draws, told[-1].levers)
        standing = Standing(region, axes, posterior, model, problem)
        changes = beside.submit(known_changes, standing)
        beside.submit(lambda: prepare(standing, changes.result(), decided[SCREENED], told[-1].outcome))
        checks_made, carried = (
            beside.submit(checks),
            beside.submit(accounts_of, region, axes, model, told[0].levers, told[0].record, problem.prices, seed),
        )
        progress("ordering lines and critical goods")
        layer = ChainLayer(region, axes, past)

        def ordered(signals: Signals) -> tuple[Proposal, Problem]:
            chain = layer.propose(signals, (), funds(region), as_of + timedelta(days=1))
            return chain, with_chain(problem, chain, axes, past)

        likely = max(told, key=lambda one: float(one.outcome.welfare))
        chain, supplied = ordered(likely.record.signals)
        clock.mark("chain")
        progress("searching the joint plan")
        decided = references(axes, model, supplied)
        starts = [decided[SCREENED], decided[LOCKDOWN], decided[CARRY_ON]]
        solution = solve(axes, model, supplied, starts, steps, progress)
        chosen = strategy("plan", model, supplied, solution.decisions)
        clock.mark("plan")
        progress("ordering again for the plan itself")
        residual = chain_residual(likely.record, chosen.record, problem)
        for _ in range(CHAIN_PASSES):
            if residual <= CHAIN_TOLERANCE:
                break
            again, supplied = ordered(chosen.record.signals)
            other = strategy("plan", model, supplied, solution.decisions)
            if rank(other.outcome) < rank(chosen.outcome):
                break
            residual = chain_residual(chosen.record, other.record, problem)
            chosen, chain = other, again
        clock.mark("chain again")
        influences = beside.submit(
            influences_of,
            replace(standing, problem=supplied),
            solution.decisions,
            chosen.outcome,
            solution.shadow,
            changes.result(),
        )
        own = beside.submit(accounts_of, region, axes, model, chosen.levers, chosen.record, problem.prices, seed, DRAWS)
        progress(f"checking the plan on {members} stochastic members")
        drawn = ensemble(model, draws, chosen.levers, seed)
        clock.mark("members")
        posterior, hinges, accounts = checks_made.result(), influences.result(), (own.result(), carried.result())
        clock.mark("fit checks and figures, beside")
    measures = (*_other_measures(axes, chosen.levers, past, as_of), *chain.measures)
    return Plan(
        region, axes, as_of, seed, __version__, model, problem, reports, posterior, told, chosen,
        solution._replace(outcome=chosen.outcome), chain, supplied, hinges, residual, measures, drawn, accounts, clock.seconds,
    )  # fmt: skip


def _other_measures(axes: Axes, levers: Levers, past: Levers, as_of: date) -> tuple[Measure, ...]:
    """Measures of a plan beside the chain's orders."""
    opened = levers._replace(line_orders=past.line_orders, purchases=past.purchases)
    return tuple(to_measures(opened, axes, past, as_of + timedelta(days=1)))


def _references_in_their_room(
    axes: Axes, model: Model, problem: Problem
) -> tuple[Problem, dict[str, Decisions], tuple[Strategy, ...]]:
    """The problem with limits that no reference keeps relaxed, the references' decisions, and what they amount to."""
    decided = references(axes, model, problem)
    told = [strategy(name, model, problem, decisions) for name, decisions in decided.items()]
    for one in told:
        check_finite(axes, one.record)
    problem = relaxed(problem, np.stack([np.asarray(one.outcome.limits).max(1) for one in told]))
    room = np.asarray(problem.room)[:, None]
    outcomes = [
        one.outcome._replace(limits=one.outcome.limits / room, use=one.outcome.use / room[..., None]) for one in told
    ]
    return problem, decided, tuple(one._replace(outcome=own) for one, own in zip(told, outcomes, strict=True))


def funds(region: Region) -> dict[str, float]:
    """Public money by fund over the whole region, in its currency."""
    money: dict[str, float] = {}
    for row in region.rows(Budget):
        money[row.fund] = money.get(row.fund, 0.0) + row.amount_yuan
    return money


def with_chain(problem: Problem, chain: Proposal, axes: Axes, past: Levers) -> Problem:
    """The problem with the chain layer's orders placed and paid; screening shares its fund with them."""
    placed = to_arrays(chain.measures, axes, past)
    history_now = problem.history._replace(
        line_orders=jnp.asarray(placed.line_orders), purchases=jnp.asarray(placed.purchases)
    )
    spent = sum(m.cost for m in chain.measures if m.fund == SCREENING_FUND)
    return problem._replace(
        history=history_now,
        placed_cost=jnp.asarray(float(sum(m.cost for m in chain.measures))),
        bought=jnp.asarray(float(spent)),
    )


def chain_residual(given: Day, run_again: Day, problem: Problem) -> float:
    """Largest gap between the mask demand the layer was given and that of the run, by group and week, against demand or 1 % of its peak."""
    future = np.asarray(problem.future) > 0
    weekly = [np.asarray(day.signals.mask_demand).sum(1)[future] for day in (given, run_again)]
    weeks = max(len(weekly[0]) // 7, 1)
    one, two = (series[: weeks * 7].reshape(weeks, -1, series.shape[1]).sum(1) for series in weekly)
    floor = np.maximum(two, 0.01 * np.maximum(two.max(0), 1e-9))
    return float((np.abs(one - two) / floor).max())


def reference_runs(region: Region, as_of: date | None = None) -> dict[str, Strategy]:
    """The reference strategies of a region, simulated after the fit, a sampled one where it comes with the package."""
    fitted = fit_region(region, as_of or region.default_as_of, sampled=True)
    problem = problem_of(fitted.region, fitted.axes, fitted.model, fitted.past, as_of or region.default_as_of)
    decided = references(fitted.axes, fitted.model, problem)
    return {name: strategy(name, fitted.model, problem, decisions) for name, decisions in decided.items()}


def strategy(name: str, model: Model, problem: Problem, decisions: Decisions) -> Strategy:
    """Simulate a strategy; arrays come back on the host."""
    outcome, levers, record = simulated(model, problem, Decisions(*(jnp.asarray(part) for part in decisions)))
    return Strategy(name, *jax.tree.map(np.asarray, (outcome, levers, record)))


class _Clock:
    """Seconds spent in each stage."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds, self.last = seconds, time.perf_counter()

    def mark(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage], self.last = now - self.last, now
