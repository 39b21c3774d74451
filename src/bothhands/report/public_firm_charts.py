"""Charts of the public edition about firms: shares in coarse steps, size classes and cities without small cells, no single firm.

Why this file exists: a share of a register whose length is known is a count. Shares are told in steps of at least five firms, and not at all
for fewer than fifty; counts go through `suppression`. A figure whose totals could not be shown is left out.
"""

from __future__ import annotations

from dataclasses import replace

import jax
import numpy as np

from bothhands.inputs.tables.firms import Firm
from bothhands.levers.history import history
from bothhands.model.alone import firms_alone
from bothhands.outcome.break_even import by_month
from bothhands.plan.attract.cards import cards_of, link_cards
from bothhands.plan.chain_case import ChainCase
from bothhands.plan.matching.from_region import THE_CHAIN, matches_of
from bothhands.plan.missing import missing_of
from bothhands.plan.support.answer import SupportAnswer
from bothhands.plan.support.layer import ANSWER
from bothhands.report import accounts_charts, firm_sections, names
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.burden_charts import firms_by_size
from bothhands.report.line_charts import Curve, Scene, line_chart
from bothhands.report.suppression import FEWEST, has_withheld, is_small, suppressed
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import FloatArray, Telling, array, table_of_days

FEWEST_IN_SHARES = 50
"""Shares of fewer firms are not told."""
STEPS = (1, 2, 5, 10)
"""Steps of a share, %; the first that is worth five firms."""


def step_of(firms: float) -> int:
    """The step in which shares of so many firms are told, %."""
    return next((step for step in STEPS if step * firms >= 100 * FEWEST), STEPS[-1])


def coarse(count: FloatArray, firms: float) -> FloatArray:
    """Counts as shares of all firms, %, in steps that no single firm moves alone."""
    step = step_of(firms)
    return np.asarray(step * np.round(100.0 * count / firms / step), float)


def share_said(telling: Telling, count: float, firms: float) -> str:
    """A count of firms as a share in words; all but a few, or a few, are not told apart."""
    if is_small(count):
        return telling.say("public_under")
    if is_small(firms - count):
        return telling.say("public_but_under")
    return f"{float(coarse(array(count), firms)):.0f}"


def firms_chart(telling: Telling) -> Figure | None:
    """Share of the register above break-even by day, in steps; none where the register is short."""
    plan, say = telling.plan, telling.say
    counts = array(plan.model.firms.counts)
    firms = float(counts.sum())
    if len(plan.axes.register) < FEWEST_IN_SHARES or firms < FEWEST_IN_SHARES:
        return None
    own, carried = (
        array(one.record.firms.above_break_even)[telling.drawn] @ counts for one in (plan.chosen, plan.references[0])
    )  # fmt: skip
    curves = [Curve(say("plan"), coarse(own, firms)), Curve(say("carry on"), coarse(carried, firms), dashed=True)]
    ends = (share_said(telling, float(series[-1]), firms) for series in (own, carried))
    share, other = (f"{end} %" if end.isdigit() else end for end in ends)
    columns = {
        telling.words.in_percent(key): [share_said(telling, float(one), firms) for one in series]
        for key, series in (("plan", own), ("carry on", carried))
    }
    listed = set(plan.axes.register)
    synthetic = sum(row.synthetic for row in plan.region.rows(Firm) if row.firm in listed)
    unit = say(
        "public_firms_unit", step=step_of(firms), n=f"{len(listed):,}", synthetic=_synthetic(telling, synthetic, len(listed))
    )  # fmt: skip
    scene = Scene(plan.axes.start, plan.as_of)
    return telling.figure(
        "firms", say("firms_title", share=share, other=other), unit, "firms", lambda chart: line_chart(chart, scene, curves),
        table_of_days(telling, columns),
    )  # fmt: skip


def _synthetic(telling: Telling, synthetic: int, all_firms: int) -> str:
    """How many firms are synthetic; whether most are, where the number would tell of a few."""
    if is_small(synthetic) or is_small(all_firms - synthetic):
        return telling.say("public_mostly_synthetic") if 2 * synthetic > all_firms else ""
    return telling.say("public_synthetic", n=f"{synthetic:,}") if synthetic else ""


