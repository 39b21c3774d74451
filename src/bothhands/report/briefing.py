"""The briefing: one self-contained page that tells a plan. Pure: a plan in, text out.

Health stands on the left and the economy on the right. What is assumed, prior-driven or used in hindsight is listed, never
hidden. The pictures are the same SVG in every document.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import numpy as np
from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from numpy.typing import NDArray

from bothhands.levers.measure import Measure
from bothhands.plan.plan import Plan
from bothhands.plan.problem import LIMITS
from bothhands.report.charts import Chart, Curve, bar_chart, day_text, line_chart, multiples, number
from bothhands.report.words import LEVER_WORDS, Language, money, say

FloatArray = NDArray[np.floating]
SHOWN_MEASURES = 60


def briefing(plan: Plan, language: Language = "en") -> str:
    """The page of a plan in a language."""
    environment = Environment(loader=PackageLoader("bothhands.report"), autoescape=select_autoescape(["html"]))
    page = environment.get_template("briefing.html.j2")
    return page.render(
        lang="zh-CN" if language == "zh" else "en",
        title=f"{say('briefing', language)} · {title_of(plan, language)}",
        standing=say("as_of", language, day=plan.as_of.isoformat()),
        hypothetical=say("hypothetical", language, text=plan.region.hypothetical) if plan.region.hypothetical else "",
        answer=answer(plan, language),
        health=[
            Markup(svg)
            for svg in (
                cases_chart(plan, language),
                odds_chart(plan, language),
                beds_chart(plan, language),
                ages_chart(plan, language),
            )
        ],
        economy=[
            Markup(svg)
            for svg in (
                output_chart(plan, language),
                sectors_chart(plan, language),
                staff_chart(plan, language),
                masks_chart(plan, language),
                firms_chart(plan, language),
                cities_chart(plan, language),
            )
        ],
        say=lambda key, **values: say(key, language, **values),
        strategies=strategy_rows(plan, language),
        limits=limit_rows(plan, language),
        measures=measure_rows(plan.measures, language)[:SHOWN_MEASURES],
        more=max(len(measure_rows(plan.measures, language)) - SHOWN_MEASURES, 0),
        notes=notes(plan, language),
        assumed=[
            (p.parameter, number(p.value), span(p.low, p.high), p.unit, p.source)
            for p in plan.region.parameters
            if p.quality in ("assumed", "unverified")
        ],
        hindsight=hindsight_rows(plan),
    )


def title_of(plan: Plan, language: Language) -> str:
    """The region's name in a language."""
    return plan.region.title_zh if language == "zh" else plan.region.title


def answer(plan: Plan, language: Language) -> str:
    """The plan in a sentence: value added with its distance to the best reference, deaths, and whether limits hold."""
    own, other = plan.chosen.outcome, plan.best_reference.outcome
    change = 100.0 * (float(own.value_added) / max(float(other.value_added), 1e-9) - 1.0)
    deaths = float((plan.chosen.record.epidemic.deaths.sum((1, 2)) * np.asarray(plan.problem.future)).sum())
    return say(
        "answer", language, money=money(float(own.value_added), language), end=day_text(plan.axes.end, language == "zh"),
        sign="+" if change >= 0 else "−", share=number(abs(change)), reference=say(plan.best_reference.name, language),
        deaths=number(deaths), limits=limits_said(plan, language),
    )  # fmt: skip


def limits_said(plan: Plan, language: Language) -> str:
    """Whether the limits hold; a limit that nothing keeps is named with the room it was given."""
    if not plan.solution.feasible:
        return say("limits_broken", language)
    room = np.asarray(plan.problem.room)
    wide = [
        f"{say(limit, language)} {number(100 * float(room[n]))} %" for n, limit in enumerate(LIMITS) if room[n] > 1
    ]
    return say("limits_relaxed", language, wide="; ".join(wide)) if wide else say("limits_kept", language)


def footer(plan: Plan, language: Language) -> str:
    """Source line of every chart."""
    return say(
        "footer", language, version=plan.version, name=plan.region.name, edition=plan.region.edition[:8], day=plan.as_of.isoformat(),
        n=len(plan.members.found), seed=plan.seed,
    )  # fmt: skip


def cases_chart(plan: Plan, language: Language) -> str:
    """Infections found a day with the members' bands, reports as dots."""
    found = plan.members.found.sum(-1)
    peak = float(np.median(found, 0).max())
    title = say("cases_title_rise", language, peak=number(peak)) if peak >= 20 else say("cases_title", language)
    dots = np.where(plan.reports.observed.any(1), plan.reports.new.sum(1), np.nan)
    curves = [Curve(say("plan", language), np.median(found, 0), bands(found)), Curve("", dots, dots=True)]
    strips = [(say(lever, language), first, last) for lever, first, last in strips_of(plan.measures)]
    return line_chart(
        Chart(title, say("cases_unit", language, n=len(found)), footer(plan, language)),
        plan.axes.start,
        curves,
        plan.as_of,
        strips=strips,
        zh=language == "zh",
    )


