"""From a region to its plan: fit, references, the joint plan, its check on fresh members. Readable from top to bottom."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta

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
from bothhands.plan.as_asked import as_asked
from bothhands.plan.coupled_run import CoupledRun
from bothhands.plan.explain import Explanation, explained
from bothhands.plan.influence import Changes, Influences, influences_of, known_changes, prepare
from bothhands.plan.layer import Proposal
from bothhands.plan.limits import strict_of
from bothhands.plan.outer import Joined
from bothhands.plan.posed import check_day, posed
from bothhands.plan.problem import Problem, prices_of, problem_of
from bothhands.plan.promise import NEVER, Promise, promised, with_ladder
from bothhands.plan.question import Question
from bothhands.plan.references import SCREENED, references
from bothhands.plan.regret import Regret, regret_of
from bothhands.plan.request import Request
from bothhands.plan.search import search_jointly
from bothhands.plan.solve import Solution
from bothhands.plan.strategy import Strategy, best_of, references_in_their_room, strategy
from bothhands.plan.worlds import Standing

USUAL = Request()
"""What `bothhands plan REGION` asks."""


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
    aid: Proposal
    """Help to firms; nothing where the region has no policies."""
    supplied: Problem
    """The problem with the orders of the chain and the help placed: the one the decisions answer."""
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
    regret: Regret | None = None
    """The plan and the references member by member, where that was asked."""

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
    check_day(region, as_of)
    progress("fitting transmission and imports to the reports")
    fitted = fit_region(region, as_of, request.posterior_file or True)
    region, axes, model, past, posterior, checks, *_ = fitted
    problem = posed(request.question, problem_of(region, axes, model, past, as_of), region, axes)
    clock.mark("fit")
    progress("simulating the reference strategies")
    problem, decided, told = references_in_their_room(axes, model, problem, strict_of(request.question.limits))
    clock.mark("references")
    with ThreadPoolExecutor(1) as beside:
        beside.submit(
            lambda: CoupledRun(axes, model, problem, decided[SCREENED]).prepare()
        )  # first, for the search waits for it
        promise_of = promised(fitted, request, problem, told[-1].levers, beside)
        standing = Standing(region, axes, posterior, model, problem, request.question)
        changes = beside.submit(known_changes, standing)
        beside.submit(lambda: prepare(standing, changes.result(), decided[SCREENED], told[-1].outcome))
        checks_made = beside.submit(checks)
        carried = beside.submit(
            accounts_of, region, axes, model, told[0].levers, told[0].record, problem.prices, request.seed
        )
        progress("searching the joint plan")
        found = search_jointly(fitted, problem, told, request._replace(as_of=as_of), progress)
        problem, told, found = as_asked(problem, told, found)
        clock.mark("plan")
        hinges = beside.submit(_influences, standing, found, changes)
        own = beside.submit(
            accounts_of, region, axes, model, found.chosen.levers, found.chosen.record, problem.prices, request.seed, DRAWS,
            (*found.chain.measures, *found.aid.measures),
        )  # fmt: skip
        why = beside.submit(
            explained,
            axes,
            model,
            found.supplied,
            found.solution,
            found.chosen,
            told,
            float(prices_of(region).life_year),
        )
        promise = promise_of(found, progress)
        clock.mark("members")
        regret = None
        if request.rivals:
            regret = regret_of(
                promise.futures,
                with_ladder(fitted, NEVER),
                problem,
                found.supplied,
                promise.draws,
                found.chosen.levers,
                told,
                promise.seed,
                promise.asked,
                progress,
            )
            clock.mark("rivals")
        posterior, influences, accounts = checks_made.result(), hinges.result(), (own.result(), carried.result())
        clock.mark("fit checks and figures, beside")
    return Plan(
        region, axes, as_of, request.seed, __version__, request.question, model, problem, reports_of(region, axes, as_of), posterior,
        told, found.chosen, found.solution, found.chain, found.aid, found.supplied, influences, found.residual, found.passes,
        measures_of_plan(axes, found, past, as_of), promise, why.result(),
        accounts, clock.seconds, regret,
    )  # fmt: skip


def _influences(standing: Standing, found: Joined, changes: Future[Changes]) -> Influences:
    return influences_of(
        replace(standing, problem=found.supplied),
        found.solution.decisions,
        found.chosen.outcome,
        found.solution.shadow,
        changes.result(),
    )


def measures_of_plan(axes: Axes, found: Joined, past: Levers, as_of: date) -> tuple[Measure, ...]:
    """Dated measures of a plan: levels from the day after the as-of day, then the chain's orders and help to firms."""
    opened = found.chosen.levers._replace(line_orders=past.line_orders, purchases=past.purchases, support=past.support)
    levels = to_measures(opened, axes, past, as_of + timedelta(days=1))
    return (*levels, *found.chain.measures, *found.aid.measures)


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
