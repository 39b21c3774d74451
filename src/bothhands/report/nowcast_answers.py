"""The nowcast of a region's targets as sentences, tables and pictures, in English or Chinese. Pure, like the briefing.

Why this file exists: console, workbook and JSON say the same: the next figure with its band, who says what with what weight, what moved it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import numpy as np
from scipy.special import ndtri

from bothhands.inputs.unit_scales import is_share, scale_of
from bothhands.observe.nowcast_news import SeriesNews
from bothhands.plan.nowcast_case import DRAWS, NowcastCase, Told
from bothhands.report.amounts import number
from bothhands.report.names import place_name
from bothhands.report.nowcast_charts import NewsBar, Path, news_chart, path_chart
from bothhands.report.phrases_nowcast import EXAMPLE
from bothhands.report.svg import Chart, Table, capital
from bothhands.report.words import Wording

Z90, Z68 = float(ndtri(0.95)), float(ndtri(0.84))
MOST_BARS, MOST_NEWS = 10, 12


def nowcast_said(case: NowcastCase, words: Wording) -> str:
    """The answer in a sentence an indicator."""
    parts = [] if case.monthly else [words.say("nc_none")]
    parts += [_sentence(case, one, words) for one in case.told]
    if not case.told:
        parts.append(words.say("nc_nothing"))
    return ("" if words.zh else " ").join(parts)


def nowcast_notes(case: NowcastCase, words: Wording) -> tuple[str, ...]:
    """What must be known to read it, and what to load where there is nothing."""
    notes = []
    if not case.monthly:
        place = case.told[0].asked.place if case.told else case.region.name
        notes += [words.say("nc_note_load"), EXAMPLE.format(place=place)]
    if any(one.by_model for one in case.told):
        notes.append(words.say("nc_note_model", draws=DRAWS))
    if any(one.both for one in case.told):
        notes.append(words.say("nc_note_weights"))
    if case.monthly:
        notes.append(words.say("nc_note_season"))
    if case.without:
        which = ("、" if words.zh else ", ").join(
            f"{place_name(case.region, one.place, words.language)} {words.say(one.indicator)}" for one in case.without
        )
        notes.append(words.say("nc_note_without", which=which))
    return tuple(notes)


def nowcast_tables(case: NowcastCase, words: Wording) -> dict[str, Table]:
    """The next figures, and what moved each most: few columns, for the console."""
    head = ("nc_what", "nc_expected", "nc_band", "nc_weights")
    rows = tuple(
        (f"{_name(case, one, words)}, {_period(one, words)}", *_row(case, one, words)[3:5], _row(case, one, words)[7])
        for one in case.told
    )
    return {"next": Table(tuple(map(words.say, head)), rows), "news": _news_table(case, words, MOST_NEWS)}


def nowcast_sheets(case: NowcastCase, words: Wording) -> dict[str, Table]:
    """Longer tables: every column and all news, the path by day, how fits went."""
    say = words.say
    head = (
        "place",
        "nc_what",
        "nc_period",
        "nc_expected",
        "nc_band",
        "nc_by_nowcast",
        "nc_by_model",
        "nc_weights",
        "nc_last",
    )
    path = tuple(
        (_name(case, one, words), day.isoformat(), *(_digits(mean + z * sd) for z in (0.0, -Z90, Z90)), one.asked.unit)
        for one in case.told for day, mean, sd in one.path
    )  # fmt: skip
    fits = tuple(
        (
            _name(case, one, words), str(log.steps), say("yes" if log.has_converged else "no"), f"{log.log_likelihood[-1]:.2f}", ", ".join(log.left_out)
        )
        for one in case.told if one.nowcast for log in (one.nowcast.log,)
    )  # fmt: skip
    days = ("nc_what", "day", "nc_expected", "nc_low", "nc_high", "nc_unit")
    went = ("nc_what", "nc_steps", "nc_met", "nc_likelihood", "nc_left")
    return {
        "next": Table(tuple(map(say, head)), tuple(_row(case, one, words) for one in case.told)),
        "news": _news_table(case, words), "path": Table(tuple(map(say, days)), path), "fit": Table(tuple(map(say, went)), fits),
    }  # fmt: skip


def _news_table(case: NowcastCase, words: Wording, most: int | None = None) -> Table:
    """What moved each indicator, the largest first."""
    head = ("nc_what", "nc_series", "nc_figures", "nc_actual", "nc_awaited", "nc_news", "nc_revised")
    rows = tuple(_news_row(case, one, moved, words) for one in case.told for moved in _news(one)[:most])
    return Table(tuple(map(words.say, head)), rows)


def nowcast_pictures(case: NowcastCase, words: Wording) -> dict[str, str]:
    """The path with its band and the news of every indicator that has a nowcast."""
    made = {}
    footer = words.say(
        "nc_footer", name=case.region.name, edition=case.region.edition[:8], day=words.day(case.as_of), n=case.monthly
    )  # fmt: skip
    for one in case.told:
        if one.nowcast and one.path:
            name = re.sub(r"[^\w-]+", "_", f"targets-nowcast-{one.asked.place}-{one.asked.indicator}".lower())
            chart = partial(Chart, footer=footer, colour="targets", zh=words.zh)
            made[f"{name}.svg"] = _path_picture(case, one, words, chart)
            made[f"{name}-news.svg"] = _news_picture(case, one, words, chart)
    return made


def _path_picture(case: NowcastCase, one: Told, words: Wording, chart: partial[Chart]) -> str:
    days = tuple(day for day, _, _ in one.path)
    unit, base = _axis(one)
    mean, sd = (np.array([point[k] for point in one.path]) for k in (1, 2))
    if base:
        mean, sd = 100.0 * (mean / base - 1.0), 100.0 * sd / base
    elif is_share(one.asked.unit):
        mean, sd = mean * _percent(one), sd * _percent(one)
    bands = tuple((mean - z * sd, mean + z * sd) for z in (Z90, Z68))
    title = words.say(
        "nc_path_title", **_about(case, one, words), value=_amount(case, one, one.path[-1][1], words), day=words.day(days[-1])
    )  # fmt: skip
    framed = chart(capital(title), words.say("nc_path_unit", unit=_measure(one, words)))
    return path_chart(framed, [Path(words.say("nc_path"), days, mean, bands)], unit=unit)


def _news_picture(case: NowcastCase, one: Told, words: Wording, chart: partial[Chart]) -> str:
    moved, day = _news(one), words.day(case.since)
    bars = [NewsBar(_series(case, part, words), part.news, part.revision) for part in moved[:MOST_BARS]]
    if rest := moved[MOST_BARS:]:
        label = words.say("nc_others", n=len(rest))
        bars.append(NewsBar(label, sum(part.news for part in rest), sum(part.revision for part in rest)))
    title = words.say("nc_news_title", series=_series(case, moved[0], words), day=day) if moved else words.say("nc_news_title_none", day=day)  # fmt: skip
    framed = chart(capital(title), words.say("nc_news_unit", **_about(case, one, words)))
    return news_chart(framed, bars, (words.say("nc_news"), words.say("nc_revised")))


def _sentence(case: NowcastCase, one: Told, words: Wording) -> str:
    """One indicator: value, band, who says what, what moved."""
    mean, deviation = _best(one)
    value, low, high = (_amount(case, one, mean + z * deviation, words) for z in (0.0, -Z90, Z90))
    told = capital(words.say("nc_answer", **_about(case, one, words), value=value, low=low, high=high))
    if one.both and one.by_nowcast and one.by_model:
        ours, other = (_amount(case, one, part[0], words) for part in (one.by_nowcast, one.by_model))
        a, b = (words.share(weight) for weight in one.both.weights)
        told += words.say("nc_both", one=ours, a=a, other=other, b=b)
    elif one.by_nowcast:
        told += words.say("nc_one")
    return told + _moved(case, one, words)


def _moved(case: NowcastCase, one: Told, words: Wording) -> str:
    """What moved the growth expected by the nowcast since the earlier vintage."""
    if one.nowcast is None or one.nowcast.change is None:
        return ""
    change, day = one.nowcast.change, words.day(case.since)
    if not change.by_series:
        return words.say("nc_still", day=day)
    first = change.by_series[0]
    key = "nc_moved" if is_share(one.asked.unit) else "nc_moved_growth"
    return words.say(
        key, day=day, before=_growth(change.before, words), after=_growth(change.after, words), series=_series(case, first, words),
        by=f"{first.news + first.revision:+.2f}".replace("-", "−"),
    )  # fmt: skip


def _row(case: NowcastCase, one: Told, words: Wording) -> tuple[str, ...]:
    mean, deviation = _best(one)
    told = partial(_amount, case, one, words=words)
    weights = " / ".join(words.share(weight) for weight in one.both.weights) if one.both else "–"
    before = one.following.before
    return (
        place_name(case.region, one.asked.place, words.language), words.say(one.asked.indicator), _period(one, words), told(mean),
        f"{told(mean - Z90 * deviation)} – {told(mean + Z90 * deviation)}", told(one.by_nowcast[0]) if one.by_nowcast else "–",
        told(one.by_model[0]) if one.by_model else "–", weights, told(before) if np.isfinite(before) else "–",
    )  # fmt: skip


def _news_row(case: NowcastCase, one: Told, moved: SeriesNews, words: Wording) -> tuple[str, ...]:
    actual, awaited = (number(part) if np.isfinite(part) else "–" for part in (moved.actual, moved.expected))
    figures = str(moved.figures)
    news, revision = (f"{part:+.3f}" for part in (moved.news, moved.revision))
    return words.say(one.asked.indicator), _series(case, moved, words), figures, actual, awaited, news, revision


def _news(one: Told) -> tuple[SeriesNews, ...]:
    return one.nowcast.change.by_series if one.nowcast and one.nowcast.change else ()


def _best(one: Told) -> tuple[float, float]:
    """Mean and deviation of what is told: both together, or the one there is."""
    if one.both:
        return one.both.mean, one.both.deviation
    told = one.by_nowcast or one.by_model
    assert told is not None, "an indicator of which nothing is said is not told"
    return told


def _about(case: NowcastCase, one: Told, words: Wording) -> dict[str, str]:
    place = place_name(case.region, one.asked.place, words.language)
    return {"what": words.say(one.asked.indicator), "place": place, "period": _period(one, words)}


def _name(case: NowcastCase, one: Told, words: Wording) -> str:
    return f"{place_name(case.region, one.asked.place, words.language)} {words.say(one.asked.indicator)}"


def _period(one: Told, words: Wording) -> str:
    month: date = one.following.period
    if one.following.months == 3:
        return words.say("nc_quarter", year=month.year, part=(month.month + 2) // 3)
    return words.say("nc_month", year=month.year, part=month.month if words.zh else f"{month:%b}")


def _digits(value: float) -> str:
    """A figure as plain digits, about six that count."""
    return f"{value:.0f}" if abs(value) >= 1e5 else f"{value:.6g}"


def _series(case: NowcastCase, moved: SeriesNews, words: Wording) -> str:
    """A series in the reader's words; an indicator without a phrase keeps its name."""
    place, _, indicator = moved.series.partition(": ")
    return f"{place_name(case.region, place, words.language)} {words.say(indicator).replace('_', ' ')}"


