"""A back-test as it is told: a table a period, a sentence a comparison, losses as plainly as gains, and everything as JSON.

Pure: a back-test in, text out.
"""

from __future__ import annotations

import math

from bothhands import __version__
from bothhands.observe.backtest import OURS, BackTest
from bothhands.observe.baselines import PERSISTENT
from bothhands.observe.scores import LEVELS
from bothhands.observe.verdict import CITIES, REGION, Difference, Standing, differences, standings
from bothhands.report.svg import Table

HEAD = ("counts", "forecast by", "CRPS", "WIS", "log", "50 %", "90 %")
LEVEL = {CITIES: "each city", REGION: "the region"}
SHORT = {PERSISTENT: "neg.-bin. persistence"}
"""Names too long for a table."""
BEST = "●"


def table_of(period: str, made: BackTest) -> Table:
    """Scores of a period and what its 50 and 90 % intervals held; the best CRPS of a group carries a dot."""
    rows: list[tuple[str, ...]] = []
    for group in groups_of(period, made):
        one = group[0]
        words = [LEVEL[one.level], f"week {one.ahead}", f"{one.forecasts} counts", f"{one.cases} cases"]
        best = min(other.crps for other in group)
        rows += [(name, *_figures(other, best)) for name, other in zip(words, group, strict=True)]
    return Table(HEAD, tuple(rows))


def groups_of(period: str, made: BackTest) -> list[list[Standing]]:
    """The forecasters of a period side by side, by level and weeks ahead."""
    own = [one for one in standings(made) if one.period == period]
    keys = dict.fromkeys((one.level, one.ahead) for one in own)
    return [[one for one in own if (one.level, one.ahead) == key] for key in keys]


def sentences(made: BackTest) -> list[str]:
    """What the back-test says: for every period and baseline who is better, by how much and how surely."""
    told, own = [], standings(made)
    found = [one for one in differences(made) if one.score == "crps"]
    for period in dict.fromkeys(one.period for one in found):
        for level, name in LEVEL.items():
            lines = [_against(one) for one in found if (one.period, one.level) == (period, level)]
            told.append(f"{period[:1].upper()}{period[1:]}, {name}: {'; '.join(lines)}.")
    told += _impossible(own)
    unscored = sum(one.cases is None for one in made.scored if one.forecaster == OURS)
    if unscored:
        told.append(f"{unscored} forecasts are not scored: their week was not wholly reported.")
    return told


def about(made: BackTest) -> str:
    """What was asked, in a line."""
    return (
        f"{made.region}: {len(made.origins)} origins from {made.origins[0].isoformat()} to {made.origins[-1].isoformat()}, "
        f"new local cases {made.weeks} weeks ahead, {made.members} members, seed {made.seed}, edition {made.edition}"
    )


def as_json(made: BackTest) -> dict[str, object]:
    """The whole back-test as plain data; an infinite score is null, a week not wholly reported has null cases."""
    return {
        "region": made.region, "edition": made.edition, "version": __version__, "split": made.split.isoformat(),
        "origins": [day.isoformat() for day in made.origins], "weeks": made.weeks, "members": made.members, "seed": made.seed,
        "levels": list(LEVELS), "standings": [_plain(one._asdict()) for one in standings(made)],
        "differences": [{**one._asdict(), "difference": one.difference._asdict(), "winner": one.winner} for one in differences(made)],
        "says": sentences(made),
        "forecasts": [_plain({**one._asdict(), "origin": one.origin.isoformat()}) for one in made.scored],
    }  # fmt: skip


def _figures(one: Standing, best: float) -> tuple[str, ...]:
    """Forecaster, scores and coverage."""
    log = f"{one.log:.3f}" if math.isfinite(one.log) else f"∞ ({one.impossible})"
    crps = f"{BEST} {one.crps:.3f}" if one.crps == best else f"{one.crps:.3f}"
    return (
        SHORT.get(one.forecaster, one.forecaster),
        crps,
        f"{one.wis:.3f}",
        log,
        f"{one.coverage_50:.0%}",
        f"{one.coverage_90:.0%}",
    )


def _against(one: Difference) -> str:
    """Ours against a baseline by CRPS, in words."""
    middle, low, high = one.difference
    figures = f"CRPS {middle:+.3f}, 90 % {low:+.3f} to {high:+.3f}"
    if one.winner == OURS:
        return f"we beat “{one.baseline}” ({figures})"
    if one.winner:
        return f"“{one.baseline}” beats us ({figures})"
    ahead = "we are ahead of" if middle < 0 else "we are behind"
    return f"{ahead} “{one.baseline}”, but not for certain ({figures})"


def _impossible(own: list[Standing]) -> list[str]:
    """Who held impossible what came, by forecaster."""
    told = []
    for name in dict.fromkeys(one.forecaster for one in own):
        misses = sum(one.impossible for one in own if one.forecaster == name)
        if misses:
            told.append(f"“{name}” held {misses} of the counts that came impossible: its log score is infinite.")
    return told


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {key: None if isinstance(value, float) and not math.isfinite(value) else value for key, value in row.items()}
