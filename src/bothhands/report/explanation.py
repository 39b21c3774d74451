"""Why this plan, on one page: what holds it back, what each lever buys, what other values would choose, and who comes second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bothhands.plan.explain import EQUAL, Explanation, Without
from bothhands.plan.plan import Plan
from bothhands.report.amounts import Language, MoneyUnit, number, persons
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.binding_said import (
    MOST_USE,
    binding_as_json,
    binding_told,
    carried_told,
    kept_told,
    turn_told,
    use_told,
)
from bothhands.report.briefing import page_of
from bothhands.report.comparison import limits_chart
from bothhands.report.conflict_said import conflict_of_plan, search_of_plan, sentences
from bothhands.report.promise_chart import promise_said, tried_chart
from bothhands.report.regret_chart import regret_chart, regret_said
from bothhands.report.runner_up_said import runner_up_as_json, runner_up_told
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling, telling_of


def page(plan: Plan, language: Language = "en", money_unit: MoneyUnit = "auto") -> str:
    """The page, self-contained like the briefing."""
    telling = telling_of(plan, language, money_unit)
    return page_told(telling, telling.say("explanation"))


def page_told(telling: Telling, title: str, public: Sequence[str] = ()) -> str:
    """The page as it is told to a reader.

    Parameters
    ----------
    telling
        The plan and its reader.
    title
        Of the page.
    public
        What a page for anyone leaves out, its head first.
    """
    return page_of(
        telling, "figures.html.j2", title, public=public, answer=telling.say("blank").join(said(telling)), lines=said_further(telling), figures=charts(telling), open="without",
        notes=[search_of_plan(telling), telling.say("explain_note_runs"), telling.say("explain_note_values", times=number(telling.plan.question.values.get("life_year", 1.0))), telling.say("explain_note_outbreak")],
    )  # fmt: skip


def said(telling: Telling) -> list[str]:
    """Why the plan, in sentences: what binds and its price, and what is promised."""
    return [*sentences(telling.words, conflict_of_plan(telling)), binding_said(telling), promise_said(telling)]


def said_further(telling: Telling) -> list[str]:
    """What carries the plan, the runner-up, what would turn it, and who is sorry afterwards."""
    plan, words = telling.plan, telling.words
    full = binding_as_json(plan)
    told = [*kept_told(words, full, telling.place), *carried_told(words, without_as_json(plan), full, telling.place)]
    told += runner_up_told(words, runner_up_as_json(plan))
    turns = plan.explanation.turns_at
    times, rivals = plan.question.values.get("life_year", 1.0), len(plan.explanation.candidates) - 1
    told.append(turn_told(words, turns if np.isfinite(turns) else None, times, rivals))
    return [*told, *regret_said(telling)]


def binding_said(telling: Telling) -> str:
    """Limits that hold the plan back, in a sentence."""
    return binding_told(telling.words, binding_as_json(telling.plan), telling.place)


def charts(telling: Telling) -> list[Figure]:
    """Levers, limits, values, and the ladders that were tried."""
    figures = [
        without_chart(telling),
        limits_chart(telling),
        values_chart(telling),
        tried_chart(telling),
        regret_chart(telling),
    ]
    return [one for one in figures if one is not None]


def without_chart(telling: Telling) -> Figure | None:
    """How full the fullest limit would be without each lever; the table says what each buys and costs."""
    plan, say, words = telling.plan, telling.say, telling.words
    every = sorted(plan.explanation.without, key=lambda one: -one.use)
    if not every:
        return None
    own = plan.chosen.outcome
    bars = [Bar(say(one.lever), 100.0 * min(one.use, MOST_USE), use_told(telling.words, one.use)) for one in every]

    def row(one: Without) -> tuple[str, ...]:
        place = f" · {telling.place(one.place)}" if one.place else ""
        gain = float(own.objective) - float(one.outcome.objective)
        return (
            say(one.lever), words.money(one.cost) if one.cost >= 0 else say("saves", money=words.money(-one.cost)), persons(float(one.outcome.deaths) - float(own.deaths)), words.worth(gain),
            number(gain / one.cost) if words.is_worth_money and one.cost > 0 and gain > 0 else "–", f"{say(one.limit)}{place}", use_told(telling.words, one.use),
        )  # fmt: skip

    heads = ("lever", "lever_costs", "deaths_spared", "net_gain", "gain_per_cost", "fullest_without", "use")
    table = Table(tuple(say(head) for head in heads), tuple(row(one) for one in every))
    first = every[0]
    title = say(
        "without_title" if first.breaks else "without_title_free",
        lever=words.within(first.lever),
        limit=words.within(first.limit),
    )
    return telling.figure("without", title, say("without_unit"), "health", lambda chart: bar_chart(chart, bars), table)


def values_chart(telling: Telling) -> Figure | None:
    """What is best if a life-year is worth more or less, among the strategies that keep every limit; none where the plan has no rival."""
    say, words = telling.say, telling.words
    made = telling.plan.explanation
    if len(made.candidates) < 2:
        return None
    ends = [value_said(telling, one.value) for one in made.valued]
    lead = [max((one.worth[0] - max(one.worth[1:])), 0.0) for one in made.valued]
    bars = [Bar(end, value, words.money(value)) for end, value in zip(ends, lead, strict=True)]
    rows = tuple(
        (end, say(made.candidates[one.best]), *(words.money(value) for value in one.worth))
        for end, one in zip(ends, made.valued, strict=True)
    )
    heads = (say("life_worth"), say("best_then"), *(say(name) for name in made.candidates))
    title = say("values_title" if all(one.best == 0 for one in made.valued) else "values_title_turns")
    return telling.figure(
        "values",
        title,
        say("values_unit", value=words.money(float(telling.plan.problem.prices.life_year))),
        "targets",
        lambda chart: bar_chart(chart, bars),
        Table(heads, rows),
    )


def value_said(telling: Telling, value: str) -> str:
    """A way of valuing lives in words."""
    return telling.say("value_equal") if value == EQUAL else telling.say("value_times", times=value)


def without_as_json(plan: Plan) -> list[dict[str, Any]]:
    """The plan without each lever as plain data."""
    own = plan.chosen.outcome
    return [
        {
            "lever": one.lever, "cost": one.cost, "net_gain": float(own.objective) - float(one.outcome.objective),
            "deaths_spared": float(one.outcome.deaths) - float(own.deaths), "fullest_limit": one.limit, "place": one.place, "use": one.use,
        }
        for one in plan.explanation.without
    ]  # fmt: skip


def as_json(plan: Plan) -> dict[str, object]:
    """The explanation as plain data."""
    made: Explanation = plan.explanation
    return {
        "binding": binding_as_json(plan),
        "without": without_as_json(plan),
        "candidates": list(made.candidates),
        "valued": [{"life_year": one.value, "best": made.candidates[one.best], "worth": list(one.worth)} for one in made.valued],
        "runner_up": runner_up_as_json(plan),
        "turns_at": made.turns_at if np.isfinite(made.turns_at) else None,
        "regret": None if plan.regret is None else {
            "members": plan.regret.members, "worth_of_rules": plan.regret.worth_of_rules, "worth_of_knowing": plan.regret.worth_of_knowing,
            "strategies": [one._asdict() for one in plan.regret.fared],
        },
    }  # fmt: skip
