"""Charts of the accounts: growth by quarter, losses by cause, who starves whom, jobs, public money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from bothhands.inputs.tables.calendar import CalendarSpan
from bothhands.outcome.losses import CAUSES
from bothhands.plan.accounts import Accounts
from bothhands.report import names
from bothhands.report.amounts import number, persons
from bothhands.report.bar_charts import Bar, Mark, bar_chart
from bothhands.report.range_chart import Range, range_chart
from bothhands.report.svg import Figure, Table, shortened
from bothhands.report.telling import FloatArray, Telling, array

PAIRS = 8
"""Pairs of an input and a sector shown."""
LEAST = 0.1
"""Days of the whole region's output: what is lost to inputs below that is not shown."""
FAILED, OTHERS = "closed_firms", "others"
"""The cause that is of firms that closed, and what several causes together are called."""
LEAST_SHOWN = 0.01
"""Per cent of output: a smaller loss can hardly be seen."""
LONGEST = 120.0
"""Width of a sector's name in a pair, pixels."""


def quarters_chart(telling: Telling) -> Figure | None:
    """Growth by quarter with its band; none where the calendar holds no whole quarter."""
    say, (own, carried) = telling.say, telling.plan.accounts
    if not own.calendar.names or own.growth is None:
        return None
    growth, other = (100 * array(one.quarters.year_on_year()) for one in (own, carried))
    low, _, high = 100 * own.growth.band()
    rows = [
        Range(names.quarter_name(quarter, telling.language), value, a, b, _signed(telling, value), reference)
        for quarter, value, a, b, reference in zip(own.calendar.names, growth, low, high, other, strict=True)
    ]
    rows += _half_years(telling)
    title = (
        say("quarters_title", half=_signed(telling, rows[-2].value), year=_signed(telling, rows[-1].value))
        if len(rows) > len(growth)
        else say("quarters_title_short", quarter=rows[-1].name, growth=_signed(telling, rows[-1].value))
    )
    sums = [array(part).sum((1, 2)) for part in (own.quarters.constant, own.quarters.current, own.quarters.last_year)]
    words = telling.words
    table = Table(
        (say("quarter_head"), say("growth"), say("band_90"), say("carry on"), say("constant_prices"), say("current_prices"), say("last_year")),
        tuple(
            (row.name, row.said, f"{_signed(telling, row.low)} … {_signed(telling, row.high)}", _signed(telling, row.reference or 0.0), *(words.money(float(part[n])) if n < len(growth) else "–" for part in sums))
            for n, row in enumerate(rows)
        ),
    )  # fmt: skip
    festival = any(row.kind == "spring_festival" for row in telling.plan.region.rows(CalendarSpan))
    subtitle = say("quarters_unit", n=len(own.growth.quarters), aligned=say("festival_aligned") if festival else "")
    return telling.figure(
        "quarters", title, subtitle, "economy", lambda chart: range_chart(chart, rows, say("no_change")), table
    )


def losses_chart(telling: Telling) -> Figure:
    """What is lost by cause over the calendar; what firms that closed lose is not for everyone by itself."""
    say, (own, carried) = telling.say, telling.plan.accounts
    causes: Sequence[str] = CAUSES
    lost, other = _losses(own), _losses(carried)
    if telling.is_public and telling.plan.axes.firms:
        causes, lost, other = _without_failed(causes, lost, other)
    order = np.argsort(-lost, kind="stable")
    share, total = telling.words.share, float(lost.sum())
    names_said = [say("td_others" if cause == OTHERS else f"cause_{cause}") for cause in causes]
    bars = [Bar(names_said[n], float(lost[n]), _share(telling, lost[n]), float(other[n])) for n in order]
    title = (
        say("losses_title", share=share(bars[0].value / float(np.maximum(lost, 0.0).sum())), cause=bars[0].name)
        if total > 0.05 and bars[0].value > 0
        else say("losses_title_none")
    )
    rows = tuple((bar.name, bar.said, _share(telling, bar.reference or 0.0)) for bar in bars)
    drawn = [bar for bar, n in zip(bars, order, strict=True) if causes[n] not in _impossible(telling)]
    rows += ((say("whole_loss"), _share(telling, total), _share(telling, float(other.sum()))),)
    table = Table((say("cause"), say("plan"), say("carry on")), rows)
    subtitle = say("losses_unit", total=telling.words.percent(f"{number(total)} %"))
    return telling.figure("losses", title, subtitle, "economy", lambda chart: bar_chart(chart, drawn, unit=" %"), table)


