"""The mask chain of Liaoning: goods, recipes, sites, lines, equipment, stocks, transport and needs."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bothhands.data.regions.liaoning.raw import AS_OF, ASSUMED, city_names, gdp, macro, population, significant
from bothhands.inputs.tables.arcs import Arc
from bothhands.inputs.tables.demand import DemandCoefficient
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.recipes import Recipe
from bothhands.inputs.tables.sites import Site
from bothhands.inputs.tables.stocks import Stock

SASAC = "SASAC via http://www.xinhuanet.com/english/2020-04/06/c_138951376.htm: 1,500 t make 1.5 billion masks"
CQI5 = "https://cqi5.com/?p=3661"
PRICE_ARTICLE = "tellerreport 2020-05-12 (SAMR) and https://cqi5.com/?p=3661"
NDRC = "NDRC, 2 March 2020 (china_mask_series.csv)"
LIAOYANG_LINE = "https://sgglobalpack.com/876.html (Xinhua, 2020-04-20)"
LEAD_FACTS = "data facts on the mask chain of 2020: lead times, press reports"
LIAOYANG = "Liaoyang Petrochemical melt-blown"
CHINA_GDP_2019 = 990865e8  # yuan; general record, unverified
START = date(2019, 12, 1)
MASK_SITES = {"Shenyang": 20, "Dalian": 20, "Anshan": 5, "Dandong": 10, "Jinzhou": 5, "Yingkou": 5, "Liaoyang": 5, "Chaoyang": 5}
MASKS_PER_LINE_DAY = 100_000.0
# Million masks a day in China when each batch of lines stood: before, by mid-February, by 29 February.
CHINA_MASKS = ((START, 20.0, date(2020, 1, 1)), (date(2020, 2, 15), 40.0, date(2020, 2, 27)), (date(2020, 2, 28), 50.0, date(2020, 3, 2)))


def goods() -> list[Good]:
    """Goods followed piece by piece; the price of melt-blown cloth has several editions, each with its day."""
    meltblown = Good(
        good="meltblown", name="Melt-blown cloth", name_zh="熔喷布", unit="t", price_yuan=18000, outside_supply_per_day=1.5,
        largest_line_units_per_day=10, source=f"price {PRICE_ARTICLE}; supply {ASSUMED} (0.5 to 4 t a day)", quality="measured", period="2019-12-31",
    )  # fmt: skip
    prices = ((290000, date(2020, 2, 28)), (400000, date(2020, 3, 2)), (520000, date(2020, 3, 7)), (600000, date(2020, 4, 12)),
              (700000, date(2020, 4, 15)), (310000, date(2020, 4, 23)))  # fmt: skip
    editions = [
        meltblown.model_copy(update={"price_yuan": float(price), "known_from": day, "period": day.isoformat()}) for price, day in prices
    ]
    return [
        _good("resin", "Polypropylene resin for melt-blown cloth", "熔喷树脂", "t", 7500, 200, 0,
              f"price {ASSUMED} near the pp fibre price of 1 April 2020 (ssessments.com); supply {ASSUMED}: ample"),
        meltblown, *editions,
        _good("mask", "Surgical mask", "医用外科口罩", "piece", 3, 3e5, 1, f"{ASSUMED}; masks sold sterile wait 7 to 15 days longer"),
        _good("n95", "N95 mask", "N95口罩", "piece", 15, 2e4, 7, f"{ASSUMED}; release after sterilisation 7 to 15 days, low end"),
        _good("test_kit", "Nucleic acid test kit", "核酸检测试剂盒", "kit", 100, 2e4, 0, ASSUMED),
    ]  # fmt: skip


def recipes() -> list[Recipe]:
    """What a unit takes, with the range it must lie in: errors in print of ten and twenty times would be caught."""
    return [
        Recipe(good="mask", input="meltblown", quantity_per_unit=1.0e-6, low_quantity_per_unit=0.7e-6,
               high_quantity_per_unit=2e-6, source=SASAC, quality="measured", period="2020"),
        Recipe(good="n95", input="meltblown", quantity_per_unit=3.1e-6, low_quantity_per_unit=2.9e-6,
               high_quantity_per_unit=3.4e-6, source="e-nispe.com, January to April 2020: 4 t make 1.2 million; reported 2.9 to 3.3 g",
               quality="measured", period="2020"),
        Recipe(good="meltblown", input="resin", quantity_per_unit=1.05, low_quantity_per_unit=1.0,
               high_quantity_per_unit=1.3, source=f"{ASSUMED}: five per cent lost; yields are unknown", quality="assumed", period="2020"),
    ]  # fmt: skip


def sites() -> list[Site]:
    """Sites outside are facts for lead times; Liaoyang's own dates become visible when they were reported."""
    return [_liaoyang(), _liaoyang_built(), *_outside(), *_mask_sites()]


