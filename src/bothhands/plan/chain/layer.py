"""The chain layer: which lines to order and what to buy, so that those who need it are served.

Why this file exists: capacity takes weeks to build, so orders must be placed before shortages show. A linear programme
over weeks decides, line counts are made whole, and the bound that no plan can beat is always told. First form, and
what it leaves out: goods are pooled over the region (as the run shares them), and stock at the end of the calendar is
worth nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import jax
import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.goods import Good
from bothhands.levers.catalogue import LEVER, Levers
from bothhands.levers.compile import to_arrays
from bothhands.levers.measure import Measure
from bothhands.model.signals import Signals
from bothhands.model.supply.params import Params, from_region
from bothhands.plan.chain.data import ChainData, Placed, chain_data, money_of
from bothhands.plan.chain.program import MONEY_UNIT, Columns, Program, program
from bothhands.plan.chain.report import tables
from bothhands.plan.highs import Problem, Solution, Solver
from bothhands.plan.layer import Proposal

Numbers = npt.NDArray[np.float64]
ROUNDING = (0.0, 0.25, 0.5, 0.75)
"""Where a running count of lines is rounded up; each is tried, the best that keeps every limit counts."""


class Decided(NamedTuple):
    """Whole line orders with the rest solved again, and the relaxed problem they were rounded from."""

    program: Program
    whole: Solution
    relaxed: Solution

    @property
    def gap(self) -> float:
        """How far the value lies below the bound, as a share of the bound."""
        return (self.relaxed.objective - self.whole.objective) / max(abs(self.relaxed.objective), 1e-9)


class ChainLayer:
    """Line orders and purchases by a linear programme; a `PlanLayer`."""

    name = "chain"

    def __init__(
        self,
        region: Region,
        axes: Axes,
        base: Levers,
        *,
        line_fund: str = "equipment",
        purchase_fund: str = "epidemic_control",
        nodes: int = 200,
    ) -> None:
        """Keep what does not change between passes.

        Parameters
        ----------
        region, axes
            The region as known on the as-of day.
        base
            Levers without any order of a plan: what was placed in the past.
        line_fund, purchase_fund
            Funds of the budget that pay lines and purchases; a fund the budget does not name sets no limit.
        nodes
            Work spent on improving the rounded line counts; 0 for rounding alone.
        """
        self.region, self.axes, self.base = region, axes, base
        self.funds = (line_fund, purchase_fund)
        self.nodes = nodes
        self.params: Params = from_region(region, axes)

    def propose(
        self, signals: Signals, frozen: Sequence[Measure], budget: Mapping[str, float], from_day: date
    ) -> Proposal:
        """Line orders and purchases from a day on, their value and the bound.

        Parameters
        ----------
        signals
            Labour, masks and kits of the last run, by day over the whole calendar.
        frozen
            Measures already placed: their lines are capacity and use up room and makers' weeks. Money paid for them is
            not taken from `budget` again.
        budget
            Money left by fund, yuan.
        from_day
            First day an order or purchase may be dated.
        """
        held = to_arrays([m for m in frozen if m.lever in ("line_orders", "purchases")], self.axes, self.base)
        host = jax.tree.map(np.asarray, signals)
        if from_day > self.axes.end:
            return Proposal((), 0.0, 0.0)
        placed = Placed(held, host, money_of(budget, *self.funds))
        data = chain_data(self.region, self.axes, self.params, placed, from_day)
        decided = decide(data, self.nodes)
        value, bound = (solution.objective * MONEY_UNIT for solution in (decided.whole, decided.relaxed))
        return Proposal(
            measures=self._measures(data, decided),
            value=value,
            bound=bound,
            prices=self._prices(decided, data),
            tables={**tables(self.axes, self.region, data, decided.program, decided.whole), "gap": decided.gap},
        )

    def _measures(self, data: ChainData, decided: Decided) -> tuple[Measure, ...]:
        """Orders on the first day of their week; purchases at an even rate over the week, shared by all places."""
        x, columns, unit = decided.whole.x, decided.program.columns, decided.program.unit
        orders, bought = np.rint(x[columns.orders]), x[columns.bought] * unit
        found = [self._order(data, int(w), int(o), float(orders[w, o])) for w, o in np.argwhere(orders > 0)]
        for week, good in np.argwhere(bought > 1e-6 * unit):
            found.append(self._purchase(data, int(week), int(good), float(bought[week, good])))
        return tuple(found)

    def _order(self, data: ChainData, week: int, option: int, lines: float) -> Measure:
        site, good, line_class = self.axes.line_options[option]
        day = self.axes.start + timedelta(days=int(data.first_day[week]))
        return Measure(
            lever="line_orders",
            site=site,
            good=good,
            variant=line_class,
            start=day,
            end=day,
            value=lines,
            unit=LEVER["line_orders"].unit,
            cost=lines * float(data.option_cost[option]),
            fund=self.funds[0],
            owner=LEVER["line_orders"].owner,
            reason=f"{good} is short of what is needed before other lines can be ready",
        )

    def _purchase(self, data: ChainData, week: int, good: int, quantity: float) -> Measure:
        day = self.axes.start + timedelta(days=int(data.first_day[week]))
        days = int(data.days[week])
        value = float(f"{quantity / days / len(self.axes.places):.6g}")
        return Measure(
            lever="purchases",
            good=self.axes.goods[good],
            start=day,
            end=day + timedelta(days=days - 1),
            value=value,
            unit=LEVER["purchases"].unit,
            cost=value * days * len(self.axes.places) * float(data.price[good]),
            fund=self.funds[1],
            owner=LEVER["purchases"].owner,
            reason=f"what the region makes of {self.axes.goods[good]} does not meet the need of this week",
        )

    def _prices(self, decided: Decided, data: ChainData) -> dict[str, float]:
        """What one more unit of each binding limit would add, yuan; the highest week where a limit is weekly."""
        rows, unit = decided.program.rows, decided.program.unit
        duals = decided.relaxed.row_prices * MONEY_UNIT
        names = {row.good: row.unit for row in self.region.rows(Good)}
        found = {}
        for good, name in enumerate(self.axes.goods):
            found[f"{name} ({names[name]})"] = float((duals[rows.balance[:, good]] / unit[good]).max(initial=0.0))
            found[f"{name} outside supply ({names[name]})"] = float(
                (duals[rows.outside[:, good]] / unit[good]).max(initial=0.0)
            )
        for number, label in _labels(self.axes, data.family_of_option, ("good", "line_class")).items():
            found[f"{label} line a week"] = float(duals[rows.family[:, number]].max(initial=0.0))
        for number, label in _labels(self.axes, data.seat_of_option, ("site", "good")).items():
            found[f"room at {label} (line)"] = float(duals[rows.seat[number]])
        for number, fund in enumerate(self.funds):
            found[f"{fund} ({self.region.currency})"] = float(duals[rows.budget[number]] / MONEY_UNIT)
        return {name: price for name, price in found.items() if price > 1e-9}


def decide(data: ChainData, nodes: int = 200) -> Decided:
    """Solve, make line counts whole, solve again, and search a little further.

    Parameters
    ----------
    data
        The chain problem.
    nodes
        Branches tried beyond rounding; 0 for none.
    """
    made = program(data)
    solver = Solver(made.problem)
    relaxed = solver.solve()
    orders = relaxed.x[made.columns.orders]
    best: Solution | None = None
    for threshold in ROUNDING:
        counts = _rounded(orders, threshold)
        if best is None or _keeps_limits(counts, data):
            fixed = made.columns.orders.ravel()
            solver.set_columns(fixed, counts.ravel(), counts.ravel())
            solution = solver.solve()
            best = solution if best is None or solution.objective > best.objective else best
    assert best is not None
    gap = (relaxed.objective - best.objective) / max(abs(relaxed.objective), 1e-9)
    if nodes > 0 and gap > 1e-6 and made.columns.orders.size:
        best = _searched(made.problem, made.columns, best, nodes)
    return Decided(made, best, relaxed)


def _rounded(orders: Numbers, threshold: float) -> Numbers:
    """Whole lines whose running count follows the relaxed one; the last digits of the solver are no line."""
    running = np.floor(np.cumsum(orders, axis=0) + threshold + 1e-6)
    return np.asarray(np.diff(running, axis=0, prepend=0.0))


def _keeps_limits(counts: Numbers, data: ChainData) -> bool:
    """Whether whole line counts keep the makers' weeks, the room at sites and the money."""
    by_family = counts @ (data.family_of_option[:, None] == np.arange(data.family_limit.shape[1]))
    by_seat = np.array([counts[:, data.seat_of_option == n].sum() for n in range(len(data.seat_limit))])
    return bool(
        (by_family <= data.family_limit + 1e-6).all()
        and (by_seat <= data.seat_limit + 1e-6).all()
        and (counts * data.option_cost).sum() <= data.budget[0] * (1 + 1e-9)
    )


def _searched(problem: Problem, columns: Columns, start: Solution, nodes: int) -> Solution:
    """The better of a solution and what a bounded search of whole line counts finds from it."""
    whole = np.zeros(problem.cost.size, bool)
    whole[columns.orders] = True
    solver = Solver(Problem(**{**problem.__dict__, "whole": whole}), nodes=nodes, relative_gap=1e-4)
    solver.start_from(start.x)
    found = solver.solve()
    return found if found.is_usable and found.objective > start.objective else start


def _labels(axes: Axes, number: npt.NDArray[np.int64], fields: tuple[str, ...]) -> dict[int, str]:
    """Names of families or seats, by number."""
    options = axes.line_options
    return {int(n): " ".join(str(getattr(options[o], f)) for f in fields) for o, n in enumerate(number)}
