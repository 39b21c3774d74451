"""The plan against the reference strategies and the limits: the answer in a sentence, two tables and the picture of the limits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bothhands.plan.explain import binding
from bothhands.plan.limits import (
    BUDGET,
    BY_CITY,
    HUB,
    INTENSIVE,
    KINDS,
    LIMIT,
    LIMITS,
    ODDS,
    OUTPUT,
    ROOMS,
    WARD,
    asked,
    money_ahead,
)
from bothhands.plan.plan import Plan
from bothhands.plan.strategy import Strategy
from bothhands.report.amounts import number, persons
from bothhands.report.bar_charts import Bar, Mark, bar_chart
from bothhands.report.conflict_said import conflict_of_plan
from bothhands.report.promise_chart import what_is_promised
from bothhands.report.svg import Figure, Table, capital
from bothhands.report.telling import FloatArray, Telling, array

BINDING = 0.95
"""From this use on a limit holds the plan back; one that has a price does from `plan.explain.NEARLY` on."""
RARELY, MOST_BROKEN = 0.05, 3
"""Share of members up to which it is not told that they break a limit that is not promised; limits that are told at most."""
NOTHING_GIVEN = 1e6
"""A limit relaxed so far is one on something the tables give none of."""


class Use(NamedTuple):
    """A limit where it is fullest: how much is used and allowed, the share, the worth of one per cent more room, and whether it holds the plan back."""

    limit: str
    place: str
    used: float
    allowed: float
    share: float
    price: float
    binds: bool


SHARES = (ODDS, OUTPUT)
"""Limits told in per cent."""
APART = 0.5
"""From this share of the deaths of the expected run on the mean of members is told beside them."""


def answer(telling: Telling) -> str:
    """The plan in a paragraph: value added with its distance to the best reference, deaths, whether limits hold, and a promise that does not."""
    plan, words = telling.plan, telling.words
    own, other = plan.chosen.outcome, plan.best_reference.outcome
    gain = float(own.value_added) / max(float(other.value_added), 1e-9) - 1.0
    yields = telling.say(
        "answer", money=words.money(float(own.value_added)), end=words.day(telling.last_day), reference=telling.say(plan.best_reference.name),
        change=telling.say("more" if gain >= 0 else "less", share=words.share(abs(gain))), which=_which_reference(telling),
    )  # fmt: skip
    limits = capital(limits_said(telling)) + telling.say("full_stop")
    return telling.say("blank").join(
        filter(None, (yields, _deaths_said(telling), limits, _kept_alone(telling), _promise_said(telling)))
    )


def _which_reference(telling: Telling) -> str:
    """What the reference is among those compared; blank where all keep the limits."""
    kept = sum(one.keeps_limits for one in telling.plan.references)
    if kept == len(telling.plan.references):
        return ""
    if kept and _relaxed(telling):
        return telling.say("answer_relaxed")
    return telling.say(f"answer_{'none' if not kept else 'only' if kept == 1 else 'best'}", n=kept)


def _deaths_said(telling: Telling) -> str:
    """Deaths of the expected run, and of members where their mean is another."""
    expected, promise = deaths_of(telling, telling.plan.chosen), telling.plan.promise
    mean, worst = mean_deaths(telling.plan), promise.worst_deaths
    apart = abs(mean - expected)
    if apart <= APART * expected or max(apart, worst - expected) <= 1.0:
        return telling.say("answer_deaths", deaths=persons(expected))
    return telling.say(
        "answer_deaths_members", deaths=persons(expected), mean=persons(mean), worst=persons(worst), members=promise.futures.size
    )  # fmt: skip


def mean_deaths(plan: Plan) -> float:
    """Mean over the fresh members."""
    return float(np.mean(array(plan.promise.futures.outcomes.deaths)))


def _promise_said(telling: Telling) -> str:
    """That the promise does not hold, or cannot be shown on so few members; blank where it does."""
    promise, words = telling.plan.promise, telling.words
    if promise.holds:
        return ""
    few = promise.kept == promise.futures.size
    key = (
        "answer_promise_worst" if promise.least >= promise.share else "answer_promise_few" if few else "answer_promise"
    )
    return telling.say(
        key, what=what_is_promised(telling), kept=promise.kept, members=promise.futures.size,
        asked=words.share(promise.share), worst=persons(promise.worst_deaths), most=persons(promise.most_deaths),
    )  # fmt: skip


def limits_said(telling: Telling) -> str:
    """Whether the limits hold; a limit that nothing keeps is named with the room it was given, and a promise that does not hold is told after."""
    wide = _relaxed(telling)
    if not telling.plan.solution.feasible:
        told = [telling.say("limits_broken"), *conflict_of_plan(telling)]
        told += [telling.say("limits_relaxed_too", wide=wide)] if wide else []
        return telling.say("sentence_break").join(
            line[:1].upper() + line[1:] if n else line for n, line in enumerate(told)
        )
    said = telling.say("limits_relaxed", wide=wide) if wide else telling.say("limits_kept")
    promise, broken = telling.plan.promise, broken_in_members(telling.plan)
    told_after = promise.asked if promise.least < promise.share else {}
    short = [
        telling.say("broken_in", limit=telling.words.within(name), n=n) for name, n in broken if name not in told_after
    ]
    if not short:
        return said + (telling.say("limits_expected") if broken else "")
    which = telling.say("comma").join(short[:MOST_BROKEN])
    left = len(short) - MOST_BROKEN
    which += telling.say("broken_more" if left > 1 else "broken_one_more", n=left) if left > 0 else ""
    return said + telling.say("members_short", which=which, members=promise.futures.size)


def _relaxed(telling: Telling) -> str:
    """Limits that no reference keeps, with the room they were given; blank where each stands as it was asked."""
    room, words = array(telling.plan.problem.bounds.room), telling.words
    return telling.say("comma").join(
        telling.say("limit_of_none", limit=words.within(limit))
        if room[n] > NOTHING_GIVEN
        else f"{words.within(limit)} {words.share(float(room[n]))}"
        for n, limit in enumerate(LIMITS)
        if room[n] > 1
    )


def _kept_alone(telling: Telling) -> str:
    """Limits that the plan keeps and no reference does; blank where there are none."""
    plan = telling.plan
    if not plan.solution.feasible:
        return ""
    least = np.min([array(one.outcome.limits).max(1) for one in plan.references], axis=0)
    alone = [telling.words.within(LIMITS[n]) for n in np.flatnonzero(asked(plan.problem.bounds)) if least[n] > 1.0]
    return telling.say("limits_kept_alone", which=telling.say("comma").join(alone)) if alone else ""


def broken_in_members(plan: Plan) -> list[tuple[str, int]]:
    """Limits that the expected run keeps and that more than one fresh member in twenty breaks, or beds any: how many do, promised ones first."""
    promise, wanted, size = plan.promise, asked(plan.problem.bounds), plan.promise.futures.size
    counts = {
        name: round((1.0 - share) * size) for n, (name, share) in enumerate(promise.by_limit.items()) if wanted[n]
    }
    told = [(name, n) for name, n in counts.items() if n > (0 if name in promise.asked else RARELY * size)]
    return sorted(told, key=lambda one: (one[0] not in promise.asked, -one[1]))


def strategy_table(telling: Telling) -> Table:
    """Every strategy with value added, life-years, deaths, its fullest limit, and whether it keeps all."""
    say, rows = telling.say, []
    for one in (*telling.plan.references, telling.plan.chosen):
        use = array(one.outcome.limits)
        fullest = LIMITS[int(use.max(1).argmax())]
        rows.append((
            say(one.name), telling.words.money(float(one.outcome.value_added)), number(float(one.outcome.life_years)), persons(deaths_of(telling, one)),
            f"{say(fullest)} {telling.words.share(float(use.max()))}", say("yes" if one.keeps_limits else "no"),
        ))  # fmt: skip
    return Table(
        tuple(say(head) for head in ("strategy", "value_added", "life_years", "deaths_run", "largest_use", "keeps")),
        tuple(rows),
    )


def deaths_of(telling: Telling, one: Strategy) -> float:
    """Expected deaths on the planning days."""
    return float(array(one.record.epidemic.deaths).sum((1, 2)) @ telling.future)


def holding(telling: Telling) -> dict[tuple[str, str], float]:
    """What one per cent more room is worth of each limit that holds the plan back, by limit and city (blank for the region): the rule of every page."""
    plan = telling.plan
    full = binding(array(plan.chosen.outcome.limits), array(plan.solution.prices), plan.axes, BINDING)
    return {(limit, place): price for limit, place, _, price in full}


def uses_of(telling: Telling) -> list[Use]:
    """Every limit where it is fullest under the plan."""
    plan = telling.plan
    share, allowed, full = array(plan.chosen.outcome.limits), allowed_of(telling), holding(telling)
    found = []
    for n, limit in enumerate(LIMITS):
        if _asked(telling, limit, allowed[n], share[n]):
            p = int(share[n].argmax())
            found.append(_use(telling, n, p, (share[n], allowed[n]), full))
    return found


def _use(
    telling: Telling, n: int, p: int, amounts: tuple[FloatArray, FloatArray], full: dict[tuple[str, str], float]
) -> Use:
    """A limit in a city; `amounts` are its share and what is allowed, by city."""
    where = telling.plan.axes.places[p] if n < BY_CITY else ""
    share, most = (float(one[p]) for one in amounts)
    used = most / max(share, 1e-9) if LIMIT[LIMITS[n]].floor else share * most
    return Use(LIMITS[n], where, used, most, share, full.get((LIMITS[n], where), 0.0), (LIMITS[n], where) in full)


def _asked(telling: Telling, limit: str, allowed: FloatArray, share: FloatArray) -> bool:
    """Whether a limit is asked for and can mean anything in this region: there is a hub, somebody arrives, a room or a budget is given or needed."""
    region = telling.plan.region
    if not asked(telling.plan.problem.bounds)[LIMITS.index(limit)]:
        return False
    if limit == HUB:
        return bool(region.hub)
    if limit == ODDS:
        return region.has("arrivals")
    if limit in (ROOMS, BUDGET):
        return bool(share.max() > 0 or (np.isfinite(allowed) & (allowed > 0)).any())
    return True


def allowed_of(telling: Telling) -> FloatArray:
    """What each limit allows in each city, in its own unit, as relaxed where it had to be: (limit, place)."""
    bounds, ill = telling.plan.problem.bounds, telling.plan.model.epidemic
    held = {WARD: array(ill.ward_beds), INTENSIVE: array(ill.intensive_beds), ROOMS: array(ill.quarantine_rooms)}
    each = np.ones(len(telling.plan.axes.places))
    budget = money_ahead(bounds, telling.plan.problem.future)
    rows = []
    for bound, room, kind in zip(array(bounds.bound), array(bounds.room), KINDS, strict=True):
        if kind.floor:
            rows.append(each / (bound * room))
        else:
            rows.append(bound * room * (budget if kind.name == BUDGET else 1.0) * held.get(kind.name, each))
    return np.asarray(np.stack(rows))


def limits_table(telling: Telling) -> Table:
    """Every limit where it is fullest, and in each further city in which it has a price: used, allowed, share, and what one per cent more room is worth
    where it holds the plan back."""
    say = telling.say
    rows = tuple(
        (
            say(use.limit), telling.place(use.place) if use.place else say("whole_region"), amount_of(telling, use.limit, use.used),
            amount_of(telling, use.limit, use.allowed), telling.words.share(use.share), telling.words.worth(use.price) if use.binds else "–",
        )
        for use in (one for fullest in uses_of(telling) for one in (fullest, *_elsewhere(telling, fullest)))
    )  # fmt: skip
    return Table(tuple(say(head) for head in ("limit", "place", "used_amount", "allowed", "use", "price")), rows)


def _elsewhere(telling: Telling, fullest: Use) -> list[Use]:
    """A limit in the other cities in which it holds the plan back at a price, the dearest first."""
    places, full, n = telling.plan.axes.places, holding(telling), LIMITS.index(fullest.limit)
    amounts = array(telling.plan.chosen.outcome.limits)[n], allowed_of(telling)[n]
    others = [
        p for p, place in enumerate(places) if place != fullest.place and full.get((fullest.limit, place), 0.0) > 0
    ]
    return sorted((_use(telling, n, p, amounts, full) for p in others), key=lambda one: -one.price)


def limits_chart(telling: Telling) -> Figure:
    """How full each limit is where it is fullest."""
    say, uses = telling.say, sorted(uses_of(telling), key=lambda use: -use.share)
    bars = []
    for use in uses:
        where = f" · {telling.place(use.place)}" if use.place and use.share > 0 else ""
        bars.append(Bar(say(use.limit) + where, 100 * use.share, telling.words.share(use.share)))
    held = {limit for limit, _ in holding(telling)}
    full = [telling.words.within(use.limit) for use in uses if use.limit in held]
    title = (
        say("limits_full", which=say("comma").join(full))
        if full
        else say("limits_free", share=telling.words.share(uses[0].share), which=telling.words.within(uses[0].limit))
    )
    mark = Mark(say("allowed"), 100.0)
    return telling.figure(
        "limits",
        title,
        say("limits_unit"),
        "health",
        lambda chart: bar_chart(chart, bars, mark),
        limits_table(telling),
    )


def amount_of(telling: Telling, limit: str, amount: float) -> str:
    """An amount in the limit's own unit."""
    if LIMIT[limit].money:
        return telling.words.money(amount) if np.isfinite(amount) else "–"
    return telling.words.share(amount) if limit in SHARES else number(amount)