def lines() -> list[Line]:
    """Mask lines that stand, by the city's share of national output; one batch of melt-blown lines being built."""
    total = sum(gdp()[city] for city in MASK_SITES)
    share = macro("gdp", "2019")["Liaoning"] * 1e8 / CHINA_GDP_2019
    rows = []
    for ready, millions, known in CHINA_MASKS:
        for city in MASK_SITES:
            count = millions * 1e6 * share * gdp()[city] / total / MASKS_PER_LINE_DAY
            rows.append(
                Line(
                    site=f"{city} masks", good="mask", lines=significant(count, 3), units_per_day=MASKS_PER_LINE_DAY, ready_on=ready,
                    ramp_days=0 if ready == START else 7, workers_per_line=8,
                    source=f"{ASSUMED}: share of national capacity by GDP ({NDRC}); 100,000 a line and day", quality="assumed",
                    period="2020", known_from=None if ready == START else known,
                )  # fmt: skip
            )
    rows += [_small_line("Shenyang N95", "n95", 20000), _small_line("Shenyang kits", "test_kit", 15000), _small_line("Dalian kits", "test_kit", 10000)]
    rows.append(
        Line(
            site=LIAOYANG, good="meltblown", lines=2, units_per_day=2.0, ready_on=date(2020, 4, 17), ramp_days=7,
            workers_per_line=10, source=f"{ASSUMED}: the number of lines is unknown, 1 to 4; 40 days from 8 March by the sites before; "
            "output a line 1 to 2 t a day", quality="assumed", period="2020-03-18", known_from=AS_OF,
        )  # fmt: skip
    )
    return rows


def equipment() -> list[Equipment]:
    """Lines that may be ordered: rate, lead time by class, cost, ramp."""
    return [
        _class("rush", "meltblown", (1.5, 40, 14, 76), 7, 18.75e6, 2, 10,
               f"{LEAD_FACTS} (12, 35, 38, 76 days); cost 300 M yuan for 16 lines; rate 500 t a year to 2 t a day; ramp, orders {ASSUMED}"),
        _class("import", "meltblown", (2.0, 105, 90, 180), 14, 25e6, 1, 10,
               f"{LEAD_FACTS}: 3.5 months rushed, 5 to 6 normal; rate, cost, ramp, orders {ASSUMED}"),
        _class("normal", "meltblown", (1.5, 300, 270, 365), 14, 12e6, 2, 10,
               f"yicaiglobal.com, equipment maker: 8 months to build, 2 to install; cost, ramp, orders {ASSUMED}"),
        _class("convert", "mask", (1e5, 7, 3, 14), 5, 0.5e6, 10, 8,
               f"rate of six PetroChina lines; conversion 0 to 2 weeks; cost, orders {ASSUMED}"),
        _class("rush", "mask", (1.2e5, 28, 14, 42), 7, 1e6, 15, 8,
               f"about 120 a minute; 2 to 6 weeks; cost, orders {ASSUMED}"),
        _class("rush", "n95", (3e4, 28, 14, 42), 7, 1.5e6, 5, 8, ASSUMED),
        _class("rush", "test_kit", (1e4, 21, 14, 35), 7, 3e6, 3, 15, ASSUMED),
    ]  # fmt: skip


def stocks() -> list[Stock]:
    """Stocks on the first day: nothing is published, so ten days of normal use, by population."""
    everywhere = sum(population()[city] for city in city_names())
    totals = {"mask": (5e6, 2e6, 15e6), "n95": (2e5, 5e4, 5e5), "test_kit": (5e3, 0.0, 2e4), "meltblown": (10.0, 2.0, 30.0), "resin": (200.0, 50.0, 500.0)}
    return [
        Stock(
            place=city, good=good, day=date(2020, 1, 1), quantity=significant(total * population()[city] / everywhere, 3),
            low_quantity=significant(low * population()[city] / everywhere, 3),
            high_quantity=significant(high * population()[city] / everywhere, 3),
            source=f"{ASSUMED}: some ten days of normal use, spread by population", quality="assumed", period="2020-01-01",
        )  # fmt: skip
        for good, (total, low, high) in totals.items()
        for city in city_names()
    ]


def arcs() -> list[Arc]:
    """A day between any two cities."""
    return [
        Arc(origin=origin, destination=destination, lag_days=1, source=f"{ASSUMED}: a day by road", quality="assumed", period="2020")
        for origin in city_names()
        for destination in city_names()
        if origin != destination
    ]


