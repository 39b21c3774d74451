"""Why a measure is proposed and what it costs whom, read off the plan: which limit it serves, what the forgone is worth.

What a lever does is read off the run of the plan without it, as the explanation tells it. The costs of closed schools, gatherings and screening are those of the plan's own welfare. The output that openness costs is
what falls short of normal in those places and sectors on those days, whatever the cause: an upper end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bothhands.inputs.tables.firms import Firm
from bothhands.levers.catalogue import LEVER
from bothhands.levers.measure import Measure
from bothhands.plan.explain import LEAST_RISE, NEARLY, Without, use_without
from bothhands.plan.funds import SCREENING_FUND
from bothhands.plan.limits import BY_CITY, DEATHS, FINAL_R, HUB, INTENSIVE, LIMITS, ODDS, ROOMS, WARD, asked
from bothhands.plan.plan import Plan
from bothhands.plan.references import SCREENED
from bothhands.plan.strategy import Strategy
from bothhands.report import names
from bothhands.report.amounts import persons
from bothhands.report.binding_said import use_told
from bothhands.report.comparison import BINDING, holding
from bothhands.report.telling import Telling, array

CONTACTS = (ODDS, WARD, INTENSIVE, FINAL_R, HUB, DEATHS)
"""Limits that fewer contacts serve."""
FINDING = ("testing", "tracing")
COST = {
    "openness": "cost_output", "school": "cost_school", "gatherings": "cost_gather", "stay_home": "cost_home", "travel": "cost_trips",
    "remote": "cost_remote", "testing": "cost_found", "tracing": "cost_found",
}  # fmt: skip
"""Words for what a lever costs; public money where it is not named."""
PAID = ("port_screening", "corridor_screening", "testing", "tracing")
"""Levels that a fund pays for; what others cost is forgone, and nobody pays it."""
ORDERED = ("line_orders", "purchases", "support")
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
    if lever == "support":
        return _support_reason(telling, same)
    if all(m.value == LEVER[lever].neutral for m in same):
        return say("why_none" if lever in PAID else "why_normal")
    if lever in ("corridor_screening", "port_screening"):
        return _screening_reason(telling, same)
    if lever in FINDING:
        return _served_reason(telling, same) or say("why_find")
    return _restriction_reason(telling, same)


def _support_reason(telling: Telling, same: Sequence[Measure]) -> str:
    """Help: what is kept by that which this plan decides."""
    if all(is_placed(telling.plan, m) for m in same):
        return telling.say("why_placed")
    kept = telling.words.money(telling.plan.aid.value)
    return telling.say("why_support", kept=telling.attached(len({m.firm for m in same}), kept))


def is_placed(plan: Plan, measure: Measure) -> bool:
    """Whether help was promised by an earlier plan: it began by the as-of day."""
    return measure.start <= plan.as_of


def _screening_reason(telling: Telling, same: Sequence[Measure]) -> str:
    """Screening on the way to the hub, or at ports."""
    if same[0].lever == "port_screening":
        return _port_reason(telling, same)
    found = _fullest(telling, (HUB,), places_of(telling, same))
    return telling.say("why_corridor", use=telling.words.share(found.share))


def _restriction_reason(telling: Telling, same: Sequence[Measure]) -> str:
    """A restriction serves a limit that is full, or one that would be broken without it; else it must bring more than it costs."""
    at = places_of(telling, same)
    near = max(abs(m.value - LEVER[m.lever].neutral) for m in same) <= 1.0 - NEAR_NORMAL
    full = _full_reason(telling, same)
    if full or near:
        return full or telling.say("why_near_normal")
    served = _served_reason(telling, same)
    if served:
        return served
    opened = next(one for one in telling.plan.references if one.name == SCREENED)
    broken = _fullest(telling, CONTACTS, at, opened)
    own = _fullest(telling, (broken.limit,), at).share
    if broken.share > max(1.0, own + LEAST_RISE):
        return _against(telling, "why_without", broken, own, strategy=telling.say(opened.name))
    return _gain_reason(telling, same, "why_worth") or telling.say("why_unclear")


def _served_reason(telling: Telling, same: Sequence[Measure]) -> str:
    """The limit that measures of one lever serve: a full one, or one that would be broken without the lever; blank where there is none."""
    full, without = _full_reason(telling, same), _without(telling, same[0].lever)
    if full or without is None:
        return full
    broken = max(_raised(telling, without, places_of(telling, same)), key=lambda one: one[1], default=None)
    if broken is None or broken[1] <= 1.0:
        return ""
    found = broken[0]
    lever = telling.words.within(same[0].lever)
    return _against(telling, "why_left_out", found._replace(share=broken[1]), found.share, lever=lever)


def _full_reason(telling: Telling, same: Sequence[Measure]) -> str:
    """The full limit that would be most exceeded without the lever of some measures, or the deaths of the worst tenth; blank where there is none."""
    at, without = places_of(telling, same), _without(telling, same[0].lever)
    if without is None:
        found = _fullest(telling, CONTACTS, at)
        return _said(telling, "why_limit", found) if _is_full(telling, found) and found.share <= 1.0 else ""
    full = [one for one in _raised(telling, without, at) if _is_full(telling, one[0])]
    if full:
        found = max(full, key=lambda one: one[1] / one[0].share)[0]
        return _said(telling, "why_limit" if found.share <= 1.0 else "why_nearer", found)
    promise, own = telling.plan.promise, float(telling.plan.chosen.outcome.deaths)
    spares = float(without.outcome.deaths) > (1.0 + LEAST_RISE) * own
    if spares and promise.worst_deaths >= BINDING * promise.most_deaths:
        worst, most = persons(promise.worst_deaths), persons(promise.most_deaths)
        return telling.say("why_worst_deaths", worst=worst, most=most)
    return ""


def _raised(telling: Telling, without: Without, at: Sequence[int]) -> list[tuple[_Fullest, float]]:
    """Limits asked for that are fuller without a lever in some cities, or in the region, each with its use then."""
    axes, use = telling.plan.axes, array(telling.plan.chosen.outcome.limits)
    found = []
    for n in np.flatnonzero(asked(telling.plan.problem.bounds)):
        for p in at if n < BY_CITY else at[:1]:
            own = _Fullest(LIMITS[n], axes.places[p] if n < BY_CITY else "", float(use[n, p]))
            then = use_without(without, own.limit, axes.places[p], axes)
            if then > own.share + LEAST_RISE:
                found.append((own, then))
    return found


def _gain_reason(telling: Telling, same: Sequence[Measure], key: str) -> str:
    """That a lever brings more than it costs by what the plan is made for; blank where it does not, or that is not known."""
    plan, without = telling.plan, _without(telling, same[0].lever)
    gain = 0.0 if without is None else float(plan.chosen.outcome.objective) - float(without.outcome.objective)
    if gain <= 0.0:
        return ""
    lever, life_year = telling.words.within(same[0].lever), float(plan.problem.prices.life_year)
    if plan.question.objective != "welfare" or life_year <= 0.0:
        return telling.say("why_gain", lever=lever, objective=telling.words.within(plan.question.objective))
    return telling.say(key, lever=lever, gain=telling.words.money(gain), life=telling.words.price(life_year))


def _without(telling: Telling, lever: str) -> Without | None:
    """The run of the plan without a lever; none where the plan has no other level of it."""
    return next((one for one in telling.plan.explanation.without if one.lever == lever), None)


def cost_of(telling: Telling, same: Sequence[Measure]) -> str:
    """What measures of one lever cost, and whom."""
    say, lever = telling.say, same[0].lever
    amount, fund = cost_and_fund(telling, same)
    if amount <= 0:
        return say("cost_none")
    told = telling.words.money(amount)
    if lever in ORDERED and lever != "purchases":
        told = telling.attached(len({m.firm or m.site for m in same}), told)
    phrase = "cost_public" if lever in ORDERED else COST.get(lever, "cost_public")
    return say(phrase, money=told, fund=names.fund_name(fund, telling.language))


def cost_and_fund(telling: Telling, same: Sequence[Measure]) -> tuple[float, str]:
    """What measures of one lever cost, and the fund that pays; a blank fund where it is forgone and nobody pays."""
    lever = same[0].lever
    if lever in ORDERED:
        return sum(m.cost for m in same), same[0].fund
    return forgone(telling, same), SCREENING_FUND if lever in PAID else same[0].fund


def forgone(telling: Telling, same: Sequence[Measure]) -> float:
    """What measures of one lever cost in money or worth, over the days and places they hold."""
    return sum(_forgone(telling, measure) for measure in same)


def places_of(telling: Telling, same: Sequence[Measure]) -> list[int]:
    """Numbers of the cities measures hold in; a port stands for its city, blank for all."""
    axes = telling.plan.axes
    place_of_firm = {row.firm: row.place for row in telling.plan.region.rows(Firm)} if same[0].firm else {}
    found: set[int] = set()
    for measure in same:
        place = axes.place_of_port[axes.ports.index(measure.site)] if measure.site in axes.ports else measure.place
        if measure.firm:
            place = place_of_firm[measure.firm]
        found |= {axes.places.index(place)} if place in axes.places else set(range(len(axes.places)))
    return sorted(found)


def _forgone(telling: Telling, measure: Measure) -> float:
    """What one measure costs over its days and places, as the plan's welfare counts it."""
    plan = telling.plan
    first, last = plan.axes.day_index(measure.start), plan.axes.day_index(measure.end) + 1
    at, days = places_of(telling, [measure]), slice(first, last)
    known = {
        "openness": _output_forgone, "port_screening": _quarantine_paid, "corridor_screening": _corridor_paid, "remote": _lost_at_home,
        "school": _days_forgone, "gatherings": _days_forgone, "stay_home": _days_forgone, "travel": _days_forgone,
        "testing": _found, "tracing": _found,
    }  # fmt: skip
    return known[measure.lever](telling, measure, at, days) if measure.lever in known else measure.cost


