"""Notes on what a region of one's own leaves to the package: rows of the template, money of another currency, unrated inputs, no beds.

Why this file exists: none of it is a fault, and each changes a plan without a word: the holidays of an invented region, a life-year
worth so many pounds as it was worth yuan, an economy in which no input can run short, patients who all lie without a bed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import bothhands
from bothhands.errors import Fault
from bothhands.inputs.rules.draft import Draft, at
from bothhands.inputs.settings import YUAN
from bothhands.inputs.tables.beds import Capacity
from bothhands.inputs.tables.parameters import Parameter

INVENTED = "invented for lessons"
"""Source of every row of the regions that are templates."""
NEEDED_BEDS = ("ward", "intensive")
ONLY_WITH = {
    "firm_sales_per_worker_yuan_per_year": "firms",
    "firm_above_scale_yuan_per_year": "firms",
    "firm_job_worth_yuan": "policies",
    "firm_aid_cap_yuan": "policies",
    "quarantine_cost_yuan_per_person": "arrivals",
    "visit_finding_worth_yuan": "officers",
    "visit_place_worth_yuan": "officers",
}
"""Figures that nothing reads without rows of a table."""
A_RATIO = "yuan a yuan"
SHOWN = 4


def rows_of_the_template(draft: Draft) -> Iterator[Fault]:
    """Notes: tables of a region said to be real that still hold rows of the template."""
    if draft.settings.hypothetical:
        return
    for items in draft.placed.values():
        left = [item for item in items if item.row.source == INVENTED]
        if left:
            what = f"{len(left)} of {len(items)} rows come from the template, and the region is not called hypothetical"
            expected = "figures of the region; a run uses these as they are"
            yield at(left[0], "BH-INP-080", what, expected=expected, remedy="replace or remove them", column="source")


def money_of_the_defaults(draft: Draft) -> Iterator[Fault]:
    """Note: default amounts that are in yuan and are read as so much of the region's currency."""
    settings = draft.settings
    if settings.currency in YUAN:
        return
    own = {row.parameter for _, row in draft.rows(Parameter)}
    read = [name for name in _in_yuan() if not (name in ONLY_WITH and not draft.placed.get(ONLY_WITH[name]))]
    left = [name for name in read if name not in own and (settings.hub or not name.startswith("corridor"))]
    if left:
        what = f"defaults in yuan are read as {settings.currency}: {', '.join(left)}"
        expected = f"these in {settings.currency}"
        yield Fault("BH-INP-081", what, expected, "give them in the table parameters", "parameters")


def no_input_is_rated(draft: Draft) -> Iterator[Fault]:
    """Note: without a rating no input is needed to go on, so that no shortage spreads."""
    if not draft.placed.get("criticality") and len(draft.placed.get("sectors", ())) > 1 and not draft.hollow:
        what = "no input is rated, so that production needs none of them and no shortage spreads"
        expected = "ratings of the inputs a sector cannot do without"
        yield Fault("BH-INP-082", what, expected, "see docs/how-to/make-a-region.md", "criticality")


def cities_without_beds(draft: Draft) -> Iterator[Fault]:
    """Notes: cities without a row for a kind of bed, where a run has none."""
    if "beds" in draft.hollow:
        return
    given = {(row.place, row.kind) for _, row in draft.rows(Capacity)}
    for kind in NEEDED_BEDS:
        bare = [city for city in draft.cities if (city, kind) not in given]
        if bare:
            named = ", ".join(bare[:SHOWN]) + (f" and {len(bare) - SHOWN} more" if len(bare) > SHOWN else "")
            what = f"no beds of the kind {kind!r} are given for {named}: a run has none there"
            expected = "a row for every city; patients without a bed die more often and no plan keeps the limit"
            yield Fault("BH-INP-083", what, expected, "add the rows", "beds", column="kind", value=kind)


@cache
def _in_yuan() -> tuple[str, ...]:
    """Default figures that are amounts of yuan."""
    found: list[str] = []
    for path in sorted((Path(bothhands.__file__).parent / "data" / "defaults").glob("parameters*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [
                row["parameter"]
                for row in csv.DictReader(file)
                if row["unit"].startswith("yuan") and row["unit"] != A_RATIO
            ]
    return tuple(name for name in found if not name.startswith("input_output_unit"))
