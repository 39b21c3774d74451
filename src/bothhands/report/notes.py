"""What a reader must know before believing a plan: the fit, priors, values, assumptions, hindsight, and the tables used."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from bothhands.inputs.registry import tables
from bothhands.model.triggers import levers_in_force
from bothhands.observe.outbreaks import counted, few_infected
from bothhands.outcome.output import finding_cost, screening_cost
from bothhands.plan.limits import BUDGET, INTENSIVE, WARD, live
from bothhands.report.amounts import currency_name, in_currency, number, persons
from bothhands.report.comparison import mean_deaths, uses_of
from bothhands.report.conflict_said import search_of_plan
from bothhands.report.figure_names import NAMES, figure_name
from bothhands.report.goal_sections import goals_said
from bothhands.report.reasons import is_placed
from bothhands.report.runner_up_said import kept_levels, kept_levels_told
from bothhands.report.sentences import told_in
from bothhands.report.svg import Table
from bothhands.report.telling import Telling, array

LONGEST_SOURCE = 110
UNSURE = ("assumed", "unverified", "synthetic")


def notes(telling: Telling) -> list[str]:
    """The statements in order of weight."""
    plan, say, words = telling.plan, telling.say, telling.words
    reports, posterior = plan.reports, plan.posterior

    prices = plan.problem.prices

    return [
        say("note_fit", k=len(posterior.mean), cases=telling.count(int(reports.new[reports.observed].sum())), phi=number(posterior.dispersion), apart=telling.count(reports.unassigned),
            revisions=say("comma").join(revision_said(telling, one) for one in reports.revisions) or say("none")),
        _posterior_said(telling),
        *_fit_quality(telling),
        note_of_chance(telling),
        search_of_plan(telling),
        *goals_said(telling),
        *([say("note_prior", day=words.day(plan.as_of))] if plan.region.has("arrivals") else []),
        *([_chain_said(telling)] if plan.axes.goods else []),
        *([_aid_said(telling)] if plan.aid.measures else []),
        *([say("note_sectors")] if telling.sectors_scaled else []),
        say("note_values", life=words.price(float(prices.life_year)), school=words.price(float(prices.school_day)), gather=words.price(float(prices.gatherings_day))),
        *_bedless(telling),
        say("note_price"),
        *kept_levels_told(words, kept_levels(plan)),
        *_spent_before(telling),
        say("note_deaths", members=plan.promise.futures.size, mean=persons(mean_deaths(plan)), worst=persons(plan.promise.worst_deaths)),
        say("note_approval"),
    ]  # fmt: skip


def _bedless(telling: Telling) -> list[str]:
    """Places without a bed of a kind, where others have some."""
    ill, told = telling.plan.model.epidemic, []
    for limit, beds in ((WARD, array(ill.ward_beds)), (INTENSIVE, array(ill.intensive_beds))):
        places = [
            telling.place(place) for place, count in zip(telling.plan.axes.places, beds, strict=True) if count <= 0
        ]
        if places and beds.max() > 0:
            told.append(telling.say("note_no_beds", places=telling.say("comma").join(places), limit=telling.say(limit)))
    return told


def _chain_said(telling: Telling) -> str:
    """What the chain orders, what it is worth, and how far the need it planned for was from that of the run."""
    plan, words = telling.plan, telling.words
    return telling.say(
        "note_chain", orders=telling.count(sum(m.lever == "line_orders" for m in plan.measures)), value=words.money(plan.chain.value),
        bound=words.money(plan.chain.bound or 0.0), residual=words.share(plan.residual),
    )  # fmt: skip


def _aid_said(telling: Telling) -> str:
    """How many firms the plan helps, for how much, what it keeps, and the most any help could keep; help promised before is told apart."""
    plan, money, say = telling.plan, telling.words.money, telling.say
    new, placed = ([m for m in plan.aid.measures if is_placed(plan, m) == before] for before in (False, True))
    told = []
    if new:
        firms, spent = len({m.firm for m in new}), sum(m.cost for m in new)
        spent_said, value, bound = (
            telling.attached(firms, money(one)) for one in (spent, plan.aid.value, plan.aid.bound or 0.0)
        )
        told.append(say("note_aid", firms=_firms(telling, firms), spent=spent_said, value=value, bound=bound))
    if placed:
        firms, spent = len({m.firm for m in placed}), sum(m.cost for m in placed)
        told.append(say("note_aid_placed", firms=_firms(telling, firms), spent=telling.attached(firms, money(spent))))
    return say("blank").join(told)


def _firms(telling: Telling, count: int) -> str:
    """So many firms in words."""
    said = telling.count(count)
    return telling.say("firms_one" if said == "1" else "firms_many", n=said)


def _spent_before(telling: Telling) -> list[str]:
    """What was spent of the epidemic budget up to the as-of day, where the limit counts it."""
    plan, record = telling.plan, telling.plan.chosen.record
    if BUDGET not in [use.limit for use in uses_of(telling)]:
        return []
    params, prices = plan.model.epidemic, plan.problem.prices
    levers = levers_in_force(plan.model.triggers, plan.chosen.levers, record.triggered)
    by_day = array(screening_cost(params, levers, prices)) + array(finding_cost(record.epidemic, prices))
    first = plan.axes.day_index(plan.as_of) + 1
    bounds = plan.problem.bounds
    windows = array(bounds.window)[live(bounds, plan.problem.future)][:, :first]
    spent = float((windows @ by_day[:first]).sum())
    if spent <= 0:
        return []
    return [telling.say("note_budget", spent=telling.words.money(spent), day=telling.words.day(plan.as_of))]


def note_of_chance(telling: Telling) -> str:
    """In how many members no city finds more than a few cases infected there, and whether the expected run is theirs on average where few are infected."""
    plan, ahead = telling.plan, telling.future > 0
    chance = counted(plan.members, plan.axes.day_index(plan.as_of))
    ill = plan.chosen.record.epidemic
    few = few_infected(
        array(ill.infected)[ahead], array(ill.infections).sum(-1)[ahead], array(plan.members.infections)[:, ahead]
    )
    return telling.say(
        "note_chance", day=telling.words.day(plan.as_of), calm=chance.members - chance.anywhere, members=chance.members, days=f"{few.days:,}",
        expected=number(few.expected), mean=number(few.members), low=number(few.low), high=number(few.high),
    )  # fmt: skip


def assumed_table(telling: Telling) -> Table:
    """Parameters that are assumed or unverified, with their range and source."""
    rows = tuple(
        (
            _parameter_said(telling, p.parameter),
            number(p.value),
            f"{number(p.low)} – {number(p.high)}" if p.low is not None and p.high is not None else "",
            _unit_said(telling, p.unit),
            p.source,
        )
        for p in telling.plan.region.parameters
        if p.quality in UNSURE
    )
    return Table(tuple(telling.say(head) for head in ("parameter", "value", "range", "unit", "source")), rows)


def _parameter_said(telling: Telling, parameter: str) -> str:
    """A parameter as the tables call it; in Chinese with its name before it, where it has one. Anyone is told its name alone."""
    if telling.is_public:
        return figure_name(parameter, telling.language, telling.words.hub)
    named = parameter in NAMES and telling.words.zh
    return f"{figure_name(parameter, 'zh', telling.words.hub)}（{parameter}）" if named else parameter


def _unit_said(telling: Telling, unit: str) -> str:
    """The unit of a parameter in the reader's words and the region's currency."""
    currency = telling.plan.region.currency
    if not telling.words.zh:
        return in_currency(unit, currency)
    return told_in(unit, "zh").replace(currency_name("yuan", "zh"), currency_name(currency, "zh"))


def hindsight_table(telling: Telling) -> Table:
    """Tables used before they were published, how many rows, and the earliest date they were known."""
    known: dict[str, list[date]] = {}
    for item in telling.plan.region.hindsight:
        known.setdefault(item.table, []).append(item.known_from)
    rows = tuple((name, f"{len(days):,}", telling.words.date(min(days))) for name, days in known.items())
    return Table(tuple(telling.say(head) for head in ("table", "rows", "first_known")), rows)


def sources_table(telling: Telling) -> Table:
    """Every table of the region: rows, how many are measured, derived or estimated, assumed or invented, and its main source."""
    found = []
    for name in tables():
        rows = telling.plan.region.rows(name)
        if rows:
            unsure = sum(row.quality in UNSURE for row in rows)
            measured = sum(row.quality == "measured" for row in rows)
            counts = (len(rows), measured, len(rows) - measured - unsure, unsure)
            found.append((name, *(f"{count:,}" for count in counts), main_source([row.source for row in rows])))
    heads = ("table", "rows", "measured", "derived", "assumed_rows", "source")
    return Table(tuple(telling.say(head) for head in heads), tuple(found))


def main_source(sources: list[str]) -> str:
    """The most frequent source, cut short, and how many others there are."""
    named = Counter(source for source in sources if source)
    if not named:
        return ""
    first = named.most_common(1)[0][0]
    short = first if len(first) <= LONGEST_SOURCE else first[:LONGEST_SOURCE].rstrip() + "…"
    return f"{short} (+{len(named) - 1})" if len(named) > 1 else short


def _posterior_said(telling: Telling) -> str:
    """Whether the plan stands on the quick fit or on a sampled posterior."""
    made = telling.plan.posterior.sampled
    if made is None:
        return telling.say("note_quick")
    return telling.say(
        "note_sampled",
        draws=f"{len(made.parameters):,}",
        chains=made.chains,
        effective=f"{made.least_effective_draws:,.0f}",
        worst=f"{made.largest_r_hat:.3f}",
        apart=made.divergences,
    )


def _fit_quality(telling: Telling) -> list[str]:
    """How the fit predicts reports it has and has not seen, where that was measured; counts of a few days are not for everyone."""
    checks = telling.plan.posterior.checks
    if checks is None or not checks.counts:
        return []
    say, share = telling.say, telling.words.share
    low, middle, high = sorted(checks.reproduction_number)
    said = [
        say(
            "note_intervals",
            coverage=share(checks.coverage_city),
            width=number(checks.width_city),
            region=number(checks.width_region),
        ),
        say(
            "note_reproduction",
            middle=number(middle),
            low=number(low),
            high=number(high),
            moved=number(checks.prior_sds),
        ),
    ]
    if telling.is_public:
        return said
    said.append(say("note_abroad", expected=number(checks.abroad_expected), reported=checks.abroad_reported))
    held = checks.held_out
    if held is not None:
        said.append(say(
            "note_held_out", days=held.days, expected=number(held.expected), cases=held.cases, coverage=share(held.coverage),
            score=number(held.log_score), baseline=number(held.baseline_log_score), crps=number(held.crps), baseline_crps=number(held.baseline_crps),
        ))  # fmt: skip
    return said


def revision_said(telling: Telling, revision: str) -> str:
    """A revision of a city's reports in the reader's language; its counts are not for everyone."""
    found = re.fullmatch(r"(.+) (\d+) → (\d+) on (\d{4}-\d{2}-\d{2})", revision)
    if found is None:
        return revision
    place, before, after, day = found.groups()
    return telling.say(
        "public_revision" if telling.is_public else "revision",
        place=telling.place(place),
        before=before,
        after=after,
        day=telling.words.day(date.fromisoformat(day)),
    )
