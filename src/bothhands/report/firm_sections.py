"""Firms in the briefing: break-even by month with and without help, who is helped and why, missing links and where they could go, real firms.

Why this file exists: of one firm nothing is told here but of the three that were visited, and of those only what the report says.
"""

from __future__ import annotations

import jax
import numpy as np

from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.policies import Policy
from bothhands.levers.history import history
from bothhands.model.alone import firms_alone
from bothhands.outcome.break_even import Months, by_month
from bothhands.plan.attract.cards import Card, LinkCard, cards_of, link_cards
from bothhands.plan.chain_case import ChainCase
from bothhands.plan.matching.from_region import THE_CHAIN, Match, matches_of
from bothhands.plan.missing import missing_of
from bothhands.plan.support.answer import Helped, Missed, SupportAnswer
from bothhands.plan.support.layer import ANSWER
from bothhands.report.attract_answers import band_said, firms_said
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.chain_dates import first_product, soonest_order
from bothhands.report.chain_words import ChainWords
from bothhands.report.match_answers import reasons, who_has
from bothhands.report.names import firm_name, sector_name
from bothhands.report.support_answers import Named
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling, array

SHOWN = 10
"""Firms drawn; the table has them all."""
PLACES = 2
"""Idle places told of a missing link."""
SECTORS = 6
"""Sectors worth attracting that are told."""


def even_chart(telling: Telling) -> Figure | None:
    """Share of the register whose month pays for itself, with help and the same run without; none without a register."""
    plan, say = telling.plan, telling.say
    told = {row.firm: row for row in plan.region.rows(Firm)}
    rows = [told[firm] for firm in plan.axes.register]
    known = np.array([row.sales_yuan_per_year is not None for row in rows], float)
    if not known.any():
        return None
    account = plan.axes.account or range(len(rows))
    counts = np.bincount(np.asarray(account, int), known, plan.axes.firms_padded)
    none = array(history(plan.region, plan.axes).support)
    days = plan.axes.days
    signals = jax.tree.map(array, plan.chosen.record.signals)
    with_help = by_month(plan.chosen.record.firms, array(plan.chosen.levers.support), counts, days)
    without = by_month(firms_alone(plan.model.firms, signals, none), none, counts, days)
    carried = by_month(plan.references[0].record.firms, none, counts, days)
    first = next(
        n for n, day in enumerate(with_help.first_day) if (day.year, day.month) >= (plan.as_of.year, plan.as_of.month)
    )
    bars = [
        Bar(telling.words.month(with_help.first_day[n]), 100 * with_help.above[n] / with_help.firms, reference=100 * without.above[n] / without.firms)
        for n in range(first, len(with_help.first_day))
    ]  # fmt: skip
    table = Table(
        tuple(say(key) for key in ("month", "even_with", "even_without", "even_carried", "even_closed", "even_closed_without")),
        tuple(
            (telling.words.month(with_help.first_day[n]), *(f"{one:,.0f}" for one in (with_help.above[n], without.above[n], carried.above[n], with_help.closed[n], without.closed[n])))
            for n in range(first, len(with_help.first_day))
        ),
    )  # fmt: skip
    unit = say("even_unit", synthetic=f"{sum(row.synthetic for row in rows):,}", all=f"{len(rows):,}")
    return telling.figure(
        "even", _even_title(telling, with_help, without), unit, "firms", lambda chart: bar_chart(chart, bars, unit=" %"), table
    )  # fmt: skip


def _even_title(telling: Telling, own: Months, without: Months) -> str:
    """The month in which help changes most, and the last one."""
    more = own.above - without.above
    at = int(more.argmax())
    key = (
        "even_title_never" if not telling.plan.aid.measures else "even_title" if more[at] >= 0.5 else "even_title_same"
    )
    if key != "even_title":
        at = len(own.first_day) - 1
    return telling.say(
        key, month=telling.words.month(own.first_day[at]), n=f"{own.above[at]:,.0f}", all=f"{own.firms:,.0f}", more=f"{more[at]:,.0f}",
        last=telling.words.month(own.first_day[-1]), end=f"{own.above[-1]:,.0f}",
    )  # fmt: skip


def aid_chart(telling: Telling) -> Figure | None:
    """The firms that are helped by what the help keeps, with policies, cost and what came second; none where nobody was in question."""
    plan, say, words = telling.plan, telling.say, telling.words
    answer = plan.aid.tables.get(ANSWER)
    if not isinstance(answer, SupportAnswer) or not (answer.helped or answer.missed):
        return None
    policies = Named(plan.region.rows(Policy), words.zh)

    def firm(one: Helped | Missed) -> str:
        return f"{firm_name(plan.region, one.firm, telling.language)}, {telling.place(one.place)}"

    spent = words.money(sum(one.yuan for one in answer.helped))
    title = say("aid_title_none")
    if answer.helped:
        count = say("firms_one" if len(answer.helped) == 1 else "firms_many", n=len(answer.helped))
        title = say("aid_title", spent=spent, firms=count, kept=words.money(answer.kept_yuan))
    bars = [Bar(firm(one), one.kept_yuan, words.money(one.kept_yuan)) for one in answer.helped[:SHOWN]]
    rows = [
        (
            firm(one), policies(one.policies), words.money(one.yuan), words.percent(f"{100 * one.odds_without:.0f} → {100 * one.odds_with:.0f} %"),
            words.money(one.kept_yuan), policies(one.runner_up),
        )
        for one in answer.helped
    ] + [
        (firm(one), policies(one.policies), "–", "–", "–", say("aid_missed", money=words.money(one.lacks_yuan)))
        for one in answer.missed[:SHOWN]
    ]  # fmt: skip
    heads = tuple(say(f"aid_{key}") for key in ("firm", "policies", "cost", "odds", "keeps", "second"))
    unit = say("aid_unit", n=min(len(answer.helped), SHOWN), all=len(answer.helped))
    return telling.figure(
        "helped", title, unit, "firms", lambda chart: bar_chart(chart, bars), Table(heads, tuple(rows))
    )


