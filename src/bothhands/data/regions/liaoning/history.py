"""Measures in force, resumption, calendar, indicators, targets, budgets and officers of Liaoning."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from bothhands.data.regions.liaoning.health import provincial_totals
from bothhands.data.regions.liaoning.raw import AS_OF, ASSUMED, PROVINCE, YI, city_names, raw
from bothhands.inputs.tables.budgets import Budget
from bothhands.inputs.tables.calendar import CalendarSpan
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.officers import Officer
from bothhands.inputs.tables.resumption import Resumption
from bothhands.inputs.tables.targets import Target

REPORT = "report of 18 March 2020 on Liaoyang"
YEAR = (date(2020, 1, 1), date(2020, 12, 31))
Kind = Literal["holiday", "spring_festival", "extended_holiday", "school_term"]
SPANS: tuple[tuple[Kind, date, date, str, str], ...] = (
    ("holiday", date(2020, 1, 1), date(2020, 1, 1), "New Year", "state calendar, general record, unverified"),
    (
        "spring_festival",
        date(2020, 1, 24),
        date(2020, 1, 30),
        "Spring Festival",
        "state calendar, general record, unverified",
    ),
    (
        "extended_holiday",
        date(2020, 1, 31),
        date(2020, 2, 2),
        "Spring Festival, extended",
        "measures_in_force.csv: general record, unverified",
    ),
    ("holiday", date(2020, 4, 4), date(2020, 4, 6), "Qingming", "state calendar, general record, unverified"),
    ("holiday", date(2020, 5, 1), date(2020, 5, 5), "Labour Day", "state calendar, general record, unverified"),
    (
        "holiday",
        date(2020, 6, 25),
        date(2020, 6, 27),
        "Dragon Boat Festival",
        "state calendar, general record, unverified",
    ),
    (
        "holiday",
        date(2020, 10, 1),
        date(2020, 10, 8),
        "National Day and Mid-Autumn",
        "state calendar, general record, unverified",
    ),
    ("school_term", date(2020, 1, 1), date(2020, 1, 10), "end of the autumn term", ASSUMED),
    ("school_term", date(2020, 3, 2), date(2020, 7, 12), "spring term as planned before the epidemic", ASSUMED),
    ("school_term", date(2020, 9, 1), date(2020, 12, 31), "autumn term", ASSUMED),
)
RELEASED = {
    "2017": date(2018, 4, 1),
    "2019": date(2020, 1, 15),
    "2020Q1": date(2020, 4, 26),
    "2020-11-01": date(2021, 6, 1),
}
CITY_GDP_RELEASED = date(2020, 5, 1)
SERIES_LAG = timedelta(days=3)


def calendar() -> list[CalendarSpan]:
    """Holidays and school terms of 2020."""
    return [
        CalendarSpan(
            kind=kind, date_from=first, date_to=last, name=name, source=source, quality="unverified", period="2020"
        )
        for kind, first, last, name, source in SPANS
    ]


def resumption() -> list[Resumption]:
    """Shares of firms or staff back at work as reported; counts stand among the indicators."""
    return [
        Resumption(
            day=date.fromisoformat(line["date"]),
            place=line["place"],
            indicator=line["indicator"],
            share=float(f"{float(line['value']) / 100:.6g}"),
            source=source,
            quality="measured",
            period=line["date"],
            known_from=date.fromisoformat(line["known_from"]),
            note=_joined(line["unit"].removeprefix("%"), line["note"]),
        )
        for line, source in _with_source("liaoning/facts/resumption.csv")
        if line["unit"].startswith("%")
    ]


def indicators() -> list[Indicator]:
    """Statistics with the day each became known; the day is ASSUMED where the source gives only a year."""
    rows = [_macro(line, source) for line, source in _with_source("liaoning/facts/macro.csv")]
    rows += [
        Indicator(
            place=line["place"],
            indicator=line["indicator"],
            value=float(line["value"]),
            unit=line["unit"],
            source=source,
            quality="measured",
            period=line["date"],
            known_from=date.fromisoformat(line["known_from"]),
            note=line["note"],
        )
        for line, source in _with_source("liaoning/facts/resumption.csv")
        if not line["unit"].startswith("%")
    ]
    rows += [_series(line, source) for line, source in _with_source("liaoning/facts/china_mask_series.csv")]
    return rows + provincial_totals()


def targets() -> list[Target]:
    """The report's two targets for Liaoyang, which carry no year, and last year's level of the province as a
    yardstick."""
    undated = "the source names no year: kept undated"
    yardstick = "no target for 2020 is in the sources; the level of 2019 is a yardstick, not a decision"
    return [
        _target("liaoyang_gdp", "Liaoyang", "gdp", value=1000 * YI, due=None, source=REPORT, note=undated),
        _target(
            "liaoyang_budget_revenue",
            "Liaoyang",
            "budget_revenue",
            value=100 * YI,
            due=None,
            source=REPORT,
            note=undated,
        ),
        _target(
            "liaoning_gdp_2019",
            PROVINCE,
            "gdp",
            value=24909.5 * YI,
            due=YEAR[1],
            source="macro.csv: from memory, unverified",
            note=yardstick,
        ),
        _target(
            "liaoning_budget_revenue_2019",
            PROVINCE,
            "budget_revenue",
            value=2652 * YI,
            due=YEAR[1],
            source="https://news.wenweipo.com/2020/01/15/IN2001150086.htm",
            note=yardstick,
        ),
    ]


def budgets() -> list[Budget]:
    """Public money by fund for the whole province: no figure is published, ranges are wide."""
    funds = {"epidemic_control": 60 * YI, "equipment": 10 * YI, "firm_support": 80 * YI}
    return [
        Budget(
            fund=fund,
            date_from=YEAR[0],
            date_to=YEAR[1],
            amount_yuan=amount,
            low_amount_yuan=amount / 2,
            high_amount_yuan=amount * 2,
            source=f"{ASSUMED}: 0.4 to 3 % of the provincial budget revenue of 2019 a fund",
            quality="assumed",
            period="2020",
        )
        for fund, amount in funds.items()
    ]


def officers() -> list[Officer]:
    """Two posts a city: one for firms, one for supplies and health."""
    return [
        Officer(
            officer=f"{city} {role}",
            home_place=city,
            role=role,
            source=f"{ASSUMED}: two posts a city",
            quality="assumed",
            period="2020",
        )
        for city in city_names()
        for role in ("firms officer", "supplies officer")
    ]


def _macro(line: dict[str, str], source: str) -> Indicator:
    unverified = "unverified" in source
    known = RELEASED.get(line["year"])
    if line["indicator"] == "industrial_profit_growth":
        known = date(2020, 9, 4)
    elif line["indicator"].startswith("share_of_industrial"):
        known = AS_OF
    elif unverified and line["year"] == "2019":
        known = CITY_GDP_RELEASED
    elif line["city"] == "China" and line["year"] == "2020Q1":
        known = date(2020, 4, 17)
    return Indicator(
        place=line["city"],
        indicator=line["indicator"],
        value=float(line["value"]) if line["value"] else None,
        unit=line["unit"],
        source=source,
        quality="unverified" if unverified else "measured",
        period=line["year"],
        known_from=known,
        note=line["note"],
    )


def _series(line: dict[str, str], source: str) -> Indicator:
    day = date.fromisoformat(line["date"])
    return Indicator(
        place=next((place for place in ("Liaoyang", PROVINCE) if line["series"].startswith(place.lower())), "China"),
        indicator=line["series"],
        value=float(line["value"]) if line["value"] else None,
        unit=line["unit"],
        source=source or "none found",
        quality="measured" if line["value"] else "unverified",
        period=line["date"],
        known_from=day + SERIES_LAG,
        note=_joined(line["note"], f"known_from {ASSUMED}: {SERIES_LAG.days} days after the day it describes"),
    )


def _target(name: str, place: str, indicator: str, *, value: float, due: date | None, source: str, note: str) -> Target:
    return Target(
        target=name,
        place=place,
        indicator=indicator,
        value=value,
        unit="yuan",
        due=due,
        source=source,
        standing="yardstick" if due else "decided",
        quality="measured" if source == REPORT else "assumed",
        period=str(due.year) if due else "",
        note=note,
        known_from=AS_OF if source == REPORT else None,
    )


def _with_source(name: str) -> list[tuple[dict[str, str], str]]:
    """Rows with their source, `same` written out."""
    rows, last = [], ""
    for line in raw(name):
        if not line["source"].strip().startswith("same"):
            last = line["source"]
        rows.append((line, last))
    return rows


def _joined(*notes: str) -> str:
    return "; ".join(note.strip() for note in notes if note.strip())
