"""A chain as a flow from raw material to those who need it, each link coloured by how tight it is on a day.

Why this file exists: what limits masks on a day must be seen before any table is read. A link is as tight as what it must give
is large against what its lines and the outside market can. On a narrow page the flow runs downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.plan.chain_case import ChainCase, chain_of, supplied
from bothhands.plan.completion import required_path
from bothhands.report.chain_words import ChainWords
from bothhands.report.svg import (
    EDGE,
    GREY,
    INK,
    LINE,
    WIDE,
    Chart,
    Table,
    box,
    line,
    points,
    shortened,
    text,
    text_width,
)

Numbers = npt.NDArray[np.float64]
STEPS = ((0.5, "#e3f4ee"), (0.8, "#a9dcc9"), (0.95, "#66bfa0"), (1.0, "#1f9e77"), (np.inf, "#006146"))
"""Upper ends of tightness and their shade, one hue, darker where tighter; beyond the fourth step a link is short."""
BOX_WIDTH, BOX_HEIGHT, GAP = 178.0, 74.0, 22.0
ARROW, ACROSS = 40.0, 50.0
"""Room for an arrow that runs downwards, and for one that runs to the right."""


class Flow(NamedTuple):
    """The links of a chain on a day, inputs first: what each must give and can, and what it takes of the one before."""

    day: date
    links: tuple[str, ...]
    required: Numbers
    able: Numbers
    recipe: Numbers
    """Input per unit; link × link."""

    def tightness(self) -> Numbers:
        """Required over able, by link."""
        return np.asarray(self.required / np.maximum(self.able, 1e-12))


def flow_of(case: ChainCase, day: date) -> Flow:
    """The chain on a day of its calendar."""
    at = case.axes.day_index(day)
    links = chain_of(case.region, [good for n, good in enumerate(case.axes.goods) if case.need[:, n].sum() > 0])
    of = [case.axes.goods.index(good) for good in links]
    required, able = required_path(case, case.need.sum(-1))[at], _able_on(case, at)
    return Flow(day, links, required[of], able[of], np.asarray(case.params.recipe, float)[np.ix_(of, of)])


def flow_title(words: ChainWords, flow: Flow) -> str:
    """The tightest link, where one is short."""
    tight, day = flow.tightness(), words.words.day(flow.day)
    worst = int(np.argmax(tight)) if tight.size else -1
    if worst < 0 or tight[worst] <= 1:
        return words.say("flow_enough", day=day)
    good = words.good_in_words(flow.links[worst])
    return words.say("flow_short", good=good, day=day, share=words.share(1 / float(tight[worst])))


def flow_table(words: ChainWords, flow: Flow) -> Table:
    """The figures of the picture."""
    rows = tuple(
        (words.good(good), words.measured(float(need), good), words.measured(float(can), good), words.share(float(tight)))
        for good, need, can, tight in zip(flow.links, flow.required, flow.able, flow.tightness(), strict=True)
    )  # fmt: skip
    return Table(words.heads("ch_link", "ch_needed", "ch_able", "ch_tight"), rows)


def flow_body(words: ChainWords, chart: Chart, flow: Flow) -> tuple[str, float]:
    """Boxes by depth, arrows along recipes, and the key below."""
    depth: list[int] = []
    for n in range(len(flow.links)):
        depth.append(1 + max((depth[part] for part in np.flatnonzero(flow.recipe[n, :n] > 0)), default=-1))
    levels = [[n for n, at in enumerate(depth) if at == level] for level in range(max(depth, default=-1) + 1)]
    down = chart.width < WIDE
    where, width = _places(chart, levels, down)
    parts = [
        _arrow(where[part], where[good], width, float(flow.recipe[good, part]), down)
        for good, part in np.argwhere(flow.recipe > 0).tolist()
    ]
    parts += [_link_box(words, flow, n, where[n], width) for n in range(len(flow.links))]
    bottom = max((corner[1] for corner in where.values()), default=0.0) + BOX_HEIGHT + GAP
    key, height = _key(words, chart, bottom)
    return "".join(parts) + key, height


def _places(chart: Chart, levels: Sequence[Sequence[int]], down: bool) -> tuple[dict[int, tuple[float, float]], float]:
    """Upper left corner of each link's box, and the width of all."""
    room = chart.width - 2 * EDGE
    if down:
        most = max(map(len, levels), default=1)
        width = min(BOX_WIDTH, (room - GAP / 2 * (most - 1)) / most)
        step = width + GAP / 2
        return {
            n: (EDGE + step * x, 10 + (BOX_HEIGHT + ARROW) * y)
            for y, level in enumerate(levels)
            for x, n in enumerate(level)
        }, width
    width = min(BOX_WIDTH, (room - ACROSS * (len(levels) - 1)) / max(len(levels), 1))
    step = min((room - width) / max(len(levels) - 1, 1), 2 * width)
    return {
        n: (EDGE + step * x, 10 + (BOX_HEIGHT + GAP) * y) for x, level in enumerate(levels) for y, n in enumerate(level)
    }, width


