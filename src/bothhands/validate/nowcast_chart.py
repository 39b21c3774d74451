"""The nowcast of the United States beside what came, what moved it between two vintages, and both as tables.

Drawn by `bothhands validate nowcast --out FOLDER` with the report's own frame, so that it reads like the rest.
"""

from __future__ import annotations

import csv
from pathlib import Path as File

import numpy as np
from scipy.stats import norm

from bothhands.observe.nowcast_news import Change
from bothhands.report.nowcast_charts import Dots, NewsBar, Path, news_chart, path_chart
from bothhands.report.svg import Chart
from bothhands.validate.nowcast_scored import DAYS, RULES, Scored

FOOTER = (
    "FRBNY-TimeSeriesAnalysis/Nowcasting @19f365c (BSD-3), vintage of 16 December 2016, cut by typical days of release (◇ ASSUMED); "
    "pseudo-real-time: revisions are not undone."
)
SHOWN_DAY, MOST_BARS = 2, 12


def write(folder: File, found: Scored, moved: Change) -> list[str]:
    """Write both pictures and the table of forecasts; the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {"nowcast-us.svg": path_picture(found), "nowcast-us-news.svg": news_picture(moved)}
    for name, picture in pictures.items():
        (folder / name).write_text(picture, encoding="utf-8")
    _write_table(folder / "nowcast-us.csv", found)
    return [*pictures, "nowcast-us.csv"]


def path_picture(found: Scored) -> str:
    """The nowcast at the end of each quarter with its bands, an autoregression and what came."""
    days = tuple(one.quarter for one in found.standings if one.day == SHOWN_DAY)
    mean, deviation, came = found.on(SHOWN_DAY)
    ours, error = mean[:, 0], np.sqrt(np.square(mean - came[:, None]).mean(0))
    bands = tuple(
        (ours - z * deviation[:, 0], ours + z * deviation[:, 0]) for z in (norm.ppf(0.95), norm.ppf(0.84))
    )  # fmt: skip
    better = "smaller" if error[0] < error[1] else "larger"
    title = f"At the quarter's end the nowcast errs by {error[0]:.1f} points, {better} than an autoregression's {error[1]:.1f}"
    subtitle = f"GDP of the United States, growth at an annual rate, %; {DAYS[SHOWN_DAY]}; bands 68 and 90 %; error: root mean square"
    return path_chart(
        Chart(title, subtitle, FOOTER, "targets"),
        [Path("autoregression", days, mean[:, 1], dashed=True), Path("nowcast", days, ours, bands)],
        Dots("what came", days, came),
    )


def news_picture(moved: Change) -> str:
    """What moved the nowcast of the last quarter between both vintages."""
    shown, rest = moved.by_series[:MOST_BARS], moved.by_series[MOST_BARS:]
    bars = [NewsBar(one.label, one.news, one.revision) for one in shown]
    bars.append(NewsBar(f"{len(rest)} others", sum(o.news for o in rest), sum(o.revision for o in rest)))
    title = f"Fourth quarter of 2016: from {moved.before:.1f} % on 29 June to {moved.after:.1f} % on 16 December"
    subtitle = "What each series changed of the expected growth, points; true vintages, parameters of the first"
    return news_chart(Chart(title, subtitle, FOOTER, "targets"), bars, ("new figures", "revised figures"))


def _write_table(path: File, found: Scored) -> None:
    """Every forecast."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["quarter", "day", "came", *(f"{rule}_{what}" for rule in RULES for what in ("mean", "sd"))])
        for one in found.standings:
            told = [f"{part:.4f}" for pair in zip(one.mean, one.deviation, strict=True) for part in pair]
            lines.writerow([f"{one.quarter.year}Q{one.quarter.month // 3}", DAYS[one.day], f"{one.came:.4f}", *told])