def _without_failed(
    causes: Sequence[str], lost: FloatArray, other: FloatArray
) -> tuple[list[str], FloatArray, FloatArray]:
    """Causes with the loss by firms that closed told together with others: few firms may have closed, and the sum of all is told.

    The others are all that can hardly be seen, where theirs can hardly be seen; else the smallest that takes as much, or the largest.
    """
    failed, size = causes.index(FAILED), np.abs(lost)
    rest = [n for n in range(len(causes)) if n != failed]
    by_size = sorted(rest, key=lambda n: float(size[n]))
    joined = [n for n in rest if size[n] < LEAST_SHOWN] if size[failed] < LEAST_SHOWN else []
    joined = joined or [next((n for n in by_size if size[n] >= size[failed]), by_size[-1])]
    kept = [n for n in rest if n not in joined]
    own, carried = (np.append(part[kept], part[[failed, *joined]].sum()) for part in (lost, other))
    return [*(causes[n] for n in kept), OTHERS], own, carried


def _impossible(telling: Telling) -> set[str]:
    """Causes that cannot be in this region: masks where no good is followed, failed firms where none is listed."""
    axes = telling.plan.axes
    return {cause for cause, rows in (("masks", axes.goods), ("closed_firms", axes.firms)) if not rows}


def starved_chart(telling: Telling) -> Figure | None:
    """Which input stops which sector; none where no sector waits for inputs."""
    say, plan, own = telling.say, telling.plan, telling.plan.accounts[0]
    total = float(own.starved.sum())
    if total < LEAST * float(array(plan.model.economy.output).sum()):
        return None
    order = np.argsort(-own.starved, axis=None, kind="stable")[:PAIRS].tolist()
    found = [(*divmod(at, own.starved.shape[1]), float(own.starved.flat[at])) for at in order]

    def name(sector: int) -> str:
        return names.sector_name(plan.region, plan.axes.sectors[sector], telling.language)

    first = found[0]
    title = say(
        "starved_title", supplier=name(first[0]), user=name(first[1]), share=telling.words.share(first[2] / total)
    )
    rows = [(say("pair", supplier=name(i), user=name(s)), lost) for i, s, lost in found if lost > 0]
    short = [
        say("pair", supplier=shortened(name(i), LONGEST, 12), user=shortened(name(s), LONGEST, 12)) for i, s, _ in found
    ]
    bars = [Bar(words, 100 * lost / total) for words, (_, lost) in zip(short, rows, strict=False)]
    table = Table(
        (say("cause"), say("share_of_losses"), say("output_lost")),
        tuple((words, number(100 * lost / total), telling.words.money(lost)) for words, lost in rows),
    )
    return telling.figure(
        "starved", title, say("starved_unit"), "economy", lambda chart: bar_chart(chart, bars, unit=" %"), table
    )


def jobs_chart(telling: Telling) -> Figure | None:
    """People under contract without work by sector group, in the first quarter the plan decides whole."""
    say, plan, (own, carried) = telling.say, telling.plan, telling.plan.accounts
    if not own.calendar.names:
        return None
    days = array(own.calendar.quarter)
    decided = days @ telling.future / days.sum(1)
    quarter = int(np.argmax(decided > 1 - 1e-9)) if decided.max() > 1 - 1e-9 else len(decided) - 1
    workers = array(plan.model.economy.workers).sum(0)
    lost, idle, other = (
        array(part)[quarter].sum(0) for part in (own.jobs.lost, own.jobs.furloughed, carried.jobs.furloughed)
    )
    groups = np.array([[one == group for one in plan.axes.group_of_sector] for group in plan.axes.sector_groups], float)
    figures = np.stack([groups @ part for part in (workers, lost, idle, other)], axis=1)
    share = 100 * figures / np.maximum(figures[:, :1], 1e-9)
    order = [n for n in np.argsort(-share[:, 2], kind="stable").tolist() if figures[n, 0] > 0]
    named = [names.group_name(plan.axes.sector_groups[n], telling.language) for n in order]
    bars = [
        Bar(name, float(share[n, 2]), _share(telling, float(share[n, 2])), float(share[n, 3]))
        for name, n in zip(named, order, strict=True)
    ]
    table = Table(
        (say("sector_group"), say("workers_of_group"), say("jobs_lost"), say("furloughed"), f"{say('furloughed')}, {say('carry on')}"),
        tuple((name, *(persons(float(value)) for value in figures[n])) for name, n in zip(named, order, strict=True)),
    )  # fmt: skip
    when = names.quarter_name(own.calendar.names[quarter], telling.language)
    title = say("jobs_title", lost=persons(float(lost.sum())), idle=persons(float(idle.sum())), quarter=when)
    return telling.figure(
        "jobs", title, say("jobs_unit", quarter=when), "economy", lambda chart: bar_chart(chart, bars, unit=" %"), table
    )


