"""The plan against the reference strategies and the limits: the answer in a sentence, two tables and the picture of the limits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

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
)
from bothhands.plan.plan import Plan
from bothhands.plan.strategy import Strategy
from bothhands.report.amounts import number, persons
from bothhands.report.bar_charts import Bar, Mark, bar_chart
from bothhands.report.conflict_said import conflict_of_plan
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import FloatArray, Telling, array

BINDING = 0.95
"""From this use on a limit counts as binding."""
RARELY, MOST_BROKEN = 0.05, 3
"""Share of members up to which it is not told that they break a limit that is not promised; limits that are told at most."""
NOTHING_GIVEN = 1e6
"""A limit relaxed so far is one on something the tables give none of."""


class Use(NamedTuple):
    """A limit where it is fullest: how much is used and allowed, the share, and the worth of one per cent more room."""

    limit: str
    place: str
    used: float
    allowed: float
    share: float
    price: float

    @property
    def binds(self) -> bool:
        """Whether the limit is as good as full."""
        return self.share >= BINDING


SHARES = (ODDS, OUTPUT)
"""Limits told in per cent."""


def answer(telling: Telling) -> str:
    """The plan in a sentence: value added with its distance to the best reference, deaths, and whether limits hold."""
    plan, words = telling.plan, telling.words
    own, other = plan.chosen.outcome, plan.best_reference.outcome
    gain = float(own.value_added) / max(float(other.value_added), 1e-9) - 1.0
    return telling.say(
        "answer", money=words.money(float(own.value_added)), end=words.day(plan.axes.end), reference=telling.say(plan.best_reference.name),
        change=telling.say("more" if gain >= 0 else "less", share=words.share(abs(gain))), deaths=persons(deaths_of(telling, plan.chosen)), limits=limits_said(telling),
    )  # fmt: skip


def limits_said(telling: Telling) -> str:
    """Whether the limits hold; a limit that nothing keeps is named with the room it was given."""
    if not telling.plan.solution.feasible:
        told = [telling.say("limits_broken"), *conflict_of_plan(telling)]
        return telling.say("sentence_break").join(
            line[:1].upper() + line[1:] if n else line for n, line in enumerate(told)
        )
    room = array(telling.plan.problem.bounds.room)
    wide = [
        telling.say("limit_of_none", limit=telling.say(limit))
        if room[n] > NOTHING_GIVEN
        else f"{telling.say(limit)} {telling.words.share(float(room[n]))}"
        for n, limit in enumerate(LIMITS)
        if room[n] > 1
    ]
    said = telling.say("limits_relaxed", wide=telling.say("comma").join(wide)) if wide else telling.say("limits_kept")
    short = [
        telling.say("broken_in", limit=telling.words.within(name), n=n) for name, n in broken_in_members(telling.plan)
    ]
    if not short:
        return said
    which = telling.say("comma").join(short[:MOST_BROKEN])
    which += telling.say("broken_more", n=len(short) - MOST_BROKEN) if len(short) > MOST_BROKEN else ""
    return said + telling.say("members_short", which=which, members=telling.plan.promise.futures.size)


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
        tuple(say(head) for head in ("strategy", "value_added", "life_years", "deaths", "largest_use", "keeps")),
        tuple(rows),
    )


def deaths_of(telling: Telling, one: Strategy) -> float:
    """Expected deaths on the planning days."""
    return float(array(one.record.epidemic.deaths).sum((1, 2)) @ telling.future)


def uses_of(telling: Telling) -> list[Use]:
    """Every limit where it is fullest under the plan."""
    plan = telling.plan
    share, price = array(plan.chosen.outcome.limits), array(plan.solution.prices)
    allowed = allowed_of(telling)
    found = []
    for n, limit in enumerate(LIMITS):
        if not _asked(telling, limit, allowed[n], share[n]):
            continue
        p = int(share[n].argmax())
        where = plan.axes.places[p] if n < BY_CITY else ""
        worth = float(price[n][p]) if n < BY_CITY else float(price[n].max())
        full, most = float(share[n][p]), float(allowed[n][p])
        used = most / max(full, 1e-9) if LIMIT[limit].floor else full * most
        found.append(Use(limit, where, used, most, full, worth))
    return found


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
    budget = float(array(bounds.budget).sum())
    rows = []
    for bound, room, kind in zip(array(bounds.bound), array(bounds.room), KINDS, strict=True):
        if kind.floor:
            rows.append(each / (bound * room))
        else:
            rows.append(bound * room * (budget if kind.name == BUDGET else 1.0) * held.get(kind.name, each))
    return np.asarray(np.stack(rows))


def limits_table(telling: Telling) -> Table:
    """Every limit: where it is fullest, used, allowed, share, and what one per cent more room is worth where it binds."""
    say = telling.say
    rows = tuple(
        (
            say(use.limit), telling.place(use.place) if use.place else say("whole_region"), amount_of(telling, use.limit, use.used),
            amount_of(telling, use.limit, use.allowed), telling.words.share(use.share), telling.words.money(use.price) if use.binds else "–",
        )
        for use in uses_of(telling)
    )  # fmt: skip
    return Table(tuple(say(head) for head in ("limit", "place", "used_amount", "allowed", "use", "price")), rows)


def limits_chart(telling: Telling) -> Figure:
    """How full each limit is where it is fullest."""
    say, uses = telling.say, sorted(uses_of(telling), key=lambda use: -use.share)
    bars = []
    for use in uses:
        where = f" · {telling.place(use.place)}" if use.place and use.share > 0 else ""
        bars.append(Bar(say(use.limit) + where, 100 * use.share, telling.words.share(use.share)))
    full = [say(use.limit) for use in uses if use.binds]
    title = (
        say("limits_full", which=say("comma").join(full))
        if full
        else say("limits_free", share=telling.words.share(uses[0].share), which=say(uses[0].limit))
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
