"""Who is sorry afterwards: the plan and its rivals over the same members, and what knowing the future would be worth."""

from __future__ import annotations

from bothhands.plan.regret import Fared
from bothhands.report.amounts import persons
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling


def regret_said(telling: Telling) -> list[str]:
    """What the rules bring, and what it would be worth to know the future; nothing where the rivals were not run."""
    found, say, words = telling.plan.regret, telling.say, telling.words
    if found is None:
        return []
    key = "regret_rules" if found.worth_of_rules >= 0 else "regret_rules_cost"
    told = (
        [say(key, worth=words.worth(abs(found.worth_of_rules)), n=found.members)] if telling.plan.promise.rules else []
    )
    return [*told, say("regret_knowing", worth=words.worth(found.worth_of_knowing))]


def regret_chart(telling: Telling) -> Figure | None:
    """Mean regret of each strategy, the plan first; the table has means, worst tenths and how often each is best."""
    found, say, words = telling.plan.regret, telling.say, telling.words
    if found is None:
        return None
    bars = [Bar(say(one.name), one.regret, words.worth(one.regret)) for one in found.fared]

    def row(one: Fared) -> tuple[str, ...]:
        worth = (words.worth(amount) for amount in (one.mean, one.worst, one.regret, one.worst_regret))
        shares = (words.share(share) for share in (one.kept_share, one.best_share))
        return (say(one.name), *worth, persons(one.deaths), persons(one.worst_deaths), *shares)

    heads = (
        "strategy_head", "mean_worth", "worst_worth", "mean_regret", "worst_regret", "deaths", "worst_tenth", "beds_kept_in", "best_in",
    )  # fmt: skip
    table = Table(tuple(say(head) for head in heads), tuple(row(one) for one in found.fared))
    title = say("regret_title", behind=words.worth(found.worth_of_knowing))
    unit = say("regret_unit", n=found.members)
    return telling.figure("regret", title, unit, "health", lambda chart: bar_chart(chart, bars), table)
