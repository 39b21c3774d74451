"""What a run tells of every firm, as its folder keeps it for the desk: what holds it back, help it could have, and the ranked list.

Why this file exists: the web process loads no model, and 100,000 firms are paged and filtered where they lie. What is private of a firm (what
rests on its cash, debt, tax or books) stands in columns of its own, so that whoever reads can leave it out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from bothhands.report.amounts import Language

ABOUT, DIAGNOSES, FITS, RANKED = "firms.json", "diagnoses.parquet", "fits.parquet", "ranked.parquet"
"""Names of the files within a run's folder."""
DIAGNOSIS = {
    "firm": pl.String, "place": pl.String, "binds": pl.String, "open_binds": pl.String, "lost_share": pl.Float64, "open_lost_share": pl.Float64,
    "said_en": pl.List(pl.String), "said_zh": pl.List(pl.String), "open_en": pl.List(pl.String), "open_zh": pl.List(pl.String),
    "break_even_sales_yuan_per_day": pl.Float64, "margin_of_safety": pl.Float64, "days_of_cash": pl.Float64, "days_of_funds": pl.Float64,
    "exit_day": pl.String, "figures_filled": pl.Int64,
}  # fmt: skip
FIT = {"firm": pl.String, "policy": pl.String, "difficulty": pl.String, "gain_yuan": pl.Float64, "cost_yuan": pl.Float64, "private": pl.Boolean}  # fmt: skip
RANK = {
    "rank": pl.Int64, "firm": pl.String, "name": pl.String, "name_zh": pl.String, "place": pl.String, "sector": pl.String, "needs": pl.List(pl.String),
    "policies": pl.List(pl.String), "yuan": pl.Float64, "kept_yuan": pl.Float64, "kept_per_yuan": pl.Float64, "jobs": pl.Float64,
    "odds_without": pl.Float64, "odds_with": pl.Float64, "chosen": pl.Boolean, "figures_filled": pl.Int64, "synthetic": pl.Boolean,
}  # fmt: skip
SCHEMAS: Mapping[str, Mapping[str, Any]] = {DIAGNOSES: DIAGNOSIS, FITS: FIT, RANKED: RANK}


class Slice(NamedTuple):
    """Some rows of a table, and how many match in all."""

    rows: list[dict[str, Any]]
    total: int


def write_firms(folder: Path, about: Mapping[str, object], tables: Mapping[str, list[dict[str, object]]]) -> list[str]:
    """Write what is told of every firm; names of the files.

    Parameters
    ----------
    folder
        Where.
    about
        Region, day and policies by name.
    tables
        Rows by name of file, as `SCHEMAS` has them.
    """
    for name, rows in tables.items():
        pl.DataFrame(rows, dict(SCHEMAS[name])).write_parquet(folder / name)
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    return [ABOUT, *tables]


def about_in(folder: Path) -> dict[str, Any] | None:
    """Region, day and policies of a run's folder; none where it keeps no firms."""
    at = folder / ABOUT
    if not at.is_file():
        return None
    told: dict[str, Any] = json.loads(at.read_text(encoding="utf-8"))
    return told


def diagnosis_in(folder: Path, firm: str, *, private: bool) -> dict[str, Any] | None:
    """What is told of a firm, its private columns left out unless they may be seen; none where it was not in the register."""
    rows = pl.scan_parquet(folder / DIAGNOSES).filter(pl.col("firm") == firm).collect().to_dicts()
    if not rows:
        return None
    row = rows[0]
    if private:
        return {**row, "hidden": False, "said": {"en": row["said_en"], "zh": row["said_zh"]}}
    own = {"firm": firm, "place": row["place"], "binds": row["open_binds"], "lost_share": row["open_lost_share"]}
    return {**own, "hidden": True, "said": {"en": row["open_en"], "zh": row["open_zh"]}}


def fits_in(folder: Path, firm: str, *, private: bool) -> list[dict[str, Any]]:
    """Policies a firm may have, the one that brings most first; without those that tell of its money unless they may be seen."""
    found = pl.scan_parquet(folder / FITS).filter(pl.col("firm") == firm)
    if not private:
        found = found.filter(~pl.col("private"))
    return found.sort("gain_yuan", descending=True).collect().to_dicts()


def ranked_in(folder: Path, places: Collection[str] | None, need: str, firm: str, limit: int, offset: int) -> Slice:
    """Part of the ranked list.

    Parameters
    ----------
    folder
        Of the run.
    places
        Only firms in them; None for all.
    need, firm
        Only firms whose help answers this difficulty; only this firm; blank for any.
    limit, offset
        Which part.
    """
    found = pl.scan_parquet(folder / RANKED)
    if places is not None:
        found = found.filter(pl.col("place").is_in(sorted(places)))
    if need:
        found = found.filter(pl.col("needs").list.contains(need))
    if firm:
        found = found.filter(pl.col("firm") == firm)
    whole = found.collect()
    return Slice(whole.slice(offset, limit).to_dicts(), whole.height)


def policy_name(about: Mapping[str, Any], policy: str, language: Language) -> str:
    """A policy in the reader's language."""
    told = about["policies"].get(policy, {})
    return str((told.get("name_zh") if language == "zh" else "") or told.get("name") or policy)
