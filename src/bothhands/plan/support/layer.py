"""Support as a layer of the plan: given the run's signals and the money, which firms are paid what, from when to when.

Why this file exists: the outer loop knows layers by one protocol. What a layer returns are levers: each policy becomes aid a day on the
lever `support`, as much as it brings the firm in cash, added up by firm; what it costs the fund stands beside it. A loan and sales won come as cash too, and
what is put off is not paid back in the run: the odds of the layer count both, the run does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import get_args

import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.policies import Difficulty
from bothhands.levers.catalogue import LEVER, Levers
from bothhands.levers.compile import to_arrays
from bothhands.levers.measure import Measure
from bothhands.model.firms.long_run import Dated, dated_of
from bothhands.model.firms.params import Params
from bothhands.model.signals import Signals
from bothhands.plan.layer import Proposal
from bothhands.plan.support.ahead import evening, outlook_of, own_firms
from bothhands.plan.support.allocate import Allocation, allocate
from bothhands.plan.support.answer import in_names
from bothhands.plan.support.case import SupportCase, register_of, values_of
from bothhands.plan.support.odds import Numbers
from bothhands.plan.support.outlook import Outlook
from bothhands.plan.support.packages import Packages, begins, effect_of
from bothhands.plan.support.reasons import reasons_of

ANSWER = "answer"
"""Under which a proposal has its choice told by names, a `SupportAnswer`."""


class SupportLayer:
    """Help to firms by one price a budget; a `PlanLayer`."""

    name = "support"

    def __init__(self, region: Region, axes: Axes, firms: Params, base: Levers) -> None:
        """Keep what does not change between passes.

        Parameters
        ----------
        region, axes
            The region as known on the as-of day.
        firms
            Firms of the model.
        base
            Levers of the last run: what is permitted, and aid paid before.
        """
        self.region, self.axes, self.base = region, axes, base
        self.firms = own_firms(region, axes, firms)

    def propose(
        self, signals: Signals, frozen: Sequence[Measure], budget: Mapping[str, float], from_day: date
    ) -> Proposal:
        """Aid from a day on, what it keeps and the most that any aid could keep.

        Parameters
        ----------
        signals
            Sales, labour and inputs of the last run, by day over the whole calendar.
        frozen
            Measures already placed: aid in them is money the firms have; firms with aid to come are left as they are.
        budget
            Money left by fund.
        from_day
            First day a new measure may start; after the calendar nothing is proposed.
        """
        if from_day > self.axes.end:
            return Proposal((), 0.0, 0.0)
        placed = to_arrays([one for one in frozen if one.lever == "support"], self.axes, self.base)
        day = max(self.axes.day_index(from_day), 0)
        cash, alive = evening(
            self.region, self.axes, self.firms, signals, np.asarray(placed.support), day, self._paid(frozen)
        )
        outlook = outlook_of(self.region, self.axes, self.firms, signals, self.base, from_day, cash, alive)
        busy = {one.firm for one in frozen if one.lever == "support" and one.end >= from_day}
        free = np.array([firm not in busy for firm in self.axes.register])
        case = self._case(outlook, budget, from_day, free)
        packages = case.packages()
        found = allocate(packages.offer)
        measures = tuple(self._measures(case, packages, found))
        named = {
            f"a yuan of {fund}": float(price) for fund, price in zip(packages.offer.funds, found.prices, strict=False)
        }
        return Proposal(measures, found.value, found.bound, named, {ANSWER: in_names(case, packages, found)})

    def _case(self, outlook: Outlook, budget: Mapping[str, float], from_day: date, free: Numbers) -> SupportCase:
        rows = register_of(self.region, self.axes)
        values = values_of(self.region, self.axes, rows, outlook)
        open_now = Outlook(**{**vars(outlook), "counts": outlook.counts * free})
        done = np.zeros(outlook.firms)
        return SupportCase(self.region, self.axes, rows, open_now, values, budget, from_day, done, "signals of the run")

    def _paid(self, measures: Sequence[Measure]) -> Dated | None:
        """Aid to firms of a long register by firm and day; None where each firm has its own account."""
        if not self.axes.account:
            return None
        at = {firm: n for n, firm in enumerate(self.axes.register)}
        given: dict[tuple[int, int], float] = {}
        for one in measures:
            for day in range(self.axes.day_index(one.start), self.axes.day_index(one.end) + 1):
                if one.lever == "support" and one.firm in at:
                    given[at[one.firm], day] = -one.value
        keys = np.array(list(given), np.int64).reshape(-1, 2)
        return dated_of(keys[:, 0], keys[:, 1], np.array(list(given.values())), len(at))

    def _measures(self, case: SupportCase, packages: Packages, found: Allocation) -> Iterator[Measure]:
        """Dated rows of aid for each firm that is helped."""
        everybody = {name: np.ones(case.outlook.firms) for name in get_args(Difficulty)}
        effects = {
            row.policy: effect_of(row, case.outlook, case.values, everybody, case.from_day) for row in case.policies
        }
        margin = case.outlook.margin * case.outlook.days[:, None]
        for one in reasons_of(packages.offer, found):
            rows, aid, cost = packages.sets[one.package], np.zeros(self.axes.n_days), dict[str, float]()
            for row in rows:
                effect = effects[row.policy]
                more = case.outlook.ratio({row.difficulty: effect.closed}) - case.outlook.ratio()
                cash = (more * margin)[:, one.firm].sum() + np.maximum(effect.money[:, one.firm], 0.0).sum()
                first, last = self.axes.day_index(begins(row, case.from_day)), self.axes.day_index(row.end)
                aid[first : last + 1] += cash / max(min(last, self.axes.n_days - 1) - first + 1, 1)
                cost[row.fund] = cost.get(row.fund, 0.0) + float(effect.cost[one.firm])
            names = " + ".join(row.name for row in rows)
            reason = f"{names}; keeps {one.kept:,.0f} that would be lost without"
            yield from self._dated(self.axes.register[one.firm], aid, cost, reason)

    def _dated(self, firm: str, aid: Numbers, cost: Mapping[str, float], reason: str) -> Iterator[Measure]:
        """Aid by day as spans of one amount each, which may not overlap; each fund is written down with a span of its own."""
        lever = LEVER["support"]
        spans = _spans(aid, len(cost))
        funds = [*cost.items(), *[("", 0.0)] * len(spans)]
        for (first, last), (fund, yuan) in zip(spans, funds, strict=False):
            yield Measure(
                lever="support", firm=firm, start=self.axes.days[first], end=self.axes.days[last], value=float(aid[first]), unit=lever.unit,
                cost=yuan, fund=fund, owner=lever.owner, reason=reason,
            )  # fmt: skip


def _spans(aid: Numbers, least: int) -> list[tuple[int, int]]:
    """First and last days of spans of one amount, without those of nothing; at least so many, the longest cut in two."""
    edges = np.flatnonzero(np.diff(aid)) + 1
    bounds = pairwise([0, *edges.tolist(), len(aid)])
    found = [(first, last - 1) for first, last in bounds if aid[first] > 0]
    while found and len(found) < least:
        longest = max(range(len(found)), key=lambda at: found[at][1] - found[at][0])
        first, last = found[longest]
        middle = (first + last) // 2
        found[longest : longest + 1] = [(first, middle), (middle + 1, last)] if last > first else [(first, last)] * 2
    return found