def _output_forgone(telling: Telling, measure: Measure, at: list[int], days: slice) -> float:
    plan = telling.plan
    groups = plan.axes.group_of_sector
    sectors = [n for n, sector in enumerate(plan.axes.sectors) if measure.sector in ("", sector, groups[n])]
    made = array(plan.chosen.record.economy.value_added)[days][:, at][:, :, sectors].sum()
    normal = array(plan.model.economy.labour)[at][:, sectors].sum() * (days.stop - days.start)
    return float(max(normal - made, 0.0))


def _days_forgone(telling: Telling, measure: Measure, at: list[int], days: slice) -> float:
    """Days at school, of gatherings, out of the house, and trips."""
    plan, ill = telling.plan, telling.plan.model.epidemic
    prices, residents = plan.problem.prices, array(ill.population).sum(-1)
    price, count = {
        "school": (prices.school_day, array(plan.problem.pupils)),
        "gatherings": (prices.gatherings_day, residents),
        "stay_home": (prices.stay_home_day, residents),
        "travel": (prices.trip, residents * array(ill.trips_per_resident).sum(-1)),
    }[measure.lever]
    forgone = abs(measure.value - LEVER[measure.lever].neutral)
    return float(float(price) * forgone * float(count[at].sum()) * (days.stop - days.start))