def money_chart(telling: Telling) -> Figure:
    """Budget revenue by month against a normal year."""
    say, words, (own, carried) = telling.say, telling.words, telling.plan.accounts
    money, other = own.money, carried.money
    revenue, normal, contributions, carried_revenue = (
        array(part).sum(1) for part in (money.revenue, money.normal_revenue, money.contributions, other.revenue)
    )
    share, reference = (100 * part / np.maximum(normal, 1e-9) for part in (revenue, carried_revenue))
    months = [words.month(date.fromisoformat(f"{month}-01")) for month in own.months]
    bars = [Bar(month, float(a), reference=float(b)) for month, a, b in zip(months, share, reference, strict=True)]
    short, borrowed = float((normal - revenue).sum()), float(array(money.debt)[-1])
    debt = say("debt_borrowed" if borrowed >= 0 else "debt_saved", money=words.money(abs(borrowed)))
    few = short < 1e-3 * float(normal.sum())
    title = say("money_title_more", debt=debt) if few else say("money_title", revenue=words.money(short), debt=debt)
    columns = (
        revenue,
        normal,
        contributions,
        *(array(part) for part in (money.support, money.epidemic, money.interest, money.debt, own.help_cash)),
    )
    heads = ("revenue", "normal_month", "contributions", "aid", "epidemic_cost", "interest", "debt", "help_cash")
    table = Table(
        (say("month"), *(say(head) for head in heads)),
        tuple((month, *(words.money(float(column[n])) for column in columns)) for n, month in enumerate(months)),
    )
    days = round(telling.plan.region.parameter("tax_lag_days").value)
    return telling.figure(
        "money", title, say("money_unit", days=days), "economy",
        lambda chart: bar_chart(chart, bars, Mark(say("normal_line"), 100.0), unit=" %"), table,
    )  # fmt: skip


def _half_years(telling: Telling) -> list[Range]:
    """Half-year and year, where the calendar covers the year."""
    say, (own, carried) = telling.say, telling.plan.accounts
    if own.growth is None or own.growth.half_years.shape[1] == 0:
        return []
    values, others = (100 * array(one.quarters.half_years()) for one in (own, carried))
    low, high = 100 * np.quantile(own.growth.half_years, [0.05, 0.95], axis=0)
    return [
        Range(say(key), float(values[n]), float(low[n]), float(high[n]), _signed(telling, float(values[n])), float(others[n]))
        for n, key in enumerate(("half_year", "whole_year"))
    ]  # fmt: skip


def _losses(accounts: Accounts) -> FloatArray:
    """Losses by cause, % of the value added of a year without the epidemic."""
    share: FloatArray = 100 * array(accounts.losses.causes).sum((1, 2, 3)) / max(accounts.without, 1e-9)
    return share


def _share(telling: Telling, percent: float) -> str:
    """A percentage, a very small one said to be so; below zero with its sign."""
    said = telling.words.share(abs(percent) / 100)
    return f"−{said}" if percent <= -0.005 else said


def _signed(telling: Telling, value: float) -> str:
    """A rate with its sign, one decimal."""
    return telling.words.percent(f"{value:+.1f} %".replace("-", "−"))
