"""Which expansion and which product pays under several futures of demand, for all firms at once.

Why this file exists: a firm that wins orders in the wave may stand with an empty hall after it. Each choice is weighed over scenarios of demand,
the wave's and those that follow, and told with its worst one. It plans no single line and forecasts no demand.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bothhands.plan.support.odds import Numbers


class Expansion(NamedTuple):
    """The best size for each firm: option, gain a year expected and at worst against staying as it is, and the demand from which it pays."""

    option: Numbers
    expected_gain: Numbers
    worst_gain: Numbers
    pays_from: Numbers


class Mix(NamedTuple):
    """The best product to take up for each firm: product (−1: none), gain a year expected and at worst, share of the hours it takes."""

    product: Numbers
    expected_gain: Numbers
    worst_gain: Numbers
    hours_share: Numbers


def expansion_that_pays(
    capacity: Numbers,
    variable_share: Numbers,
    demand: Numbers,
    odds: Numbers,
    sizes: Numbers,
    cost_share: float,
    fixed_share: float,
    elasticity: float,
    most_loss_share: float = 0.05,
    tax_share: Numbers | float = 0.0,
) -> Expansion:
    """Size that gains most a year on the average of scenarios, among those whose worst year costs no more than a share of sales.

    Parameters
    ----------
    capacity
        Sales at full use, money a year; by firm.
    variable_share
        Cost that moves with sales, at today's size; by firm.
    demand
        What could be sold, money a year; scenario × firm.
    odds
        Of each scenario; they add to one.
    sizes
        Options, times today's capacity, the first of them 1.
    cost_share
        Yearly cost of new capacity (interest and wear) against its sales.
    fixed_share
        Other fixed cost of new capacity a year against its sales.
    elasticity
        How variable cost falls with size: share × size^(−elasticity).
    most_loss_share
        Loss in the worst scenario that is borne, against sales at full use today.
    tax_share
        Taxes per unit of sales, whatever the size; by firm.

    Notes
    -----
    Gain = min(demand, size × capacity) (1 − tax − share × size^(−e)) − (cost + fixed) (size − 1) capacity, less the same at size 1. It pays from the demand at
    which this is nought: above today's capacity where it costs more than its lower variable cost saves at full use, else below.
    """
    share = variable_share * np.asarray(sizes)[:, None] ** -elasticity
    added = (cost_share + fixed_share) * (np.asarray(sizes)[:, None] - 1.0) * capacity
    sold = np.minimum(demand, np.asarray(sizes)[:, None, None] * capacity)
    profit = sold * (1.0 - tax_share - share[:, None]) - added[:, None]
    gain = profit - profit[0]
    expected, worst = np.einsum("osf,s->of", gain, odds), gain.min(1)
    allowed = np.where(worst >= -most_loss_share * capacity, expected, -np.inf)
    best = allowed.argmax(0)
    at = np.arange(len(capacity))
    today = capacity * (1.0 - tax_share - variable_share)
    above = (today + added[best, at]) / np.maximum(1.0 - tax_share - share[best, at], 1e-9)
    below = added[best, at] / np.maximum(variable_share - share[best, at], 1e-9)
    pays_from = np.where(best > 0, np.where(above >= capacity, above, below), 0.0)
    return Expansion(best, expected[best, at], worst[best, at], pays_from)


def mix_that_pays(
    hours: Numbers, today: Numbers, margin: Numbers, wanted: Numbers, odds: Numbers, conversion: Numbers, may: Numbers
) -> Mix:
    """The one product to take up beside today's that gains most on the average of scenarios, conversion paid.

    Parameters
    ----------
    hours
        Hours of the lines a year; by firm.
    today
        Margin of an hour of today's product, and hours of it that could be sold by scenario: scenario + 1 × firm, margin first.
    margin
        Margin of an hour of each other product; product × firm.
    wanted
        Hours of each product that could be sold; product × scenario × firm.
    odds
        Of each scenario; they add to one.
    conversion
        Yearly cost of being able to make it, hours lost while converting included; product × firm.
    may
        1 where a line can be converted to it; product × firm.

    Notes
    -----
    In each scenario the product of the greater margin is made first, as much as can be sold, then the other.
    """
    own, sold = today[0], np.minimum(today[1:], hours)
    before = own * sold
    first = margin[:, None] > own
    new_first = np.minimum(wanted, hours)
    new_after = np.minimum(wanted, hours - sold)
    new = np.where(first, new_first, new_after)
    old = np.where(first, np.minimum(sold, hours - new_first), sold)
    gain = margin[:, None] * new + own * old - before - conversion[:, None]
    expected = np.where(may > 0, np.einsum("psf,s->pf", gain, odds), -np.inf)
    best, at = expected.argmax(0), np.arange(len(hours))
    pays = expected[best, at] > 0
    hours_share = np.einsum("psf,s->pf", new, odds)[best, at] / np.maximum(hours, 1e-9)
    worst = gain.min(1)[best, at]
    return Mix(
        *(
            np.where(pays, one, other)
            for one, other in ((best, -1), (expected[best, at], 0.0), (worst, 0.0), (hours_share, 0.0))
        )
    )
