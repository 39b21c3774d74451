"""The figures a plan hangs on: what each at either end of its range would change, to first order."""

from __future__ import annotations

from bothhands.plan.figures import Figure as Subject
from bothhands.plan.influence import Influence
from bothhands.report.amounts import number
from bothhands.report.figure_names import figure_name
from bothhands.report.notes import UNSURE
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling
from bothhands.report.tornado_chart import Span, tornado_chart

SHOWN, SHOWN_OF_LIMIT = 10, 6
"""Figures drawn."""
IN_TABLE = 20
"""Figures in the table of the page; plan.json and the workbook have them all."""
LEAST_YUAN, LEAST_USE = 1.0, 1e-4
"""Changes below these are none."""
UNVERIFIED = "◇"


def worth_chart(telling: Telling) -> Figure | None:
    """Figures that change the plan's worth most; None where none does."""
    ranked = [one for one in telling.plan.influences.ranked if one.size >= LEAST_YUAN]
    if not ranked:
        return None
    first, worth = ranked[0], telling.words.worth
    spans = [
        Span(named(telling, one), *one.kept, *(signed(change, worth(abs(change))) for change in one.kept))
        for one in ranked[:SHOWN]
    ]
    title = telling.say("figures_title", what=_plain(telling, first), change=worth(first.size))
    unit, zero = telling.say("figures_unit", sign=UNVERIFIED), telling.say("figures_zero")
    return telling.figure(
        "figures", title, unit, "economy", lambda chart: tornado_chart(chart, spans, zero),
        influence_table(telling, ranked[:IN_TABLE]),
    )  # fmt: skip


def limit_chart(telling: Telling) -> Figure | None:
    """Figures that fill the fullest limit most, the planner's own limits left out; None where none does."""
    found = telling.plan.influences
    moving = [one for one in found.ranked if one.figure.kind != "limit" and max(map(abs, one.use)) >= LEAST_USE]
    ranked = sorted(moving, key=lambda one: -max(map(abs, one.use)))[:SHOWN_OF_LIMIT]
    if not ranked:
        return None
    share = telling.words.share
    spans = [
        Span(named(telling, one), *one.use, *(share(max(found.use + change, 0.0)) for change in one.use))
        for one in ranked
    ]
    where = f" · {telling.place(found.place)}" if found.place else ""
    limit = telling.say(found.limit) + where
    title = telling.say("figures_limit_title", what=_plain(telling, ranked[0]), limit=limit)
    unit = telling.say("figures_limit_unit", limit=limit, sign=UNVERIFIED)
    zero = telling.say("figures_limit_zero", use=share(found.use))
    return telling.figure(
        "figures-limit", title, unit, "health", lambda chart: tornado_chart(chart, spans, zero),
        influence_table(telling, ranked),
    )  # fmt: skip


def influence_table(telling: Telling, ranked: list[Influence]) -> Table:
    """Figures with range and quality, and what they change at the low and at the high end; sources stand with the parameters."""
    say, worth = telling.say, telling.words.worth
    rows = tuple(
        (
            named(telling, one),
            f"{amount(telling, one.figure, one.figure.value)} ({range_of(telling, one)})",
            *(signed(change, worth(abs(change))) for change in one.kept),
            *(signed(change, say("points", n=number(100 * abs(change)))) for change in one.use),
            say(f"quality_{one.figure.quality}"),
        )
        for one in ranked
    )
    heads = ("figure", "value_and_range", "worth_low", "worth_high", "use_low", "use_high", "quality")
    return Table(tuple(say(head) for head in heads), rows)


def named(telling: Telling, one: Influence) -> str:
    """A figure's name, marked where it is assumed or unverified."""
    unsure = one.figure.quality in UNSURE or not one.figure.stated
    return f"{_plain(telling, one)} {UNVERIFIED}" if unsure else _plain(telling, one)


def range_of(telling: Telling, one: Influence) -> str:
    """Both ends of a figure's range; one that states none is said to be given it."""
    ends = f"{amount(telling, one.figure, one.figure.low)} – {amount(telling, one.figure, one.figure.high)}"
    return ends if one.figure.stated else telling.say("range_given", ends=ends)


def amount(telling: Telling, figure: Subject, value: float) -> str:
    """A value of a figure: shares in per cent, all else as a number in the figure's own unit."""
    return telling.words.share(value) if figure.unit == "share" else number(value)


def signed(value: float, said: str) -> str:
    """An amount with its sign."""
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{said}"


def _plain(telling: Telling, one: Influence) -> str:
    return figure_name(one.figure.name, telling.language, telling.words.hub)
