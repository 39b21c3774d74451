"""Measures in force by date: the history a run starts from, and what a planner expected on the way.

Reported points (resumption.csv, measures_in_force.csv) fix the pace; every level between and beyond them is ASSUMED.
The
levers are shares: 1 is fully open for openness, returned, school, gatherings and travel; 0 is none for the others. Both
`openness` (what orders permit) and `returned` (who is back) are given by sector group and multiply in the model.
"""

from __future__ import annotations

from datetime import date, timedelta

from bothhands.data.regions.liaoning.people import TRAVEL_LEVEL
from bothhands.data.regions.liaoning.raw import AS_OF, ASSUMED
from bothhands.inputs.tables.measures import MeasureInForce

HOLIDAY_KNOWN = date(2020, 1, 27)
KNOTS = tuple(date(2020, *day) for day in ((1, 24), (2, 3), (2, 12), (2, 24), (3, 16), (5, 18), (7, 1)))
# Level of `returned` on each knot. Industry follows the firms reported back (54.4 %, 86.4 %, over 90 %) times an
# ASSUMED share of their staff. The levels of services, with `openness` and `remote`, lie below the national losses of
# January and February published on 16 March 2020 (industry 13.5 %, services 13 %, catering 43 %: general record,
# unverified), because demand falls too; industry lies near them. Figures published after 18 March were not used.
RETURNED: dict[str, tuple[float, ...]] = {
    "farm": (0.95, 0.95, 0.95, 0.97, 0.99, 1.0, 1.0),
    "energy": (0.95, 0.96, 0.97, 0.98, 0.99, 1.0, 1.0),
    "light_industry": (0.7, 0.62, 0.66, 0.8, 0.9, 0.97, 1.0),
    "process_industry": (0.85, 0.82, 0.84, 0.88, 0.92, 0.97, 1.0),
    "equipment": (0.55, 0.5, 0.56, 0.76, 0.88, 0.96, 1.0),
    "construction": (0.6, 0.4, 0.4, 0.6, 0.82, 0.96, 1.0),
    "trade": (0.8, 0.75, 0.78, 0.84, 0.9, 0.96, 1.0),
    "transport": (0.8, 0.72, 0.74, 0.8, 0.87, 0.95, 1.0),
    "hospitality": (0.7, 0.6, 0.62, 0.7, 0.78, 0.92, 1.0),
    "office": (0.93, 0.92, 0.94, 0.96, 0.98, 0.99, 1.0),
    "public": (0.95, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    "leisure": (0.7, 0.55, 0.55, 0.6, 0.7, 0.88, 1.0),
}
# Day on which the level at the end of each span could be known; None: it never was, it is a scenario of 18 March.
SPAN_KNOWN = (None, date(2020, 2, 14), date(2020, 2, 25), AS_OF, None, None)
HOPE = 0.6
LEVEL_ONE, LEVEL_THREE = date(2020, 1, 25), date(2020, 2, 22)
CLOSED_FROM, OPEN_FROM = date(2020, 2, 3), date(2020, 2, 10)
OPENNESS_BEFORE = {"hospitality": 0.5, "leisure": 0.2, "trade": 0.9}
OPENNESS_CLOSED = {
    "light_industry": 0.9,
    "equipment": 0.85,
    "construction": 0.5,
    "trade": 0.8,
    "hospitality": 0.4,
    "leisure": 0.1,
    "office": 0.9,
    "transport": 0.9,
}
OPENNESS_ONE = {"construction": 0.8, "trade": 0.9, "hospitality": 0.5, "leisure": 0.2}
OPENNESS_THREE = {"hospitality": 0.75, "leisure": 0.45}
# Lever, then (first day, level) in order; the last level stays in force.
STEPS: dict[str, tuple[tuple[date, float], ...]] = {
    "school": ((date(2020, 1, 11), 0.0),),
    "gatherings": ((LEVEL_ONE, 0.15), (LEVEL_THREE, 0.35), (date(2020, 3, 16), 0.45)),
    "stay_home": ((LEVEL_ONE, 0.5), (LEVEL_THREE, 0.2), (date(2020, 3, 16), 0.1)),
    "remote": ((CLOSED_FROM, 0.8), (LEVEL_THREE, 0.5), (date(2020, 3, 16), 0.4)),
    "mask_rule": ((LEVEL_ONE, 1.0),),
    "testing": ((LEVEL_ONE, 0.3), (OPEN_FROM, 0.6)),
    "tracing": ((date(2020, 1, 22), 0.9),),
    "corridor_screening": ((OPEN_FROM, 0.1),),
}
WHY = {
    "school": f"{ASSUMED}: winter holiday from 11 January; the return was put off without a date",
    "gatherings": f"{ASSUMED}: emergency response level I, then III (measures_in_force.csv)",
    "stay_home": f"{ASSUMED}: emergency response level I, then III (measures_in_force.csv)",
    "remote": f"{ASSUMED}: part of the work that can be done at home that was done there",
    "mask_rule": f"{ASSUMED}: masks required in public places and at work since the first-level response",
    "testing": f"{ASSUMED}: share of the laboratory capacity put to use",
    "tracing": f"{ASSUMED}: nearly all contacts, since the first case; 3861 close contacts of 149 cases had been traced by 13 May "
    "(http://english.sjzu.edu.cn/info/1001/1152.htm)",
    "corridor_screening": f"{ASSUMED}: spot checks on the way to the hub",
}
TRAVEL_DAYS = (date(2020, 1, 24), date(2020, 1, 28), date(2020, 3, 1), date(2020, 3, 10))
SCREENING_RULE = date(2020, 4, 14)


def measures() -> list[MeasureInForce]:
    """Every measure in force from 1 January 2020, with earlier expectations where later reports replaced them."""
    rows = _returned() + _openness()
    for lever, steps in STEPS.items():
        rows += _steps(lever, "", steps, WHY[lever])
    return rows + _travel() + _port_screening()


def _returned() -> list[MeasureInForce]:
    rows = []
    for group, levels in RETURNED.items():
        hoped = (*levels[:2], *(1 - (1 - level) * HOPE for level in levels[2:]))
        for n, known in enumerate(SPAN_KNOWN):
            rows.append(
                _span(group, n, hoped, HOLIDAY_KNOWN if n else KNOTS[0], "as hoped for when the holiday was extended")
            )
            if n:
                rows.append(_span(group, n, levels, known or AS_OF, _basis(n)))
    return rows


def _span(group: str, n: int, levels: tuple[float, ...], known: date, basis: str) -> MeasureInForce:
    """A straight line from a knot to the eve of the next."""
    days = (KNOTS[n + 1] - KNOTS[n]).days
    last = levels[n] + (levels[n + 1] - levels[n]) * (days - 1) / days
    return MeasureInForce(
        lever="returned",
        sector=group,
        start=KNOTS[n],
        end=KNOTS[n + 1] - timedelta(days=1),
        value=round(levels[n], 4),
        to_value=round(last, 4),
        source=f"{ASSUMED}: {basis}",
        quality="assumed",
        period="2020",
        known_from=known,
    )


def _basis(n: int) -> str:
    if n <= 3:
        reported = "resumption.csv: 54.4 % of firms 12 Feb, 86.4 % 24 Feb, over 90 % 16 Mar"
        return f"straight line between reported points ({reported})"
    return "scenario standing on 18 March: staff back 95 % by 18 May, all by July"


def _openness() -> list[MeasureInForce]:
    """Permitted activity by group: level I, the week of closure by order, level I again, level III."""
    groups = {*OPENNESS_BEFORE, *OPENNESS_CLOSED, *OPENNESS_ONE, *OPENNESS_THREE}
    phases = (
        (LEVEL_ONE, OPENNESS_BEFORE),
        (CLOSED_FROM, OPENNESS_CLOSED),
        (OPEN_FROM, OPENNESS_ONE),
        (LEVEL_THREE, OPENNESS_THREE),
    )
    why = f"{ASSUMED}: non-essential firms closed by order 3 to 9 February, "
    why += "level I to 21 February (measures_in_force.csv)"
    rows = []
    for group in sorted(groups):
        rows += _steps("openness", group, tuple((day, levels.get(group, 1.0)) for day, levels in phases), why)
    return rows


def _steps(lever: str, sector: str, steps: tuple[tuple[date, float], ...], why: str) -> list[MeasureInForce]:
    """Levels held from each day to the eve of the next; each is expected to stay until its end is announced."""
    rows = []
    for n, (first, level) in enumerate(steps):
        held = MeasureInForce(
            lever=lever,
            sector=sector,
            start=first,
            value=level,
            source=why,
            quality="assumed",
            period="2020",
            known_from=first,
        )
        rows.append(held)
        if n + 1 < len(steps):
            after = steps[n + 1][0]
            rows.append(held.model_copy(update={"end": after - timedelta(days=1), "known_from": after}))
    return rows


def _travel() -> list[MeasureInForce]:
    """Trips against a normal year: the periods of the mobility fit, their levels ASSUMED."""
    drop, restricted, rise, resuming = TRAVEL_DAYS
    low, later = TRAVEL_LEVEL["restricted"], TRAVEL_LEVEL["resuming"]
    why = f"{ASSUMED}: periods of mobility_gravity.csv, which gives relative flows only"
    fall = MeasureInForce(
        lever="travel",
        start=drop,
        end=restricted - timedelta(days=1),
        value=0.8,
        to_value=low,
        source=why,
        quality="assumed",
        period="2020",
        known_from=drop,
    )
    held = fall.model_copy(
        update={"start": restricted, "end": None, "value": low, "to_value": None, "known_from": restricted}
    )
    ended = held.model_copy(update={"end": rise - timedelta(days=1), "known_from": rise})
    climb = fall.model_copy(
        update={"start": rise, "end": resuming - timedelta(days=1), "value": low, "to_value": later, "known_from": rise}
    )
    now = held.model_copy(update={"start": resuming, "value": later, "known_from": resuming})
    before = held.model_copy(
        update={"start": resuming, "value": later, "known_from": rise, "note": "as expected on 1 March"}
    )
    return [fall, held, ended, climb, before, now]


def _port_screening() -> list[MeasureInForce]:
    """Share of arrivals quarantined and tested: little before March, all under the rule reported on 14 April."""
    guess = f"{ASSUMED}: share of arrivals in designated quarantine; rule for all reported on 14 April (ports_beds.csv)"
    steps = ((date(2020, 1, 25), 0.05), (date(2020, 3, 1), 0.2), (AS_OF, 0.3), (SCREENING_RULE, 0.95))
    return _steps("port_screening", "", steps, guess)
