"""The decision brief: two pages on which a plan is signed. What is asked for, what it buys, who orders what, at what cost and risk, what dissent is open.

Why this file exists: whoever signs reads two pages, not a briefing. Pure: a plan as it was told and its measures in, a page out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from bothhands.inputs.region import Region
from bothhands.levers.catalogue import LEVERS, ORDERS
from bothhands.levers.measure import Measure
from bothhands.report import names
from bothhands.report.amounts import number, persons
from bothhands.report.svg import Table, fonts
from bothhands.report.typeface import font_face
from bothhands.report.words import Wording

MOST_LINES = 14
"""Lines of measures that leave room for the rest on the first page."""
MOST_WHERE = 3
MOST_REMARKS, MOST_SIGNS = 4, 240
"""The last remarks, and how much of each; the rest is read on the desk."""
FULL, NEARLY = 0.95, 0.9
"""Use from which a limit holds the plan back, and from which one that has a price does; as `plan.explain.binding`, which the desk cannot ask."""
GIVES = ("deaths", "life_years", "value_added", "schooling", "gatherings", "distancing", "screening", "finding")
MONEY = GIVES[2:]
NAMED = {"gatherings": "gatherings_lost"}
PREFIX = "largest use of "
GONE = {"replaced": "br_decide_replaced", "withdrawn": "br_decide_withdrawn"}
"""What is said of plans about which nothing is left to decide."""
ORDER = {lever.name: n for n, lever in enumerate(LEVERS)}


class Remark(NamedTuple):
    """What somebody said of the plan."""

    text: str
    who: str
    day: date


class Brief(NamedTuple):
    """A plan as far as it is signed."""

    number: int
    name: str
    as_of: date
    edition: str
    told: Mapping[str, Any]
    """Question, strategies, limits and promise, as `plan.json` tells them."""
    measures: Sequence[Measure]
    """What stands of it."""
    remarks: Sequence[Remark]
    status: str = "proposed"
    withdrawn: int = 0
    """Measures that were withdrawn."""


def decision_brief(words: Wording, region: Region, brief: Brief) -> str:
    """The page, self-contained; printed on A4 it is two pages.

    Parameters
    ----------
    words
        The reader's.
    region
        For names.
    brief
        The plan.
    """
    say = words.say
    title = say("br_title", plan=brief.name)
    lines = _lines(brief.measures)
    own, other = _pair(brief.told)
    bases = list(dict.fromkeys(one.legal_basis.strip() for one in brief.measures if one.restricts and one.legal_basis.strip()))  # fmt: skip
    environment = Environment(
        loader=PackageLoader("bothhands.report"), autoescape=select_autoescape(["html", "j2"]), trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    made_up = (region.hypothetical_zh if words.zh else region.hypothetical) if region.hypothetical else ""
    page = environment.get_template("decision_brief.html.j2").render(
        lang="zh-CN" if words.zh else "en", fonts=Markup(fonts(words.zh)), title=title, say=say,
        standing=say("br_region_day", region=names.region_name(region, words.language), day=words.date(brief.as_of), edition=brief.edition[:8], n=brief.number),
        hypothetical=say("br_made_up", text=made_up) if made_up else "", decide=_decide(words, brief), asked=_asked(words, brief),
        gives_title=say("br_gives", reference=say(str(other["strategy"]))), gives=_gives(words, own, other),
        measures=_measures(words, region, lines[:MOST_LINES]), costs=_costs(words, brief.measures),
        more=say("br_more", n=sum(len(line) for line in lines[MOST_LINES:])) if len(lines) > MOST_LINES else "",
        risks=_risks(words, region, brief, own), basis=say("semicolon").join(bases[:4]),
        dissent=[say("br_said_by", text=_shortened(one.text), who=one.who, day=words.day(one.day)) for one in brief.remarks[-MOST_REMARKS:]],
    )  # fmt: skip
    return page.replace("/* typeface */", font_face(page, words.zh))


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS].rstrip()} …"


def _decide(words: Wording, brief: Brief) -> str:
    """What is to be adopted; that nothing is, of a plan that gave way."""
    if brief.status in GONE:
        return words.say(GONE[brief.status], n=len(brief.measures))
    days = [one.start for one in brief.measures] or [brief.as_of]
    last = max((one.end for one in brief.measures), default=brief.as_of)
    restricting = sum(one.restricts for one in brief.measures)
    return words.say(
        "br_decide_said",
        n=len(brief.measures),
        first=words.day(min(days)),
        last=words.date(last),
        r=restricting,
    )


def _asked(words: Wording, brief: Brief) -> str:
    """The objective and the limits that were asked for beyond the region's own."""
    question = brief.told.get("question", {})
    objective = str(question.get("objective", "welfare"))
    parts = [words.say("welfare_objective" if objective == "welfare" else objective)]
    for name, amount in question.get("limits", {}).items():
        parts.append(f"{words.say(name)}: {number(amount) if isinstance(amount, int | float) else amount}")
    return words.say("comma").join(parts)


