"""Every firm that help could do something for, ranked by what a yuan of it keeps; and what each policy would bring each firm.

Why this file exists: the choice of `allocate` says who gets the money there is; an officer also asks what help would do for the firm at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, get_args

import numpy as np

from bothhands.inputs.eligibility import Node, Several
from bothhands.inputs.eligibility_text import condition
from bothhands.inputs.tables.policies import Difficulty, Policy
from bothhands.plan.support.allocate import allocate
from bothhands.plan.support.case import SupportCase
from bothhands.plan.support.packages import effect_of

PRIVATE_FIGURES = frozenset({"cash_days", "debt_share"})
PRIVATE_BASES = frozenset({"debt_service", "tax"})
"""What rests on a firm's cash, debt or tax."""


class Ranked(NamedTuple):
    """The package that does most for a firm: the one chosen within the funds, or else the one that keeps most a yuan."""

    firm: int
    """Position in the register."""
    policies: tuple[Policy, ...]
    yuan: float
    """What it costs the funds."""
    kept_yuan: float
    """A year's value added and the worth of jobs, times the change of the odds of living on."""
    jobs: float
    """Jobs kept, likewise; persons."""
    odds_without: float
    odds_with: float
    chosen: bool
    """Whether it is chosen within the funds."""


class Fit(NamedTuple):
    """A policy that a firm may have and that would bring it something."""

    firm: int
    policy: Policy
    gain_yuan: float
    """What it brings the firm over the span of the policy."""
    cost_yuan: float
    """What it costs the fund."""
    private: bool
    """Whether it tells of the firm's cash, debt or tax that it may have this, or how much."""


def ranked(case: SupportCase) -> list[Ranked]:
    """Firms for which some package keeps more than it costs, the one that keeps most a yuan first.

    Parameters
    ----------
    case
        The register on a day.
    """
    packages = case.packages()
    offer = packages.offer
    if not offer.value.size:
        return []
    cost = offer.cost.sum(0)
    worth = np.where(offer.value > 0, offer.value / np.maximum(cost, 1.0), -np.inf)
    choice = allocate(offer).choice
    best = np.where(choice >= 0, choice, worth.argmax(0))
    firms = np.arange(offer.firms)
    a_yuan = worth[best, firms]
    order = np.argsort(-a_yuan, kind="stable")
    return [
        Ranked(
            int(n), packages.sets[best[n]], float(cost[best[n], n]), float(offer.value[best[n], n]),
            float((packages.odds_with[best[n], n] - packages.odds_without[n]) * case.outlook.workers[n]),
            float(packages.odds_without[n]), float(packages.odds_with[best[n], n]), bool(choice[n] >= 0),
        )
        for n in order if np.isfinite(a_yuan[n])
    ]  # fmt: skip


def fits(case: SupportCase) -> Iterator[Fit]:
    """Policies by firm that it is eligible for, whether or not it has the difficulty they answer.

    Parameters
    ----------
    case
        The register on a day.
    """
    outlook = case.outlook
    everybody = {name: np.ones(outlook.firms) for name in get_args(Difficulty)}
    margin = outlook.margin * outlook.days[:, None]
    for row in case.policies:
        if row.end < case.from_day:
            continue
        effect = effect_of(row, outlook, case.values, everybody, case.from_day)
        more = outlook.ratio({row.difficulty: effect.closed}) - outlook.ratio()
        gain = (more * margin).sum(0) + np.maximum(effect.money, 0.0).sum(0)
        private = row.base in PRIVATE_BASES or bool(_named(condition(row.eligibility).root) & PRIVATE_FIGURES)
        for n in np.flatnonzero(effect.may & (gain > 0)):
            yield Fit(int(n), row, float(gain[n]), float(effect.cost[n]), private)


def _named(node: Node) -> frozenset[str]:
    """Figures that a condition names."""
    if isinstance(node, Several):
        return frozenset().union(*(_named(part) for part in node.parts))
    return frozenset({node.figure})