def sizes_chart(telling: Telling) -> Figure | None:
    """Firms above break-even, and below or closed, at the end by size class; none where the sums cannot be shown."""
    plan, say, language = telling.plan, telling.say, telling.language
    account = np.asarray(plan.axes.account or range(len(plan.axes.firms)), int)
    last = array(plan.chosen.record.firms.above_break_even)[telling.last]
    found = []
    for size, firms in firms_by_size(telling).items():
        above = round(float(last[account[firms]].sum()))
        found.append((names.size_name(size, language), above, len(firms) - above))
    if not found:
        return None
    found.append((say("public_all"), sum(above for _, above, _ in found), sum(below for _, _, below in found)))
    plain = tuple((name, f"{above:,}", f"{below:,}", f"{above + below:,}") for name, above, below in found)
    head = tuple(say(key) for key in ("size", "public_above", "public_below", "firms"))
    table = suppressed(Table(head, plain), (1, 2), language, total_row=True, total_column=3)
    if table.rows[-1] != plain[-1]:
        return None
    withheld = say("public_withheld")
    bars = [
        Bar(name, 100.0 * below / (above + below)) if row == as_counted else Bar(name, 0.0, withheld)
        for (name, above, below), row, as_counted in zip(found[:-1], table.rows, plain, strict=False)
    ]
    worst = max(bars, key=lambda bar: bar.value)
    day = telling.words.day(telling.last_day)
    title = say(
        "public_sizes_title" if worst.value > 0 else "even_section", worst=worst.name, share=telling.words.share(worst.value / 100)
    )  # fmt: skip
    return telling.figure(
        "sizes", title, say("public_sizes_unit", day=day), "firms", lambda chart: bar_chart(chart, bars, unit=" %"), table
    )  # fmt: skip


def even_chart(telling: Telling) -> Figure | None:
    """Share of firms whose month pays for itself, in steps, with help and without; none where few firms' sales are known."""
    plan, say = telling.plan, telling.say
    told = {row.firm: row for row in plan.region.rows(Firm)}
    known = np.array([told[firm].sales_yuan_per_year is not None for firm in plan.axes.register], float)
    if known.sum() < FEWEST_IN_SHARES:
        return None
    account = plan.axes.account or range(len(known))
    counts = np.bincount(np.asarray(account, int), known, plan.axes.firms_padded)
    none, days = array(history(plan.region, plan.axes).support), plan.axes.days
    alone = firms_alone(plan.model.firms, jax.tree.map(array, plan.chosen.record.signals), none)
    own = by_month(plan.chosen.record.firms, array(plan.chosen.levers.support), counts, days)
    others = [by_month(one, none, counts, days) for one in (alone, plan.references[0].record.firms)]
    at = [n for n, day in enumerate(own.first_day) if (day.year, day.month) >= (plan.as_of.year, plan.as_of.month)]
    shares = [coarse(array(one.above), own.firms) for one in (own, *others)]
    months = [telling.words.month(own.first_day[n]) for n in at]
    bars = [Bar(month, float(shares[0][n]), reference=float(shares[1][n])) for month, n in zip(months, at, strict=True)]
    head = (say("month"), *(telling.words.in_percent(key) for key in ("even_with", "even_without", "even_carried")))
    rows = tuple(
        (month, *(share_said(telling, float(one.above[n]), own.firms) for one in (own, *others)))
        for month, n in zip(months, at, strict=True)
    )
    title = say("public_even_title", month=months[-1], share=telling.words.percent(f"{shares[0][at[-1]]:.0f} %"))
    return telling.figure(
        "even", title, say("public_even_unit", step=step_of(own.firms)), "firms", lambda chart: bar_chart(chart, bars, unit=" %"),
        Table(head, rows),
    )  # fmt: skip


