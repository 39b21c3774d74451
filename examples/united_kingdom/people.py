"""Residents of the United Kingdom by age, whom they meet where, and the beds there are for them."""

from __future__ import annotations

from pathlib import Path

from sectors import DAEDALUS, Row, of_the_country, table

AGES = {"0-4": (0, 4), "5-19": (5, 19), "20-64": (20, 64), "65+": (65, 120)}
HAW = "Haw et al. 2022 (doi 10.1038/s43588-022-00233-0)"
HOME_SHARE = 0.3
"""ASSUMED: part of the contacts beyond school and work that are made at home: about two a day."""
CUSTOMER_SHARE = 0.5
"""ASSUMED: part of the other contacts that are those of customers with workers, which the table of sectors holds."""
WARD_DAY = 400
"""ASSUMED: cost of a bed in a ward, pounds a day."""


def residents(data: Path) -> dict[str, float]:
    """Residents by the four groups of ages."""
    rows = of_the_country(data / "daedalus/demography_life_value.csv")
    return {row["age_group"]: float(row["population"]) for row in rows}


def people(data: Path, place: str) -> list[Row]:
    """The table of residents."""
    told: Row = {"place": place, "source": f"{DAEDALUS}, demography", "quality": "derived", "period": "2020"}
    return [
        told | {"age_from": AGES[age][0], "age_to": AGES[age][1], "persons": count}
        for age, count in residents(data).items()
    ]


def beds(data: Path, place: str) -> list[Row]:
    """Beds in wards; intensive care, tests and staff stand in the record."""
    (country,) = of_the_country(data / "daedalus/country_scalars.csv")
    count = float(country["hospital_capacity_surge_beds"])
    told: Row = {"source": f"{DAEDALUS}, surge beds; cost ASSUMED", "quality": "estimated"}
    return [{"place": place, "kind": "ward", "count": count, "cost_yuan_per_day": WARD_DAY} | told]


def contacts(data: Path) -> list[Row]:
    """Contacts by setting: schools from Haw et al., workplaces from daedalus, the rest at home, with workers and elsewhere."""
    at_school, at_work = school_contacts(data), work_contacts(data)
    source = f"{DAEDALUS}, matrix of all contacts; schools {HAW}; shares at home and with customers ASSUMED"
    rows: list[Row] = []
    for row in of_the_country(data / "daedalus/contact_matrix_4x4_long.csv"):
        pair = row["age_row_participant"], row["age_col_contact"]
        here = {"school": at_school.get(pair, 0.0), "work": at_work.get(pair, 0.0)}
        left = float(row["contacts_per_day"]) - sum(here.values())
        here |= {"home": HOME_SHARE * left, "community": (1 - HOME_SHARE) * (1 - CUSTOMER_SHARE) * left}
        ages: Row = {"age_from": AGES[pair[0]][0], "contact_age_from": AGES[pair[1]][0]}
        told: Row = {"source": source, "quality": "estimated"}
        rows += [
            {"setting": setting, "contacts_per_day": number} | ages | told
            for setting, number in here.items()
            if number > 0
        ]
    return rows


def school_contacts(data: Path) -> dict[tuple[str, str], float]:
    """Contacts of children with children of their group at school."""
    told = {row[""]: float(row["value"]) for row in table(data / "haw2022/uk63_scalars.csv")}
    return {("0-4", "0-4"): told["schoolA1"], ("5-19", "5-19"): told["schoolA2"]}


def work_contacts(data: Path) -> dict[tuple[str, str], float]:
    """Contacts between colleagues, a resident of working age."""
    each = table(data / "daedalus/sector_contacts_and_openness.csv")
    met = {row["sector"]: float(row["contacts_workplace_per_day"]) for row in each}
    jobs = of_the_country(data / "daedalus/sectors_workers_gva.csv")
    total = sum(float(row["workers"]) * met[row["sector"]] for row in jobs)
    return {("20-64", "20-64"): total / residents(data)["20-64"]}


def with_customers(data: Path) -> float:
    """Contacts a day of all workers with customers: a survey counts each at both its ends, with the worker and the customer."""
    age_of = {first: age for age, (first, _) in AGES.items()}
    count = residents(data)
    elsewhere = [row for row in contacts(data) if row["setting"] == "community"]
    met = sum(float(str(row["contacts_per_day"])) * count[age_of[int(str(row["age_from"]))]] for row in elsewhere)
    return met * CUSTOMER_SHARE / (1 - CUSTOMER_SHARE) / 2
