"""Sites and lines of the mask chain of Liaoning."""

from __future__ import annotations

from datetime import date

from bothhands.data.regions.liaoning.chain import LEAD_FACTS
from bothhands.data.regions.liaoning.raw import AS_OF, ASSUMED, gdp, macro, significant
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.sites import Site

NDRC = "NDRC, 2 March 2020 (china_mask_series.csv)"
LIAOYANG_LINE = "https://sgglobalpack.com/876.html (Xinhua, 2020-04-20)"
LIAOYANG = "Liaoyang Petrochemical melt-blown"
CHINA_GDP_2019 = 990865e8  # yuan; general record, unverified
START = date(2019, 12, 1)
MASK_SITES = {
    "Shenyang": 20,
    "Dalian": 20,
    "Anshan": 5,
    "Dandong": 10,
    "Jinzhou": 5,
    "Yingkou": 5,
    "Liaoyang": 5,
    "Chaoyang": 5,
}
MASKS_PER_LINE_DAY = 100_000.0
# Million masks a day in China when each batch of lines stood: before, by mid-February, by 29 February.
CHINA_MASKS = (
    (START, 20.0, date(2020, 1, 1)),
    (date(2020, 2, 15), 40.0, date(2020, 2, 27)),
    (date(2020, 2, 28), 50.0, date(2020, 3, 2)),
)


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
                    site=f"{city} masks",
                    good="mask",
                    lines=significant(count, 3),
                    units_per_day=MASKS_PER_LINE_DAY,
                    ready_on=ready,
                    ramp_days=0 if ready == START else 7,
                    workers_per_line=8,
                    source=f"{ASSUMED}: share of national capacity by GDP ({NDRC}); 100,000 a line and day",
                    quality="assumed",
                    period="2020",
                    known_from=None if ready == START else known,
                )
            )
    rows += [
        _small_line("Shenyang N95", "n95", 20000),
        _small_line("Shenyang kits", "test_kit", 15000),
        _small_line("Dalian kits", "test_kit", 10000),
    ]
    rows.append(
        Line(
            site=LIAOYANG,
            good="meltblown",
            lines=2,
            units_per_day=2.0,
            ready_on=date(2020, 4, 17),
            ramp_days=7,
            workers_per_line=10,
            source=f"{ASSUMED}: the number of lines is unknown, 1 to 4; 40 days from 8 March by the sites before; "
            "output a line 1 to 2 t a day",
            quality="assumed",
            period="2020-03-18",
            known_from=AS_OF,
        )
    )
    return rows


def _liaoyang() -> Site:
    return Site(
        site=LIAOYANG,
        place="Liaoyang",
        firm="petrochina-liaoyang",
        good="meltblown",
        building_from=date(2020, 3, 8),
        lines_possible=4,
        inside=True,
        source="report of 18 March 2020 on Liaoyang; team from 8 March",
        quality="measured",
        period="2020-03-18",
        known_from=AS_OF,
        note=f"the number of lines under construction is unknown; lines possible {ASSUMED}",
    )


def _liaoyang_built() -> Site:
    return _liaoyang().model_copy(
        update={
            "first_product_on": date(2020, 4, 16),
            "build_days": 38.0,
            "source": LIAOYANG_LINE,
            "known_from": date(2020, 4, 20),
            "period": "2020-04-20",
            "note": "about 4 t a day by 20 April; 38 days by the source",
        }
    )


def _outside() -> list[Site]:
    facts = (
        ("Yanshan", 12.0, 2.0, date(2020, 3, 8), "first two lines; 205.5 t in their first 36 days"),
        ("Yizheng", 35.0, None, date(2020, 3, 30), "first line or lines: the number is unknown"),
        ("Sinopec programme", 76.0, 16.0, date(2020, 5, 12), "16 lines, 300 M yuan"),
    )
    return [
        Site(
            site=f"{name} melt-blown",
            good="meltblown",
            build_days=days,
            lines_built=built,
            inside=False,
            source=LEAD_FACTS,
            quality="measured",
            period="2020",
            known_from=known,
            note=f"{note}; known_from {ASSUMED}: about the first product",
        )
        for name, days, built, known, note in facts
    ]


def _mask_sites() -> list[Site]:
    places = [(city, "mask", f"{city} masks", possible) for city, possible in MASK_SITES.items()]
    places += [
        ("Shenyang", "n95", "Shenyang N95", 5),
        ("Shenyang", "test_kit", "Shenyang kits", 3),
        ("Dalian", "test_kit", "Dalian kits", 3),
    ]
    siasun = "Siasun of Shenyang started mask lines (china_mask_series.csv)"
    return [
        Site(
            site=site,
            place=city,
            good=good,
            lines_possible=possible,
            source=f"{ASSUMED}: all makers of the city as one site",
            quality="assumed",
            period="2020",
            note=siasun if city == "Shenyang" and good == "mask" else "",
        )
        for city, good, site, possible in places
    ]


def _small_line(site: str, good: str, rate: float) -> Line:
    return Line(
        site=site,
        good=good,
        lines=1,
        units_per_day=rate,
        ready_on=START,
        workers_per_line=10,
        source=ASSUMED,
        quality="assumed",
        period="2020",
    )
