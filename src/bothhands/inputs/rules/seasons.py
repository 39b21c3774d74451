"""Rules on what the accounts need: seasons that make up a year, and value added where the table has some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bothhands.errors import Fault
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.tables.activity import Activity
from bothhands.inputs.tables.input_output import Flow
from bothhands.inputs.tables.seasons import Season

ROUNDING = 1e-3


def seasons_make_up_a_year(draft: Draft) -> Iterator[Fault]:
    """Each sector that has seasons has all four quarters, and their shares add up to 1."""
    given = defaultdict(list)
    for item, row in draft.every(Season):
        given[row.sector].append((item, row))
    for sector, rows in given.items():
        quarters, total = sorted(row.quarter for _, row in rows), sum(row.share for _, row in rows)
        if quarters != [1, 2, 3, 4] or abs(total - 1.0) > ROUNDING:
            what = f"the quarters {', '.join(map(str, quarters))} of {sector} add up to {total:g}"
            yield at(
                rows[0][0], "BH-INP-085", what, expected="quarters 1 to 4 that add up to 1", remedy="add or correct rows", column="share"
            )  # fmt: skip


def value_added_has_a_column(draft: Draft) -> Iterator[Fault]:
    """A sector with value added in `activity` has some in the input–output table, the region has some, and imports are negative."""
    inputs: dict[str, float] = defaultdict(float)
    output: dict[str, float] = {}
    sectors = draft.names("sectors", "sector")
    for item, row in draft.every(Flow):
        if row.user == "imports" and row.value > 0:
            what = f"imports of {row.supplier} are {row.value:g}"
            yield at(
                item,
                "BH-INP-086",
                what,
                expected="zero or less: imports are a negative column",
                remedy="turn the sign",
                column="value",
            )
        if row.supplier == "output":
            output[row.user] = row.value
        elif row.supplier in sectors:
            inputs[row.user] += row.value
    every = [(item, row) for item, row in draft.every(Activity)]
    if every and sum(row.value_added_yuan_per_year for _, row in every) <= 0:
        yield at(
            every[0][0], "BH-INP-086", "no sector of any place has value added", expected="value added above zero",
            remedy="fill the column", column="value_added_yuan_per_year",
        )  # fmt: skip
    for item, cell in every:
        made = output.get(cell.sector, 0.0)
        if cell.value_added_yuan_per_year > 0 and 0 < made <= inputs[cell.sector]:
            what = f"{cell.sector} has value added, and inputs of {inputs[cell.sector]:g} for an output of {made:g}"
            yield at(
                item, "BH-INP-086", what, expected="inputs below output in the table input_output",
                remedy="correct the column of the sector", column="value_added_yuan_per_year",
            )  # fmt: skip
