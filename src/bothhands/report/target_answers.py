"""Where targets stand as sentences and tables: console, workbook and JSON say the same. Pure; odds near nothing are said as such."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bothhands.inputs.region import Region
from bothhands.inputs.tables.targets import Target
from bothhands.inputs.target_periods import due_of, span_of
from bothhands.inputs.unit_scales import is_share, scale_of
from bothhands.outcome.disagreement import Doubt
from bothhands.outcome.progress import RULE
from bothhands.outcome.target_odds import said
from bothhands.outcome.target_status import HORIZON, Status
from bothhands.report import names
from bothhands.report.amounts import number
from bothhands.report.svg import Table
from bothhands.report.words import Wording

UNSURE = ("assumed", "unverified")
NONE = "–"


class TargetWords(NamedTuple):
    """A region's targets in a reader's words."""

    region: Region
    words: Wording

    def say(self, key: str, **values: object) -> str:
        """A phrase."""
        return self.words.say(key, **values)

    def name(self, target: Target) -> str:
        """Place and indicator, marked where the figure is assumed."""
        mark = " ◇" if target.quality in UNSURE else ""
        mark = f" ({self.say('yardstick')})" if target.standing == "yardstick" else mark
        return f"{names.place_name(self.region, target.place, self.words.language)} {self.say(target.indicator)}{mark}"

    def amount(self, value: float, unit: str) -> str:
        """A figure in its unit, money in the reader's."""
        scale = scale_of(unit, self.region.currency)
        if scale is not None and not is_share(unit):
            return self.words.money(value * scale)
        return f"{number(value)} {unit}"

    def chance(self, value: float | None) -> str:
        """Odds, never none and never certain."""
        told = NONE if value is None else said(value)
        return self.words.percent(told)

    def goal(self, one: Status) -> str:
        """What is to be reached, as the target has it."""
        target = one.target
        if target.kind == "growth":
            told = f"{target.value:+g} {target.unit}" + ("" if one.goal is None else f" = {self.amount(one.goal, one.unit)}")  # fmt: skip
        else:
            told = self.amount(target.value, target.unit)
        return self.say("tg_at_most", value=told) if target.direction == "at_most" else told

    def due(self, target: Target) -> str:
        """The day it is due."""
        day = due_of(target)
        return self.words.date(day) if day else self.say("undated")


def sentences(words: TargetWords, told: Sequence[Status]) -> str:
    """One sentence a target."""
    if not told:
        return words.say("tg_nothing")
    return "\n".join(_sentence(words, one) for one in told)


def status_table(words: TargetWords, told: Sequence[Status]) -> Table:
    """Where each target stands: the odds."""
    heads = ("tg_target", "tg_goal", "tg_by", "tg_odds", "tg_half", "tg_light")
    return Table(tuple(words.say(key) for key in heads), tuple(_row(words, one) for one in told))


def progress_table(words: TargetWords, told: Sequence[Status]) -> Table:
    """What is in, what will be, and what is needed a month."""
    heads = ("tg_target", "tg_forecast", "tg_so_far", "tg_pace", "tg_monthly")
    return Table(tuple(words.say(key) for key in heads), tuple(_progress(words, one) for one in told))


def basis_table(words: TargetWords, told: Sequence[Status]) -> Table:
    """What every answer rests on, for the workbook."""
    heads = (
        "tg_target", "tg_standing", "tg_quality", "tg_owner", "tg_first_version", "tg_until", "tg_source", "tg_share", "tg_expected", "tg_season",
        "tg_growth", "tg_trend", "tg_basis",
    )  # fmt: skip
    return Table(tuple(words.say(key) for key in heads), tuple(_basis(words, one) for one in told))


def years_table(words: TargetWords, told: Sequence[Status]) -> Table:
    """Undated targets: odds of having reached them by each year's end."""
    open_ones = [one for one in told if one.by_year]
    head = (words.say("tg_year"), *(words.name(one.target) for one in open_ones))
    years = zip(*(one.by_year for one in open_ones), strict=True)
    rows = tuple((str(year[0][0]), *(words.chance(chance) for _, chance in year)) for year in years)
    return Table(head, rows)


