"""What stops which firms, from when to when: a table of shocks by firm, sector or place, or closed sectors named in a command.

Why this file exists: a shock is told in names and days, a run wants numbers of firms and shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.firm_network import FirmNetwork
from bothhands.inputs.long_tables import ROW, Column, read_long, row_faults

KEYS = ("firm", "sector", "place")
SHOCKS = (
    Column("firm", "Firm that is hit; blank: every firm of the sector and place", required=False),
    Column("sector", "Sector that is hit; blank: every sector", required=False),
    Column("place", "Place that is hit; blank: every place", required=False),
    Column("lost_share", "Share of output these firms cannot make, 0 to 1", True),
    Column("first_day", "First day of it, 1 being the first of the run (1 where blank)", True, False),
    Column("last_day", "Last day of it (the last of the run where blank)", True, False),
)
ALWAYS = 10**9
"""Day after any run."""


class Closure(NamedTuple):
    """Some firms that cannot make all they could on some days."""

    first_day: int
    """1 is the first day of the run."""
    last_day: int
    firm: NDArray[np.int32]
    lost_share: NDArray[np.float64]
    """Of each of these firms, share of its output at rest."""


def read_shocks(path: Path, network: FirmNetwork) -> list[Closure]:
    """The shocks of a file with the columns of `SHOCKS`; raises `InputError` with every fault."""
    table = read_long(path, SHOCKS)
    frame = table.frame.with_columns(pl.col("first_day").fill_null(1.0), pl.col("last_day").fill_null(float(ALWAYS)))
    faults = [*table.faults, *_faults(frame, network, path.name)]
    if faults:
        raise InputError(faults)
    return _closures(frame, network)


def closed_sectors(given: Sequence[str], network: FirmNetwork) -> list[Closure]:
    """Shocks from words such as `C10=0.8`: the sector, and the share of its output that is lost throughout."""
    rows: list[tuple[int, str, float]] = []
    faults: list[Fault] = []
    for number, words in enumerate(given, start=1):
        sector, _, share = words.rpartition("=")
        try:
            rows.append((number, sector, float(share)))
        except ValueError:
            expected = "SECTOR=SHARE, such as C10=0.8"
            faults.append(
                Fault("BH-NET-014", f"--close-sector {words!r} is not a sector and a share", expected, "write it so")
            )
    frame = pl.DataFrame(rows, {ROW: pl.UInt32, "sector": pl.String, "lost_share": pl.Float64}, orient="row")
    blank = pl.lit(None, pl.String)
    frame = frame.with_columns(
        blank.alias("firm"), blank.alias("place"), first_day=pl.lit(1.0), last_day=pl.lit(float(ALWAYS))
    )
    faults += _faults(frame, network, "--close-sector")
    if faults:
        raise InputError(faults)
    return _closures(frame, network)


def _faults(frame: pl.DataFrame, network: FirmNetwork, file: str) -> list[Fault]:
    """Unknown names, rows that name nothing, shares and days that cannot be."""
    faults: list[Fault] = []
    for key in KEYS:
        known = network.names[key]
        unknown = frame.filter(pl.col(key).is_not_null() & ~pl.col(key).is_in(known.unique().implode()))
        near = nearest(str(unknown[key][0]), known.unique().head(100_000)) if len(unknown) else ""
        faults += row_faults(
            unknown, "BH-NET-014", f"no firm has the {key} {{value}}", f"a {key} of the firms", near, file, key
        )
    nameless = frame.filter(pl.all_horizontal(pl.col(KEYS).is_null()))
    faults += row_faults(
        nameless, "BH-NET-014", "the row names no firm, sector or place", "at least one of them", "name whom it hits", file, "firm"
    )  # fmt: skip
    share, first, last = pl.col("lost_share"), pl.col("first_day"), pl.col("last_day")
    outside = frame.filter(~(share.is_finite() & (share >= 0) & (share <= 1)))
    faults += row_faults(
        outside, "BH-NET-015", "a lost share of {value} cannot be", "0 to 1", "0.8 means that 80 % is lost", file, "lost_share"
    )  # fmt: skip
    odd = frame.filter(~((first >= 1) & (last >= first) & (first == first.floor()) & (last == last.floor())))
    return faults + row_faults(
        odd, "BH-NET-016", "a first day of {value} does not go with its last day", "whole days from 1, the first not after the last",
        "correct the days", file, "first_day",
    )  # fmt: skip


def _closures(frame: pl.DataFrame, network: FirmNetwork) -> list[Closure]:
    """Firms hit by each span of days; a firm hit by several rows of one span loses the largest share."""
    firms = network.names.with_row_index("number")
    parts = []
    for kind in frame.select(pl.col(KEYS).is_not_null()).unique().iter_rows():
        keys = [key for key, named in zip(KEYS, kind, strict=True) if named]
        rows = frame.filter(pl.all_horizontal(pl.col(key).is_not_null() == (key in keys) for key in KEYS))
        wanted = rows.select(*keys, "lost_share", "first_day", "last_day")
        parts.append(wanted.join(firms, on=keys).select("number", "lost_share", "first_day", "last_day"))
    hit = pl.concat(parts).group_by("first_day", "last_day", "number").agg(pl.col("lost_share").max())
    return [
        Closure(int(span[0]), int(span[1]), one["number"].cast(pl.Int32).to_numpy(), one["lost_share"].to_numpy())
        for span, one in sorted(hit.sort("number").partition_by(["first_day", "last_day"], as_dict=True).items())
    ]
