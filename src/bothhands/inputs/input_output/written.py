"""Rows of a region's tables from an imported account: each with its source, its quality and what was done to it.

Why this file exists: a figure that was split, summed or worked out must say so wherever it shows.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from bothhands.inputs.input_output.importing import Imported
from bothhands.inputs.table import Quality
from bothhands.inputs.tables.input_output import Flow
from bothhands.inputs.tables.trade import TradeShare

LEVELS: tuple[Quality, ...] = ("measured", "derived", "estimated", "assumed")
"""As read; a sum of whole sectors; split by a stated share, or balanced; split by an ASSUMED share."""
KINDS = ("", "sum of sectors", "split by a stated share", "split by an ASSUMED share")


class Said(NamedTuple):
    """The user's words on a table, in place of the layout's."""

    source: str = ""
    period: str = ""
    quality: str = ""


def flow_rows(made: Imported, said: Said) -> list[Flow]:
    """The rows of `input_output.csv`; zeros are left out."""
    account, level = made.account, _levels(made)
    rows = []
    for at, by in np.argwhere(account.flows):
        pair = account.sectors[at], account.sectors[by]
        rows.append(_flow(made, said, pair, float(account.flows[at, by]), max(level[at], level[by])))
    for use, values in account.final.items():
        for at in np.flatnonzero(values):
            rows.append(_flow(made, said, (account.sectors[at], use), float(values[at]), level[at]))
    for name, values in account.below.items():
        for at in np.flatnonzero(values):
            rows.append(_flow(made, said, (name, account.sectors[at]), float(values[at]), level[at]))
    return rows


def trade_rows(made: Imported, said: Said) -> list[TradeShare]:
    """The rows of `trade.csv`: where each place buys each product, as a share of its purchases from within the region."""
    bought: dict[tuple[str, str], float] = defaultdict(float)
    for (_, destination, sector), value in made.account.trade.items():
        bought[destination, sector] += max(value, 0.0)
    common = _common(made, said)
    return [
        TradeShare(
            origin=origin, destination=destination, sector=sector, share=max(value, 0.0) / bought[destination, sector],
            source=common["source"], quality="derived", period=common["period"],
        )
        for (origin, destination, sector), value in sorted(made.account.trade.items())
        if bought[destination, sector] > 0 and value > 0 and origin and destination
    ]  # fmt: skip


def _levels(made: Imported) -> list[int]:
    """How far each sector's figures are from those of the file, as an index of `LEVELS`."""
    lines = made.lines.ordered(made.as_read.sectors, made.account.sectors)
    found = []
    for to, target in enumerate(lines.targets):
        member = np.flatnonzero(lines.weights[:, to] > 0)
        split = [at for at in member if lines.weights[at, to] < 1]
        assumed = any("ASSUMED" in lines.reasons.get((lines.sources[at], target), "") for at in split)
        found.append(3 if assumed else 2 if split else 1 if len(member) > 1 else 0)
    return found


def _flow(made: Imported, said: Said, pair: tuple[str, str], value: float, level: int) -> Flow:
    common = _common(made, said)
    notes = [KINDS[level]] if level else []
    for name in pair:
        if name in made.as_read.derived:
            level, notes = max(level, 1), [*notes, f"worked out: {made.as_read.derived[name]}"]
    if made.layout.consumption and pair[1] in ("household", "government"):
        level, notes = max(level, 2), [*notes, f"consumption split by {made.layout.consumption}.csv"]
    if made.change is not None:
        level, notes = max(level, 2), [*notes, "balanced by GRAS"]
    base = said.quality or made.layout.quality
    quality = LEVELS[level] if base == "measured" else "assumed" if level == 3 else base
    return Flow.model_validate(
        {"supplier": pair[0], "user": pair[1], "value": value, **common, "quality": quality, "note": "; ".join(notes)}
    )


def _common(made: Imported, said: Said) -> dict[str, str]:
    source = said.source or made.layout.source or made.as_read.file
    by = "" if made.lines.name == "the same sectors" else f", by concordance {made.lines.name}"
    return {"source": f"{source}{by}", "period": said.period or made.layout.period}
