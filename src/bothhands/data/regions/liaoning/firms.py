"""The register of firms: three the founding report visited, and synthetic ones drawn from margins with a fixed seed."""

from __future__ import annotations

from typing import Literal

import numpy as np

from bothhands.data.regions.liaoning.economy import activity, sales_per_value_added
from bothhands.data.regions.liaoning.raw import AS_OF, ASSUMED, significant
from bothhands.inputs.tables.firms import Firm

SEED = 20200318
COUNT = 2000
REPORT = "report of 18 March 2020 on Liaoyang"
NOT_FIRMS = ("40", "41", "42", "45")
SIZES: tuple[tuple[Literal["large", "medium", "small", "micro"], float, float, float], ...] = (
    ("large", 0.03, 1.5e9, 0.6),
    ("medium", 0.12, 1.5e8, 0.6),
    ("small", 0.40, 2.0e7, 0.7),
    ("micro", 0.45, 3.0e6, 0.7),
)  # share of firms, median sales a year in yuan, spread of the logarithm: all ASSUMED
COVER = 0.8
PARTS = {"payroll": 0.45, "fixed": 0.25, "debt": 0.08}  # of value added, ASSUMED


def firms() -> list[Firm]:
    """Named firms first, with blanks where nothing is known, then the synthetic ones."""
    return [*_named(), *_synthetic()]


def _named() -> list[Firm]:
    known = (
        ("zhongwang-aluminum", "Liaoning Zhongwang Aluminum", "辽宁忠旺铝业", "15", "Modern aluminium plant."),
        (
            "lvlong-agricultural",
            "Liaoning Lvlong Agricultural",
            "辽宁绿龙农业",
            "01",
            "Farm firm that should expand its capacity and its market.",
        ),
        (
            "petrochina-liaoyang",
            "PetroChina Liaoyang Petrochemical",
            "中国石油辽阳石化",
            "11",
            "Melt-blown line under construction, and research into material for melt-blown cloth.",
        ),
    )
    return [
        Firm(
            firm=firm,
            name=name,
            name_zh=zh,
            place="Liaoyang",
            sector=sector,
            reported=reported,
            source=REPORT,
            quality="measured",
            period="2020-03-18",
            known_from=AS_OF,
            note=f"Chinese name and sector {ASSUMED}; blanks are unknown",
        )
        for firm, name, zh, sector, reported in known
    ]


def _synthetic() -> list[Firm]:
    """Firms of each city and sector, more where value added is larger; their sales stay under those of the sector."""
    rng = np.random.default_rng(SEED)
    ratio = sales_per_value_added()
    cells = [row for row in activity() if row.sector not in NOT_FIRMS]
    weight = np.array([row.value_added_yuan_per_year for row in cells]) ** 0.7
    counts = rng.multinomial(COUNT, weight / weight.sum())
    rows: list[Firm] = []
    for cell, count in zip(cells, counts, strict=True):
        kinds = rng.choice(len(SIZES), size=count, p=[size[1] for size in SIZES])
        sales = np.array([SIZES[kind][2] for kind in kinds]) * np.exp(rng.normal(0, [SIZES[kind][3] for kind in kinds]))
        room = COVER * cell.value_added_yuan_per_year * ratio[cell.sector]
        sales = sales * min(1.0, room / max(float(sales.sum()), 1.0))
        worker_sales = cell.value_added_yuan_per_year * ratio[cell.sector] / max(cell.workers, 1.0)
        for kind, sold in zip(kinds, sales, strict=True):
            rows.append(
                _drawn(
                    rng,
                    len(rows) + 1,
                    place=cell.place,
                    sector=cell.sector,
                    kind=int(kind),
                    sales=float(sold),
                    worker_sales=worker_sales,
                    added=1 / ratio[cell.sector],
                )
            )
    return rows


def _drawn(
    rng: np.random.Generator,
    number: int,
    *,
    place: str,
    sector: str,
    kind: int,
    sales: float,
    worker_sales: float,
    added: float,
) -> Firm:
    """One synthetic firm: accounts around the sector's value-added share, cash and credit drawn in days of sales."""
    spread = np.exp(rng.normal(0, 0.2, 3))
    share = float(np.clip(added * np.exp(rng.normal(0, 0.1)), 0.05, 0.9))
    cash, credit = sales / 365 * np.exp(rng.normal(np.log([30, 15]), 0.6))
    return Firm(
        firm=f"syn-{number:04d}",
        name=f"Synthetic firm {number:04d}",
        place=place,
        sector=sector,
        synthetic=True,
        size=SIZES[kind][0],
        workers=max(round(sales / max(worker_sales, 1.0)), 1),
        sales_yuan_per_year=significant(sales, 4),
        variable_cost_share=significant(1 - share, 4),
        payroll_yuan_per_year=significant(PARTS["payroll"] * share * sales * float(spread[0]), 4),
        fixed_cost_yuan_per_year=significant(PARTS["fixed"] * share * sales * float(spread[1]), 4),
        debt_service_yuan_per_year=significant(PARTS["debt"] * share * sales * float(spread[2]), 4),
        cash_yuan=significant(float(cash), 4),
        credit_yuan=significant(float(credit), 4),
        source=f"{ASSUMED}: drawn from city and sector margins, seed {SEED}; no such firm exists",
        quality="synthetic",
        period="2019",
    )
