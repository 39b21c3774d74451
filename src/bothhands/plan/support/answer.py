"""The support list of a region: who gets what, why, what else was near, who just missed, and what money is worth.

Why this file exists: numbers of the choice become names here, once, for the commands, the sheets and the plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from bothhands.inputs.eligibility_text import condition
from bothhands.inputs.tables.policies import Policy
from bothhands.plan.support.allocate import Allocation, allocate
from bothhands.plan.support.baselines import Baseline, baselines
from bothhands.plan.support.case import SupportCase
from bothhands.plan.support.offer import affordable
from bothhands.plan.support.packages import Packages, fitting
from bothhands.plan.support.reasons import just_missed, reasons_of

RANK = {"micro": 0.0, "small": 1.0, "medium": 2.0, "large": 3.0}


class Helped(NamedTuple):
    """A firm that gets help: policies, money of the funds, odds of living on without and with, what is kept, and the next-best package."""

    firm: str
    name: str
    place: str
    policies: tuple[str, ...]
    yuan: float
    odds_without: float
    odds_with: float
    kept_yuan: float
    runner_up: tuple[str, ...]
    ahead_yuan: float


class Missed(NamedTuple):
    """A firm that just missed: its best package, and how much more that would have to keep, in currency and against what it keeps."""

    firm: str
    name: str
    place: str
    policies: tuple[str, ...]
    lacks_yuan: float
    lacks_share: float


class Fund(NamedTuple):
    """A fund: what it held, what is spent, and what one more unit of it would keep."""

    fund: str
    budget_yuan: float
    spent_yuan: float
    price: float


class SupportAnswer(NamedTuple):
    """The decision of a region, told by names; `rivals` is what usual ways would keep."""

    kept_yuan: float
    bound_yuan: float
    gap: float
    funds: tuple[Fund, ...]
    helped: tuple[Helped, ...]
    missed: tuple[Missed, ...]
    rivals: tuple[tuple[str, float], ...]
    firms: int
    jobs_kept: float
    unpaid: tuple[str, ...]


def support_answer(case: SupportCase, missed: int = 20) -> SupportAnswer:
    """Help chosen for a region's register.

    Parameters
    ----------
    case
        The register on a day.
    missed
        How many that just missed are told.
    """
    packages = case.packages()
    found = allocate(packages.offer)
    tier = np.array([RANK[size] for size in case.values["size"]])
    return in_names(case, packages, found, baselines(packages.offer, tier), missed)


def why_not(case: SupportCase, firm: str, zh: bool = False) -> Mapping[str, tuple[str, ...]]:
    """For each policy why a firm may not have it; nothing behind those it may have.

    Parameters
    ----------
    case
        The register on a day.
    firm
        Identifier.
    zh
        Whether in Chinese.
    """
    at = case.axes.register.index(firm)
    return {row.policy: condition(row.eligibility).why_not(case.values, at, zh) for row in case.policies}


def unused(case: SupportCase, firm: str, used: tuple[str, ...] = ()) -> tuple[Policy, ...]:
    """Policies that fit a firm and that it does not use.

    Parameters
    ----------
    case
        The register on a day.
    firm
        Identifier.
    used
        Names of those it has.
    """
    live = [row for row in case.policies if row.end >= case.from_day]
    return tuple(fitting(live, case.values, case.axes.register.index(firm), used))


def in_names(
    case: SupportCase, packages: Packages, found: Allocation, rivals: tuple[Baseline, ...] = (), missed: int = 20
) -> SupportAnswer:
    """A choice told by names.

    Parameters
    ----------
    case, packages, found
        The register on a day, what could be given, and what was chosen.
    rivals
        What usual ways would keep.
    missed
        How many that just missed are told.
    """
    offer = affordable(packages.offer)

    def names(package: int) -> tuple[str, ...]:
        return tuple(row.policy for row in packages.sets[package]) if package >= 0 else ()

    helped = tuple(
        Helped(
            case.rows[one.firm].firm, case.rows[one.firm].name, case.rows[one.firm].place, names(one.package),
            float(offer.cost[:, one.package, one.firm].sum()), float(packages.odds_without[one.firm]),
            float(packages.odds_with[one.package, one.firm]), one.kept, names(one.runner_up), one.ahead,
        )
        for one in reasons_of(offer, found)
    )  # fmt: skip
    near = tuple(
        Missed(case.rows[one.firm].firm, case.rows[one.firm].name, case.rows[one.firm].place, names(one.package), one.lacks, one.lacks_share)
        for one in just_missed(offer, found, missed)
    )  # fmt: skip
    money = tuple(
        Fund(fund, float(case.money[fund]), float(spent), float(price))
        for fund, spent, price in zip(offer.funds, found.spent, found.prices, strict=False)
    )
    chosen = np.flatnonzero(found.choice >= 0)
    saved = packages.odds_with[found.choice[chosen], chosen] - packages.odds_without[chosen]
    return SupportAnswer(
        found.value, found.bound, found.gap, money, helped, near, tuple((one.name, one.value) for one in rivals),
        int(case.outlook.counts.sum()), float(saved @ case.outlook.workers[chosen]), tuple(row.policy for row in packages.unpaid),
    )  # fmt: skip
