"""The briefing: one self-contained page that tells a plan. Pure: a plan in, text out.

Health stands on the left and the economy on the right. What is assumed, prior-driven or used in hindsight is listed, never
hidden. The pictures are the same SVG in every document; each has its figures beside it for whoever cannot see it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from bothhands.plan.chain_case import ChainCase
from bothhands.plan.plan import Plan
from bothhands.report import (
    accounts_charts,
    burden_charts,
    chain_charts,
    chain_state_charts,
    economy_charts,
    figure_charts,
    firm_sections,
    health_charts,
    target_sections,
)
from bothhands.report.amounts import Language, MoneyUnit
from bothhands.report.border_charts import corridor_charts, imports_chart
from bothhands.report.capacity_chart import capacities_chart
from bothhands.report.columns import amounts_of, column_shares
from bothhands.report.comparison import answer, limits_chart, strategy_table
from bothhands.report.goal_sections import goals_chart
from bothhands.report.measure_table import measure_table
from bothhands.report.names import region_name
from bothhands.report.notes import assumed_table, hindsight_table, notes, sources_table
from bothhands.report.promise_chart import promise_chart
from bothhands.report.reproduction_chart import reproduction_chart
from bothhands.report.resumption_chart import resumption_chart
from bothhands.report.risk_chart import risk_charts
from bothhands.report.svg import Figure, Table, fonts
from bothhands.report.target_charts import targets_chart
from bothhands.report.telling import Telling, telling_of
from bothhands.report.trigger_chart import triggers_chart
from bothhands.report.typeface import font_face


class Section(NamedTuple):
    """A part of the page: its key, its heading and its figures; `hand` is left, right, or blank for the whole width."""

    key: str
    title: str
    figures: list[Figure]
    hand: str = ""


class Contents(NamedTuple):
    """What the briefing tells, whatever it is written as."""

    answer: str
    sections: list[Section]
    strategies: Table
    measures: Table
    n_measures: str
    real_firms: Table
    notes: list[str]
    sources: Table
    assumed: Table
    hindsight: Table


def briefing(plan: Plan, language: Language = "en", money_unit: MoneyUnit = "auto", parts: Parts | None = None) -> str:
    """The page of a plan in a language and a money unit; with its parts where they are at hand."""
    telling = telling_of(plan, language, money_unit)
    return briefing_page(telling, contents_of(telling, parts))


def contents_of(telling: Telling, parts: Parts | None = None) -> Contents:
    """Everything the briefing tells, drawn and in words."""
    return Contents(
        answer(telling), sections_of(telling, parts), strategy_table(telling), measure_table(telling), f"{len(telling.plan.measures):,}",
        firm_sections.real_firms(telling), notes(telling), sources_table(telling), assumed_table(telling), hindsight_table(telling),
    )  # fmt: skip


def briefing_page(telling: Telling, contents: Contents) -> str:
    """The briefing as a page."""
    return page_of(telling, "briefing.html.j2", telling.say("briefing"), **contents._asdict())


def page_of(telling: Telling, template: str, title: str, **parts: object) -> str:
    """A self-contained page: a template filled, with the region, the day it stands on and the letters it needs.

    Parameters
    ----------
    telling
        The plan and the reader's words.
    template
        A file of `templates`.
    title
        What the page is; the region's name is added.
    parts
        What the template asks for beside these.
    """
    environment = Environment(
        loader=PackageLoader("bothhands.report"),
        autoescape=select_autoescape(["html", "j2"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["column_shares"] = column_shares
    environment.filters["amounts_of"] = amounts_of
    environment.filters["beside_on_paper"] = beside_on_paper
    page = environment.get_template(template).render(
        lang="zh-CN" if telling.words.zh else "en",
        fonts=Markup(fonts(telling.words.zh)),
        title=titled(telling, title),
        standing=standing_of(telling),
        hypothetical=hypothetical_of(telling),
        say=telling.say,
        svg=Markup,
        **parts,
    )
    return page.replace("/* typeface */", font_face(page, telling.words.zh))


def beside_on_paper(sections: Sequence[Section], whole_width: Collection[str]) -> set[str]:
    """Keys of left and right sections that share a row of a printed page: two that follow, of one figure each.

    Parameters
    ----------
    sections
        In their order.
    whole_width
        Names of figures that take the whole width of paper, because their table is printed.
    """
    small = {one.key for one in sections if len(one.figures) == 1 and one.figures[0].name not in whole_width}
    found: set[str] = set()
    for one, other in pairwise(sections):
        if (one.hand, other.hand) == ("left", "right") and {one.key, other.key} <= small:
            found |= {one.key, other.key}
    return found


def titled(telling: Telling, title: str) -> str:
    """What a page is, and of which region."""
    return f"{title} · {region_name(telling.plan.region, telling.language)}"


def standing_of(telling: Telling) -> str:
    """The day a plan stands on, its edition and its end."""
    plan, words = telling.plan, telling.words
    return telling.say("as_of", day=words.date(plan.as_of), edition=plan.region.edition[:8], end=words.date(telling.last_day))  # fmt: skip


class Parts(NamedTuple):
    """What several figures share and takes long: the chain under the plan, and what the plan makes of the region's targets."""

    case: ChainCase | None
    aims: target_sections.Targets