def beds_chart(plan: Plan, language: Language) -> str:
    """Ward beds in use against staffed beds."""
    used, capacity = plan.members.ward.sum(-1), float(np.asarray(plan.model.epidemic.ward_beds).sum())
    share = 100 * float(np.median(used, 0).max()) / max(capacity, 1e-9)
    chart = Chart(say("beds_title", language, share=number(share)), say("beds_unit", language), footer(plan, language))
    curve = Curve(say("plan", language), np.median(used, 0), bands(used))
    return line_chart(
        chart, plan.axes.start, [curve], plan.as_of, (say("capacity", language), capacity), zh=language == "zh"
    )


def odds_chart(plan: Plan, language: Language) -> str:
    """Odds of a new outbreak by city, the plan against carrying on."""
    series = {one.name: odds_of(plan, one.record.epidemic) for one in (plan.references[0], plan.chosen)}
    order = np.argsort(-series["plan"].max(0))
    panels = [
        (
            city_name(plan, plan.axes.places[p], language),
            [
                Curve("", 100 * series[plan.references[0].name][:, p], dashed=True),
                Curve("", 100 * series["plan"][:, p]),
            ],
        )
        for p in order
    ]
    chart = Chart(say("odds_title", language), say("odds_unit", language), footer(plan, language))
    return multiples(chart, plan.axes.start, panels, plan.as_of, 100 * float(plan.problem.odds_limit), language == "zh")


def ages_chart(plan: Plan, language: Language) -> str:
    """Expected infections per 100,000 by age, wide bands."""
    days = np.asarray(plan.problem.future)[:, None, None]
    ill = (plan.chosen.record.epidemic.infections * days).sum((0, 1))
    people = np.asarray(plan.model.epidemic.population).sum(0)
    edges = [(0, 20), (20, 40), (40, 60), (60, 80), (80, 200)]
    groups = [(low, [n for n, age in enumerate(plan.axes.ages) if low <= age < high], high) for low, high in edges]
    rows = [
        (f"{low}–{high - 1}" if high < 200 else f"{low}+", 1e5 * ill[at].sum() / max(people[at].sum(), 1.0))
        for low, at, high in groups
        if at
    ]
    chart = Chart(say("ages_title", language), say("ages_unit", language), footer(plan, language))
    return bar_chart(chart, [name for name, _ in rows], [value for _, value in rows])


def output_chart(plan: Plan, language: Language) -> str:
    """Value added against a normal day, with carrying on dashed."""
    normal = np.asarray(plan.model.economy.labour).sum()
    weight = np.asarray(plan.model.economy.labour).sum(-1) / normal
    members = 100 * (plan.members.output_share @ weight)
    carry = 100 * plan.references[0].record.economy.value_added.sum((1, 2)) / normal
    own = 100 * plan.chosen.record.economy.value_added.sum((1, 2)) / normal
    chart = Chart(
        say("output_title", language, share=number(float(own[-1]))),
        say("output_unit", language),
        footer(plan, language),
        "economy",
    )
    curves = [
        Curve(say(plan.references[0].name, language), carry, dashed=True),
        Curve(say("plan", language), own, bands(members)),
    ]
    return line_chart(chart, plan.axes.start, curves, plan.as_of, zh=language == "zh")


def sectors_chart(plan: Plan, language: Language) -> str:
    """Output by sector group over the planning days, the worst first."""
    axes, days = plan.axes, np.asarray(plan.problem.future)
    normal = np.asarray(plan.model.economy.output).sum(0) * days.sum()
    own, carry = (
        (one.record.economy.output * days[:, None, None]).sum((0, 1)) for one in (plan.chosen, plan.references[0])
    )
    rows = []
    for group in axes.sector_groups:
        at = [n for n, g in enumerate(axes.group_of_sector) if g == group and normal[n] > 0]
        if at:
            rows.append(
                (
                    group_name(group, language),
                    100 * own[at].sum() / normal[at].sum(),
                    100 * carry[at].sum() / normal[at].sum(),
                )
            )
    rows.sort(key=lambda row: row[1])
    chart = Chart(
        say("sectors_title", language, worst=rows[0][0]),
        say("sectors_unit", language),
        footer(plan, language),
        "economy",
    )
    return bar_chart(
        chart, [row[0] for row in rows], [row[1] for row in rows], " %", reference=[row[2] for row in rows]
    )