def aid_chart(telling: Telling) -> Figure | None:
    """Help by city: firms, money, what it keeps; none where fewer than five firms are helped or the sums cannot be shown."""
    plan, say, words = telling.plan, telling.say, telling.words
    answer = plan.aid.tables.get(ANSWER)
    if not isinstance(answer, SupportAnswer) or not answer.helped:
        return None
    by_place = {
        place: [one for one in answer.helped if one.place == place] for place in dict.fromkeys(one.place for one in answer.helped)
    }  # fmt: skip
    kept = {place: sum(one.kept_yuan for one in own) for place, own in by_place.items()}
    groups = [(telling.place(place), by_place[place]) for place in sorted(by_place, key=lambda place: -kept[place])]
    rows = tuple(
        (name, f"{len(own):,}", words.money(sum(one.yuan for one in own)), words.money(sum(one.kept_yuan for one in own)))
        for name, own in (*groups, (say("public_all"), list(answer.helped)))
    )  # fmt: skip
    head = (say("city"), say("public_helped"), say("aid_cost"), say("aid_keeps"))
    table = suppressed(Table(head, rows), (1,), telling.language, total_row=True, attached={2: 1, 3: 1})
    if has_withheld(table, -1, range(1, 4), telling.language):
        return None
    bars = [
        Bar(name, sum(one.kept_yuan for one in own), row[3]) if row == plain else Bar(name, 0.0, row[3])
        for (name, own), row, plain in zip(groups, table.rows, rows, strict=False)
    ]
    title = say(
        "aid_title", spent=rows[-1][2], firms=say("firms_many", n=rows[-1][1]), kept=words.money(answer.kept_yuan)
    )  # fmt: skip
    return telling.figure(
        "helped", title, say("public_aid_unit"), "firms", lambda chart: bar_chart(chart, bars), table
    )  # fmt: skip


def money_chart(telling: Telling) -> Figure | None:
    """Budget revenue by month; none where help of a month goes to or is paid for one to four firms, because its sums stand there."""
    plan = telling.plan
    months = {(day.year, day.month) for day in plan.axes.days}
    for month in months:
        spans = [(one.firm, (one.start.year, one.start.month), (one.end.year, one.end.month), one.cost) for one in plan.aid.measures]  # fmt: skip
        active = {firm for firm, first, last, _ in spans if first <= month <= last}
        paid = {firm for firm, first, _, cost in spans if first == month and cost > 0}
        if is_small(len(active)) or is_small(len(paid)):
            return None
    return accounts_charts.money_chart(telling)


def links_chart(telling: Telling, case: ChainCase | None) -> Figure | None:
    """Links the chain lacks, with the cities where an idle place fits and nothing more of it."""
    figure = firm_sections.links_chart(telling, case)
    if figure is None or case is None:
        return None
    region, as_of, missing = telling.plan.region, telling.plan.as_of, missing_of(case)
    found = matches_of(region, as_of, missing)
    cities = {
        one.item: dict.fromkeys(telling.place(best.place) for best in one.partners)
        for one in found
        if one.who == THE_CHAIN
    }
    rows = tuple(
        (*row[:-1], names.listed(list(cities.get(one.good, ())), telling.language) or "–")
        for one, row in zip(link_cards(region, missing, as_of), figure.table.rows, strict=True)
    )
    return replace(figure, table=Table((*figure.table.head[:-1], telling.say("public_links_place")), rows))


def attract_chart(telling: Telling) -> Figure | None:
    """Sectors worth attracting; what a firm of a sector needs to break even is not told where the register has fewer than five of it."""
    figure = firm_sections.attract_chart(telling)
    if figure is None:
        return None
    region = telling.plan.region
    held = [row.sector for row in region.rows(Firm)]
    cards = cards_of(region, telling.plan.axes, firm_sections.SECTORS)
    withheld = telling.say("public_withheld")
    rows = tuple(
        (*row[:-2], withheld, withheld) if held.count(card.sector) < FEWEST else row
        for card, row in zip(cards, figure.table.rows, strict=True)
    )
    return replace(figure, table=Table(figure.table.head, rows))
