"""The nowcast on the United States, 2000 to 2016, standing on four days of every quarter: against an autoregression and the mean.

Citation: FRBNY-TimeSeriesAnalysis/Nowcasting @19f365c (BSD-3), vintage of 16 December 2016, specification with it; the model is that of Bok
et al. 2018, doi 10.1146/annurev-economics-080217-053214, one lag. Table: GDPC1, growth of the quarter at an annual rate, as that
vintage has it. Pseudo-real-time: figures are cut by typical days of release (ASSUMED, held against both true vintages by a test); later
revisions are not undone, for the nowcast and its rivals alike. Expanding window; parameters are estimated anew at the end of
every January, each fit beginning at the last where the series are the same.

What must hold, written down before the first run: at least 40 quarters; on the last two days of a quarter the nowcast's root mean square error is
not above the mean's; news between both true vintages adds up to 1e-8. Everything beside is told: where it loses to the
autoregression, where bands hold too little, what 2008–09 does (the quarters from 2010 on were set apart after the first run, which lost
there). Losses of a quarter are one step apart: Diebold–Mariano without lags, corrected for few quarters (Harvey, Leybourne, Newbold 1997); p is two-sided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from bothhands.observe.nowcast import moment
from bothhands.observe.nowcast_factors import Smoother, fit
from bothhands.observe.nowcast_news import Change, change
from bothhands.observe.nowcast_panel import FloatArray, quarter_of
from bothhands.observe.nowcast_scores import (
    coverage_of_normal,
    crps_of_normal,
    diebold_mariano,
    log_score_of_normal,
)
from bothhands.validate.nowcast_scored import DAYS, RULES, SPANS, Scored, scored
from bothhands.validate.nowcast_us import TARGET, VINTAGES, vintage
from bothhands.validate.tables import AtLeast, AtMost, Context, Row

LEAST_QUARTERS = 40


def rows() -> list[Row]:
    """Every comparison."""
    return list(table(whole()))


@cache
def whole() -> Scored:
    """Every forecast of the comparison; two to four minutes, made once."""
    return scored(vintage(VINTAGES[1]))


def draw(folder: Path) -> list[str]:
    """Write pictures and tables of the whole comparison; the names of the files."""
    from bothhands.validate.nowcast_chart import write

    return write(folder, whole(), between_vintages())


def table(found: Scored) -> Iterator[Row]:
    """What is asked, then what is told."""
    quarters = len({one.quarter for one in found.standings})
    yield AtLeast("quarters", quarters, LEAST_QUARTERS, 0.0)
    for day in (2, 3):
        mean, _, came = found.on(day)
        ours, _, naive = _errors(mean, came)
        yield AtMost(f"rmse of the nowcast, the mean's beside, {DAYS[day]}", ours, naive, 0.0)
    yield from _news()
    for span in SPANS:
        for day in range(len(DAYS)):
            yield from told_on(found, day, span)
    seconds = [log.seconds for _, log in found.fits]
    yield Context("fits, and seconds of the longest", len(seconds), max(seconds), 0.0)
    yield Context("steps of the first fit, mean of the others", found.fits[0][1].steps, float(np.mean([log.steps for _, log in found.fits[1:]] or [0])), 0.0)  # fmt: skip


def told_on(found: Scored, day: int, span: str) -> Iterator[Row]:
    """Scores of one day: the nowcast as ours, a rival as theirs."""
    mean, deviation, came = found.on(day, span)
    name = f"{DAYS[day]}{span}"
    rmse = _errors(mean, came)
    scores = {"crps": crps_of_normal, "log score": log_score_of_normal}
    for rival in (1, 2):
        yield Context(f"rmse, {RULES[rival]} beside, {name}", rmse[0], rmse[rival], 0.0)
        squared = diebold_mariano((mean[:, 0] - came) ** 2, (mean[:, rival] - came) ** 2)
        yield Context(f"Diebold-Mariano, its p beside, {RULES[rival]}, {name}", squared.statistic, squared.p, 0.0)
    for score, of in scores.items():
        by_rule = [float(of(mean[:, k], deviation[:, k], came).mean()) for k in range(3)]
        yield Context(f"{score}, autoregression beside, {name}", by_rule[0], by_rule[1], 0.0)
        yield Context(f"{score}, mean beside, {name}", by_rule[0], by_rule[2], 0.0)
    for share in (0.68, 0.90):
        held = coverage_of_normal(mean[:, 0], deviation[:, 0], came, share)
        yield Context(f"share within the {share:.0%} band, {name}", held, share, 0.0)


def _errors(mean: FloatArray, came: FloatArray) -> Sequence[float]:
    """Root mean square errors by rule."""
    errors: list[float] = np.sqrt(np.square(mean - came[:, None]).mean(0)).tolist()
    return errors


@cache
def between_vintages() -> Change:
    """What moved the expectation of the last vintage's quarter since the first vintage, with parameters of the first."""
    before, after = (vintage(day) for day in VINTAGES)
    held, quarter = fit(before), quarter_of(VINTAGES[1])
    return change(Smoother(held), before, after, moment(held, after, TARGET, quarter))


def _news() -> Iterator[Row]:
    """The true revision between both vintages and what it is made of."""
    moved = between_vintages()
    yield AtMost("news between both vintages: left over, points", abs(moved.left_over), 1e-8, 0.0)
    yield Context(
        f"{quarter_of(VINTAGES[1]):%Y-%m} on 16 December 2016, on 29 June beside", moved.after, moved.before, 0.0
    )
    yield Context("by revised figures, by new ones beside", sum(one.revision for one in moved.by_series), sum(one.news for one in moved.by_series), 0.0)  # fmt: skip
    for one in moved.by_series[:5]:
        yield Context(f"{one.label}: by its new figures, by revised ones beside", one.news, one.revision, 0.0)
