"""Firms as tables: one row a difficulty, one row a firm; what a check of a register found, one row a find."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from bothhands.errors import Fault
from bothhands.inputs.cells import defused
from bothhands.inputs.tables.firms import DIFFICULTIES
from bothhands.plan.firm_case import FirmCase
from bothhands.report.amounts import Language, share
from bothhands.report.firm_words import difficulty_name, firm_said, firm_title, is_known
from bothhands.report.svg import Table

MOST_ROWS = 1_000_000
"""Rows a sheet of a workbook can hold, nearly."""
MOST_FINDS = 50_000
"""Finds a workbook is given: half a million would take minutes to write and to open; the CSV file has all."""
FINDS = ("kind", "file", "row", "column", "value", "code", "what", "expected", "what to do")
ACCOUNT = ("break_even_sales_yuan_per_day", "margin_of_safety", "days_of_cash", "days_of_funds")
HEADS: dict[str, tuple[str, str]] = {
    "difficulty": ("what binds", "制约因素"), "firms": ("firms", "企业数"), "workers": ("workers", "职工人数"),
    "lost": ("of their normal sales lost", "损失正常销售比例"), "back": ("comes back without it", "单独解决可恢复"),
    "none": ("nothing", "无"),
}  # fmt: skip


def difficulty_table(case: FirmCase, language: Language = "en") -> Table:
    """Firms by what binds them: how many, their workers, what part of their normal sales is lost and would come back."""
    found, books, zh = case.diagnosis, case.books, language == "zh"
    rows = []
    for at in (*range(len(DIFFICULTIES)), -1):
        of = (found.binding == at) & case.working
        if not of.any():
            continue
        sales = float(books.sales[of].sum())
        lost = float((books.sales * found.lost_share)[of].sum()) / max(sales, 1e-9)
        back = float((books.sales * found.gain[max(at, 0)])[of].sum()) / max(sales, 1e-9)
        name = difficulty_name(DIFFICULTIES[at], language) if at >= 0 else HEADS["none"][zh]
        rows.append(
            (
                name,
                f"{int(of.sum()):,}",
                f"{float(books.workers[of].sum()):,.0f}",
                share(lost),
                share(back if at >= 0 else 0.0),
            )
        )
    return Table(tuple(HEADS[key][zh] for key in ("difficulty", "firms", "workers", "lost", "back")), tuple(rows))


def firm_rows(case: FirmCase, language: Language = "en") -> Iterable[dict[str, object]]:
    """One row a firm: what binds it, its standing, what becomes of it; a blank is unknown or never. Of a firm whose sales are unknown
    no account is told."""
    found, now, made, days = case.diagnosis, case.now, case.to_the_end, case.axes.days
    filled: dict[str, int] = {}
    for one in case.filled:
        filled[one.firm] = filled.get(one.firm, 0) + (one.quality != "derived")
    for n, row in enumerate(case.rows):
        at = int(found.binding[n])
        told = is_known(case, n)
        closed, earns = (int(day[n]) if told else -1 for day in (made.exit_day, made.break_even_day))
        account = [
            float(one[n]) if told else np.nan
            for one in (now.break_even_sales, now.margin_of_safety, now.days_of_cash, now.days_of_funds)
        ]
        yield {
            "firm": row.firm, "name": row.name, "place": row.place, "sector": row.sector, "synthetic": row.synthetic,
            "working": bool(case.working[n]),
            "binds": "" if at < 0 else DIFFICULTIES[at], "share_of_normal_sales_lost": round(float(found.lost_share[n]), 4),
            "since": "" if at < 0 else str(np.datetime64(case.axes.start) + int(found.since[n])),
            "share_that_comes_back_alone": round(float(found.gain[at, n]), 4) if at >= 0 else 0.0,
            **{f"allowed_by_{name}": round(float(found.levels[k, n]), 4) for k, name in enumerate(DIFFICULTIES)},
            **dict(zip(ACCOUNT, map(_known, account), strict=True)),
            "exit_day": days[closed].isoformat() if closed >= 0 else "",
            "earns_for_good_from": days[earns].isoformat() if earns >= 0 else "", "figures_filled": filled.get(row.firm, 0),
        }  # fmt: skip


def one_firm(case: FirmCase, firm: int) -> dict[str, object]:
    """A firm as plain data, with what is said of it in both languages and every figure that was filled."""
    row = next(one for n, one in enumerate(firm_rows(case)) if n == firm)
    name = case.rows[firm].firm
    return {
        **row,
        "said": firm_said(case, firm, "en"), "said_zh": firm_said(case, firm, "zh"), "title": firm_title(case, firm, "en"),
        "cash": case.parts_of(firm)._asdict() if is_known(case, firm) else {}, "filled": [one._asdict() for one in case.filled if one.firm == name],
    }  # fmt: skip


def write_rows(folder: Path, name: str, rows: Sequence[Mapping[str, object]], most: int = MOST_ROWS) -> list[str]:
    """The same rows as CSV and as workbook, no cell of which a spreadsheet would run; names of the files.

    Parameters
    ----------
    folder, name
        Where, and what the files are called.
    rows
        Each with the same keys.
    most
        Rows of the workbook; the CSV file has all.
    """
    import xlsxwriter

    folder.mkdir(parents=True, exist_ok=True)
    head = list(rows[0]) if rows else []
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([defused(cell) if isinstance(cell, str) else cell for cell in row.values()] for row in rows)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(folder / f"{name}.xlsx", options) as book:
        page = book.add_worksheet(name[:31])
        page.freeze_panes(1, 0)
        page.write_row(0, 0, head)
        for number, row in enumerate(rows[:most], start=1):
            page.write_row(number, 0, [defused(cell) if isinstance(cell, str) else cell for cell in row.values()])
    return [f"{name}.csv", f"{name}.xlsx"]


def finds(faults: Sequence[Fault], doubts: Sequence[Fault]) -> list[dict[str, object]]:
    """What a check found, one row a find, as a table."""
    return [
        dict(zip(FINDS, (kind, one.file, one.row, one.column, one.value, one.code, one.what, one.expected, one.remedy), strict=True))
        for kind, some in (("fault", faults), ("doubt", doubts))
        for one in some
    ]  # fmt: skip


def _known(value: float) -> float | str:
    return float(f"{value:.6g}") if np.isfinite(value) else ""