def _axis(one: Told) -> tuple[str, float | None]:
    """What a path is drawn in: a share in per cent, an amount as growth on the year before or on the period before, a balance as it is."""
    following = one.following
    if is_share(one.asked.unit):
        return "%", None
    base = following.year_before or following.before
    return ("%", base) if base > 0 and min(mean for _, mean, _ in one.path) > 0 else (one.asked.unit, None)


def _measure(one: Told, words: Wording) -> str:
    """What a path is drawn in, in words."""
    unit, base = _axis(one)
    if base is None:
        return unit
    return words.say("nc_on_year" if one.following.year_before else "nc_on_before")


def _percent(one: Told) -> float:
    """What a share is multiplied by to be in per cent."""
    return 1.0 if "%" in one.asked.unit or "per" in one.asked.unit else 100.0


def _amount(case: NowcastCase, one: Told, value: float, words: Wording) -> str:
    """A figure in the reader's words: per cent, money of the region's currency, or its own unit."""
    if is_share(one.asked.unit):
        return _growth(value * _percent(one), words)
    scale = scale_of(one.asked.unit, case.region.currency)
    return words.money(value * scale) if scale is not None else f"{number(value)} {one.asked.unit}"


def _growth(percent: float, words: Wording) -> str:
    return f"{percent:.1f}{'%' if words.zh else ' %'}".replace("-", "−")