def _lost_at_home(telling: Telling, measure: Measure, at: list[int], days: slice) -> float:
    plan = telling.plan
    made = array(plan.chosen.record.economy.value_added)[days][:, at].sum((0, 1)) @ array(
        plan.model.economy.remote_share
    )
    return float(plan.problem.prices.remote_loss_share) * measure.value * float(made)


def _found(telling: Telling, measure: Measure, at: list[int], days: slice) -> float:
    prices, ill = telling.plan.problem.prices, telling.plan.chosen.record.epidemic
    price, used = {
        "testing": (prices.test, ill.test_kits_used),
        "tracing": (prices.tracer_day, ill.tracers_used),
    }[measure.lever]
    return float(price) * float(array(used)[days][:, at].sum())


def _quarantine_paid(telling: Telling, measure: Measure, at: list[int], days: slice) -> float:
    plan, ill = telling.plan, telling.plan.model.epidemic
    ports = [plan.axes.ports.index(measure.site)] if measure.site else list(range(len(plan.axes.ports)))
    stays = (array(ill.arrivals)[days] * array(ill.quarantine_days))[:, ports]
    return float(plan.problem.prices.quarantine) * measure.value * float(stays.sum())


def _corridor_paid(telling: Telling, measure: Measure, at: list[int], days: slice) -> float:
    plan, ill = telling.plan, telling.plan.model.epidemic
    trips = np.einsum("p,tp->", array(ill.trips_to_hub)[at], array(plan.chosen.levers.travel)[days][:, at])
    return float(plan.problem.prices.corridor_test) * measure.value * float(trips)


