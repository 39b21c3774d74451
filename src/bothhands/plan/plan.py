"""From a region to its plan: fit, references, the joint plan, its check on fresh members. Readable from top to bottom."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from bothhands import __version__
from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.levers.catalogue import Levers
from bothhands.levers.measure import Measure
from bothhands.levers.measures_of import to_measures
from bothhands.model.day import Model
from bothhands.model.ensemble import Members
from bothhands.observe.fitted import fit_region
from bothhands.observe.posterior import Posterior
from bothhands.observe.streams import Reports, reports_of
from bothhands.plan.accounts import DRAWS, Accounts, accounts_of
from bothhands.plan.chain import ChainLayer
from bothhands.plan.coupled_run import evaluate, keeps
from bothhands.plan.decisions import flat
from bothhands.plan.explain import Explanation, explained
from bothhands.plan.influence import Changes, Influences, influences_of, known_changes, prepare
from bothhands.plan.layer import Proposal
from bothhands.plan.outer import Joined, funds, is_short_of_money, joined
from bothhands.plan.posed import posed, space_asked
from bothhands.plan.problem import Problem, problem_of
from bothhands.plan.promise import Promise, promised
from bothhands.plan.question import Question
from bothhands.plan.reconcile import reconciled, stands_again
from bothhands.plan.references import CARRY_ON, LOCKDOWN, SCREENED, as_it_stands, references
from bothhands.plan.request import Request
from bothhands.plan.restored import strict_of
from bothhands.plan.saved import start_from, starts_of
from bothhands.plan.solve import Effort, Solution, solve
from bothhands.plan.strategy import Strategy, best_of, references_in_their_room, strategy
from bothhands.plan.worlds import Standing

USUAL = Request()
"""What `bothhands plan REGION` asks."""
AGAIN = Effort(steps=2, at_most=4, constants=False)
"""Effort of a later pass, where the chain's new orders break a limit or leave the levers more of the fund."""


@dataclass(frozen=True)
class Plan:
    """A plan and everything needed to tell and repeat it."""

    region: Region
    axes: Axes
    as_of: date
    seed: int
    version: str
    question: Question
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
    passes: int
    measures: tuple[Measure, ...]
    promise: Promise
    explanation: Explanation
    """What each lever buys, what other values would choose, and who comes second."""
    accounts: tuple[Accounts, Accounts]
    """Of the plan, and of carrying on."""
    seconds: dict[str, float]

    @property
    def members(self) -> Members:
        """Fresh members the plan was checked on, under its rules."""
        return self.promise.futures.members

    @property
    def best_reference(self) -> Strategy:
        """The reference of the best objective among those that keep the limits, else the one that breaks them least."""
        return best_of(self.references)


