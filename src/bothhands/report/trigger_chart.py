"""Rules that follow what is seen: in how many members each turned on, where, and for how long."""

from __future__ import annotations

import numpy as np

from bothhands.inputs.tables.triggers import Trigger
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling, array

SHOWN = 10
CONTINGENCY = "contingency: "
"""How the names of the plan's own rules begin."""


def triggers_chart(telling: Telling) -> Figure | None:
    """Share of members in which each rule turned on, by city; None without rules."""
    plan, say = telling.plan, telling.say
    rules = (*plan.region.rows(Trigger), *plan.promise.rules)
    if not rules:
        return None
    days = array(plan.members.triggered)[:, : len(rules)]
    followed = array(plan.chosen.record.triggered)[:, : len(rules)].sum(0)
    expected = np.concatenate([followed, np.full((len(rules) - len(followed), days.shape[2]), np.nan)])
    share = (days > 0).mean(0)
    obeys = array(plan.promise.model.triggers.obeys)[: len(rules)]
    order = sorted(np.argwhere(obeys > 0).tolist(), key=lambda at: (-share[*at], *at))

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
    anywhere = float((days > 0).any((1, 2)).mean())
    key = "triggers_title" if anywhere > 0 else "triggers_title_never"
    title = say(key, share=telling.words.share(anywhere), n=len(rules))
    return telling.figure(
        "triggers", title, say("triggers_unit", n=len(days)), "health", lambda chart: bar_chart(chart, bars),
        Table(tuple(say(head) for head in heads), rows),
    )  # fmt: skip


def rule_said(telling: Telling, rule: Trigger) -> str:
    """A rule in words."""
    words = telling.words
    share = rule.indicator == "intensive_bed_use"
    above, below = (words.share(value) if share else f"{value:g}" for value in (rule.above, rule.below))
    return telling.say(
        "rule_sentence", lever=telling.say(rule.lever), level=words.share(rule.level), indicator=telling.say(rule.indicator),
        scope=telling.say(f"scope_{rule.scope}"), above=above, below=below,
    )  # fmt: skip