def _key(words: ChainWords, chart: Chart, top: float) -> tuple[str, float]:
    """Shades and what they mean; over two lines where they do not fit on one."""
    parts, x = [], EDGE
    for (_, shade), name in zip(STEPS, words.say("flow_steps").split("|"), strict=True):
        wide = 44 + text_width(name, 11)
        if x + wide > chart.width:
            x, top = EDGE, top + 18
        parts += [box(x, top, 22, 11, shade, LINE), text(x + 28, top + 10, name, 11, GREY)]
        x += wide
    return "".join(parts), top + 20


def _link_box(words: ChainWords, flow: Flow, n: int, corner: tuple[float, float], width: float) -> str:
    good, share = flow.links[n], float(flow.tightness()[n])
    step = next(at for at, (limit, _) in enumerate(STEPS) if share <= limit + 1e-9)
    x, y = corner
    ink = "#fff" if step >= 3 else INK
    said = (
        words.say("flow_short_mark")
        if share > 1
        else words.say("flow_used", share=words.words.percent(f"{100 * share:.0f} %"))
    )
    rows = (
        words.say("flow_needed", amount=words.measured(float(flow.required[n]), good)),
        words.say("flow_able", amount=words.measured(float(flow.able[n]), good)),
        f"{'■' if share > 1 else '●'} {said}",
    )
    told = (text(x + 8, y + 34 + 15 * k, shortened(row, width - 12, 11), 11, ink) for k, row in enumerate(rows))
    name = shortened(words.good_in_words(good), width - 16, 12)
    return (
        box(x, y, width, BOX_HEIGHT, STEPS[step][1], LINE)
        + text(x + 8, y + 17, name, 12, ink, weight=600)
        + "".join(told)
    )


def _arrow(start: tuple[float, float], end: tuple[float, float], width: float, quantity: float, down: bool) -> str:
    """From an input's box to that of what is made of it, with the input a unit takes."""
    said = f"{quantity * 1e6:.3g} g" if quantity < 1e-3 else f"{quantity:.3g}"
    if down:
        x1, y1, x2, y2 = start[0] + width / 2, start[1] + BOX_HEIGHT, end[0] + width / 2, end[1]
        head = [(x2, y2), (x2 - 4, y2 - 8), (x2 + 4, y2 - 8)]
        label = text((x1 + x2) / 2 + 8, (y1 + y2) / 2 + 2, said, 11, GREY)
        return line(x1, y1, x2, y2 - 8, GREY) + f'<polygon points="{points(head)}" fill="{GREY}"/>' + label
    x1, y1, x2, y2 = start[0] + width, start[1] + BOX_HEIGHT / 2, end[0], end[1] + BOX_HEIGHT / 2
    head = [(x2, y2), (x2 - 8, y2 - 4), (x2 - 8, y2 + 4)]
    label = text((x1 + x2) / 2, (y1 + y2) / 2 - 6, said, 11, GREY, "middle")
    return line(x1, y1, x2 - 8, y2, GREY) + f'<polygon points="{points(head)}" fill="{GREY}"/>' + label


def _able_on(case: ChainCase, day: int) -> Numbers:
    """What each good's lines can make on a day at the run's labour, and what the outside supplies."""
    flows = supplied(case.params, case.levers, case.signals)
    labour = np.einsum(
        "pgs,ps->pg", np.asarray(case.params.labour_weight), np.asarray(case.signals.labour_available)[day]
    )
    able = (np.asarray(flows.capacity, float)[day] * labour).sum(0)
    if case.params.grade_rate is not None:
        able = able + np.asarray(case.params.grade_rate, float) @ able
    return np.asarray(able + np.asarray(case.params.outside_supply, float))