def parts_of(telling: Telling) -> Parts:
    """The chain and the targets of a plan."""
    case = chain_state_charts.case_of_plan(telling)
    return Parts(case, target_sections.targets_of_plan(telling.plan, case))


def sections_of(telling: Telling, parts: Parts | None = None) -> list[Section]:
    """The figures of the page in their order: health left, economy right, then who bears it, supply, targets, limits."""
    say = telling.say
    health = [
        health_charts.cases_chart(telling),
        reproduction_chart(telling),
        health_charts.odds_chart(telling),
        health_charts.beds_chart(telling),
        health_charts.intensive_chart(telling),
    ]
    economy = [
        economy_charts.output_chart(telling),
        economy_charts.sectors_chart(telling),
        resumption_chart(telling),
        economy_charts.firms_chart(telling),
    ]
    ill = [burden_charts.ages_chart(telling), burden_charts.ill_cities_chart(telling)]
    paid = [burden_charts.cities_chart(telling), burden_charts.sizes_chart(telling)]
    why = [
        accounts_charts.quarters_chart(telling),
        accounts_charts.losses_chart(telling),
        accounts_charts.starved_chart(telling),
    ]
    case, aims = parts or parts_of(telling)
    board = target_sections.board_chart(telling, aims)
    work = [accounts_charts.jobs_chart(telling), accounts_charts.money_chart(telling)]
    pairs = [
        Section("health", say("health"), _shown(*health), "left"),
        Section("economy", say("economy"), _shown(*economy), "right"),
        Section("quarters", say("quarters_section"), _shown(*why), "left"),
        Section("money", say("work_money_section"), _shown(*work), "right"),
        Section("borders", say("borders"), [*corridor_charts(telling), *_shown(imports_chart(telling))], "left"),
        Section("risk", say("risk_section"), risk_charts(telling), "right"),
        Section("promise", say("promise_section"), [promise_chart(telling)], "left"),
        Section("triggers", say("triggers_section"), _shown(triggers_chart(telling)), "right"),
        Section("ill", say("burden_ill"), _shown(*ill), "left"),
        Section("cost", say("burden_cost"), _shown(*paid), "right"),
        Section("chain", say("supply"), _shown(chain_charts.chain_calendar(telling))),
        Section("flow", say("flow_section"), [chain_state_charts.flow_chart(telling, case)] if case else [], "left"),
        Section(
            "build", say("build_section"), [chain_state_charts.build_chart(telling, case)] if case else [], "right"
        ),
        Section("even", say("even_section"), _shown(firm_sections.even_chart(telling)), "left"),
        Section("helped", say("aid_section"), _shown(firm_sections.aid_chart(telling)), "right"),
        Section("links", say("links_section"), _shown(firm_sections.links_chart(telling, case)), "left"),
        Section("attract", say("attract_section"), _shown(firm_sections.attract_chart(telling)), "right"),
        Section("covered", say("covered"), _shown(chain_charts.masks_chart(telling)), "left"),
        Section("made", say("made_section"), chain_charts.made_charts(telling), "right"),
        Section("limits", say("limits"), _shown(limits_chart(telling), capacities_chart(telling)), "left"),
        Section("targets", say("targets"), _shown(board or targets_chart(telling), goals_chart(telling)), "right"),
        Section("targets-why", say("targets_why"), _shown(target_sections.why_chart(telling, aims)), "left"),
        Section("targets-close", say("targets_close"), _shown(target_sections.closing_chart(telling, aims)), "right"),
        Section("hinges", say("hinges"), _shown(figure_charts.limit_chart(telling)), "left"),
        Section("worth", say("hinges_worth"), _shown(figure_charts.worth_chart(telling)), "right"),
    ]
    return [section for section in pairs if section.figures]


def hypothetical_of(telling: Telling) -> str:
    """What is made up about the region, in the reader's language where it is given; blank for a real one."""
    region = telling.plan.region
    text = region.hypothetical_zh if telling.words.zh else region.hypothetical
    text = text.removeprefix("Hypothetical: ").removeprefix("假设")
    return telling.say("hypothetical", text=text[:1].upper() + text[1:]) if text else ""


def _shown(*figures: Figure | None) -> list[Figure]:
    return [figure for figure in figures if figure is not None]
