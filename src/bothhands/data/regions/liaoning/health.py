"""Ports, arrivals, origins, care capacity and reported cases of Liaoning."""

from __future__ import annotations

import math
from datetime import date
from typing import Literal, NamedTuple

from bothhands.data.regions.liaoning.raw import (
    AS_OF,
    ASSUMED,
    PROVINCE,
    cities,
    city_names,
    population,
    raw,
    significant,
)
from bothhands.inputs.tables.arrivals import Arrival
from bothhands.inputs.tables.beds import Capacity
from bothhands.inputs.tables.cases import CaseCount
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.origins import Origin
from bothhands.inputs.tables.ports import Port

CASES = "canghailan/Wuhan-2019-nCoV @0dfcac4 (MIT)"
ENTRY_POINTS = "http://www.globaltimes.cn/content/1185625.shtml"
DESIGNATED = "https://archive.shine.cn/nation/Shanghai-dropped-as-entry-port-for-capital/shdaily.shtml"
KINDS: dict[str, Literal["confirmed", "recovered", "dead"]] = {
    "confirmed": "confirmed",
    "cured": "recovered",
    "dead": "dead",
}
PORTS: tuple[tuple[str, str, Literal["air", "sea", "land"]], ...] = (
    ("Shenyang airport", "Shenyang", "air"),
    ("Dalian airport", "Dalian", "air"),
    ("Dalian seaport", "Dalian", "sea"),
    ("Dandong seaport", "Dandong", "sea"),
    ("Dandong land port", "Dandong", "land"),
    ("Jinzhou seaport", "Jinzhou", "sea"),
    ("Yingkou seaport", "Yingkou", "sea"),
    ("Panjin seaport", "Panjin", "sea"),
    ("Huludao seaport", "Huludao", "sea"),
)
# Travellers a day in February and March 2020, ASSUMED; nothing is reported by port and origin.
TRAVELLERS: dict[str, dict[str, float]] = {
    "Shenyang airport": {"Korea": 250, "Japan": 150, "Europe": 60, "North America": 50, "Russia": 20, "Other": 60},
    "Dalian airport": {"Korea": 250, "Japan": 300, "Europe": 40, "North America": 40, "Russia": 20, "Other": 50},
    "Dalian seaport": {"Korea": 30, "Other": 50},
    "Dandong seaport": {"Korea": 20, "Other": 10},
    "Dandong land port": {"Other": 10},
    "Jinzhou seaport": {"Other": 10},
    "Yingkou seaport": {"Korea": 15, "Other": 20},
    "Panjin seaport": {"Other": 5},
    "Huludao seaport": {"Other": 5},
}
# Infected travellers per traveller by month, ASSUMED; orders of magnitude from 427 imported cases in China by 23 March
# (74 on that day, ports_beds.csv) over some ten to thirty thousand arrivals a day.
PREVALENCE: dict[str, tuple[float, float, float, float, float]] = {  # February, March, April, May, June and later
    "Korea": (3e-5, 3e-4, 2e-4, 1e-4, 1e-4),
    "Japan": (3e-5, 2e-4, 5e-4, 2e-4, 1e-4),
    "Europe": (1e-5, 4e-3, 5e-3, 2e-3, 1e-3),
    "North America": (1e-5, 2e-3, 5e-3, 4e-3, 3e-3),
    "Russia": (1e-5, 3e-4, 4e-3, 5e-3, 3e-3),
    "Other": (1e-5, 5e-4, 1e-3, 1e-3, 1e-3),
}
MONTHS = (date(2020, 2, 1), date(2020, 3, 1), date(2020, 4, 1), date(2020, 5, 1), date(2020, 6, 1), date(2021, 1, 1))
# Growth at an origin is the slope of this very table (from the month before to the month after), so that the two never tell
# different stories; nothing better stood on 18 March. Range: 0.05 a day less (measures bite) to 0.1 more (doubling in four
# to seven days, as in Europe and North America in March 2020; general record). All ASSUMED.
GROWTH_DOWN, GROWTH_UP = 0.05, 0.1
JANUARY_FACTOR = 4.0
CUT_FACTOR = 1 / 8
CUT_FROM, CUT_ANNOUNCED = date(2020, 3, 29), date(2020, 3, 26)
YEAR_END = date(2020, 12, 31)


