"""Dated measures without a search: what a table of measures, or each reference strategy, amounts to, and the table of each.

Why this file exists: a planner changes a date or a level by hand and wants to see what comes of it, beside the strategies that every plan
is held against. The run is the plan's own: the same fit, the same outcome, the same limits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import jax
import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.levers.ahead import laid_ahead
from bothhands.levers.catalogue import ORDERS, Levers
from bothhands.levers.compile import to_arrays
from bothhands.levers.measure import Measure
from bothhands.levers.measures_of import to_measures
from bothhands.model.day import Day, Model
from bothhands.model.ensemble import Members
from bothhands.model.programs import Program
from bothhands.model.simulate import run
from bothhands.observe.fitted import Fitted, check_finite, fit_region
from bothhands.observe.uncertainty import draws_of
from bothhands.plan.chain.data import calendar
from bothhands.plan.chain.order_breaches import all_breaches
from bothhands.plan.chain.order_cost import FUNDS, below_the_tables, with_costs
from bothhands.plan.futures import futures_of
from bothhands.plan.outer import with_orders
from bothhands.plan.problem import Outcome, Problem, outcome_of, problem_of
from bothhands.plan.references import references
from bothhands.plan.strategy import Strategy, strategy

TABLE = "table of measures"
"""What it is called among the strategies."""


class Dated(NamedTuple):
    """Strategies of a region that stands on a day, with the measures of each."""

    region: Region
    axes: Axes
    as_of: date
    strategies: tuple[Strategy, ...]
    """The reference strategies, then the table of measures where one is given."""
    measures: dict[str, tuple[Measure, ...]]
    """Of each strategy, by name."""
    members: Members | None
    """Stochastic members under the table of measures, where they were asked for."""
    breaches: tuple[str, ...] = ()
    """Limits that orders of the table of measures break, and costs it states below the tables, in words."""

    def only(self, name: str) -> Dated:
        """One strategy alone; an unknown name is told with the nearest known one (BH-CLI-001)."""
        if name not in self.measures:
            known = list(self.measures)
            raise InputError(
                Fault("BH-CLI-001", f"no strategy {name!r}", f"one of {', '.join(known)}", nearest(name, known))
            )
        own = tuple(one for one in self.strategies if one.name == name)
        return self._replace(strategies=own, measures={name: self.measures[name]})


def dated_runs(
    region: Region,
    as_of: date | None = None,
    measures: Sequence[Measure] | None = None,
    members: int = 0,
    seed: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> Dated:
    """Simulate the reference strategies and a table of measures.

    Parameters
    ----------
    region
        The region; figures not known on the as-of day are left out first.
    as_of
        Day the planner stands on; the region's own by default.
    measures
        The table; what it does not name goes on as the measures in force are dated. Orders without a cost cost what the tables of
        goods and equipment say, and are paid from the fund that pays such orders. None for the references alone.
    members
        Stochastic members the table is run on as well; 0 for none.
    seed
        Of the members.
    progress
        Told in a line what is being done.

    Raises
    ------
    InputError
        With every fault of the table.
    """
    day = as_of or region.default_as_of
    progress("fitting transmission and imports to the reports")
    fitted = fit_region(region, day, sampled=True)
    _, axes, model, past, *_ = fitted
    problem = problem_of(fitted.region, axes, model, past, day)
    levers = None if measures is None else levers_of(fitted, problem, measures, day)
    progress("simulating the reference strategies")
    told = [strategy(name, model, problem, one) for name, one in references(axes, model, problem).items()]
    tables = {one.name: to_measures(one.levers, axes, past, day + timedelta(days=1)) for one in told}
    futures = None
    broken: tuple[str, ...] = ()
    if levers is not None and measures is not None:
        progress("simulating the table of measures")
        priced = with_costs(measures, fitted.region, axes)
        ordered = with_orders(problem, [one for one in priced if one.lever in ORDERS], axes, past)
        outcome, record = jax.tree.map(np.asarray, _under(model, ordered, levers))
        check_finite(axes, record)
        told.append(Strategy(TABLE, outcome, levers, record))
        tables[TABLE], broken = priced, _broken(fitted, priced, day)
        if members:
            progress(f"running it on {members} stochastic members")
            draws = draws_of(fitted.region, axes, model, fitted.posterior, members, seed)
            futures = futures_of(model, ordered, draws, levers, seed).members
    return Dated(fitted.region, axes, day, tuple(told), tables, futures, broken)


def _broken(fitted: Fitted, orders: Sequence[Measure], as_of: date) -> tuple[str, ...]:
    """Limits that orders break, the past's counted in, and costs below the tables."""
    region, axes = fitted.region, fitted.axes
    placed = to_arrays([one for one in orders if one.lever in FUNDS], axes, fitted.past)
    weeks = calendar(max(axes.day_index(as_of) + 1, 0), axes.n_days).order_day
    return (*all_breaches(region, axes, placed, weeks), *below_the_tables(orders, region, axes))


def levers_of(fitted: Fitted, problem: Problem, measures: Sequence[Measure], as_of: date) -> Levers:
    """The levers of a run under a table of measures.

    Notes
    -----
    Up to the as-of day everything is as it was: a measure that begins earlier is a fault. After it sectors stay open at least as far as what
    must run, as under a plan.
    """
    found = laid_ahead(measures, fitted.axes, fitted.past, as_of)
    ahead = np.asarray(problem.future)[:, None, None] > 0
    lowest = np.asarray(problem.lowest_openness)
    return found._replace(openness=np.where(ahead, np.maximum(found.openness, lowest), found.openness))


@Program
def _under(model: Model, problem: Problem, levers: Levers) -> tuple[Outcome, Day]:
    """Run levers as they are dated and say what they amount to; compiled once per shape of region."""
    record = run(model, levers)
    return outcome_of(model, problem, levers, record), record