def staff_chart(plan: Plan, language: Language) -> str:
    """Share of workers back, well and free."""
    workers = np.asarray(plan.model.economy.workers)
    share = 100 * (plan.chosen.record.signals.labour_available * workers).sum((1, 2)) / max(workers.sum(), 1e-9)
    at = plan.axes.day_index(plan.as_of)
    title = say("staff_title", language, share=number(float(share[at])), day=day_text(plan.as_of, language == "zh"))
    chart = Chart(title, say("staff_unit", language), footer(plan, language), "economy")
    return line_chart(chart, plan.axes.start, [Curve("", share)], plan.as_of, zh=language == "zh")


def masks_chart(plan: Plan, language: Language) -> str:
    """Mask coverage of the public and of health workers."""
    people = np.asarray(plan.model.epidemic.population).sum(-1)
    cover = 100 * np.einsum("tpg,p->tg", plan.chosen.record.supply.mask_coverage, people) / people.sum()
    days = np.asarray(plan.problem.future)
    mean = float((cover[:, 3] * days).sum() / max(days.sum(), 1))
    chart = Chart(
        say("masks_title", language, share=number(mean)), say("masks_unit", language), footer(plan, language), "supply"
    )
    return line_chart(
        chart,
        plan.axes.start,
        [Curve("", cover[:, 0], dashed=True), Curve("", cover[:, 3])],
        plan.as_of,
        zh=language == "zh",
    )


def firms_chart(plan: Plan, language: Language) -> str:
    """Share of the register above break-even."""
    listed = max(len(plan.axes.firms), 1)
    share = 100 * plan.chosen.record.firms.above_break_even.sum(-1) / listed
    carry = 100 * plan.references[0].record.firms.above_break_even.sum(-1) / listed
    chart = Chart(
        say("firms_title", language, share=number(float(share[-1]))),
        say("firms_unit", language),
        footer(plan, language),
        "firms",
    )
    curves = [Curve(say(plan.references[0].name, language), carry, dashed=True), Curve(say("plan", language), share)]
    return line_chart(chart, plan.axes.start, curves, plan.as_of, zh=language == "zh")


def cities_chart(plan: Plan, language: Language) -> str:
    """Value added lost by city, the hardest hit first."""
    normal = np.asarray(plan.model.economy.labour).sum(-1)
    days = np.asarray(plan.problem.future)
    lost = [
        100 * (1 - (one.record.economy.value_added.sum(-1) * days[:, None]).sum(0) / (normal * days.sum()))
        for one in (plan.chosen, plan.references[0])
    ]
    order = np.argsort(-lost[0])
    names = [city_name(plan, plan.axes.places[p], language) for p in order]
    chart = Chart(say("cities_title", language), say("cities_unit", language), footer(plan, language), "economy")
    return bar_chart(
        chart, names, [float(lost[0][p]) for p in order], " %", reference=[float(lost[1][p]) for p in order]
    )


def odds_of(plan: Plan, flows) -> FloatArray:  # type: ignore[no-untyped-def]
    """Odds of a new outbreak in the 90 days from each day, by city: the very function of the plan's limit."""
    from bothhands.outcome.health import outbreak_odds

    return np.asarray(outbreak_odds(plan.model.epidemic, flows))


def bands(members: FloatArray) -> tuple[tuple[FloatArray, FloatArray], ...]:
    """The 90 % and the 50 % band over members."""
    low, q1, q3, high = np.quantile(members, [0.05, 0.25, 0.75, 0.95], axis=0)
    return ((low, high), (q1, q3))


def strips_of(measures: tuple[Measure, ...]) -> list[tuple[str, object, object]]:
    """Each lever's span from first to last measure, most restrictive kinds only."""
    spans = {}
    for measure in measures:
        if measure.lever in ("openness", "school", "gatherings", "port_screening") and measure.value < 1:
            first, last = spans.get(measure.lever, (measure.start, measure.end))
            spans[measure.lever] = (min(first, measure.start), max(last, measure.end))
    return [(lever, *span_) for lever, span_ in spans.items()]


def strategy_rows(plan: Plan, language: Language) -> list[tuple[str, str, str, str, str]]:
    """Every strategy with value added, life-years, its fullest limit, and whether it keeps all."""
    rows = []
    for one in (*plan.references, plan.chosen):
        use = np.asarray(one.outcome.limits)
        worst = LIMITS[int(use.max(1).argmax())]
        rows.append((
            say(one.name, language), money(float(one.outcome.value_added), language), number(float(one.outcome.life_years)),
            f"{say(worst, language)} {number(100 * float(use.max()))} %", say("yes" if one.keeps_limits else "no", language),
        ))  # fmt: skip
    return rows


