"""Charts of the public edition: reported cases by week, R where enough cases stand behind it, the calendar of the chain.

Why this file exists: a dot a day says who was found on which day. Weeks of fewer than five cases are drawn alike, and R is told for one day
alone: from R of many days counts could be worked out. What lines cost is not told by order: an order may be one firm's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from bothhands.observe.reproduction import reproduction_of
from bothhands.report import names
from bothhands.report.amounts import number
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.chain_charts import chain_calendar, orders_of
from bothhands.report.range_chart import Range, range_chart
from bothhands.report.reproduction_chart import SHORTEST, r_title
from bothhands.report.suppression import FEWEST, has_withheld, suppressed
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling

WEEK = timedelta(days=7)


def weeks_chart(telling: Telling) -> Figure | None:
    """Local cases by week of the report, small weeks alike; none without a case, or where the sum itself would give one away."""
    say, weeks = telling.say, cases_by_week(telling)
    total = sum(weeks.values())
    if not total:
        return None
    rows = [
        (telling.words.span(first, first + WEEK - timedelta(days=1)), f"{count:,}") for first, count in weeks.items()
    ]
    plain = Table((say("public_week"), say("public_reported")), (*rows, (say("public_all"), f"{total:,}")))
    table = suppressed(plain, (1,), telling.language, total_row=True)
    if has_withheld(table, -1, (1,), telling.language):
        return None
    told = dict(zip(weeks, (row[1] for row in table.rows), strict=False))
    bars = [_week(telling, first, count, told[first]) for first, count in weeks.items()]
    shown = [first for first in weeks if told[first] == f"{weeks[first]:,}"]
    most = max(shown, key=lambda first: weeks[first], default=None)
    if most is None or weeks[most] < max(weeks.values()):
        title = say("public_weeks_title_few") if max(weeks.values()) < FEWEST else say("public_reported")
    else:
        title = say("public_weeks_title", most=told[most], week=telling.words.day(most))
    return telling.figure(
        "weeks", title, say("public_weeks_unit"), "health", lambda chart: bar_chart(chart, bars), table
    )  # fmt: skip


def cases_by_week(telling: Telling) -> dict[date, int]:
    """Local cases of the region by the Monday of the week they were reported in, from the first with a case to the as-of day."""
    plan = telling.plan
    daily = np.where(plan.reports.observed, plan.reports.new, 0.0).sum(1)
    days = [plan.axes.days[n] for n in np.flatnonzero(daily)]
    if not days:
        return {}
    first, last = (day - timedelta(days=day.weekday()) for day in (days[0], max(plan.as_of, days[-1])))
    weeks = {first + n * WEEK: 0 for n in range((last - first).days // 7 + 1)}
    for day in days:
        weeks[day - timedelta(days=day.weekday())] += round(float(daily[plan.axes.day_index(day)]))
    return weeks


def _week(telling: Telling, first: date, count: int, told: str) -> Bar:
    """A bar as long as what is told of a week: its count, five where it is smaller, nothing where it is not shown."""
    name = telling.words.day(first)
    if told == telling.say("public_under"):
        return Bar(name, float(FEWEST), told, assumed=True)
    return Bar(name, 0.0 if told == telling.say("public_withheld") else float(count), told)


def reproduction_chart(telling: Telling) -> Figure | None:
    """R of the whole region and of cities on the last day that can be believed; none where nowhere has enough cases."""
    plan, say = telling.plan, telling.say
    made = reproduction_of(plan.region, plan.reports)
    sure = made.reliable & made.complete
    if sure[:, -1].sum() < SHORTEST:
        return None
    places = plan.axes.places
    ranges = []
    for p in (len(places), *(range(len(places)) if len(places) > 1 else ())):
        if sure[:, p].sum() >= SHORTEST:
            day = int(np.flatnonzero(sure[:, p])[-1])
            low, value, high = (round(float(part[day, p]), 1) for part in (made.low, made.median, made.high))
            said = say("r_last", value=value, low=low, high=high, day=telling.words.day(plan.axes.days[day]))
            ranges.append(
                Range(telling.place(places[p]) if p < len(places) else say("whole"), value, low, high, said, 1.0)
            )
    table = Table((say("city"), say("r_city")), tuple((one.name, one.said) for one in ranges))
    return telling.figure(
        "reproduction", r_title(telling, made, sure), say("public_r_unit", today=telling.words.day(plan.as_of)), "health",
        lambda chart: range_chart(chart, ranges, say("public_r_zero")), table,
    )  # fmt: skip


def calendar_chart(telling: Telling) -> Figure | None:
    """The calendar of the chain; its table tells orders without their sites and without what each costs."""
    figure = chain_calendar(telling)
    if figure is None:
        return None
    say, words, orders = telling.say, telling.words, orders_of(telling)
    ordered = tuple(
        (
            telling.good(one.good),
            say("public_ordered", n=number(one.lines), line=say("line" if one.lines == 1 else "many_lines"), kind=names.class_name(one.line_class, telling.language)),
            f"{words.day(one.day)}; {say('first_product')} {words.day(one.first_product)}; {say('full_rate')} {words.day(one.full_rate)}",
        )
        for one in orders
    )  # fmt: skip
    return replace(figure, table=Table(figure.table.head, (*ordered, *figure.table.rows[len(orders) :])))