class _Care(NamedTuple):
    """A capacity per 100,000 residents: value, range, more in the two large cities, cost a day, and reasoning."""

    each: float
    low: float
    high: float
    large_city_factor: float
    cost: float
    why: str


CARE: dict[Literal["ward", "intensive", "quarantine_room", "tests_per_day", "tracers", "health_workers"], _Care] = {
    "ward": _Care(
        78.6, 50, 110, 1, 1500, "spare beds of China, 0.786 per 1,000 (daedalus.data @c97c1b8); cost and range ASSUMED"
    ),
    "intensive": _Care(
        1.1, 0.5, 2.2, 1.5, 6000, "ASSUMED: about 3.6 intensive beds per 100,000 in China, 30 % of them free"
    ),
    "quarantine_room": _Care(
        20, 8, 50, 3, 400, "ASSUMED: hotel rooms that can be staffed; three times in Shenyang and Dalian"
    ),
    "tests_per_day": _Care(60, 20, 150, 2, 200, "ASSUMED: early laboratory capacity; twice in Shenyang and Dalian"),
    "tracers": _Care(5, 2, 15, 1, 300, "ASSUMED: one tracing team of ten per 200,000"),
    "health_workers": _Care(
        700, 600, 800, 1, 0, "ASSUMED: about 7 health technicians per 1,000 residents, as in China"
    ),
}


def ports() -> list[Port]:
    """Ports of entry; Shenyang and Dalian became designated first entry points for flights to the hub in June 2020."""
    rows = [
        Port(
            port=port,
            place=place,
            kind=kind,
            designated=False,
            source=ENTRY_POINTS,
            quality="measured",
            period="2020-04-14",
            note="the port itself has long been known",
        )
        for port, place, kind in PORTS
    ]
    designated = [
        row.model_copy(
            update={"designated": True, "source": DESIGNATED, "known_from": date(2020, 6, 8), "period": "2020-06-08"}
        )
        for row in rows
        if row.kind == "air"
    ]
    return rows + designated


def arrivals() -> list[Arrival]:
    """Travellers a day by port and origin; the cut of 29 March was not known before it was announced."""
    rows = []
    for port, origins in TRAVELLERS.items():
        for origin, persons in origins.items():
            rows.append(
                _arrival(
                    port,
                    origin,
                    first=date(2020, 1, 1),
                    last=date(2020, 1, 31),
                    persons=persons * JANUARY_FACTOR,
                    known_from=None,
                )
            )
            rows.append(_arrival(port, origin, first=date(2020, 2, 1), last=YEAR_END, persons=persons, known_from=None))
            rows.append(
                _arrival(
                    port,
                    origin,
                    first=date(2020, 2, 1),
                    last=date(2020, 3, 28),
                    persons=persons,
                    known_from=CUT_ANNOUNCED,
                )
            )
            rows.append(
                _arrival(
                    port, origin, first=CUT_FROM, last=YEAR_END, persons=persons * CUT_FACTOR, known_from=CUT_ANNOUNCED
                )
            )
    return rows


