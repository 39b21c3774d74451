"""What the choice by prices is held against: four ways to share out aid, each played as well as it can be.

Why this file exists: a plan that beats a straw man says nothing. All keep the same budgets; floors are not asked of them, which
is in their favour.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from bothhands.plan.support.offer import NONE, Choice, Numbers, Offer, affordable, most_spent, priced, worth
from bothhands.plan.support.repair import spend_the_rest, taken_in_order, within_money

HALVINGS = 50


class Baseline(NamedTuple):
    """A way to share out aid: its name, what it is worth, and who gets what where packages stay whole."""

    name: str
    value: float
    choice: Choice | None


def baselines(offer: Offer, tier: Numbers) -> tuple[Baseline, ...]:
    """Every way on the same offer; none where there is nothing to offer.

    Parameters
    ----------
    offer
        Firms, packages and money.
    tier
        Rank of each firm under a rule by size: lowest first.
    """
    if not offer.value.size:
        return ()
    offer = affordable(offer)
    offer = replace(offer, budget=np.where(np.isfinite(offer.budget), offer.budget, most_spent(offer)))
    return by_upgrades(offer), by_ratio(offer), in_proportion(offer), by_tier(offer, tier)


def by_upgrades(offer: Offer) -> Baseline:
    """Upgrades by what each adds for its share of the budgets, one rate for all funds; then what is left, skip and continue.

    Parameters
    ----------
    offer
        Firms, packages and money.

    Notes
    -----
    The best of the usual ways: the greedy walk along each firm's efficient packages (Zemel 1980, doi 10.1137/0209014), budgets weighed by
    their size. It lacks a price of its own for each fund.
    """
    weight = np.concatenate([1.0 / np.maximum(offer.budget, 1e-9), np.zeros(len(offer.floors))])
    low, high = 0.0, float(np.max(offer.value, initial=0.0)) * offer.firms + 1.0
    for _ in range(HALVINGS):
        middle = np.sqrt(low * high) if low > 0 else high * 1e-6
        if (priced(offer, middle * weight).slope[: len(offer.budget)] >= 0).all():
            high = middle
        else:
            low = middle
    prices = high * weight
    choice = within_money(offer, prices, priced(offer, prices).choice, np.arange(offer.firms))
    choice = spend_the_rest(offer, prices, choice, np.arange(offer.firms))
    return Baseline("by upgrades, skip and continue", worth(offer, choice), choice)


def by_ratio(offer: Offer) -> Baseline:
    """All pairs of firm and package by worth for their share of the budgets; what no longer fits is skipped and the list goes on.

    Parameters
    ----------
    offer
        Firms, packages and money.
    """
    weight = 1.0 / np.maximum(offer.budget, 1e-9)
    package, firm = np.nonzero(offer.value > 0)
    cost = offer.cost[:, package, firm].astype(float)
    order = np.argsort(-offer.value[package, firm] / np.maximum(weight @ cost, 1e-300), kind="stable")
    taken = order[taken_in_order(cost[:, order], offer.budget, firm[order])]
    return _whole("by ratio, skip and continue", offer, firm[taken], package[taken])


def in_proportion(offer: Offer) -> Baseline:
    """Everybody gets the same share of the dearest package worth having, as far as money goes; the same share of its worth is granted.

    Parameters
    ----------
    offer
        Firms, packages and money.

    Notes
    -----
    Generous: half the aid rarely keeps half a firm. Each fund has a share of its own; a package is worth as much as its scarcest one.
    """
    best = np.where(offer.value.max(0) > 0, offer.value.argmax(0), NONE).astype(np.int32)
    firms = np.flatnonzero(best >= 0)
    cost = offer.cost[:, best[firms], firms].astype(float)
    asked = cost.sum(1)
    share = np.minimum(np.divide(offer.budget, asked, out=np.ones_like(asked), where=asked > 0), 1.0)
    granted = np.where(cost > 0, share[:, None], 1.0).min(0)
    return Baseline("in proportion", float((granted * offer.value[best[firms], firms]).sum(dtype=np.float64)), None)


def by_tier(offer: Offer, tier: Numbers) -> Baseline:
    """Tier by tier, within each in the order of worth for the money; everybody gets the package worth most to it that fits, while money lasts.

    Parameters
    ----------
    offer
        Firms, packages and money.
    tier
        Rank of each firm, lowest first.
    """
    best = offer.value.argmax(0)
    firms = np.flatnonzero(offer.value.max(0) > 0)
    weight = 1.0 / np.maximum(offer.budget, 1e-9)
    cost = offer.cost[:, best[firms], firms].astype(float)
    ratio = offer.value[best[firms], firms] / np.maximum(weight @ cost, 1e-300)
    order = np.lexsort((-ratio, tier[firms]))
    taken = order[taken_in_order(cost[:, order], offer.budget)]
    return _whole("by tiers of size", offer, firms[taken], best[firms[taken]])


def _whole(name: str, offer: Offer, firm: np.ndarray, package: np.ndarray) -> Baseline:
    choice = np.full(offer.firms, NONE, np.int32)
    choice[firm] = package
    return Baseline(name, worth(offer, choice), choice)
