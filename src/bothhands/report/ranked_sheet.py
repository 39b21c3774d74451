"""The support list as a table, a CSV file and a workbook: every column with its unit, no cell a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bothhands.inputs.region import Region
from bothhands.report.amounts import currency_name
from bothhands.report.kept_firms import policy_name
from bothhands.report.names import place_name, sector_name
from bothhands.report.svg import Table
from bothhands.report.words import Wording
from bothhands.report.workbook import workbook_of

HEADS = (
    "rank", "id", "firm", "place", "sector", "needs", "policies", "yuan", "kept", "a_yuan", "jobs", "without", "with", "chosen", "filled", "exists",
)  # fmt: skip


def ranked_table(words: Wording, region: Region, about: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Table:
    """The list in words, numbers plain.

    Parameters
    ----------
    words, region
        The reader's, and names.
    about, rows
        As `kept_firms` gives them.
    """
    say = words.say
    heads = tuple(say(f"dk_sl_{head}", currency=currency_name(region.currency, words.language)) for head in HEADS)
    join = say("dk_and")
    return Table(heads, tuple(
        (
            str(one["rank"]), one["firm"], (words.zh and one["name_zh"]) or one["name"], place_name(region, one["place"], words.language),
            sector_name(region, one["sector"], words.language), join.join(say(f"dk_dif_{need}") for need in one["needs"]),
            join.join(policy_name(about, policy, words.language) for policy in one["policies"]), f"{one['yuan']:.0f}", f"{one['kept_yuan']:.0f}",
            "" if one["kept_per_yuan"] is None else f"{one['kept_per_yuan']:.2f}", f"{one['jobs']:.1f}", f"{one['odds_without']:.3f}",
            f"{one['odds_with']:.3f}", say("yes" if one["chosen"] else "no"), str(one["figures_filled"]), say("no" if one["synthetic"] else "yes"),
        )
        for one in rows
    ))  # fmt: skip


def as_workbook(words: Wording, table: Table, lines: Sequence[str]) -> bytes:
    """A workbook with a first sheet that says what it is."""
    return workbook_of(words.say("dk_sl_title"), lines, {words.say("dk_sl_title"): table}, words.say("dk_sl_about"))
