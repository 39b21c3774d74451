"""What is being built of a chain: each site's first product with its uncertainty, and when the whole is complete.

Why this file exists: which site to chase is seen from bars and whiskers. Sites that are assumptions are marked ◇ and never
named as ones to chase.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.sites import Site
from bothhands.plan.chain_case import ChainCase
from bothhands.plan.completion import Completed, days_to_first_product, lines_of_case
from bothhands.plan.delay import is_unverified
from bothhands.report import names
from bothhands.report.bar_charts import upright
from bothhands.report.chain_dates import first_product
from bothhands.report.chain_words import ChainWords
from bothhands.report.svg import EDGE, GREY, INK, LINE, NARROW, Chart, Table, box, line, shortened, text, text_width

ROW, TWO_LINES = 26.0, 40.0
NAME_WIDTH = 320.0
"""Room for names at most; on a narrow page they stand above their bars."""
DATE_WIDTH = 44.0
"""Room for a date behind the last whisker."""
TICKS = 90.0
"""Room a date under the bars takes."""


class Build(NamedTuple):
    """Lines being built or ordered at a site: from which day, and when the first product comes."""

    name: str
    begun: date
    p10: date
    p50: date
    p90: date
    assumed: bool


def build_title(words: ChainWords, found: Completed) -> str:
    """When the chain serves everyone."""
    whole = found.chain[-1].p50
    return words.say("build_on", day=words.words.day(whole)) if whole else words.say("build_not")


def build_table(words: ChainWords, rows: Sequence[Build]) -> Table:
    """The figures of the picture."""
    told = tuple(
        (
            f"{row.name} ({words.say('chain_unverified')})" if row.assumed else row.name,
            *(words.words.date(day) for day in (row.begun, row.p10, row.p50, row.p90)),
        )
        for row in rows
    )
    return Table((words.say("ch_site"), words.say("ch_begun"), "P10", "P50", "P90"), told)


def builds_of(words: ChainWords, case: ChainCase) -> list[Build]:
    """Lines whose first product is to come, soonest first; orders of one site, good and class together."""
    found = []
    building = {(row.site, row.good): row.building_from for row in case.region.rows(Site)}
    ready = np.asarray(case.params.line_ready_day, float)
    for n, row in enumerate(lines_of_case(case)):
        if ready[n] > case.today:
            begun = building.get((row.site, row.good)) or case.as_of
            dates = (
                case.as_of + timedelta(days=round(days)) for days in days_to_first_product(case, row, float(ready[n]))
            )
            low, likely, high = dates
            name = words.say("build_being", lines=f"{row.lines:g}", site=_site(words, row.site))
            found.append(Build(name, begun, low, likely, high, is_unverified(case.region, row.site, row.good)))
    kinds = {(row.line_class, row.good): row for row in case.region.rows(Equipment)}
    orders = np.asarray(case.levers.line_orders, float)
    for n, option in enumerate(case.axes.line_options):
        days = np.flatnonzero(orders[:, n])
        if not days.size:
            continue
        kind = kinds[option.line_class, option.good]
        begun = case.axes.start + timedelta(days=int(days[0]))
        low, likely, high = (
            first_product(begun, lead) for lead in (kind.lead_days_low, kind.lead_days, kind.lead_days_high)
        )
        name = words.say(
            "build_ordered",
            lines=f"{orders[:, n].sum():g}",
            class_name=words.line_class(option.line_class),
            site=_site(words, option.site),
        )
        found.append(Build(name, begun, low, likely, high, is_unverified(case.region, option.site, option.good)))
    return sorted(found, key=lambda one: one.p50)


def build_body(
    words: ChainWords, chart: Chart, as_of: date, rows: Sequence[Build], done: date | None
) -> tuple[str, float]:
    """Bars and whiskers over days, sites by their median."""
    above, named = chart.width <= NARROW, [f"◇ {row.name}" if row.assumed else row.name for row in rows]
    names = EDGE + 8 + max((text_width(name, 12) for name in named), default=0.0)
    left = EDGE + 16 if above else min(NAME_WIDTH, names, 0.52 * chart.width)
    right, row_height = chart.width - EDGE - DATE_WIDTH, TWO_LINES if above else ROW
    first = min([as_of, *(row.begun for row in rows)]) - timedelta(days=3)
    last = max([as_of + timedelta(days=28), *(row.p90 for row in rows), *([done] if done else [])]) + timedelta(days=7)
    days = (last - first).days

    def across(day: date) -> float:
        return left + (right - left) * (day - first).days / days

    top, bottom = 26.0, 26.0 + row_height * max(len(rows), 1)
    parts = []
    tick = first
    while tick <= last:
        parts += [
            line(across(tick), top, across(tick), bottom, LINE),
            text(across(tick), bottom + 15, words.words.day(tick), 11, GREY, "middle"),
        ]
        tick += timedelta(days=max(int(days * TICKS / (right - left)), 1))
    for n, row in enumerate(rows):
        y = top + row_height * (n + 1) - ROW
        beside = (left - 8, y + 17, shortened(named[n], left - EDGE - 8, 12))
        parts.append(text(*((EDGE, y + 3, named[n]) if above else beside), 12, INK, "start" if above else "end"))
        parts.append(box(across(row.begun), y + 6, across(row.p50) - across(row.begun), 14, "#fff", chart.ink))
        parts.append(line(across(row.p10), y + 13, across(row.p90), y + 13, chart.ink, width=3))
        parts.append(text(across(row.p90) + 6, y + 17, words.words.day(row.p50), 11, GREY))
        parts += [line(across(end), y + 8, across(end), y + 18, chart.ink, width=2) for end in (row.p10, row.p90)]
    if not rows:
        parts.append(text(left, top + 17, words.say("build_nothing"), 12, GREY))
    marks = [(as_of, "build_today")] + ([(done, "build_complete")] if done else [])
    tops = [top + row_height * (n + 1) - ROW for n in range(len(rows))] if above else ()
    for day, key in marks:
        parts += [
            *upright(across(day), top - 4, tops, bottom, INK, "" if key == "build_today" else "5 4", ROW),
            text(across(day), top - 8, words.say(key), 11, INK, "middle"),
        ]
    return "".join(parts), bottom + 22


def _site(words: ChainWords, site: str) -> str:
    return names.site_name(words.region, site, words.words.language)
