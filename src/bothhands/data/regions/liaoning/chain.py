"""The mask chain of Liaoning: goods, recipes and equipment."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bothhands.data.regions.liaoning.raw import ASSUMED
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.recipes import Recipe

SASAC = "SASAC via http://www.xinhuanet.com/english/2020-04/06/c_138951376.htm: 1,500 t make 1.5 billion masks"
CQI5 = "https://cqi5.com/?p=3661"
PRICE_ARTICLE = "tellerreport 2020-05-12 (SAMR) and https://cqi5.com/?p=3661"
LEAD_FACTS = (
    "press reports of 2020 on melt-blown lines (Yanshan 12 days, Yizheng 35, Liaoyang 38, Sinopec 76), gathered by hand"
)

MARCH = date(2020, 3, 8)
ALL_SITES_KNOWN = date(2020, 5, 31)


def goods() -> list[Good]:
    """Goods followed piece by piece; the price of melt-blown cloth has several editions, each with its day."""
    meltblown = Good(
        good="meltblown",
        name="Melt-blown cloth",
        name_zh="熔喷布",
        unit="t",
        price_yuan=18000,
        outside_supply_per_day=1.5,
        largest_line_units_per_day=10,
        source=f"price {PRICE_ARTICLE}; supply {ASSUMED} (0.5 to 4 t a day)",
        quality="measured",
        period="2019-12-31",
    )
    prices = (
        (290000, date(2020, 2, 28)),
        (400000, date(2020, 3, 2)),
        (520000, date(2020, 3, 7)),
        (600000, date(2020, 4, 12)),
        (700000, date(2020, 4, 15)),
        (310000, date(2020, 4, 23)),
    )
    editions = [
        meltblown.model_copy(update={"price_yuan": float(price), "known_from": day, "period": day.isoformat()})
        for price, day in prices
    ]
    return [
        _good(
            "resin",
            "Polypropylene resin for melt-blown cloth",
            "熔喷树脂",
            unit="t",
            price=7500,
            outside=200,
            lag=0,
            source=f"price {ASSUMED} near the pp fibre price of 1 April 2020 (ssessments.com); supply {ASSUMED}: ample",
        ),
        meltblown,
        *editions,
        _good(
            "mask",
            "Surgical mask",
            "医用外科口罩",
            unit="piece",
            price=3,
            outside=3e5,
            lag=1,
            source=f"{ASSUMED}; masks sold sterile wait 7 to 15 days longer",
        ),
        _good(
            "n95",
            "N95 mask",
            "N95口罩",
            unit="piece",
            price=15,
            outside=2e4,
            lag=7,
            source=f"{ASSUMED}; release after sterilisation 7 to 15 days, low end",
        ),
        _good(
            "test_kit",
            "Nucleic acid test kit",
            "核酸检测试剂盒",
            unit="kit",
            price=100,
            outside=2e4,
            lag=0,
            source=ASSUMED,
        ),
    ]


def recipes() -> list[Recipe]:
    """What a unit takes, with the range it must lie in: errors in print of ten and twenty times would be caught."""
    return [
        Recipe(
            good="mask",
            input="meltblown",
            quantity_per_unit=1.0e-6,
            low_quantity_per_unit=0.7e-6,
            high_quantity_per_unit=2e-6,
            source=SASAC,
            quality="measured",
            period="2020",
        ),
        Recipe(
            good="n95",
            input="meltblown",
            quantity_per_unit=3.1e-6,
            low_quantity_per_unit=2.9e-6,
            high_quantity_per_unit=3.4e-6,
            source="e-nispe.com, January to April 2020: 4 t make 1.2 million; reported 2.9 to 3.3 g",
            quality="measured",
            period="2020",
        ),
        Recipe(
            good="meltblown",
            input="resin",
            quantity_per_unit=1.05,
            low_quantity_per_unit=1.0,
            high_quantity_per_unit=1.3,
            source=f"{ASSUMED}: five per cent lost; yields are unknown",
            quality="assumed",
            period="2020",
        ),
    ]


def equipment() -> list[Equipment]:
    """Lines that may be ordered: rate, lead time by class, cost, ramp."""
    return [
        _class(
            "rush",
            "meltblown",
            rate_and_lead=(1.5, 28, 14, 42),
            ramp=7,
            cost=18.75e6,
            orders=2,
            workers=10,
            source=f"{ASSUMED}: two to six weeks for a rushed line, as far as one could say in March 2020, when only "
            "Yanshan's 12 days were known; rate, cost, ramp and orders as for the later edition",
        ).model_copy(update={"known_from": MARCH}),
        _class(
            "rush",
            "meltblown",
            rate_and_lead=(1.5, 40, 14, 76),
            ramp=7,
            cost=18.75e6,
            orders=2,
            workers=10,
            source=f"{LEAD_FACTS} (12, 35, 38, 76 days); cost 300 M yuan for 16 lines; rate 500 t a year "
            f"to 2 t a day; ramp, orders {ASSUMED}",
        ).model_copy(update={"known_from": ALL_SITES_KNOWN}),
        _class(
            "import",
            "meltblown",
            rate_and_lead=(2.0, 105, 90, 180),
            ramp=14,
            cost=25e6,
            orders=1,
            workers=10,
            source=f"{LEAD_FACTS}: 3.5 months rushed, 5 to 6 normal; rate, cost, ramp, orders {ASSUMED}",
        ),
        _class(
            "normal",
            "meltblown",
            rate_and_lead=(1.5, 300, 270, 365),
            ramp=14,
            cost=12e6,
            orders=2,
            workers=10,
            source=f"yicaiglobal.com, equipment maker: 8 months to build, 2 to install; cost, ramp, orders {ASSUMED}",
        ),
        _class(
            "convert",
            "mask",
            rate_and_lead=(1e5, 7, 3, 14),
            ramp=5,
            cost=0.5e6,
            orders=10,
            workers=8,
            source=f"rate of six PetroChina lines; conversion 0 to 2 weeks; cost, orders {ASSUMED}",
        ),
        _class(
            "rush",
            "mask",
            rate_and_lead=(1.2e5, 28, 14, 42),
            ramp=7,
            cost=1e6,
            orders=15,
            workers=8,
            source=f"about 120 a minute; 2 to 6 weeks; cost, orders {ASSUMED}",
        ),
        _class("rush", "n95", rate_and_lead=(3e4, 28, 14, 42), ramp=7, cost=1.5e6, orders=5, workers=8, source=ASSUMED),
        _class(
            "rush", "test_kit", rate_and_lead=(1e4, 21, 14, 35), ramp=7, cost=3e6, orders=3, workers=15, source=ASSUMED
        ),
    ]


def _good(
    name: str,
    title: str,
    title_zh: str,
    *,
    unit: Literal["t", "piece", "kit"],
    price: float,
    outside: float,
    lag: int,
    source: str,
) -> Good:
    return Good(
        good=name,
        name=title,
        name_zh=title_zh,
        unit=unit,
        price_yuan=price,
        outside_supply_per_day=outside,
        process_lag_days=lag,
        largest_line_units_per_day={"mask": 2e6, "n95": 1e6}.get(name),
        source=source,
        quality="assumed",
        period="2020",
    )


def _class(
    name: str,
    good: str,
    *,
    rate_and_lead: tuple[float, float, float, float],
    ramp: float,
    cost: float,
    orders: float,
    workers: float,
    source: str,
) -> Equipment:
    rate, lead, low, high = rate_and_lead
    return Equipment(
        line_class=name,
        good=good,
        units_per_day=rate,
        lead_days=lead,
        lead_days_low=low,
        lead_days_high=high,
        ramp_days=ramp,
        cost_yuan=cost,
        orders_per_week=orders,
        workers_per_line=workers,
        source=source,
        quality="estimated",
        period="2020",
    )
