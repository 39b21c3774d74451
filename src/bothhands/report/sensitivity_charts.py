"""Charts and tables of a sensitivity study: what is at stake, what moves the outcome, what accounts for its spread."""

from __future__ import annotations

import numpy as np

from bothhands.plan.replan import Replan
from bothhands.plan.sensitivity import FULLEST, OUTPUTS, Sensitivity
from bothhands.report.amounts import number
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.figure_charts import UNVERIFIED, amount, signed
from bothhands.report.figure_names import figure_name
from bothhands.report.notes import UNSURE
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling
from bothhands.report.tornado_chart import Span, tornado_chart

SHOWN = 12
"""Figures drawn of a screening."""
WELFARE, OF_LIMIT = OUTPUTS.index("welfare"), OUTPUTS.index(FULLEST)


def answer(telling: Telling, made: Sensitivity) -> str:
    """The finding in a sentence."""
    say, money = telling.say, telling.words.money
    telltale = [name for name in made.changing if made.telling(name)]
    if not telltale:
        return say("sens_none", of=len(made.changing), resolution=money(made.resolution)) if made.replans else ""
    worth = money(made.stake(telltale[0]))
    said = say("sens_answer", n=len(telltale), of=len(made.changing), what=_plain(telling, telltale[0]), worth=worth)
    most = max((one for one in made.replans if one.figure == telltale[0]), key=lambda one: one.stake)
    return said if most.keeps else said + say("sens_answer_broken")


def notes(telling: Telling, made: Sensitivity) -> list[str]:
    """What a reader must know before believing it."""
    if not made.replans:
        return []
    said = [telling.say("sens_note"), telling.say("sens_resolution", worth=telling.words.money(made.resolution))]
    return said if all(one.keeps for one in made.replans) else [*said, telling.say("sens_broken")]


def charts(telling: Telling, made: Sensitivity) -> list[Figure]:
    """Every chart the study has figures for."""
    found = [stake_chart(telling, made), screening_chart(telling, made), spread_chart(telling, made)]
    return [figure for figure in found if figure is not None]


def stake_chart(telling: Telling, made: Sensitivity) -> Figure | None:
    """Welfare of the plan made again less that of the plan as it is, at both ends; None where nothing was planned again."""
    if not made.replans:
        return None
    of = {(one.figure, one.end): one.change_of_welfare for one in made.replans}
    money = telling.words.money
    spans = []
    for name in made.changing:
        ends = of[name, "low"], of[name, "high"]
        spans.append(Span(named(telling, made, name), *ends, *(signed(gain, money(abs(gain))) for gain in ends)))
    title = telling.say("stake_title", what=_plain(telling, made.changing[0]))
    zero = telling.say("figures_zero")
    return telling.figure(
        "stake", title, telling.say("stake_unit"), "economy", lambda chart: tornado_chart(chart, spans, zero),
        stake_table(telling, made),
    )  # fmt: skip


def stake_table(telling: Telling, made: Sensitivity) -> Table:
    """Every figure planned for again, by end: what is at stake, how much of the plan moves, and whether the old one holds."""
    say = telling.say
    heads = ("figure", "end", "value", "stake", "levers_moved", "lever_most", "breaks", "changes_it")
    rows = [
        _stake_row(telling, made, one)
        for name in made.changing
        for one in made.replans
        if one.figure == name
    ]  # fmt: skip
    return Table(tuple(say(head) for head in heads), tuple(rows))


def screening_chart(telling: Telling, made: Sensitivity) -> Figure | None:
    """Mean size of the elementary effects on welfare; None without a screening."""
    if made.effects is None:
        return None
    sizes, money = made.effects.mean_size[:, WELFARE], telling.words.money
    order = np.argsort(-sizes, kind="stable")[:SHOWN]
    bars = [Bar(named(telling, made, made.names[n]), float(sizes[n]), money(float(sizes[n]))) for n in order]
    title = telling.say("screen_title", what=_plain(telling, made.names[order[0]]))
    unit = telling.say("screen_unit", n=made.trajectories)
    return telling.figure(
        "screening", title, unit, "health", lambda chart: bar_chart(chart, bars), screening_table(telling, made)
    )