def origins() -> list[Origin]:
    """Prevalence among travellers and growth by origin and month; from April on a prior as it could stand on 18 March.

    An origin is where someone stayed in the last 14 days, whoever they are.
    """
    return [
        Origin(
            origin=origin,
            date_from=first,
            date_to=date.fromordinal(after.toordinal() - 1),
            prevalence_share=share,
            low_prevalence_share=significant(share / 3),
            high_prevalence_share=significant(min(share * 3, 1)),
            growth_per_day=(growth := _growth(shares, month)),
            low_growth_per_day=significant(growth - GROWTH_DOWN),
            high_growth_per_day=significant(growth + GROWTH_UP),
            source=f"{ASSUMED}: order of magnitude of 427 imported cases in China by 23 March "
            "over the arrivals of that month; growth is the slope from the month before to the month after",
            quality="assumed",
            period=first.strftime("%Y-%m"),
        )
        for origin, shares in PREVALENCE.items()
        for month, (share, first, after) in enumerate(zip(shares, MONTHS[:-1], MONTHS[1:], strict=True))
    ]


def _growth(shares: tuple[float, ...], month: int) -> float:
    """Growth per day in a month of `shares`: none in the last, which stands for the rest of the year."""
    if month == len(shares) - 1:
        return 0.0
    one, two = max(month - 1, 0), month + 1
    return round(math.log(shares[two] / shares[one]) / (MONTHS[two] - MONTHS[one]).days, 3)


def beds() -> list[Capacity]:
    """Staffed capacity of each city for the epidemic."""
    rows = []
    for city in city_names():
        for kind, care in CARE.items():
            scale = population()[city] / 1e5 * (care.large_city_factor if city in ("Shenyang", "Dalian") else 1)
            rows.append(
                Capacity(
                    place=city,
                    kind=kind,
                    count=round(care.each * scale),
                    low_count=round(care.low * scale),
                    high_count=round(care.high * scale),
                    cost_yuan_per_day=care.cost,
                    source=care.why,
                    quality="derived" if kind == "ward" else "assumed",
                    period="2020",
                )
            )
    return rows


def cases() -> list[CaseCount]:
    """Cumulative counts by city as reported that day; imported and unassigned ones stand under the province.

    A blank suspected column, a missing row (Fushun before 17 April) and every fall are kept as they are.
    """
    names = {row["adcode"]: row["city_en"] for row in cities()}
    special: dict[str, Literal["imported", "unassigned"]] = {"境外输入": "imported", "未公布来源": "unassigned"}
    rows = []
    for line in raw("liaoning/cases/liaoning_city_daily_to_2020-06-30.csv"):
        name, day = line["city"], date.fromisoformat(line["date"])
        if not name:
            continue
        rows += [
            CaseCount(
                place=names.get(line["cityCode"], PROVINCE),
                kind=kind,
                origin=special.get(name, "local"),
                day=day,
                cumulative=int(line[column]),
                source=CASES,
                quality="measured",
                period=day.isoformat(),
                known_from=day,
            )
            for column, kind in KINDS.items()
        ]
    return rows


def provincial_totals() -> list[Indicator]:
    """Counts of the province as reported: on some days they differ from the sum of the cities."""
    rows = []
    for line in raw("liaoning/cases/liaoning_city_daily_to_2020-06-30.csv"):
        if line["city"]:
            continue
        day = date.fromisoformat(line["date"])
        rows += [
            Indicator(
                place=PROVINCE,
                indicator=f"reported_{kind}_total",
                value=float(line[column]),
                unit="persons",
                source=CASES,
                quality="measured",
                period=day.isoformat(),
                known_from=day,
            )
            for column, kind in KINDS.items()
        ]
    return rows


def _arrival(port: str, origin: str, *, first: date, last: date, persons: float, known_from: date | None) -> Arrival:
    cut = "; cut to one flight a week an airline, general record" if first == CUT_FROM else ""
    return Arrival(
        port=port,
        origin=origin,
        date_from=first,
        date_to=last,
        persons_per_day=persons,
        low_persons_per_day=significant(persons / 2),
        high_persons_per_day=significant(persons * 2),
        source=f"{ASSUMED}: no figure by port and origin is published{cut}",
        quality="assumed",
        period=f"{first}..{last}",
        known_from=known_from,
        note="" if known_from or last < AS_OF else "as expected on 18 March 2020",
    )