def demand() -> list[DemandCoefficient]:
    """Needs by group; health workers first."""
    return [
        _need("mask", "health_workers", 1, 2.0, 0.0, "two a shift on average over all health workers"),
        _need("n95", "health_workers", 1, 0.02, 6.0, "six for the staff of one patient in hospital, few otherwise"),
        _need("mask", "patients", 2, 2.0, 0.0, "two a day"),
        _need("mask", "workers", 3, 1.0, 0.0, "one a working day on site"),
        _need("mask", "public", 4, 0.15, 0.0, "one a week a resident"),
    ]


def _liaoyang() -> Site:
    return Site(
        site=LIAOYANG, place="Liaoyang", firm="petrochina-liaoyang", good="meltblown", building_from=date(2020, 3, 8),
        lines_possible=4, inside=True, source="report of 18 March 2020 on Liaoyang; team from 8 March", quality="measured",
        period="2020-03-18", known_from=AS_OF, note=f"the number of lines under construction is unknown; lines possible {ASSUMED}",
    )  # fmt: skip


def _liaoyang_built() -> Site:
    return _liaoyang().model_copy(
        update={"first_product_on": date(2020, 4, 16), "build_days": 38.0, "source": LIAOYANG_LINE, "known_from": date(2020, 4, 20),
                "period": "2020-04-20", "note": "about 4 t a day by 20 April; 38 days by the source"}  # fmt: skip
    )


def _outside() -> list[Site]:
    facts = (("Yanshan", 12.0, 2.0, date(2020, 3, 8), "first two lines; 205.5 t in their first 36 days"),
             ("Yizheng", 35.0, None, date(2020, 3, 30), "first line or lines: the number is unknown"),
             ("Sinopec programme", 76.0, 16.0, date(2020, 5, 12), "16 lines, 300 M yuan"))  # fmt: skip
    return [
        Site(site=f"{name} melt-blown", good="meltblown", build_days=days, lines_built=built, inside=False, source=LEAD_FACTS,
             quality="measured", period="2020", known_from=known, note=f"{note}; known_from {ASSUMED}: about the first product")  # fmt: skip
        for name, days, built, known, note in facts
    ]


def _mask_sites() -> list[Site]:
    places = [(city, "mask", f"{city} masks", possible) for city, possible in MASK_SITES.items()]
    places += [("Shenyang", "n95", "Shenyang N95", 5), ("Shenyang", "test_kit", "Shenyang kits", 3), ("Dalian", "test_kit", "Dalian kits", 3)]
    siasun = "Siasun of Shenyang started mask lines (china_mask_series.csv)"
    return [
        Site(site=site, place=city, good=good, lines_possible=possible, source=f"{ASSUMED}: all makers of the city as one site",
             quality="assumed", period="2020", note=siasun if city == "Shenyang" and good == "mask" else "")  # fmt: skip
        for city, good, site, possible in places
    ]


def _small_line(site: str, good: str, rate: float) -> Line:
    return Line(site=site, good=good, lines=1, units_per_day=rate, ready_on=START, workers_per_line=10, source=ASSUMED, quality="assumed", period="2020")


def _good(name: str, title: str, title_zh: str, unit: Literal["t", "piece", "kit"], price: float, outside: float, lag: int, source: str) -> Good:
    return Good(good=name, name=title, name_zh=title_zh, unit=unit, price_yuan=price, outside_supply_per_day=outside,
                process_lag_days=lag, largest_line_units_per_day={"mask": 2e6, "n95": 1e6}.get(name), source=source, quality="assumed", period="2020")  # fmt: skip


def _class(
    name: str, good: str, rate_and_lead: tuple[float, float, float, float], ramp: float, cost: float, orders: float, workers: float, source: str
) -> Equipment:
    rate, lead, low, high = rate_and_lead
    return Equipment(
        line_class=name, good=good, units_per_day=rate, lead_days=lead, lead_days_low=low, lead_days_high=high, ramp_days=ramp,
        cost_yuan=cost, orders_per_week=orders, workers_per_line=workers, source=source, quality="estimated", period="2020",
    )  # fmt: skip


def _need(
    good: str, group: Literal["health_workers", "patients", "workers", "public"], priority: int, each: float, patient: float, why: str
) -> DemandCoefficient:
    return DemandCoefficient(good=good, group=group, priority=priority, units_per_person_day=each, units_per_patient_day=patient,
                             source=f"{ASSUMED}: {why}", quality="assumed", period="2020")  # fmt: skip