def make_plan(region: Region, request: Request = USUAL, progress: Callable[[str], None] = lambda _: None) -> Plan:
    """Plan a region from the day after the as-of day to its last day.

    Parameters
    ----------
    region
        The region; figures not known on the as-of day are left out first.
    request
        The day, the question and the effort.
    progress
        Told in a line what is being done.
    """
    clock = _Clock({})
    as_of = request.as_of or region.default_as_of
    progress("fitting transmission and imports to the reports")
    fitted = fit_region(region, as_of, request.posterior_file or True)
    region, axes, model, past, posterior, checks, *_ = fitted
    problem = posed(request.question, problem_of(region, axes, model, past, as_of), region, axes)
    clock.mark("fit")
    progress("simulating the reference strategies")
    problem, decided, told = references_in_their_room(axes, model, problem, strict_of(request.question.limits))
    clock.mark("references")
    with ThreadPoolExecutor(1) as beside:
        promise_of = promised(fitted, request, problem, told[-1].levers, beside)
        standing = Standing(region, axes, posterior, model, problem)
        changes = beside.submit(known_changes, standing)
        beside.submit(lambda: prepare(standing, changes.result(), decided[SCREENED], told[-1].outcome))
        checks_made = beside.submit(checks)
        carried = beside.submit(
            accounts_of, region, axes, model, told[0].levers, told[0].record, problem.prices, request.seed
        )
        progress("searching the joint plan")
        layer = ChainLayer(region, axes, past)
        search = _search(axes, model, request, progress)
        likely = max(told, key=lambda one: float(one.outcome.objective))
        found = joined(
            axes, model, problem, layer, past, likely.record.signals, funds(region), as_of + timedelta(days=1), search, request.frozen
        )  # fmt: skip
        clock.mark("plan")
        hinges = beside.submit(_influences, standing, found, changes)
        own = beside.submit(
            accounts_of, region, axes, model, found.chosen.levers, found.chosen.record, problem.prices, request.seed, DRAWS
        )  # fmt: skip
        why = beside.submit(explained, axes, model, found.supplied, found.solution, found.chosen, told)
        promise = promise_of(found, progress)
        clock.mark("members")
        posterior, influences, accounts = checks_made.result(), hinges.result(), (own.result(), carried.result())
        clock.mark("fit checks and figures, beside")
    return Plan(
        region, axes, as_of, request.seed, __version__, request.question, model, problem, reports_of(region, axes, as_of), posterior,
        told, found.chosen, found.solution, found.chain, found.supplied, influences, found.residual, found.passes,
        (*_other_measures(axes, found.chosen.levers, past, as_of), *found.chain.measures), promise, why.result(),
        accounts, clock.seconds,
    )  # fmt: skip


def _search(
    axes: Axes, model: Model, request: Request, progress: Callable[[str], None]
) -> Callable[[Problem, Sequence[Solution]], Solution]:
    """The search of one pass: in full at first; later only where the chain's new orders break a limit or a limit on money binds."""

    def search(problem: Problem, earlier: Sequence[Solution]) -> Solution:
        space = space_asked(request.question, axes, problem, as_it_stands(axes, problem))
        if earlier:
            outcome = evaluate(axes, model, problem, flat(earlier[-1].decisions))
            if (keeps(outcome) and not is_short_of_money(earlier[-1].outcome)) or not earlier[-1].feasible:
                return stands_again(earlier[-1], outcome)
            return solve(axes, model, problem, [earlier[-1].decisions], AGAIN, progress, space)
        decided = references(axes, model, problem)
        starts = starts_of(axes, np.asarray(problem.period), np.asarray(problem.future))
        earlier_plan = None if request.start is None else start_from(axes, request.start, starts)
        own = [] if earlier_plan is None else [earlier_plan]
        begun = [decided[SCREENED], decided[LOCKDOWN], decided[CARRY_ON], *own]
        found = solve(axes, model, problem, begun, request.effort, progress, space)
        return reconciled(axes, model, problem, space, begun, found, progress)

    return search


def _influences(standing: Standing, found: Joined, changes: Future[Changes]) -> Influences:
    return influences_of(
        replace(standing, problem=found.supplied),
        found.solution.decisions,
        found.chosen.outcome,
        found.solution.shadow,
        changes.result(),
    )


def _other_measures(axes: Axes, levers: Levers, past: Levers, as_of: date) -> tuple[Measure, ...]:
    """Measures of a plan beside the chain's orders."""
    opened = levers._replace(line_orders=past.line_orders, purchases=past.purchases)
    return tuple(to_measures(opened, axes, past, as_of + timedelta(days=1)))


def reference_runs(region: Region, as_of: date | None = None) -> dict[str, Strategy]:
    """The reference strategies of a region, simulated after the fit, a sampled one where it comes with the package."""
    fitted = fit_region(region, as_of or region.default_as_of, sampled=True)
    problem = problem_of(fitted.region, fitted.axes, fitted.model, fitted.past, as_of or region.default_as_of)
    decided = references(fitted.axes, fitted.model, problem)
    return {name: strategy(name, fitted.model, problem, decisions) for name, decisions in decided.items()}


class _Clock:
    """Seconds spent in each stage."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds, self.last = seconds, time.perf_counter()

    def mark(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage], self.last = now - self.last, now
