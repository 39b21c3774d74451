"""Packages of policies for every firm: what each brings it, what it costs each fund, what it keeps.

Why this file exists: it is the way from the catalogue and the outlook to an `Offer`. A package answers each difficulty at most once, and
only those the firm has. What no fund pays is no choice: every eligible firm is taken to have it, with a package and without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import numpy.typing as npt

from bothhands.inputs.eligibility import Values
from bothhands.inputs.eligibility_text import condition
from bothhands.inputs.tables.policies import Difficulty, Policy
from bothhands.plan.support.odds import Numbers, survival
from bothhands.plan.support.offer import Floor, Offer
from bothhands.plan.support.outlook import Outlook

LARGEST = 3
"""Policies in a package at most."""
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Effect:
    """What one policy brings and costs: money by month and firm, the share of its difficulty it closes, and what its fund pays."""

    policy: Policy
    may: Mask
    """Eligible and in the difficulty it answers."""
    money: Numbers
    closed: Numbers
    cost: Numbers


@dataclass(frozen=True)
class Packages:
    """The offer and what stands behind it: the policies of each package, odds without help, odds with each package, worth of a firm."""

    offer: Offer
    sets: tuple[tuple[Policy, ...], ...]
    odds_without: Numbers
    odds_with: Numbers
    worth: Numbers
    unpaid: tuple[Policy, ...]
    """Policies that no fund pays and that are taken to be used."""


def packages_of(
    outlook: Outlook,
    values: Values,
    policies: Sequence[Policy],
    money: Mapping[str, float],
    from_day: date,
    job_worth: float,
    cap: float,
    centrality: Numbers | None = None,
    floors: tuple[Floor, ...] = (),
) -> Packages:
    """Every package for every firm.

    Parameters
    ----------
    outlook
        Months from `from_day` on.
    values
        Figures that conditions name, by firm.
    policies
        The catalogue; what has ended is left out.
    money
        By fund; a fund that is not named has none.
    from_day
        First day a new measure may start.
    job_worth
        What a job kept counts for.
    cap
        Most that funds may pay for one firm.
    centrality
        What others lose with a firm, against its own worth; none if not given.
    floors
        Least amounts to reach.

    Notes
    -----
    Worth of a package = (odds with − odds without) × (a year's value added + jobs × their worth) × (1 + centrality): what help does not
    change, because the firm lives or dies anyway, is not counted (deadweight). What keeps less than it costs the funds is not offered.
    """
    live = [row for row in policies if row.end >= from_day]
    plain = survival(outlook.buffer, outlook.flow(outlook.ratio()), outlook.spread())
    ails = outlook.ails(plain)
    effects = [effect_of(row, outlook, values, ails, from_day) for row in live]
    unpaid = [one for one in effects if not one.policy.fund]
    chosen = [one for one in effects if one.policy.fund in money and one.may.any()]
    given = _best_unpaid(unpaid, outlook)
    without = _odds(outlook, given)
    funds = tuple(dict.fromkeys(one.policy.fund for one in chosen))
    worth = outlook.sales * 365.0 * (1.0 - outlook.variable_share) + outlook.workers * job_worth
    worth = worth * (1.0 + (0.0 if centrality is None else centrality)) * outlook.counts
    sets = _sets(chosen)
    odds = np.empty((len(sets), outlook.firms))
    cost = np.zeros((len(funds), len(sets), outlook.firms))
    value = np.full((len(sets), outlook.firms), -np.inf)
    for at, one in enumerate(sets):
        may = np.logical_and.reduce([effect.may for effect in one])
        odds[at] = np.where(may, _odds(outlook, (*given, *one)), without)
        for effect in one:
            cost[funds.index(effect.policy.fund), at] += np.where(may, effect.cost, 0.0)
        may &= cost[:, at].sum(0) <= cap
        kept = np.maximum(odds[at] - without, 0.0) * worth
        may &= kept >= cost[:, at].sum(0)
        value[at, may] = kept[may]
    budget = np.array([money[fund] for fund in funds], float)
    offer = Offer(value, cost, budget, floors, funds)
    return Packages(
        offer,
        tuple(tuple(e.policy for e in one) for one in sets),
        without,
        odds,
        worth,
        tuple(e.policy for e in unpaid),
    )


def effect_of(
    policy: Policy, outlook: Outlook, values: Values, ails: Mapping[Difficulty, Numbers], from_day: date
) -> Effect:
    """What one policy does for every firm.

    Parameters
    ----------
    policy
        Row of the catalogue.
    outlook
        Months from `from_day` on.
    values
        Figures that conditions name, by firm.
    ails
        Difficulties by firm, 0 or 1.
    from_day
        First day a new measure may start.
    """
    may = condition(policy.eligibility).eligible(values, outlook.firms) & (outlook.counts > 0)
    may = may & (ails[policy.difficulty] > 0)
    first, last = (begins(policy, from_day) - from_day).days, (policy.end - from_day).days + 1
    active = np.clip(np.minimum(last, outlook.starts + outlook.days) - np.maximum(first, outlook.starts), 0.0, None)
    part = (active / outlook.days)[:, None]
    if policy.base == "shortfall":
        gap = np.broadcast_to(outlook.gaps.get(policy.difficulty, np.zeros((1, 1))), (len(outlook.days), outlook.firms))
        gained = policy.effect_share * part * gap * outlook.usual * outlook.days[:, None]
        kept = _within(gained.sum(0), policy.cap_yuan)
        closed = policy.effect_share * part * kept
        may = may & (gained.sum(0) > 0)
        return Effect(policy, may, np.zeros_like(gained), closed, _cost(policy, gained.sum(0) * kept))
    if policy.base == "credit":
        gained = np.zeros((len(outlook.days), outlook.firms))
        if active.any():
            gained[int(np.argmax(active > 0))] = policy.effect_share * outlook.sales * 365.0
    else:
        gained = policy.effect_share * _due(policy, outlook, active[:, None])
    gained = gained * _within(gained.sum(0), policy.cap_yuan)
    total = gained.sum(0)
    may = may & (total > 0)
    after = np.flatnonzero(outlook.starts >= last)
    if policy.repaid and after.size:
        gained[after[0]] -= total
    return Effect(policy, may, gained, np.zeros((len(outlook.days), 1)), _cost(policy, total))


def begins(policy: Policy, from_day: date) -> date:
    """First day of the effect: its delay after a decision, or the start of what nobody here decides.

    Parameters
    ----------
    policy
        Row of the catalogue.
    from_day
        First day a new measure may start.
    """
    return max(policy.start, from_day + timedelta(days=policy.delay_days)) if policy.fund else policy.start


def _due(policy: Policy, outlook: Outlook, active: Numbers) -> Numbers:
    """What falls due of a policy's base on the days it is in force; month × firm.

    Taxes are of sales as forecast without help; of the calendar's repayments of a month the part that the policy is in force.
    """
    if policy.base == "tax":
        return np.asarray(active * outlook.tax_share * outlook.usual * outlook.ratio())
    if policy.base == "debt_service":
        return np.asarray(active * outlook.debt_service + active / outlook.days[:, None] * outlook.repayments)
    return np.asarray(active * (outlook.payroll if policy.base == "payroll" else outlook.rent))


def _within(gained: Numbers, cap: float | None) -> Numbers:
    """Share of what would be gained that a cap leaves."""
    if cap is None:
        return np.ones_like(gained)
    return np.asarray(np.minimum(1.0, cap / np.maximum(gained, 1e-9)))


def _cost(policy: Policy, gained: Numbers) -> Numbers:
    return np.where(gained > 0, policy.cost_share * gained + policy.cost_yuan, 0.0)


def _sets(effects: Sequence[Effect]) -> list[tuple[Effect, ...]]:
    """Sets of policies of different difficulties that some firm may have together."""
    found = []
    for size in range(1, LARGEST + 1):
        for one in combinations(effects, size):
            apart = len({effect.policy.difficulty for effect in one}) == size
            if apart and np.logical_and.reduce([effect.may for effect in one]).any():
                found.append(one)
    return found


def _best_unpaid(effects: Sequence[Effect], outlook: Outlook) -> list[Effect]:
    """Of the policies nobody here pays each firm uses those that bring most, one a difficulty."""
    kept: list[Effect] = []
    for difficulty in dict.fromkeys(one.policy.difficulty for one in effects):
        own = [one for one in effects if one.policy.difficulty == difficulty]
        brings = np.array(
            [np.where(one.may, np.maximum(np.cumsum(one.money, 0), 0).sum(0) + one.closed.sum(0), -1.0) for one in own]
        )
        best = brings.argmax(0)
        for at, one in enumerate(own):
            mine = one.may & (best == at)
            kept.append(Effect(one.policy, mine, one.money * mine, one.closed * mine, one.cost * mine))
    return kept


def _odds(outlook: Outlook, effects: Sequence[Effect]) -> Numbers:
    """Odds of living on with some policies."""
    closed: dict[Difficulty, Numbers] = {}
    money: Numbers = np.zeros((len(outlook.days), outlook.firms))
    for one in effects:
        money = money + one.money
        if one.policy.base == "shortfall":
            before = closed.get(one.policy.difficulty, 0.0)
            closed[one.policy.difficulty] = np.asarray(1.0 - (1.0 - before) * (1.0 - one.closed))
    return survival(outlook.buffer, outlook.flow(outlook.ratio(closed)) + money, outlook.spread())


def fitting(
    policies: Sequence[Policy], values: Values, firm: int, used: Sequence[str] = (), on: date | None = None
) -> list[Policy]:
    """Policies a firm could have and does not use.

    Parameters
    ----------
    policies
        The catalogue.
    values
        Figures that conditions name, by firm.
    firm
        Position of the firm.
    used
        Names of policies it has.
    on
        Day that must lie within the span; any day if not given.
    """
    return [
        row
        for row in policies
        if row.policy not in used
        and (on is None or row.start <= on <= row.end)
        and not condition(row.eligibility).why_not(values, firm)
    ]
