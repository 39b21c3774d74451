"""The chain layer: which lines to order and what to buy, so that those who need it are served.

Why this file exists: capacity takes weeks to build, so orders must be placed before shortages show. A programme over cities
decides, priority by priority; line counts are made whole, and the bound that no plan can beat is always told. What it
leaves out: stock at the end of the calendar is worth nothing, and the run shares out one pool for the region.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import jax
import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.levers.catalogue import LEVER, Levers
from bothhands.levers.compile import to_arrays
from bothhands.levers.measure import Measure
from bothhands.levers.measures_of import in_own_units
from bothhands.model.signals import Signals
from bothhands.model.supply.params import Params, from_region
from bothhands.plan.chain.data import DAYS_PER_WEEK, ChainData
from bothhands.plan.chain.from_region import Placed, chain_data, weekly
from bothhands.plan.chain.order_breaches import all_breaches
from bothhands.plan.chain.prices import prices_of
from bothhands.plan.chain.program import MONEY_UNIT
from bothhands.plan.chain.quantities import quantities
from bothhands.plan.chain.report import tables
from bothhands.plan.chain.whole import USUAL, Decided, Effort, decide
from bothhands.plan.funds import Pot, funds_of
from bothhands.plan.layer import Proposal


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
        effort: Effort = USUAL,
        params: Params | None = None,
        prices: Mapping[str, float] | None = None,
        pots: Mapping[str, Sequence[Pot]] | None = None,
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
        effort
            How hard whole lines are searched.
        params
            Supply of the region where it is another than its tables say.
        prices
            Factors by which goods cost more than the tables say; what serving people is worth stays.
        pots
            Public money by fund before orders where it is another than the budget says.
        """
        self.region, self.axes, self.base = region, axes, base
        self.funds = (line_fund, purchase_fund)
        self.effort = effort
        self.params: Params = from_region(region, axes) if params is None else params
        self.pots = funds_of(region) if pots is None else pots
        self.prices = np.array([(prices or {}).get(good, 1.0) for good in axes.goods])

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
        decided = self.solved(signals, frozen, budget, from_day)
        return Proposal((), 0.0, 0.0) if decided is None else self.told(decided, frozen)

    def solved(
        self, signals: Signals, frozen: Sequence[Measure], budget: Mapping[str, float], from_day: date
    ) -> Decided | None:
        """The chain programme of `propose` with its solution, for who asks more of it; None after the calendar."""
        if from_day > self.axes.end:
            return None
        host = jax.tree.map(np.asarray, signals)
        placed = Placed(self._held(frozen), host, budget, self.funds, self.pots, tuple(frozen))
        data = chain_data(self.region, self.axes, self.params, placed, from_day)
        return decide(data._replace(price=data.price * self.prices), self.effort)

    def told(self, decided: Decided, frozen: Sequence[Measure]) -> Proposal:
        """A solution as measures, prices and tables."""
        broken = all_breaches(self.region, self.axes, self._held(frozen), decided.data.order_day)
        return Proposal(
            measures=in_own_units(self._measures(decided, frozen), self.region),
            value=decided.worth * MONEY_UNIT,
            bound=decided.most_worth * MONEY_UNIT,
            prices=prices_of(self.region, self.axes, decided, self.funds),
            tables={**tables(self.axes, self.region, decided), "breaches": broken},
        )

    def _held(self, frozen: Sequence[Measure]) -> Levers:
        return to_arrays([m for m in frozen if m.lever in ("line_orders", "purchases")], self.axes, self.base)

    def _measures(self, decided: Decided, frozen: Sequence[Measure]) -> tuple[Measure, ...]:
        """Orders on the first day of their week; purchases at an even rate over the week, shared by all places.

        A good comes anew when what was bought of it before has come: one amount a day, and the earlier order stays whole.
        """
        data, orders = decided.data, decided.orders
        found = [self._order(data, int(w), int(o), float(orders[w, o])) for w, o in np.argwhere(orders > 0)]
        bought = weekly(data, quantities(data, decided.program, decided.whole.x).bought.sum(1))
        free = self._free_from(frozen)
        ends = np.append(data.order_day[1:], self.axes.n_days)
        for good, day in enumerate(free):
            covered = int(np.searchsorted(ends, day, side="right"))
            if 0 < covered < len(bought):
                bought[covered, good] += bought[:covered, good].sum()
                bought[:covered, good] = 0.0
        for week, good in np.argwhere(bought > 1e-6 * decided.program.unit):
            first = max(int(data.order_day[week]), int(free[good]))
            if first < self.axes.n_days:
                found.append(self._purchase(data, first, int(ends[week]), int(good), float(bought[week, good])))
        return tuple(found)

    def _free_from(self, frozen: Sequence[Measure]) -> NDArray[np.int64]:
        """First day by good on which nothing that was bought before comes any more."""
        free = np.zeros(len(self.axes.goods), np.int64)
        for one in frozen:
            if one.lever == "purchases":
                goods = [self.axes.goods.index(one.good)] if one.good else slice(None)
                free[goods] = np.maximum(free[goods], self.axes.day_index(one.end) + 1)
        return free

    def _order(self, data: ChainData, week: int, option: int, lines: float) -> Measure:
        site, good, line_class = self.axes.line_options[option]
        day = self.axes.start + timedelta(days=int(data.order_day[week]))
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

    def _purchase(self, data: ChainData, first: int, end: int, good: int, quantity: float) -> Measure:
        day, days = self.axes.start + timedelta(days=first), min(DAYS_PER_WEEK, end - first)
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
