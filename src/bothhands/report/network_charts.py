"""Charts of the firm network: output by day, losses by sector, the firms whose failure costs most. Pure: arrays and names in, SVG out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bothhands.model.economy.network_run import NetworkRun
from bothhands.report.amounts import share
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.line_charts import Curve, Scene, line_chart
from bothhands.report.svg import Chart

MOST_BARS = 20
DAYLESS = date(2001, 1, 1)
"""A run of days without dates; any day will do."""


def output_chart(made: NetworkRun, rest: float, final: float, footer: str) -> str:
    """Output, final demand served and what the shock alone would leave, by day in percent of rest.

    Parameters
    ----------
    made
        The run.
    rest, final
        Output and final demand of all firms at rest, value a day.
    footer
        Source line.
    """
    worst = int(np.argmin(made.output))
    lost = share(1 - made.output[worst] / rest) if made.output[worst] < rest else "0 %"
    title = f"Output falls by {lost} on day {worst + 1}; the shock alone takes {share(made.direct_loss[worst] / rest)}"
    curves = [
        Curve("output", 100 * made.output / rest),
        Curve("final demand served", 100 * made.final_served / max(final, 1e-30), dotted=True),
        Curve("shock alone", 100 * (1 - made.direct_loss / rest), dashed=True),
    ]
    chart = Chart(title, "All firms, % of a day at rest", footer, "economy")
    return line_chart(chart, Scene(DAYLESS, DAYLESS, counted=True), curves)


def sector_chart(sectors: Sequence[str], lost: NDArray[np.float64], direct: NDArray[np.float64], footer: str) -> str:
    """Share of output lost over the run by sector, the most first; a tick marks what the shock itself took.

    Parameters
    ----------
    sectors
        Names.
    lost, direct
        Share of each sector's output at rest over the run.
    footer
        Source line.
    """
    order = np.argsort(-lost)[:MOST_BARS]
    most = order[0]
    bars = [Bar(sectors[n], float(lost[n]), share(max(float(lost[n]), 0.0)), float(direct[n])) for n in order]
    title = f"Sector {sectors[most]} loses most: {share(max(float(lost[most]), 0.0))} of its output"
    chart = Chart(
        title, "Output lost over the run, share of output at rest; tick: by the shock itself", footer, "economy"
    )
    return bar_chart(chart, bars)


def risk_chart(firms: Sequence[str], lost: NDArray[np.float64], own: NDArray[np.float64], of: str, footer: str) -> str:
    """Share of output lost if each of some firms fails, the most first; a tick marks its own share of output.

    Parameters
    ----------
    firms
        Names, in order of loss.
    lost, own
        Share lost if it fails, and its own share of what is counted.
    of
        Whose output is counted, in words.
    footer
        Source line.
    """
    bars = [
        Bar(name, float(loss), share(float(loss)), float(part))
        for name, loss, part in zip(firms[:MOST_BARS], lost, own, strict=False)
    ]
    title = f"{firms[0]} would take {share(float(lost[0]))} of the output of {of} with it"
    chart = Chart(title, f"Output of {of} lost if the firm fails, share; tick: its own share", footer, "economy")
    return bar_chart(chart, bars)
