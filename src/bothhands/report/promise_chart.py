"""What the plan promises on members it has never met: how often each limit holds, and what was tried so that it does."""

from __future__ import annotations

import numpy as np

from bothhands.plan.futures import least_share
from bothhands.plan.limits import INTENSIVE, WARD, asked
from bothhands.plan.promise import NEVER, Tried
from bothhands.report.amounts import number, persons
from bothhands.report.bar_charts import Bar, Mark, bar_chart
from bothhands.report.svg import Figure, Table, capital
from bothhands.report.telling import Telling, array


def promise_chart(telling: Telling) -> Figure:
    """Share of fresh members that keep each limit, against what is promised."""
    plan, say, words = telling.plan, telling.say, telling.words
    promise = plan.promise
    wanted = asked(plan.problem.bounds)
    shown = [(name, share) for n, (name, share) in enumerate(promise.by_limit.items()) if wanted[n]]
    size = promise.futures.size
    least = {
        name: words.share(least_share(round(share * size), size)) for name, share in shown if name in promise.asked
    }
    bars = [
        Bar(say(name), 100 * share, say("kept_bar", share=words.share(share), least=least[name]) if name in least else words.share(share))
        for name, share in shown
    ]  # fmt: skip
    broken = "promise_title_not" if promise.least < promise.share else "promise_title_worst"
    key = "promise_title" if promise.holds else broken
    title = capital(
        say(
            key, what=what_is_promised(telling), kept=promise.kept, members=promise.futures.size, least=words.share(promise.least), asked=words.share(promise.share),
            worst=persons(promise.worst_deaths), most=persons(promise.most_deaths),
        )
    )  # fmt: skip
    unit = say("promise_unit", limits=say("comma").join(say(name) for name in promise.asked))
    rows = tuple(
        (say(name), words.share(share), least.get(name, "–"), words.share(promise.asked[name]) if name in promise.asked else "–")
        for name, share in shown
    )  # fmt: skip
    table = Table(tuple(say(head) for head in ("limit", "kept_in", "kept_at_least", "promised")), rows)
    mark = Mark(say("promised"), 100 * promise.share)
    return telling.figure("promise", title, unit, "health", lambda chart: bar_chart(chart, bars, mark), table)


def tried_chart(telling: Telling) -> Figure | None:
    """Every ladder that was tried, by the count whose members it was tried on: how often it keeps what is promised, what it is worth, and the worst; None where none was needed."""
    say, words = telling.say, telling.words
    tried = sorted(telling.plan.promise.tried, key=lambda one: (one.look, -one.threshold))
    if len(tried) < 2:
        return None
    counts = len({one.look for one in tried})

    def begins(one: Tried) -> str:
        rules = say("without_rules") if one.threshold == NEVER else say("ladder_from", threshold=number(one.threshold))
        key = "tried_on" if counts == 1 else "tried_on_count"
        return say(key, rules=rules, members=one.members, count=one.look + 1)

    bars = [Bar(begins(one), 100 * one.kept_share, words.share(one.kept_share)) for one in tried]
    rows = tuple(
        (
            begins(one),
            words.share(one.kept_share),
            "–" if one.objective is None else words.worth(one.objective),
            persons(one.worst_deaths),
            "–" if one.closed_days is None else f"{one.closed_days:.0f}",
        )
        for one in tried
    )
    heads = ("rules", "kept_in", "mean_worth", "worst_tenth", "days_closed")
    mark = Mark(say("promised"), 100 * telling.plan.promise.share)
    return telling.figure(
        "tried", say("tried_title" if telling.plan.promise.holds else "tried_title_not"), say("tried_unit", apart=say("tried_apart") if counts > 1 else ""), "health", lambda chart: bar_chart(chart, bars, mark),
        Table(tuple(say(head) for head in heads), rows),
    )  # fmt: skip


def promise_said(telling: Telling) -> str:
    """Whether dates alone keep the promise, the ladder where they do not, what it spares, and where nothing tried keeps it."""
    plan, say, words = telling.plan, telling.say, telling.words
    promise, first, what = plan.promise, plan.promise.tried[0], what_is_promised(telling)
    count, share, worst = promise.futures.size, words.share(promise.share), persons(promise.worst_deaths)
    kept = round(first.kept_share * first.members)
    told = []
    if promise.rules:
        why = ""
        if first.threshold != promise.threshold:
            few = least_share(kept, first.members) < promise.share
            why = say("promise_too_few", asked=share) if few else say("promise_too_many", worst=persons(first.worst_deaths), most=persons(promise.most_deaths))  # fmt: skip
        key = "promise_rules" if first.threshold == NEVER else "promise_rules_again"
        told.append(say(key, what=what, kept=kept, members=first.members, why=why, threshold=number(promise.threshold)))
        if why:
            told.append(say("promise_counted", what=what, kept=promise.kept, members=count, looks=promise.looks))
    else:
        key = "promise_dates" if promise.holds else "promise_dates_not"
        told.append(say(key, what=what, kept=promise.kept, members=count))
    if promise.least < promise.share:
        told.append(say("promise_few" if promise.kept == count else "promise_not", asked=share))
    if promise.rules:
        mean = persons(float(np.mean(array(promise.futures.outcomes.deaths))))
        without = say("promise_without", without=persons(first.worst_deaths)) if first.threshold == NEVER else ""
        run = persons(float(plan.chosen.outcome.deaths))
        told.append(say("promise_deaths", mean=mean, worst=worst, without=without, run=run))
    if np.isfinite(promise.most_deaths):
        key = "promise_worst_kept" if promise.worst_deaths <= promise.most_deaths else "promise_worst_not"
        told.append(say(key, worst=worst, most=persons(promise.most_deaths)))
    return say("blank").join(told)


def what_is_promised(telling: Telling) -> str:
    """What holds where the promise does: beds, unless the question asks for more."""
    return telling.say("kept_beds" if set(telling.plan.promise.asked) <= {WARD, INTENSIVE} else "kept_promise")
