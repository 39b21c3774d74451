"""Pictures of a chain in a folder: its flow on two days, what is being built, and days of cover of each good."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from bothhands.plan.chain_case import ChainCase, supplied
from bothhands.plan.completion import Completed, required_path
from bothhands.report import names
from bothhands.report.amounts import number
from bothhands.report.chain_build_chart import build_body, build_title, builds_of
from bothhands.report.chain_flow_chart import Flow, flow_body, flow_of, flow_title
from bothhands.report.chain_words import ChainWords
from bothhands.report.line_charts import Curve, Scene, line_chart
from bothhands.report.svg import Chart, capital, frame

ACROSS = 760
"""Width of a flow and of what is being built."""
AHEAD = timedelta(days=14)
MOST_COVER = 60.0


def pictures_of(words: ChainWords, case: ChainCase, found: Completed) -> dict[str, str]:
    """Every picture of a chain: its flow on the as-of day and two weeks on, what is being built, cover of each needed good."""
    later = min(case.as_of + AHEAD, case.axes.end)
    needed = [good for n, good in enumerate(case.axes.goods) if case.need[case.today :, n].sum() > 0]
    flows = {"chain-flow": flow_of(case, case.as_of), f"chain-flow-{later.isoformat()}": flow_of(case, later)}
    drawn = {f"{name}.svg": _flow(words, case, flow) for name, flow in flows.items()}
    footer = _footer(words, case, words.say("chain_dependence", correlation=f"{found.correlation:g}"))
    chart = Chart(build_title(words, found), words.say("build_unit"), footer, "supply", ACROSS, words.words.zh)
    rows, whole = builds_of(words, case), found.chain[-1].p50
    drawn["chain-build.svg"] = frame(chart, *build_body(words, chart, case.as_of, rows, whole))
    return {**drawn, **{f"chain-cover-{good}.svg": cover_chart(words, case, good) for good in needed}}


def cover_chart(words: ChainWords, case: ChainCase, good: str) -> str:
    """Days of cover of a good: what lies in the region against the need of the days ahead."""
    at = case.axes.goods.index(good)
    stock = np.asarray(supplied(case.params, case.levers, case.signals).stock, float)[:, :, at].sum(1)
    need = required_path(case, case.need.sum(-1))[:, at]
    cover = np.minimum(stock / np.maximum(need, 1e-12), MOST_COVER)
    ahead = cover[case.today :]
    low = int(np.argmin(ahead))
    lowest = case.as_of + timedelta(days=low)
    if ahead[low] >= MOST_COVER:
        title = words.say("cover_ample", good=words.good_in_words(good), days=number(MOST_COVER))
    else:
        title = words.say(
            "cover_title",
            good=words.good_in_words(good),
            days="< 0.1" if ahead[low] < 0.1 else number(float(ahead[low])),
            day=words.words.day(lowest),
        )
    chart = Chart(
        capital(title), words.say("cover_unit"), _footer(words, case, words.whose(case)), "supply", zh=words.words.zh
    )
    return line_chart(chart, Scene(case.axes.start, case.as_of), [Curve(words.say("cover_curve"), cover)])


def _flow(words: ChainWords, case: ChainCase, flow: Flow) -> str:
    footer = _footer(words, case, words.whose(case))
    chart = Chart(capital(flow_title(words, flow)), words.say("flow_unit"), footer, "supply", ACROSS, words.words.zh)
    return frame(chart, *flow_body(words, chart, flow))


def _footer(words: ChainWords, case: ChainCase, more: str) -> str:
    region = names.region_name(case.region, words.words.language)
    return f"{region}, {words.say('chain_as_of', day=case.as_of.isoformat())}; {more}"
