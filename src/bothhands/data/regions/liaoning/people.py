"""Places, people, contacts and flows of Liaoning."""

from __future__ import annotations

import csv
import math
from datetime import date

from bothhands.data.regions.liaoning.raw import (
    ASSUMED,
    HUB,
    PROVINCE,
    RAW,
    cities,
    city_names,
    population,
    raw,
    shared_out,
    significant,
)
from bothhands.inputs.tables.contacts import Contact
from bothhands.inputs.tables.flows import Trip
from bothhands.inputs.tables.people import AgeGroup
from bothhands.inputs.tables.places import Place

MISTRY = "Mistry et al. 2021, doi 10.1038/s41467-020-20544-y, mobs-lab/mixing-patterns"
CENSUS = "2020 census of the city, raw note: from memory, unverified; the 14 add up to the sourced provincial total"
CENSUS_RELEASED = date(2021, 6, 1)
ARXIV = date(2020, 3, 2)
WEIGHTS = {
    "home": ("household", 4.11),
    "school": ("school", 11.41),
    "work": ("work", 8.07),
    "community": ("community", 2.79),
}
TRIPS_PER_RESIDENT = 0.02
TRAVEL_LEVEL = {"normal": 1.0, "restricted": 0.25, "resuming": 0.6}
BANDS = 18


def places() -> list[Place]:
    """The province, its cities and the protected hub."""
    top = Place(
        place=PROVINCE, name_zh="辽宁", level="province", code="210000", source="public facts", quality="measured"
    )
    hub = Place(
        place=HUB,
        name_zh="北京",
        level="hub",
        code="110000",
        latitude_deg=39.9,
        longitude_deg=116.4,
        source="public facts",
        quality="measured",
    )
    return [top, *(_city(row) for row in cities()), hub]


def people() -> list[AgeGroup]:
    """Census residents of each city by the province's age shares: age differences between cities are not evidence."""
    with (RAW / "liaoning/contacts/China_subnational_Liaoning_age_distribution_18.csv").open() as file:
        sample = [float(line[1]) for line in csv.reader(file)]
    rows = []
    for city in city_names():
        for band, persons in enumerate(shared_out(population()[city], sample)):
            rows.append(
                AgeGroup(
                    place=city,
                    age_from=5 * band,
                    age_to=5 * band + 4 if band < BANDS - 1 else 120,
                    persons=persons,
                    source=f"{CENSUS}; age shares of the province: {MISTRY}",
                    quality="unverified",
                    period="2020-11-01",
                    known_from=CENSUS_RELEASED,
                )
            )
    return rows


def contacts() -> list[Contact]:
    """Contacts a day by setting: the setting matrices times the published weights; blank pairs have none.

    The matrices have 18 rows. Their sample's share from the fourteenth row on, 10.3 %, is the share of those aged 65
    and
    over in the 2010 census, so the rows are five-year bands and the last is 85 and over (84 and over in the yearly
    form).
    """
    rows = []
    for setting, (file, weight) in WEIGHTS.items():
        with (RAW / f"liaoning/contacts/China_subnational_Liaoning_F_{file}_setting_18.csv").open() as lines:
            matrix = [[float(cell) for cell in line] for line in csv.reader(lines)]
        rows += [
            Contact(
                setting=setting,
                age_from=5 * person,
                contact_age_from=5 * met,
                contacts_per_day=significant(weight * matrix[person][met]),
                source=MISTRY,
                quality="estimated",
                period="2010",
                known_from=ARXIV,
            )
            for person in range(BANDS)
            for met in range(BANDS)
            if matrix[person][met] > 0
        ]
    return rows


def flows() -> list[Trip]:
    """Trips a day between the cities and to the hub in each mobility period, from the fitted gravity.

    The fits give relative flows only: each period's is normalised by itself, so that their levels cannot be
    compared. The level of every period is ASSUMED.
    """
    rows = []
    for fit in raw("liaoning/facts/mobility_gravity.csv"):
        relative = _relative(fit)
        residents = sum(population()[city] for city in city_names())
        total = TRIPS_PER_RESIDENT * residents * TRAVEL_LEVEL[fit["period"]]
        scale = total / sum(relative.values())
        rows += [_trip(fit, origin, destination, scale * flow) for (origin, destination), flow in relative.items()]
        rows += [_trip(fit, city, HUB, total * share) for city, share in _to_hub(fit["period"]).items()]
    return rows


def _city(row: dict[str, str]) -> Place:
    return Place(
        place=row["city_en"],
        name_zh=row["city_zh"],
        level="city",
        parent=PROVINCE,
        code=row["adcode"],
        latitude_deg=float(row["latitude_deg"]),
        longitude_deg=float(row["longitude_deg"]),
        source="public facts",
        quality="measured",
    )


def _relative(fit: dict[str, str]) -> dict[tuple[str, str], float]:
    """Relative flow of every ordered pair of cities by the fitted gravity (natural logarithms, millions, 100 km)."""
    spot = {row["city_en"]: (float(row["latitude_deg"]), float(row["longitude_deg"])) for row in cities()}
    millions = {city: persons / 1e6 for city, persons in population().items()}
    return {
        (origin, destination): math.exp(
            float(fit["log_constant"])
            + float(fit["origin_population_exponent"]) * math.log(millions[origin])
            + float(fit["destination_population_exponent"]) * math.log(millions[destination])
            + float(fit["distance_exponent"]) * math.log(_km(spot[origin], spot[destination]) / 100)
        )
        for origin in spot
        for destination in spot
        if origin != destination
    }


def _to_hub(period: str) -> dict[str, float]:
    """Trips of each city to the hub over all trips within the province."""
    rows = {row["city"]: row for row in raw("liaoning/facts/flows_to_beijing.csv") if row["period"] == period}
    total = sum(float(row["share_of_provincial_flow_to_beijing"]) for row in rows.values())
    return {
        city: float(rows[city]["share_of_provincial_flow_to_beijing"])
        / total
        * float(rows[city]["provincial_flow_to_beijing_over_within_province_flow"])
        for city in city_names()
    }


def _trip(fit: dict[str, str], origin: str, destination: str, flow: float) -> Trip:
    return Trip(
        period_name=fit["period"],
        origin=origin,
        destination=destination,
        trips_per_day=significant(flow, 4),
        source=f"own gravity fit to {fit['pairs']} city pairs (r2 {fit['r_squared']}); level {ASSUMED}: "
        f"{TRIPS_PER_RESIDENT} trips a resident and day within the province in normal times, "
        f"times {TRAVEL_LEVEL[fit['period']]}",
        quality="estimated",
        period=f"{fit['from']}..{fit['to']}",
        known_from=date.fromisoformat(fit["to"]),
    )


def _km(one: tuple[float, float], two: tuple[float, float]) -> float:
    a, b, c, d = (math.radians(angle) for angle in (*one, *two))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))
