"""A chain plan and its reasons as tables and sentences: orders, who is served, what binds, who is not served and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bothhands.inputs.tables.sites import Site
from bothhands.model.signals import DEMAND_GROUPS
from bothhands.plan.chain.answers import Rent
from bothhands.plan.chain.priorities import REWARD
from bothhands.plan.chain_plan import ChainPlan, Explained, Why, day_of
from bothhands.plan.delay import is_unverified
from bothhands.report.chain_words import ChainWords
from bothhands.report.names import FUNDS
from bothhands.report.sentences import names_of, told_in
from bothhands.report.svg import Table

SOON = 4
"""Weeks of purchases told on the console."""
REASONS = {
    "no source": "why_no_source",
    "lines": "why_lines",
    "outside supply": "why_outside",
    "money": "why_money",
    "not yet there": "why_not_yet",
}


def orders_table(words: ChainWords, plan: ChainPlan) -> Table:
    """Lines to order, by week."""
    rows = tuple(
        (
            one.start.isoformat(),
            words.site(one.site, one.good),
            words.good(one.good),
            words.line_class(one.variant),
            words.count(float(one.value)),
            words.money(one.cost),
        )
        for one in plan.proposal.measures
        if one.lever == "line_orders"
    )
    return Table(words.heads("ch_week", "ch_site", "ch_good", "ch_class", "ch_lines", "ch_cost"), rows)


def purchases_table(words: ChainWords, plan: ChainPlan, weeks: int | None = None) -> Table:
    """Goods to buy, by week, for the whole region; all weeks, or the first so many."""
    places = len(plan.case.axes.places)
    days = [one.start for one in plan.proposal.measures if one.lever == "purchases"]
    until = sorted(set(days))[:weeks]
    rows = tuple(
        (
            one.start.isoformat(),
            words.good(one.good),
            words.measured(float(one.value) * places * ((one.end - one.start).days + 1), one.good),
            words.money(one.cost),
            FUNDS.get(one.fund, (one.fund, one.fund))[words.words.zh],
        )
        for one in plan.proposal.measures
        if one.lever == "purchases" and one.start in until
    )
    return Table(words.heads("ch_week", "ch_good", "ch_amount", "ch_cost", "ch_fund"), rows)


def weeks_table(words: ChainWords, plan: ChainPlan) -> Table:
    """Who is served and what binds, from week to week; weeks that read alike stand in one row."""
    told: Mapping[str, Any] = plan.proposal.tables
    rows: list[tuple[str, ...]] = []
    for week, coverage, row in zip(told["weeks"], told["coverage"], told["bottlenecks"], strict=True):
        said = (
            *(words.words.percent(f"{100 * part:.0f} %") for part in coverage),
            bound_by(words, row["link"], row["good"]),
        )
        if not rows or rows[-1][1:] != said:
            rows.append((week.isoformat(), *said))
    heads = (words.say("ch_week"), *map(words.group, DEMAND_GROUPS), words.say("ch_binds"))
    return Table(heads, tuple(rows))


def plan_said(words: ChainWords, plan: ChainPlan) -> str:
    """What is ordered, from when everybody is served, and how far a better plan could be."""
    lines = [one for one in plan.proposal.measures if one.lever == "line_orders"]
    bought = words.money(sum(one.cost for one in plan.proposal.measures if one.lever == "purchases"))
    count, sites = sum(float(one.value) for one in lines), len({one.site for one in lines})
    said = (
        words.say(
            "chain_orders", lines=_many(words, "lines", count), sites=_many(words, "sites", sites),
            lines_cost=words.money(sum(one.cost for one in lines)), bought=bought,
        )
        if lines
        else words.say("chain_orders_only_buy", bought=bought)
    )  # fmt: skip
    told: Mapping[str, Any] = plan.proposal.tables
    done, end = told["completed_on"], plan.case.axes.end.isoformat()
    said += words.say("chain_served_from", day=done.isoformat()) if done else words.say("chain_served_never", end=end)
    plain = {"value": plan.proposal.value, "bound": plan.proposal.bound or 0.0, "gap": told["gap"]}
    said += words.say("chain_bound", **_how_good(words, **plain))
    said += words.say("chain_bound_in_order", times=f"{REWARD:g}", **_how_good(words, **told["with_priorities"]))
    return said + (words.say("chain_stopped", why=told["search"]) if told["search"] else "")


def _how_good(words: ChainWords, value: float, bound: float, gap: float) -> dict[str, str]:
    return {"value": words.money(value), "bound": words.money(bound), "gap": words.share(gap)}


def plan_notes(words: ChainWords, plan: ChainPlan) -> list[str]:
    """Whose needs, what stays of earlier orders and which limit they break."""
    notes = [words.say("chain_note", of=words.whose(plan.case), day=plan.case.as_of.isoformat())]
    if plan.frozen:
        notes.append(words.say("chain_frozen", n=len(plan.frozen)))
    breaches: Sequence[str] = plan.proposal.tables["breaches"]  # type: ignore[assignment]
    notes += [
        words.say("chain_breach", what=told_in(one, words.words.language, names_of(words.region))) for one in breaches
    ]
    return notes


def bottleneck_table(words: ChainWords, plan: ChainPlan, found: Explained) -> Table:
    """Makers that bind hardest, with what one more line does there."""
    rows = tuple(
        (
            maker(words, plan, one),
            day_of(plan, one.period).isoformat(),
            words.measured(one.line, good_of(plan, one)),
            words.money(max(one.gain, 0.0)),
            _cut(words, plan, one),
        )
        for one in found.bottlenecks
    )
    return Table(words.heads("ch_maker", "ch_from", "ch_one_line", "ch_gain", "ch_cut"), rows)


def unserved_table(words: ChainWords, plan: ChainPlan, found: Explained) -> Table:
    """Needs not met and why, a row a good: of the region, and where it is worst."""
    rows = []
    for good in dict.fromkeys(one.good for one in found.unserved):
        own = [one for one in found.unserved if one.good == good]
        worst = max(own, key=lambda one: one.share)
        short = sum(one.short for one in own)
        need = plan.decided.data.need[:, :, plan.case.axes.goods.index(good)].sum()
        where = words.say("chain_worst_in", place=words.place(worst.place), share=words.share(worst.share))
        why = reasons(words, [why for one in own for why in one.reasons])
        rows.append((words.good(good), words.measured(short, good), words.share(short / need), where, why))
    return Table(words.heads("ch_good", "ch_unmet", "ch_of_need", "ch_worst", "ch_why"), tuple(rows))


def cities_table(words: ChainWords, found: Explained) -> Table:
    """The same by city, for the workbook."""
    rows = tuple(
        (
            words.good(one.good),
            words.place(one.place),
            words.measured(one.short, one.good),
            words.share(one.share),
            one.worst.isoformat(),
            reasons(words, one.reasons),
        )
        for one in found.unserved
    )
    return Table(words.heads("ch_good", "ch_city", "ch_unmet", "ch_of_need", "ch_worst_day", "ch_why"), rows)


def cover_table(words: ChainWords, found: Explained, lowest: bool = False) -> Table:
    """Where stocks run lowest, and what one more unit is worth there; every city, or the lowest of each good."""
    shown = {one.good: one for one in reversed(found.cover)}.values() if lowest else found.cover
    rows = tuple(
        (
            words.good(one.good),
            words.place(one.place),
            words.count(one.days),
            one.on.isoformat(),
            words.words.price(one.price),
            one.dearest.isoformat() if one.price > 0 else "",
        )
        for one in shown
    )
    heads = ("ch_good", "ch_city", "ch_cover", "ch_evening", "ch_unit_price", "ch_when")
    return Table(words.heads(*heads), rows)


def explained_said(words: ChainWords, plan: ChainPlan, found: Explained) -> str:
    """What binds hardest, who is not served, and what the lines cost if need falls."""
    real = [one for one in found.bottlenecks if one.gain > 0]
    if real:
        one = real[0]
        said = words.say(
            "chain_binds_most", maker=maker(words, plan, one), day=day_of(plan, one.period).isoformat(),
            line=words.measured(one.line, good_of(plan, one)), gain=words.money(one.gain),
        )  # fmt: skip
    else:
        said = words.say("chain_binds_not")
    for good, _, part, where, why in unserved_table(words, plan, found).rows[:1]:
        said += words.say("chain_unserved", good=good, share=part, where=where, why=why)
    return said + words.say("chain_overbuilt", money=words.money(found.overbuilding))


def explained_told(plan: ChainPlan, found: Explained) -> dict[str, object]:
    """The reasons with names in place of numbers, as JSON takes them; amounts in the goods' units and the region's currency."""
    goods = plan.case.axes.goods
    return {
        "bottlenecks": [
            {
                "good": good_of(plan, one), "place": place_of(plan, one), "verified": is_chased(plan, one), "from": day_of(plan, one.period),
                "rent_per_unit_and_day": one.rent, "one_line_a_day": one.line, "gain": one.gain,
                "unmet_falls_by": {goods[n]: float(cut) for n, cut in enumerate(one.cut) if abs(cut) > 1e-9},
            }
            for one in found.bottlenecks
        ],
        "unserved": found.unserved, "cover": found.cover, "overbuilding": found.overbuilding,
    }  # fmt: skip


def bound_by(words: ChainWords, link: str, good: str) -> str:
    """A link of the bottleneck calendar in words."""
    if link in ("none", "release"):
        return words.say(f"bind_{link}", good=words.good(good))
    name, _, kind = link.rpartition(" ")
    return words.say(f"bind_{kind}", good=words.good(name))


def reasons(words: ChainWords, found: Sequence[Why]) -> str:
    """Limits in words, one after the other."""
    said = (words.say(REASONS[one.limit], good=words.good(one.good)) for one in found)
    return words.say("why_join").join(dict.fromkeys(said))


def good_of(plan: ChainPlan, rent: Rent) -> str:
    """What a maker makes."""
    return plan.case.axes.goods[int(plan.decided.data.maker_good[rent.maker])]


def maker(words: ChainWords, plan: ChainPlan, rent: Rent) -> str:
    """A maker in words: its good and city."""
    good, place = words.good(good_of(plan, rent)), words.place(place_of(plan, rent))
    said = f"{place}{good}" if words.words.zh else f"{good} in {place}"
    return said if is_chased(plan, rent) else f"{said}: {words.say('chain_unverified')}"


def is_chased(plan: ChainPlan, rent: Rent) -> bool:
    """Whether a maker has a site whose figures are more than an assumption."""
    good, place = good_of(plan, rent), place_of(plan, rent)
    sites = [row for row in plan.case.region.rows(Site) if (row.good, row.place) == (good, place)]
    return any(not is_unverified(plan.case.region, row.site, good) for row in sites)


def place_of(plan: ChainPlan, rent: Rent) -> str:
    """Where a maker is."""
    return plan.case.axes.places[int(plan.decided.data.maker_place[rent.maker])]


def _cut(words: ChainWords, plan: ChainPlan, rent: Rent) -> str:
    goods = plan.case.axes.goods
    told = [
        f"{words.measured(float(rent.cut[n]), goods[n])} {words.good(goods[n])}"
        for n in np.argsort(-rent.cut)
        if rent.cut[n] >= 0.5
    ]
    return ", ".join(told) or words.say("chain_none")


def _many(words: ChainWords, noun: str, count: float) -> str:
    return words.say(f"{noun}_{'one' if count == 1 else 'many'}", n=f"{count:g}")
