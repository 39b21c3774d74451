"""Sentences and rows of the firm network as a console tells them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import polars as pl

from bothhands.report.amounts import number, share

MOST_SECTORS = 12
RISK_HEAD = ("firm", "sector", "own share", "lost if it fails", "by customers", "by suppliers", "firms hit")


def run_sentences(summary: Mapping[str, object]) -> list[str]:
    """What a run cost, in three sentences; `summary` from `network_folder.run_summary`."""
    lost, direct, unserved, worst = (
        cast("float", summary[name])
        for name in ("lost_share", "direct_lost_share", "final_demand_unserved_share", "lost_share_on_worst_day")
    )
    told = f"{summary['firms']:,} firms, {summary['links']:,} links, {summary['days']} days: {_lost(lost)} of output is lost"
    told += f", {share(direct)} by the shock itself"
    if direct > 0 and lost > 0:
        told += f" ({number(lost / direct)} times it in all)"
    return [
        f"{told}.",
        f"The worst is day {summary['worst_day']}, {_lost(worst)} below rest.",
        f"{_lost(unserved)} of final demand is not served.",
    ]


def sector_rows(losses: pl.DataFrame) -> list[tuple[str, ...]]:
    """The sectors that lose most."""
    rows = losses.head(MOST_SECTORS).select("sector", "lost_share", "direct_lost_share").iter_rows()
    return [(sector, _lost(lost), share(direct)) for sector, lost, direct in rows]


def risk_sentence(table: pl.DataFrame, of: str, asked: int) -> str:
    """The costliest failure, in a sentence."""
    first = table.row(0, named=True)
    done = f"{len(table):,} firms" if len(table) == asked else f"{len(table):,} of {asked:,} firms"
    return (
        f"{done} failed, each alone. {first['firm']} ({first['sector']}) costs most: {share(first['lost_share'])} of the output of "
        f"{of}; its own share is {share(first['own_share'])}."
    )


def risk_rows(table: pl.DataFrame) -> list[tuple[str, ...]]:
    """Firms as rows under `RISK_HEAD`."""
    return [
        (
            row["firm"], row["sector"], share(row["own_share"]), share(row["lost_share"]), share(row["downstream_share"]),
            share(row["upstream_share"]), f"{row['firms_hit']:,}",
        )
        for row in table.iter_rows(named=True)
    ]  # fmt: skip


def _lost(value: float) -> str:
    return share(max(value, 0.0)) if abs(value) >= 5e-5 else "0 %"
