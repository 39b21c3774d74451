"""Why a measure is proposed and what it costs whom, read off the plan: which limit it serves, what the forgone is worth.

The costs of closed schools, gatherings and screening are those of the plan's own welfare. The output that openness costs is
what falls short of normal in those places and sectors on those days, whatever the cause: an upper end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bothhands.levers.catalogue import LEVER
from bothhands.levers.measure import Measure
from bothhands.plan.limits import BY_CITY, LIMITS
from bothhands.plan.references import SCREENED
from bothhands.plan.strategy import Strategy
from bothhands.report import names
from bothhands.report.comparison import BINDING
from bothhands.report.telling import Telling, array

CONTACTS = ("outbreak odds in 90 days", "ward beds", "intensive-care beds", "infected travellers to the hub")
NEAR_NORMAL = 0.9
"""From this level on a restriction that no limit asks for is within what the search can tell apart."""


class _Fullest(NamedTuple):
    limit: str
    place: str
    share: float


def reason_of(telling: Telling, same: Sequence[Measure]) -> str:
    """Why measures of one lever are proposed."""
    lever, say = same[0].lever, telling.say
    if lever in ("line_orders", "purchases"):
        return say("why_line" if lever == "line_orders" else "why_buy", good=telling.good(same[0].good))
    if lever == "corridor_screening":
        found = _fullest(telling, ("infected travellers to the hub",), places_of(telling, same))
        return say("why_corridor", use=telling.words.share(found.share))
    if lever == "port_screening":
        return _port_reason(telling, same)
    if min(m.value for m in same) >= LEVER[lever].neutral:
        return say("why_normal")
    return _restriction_reason(telling, same)


def _restriction_reason(telling: Telling, same: Sequence[Measure]) -> str:
    """A restriction keeps a limit that is full, or one that opening would break; else illness must be worth what it costs."""
    at = places_of(telling, same)
    found = _fullest(telling, CONTACTS, at)
    if found.share >= BINDING:
        return _said(telling, "why_limit", found)
    if min(m.value for m in same) >= NEAR_NORMAL:
        return telling.say("why_near_normal")
    opened = next(one for one in telling.plan.references if one.name == SCREENED)
    broken = _fullest(telling, CONTACTS, at, opened)
    if broken.share > 1.0:
        own = array(telling.plan.chosen.outcome.limits)[LIMITS.index(broken.limit)].max()
        return telling.say(
            "why_without", strategy=telling.say(opened.name), limit=telling.say(broken.limit), use=telling.words.share(broken.share),
            place=telling.place(broken.place) if broken.place else telling.say("whole_region"), own=telling.words.share(float(own)),
        )  # fmt: skip
    life_year = float(telling.plan.problem.prices.life_year)
    years = float(opened.outcome.life_years) - float(telling.plan.chosen.outcome.life_years)
    if years * life_year >= forgone(telling, same):
        return telling.say("why_worth", life=telling.words.price(life_year))
    return telling.say("why_unclear")


def cost_of(telling: Telling, same: Sequence[Measure]) -> str:
    """What measures of one lever cost, and whom."""
    say, lever = telling.say, same[0].lever
    if lever in ("line_orders", "purchases", "support"):
        paid = sum(m.cost for m in same)
        return (
            say("cost_public", money=telling.words.money(paid), fund=names.fund_name(same[0].fund, telling.language))
            if paid
            else say("cost_none")
        )
    phrase = {"openness": "cost_output", "school": "cost_school", "gatherings": "cost_gather"}.get(lever, "cost_public")
    amount = forgone(telling, same)
    fund = names.fund_name("epidemic_control", telling.language)
    return say(phrase, money=telling.words.money(amount), fund=fund) if amount > 0 else say("cost_none")


def forgone(telling: Telling, same: Sequence[Measure]) -> float:
    """What measures of one lever cost in money or worth, over the days and places they hold."""
    return sum(_forgone(telling, measure) for measure in same)


def places_of(telling: Telling, same: Sequence[Measure]) -> list[int]:
    """Numbers of the cities measures hold in; a port stands for its city, blank for all."""
    axes = telling.plan.axes
    found: set[int] = set()
    for measure in same:
        place = axes.place_of_port[axes.ports.index(measure.site)] if measure.site in axes.ports else measure.place
        found |= {axes.places.index(place)} if place in axes.places else set(range(len(axes.places)))
    return sorted(found)


def _forgone(telling: Telling, measure: Measure) -> float:
    plan, prices = telling.plan, telling.plan.problem.prices
    first, last = plan.axes.day_index(measure.start), plan.axes.day_index(measure.end) + 1
    at, days = places_of(telling, [measure]), slice(first, last)
    ill = plan.model.epidemic
    if measure.lever == "openness":
        sectors = [
            n
            for n, sector in enumerate(plan.axes.sectors)
            if measure.sector in ("", sector, plan.axes.group_of_sector[n])
        ]
        made = array(plan.chosen.record.economy.value_added)[days][:, at][:, :, sectors].sum()
        normal = array(plan.model.economy.labour)[at][:, sectors].sum() * (last - first)
        return max(float(normal - made), 0.0)
    if measure.lever == "school":
        return (
            float(prices.school_day)
            * (1.0 - measure.value)
            * float(array(plan.problem.pupils)[at].sum())
            * (last - first)
        )
    if measure.lever == "gatherings":
        return (
            float(prices.gatherings_day)
            * (1.0 - measure.value)
            * float(array(ill.population)[at].sum())
            * (last - first)
        )
    if measure.lever == "port_screening":
        ports = [plan.axes.ports.index(measure.site)] if measure.site else list(range(len(plan.axes.ports)))
        stays = (array(ill.arrivals)[days] * array(ill.quarantine_days))[:, ports]
        return float(prices.quarantine) * measure.value * float(stays.sum())
    if measure.lever == "corridor_screening":
        trips = np.einsum("p,tp->", array(ill.trips_to_hub)[at], array(plan.chosen.levers.travel)[days][:, at])
        return float(prices.corridor_test) * measure.value * float(trips)
    return measure.cost


def _port_reason(telling: Telling, same: Sequence[Measure]) -> str:
    """Port screening keeps infections out, as far as rooms and money allow."""
    at = places_of(telling, same)
    capped = _fullest(telling, ("quarantine rooms", "epidemic budget"), at)
    if capped.share >= BINDING:
        return _said(telling, "why_capped", capped)
    served = _fullest(telling, ("outbreak odds in 90 days",), at)
    return _said(telling, "why_limit", served) if served.share >= BINDING else telling.say("why_imports")


def _fullest(telling: Telling, limits: Sequence[str], at: Sequence[int], under: Strategy | None = None) -> _Fullest:
    """The fullest of some limits in some cities, under the plan unless another strategy is given."""
    use = array((under or telling.plan.chosen).outcome.limits)
    best = max(((limit, p) for limit in limits for p in at), key=lambda pair: use[LIMITS.index(pair[0]), pair[1]])
    number = LIMITS.index(best[0])
    place = telling.plan.axes.places[best[1]] if number < BY_CITY else ""
    return _Fullest(best[0], place, float(use[number, best[1]]))


def _said(telling: Telling, key: str, found: _Fullest) -> str:
    where = telling.place(found.place) if found.place else telling.say("whole_region")
    return telling.say(key, limit=telling.say(found.limit), place=where, use=telling.words.share(found.share))