def links_chart(telling: Telling, case: ChainCase | None) -> Figure | None:
    """Links the chain lacks, the widest gap first, each with the idle place that fits best; none where nothing is lacking."""
    missing = missing_of(case) if case is not None else ()
    if not missing:
        return None
    plan, say = telling.plan, telling.say
    words = ChainWords(plan.region, telling.words)
    partners = {
        one.item: one for one in matches_of(plan.region, plan.as_of, missing) if one.who == THE_CHAIN and one.partners
    }
    cards = link_cards(plan.region, missing, plan.as_of)
    first = cards[0]
    said = {
        "good": words.good_in_words(first.good),
        "gap": words.amount(first.gap),
        "need": words.of_unit(first.need, first.unit),
    }
    fit = partners.get(first.good)
    if fit is not None:
        best = fit.partners[0]
        title = say(
            "public_links_title" if telling.is_public else "links_title",
            **said,
            who=who_has(best, plan.region, telling.words),
            place=telling.place(best.place),
        )
    else:
        title = say("links_title_nowhere", **said)
    bars = [Bar(words.good_in_words(one.good), 100 * one.gap / max(one.need, 1e-12)) for one in cards]
    heads = tuple(say(f"links_{key}") for key in ("good", "need", "gap", "why", "lines", "first", "money", "place"))
    rows = tuple(_link(telling, words, one, partners.get(one.good)) for one in cards)
    return telling.figure(
        "links", title, say("links_unit"), "supply", lambda chart: bar_chart(chart, bars, unit=" %"), Table(heads, rows)
    )


def _link(telling: Telling, words: ChainWords, one: LinkCard, fit: Match | None) -> tuple[str, ...]:
    """A missing link in cells, with the two idle places that fit best."""
    found = fit.partners[:PLACES] if fit is not None else ()
    places = "; ".join(
        f"{who_has(best, telling.plan.region, telling.words)}, {telling.place(best.place)} ({reasons(best, telling.words)})"
        for best in found
    )
    return (
        words.good_in_words(one.good), words.of_unit(one.need, one.unit), words.of_unit(one.gap, one.unit), telling.say(one.why),
        f"{one.lines} × {words.line_class(one.line_class)}" if one.line_class and one.lines else "–",
        telling.words.date(first_product(soonest_order(telling.plan.as_of), one.lead_days[1])) if one.line_class and one.lines else "–", telling.words.money(one.yuan) if one.lines else "–", places or "–",
    )  # fmt: skip


def attract_chart(telling: Telling) -> Figure | None:
    """Sectors worth attracting, by what is bought of them outside; none where nothing is."""
    cards = cards_of(telling.plan.region, telling.plan.axes, SECTORS)
    if not cards:
        return None
    say, words = telling.say, telling.words
    names = [sector_name(telling.plan.region, one.sector, telling.language) for one in cards]
    bars = [Bar(name, one.leakage[1], words.money(one.leakage[1])) for name, one in zip(names, cards, strict=True)]
    related = any(one.related is not None for one in cards)
    rows = tuple((name, *_sector(telling, one, related)) for name, one in zip(names, cards, strict=True))
    keys = ("sector", "outside", "band", *(["related"] if related else []), "even", "firms")
    title = say(
        "attract_title" if cards[0].related is not None else "attract_title_alone", sector=names[0], money=words.money(cards[0].leakage[1])
    )  # fmt: skip
    return telling.figure(
        "attract", title, say("attract_unit" if related else "attract_unit_alone"), "economy", lambda chart: bar_chart(chart, bars),
        Table(tuple(say(f"attract_{key}") for key in keys), rows),
    )  # fmt: skip


def _sector(telling: Telling, one: Card, related: bool) -> tuple[str, ...]:
    """A sector worth attracting in cells; how near it is where that is known of any."""
    words = telling.words
    near = words.say("not_known") if one.related is None else words.share(one.related)
    return (words.money(one.leakage[1]), band_said(words, one), *([near] if related else []), *firms_said(words, one))


def real_firms(telling: Telling) -> Table:
    """Firms that are no invention: where they are, and what is known of them with its source, nothing else."""
    say, region = telling.say, telling.plan.region
    rows = tuple(
        (firm_name(region, row.firm, telling.language), telling.place(row.place), sector_name(region, row.sector, telling.language), row.reported or "–", row.source)
        for row in region.rows(Firm)
        if not row.synthetic
    )  # fmt: skip
    return Table(tuple(say(key) for key in ("aid_firm", "place", "real_sector", "real_fact", "source")), rows)
