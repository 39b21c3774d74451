"""What `plan.json` carries so that a plan can be told again without its region: names, units, its last day, and its tables without its own history.

Why this file exists: `diff` and `explain` read two folders, not two regions.
"""

from __future__ import annotations

from bothhands.inputs.region import Region
from bothhands.inputs.tables.goods import Good
from bothhands.plan.plan import Plan
from bothhands.report.amounts import Language
from bothhands.report.names import good_name, good_unit, place_name

FOLLOWED = "a plan that was followed"
"""Source of measures that are history since an earlier plan, as `plan.saved.with_history` names it."""
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def kept_names(plan: Plan) -> dict[str, object]:
    """Last day that counts, goods with unit, places and the hub by name in each language, and the edition without the measures of earlier plans."""
    region = plan.region
    goods = [row.good for row in region.rows(Good)]
    return {
        "last_day": min(plan.question.until or plan.axes.end, plan.axes.end).isoformat(),
        "edition_without_history": edition_without_history(region),
        "goods": {good: {language: [good_name(region, good, language), good_unit(region, good, language)] for language in LANGUAGES} for good in goods},
        "hub": {language: place_name(region, region.hub, language) for language in LANGUAGES} if region.hub else {},
        "places": {place: {language: place_name(region, place, language) for language in LANGUAGES} for place in plan.axes.places},
    }  # fmt: skip


def edition_without_history(region: Region) -> str:
    """The edition of what is known, without what was done since under an earlier plan."""
    own = region.tables.get("measures", ())
    rows = [row for row in own if row.source != FOLLOWED]
    return region.edition if len(rows) == len(own) else region.with_rows(measures=rows).edition
