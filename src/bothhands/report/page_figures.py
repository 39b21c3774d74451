"""What a plan shows on the desk's pages of targets and chains, drawn in every language while the plan is at hand."""

from __future__ import annotations

import json
from pathlib import Path

from bothhands.inputs.tables.targets import Target
from bothhands.plan.missing import missing_of
from bothhands.plan.plan import Plan
from bothhands.report import chain_charts, chain_state_charts, firm_sections, target_sections
from bothhands.report.amounts import Language, MoneyUnit
from bothhands.report.briefing import Parts
from bothhands.report.chain_answers import missing_table, ways_table
from bothhands.report.chain_words import ChainWords
from bothhands.report.kept_figures import PAGES, RUNS, Page, Shown, pages_as_json, runs_as_json
from bothhands.report.svg import Figure
from bothhands.report.telling import Telling, telling_of

LANGUAGES: tuple[Language, ...] = ("en", "zh")


def write_pages(plan: Plan, folder: Path, parts: Parts, money_unit: MoneyUnit = "auto") -> list[str]:
    """Write what the desk's pages show of a plan into its folder; names of the files.

    Parameters
    ----------
    plan, folder
        The plan and its folder.
    parts
        Its chain and targets, as the briefing has them.
    money_unit
        Unit of money.
    """
    told = {language: _pages(telling_of(plan, language, money_unit), parts) for language in LANGUAGES}
    wanted = [(row.place, row.indicator) for row in plan.region.rows(Target)]
    for name, content in ((PAGES, pages_as_json(told)), (RUNS, runs_as_json(parts.aims.runs, wanted))):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return [PAGES, RUNS]


def _pages(telling: Telling, parts: Parts) -> dict[Page, Shown]:
    why = (target_sections.why_chart(telling, parts.aims), target_sections.closing_chart(telling, parts.aims))
    return {"targets": Shown(_there(*why), {}), "chains": _chains(telling, parts)}


def _chains(telling: Telling, parts: Parts) -> Shown:
    case, tables = parts.case, {}
    figures = [chain_charts.chain_calendar(telling), chain_charts.masks_chart(telling), *chain_charts.made_charts(telling)]  # fmt: skip
    if case is not None:
        words, missing = ChainWords(telling.plan.region, telling.words), missing_of(case)
        figures = [
            chain_state_charts.flow_chart(telling, case), chain_state_charts.build_chart(telling, case), *figures,
            firm_sections.links_chart(telling, case),
        ]  # fmt: skip
        tables = {"missing": missing_table(words, missing), "ways": ways_table(words, missing)}
    return Shown(_there(*figures), tables)


def _there(*figures: Figure | None) -> tuple[Figure, ...]:
    return tuple(one for one in figures if one is not None)
