"""What a run tells of every firm, gathered from the firms' accounts and from what help could do, and written for the desk."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from bothhands.inputs.tables.firms import DIFFICULTIES
from bothhands.plan.firm_case import FirmCase
from bothhands.plan.support.case import SupportCase
from bothhands.plan.support.ranked import fits, ranked
from bothhands.report.firm_tables import firm_rows
from bothhands.report.firm_words import filled_by_firm, firm_said, openly_said
from bothhands.report.kept_firms import DIAGNOSES, FITS, RANKED, write_firms

ACCOUNT = ("break_even_sales_yuan_per_day", "margin_of_safety", "days_of_cash", "days_of_funds")


def write_firm_folder(case: FirmCase, help_case: SupportCase | None, folder: Path) -> list[str]:
    """Write what a run tells of every firm; names of the files.

    Parameters
    ----------
    case
        The firms on the day.
    help_case
        The same register with the catalogue of policies; None where the region has none.
    folder
        Where.
    """
    policies = {
        row.policy: {"name": row.name, "name_zh": row.name_zh, "difficulty": row.difficulty, "fund": row.fund, "quality": row.quality or "", "source": row.source, "start": row.start.isoformat(), "end": row.end.isoformat()}
        for row in (help_case.policies if help_case is not None else ())
    }  # fmt: skip
    about = {
        "region": case.region.name, "edition": case.region.edition, "as_of": case.as_of.isoformat(), "firms": len(case.rows),
        "of": help_case.of if help_case is not None else "", "policies": policies,
    }  # fmt: skip
    tables = {DIAGNOSES: list(_diagnoses(case)), FITS: [], RANKED: []}
    if help_case is not None:
        tables |= {FITS: list(_fits(help_case)), RANKED: list(_ranked(case, help_case))}
    return write_firms(folder, about, tables)


def _diagnoses(case: FirmCase) -> Iterator[dict[str, object]]:
    filled, shown = filled_by_firm(case), case.open_diagnosis
    for n, row in enumerate(firm_rows(case)):
        at = int(shown.binding[n])
        yield {
            "firm": row["firm"], "place": row["place"], "binds": row["binds"], "open_binds": "" if at < 0 else DIFFICULTIES[at],
            "lost_share": row["share_of_normal_sales_lost"], "open_lost_share": round(float(shown.lost_share[n]), 4),
            "said_en": firm_said(case, n, "en", filled=filled), "said_zh": firm_said(case, n, "zh", filled=filled),
            "open_en": openly_said(case, n, "en"), "open_zh": openly_said(case, n, "zh"),
            **{name: row[name] if row[name] != "" else None for name in ACCOUNT},
            "exit_day": row["exit_day"], "figures_filled": row["figures_filled"],
        }  # fmt: skip


def _fits(case: SupportCase) -> Iterator[dict[str, object]]:
    for one in fits(case):
        yield {
            "firm": case.rows[one.firm].firm, "policy": one.policy.policy, "difficulty": one.policy.difficulty,
            "gain_yuan": one.gain_yuan, "cost_yuan": one.cost_yuan, "private": one.private,
        }  # fmt: skip


def _ranked(firms: FirmCase, case: SupportCase) -> Iterator[dict[str, object]]:
    filled: dict[str, int] = {}
    for own in firms.filled:
        filled[own.firm] = filled.get(own.firm, 0) + (own.quality != "derived")
    for rank, one in enumerate(ranked(case), start=1):
        row = case.rows[one.firm]
        a_yuan = one.kept_yuan / one.yuan if one.yuan > 0 else math.inf
        yield {
            "rank": rank, "firm": row.firm, "name": row.name, "name_zh": row.name_zh, "place": row.place, "sector": row.sector,
            "needs": [policy.difficulty for policy in one.policies], "policies": [policy.policy for policy in one.policies],
            "yuan": one.yuan, "kept_yuan": one.kept_yuan, "kept_per_yuan": a_yuan if math.isfinite(a_yuan) else None, "jobs": one.jobs,
            "odds_without": one.odds_without, "odds_with": one.odds_with, "chosen": one.chosen,
            "figures_filled": filled.get(row.firm, 0), "synthetic": row.synthetic,
        }  # fmt: skip
