"""Rules that follow what is seen: in how many members each turned on, where, and for how long."""

from __future__ import annotations

import numpy as np

from bothhands.inputs.tables.triggers import Trigger
from bothhands.levers.catalogue import LEVER
from bothhands.report import names
from bothhands.report.amounts import number
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling, array

SHOWN = 10
CONTINGENCY = "contingency: "
"""How the names of the plan's own rules begin."""
SAME = 1e-6
"""Levels closer than this are one."""


def triggers_chart(telling: Telling) -> Figure | None:
    """Share of members in which each rule turned on, by city; None without rules that could move what the plan has dated."""
    plan, say = telling.plan, telling.say
    rules = (*plan.region.rows(Trigger), *plan.promise.rules)
    if not rules:
        return None
    days = array(plan.members.triggered)[:, : len(rules)]
    followed = array(plan.chosen.record.triggered)[:, : len(rules)].sum(0)
    expected = np.concatenate([followed, np.full((len(rules) - len(followed), days.shape[2]), np.nan)])
    share = (days > 0).mean(0)
    obeys = array(plan.promise.model.triggers.obeys)[: len(rules)]
    obeyed = np.argwhere(obeys > 0).tolist()
    order = sorted((at for at in obeyed if moves(telling, rules[at[0]], *at)), key=lambda at: (-share[*at], *at))
    if not order:
        return None
    acting = sorted({k for k, _ in order})

    def name(k: int, p: int) -> str:
        return f"{named(k)} · {telling.place(plan.axes.places[p])}"

    def named(k: int) -> str:
        own = rules[k].trigger
        return say(own) if own.startswith(CONTINGENCY) else own

    def typical(k: int, p: int) -> float:
        own = days[:, k, p]
        return float(np.median(own[own > 0])) if (own > 0).any() else 0.0

    bars = [Bar(name(k, p), 100 * share[k, p], telling.words.share(share[k, p])) for k, p in order[:SHOWN]]
    rows = tuple(
        (named(k), telling.place(plan.axes.places[p]), telling.words.share(share[k, p]), f"{typical(k, p):.0f}",
         "–" if np.isnan(expected[k, p]) else f"{expected[k, p]:.0f}", rule_said(telling, rules[k]))
        for k, p in order
    )  # fmt: skip
    heads = ("rule", "city", "members_on", "days_on", "days_expected", "rule_words")
    idle = [named(k) for k in sorted({k for k, _ in obeyed} - set(acting))]
    left_out = say("triggers_idle", rules=names.listed(idle, telling.language, len(idle))) if idle else ""
    anywhere = float((days[:, *np.transpose(order)] > 0).any(1).mean())
    key = "triggers_title" if anywhere > 0 else "triggers_title_never"
    title = say(key, share=telling.words.share(anywhere), n=len(acting))
    return telling.figure(
        "triggers", title, say("triggers_unit", n=len(days), left_out=left_out), "health", lambda chart: bar_chart(chart, bars),
        Table(tuple(say(head) for head in heads), rows),
    )  # fmt: skip


def moves(telling: Telling, rule: Trigger, k: int, place: int) -> bool:
    """Whether a rule, where it is on in a city, would make a level stricter than the plan has dated it on any day on which it may act."""
    plan, triggers = telling.plan, telling.plan.promise.model.triggers
    days = np.arange(plan.axes.n_days)
    may = (days >= int(triggers.first_day[k])) & (days <= int(triggers.last_day[k])) & (telling.future > 0)
    dated, level = array(getattr(plan.chosen.levers, rule.lever))[may], np.asarray(rule.level)
    if rule.lever == "openness":
        dated, level = dated[:, place], array(triggers.openness_level)[k]
    elif rule.lever == "port_screening":
        dated = dated[:, [name == plan.axes.places[place] for name in plan.axes.place_of_port]]
    else:
        dated = dated[:, place]
    return bool((dated - level > SAME).any() if tightens_down(rule) else (level - dated > SAME).any())


def tightens_down(rule: Trigger) -> bool:
    """Whether the lever of a rule is stricter the lower it is."""
    return LEVER[rule.lever].neutral > LEVER[rule.lever].low


def rule_said(telling: Telling, rule: Trigger) -> str:
    """A rule in words."""
    words = telling.words
    share = rule.indicator == "intensive_bed_use"
    above, below = (words.share(value) if share else number(value) for value in (rule.above, rule.below))
    return telling.say(
        "rule_sentence", lever=telling.say(rule.lever), to=telling.say("rule_down_to" if tightens_down(rule) else "rule_up_to"), level=words.share(rule.level), indicator=telling.say(rule.indicator),
        scope=telling.say(f"scope_{rule.scope}"), above=above, below=below,
    )  # fmt: skip
