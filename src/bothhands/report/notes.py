"""What a reader must know before believing a plan: the fit, priors, values, assumptions, hindsight, and the tables used."""

from __future__ import annotations

from datetime import date

import numpy as np

from bothhands.inputs.registry import tables
from bothhands.report.amounts import number
from bothhands.report.svg import Table
from bothhands.report.telling import Telling

UNSURE = ("assumed", "unverified", "synthetic")
INTERVAL_FIELDS = ("interval_width", "predictive_width")
SCORE_FIELDS = ("score_last_14_days", "last_score")


def notes(telling: Telling) -> list[str]:
    """The statements in order of weight."""
    plan, say, words = telling.plan, telling.say, telling.words
    reports, posterior = plan.reports, plan.posterior

    def worth(name: str) -> str:
        return words.money(plan.region.parameter(name).value)

    return [
        say("note_fit", k=len(posterior.mean), cases=int(reports.new[reports.observed].sum()), phi=number(posterior.dispersion), apart=reports.unassigned,
            revisions=say("comma").join(reports.revisions) or say("none")),
        *_fit_quality(telling),
        say("note_prior", day=words.day(plan.as_of)),
        say("note_chain", orders=sum(m.lever == "line_orders" for m in plan.measures), value=words.money(plan.chain.value), bound=words.money(plan.chain.bound or 0.0),
            residual=words.share(plan.residual)),
        say("note_sectors"),
        say("note_values", life=worth("value_of_life_year_yuan"), school=worth("school_day_value_yuan"), gather=worth("gatherings_value_yuan")),
        say("note_price"),
        say("note_approval"),
    ]  # fmt: skip


def assumed_table(telling: Telling) -> Table:
    """Parameters that are assumed or unverified, with their range and source."""
    rows = tuple(
        (
            p.parameter,
            number(p.value),
            f"{number(p.low)} – {number(p.high)}" if p.low is not None and p.high is not None else "",
            p.unit,
            p.source,
        )
        for p in telling.plan.region.parameters
        if p.quality in UNSURE
    )
    return Table(tuple(telling.say(head) for head in ("parameter", "value", "range", "unit", "source")), rows)


def hindsight_table(telling: Telling) -> Table:
    """Tables used before they were published, how many rows, and the earliest date they were known."""
    known: dict[str, list[date]] = {}
    for item in telling.plan.region.hindsight:
        known.setdefault(item.table, []).append(item.known_from)
    rows = tuple((name, f"{len(days):,}", min(days).isoformat()) for name, days in known.items())
    return Table(tuple(telling.say(head) for head in ("table", "rows", "first_known")), rows)


def sources_table(telling: Telling) -> Table:
    """Every table of the region: rows, and how many are measured, derived or estimated, assumed or invented."""
    found = []
    for name in tables():
        rows = telling.plan.region.rows(name)
        if rows:
            unsure = sum(row.quality in UNSURE for row in rows)
            measured = sum(row.quality == "measured" for row in rows)
            found.append((name, f"{len(rows):,}", f"{measured:,}", f"{len(rows) - measured - unsure:,}", f"{unsure:,}"))
    return Table(
        tuple(telling.say(head) for head in ("table", "rows", "measured", "derived", "assumed_rows")), tuple(found)
    )


def _fit_quality(telling: Telling) -> list[str]:
    """Width of the predictive interval and score of the last days, where the fit gives them."""
    said = []
    for key, fields, blank in (("note_width", INTERVAL_FIELDS, "width"), ("note_score", SCORE_FIELDS, "score")):
        found = next(
            (value for field in fields if (value := getattr(telling.plan.posterior, field, None)) is not None), None
        )
        if found is not None:
            said.append(telling.say(key, **{blank: number(float(np.mean(found)))}))
    return said
