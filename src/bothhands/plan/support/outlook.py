"""What a firm has, earns and owes over the months ahead, and what ails it; as arrays, month × firm.

Why this file exists: worth and cost of every policy are shares of these. Whoever knows firms better, from visits, puts their own figures here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bothhands.inputs.tables.policies import Difficulty
from bothhands.plan.support.odds import Numbers

SALES_DIFFICULTIES: tuple[Difficulty, ...] = (
    "raw_materials", "market", "labour", "logistics", "protective_goods", "permit",
)  # fmt: skip
NOTABLE = 0.02
"""Share of sales lost to a difficulty over the months from which it is one; ASSUMED."""
SAFE = 0.98
"""Odds of living on without help below which a firm is short of funds; ASSUMED."""


@dataclass(frozen=True)
class Outlook:
    """Firms in register order over consecutive months.

    `starts` and `days` are the first day of each month, counted from the first, and its length. Money is in the region's currency: a day for
    `sales` to `rent`, once for `buffer` (cash and credit) and `repayments`, what the calendar of a firm has falling due in a month, month × firm.
    `tax_share` is taxes per yuan of sales. `season` is the level of normal sales in each month, `gaps` the share of them that each difficulty
    takes, both month × firm; inputs and the rest are alternatives, all others add up. `counts` is 1 for a firm that works.
    """

    starts: Numbers
    days: Numbers
    sales: Numbers
    variable_share: Numbers
    payroll: Numbers
    fixed_cost: Numbers
    debt_service: Numbers
    rent: Numbers
    tax_share: Numbers
    repayments: Numbers
    season: Numbers
    flexible_payroll_share: float
    buffer: Numbers
    workers: Numbers
    counts: Numbers
    gaps: Mapping[Difficulty, Numbers]
    spread_share: float

    @property
    def firms(self) -> int:
        """How many firms."""
        return len(self.sales)

    @property
    def usual(self) -> Numbers:
        """Normal sales a day of each month; month × firm."""
        return np.asarray(self.sales * self.season)

    @property
    def margin(self) -> Numbers:
        """What normal sales of a day leave for all that does not move with them, taxes paid; month × firm."""
        return np.asarray(self.usual * (1.0 - self.variable_share - self.tax_share))

    @property
    def owed(self) -> Numbers:
        """Debt service a day on the mean of the months, repayments of the calendar among it; by firm."""
        return np.asarray(self.debt_service + self.repayments.sum(0) / self.days.sum())

    @property
    def normal_profit(self) -> Numbers:
        """Money in less money out of a day of a normal year, repayments of the calendar left out; by firm."""
        fixed = self.payroll + self.fixed_cost + self.debt_service
        return np.asarray(self.sales * (1.0 - self.variable_share - self.tax_share) - fixed)

    def ratio(self, closed: Mapping[Difficulty, Numbers] | None = None) -> Numbers:
        """Sales against normal once a share of some difficulties is closed; month × firm.

        Parameters
        ----------
        closed
            Share of each difficulty that is closed, month × firm.
        """
        closed = closed or {}
        rest = {name: gap * (1.0 - closed[name]) if name in closed else gap for name, gap in self.gaps.items()}
        inputs = 1.0 - rest.pop("raw_materials", np.zeros((len(self.days), 1)))
        others = 1.0 - sum(rest.values(), np.zeros((len(self.days), self.firms)))
        return np.asarray(np.clip(np.minimum(inputs, others), 0.0, None))

    def flow(self, ratio: Numbers) -> Numbers:
        """Money in less money out at some sales, taxes and repayments of the calendar paid, before help; month × firm.

        Parameters
        ----------
        ratio
            Sales against normal, month × firm.
        """
        cut = self.flexible_payroll_share * np.clip(1.0 - ratio, 0.0, 1.0)
        fixed = self.payroll * (1.0 - cut) + self.fixed_cost + self.debt_service
        return np.asarray((self.margin * ratio - fixed) * self.days[:, None] - self.repayments)

    def spread(self) -> Numbers:
        """Spread of a month's money; month × firm."""
        return np.asarray(self.spread_share * self.margin * self.days[:, None])

    def lost(self, difficulty: Difficulty) -> Numbers:
        """Share of normal sales a difficulty takes over all months; by firm.

        Parameters
        ----------
        difficulty
            Which.
        """
        gap = self.gaps.get(difficulty)
        if gap is None:
            return np.zeros(self.firms)
        return np.asarray(
            (np.broadcast_to(gap, (len(self.days), self.firms)) * self.days[:, None]).sum(0) / self.days.sum()
        )

    def ails(self, odds: Numbers) -> dict[Difficulty, Numbers]:
        """Whether each firm is in each difficulty, 0 or 1.

        Parameters
        ----------
        odds
            Of living on without help, by firm.
        """
        found: dict[Difficulty, Numbers] = {"funds": (odds < SAFE) * self.counts}
        for name in SALES_DIFFICULTIES:
            found[name] = (self.lost(name) > NOTABLE) * self.counts
        return found
