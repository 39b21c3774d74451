"""The public edition of a plan: briefing and explanation without counts under five, without names of firms and sites, and a page that says so.

Why this file exists: a plan that closes schools must be told to those whose schools close. The plan is changed before it is told
(`public_plan`), figures that tell of single persons or firms are told in another way or left out, and the page is searched for every name of
the register before it is given out (`public_names`). A figure that nobody has looked at is left out: what may stand here is listed.

What the model expects, such as 2.3 infections on average, counts nobody and is told. Places, ports, sectors and goods keep their names; sites
do not, whatever table they came from.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bothhands.plan.chain_case import ChainCase
from bothhands.plan.plan import Plan
from bothhands.report import public_charts, public_firm_charts
from bothhands.report.accounts_charts import losses_chart
from bothhands.report.amounts import Language, MoneyUnit
from bothhands.report.briefing import Parts, Section, page_of, sections_of
from bothhands.report.chain_state_charts import case_of_plan
from bothhands.report.comparison import answer, strategy_table
from bothhands.report.explanation import page_told
from bothhands.report.health_charts import cases_chart
from bothhands.report.measure_table import measure_table
from bothhands.report.notes import assumed_table, hindsight_table, notes, sources_table
from bothhands.report.printing import Printing
from bothhands.report.public_names import without_names
from bothhands.report.public_plan import COLUMNS, public_telling
from bothhands.report.public_targets import public_targets, with_targets_shown
from bothhands.report.resumption_chart import resumption_chart
from bothhands.report.suppression import suppressed
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling

NOTHING = Table((), ())
ALIKE = frozenset((
    "odds", "beds", "icu", "output", "sectors", "ages", "ill-cities", "cities", "quarters", "starved", "jobs", "corridor", "corridor-cities",
    "imports", "risk", "risk-cities", "promise", "triggers", "flow", "build", "masks", "limits", "capacities", "targets", "targets-why",
    "targets-close", "goals", "figures", "figures-limit",
))  # fmt: skip
"""Figures told as in the full edition: they are of the model, or of places, sectors and goods."""
MADE = "made-"
"""How the names of figures of what is made of a good begin; they are told as in the full edition."""
INSTEAD: dict[str, Callable[[Telling, ChainCase | None], tuple[Figure | None, ...]]] = {
    "cases": lambda telling, _: (cases_chart(telling), public_charts.weeks_chart(telling)),
    "reproduction": lambda telling, _: (public_charts.reproduction_chart(telling),),
    "staff": lambda telling, _: (resumption_chart(telling),),
    "calendar": lambda telling, _: (public_charts.calendar_chart(telling),),
    "firms": lambda telling, _: (public_firm_charts.firms_chart(telling),),
    "sizes": lambda telling, _: (public_firm_charts.sizes_chart(telling),),
    "even": lambda telling, _: (public_firm_charts.even_chart(telling),),
    "helped": lambda telling, _: (public_firm_charts.aid_chart(telling),),
    "money": lambda telling, _: (public_firm_charts.money_chart(telling),),
    "losses": lambda telling, _: (losses_chart(telling),),
    "links": lambda telling, case: (public_firm_charts.links_chart(telling, case),),
    "attract": lambda telling, _: (public_firm_charts.attract_chart(telling),),
}
"""Figures told in another way, or not where that would still tell of a few."""
ROWS = 7
"""Column of the measures that counts rows of a file which is not public."""


def public_briefing(plan: Plan, language: Language = "en", money_unit: MoneyUnit = "auto") -> str:
    """The page of a plan for anyone, in a language and a money unit.

    Parameters
    ----------
    plan
        As it was made, with its true names.
    language, money_unit
        The reader's.

    Returns
    -------
    str
        HTML, self-contained.

    Raises
    ------
    RunError
        BH-REP-001, where the page would still name a firm or site of the register.
    """
    telling = public_telling(plan, language, money_unit)
    page = page_of(
        telling,
        "briefing.html.j2",
        telling.say("public_title"),
        public=_left_out(telling),
        answer=answer(telling),
        sections=public_sections(telling),
        strategies=strategy_table(telling),
        measures=_measures(telling),
        n_measures="",
        real_firms=NOTHING,
        notes=notes(telling),
        sources=_of_firms(telling, sources_table(telling), (2, 3, 4), 1),
        assumed=assumed_table(telling),
        hindsight=_of_firms(telling, hindsight_table(telling), (1,)),
    )
    return without_names(page, plan.region)


def public_explanation(plan: Plan, language: Language = "en", money_unit: MoneyUnit = "auto") -> str:
    """Why the plan, for anyone: it tells of limits, levers, values and strategies, none of which is a person or a firm.

    Parameters
    ----------
    plan
        As it was made, with its true names.
    language, money_unit
        The reader's.

    Returns
    -------
    str
        HTML, self-contained.

    Raises
    ------
    RunError
        BH-REP-001, where the page would still name a firm or site of the register.
    """
    telling = public_telling(plan, language, money_unit)
    return without_names(page_told(telling, telling.say("public_explanation"), _left_out(telling)), plan.region)


def write_public(plan: Plan, folder: Path, language: Language = "en", money_unit: MoneyUnit = "auto") -> list[str]:
    """Write the public edition as pages and for print into a folder; names of the files written, and what was left out.

    Parameters
    ----------
    plan
        As it was made, with its true names.
    folder
        Made where it is not there.
    language, money_unit
        The reader's.
    """
    pages = {
        "public-briefing.html": public_briefing(plan, language, money_unit),
        "public-explanation.html": public_explanation(plan, language, money_unit),
    }
    folder.mkdir(parents=True, exist_ok=True)
    with Printing(folder / "public-briefing.pdf") as printing:
        printing.begin(pages["public-briefing.html"])
        for name, page in pages.items():
            (folder / name).write_text(page, encoding="utf-8")
        return [*pages, printing.end()]


def _left_out(telling: Telling) -> list[str]:
    """What a page for anyone leaves out."""
    return [telling.say(f"public_{key}") for key in ("head", "why_counts", "why_names", "why_model")]


def public_sections(telling: Telling) -> list[Section]:
    """The sections of the briefing with the figures that anyone may see; one that loses all of them is left out."""
    telling = with_targets_shown(telling)
    case = case_of_plan(telling)
    told = [
        section._replace(figures=[figure for one in section.figures for figure in _public(telling, case, one)])
        for section in sections_of(telling, Parts(case, public_targets(telling.plan)))
    ]
    return [section for section in told if section.figures]


def _measures(telling: Telling) -> Table:
    """Dated measures without the count of rows."""
    table = measure_table(telling)
    kept = [n for n in range(len(table.head)) if n != ROWS]
    return Table(tuple(table.head[n] for n in kept), tuple(tuple(row[n] for n in kept) for row in table.rows))


def _public(telling: Telling, case: ChainCase | None, figure: Figure) -> list[Figure]:
    """What stands for a figure of the full edition."""
    if figure.name in ALIKE or figure.name.startswith(MADE):
        return [figure]
    made = INSTEAD.get(figure.name)
    return [one for one in made(telling, case) if one is not None] if made else []


def _of_firms(telling: Telling, table: Table, counts: tuple[int, ...], total: int | None = None) -> Table:
    """A table of tables, without small counts of firms and sites."""
    at = [n for n, row in enumerate(table.rows) if row[0] in COLUMNS]
    return suppressed(table, counts, telling.language, total_column=total, rows=at)
