"""Goals of a plan: what each is, what the plan makes of it and what lacks, beside carrying on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bothhands.plan.goals_asked import Aim, aims_of
from bothhands.plan.plan import Plan
from bothhands.report.bar_charts import Bar, Mark, bar_chart
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling


class GoalTold(NamedTuple):
    """A goal and what it comes to; money in the region's currency."""

    aim: Aim
    reached: float
    carried_on: float
    members: float
    """Share of fresh members that reach it."""

    @property
    def short(self) -> float:
        """What lacks under the plan."""
        return max(self.aim.amount - self.reached, 0.0)

    @property
    def short_carried_on(self) -> float:
        """What would lack if things were carried on."""
        return max(self.aim.amount - self.carried_on, 0.0)


def goals_told(plan: Plan) -> tuple[GoalTold, ...]:
    """Every goal of a plan, in the order asked."""
    aims, _ = aims_of(plan.question, plan.region, plan.axes)
    own, carried = (np.asarray(one.outcome.reached, float) for one in (plan.chosen, plan.references[0]))
    members = np.asarray(plan.promise.futures.outcomes.reached)
    return tuple(
        GoalTold(aim, float(own[n]), float(carried[n]), float((members[:, n] >= aim.amount).mean()))
        for n, aim in enumerate(aims)
    )


def goals_as_json(plan: Plan) -> list[dict[str, object]]:
    """The same as plain data."""
    return [
        {
            "goal": one.aim.name, "place": one.aim.place, "indicator": one.aim.indicator, "prices": one.aim.prices, "since": one.aim.first.isoformat(),
            "by": one.aim.last.isoformat(), "weight": one.aim.weight, "asked": one.aim.amount, "reached": one.reached, "short": one.short,
            "short_if_carried_on": one.short_carried_on, "share_of_members": one.members,
        }
        for one in goals_told(plan)
    ]  # fmt: skip


def goals_chart(telling: Telling) -> Figure | None:
    """What the plan makes of each goal, in per cent of it; none where no goal is asked."""
    told, say, words = goals_told(telling.plan), telling.say, telling.words
    if not told:
        return None
    bars = [
        Bar(goal_name(telling, one.aim), 100 * one.reached / one.aim.amount, words.share(one.reached / one.aim.amount), 100 * one.carried_on / one.aim.amount)
        for one in told
    ]  # fmt: skip
    heads = ("goal", "asked", "reached", "short", "short_carried_on", "reached_in")
    rows = tuple(
        (
            goal_name(telling, one.aim), words.money(one.aim.amount), words.money(one.reached), words.money(one.short) if one.short else "–",
            words.money(one.short_carried_on) if one.short_carried_on else "–", words.share(one.members),
        )
        for one in told
    )  # fmt: skip
    met = sum(one.short == 0 for one in told)
    worst = max(told, key=lambda one: one.short / one.aim.amount)
    title = say("goals_title_met", n=len(told)) if met == len(told) else say("goals_title", met=met, n=len(told), name=goal_name(telling, worst.aim), short=words.money(worst.short))  # fmt: skip
    mark = Mark(say("goal_line"), 100.0)
    return telling.figure(
        "goals", title, say("goals_unit"), "targets", lambda chart: bar_chart(chart, bars, mark),
        Table(tuple(say(f"goal_{head}") for head in heads), rows),
    )  # fmt: skip


def goals_said(telling: Telling) -> list[str]:
    """A sentence on each goal that is not reached, and none where all are or none is asked."""
    say, words = telling.say, telling.words
    return [
        say(
            "note_goal", name=goal_name(telling, one.aim), short=words.money(one.short), asked=words.money(one.aim.amount),
            carried=words.money(one.short_carried_on), weight=f"{one.aim.weight:g}",
        )
        for one in goals_told(telling.plan) if one.short > 0
    ]  # fmt: skip


def goal_name(telling: Telling, aim: Aim) -> str:
    """A goal by place, indicator and day."""
    return telling.say("goal_name", place=telling.place(aim.place), indicator=telling.say(aim.indicator), day=telling.words.day(aim.last))  # fmt: skip