def notes(words: TargetWords, told: Sequence[Status], draws: int, by_plan: bool) -> list[str]:
    """What must be known to read the tables."""
    trend = float(words.region.parameter("trend_growth_share").value)
    years = max((one.history_years for one in told), default=0)
    strategy = words.say("tg_note_plan" if by_plan else "tg_note_force")
    found = [words.say("tg_note_basis", draws=draws, strategy=strategy, years=years)]
    unmeasured = [words.name(one.target) for one in told if one.basis == "run" and not one.done.reported]
    if unmeasured:
        found.append(words.say("tg_note_no_series", names=", ".join(unmeasured)))
    found.append(words.say("tg_note_pace"))
    if any(one.profile.is_even for one in told):
        found.append(words.say("tg_note_even"))
    found.append(words.say("tg_note_rule", high=words.words.share(RULE.on_track), low=words.words.share(RULE.behind)))
    if any(one.by_year for one in told):
        found.append(words.say("tg_note_years", trend=words.words.share(trend)))
    for one in told:
        first, now = one.first_version, one.target
        if (first.value, first.period, first.due) != (now.value, now.period, now.due):
            old = words.amount(first.value, first.unit)
            found.append(words.say("tg_note_versions", name=words.name(now), first=old, now=words.amount(now.value, now.unit)))  # fmt: skip
    return found


def doubtful(words: TargetWords, found: Sequence[Doubt]) -> list[str]:
    """Reported figures that disagree with their witnesses, one sentence each."""
    share = words.words.share
    return [
        words.say(
            "tg_disagree", row=one.row, name=words.say(one.indicator), place=names.place_name(words.region, one.place, words.words.language),
            period=one.period, own=share(one.growth), others=", ".join(map(words.say, one.witnesses)), expected=share(one.expected),
            allowed=share(one.allowed),
        )
        for one in found
    ]  # fmt: skip


def figures(told: Sequence[Status]) -> list[dict[str, object]]:
    """Every figure, for JSON."""
    return [
        {
            "target": one.target.target, "place": one.target.place, "indicator": one.target.indicator, "standing": one.target.standing,
            "quality": one.target.quality, "goal": one.goal, "unit": one.unit, "due": due_of(one.target), "first_version": one.first_version.value,
            "done": one.done.amount, "until": one.done.until, "reported": one.done.reported, "progress": one.progress, "band": one.band,
            "odds": one.odds, "half_odds": one.half_odds, "by_year": dict(one.by_year), "first_year": one.first_year, "status": one.light,
            "trend": one.trend, "basis": one.basis, "history_years": one.history_years, "season_years": one.profile.years,
        }
        for one in told
    ]  # fmt: skip


def _sentence(words: TargetWords, one: Status) -> str:
    name, goal, half = words.name(one.target), words.goal(one), words.chance(one.half_odds)
    if one.odds is None:
        why = words.say("tg_why_base" if one.goal is None else "tg_why_none")
        return words.say("tg_said_unknown", name=name, why=why)
    if span_of(one.target) is None:
        return words.say(
            "tg_said_undated", name=name, goal=goal, odds=words.chance(one.odds), year=one.span.year, half=half, first=_first(words, one)
        )  # fmt: skip
    return words.say("tg_said_dated", name=name, odds=words.chance(one.odds), goal=goal, day=words.due(one.target), half=half)  # fmt: skip


def _row(words: TargetWords, one: Status) -> tuple[str, ...]:
    light = words.say("undated") if span_of(one.target) is None and one.odds is not None else words.say(one.light)
    return (
        words.name(one.target),
        words.goal(one) if one.goal is not None else words.say("tg_no_base"),
        words.due(one.target),
        words.chance(one.odds),
        words.chance(one.half_odds),
        light,
    )


def _progress(words: TargetWords, one: Status) -> tuple[str, ...]:
    band, at = one.band, one.progress
    forecast = f"{words.amount(band[2], one.unit)} ({words.amount(band[0], one.unit)}–{words.amount(band[4], one.unit)})" if band else NONE  # fmt: skip
    return (
        words.name(one.target),
        forecast,
        words.amount(one.done.amount, one.unit) if at else NONE,
        number(at.pace) if at and at.pace is not None else NONE,
        words.amount(at.required_per_month, one.unit) if at and at.required_per_month is not None else NONE,
    )


def _basis(words: TargetWords, one: Status) -> tuple[str, ...]:
    at, share = one.progress, words.words.share
    season = words.say("tg_even_season") if one.profile.is_even else words.say("tg_own_season", n=len(one.profile.years))  # fmt: skip
    return (
        words.name(one.target),
        words.say(one.target.standing),
        words.say(f"tg_q_{one.target.quality}"),
        one.target.owner or NONE,
        words.amount(one.first_version.value, one.first_version.unit),
        words.words.date(one.done.until) if at else NONE,
        words.say("tg_reported" if one.done.reported else "tg_as_run") if at else NONE,
        share(at.task_share) if at else NONE,
        share(at.expected_share) if at else NONE,
        season,
        share(at.required_growth) if at and at.required_growth is not None else NONE,
        words.say(f"tg_{one.trend}"),
        words.say(f"tg_by_{one.basis}"),
    )


def _first(words: TargetWords, one: Status) -> str:
    """First year with even odds, or that none of those asked has them."""
    if one.first_year is not None:
        return str(one.first_year)
    return words.say("tg_beyond", year=one.span.year + HORIZON - 1)
