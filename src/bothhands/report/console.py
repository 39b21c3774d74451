"""The plan as a console tells it: a few lines, three short tables, two sparklines. Pure, like the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bothhands.plan.limits import LIMITS
from bothhands.plan.plan import Plan
from bothhands.plan.problem import Outcome
from bothhands.report.amounts import Language, MoneyUnit, number
from bothhands.report.briefing import hypothetical_of
from bothhands.report.comparison import answer, limits_table, strategy_table
from bothhands.report.figure_charts import influence_table
from bothhands.report.measure_table import measure_table
from bothhands.report.names import region_name
from bothhands.report.notes import notes
from bothhands.report.svg import Table
from bothhands.report.telling import HUB, FloatArray, array, telling_of
from bothhands.report.words import Wording

MONEY = (
    ("welfare", "welfare"), ("value_added", "value_added"), ("schooling", "schooling"), ("gatherings_lost", "gatherings"), ("distancing", "distancing"),
    ("screening", "screening"), ("finding", "finding"),
)  # fmt: skip
BLOCKS = "▁▂▃▄▅▆▇█"
MOST_ROWS, MOST_FIGURES = 12, 10
COLUMNS_LEFT_OUT = ("reason", "rows")
"""Columns of the measures too wide for a console."""


class Paragraphs(NamedTuple):
    """What stands around the tables."""

    title: str
    hypothetical: str
    answer: str
    sparks: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def paragraphs(plan: Plan, language: Language = "en", money_unit: MoneyUnit = "auto") -> Paragraphs:
    """Title, warning, answer, sparklines and notes."""
    telling = telling_of(plan, language, money_unit)
    say = telling.say
    standing = say(
        "as_of",
        day=telling.words.day(plan.as_of),
        edition=plan.region.edition[:8],
        end=telling.words.day(telling.last_day),
    )
    record = plan.chosen.record
    sparks = (
        (say("value_added"), spark(array(record.economy.value_added)[telling.drawn].sum((1, 2)))),
        (say("infected"), spark(array(record.epidemic.infected)[telling.drawn].sum(-1))),
    )
    title = f"{region_name(plan.region, language)} · {standing}"
    return Paragraphs(title, hypothetical_of(telling), answer(telling), sparks, tuple(notes(telling)))


def tables(plan: Plan, language: Language = "en", money_unit: MoneyUnit = "auto") -> tuple[Table, ...]:
    """Strategies, limits, the figures the plan hangs on, and the first measures without their reasons."""
    telling = telling_of(plan, language, money_unit)
    measures = measure_table(telling)
    hidden = {telling.say(head) for head in COLUMNS_LEFT_OUT}
    kept = [n for n, head in enumerate(measures.head) if head not in hidden]
    short = Table(
        tuple(measures.head[n] for n in kept), tuple(tuple(row[n] for n in kept) for row in measures.rows[:MOST_ROWS])
    )
    ranked = influence_table(telling, list(plan.influences.ranked[:MOST_FIGURES]))
    figures = Table(ranked.head[:-1], tuple(row[:-1] for row in ranked.rows))
    return strategy_table(telling), limits_table(telling), figures, short


def outcomes_table(
    outcomes: Sequence[tuple[str, Outcome, bool]],
    language: Language = "en",
    money_unit: MoneyUnit = "auto",
    currency: str = "yuan",
) -> Table:
    """Strategies beside one another: a column each, a row for every outcome and every limit that one of them uses.

    Parameters
    ----------
    outcomes
        Name, outcome and whether every limit is kept, by strategy.
    language, money_unit
        The reader's.
    currency
        The region's.
    """
    words = Wording(language, money_unit, HUB[language], currency)
    rows = [
        (words.say(key), *(words.money(float(getattr(outcome, field))) for _, outcome, _ in outcomes))
        for key, field in MONEY
    ]
    rows.insert(2, (words.say("life_years"), *(number(float(outcome.life_years)) for _, outcome, _ in outcomes)))
    for n, limit in enumerate(LIMITS):
        used = [float(array(outcome.limits)[n].max()) for _, outcome, _ in outcomes]
        if any(used):
            rows.append((words.say("use_of", limit=words.say(limit)), *map(words.share, used)))
    rows.append((words.say("keeps"), *(words.say("yes" if kept else "no") for _, _, kept in outcomes)))
    return Table(("", *(words.say(name) for name, _, _ in outcomes)), tuple(rows))


def spark(series: FloatArray) -> str:
    """A series in sixty blocks."""
    picked = series[:: max(len(series) // 60, 1)]
    top = max(float(picked.max()), 1e-12)
    return "".join(BLOCKS[min(int(7.999 * float(value) / top), 7)] for value in picked)