def _port_reason(telling: Telling, same: Sequence[Measure]) -> str:
    """Port screening keeps infections out, as far as the rooms of its own days and the money allow."""
    at = places_of(telling, same)
    capped = max(_rooms_used(telling, same, at), _fullest(telling, ("epidemic budget",), at), key=lambda one: one.share)
    if _is_full(telling, capped):
        return _said(telling, "why_capped", capped)
    return _served_reason(telling, same) or _gain_reason(telling, same, "why_imports") or telling.say("why_unclear")


def _rooms_used(telling: Telling, same: Sequence[Measure], at: Sequence[int]) -> _Fullest:
    """How full quarantine rooms are on the days of some measures, in the fullest of some cities."""
    axes, ill = telling.plan.axes, telling.plan.model.epidemic
    used = array(telling.plan.chosen.record.epidemic.quarantine_rooms_used)
    days = np.zeros(len(used), bool)
    for one in same:
        days[axes.day_index(one.start) : axes.day_index(one.end) + 1] = True
    bounds, number = telling.plan.problem.bounds, LIMITS.index(ROOMS)
    may_be_used = float(array(bounds.bound)[number] * array(bounds.room)[number])
    share = used[days].max(0) / (np.maximum(array(ill.quarantine_rooms), 1e-9) * may_be_used)
    p = max(at, key=lambda place: share[place])
    return _Fullest(ROOMS, axes.places[p], float(share[p]))


def _is_full(telling: Telling, found: _Fullest) -> bool:
    """Whether a limit holds the plan back, by the rule of every page."""
    nearly = found.share >= NEARLY and (found.limit, found.place) in holding(telling)
    return found.share >= BINDING or nearly


def _fullest(telling: Telling, limits: Sequence[str], at: Sequence[int], under: Strategy | None = None) -> _Fullest:
    """The fullest of some limits in some cities, under the plan unless another strategy is given."""
    use = array((under or telling.plan.chosen).outcome.limits)
    best = max(((limit, p) for limit in limits for p in at), key=lambda pair: use[LIMITS.index(pair[0]), pair[1]])
    number = LIMITS.index(best[0])
    place = telling.plan.axes.places[best[1]] if number < BY_CITY else ""
    return _Fullest(best[0], place, float(use[number, best[1]]))


def _said(telling: Telling, key: str, found: _Fullest) -> str:
    where = telling.place(found.place) if found.place else telling.say("whole_region")
    return telling.say(key, limit=telling.words.within(found.limit), place=where, use=telling.words.share(found.share))


def _against(telling: Telling, key: str, found: _Fullest, own: float, **named: str) -> str:
    """A limit's use without something, and under the plan."""
    place = telling.place(found.place) if found.place else telling.say("in_whole_region")
    limit, use = telling.words.within(found.limit), use_told(telling.words, found.share)
    return telling.say(key, limit=limit, place=place, use=use, own=telling.words.share(own), **named)