def limit_rows(plan: Plan, language: Language) -> list[tuple[str, str, str, str]]:
    """Every limit: where it is fullest, how full, and what one per cent more room would be worth."""
    room = np.asarray(plan.problem.room)[:, None]
    use, price = np.asarray(plan.chosen.outcome.limits) * room, plan.solution.prices
    rows = []
    for n, limit in enumerate(LIMITS):
        p = int(use[n].argmax())
        where = city_name(plan, plan.axes.places[p], language) if n < 4 else ""
        rows.append(
            (
                say(limit, language),
                where,
                f"{number(100 * float(use[n].max()))} %",
                money(float(price[n].max()), language) if price[n].max() > 0 else "–",
            )
        )
    return rows


def measure_rows(measures: tuple[Measure, ...], language: Language) -> list[tuple[str, str, str, str, str, str]]:
    """Dated measures as a person reads them; equal ones at several places stand on one line."""
    key: Callable[[Measure], tuple[object, ...]] = lambda m: (m.start, m.lever, m.sector, m.end, m.value)  # noqa: E731
    rows = []
    for (start, lever, sector, end, value), equal in groupby(sorted(measures, key=key), key=key):
        own = list(equal)
        places = sorted({" ".join(part for part in (m.place, m.site, m.variant, m.good) if part) or "–" for m in own})
        where = ", ".join(places[:5]) + (f" +{len(places) - 5}" if len(places) > 5 else "")
        what = LEVER_WORDS.get(lever, (lever, lever))[language == "zh"] + (
            f" · {group_name(sector, language)}" if sector else ""
        )
        level = f"{100 * value:.0f} %" if own[0].unit == "share" else f"{number(value)} {own[0].unit}"
        rows.append(
            (day_text(start, language == "zh"), day_text(end, language == "zh"), what, where, level, own[0].owner)
        )
    return rows


def notes(plan: Plan, language: Language) -> list[str]:
    """What a reader must know before believing any of it."""
    reports, posterior = plan.reports, plan.posterior
    value = lambda name: number(plan.region.parameter(name).value)  # noqa: E731
    revisions = "; ".join(reports.revisions) or say("none", language)
    return [
        say(
            "chain",
            language,
            value=number(plan.chain.value),
            bound=number(plan.chain.bound or 0.0),
            orders=sum(m.lever == "line_orders" for m in plan.measures),
            residual=number(100 * plan.residual),
        ),
        say("prior", language, day=plan.as_of.isoformat()),
        say(
            "fit",
            language,
            k=len(posterior.mean),
            cases=int(reports.new[reports.observed].sum()),
            phi=number(posterior.dispersion),
            apart=reports.unassigned,
            revisions=revisions,
        ),
        say("sector_note", language),
        say(
            "values",
            language,
            life=value("value_of_life_year_yuan"),
            school=value("school_day_value_yuan"),
            gather=value("gatherings_value_yuan"),
        ),
        say("approval", language),
    ]


def hindsight_rows(plan: Plan) -> list[tuple[str, str, str]]:
    """Tables used before they were published, how many rows, and the earliest date they were known."""
    tables: dict[str, list[object]] = {}
    for item in plan.region.hindsight:
        tables.setdefault(item.table, []).append(item.known_from)
    return [(name, str(len(days)), min(days).isoformat()) for name, days in tables.items()]  # type: ignore[type-var, union-attr]


def city_name(plan: Plan, place: str, language: Language) -> str:
    """A place's name in a language."""
    rows = {row.place: row for row in plan.region.rows("places")}
    return (rows[place].name_zh or place) if language == "zh" else place  # type: ignore[attr-defined]


GROUP_ZH = {
    "farm": "农林渔", "energy": "能源水务", "light_industry": "轻工业", "process_industry": "流程工业", "equipment": "装备制造", "construction": "建筑",
    "trade": "商贸", "transport": "运输", "hospitality": "住宿餐饮", "office": "信息金融商务", "public": "公共与卫生", "education": "教育", "leisure": "文娱与其他",
    "industry": "工业",
}  # fmt: skip


def group_name(group: str, language: Language) -> str:
    """A sector group in words."""
    return GROUP_ZH.get(group, group) if language == "zh" else group.replace("_", " ")


def span(low: float | None, high: float | None) -> str:
    """A range as text."""
    return f"{number(low)} – {number(high)}" if low is not None and high is not None else ""
