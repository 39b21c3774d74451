"""Sectors, activity, the input-output table and criticality of Liaoning: national structure scaled to each city's
size."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date

from bothhands.data.regions.liaoning.raw import (
    ASSUMED,
    RAW,
    YI,
    city_names,
    gdp,
    macro,
    population,
    raw,
    shared_out,
    significant,
)
from bothhands.inputs.tables.activity import Activity
from bothhands.inputs.tables.criticality import Rating
from bothhands.inputs.tables.input_output import Flow
from bothhands.inputs.tables.reliefs import Relief
from bothhands.inputs.tables.seasons import Season
from bothhands.inputs.tables.sectors import Sector

OECD = "OECD input-output tables, 2021 edition, China 2018"
DAEDALUS = "jameel-institute/daedalus.data @c97c1b8 (MIT), after Jarvis et al. 2024, doi 10.1016/j.epidem.2024.100778"
PICHLER = "Pichler et al. 2022, doi 10.1016/j.jedc.2022.104527, by the stated concordance"
OECD_RELEASED = date(2021, 11, 1)
PICHLER_RELEASED = date(2021, 2, 18)
CHINA_POPULATION = 1439323774.0
USES = {
    "household": ("HFCE", "NPISH", "CONS_ABR"),
    "government": ("GGFC",),
    "investment": ("GFCF", "INVNT"),
    "exports": ("EXPO", "CONS_NONRES"),
    "imports": ("IMPO",),
}
BELOW = {"value_added": ("VALU",), "taxes": ("TXS_IMP_FNL", "TXS_INT_FNL"), "output": ("OUTPUT",)}
FIRST_SERVICE = 23
NO_MASKS = ("01", "02")
HEALTH = "42"


def concordance() -> list[dict[str, str]]:
    """The sectors with their group, Chinese name, the WIOD sectors they stand for, and the assumed columns."""
    return raw("sector_concordance.csv")


def sectors() -> list[Sector]:
    """The 45 sectors; what was assumed is named in the note of every row."""
    contacts = raw("daedalus/sector_contacts_and_openness.csv")
    tax = _tax_shares()
    return [
        Sector(
            sector=row["sector"],
            name=stated["sector_name"].split(";")[0],
            name_zh=row["name_zh"],
            group=row["group"],
            workplace_contacts_per_day=significant(float(stated["contacts_workplace_per_day"]), 4),
            customer_contacts_per_day=float(row["customer_contacts_per_day"]),
            remote_share=_remote(row["wiod"].split()),
            lowest_openness=float(row["lowest_openness"]),
            inventory_days=_inventory_days(row["sector"], row["wiod"].split()),
            storable=int(row["sector"]) < FIRST_SERVICE,
            masks_needed=row["sector"] not in NO_MASKS,
            staffs_beds=row["sector"] == HEALTH,
            fear_share=float(row["fear_share"]),
            tax_share=tax[row["sector"]],
            source=f"{DAEDALUS} (workplace contacts); {PICHLER} (remote work, inventories)",
            quality="estimated",
            period="2018",
            known_from=PICHLER_RELEASED,
            note=f"{ASSUMED}: customer contacts (the source repeats the workplace value), lowest openness, "
            "storability, "
            "masks, fear and tax share (scaled to the provincial budget revenue of 2019)",
        )
        for row, stated in zip(concordance(), contacts, strict=True)
    ]


def activity() -> list[Activity]:
    """Workers and value added by city and sector: national shares scaled to each city. City structure is unknown."""
    national = raw("daedalus/sectors_workers_gva_CHN.csv")
    added = [float(row["gva_musd_per_day"]) for row in national]
    employed = [float(row["workers"]) for row in national]
    rate = sum(employed) / CHINA_POPULATION
    rows = []
    for city in city_names():
        workers = shared_out(rate * population()[city], employed)
        money = shared_out(gdp()[city] / 1e4, added)
        rows += [
            Activity(
                place=city,
                sector=row["sector"],
                workers=workers[n],
                value_added_yuan_per_year=money[n] * 1e4,
                source=f"{ASSUMED}: national sector shares ({OECD}; {DAEDALUS}) scaled to the city's "
                "GDP of 2019 and census",
                quality="assumed",
                period="2019",
                known_from=OECD_RELEASED,
                note="city sector shares unknown: differences between cities in structure are not evidence",
            )
            for n, row in enumerate(concordance())
        ]
    return rows


def input_output() -> list[Flow]:
    """The national table, million US dollars of 2018; flows include imports, which are a negative column."""
    table = {row["Code"]: row for row in raw("oecd/CHN_2018_45.csv")}
    codes = [row["sector"] for row in concordance()]
    rows = []
    for supplier in codes:
        rows += [_flow(supplier, user, float(table[supplier][user])) for user in codes]
        rows += [
            _flow(supplier, use, sum(float(table[supplier][column]) for column in parts)) for use, parts in USES.items()
        ]
    for name, parts in BELOW.items():
        rows += [_flow(name, user, sum(float(table[part][user]) for part in parts)) for user in codes]
    return [row for row in rows if row.value]


def criticality() -> list[Rating]:
    """How critical each input is: the survey, and the edits with their reason.

    A sector that stands for several of the survey's takes the highest of theirs; unrated is zero.
    """
    ratings, edits = _ratings(), _edits()
    members = {row["sector"]: row["wiod"].split() for row in concordance()}
    rows = []
    for supplier, inputs in members.items():
        for user, users in members.items():
            surveyed = max(ratings.get((one, two), 0.0) for one in inputs for two in users)
            of_all = (surveyed, "") if supplier == user else edits.get((supplier, ""), (surveyed, ""))
            rating, reason = edits.get((supplier, user), of_all)
            if surveyed:
                rows.append(
                    Rating(
                        supplier=supplier,
                        user=user,
                        rating=rating,
                        reason=reason,
                        source=reason or f"IHS Markit survey in {PICHLER}",
                        quality="assumed" if reason else "estimated",
                        period="2020",
                        known_from=PICHLER_RELEASED,
                    )
                )
    return rows


def seasons() -> list[Season]:
    """Farming and building by quarter."""
    return [
        Season(
            sector=row["sector"],
            quarter=int(row["quarter"]),
            share=float(row["share"]),
            source=row["basis"],
            quality="unverified",
            period="2019",
            known_from=date(2020, 1, 17),
        )
        for row in raw("seasons.csv")
    ]


def reliefs() -> list[Relief]:
    """Contributions waived since February: small and medium firms to June, large ones by half to April."""
    notice = "notice of 20 February 2020 (Ministry of Human Resources [2020] 11, general record, unverified)"
    return [
        Relief(
            kind="contributions",
            start=date(2020, 2, 1),
            end=date(2020, 6, 30),
            share=0.6,
            source=f"{notice}; {ASSUMED}: the share of all employers' contributions this comes to",
            quality="assumed",
            period="2020",
            known_from=date(2020, 2, 20),
        )
    ]


def sales_per_value_added() -> dict[str, float]:
    """Output over value added of each sector with output."""
    table = {row["Code"]: row for row in raw("oecd/CHN_2018_45.csv")}
    codes = [row["sector"] for row in concordance()]
    return {
        code: float(table["OUTPUT"][code]) / float(table["VALU"][code]) for code in codes if float(table["VALU"][code])
    }


def _flow(supplier: str, user: str, value: float) -> Flow:
    return Flow(
        supplier=supplier,
        user=user,
        value=round(value, 1),
        source=OECD,
        quality="measured",
        period="2018",
        known_from=OECD_RELEASED,
    )


def _tax_shares() -> dict[str, float]:
    """Budget revenue per yuan of value added: assumed weights, scaled so that the province's revenue of 2019
    results."""
    added = [float(row["gva_musd_per_day"]) for row in raw("daedalus/sectors_workers_gva_CHN.csv")]
    weights = [float(row["relative_tax"]) for row in concordance()]
    revenue = macro("general_public_budget_revenue", "2019")["Liaoning"] * YI
    mean = revenue / sum(gdp()[city] for city in city_names())
    scale = mean * sum(added) / sum(one * weight for one, weight in zip(added, weights, strict=True))
    return {row["sector"]: significant(scale * weight) for row, weight in zip(concordance(), weights, strict=True)}


def _remote(members: Iterable[str]) -> float:
    index = {row["sector"]: float(row["remote_labor_index"]) for row in raw("pichler/pichler_table_5.csv")}
    return _mean([index[member] / 100 for member in members])


def _inventory_days(sector: str, members: Iterable[str]) -> float:
    """Days of input use in stock: the survey's ratio of input stocks to monthly output × output over inputs of the table."""
    months = {row["wiod_code"]: row["ratio_input_inv_go_monthly"] for row in raw("pichler/table_ratio_inv_go.csv")}
    table = {row["Code"]: row for row in raw("oecd/CHN_2018_45.csv")}
    bought = sum(float(table[row["sector"]][sector]) for row in concordance())
    use = float(table["OUTPUT"][sector]) / bought if bought else 1.0
    return min(max(_mean([30 * use * float(months[member]) for member in members]), 1.0), 90.0)


def _mean(values: list[float]) -> float:
    return significant(sum(values) / len(values), 4)


def _edits() -> dict[tuple[str, str], tuple[float, str]]:
    """Ratings that differ from the survey and why, by input and user; a blank user is every other sector."""
    return {
        (row["supplier"], row["user"]): (float(row["rating"]), row["reason"]) for row in raw("criticality_edits.csv")
    }


def _ratings() -> dict[tuple[str, str], float]:
    """Survey ratings by input and using industry; what the survey leaves open counts as not critical."""
    with (RAW / "pichler/IHS_Markit_results_compact.csv").open() as file:
        lines = list(csv.reader(file))
    users = lines[0][1:]
    return {
        (line[0], user): float(cell)
        for line in lines[1:]
        for user, cell in zip(users, line[1:], strict=True)
        if cell not in ("NA", "")
    }