def screening_table(telling: Telling, made: Sensitivity) -> Table:
    """Elementary effects of every figure screened, the largest on welfare first."""
    say, money, effects = telling.say, telling.words.money, made.effects
    heads = tuple(say(head) for head in ("figure", "value_and_range", "mu_star", "sigma", "mu_star_use"))
    if effects is None:
        return Table(heads, ())
    rows = []
    for n in np.argsort(-effects.mean_size[:, WELFARE], kind="stable"):
        figure = made.figures[made.names[n]]
        ends = f"{amount(telling, figure, figure.low)} – {amount(telling, figure, figure.high)}"
        rows.append((
            named(telling, made, figure.name), f"{amount(telling, figure, figure.value)} ({ends})",
            money(float(effects.mean_size[n, WELFARE])), money(float(effects.spread[n, WELFARE])),
            number(float(effects.mean_size[n, OF_LIMIT])),
        ))  # fmt: skip
    return Table(heads, tuple(rows))


def spread_chart(telling: Telling, made: Sensitivity) -> Figure | None:
    """Total Sobol indices of welfare, a tick at what a figure accounts for alone; None without indices."""
    if made.indices is None:
        return None
    found, share = made.indices, telling.words.share
    total, first = found.total[:, WELFARE], found.first[:, WELFARE]
    order = np.argsort(-total, kind="stable")
    bars = [
        Bar(named(telling, made, made.varied[n]), float(total[n]), share(float(total[n])), float(max(first[n], 0.0)))
        for n in order
    ]
    rows = tuple(
        (
            named(telling, made, made.varied[n]),
            *(
                f"{share(max(float(middle[n, WELFARE]), 0.0))} ({number(float(low[n, WELFARE]))} – {number(float(high[n, WELFARE]))})"
                for middle, low, high in (
                    (found.first, found.first_low, found.first_high),
                    (found.total, found.total_low, found.total_high),
                )
            ),
        )
        for n in order
    )
    table = Table(tuple(telling.say(head) for head in ("figure", "sobol_first", "sobol_total")), rows)
    title = telling.say("sobol_title", what=_plain(telling, made.varied[order[0]]))
    unit = telling.say("sobol_unit", n=made.points)
    return telling.figure("spread", title, unit, "targets", lambda chart: bar_chart(chart, bars), table)


def named(telling: Telling, made: Sensitivity, name: str) -> str:
    """A figure's name, marked where it is assumed, unverified or given a range."""
    figure = made.figures[name]
    unsure = figure.quality in UNSURE or not figure.stated
    return f"{_plain(telling, name)} {UNVERIFIED}" if unsure else _plain(telling, name)


def _stake_row(telling: Telling, made: Sensitivity, one: Replan) -> tuple[str, ...]:
    """One figure at one end."""
    say, words, figure = telling.say, telling.words, made.figures[one.figure]
    gain = one.change_of_welfare
    lever = (
        f"{say(one.lever)} {signed(one.change, say('points', n=number(100 * abs(one.change))))}" if one.lever else "–"
    )
    holds = say("broken", limit=say(one.limit), use=words.share(one.use_old)) if one.breaks else say("within")
    telltale = one.changed_share > 0 and one.stake > made.resolution
    changes = say("yes" if telltale else "no") if one.keeps else say("not_kept")
    value = amount(telling, figure, figure.low if one.end == "low" else figure.high)
    return (
        named(telling, made, one.figure), say(f"end_{one.end}"), value, signed(gain, words.money(abs(gain))),
        words.share(one.changed_share), lever, holds, changes,
    )  # fmt: skip


def _plain(telling: Telling, name: str) -> str:
    return figure_name(name, telling.language, telling.words.hub)