def _pair(told: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The plan, and the best reference strategy: of those that keep the limits, else the one that breaks them least."""
    rows = list(told["strategies"])
    own = next(one for one in rows if one["strategy"] == "plan")

    def rank(one: Mapping[str, Any]) -> tuple[bool, float]:
        fullest = max((float(use) for key, use in one.items() if key.startswith(PREFIX)), default=0.0)
        return bool(one.get("keeps_limits")), float(one["objective"]) if one.get("keeps_limits") else -fullest

    return own, max((one for one in rows if one is not own), key=rank, default=own)


def _gives(words: Wording, own: Mapping[str, Any], other: Mapping[str, Any]) -> Table:
    rows = []
    for name in GIVES:
        mine, theirs = float(own.get(name, 0.0)), float(other.get(name, 0.0))
        told = words.money if name in MONEY else persons if name == "deaths" else number
        change, changed = mine - theirs, number if name == "deaths" else told
        sign = "+" if change > 0 else "−" if change < 0 else ""
        rows.append((words.say(NAMED.get(name, name)), told(mine), told(theirs), f"{sign}{changed(abs(change))}"))
    head = ("", words.say("br_plan"), words.say(str(other["strategy"])), words.say("br_change"))
    return Table(head, tuple(rows))


def _lines(measures: Sequence[Measure]) -> list[list[Measure]]:
    """Measures told together: those of one lever, good and class; what restricts comes first."""

    def subject(one: Measure) -> tuple[int, str, str]:
        return ORDER.get(one.lever, len(ORDER)), one.good, one.variant

    together = [list(same) for _, same in groupby(sorted(measures, key=subject), key=subject)]
    return sorted(together, key=lambda same: not any(one.restricts for one in same))


def _measures(words: Wording, region: Region, lines: Sequence[Sequence[Measure]]) -> Table:
    say = words.say
    rows = []
    for same in lines:
        one = same[0]
        what = [say(one.lever), names.good_name(region, one.good, words.language) if one.good else "", names.class_name(one.variant, words.language) if one.variant else ""]  # fmt: skip
        restricts = " ▲" if any(each.restricts for each in same) else ""
        cost = sum(each.cost for each in same)
        rows.append((
            say("pause").join(part for part in what if part) + restricts, _where(words, region, same),
            words.span(min(each.start for each in same), max(each.end for each in same)), _level(words, region, same), words.money(cost) if cost else "–",
            names.owner_name(one.owner, words.language), str(len(same)),
        ))  # fmt: skip
    heads = ("dk_lever", "dk_where", "when", "dk_level", "dk_cost", "br_orderer", "br_rows")
    return Table(tuple(say(head) for head in heads), tuple(rows))


def _where(words: Wording, region: Region, same: Sequence[Measure]) -> str:
    found: dict[str, None] = {}
    for one in same:
        site = names.port_name if one.lever == "port_screening" else names.site_name
        told = names.place_name(region, one.place, words.language) if one.place else site(region, one.site, words.language) if one.site else words.say("dk_everywhere")  # fmt: skip
        found[told] = None
    shown = list(found)
    return words.say("pause").join(shown[:MOST_WHERE]) + (f" +{len(shown) - MOST_WHERE}" if len(shown) > MOST_WHERE else "")  # fmt: skip


def _level(words: Wording, region: Region, same: Sequence[Measure]) -> str:
    """The levels held, the whole amount ordered, or how many firms are helped: the cash that help brings them is not what it costs."""
    one = same[0]
    if one.lever == "support":
        firms = len({each.firm for each in same})
        return words.say("firms_one" if firms == 1 else "firms_many", n=f"{firms:,}")
    if one.lever in ORDERS:
        cities = len(region.cities) if one.lever == "purchases" else 1
        whole = sum(each.value * ((each.end - each.start).days + 1) * (1 if each.place else cities) for each in same)
        if one.lever == "line_orders":
            return words.say("lines_count", n=number(whole), line=words.say("line" if whole == 1 else "many_lines"))
        return f"{number(whole)} {names.good_unit(region, one.good, words.language)}"
    low, high = min(each.value for each in same), max(each.value for each in same)
    return words.share(low) if low == high else f"{words.share(low)} – {words.share(high)}"


def _costs(words: Wording, measures: Sequence[Measure]) -> Table:
    by_fund: dict[str, float] = {}
    for one in measures:
        if one.cost:
            by_fund[one.fund] = by_fund.get(one.fund, 0.0) + one.cost
    rows = [(names.fund_name(fund, words.language) or "–", words.money(cost)) for fund, cost in sorted(by_fund.items())]
    return Table((words.say("br_fund"), words.say("dk_cost")), tuple(rows))


def _risks(words: Wording, region: Region, brief: Brief, own: Mapping[str, Any]) -> list[str]:
    say, told = words.say, brief.told
    uses = {key.removeprefix(PREFIX): float(use) for key, use in own.items() if key.startswith(PREFIX)}
    fullest = max(uses, key=lambda name: uses[name]) if uses else ""
    kept = bool(own.get("keeps_limits"))
    lines = [say("br_feasible") if kept else say("br_infeasible", limit=say(fullest), use=words.share(uses[fullest]))]
    if brief.withdrawn and brief.status not in GONE:
        lines.append(say("br_not_whole", n=brief.withdrawn))
    promise = told.get("promise")
    if promise:
        lines.append(say("br_members", n=promise["members"], kept=promise["kept"], least=words.share(promise["least_share"])))  # fmt: skip
        lines.append(say("br_worst", n=persons(float(promise["deaths_of_the_worst_tenth"]))))
    else:
        lines.append(say("br_not_checked"))
    full = _full(told.get("limits", ()))
    if full:
        which = [f"{say(limit)} ({names.place_name(region, place, words.language) if place else say('whole_region')}, {words.share(use)})" for limit, place, use in full[:4]]  # fmt: skip
        lines.append(say("br_binding", which=say("semicolon").join(which)))
    if told.get("rules"):
        lines.append(say("br_rules", n=len(told["rules"])))
    if told.get("posterior_is") == "quick fit":
        lines.append(say("br_posterior"))
    return lines


def _full(limits: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, float]]:
    """Limits that hold the plan back, by the rule of every page, the fullest first; one of the whole region once, without a place."""
    found: dict[tuple[str, str], float] = {}
    for one in limits:
        use = float(one["use"]) / float(one.get("room", 1.0))
        if use >= FULL or (use >= NEARLY and float(one.get("price_per_percent", 0.0)) > 0):
            found.setdefault((one["limit"], "" if one.get("whole_region") else one["place"]), float(one["use"]))
    return sorted(((limit, place, use) for (limit, place), use in found.items()), key=lambda one: -one[2])
