"""The 45 sectors of the United Kingdom: what daedalus, Haw et al. and Pichler et al. tell of each, put on one classification."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from bothhands.inputs.concordance import read_concordance

DAEDALUS = "daedalus.data @c97c1b8 (MIT), GBR"
USD_PER_GBP = 1.335
"""General record, unverified: mean of 2018, the year of the daedalus accounts as far as their sum tells."""
CODES = tuple(f"{number:02d}" for number in range(1, 46))
GROUPS = (
    ("agriculture", 2), ("mining", 5), ("manufacturing", 22), ("utilities", 24), ("construction", 25), ("trade", 26),
    ("transport", 31), ("hospitality", 32), ("information", 35), ("finance", 36), ("offices", 39), ("government", 40),
    ("education", 41), ("health", 42), ("other services", 45),
)  # fmt: skip
"""Group and its last sector."""
FEAR = {"26": 0.3, "27": 0.6, "28": 0.6, "29": 0.8, "32": 0.8, "43": 0.8, "44": 0.5}
"""ASSUMED: how far household demand for what a sector sells in person reacts to fear."""
TAX_SHARE = 0.33
"""ASSUMED: about a third of the nation's product is taxes (general record, unverified), the same in every sector."""
# Haw et al. print no names; their 63 sectors stand in the order of NACE A*64 without imputed rents: last of 63 by sector of 45.
LAST_OF_63 = (2, 3, 4, 4, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 26, 27, 30, 31, 32, 33, 34, 35, 36, 38, 39,
              40, 43, 44, 49, 53, 54, 55, 57, 59, 62, 63)  # fmt: skip
Row = dict[str, object]


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_the_country(path: Path) -> list[dict[str, str]]:
    """The rows of a daedalus file that are the United Kingdom's."""
    return [row for row in table(path) if row["iso3c"] == "GBR"]


def group_of(number: int) -> str:
    """Group of a sector by its number."""
    return next(name for name, last in GROUPS if number <= last)


def of_63(data: Path, column: str) -> list[float]:
    """A column of Haw et al. on the 45 sectors, means weighted by workers."""
    rows = table(data / "haw2022/uk63_sectors_and_optima.csv")
    found = []
    for at, last in enumerate(LAST_OF_63):
        before = max((end for end in LAST_OF_63[:at] if end < last), default=0)
        part = rows[before:last]
        found.append(
            sum(float(row[column]) * float(row["workers"]) for row in part) / sum(float(row["workers"]) for row in part)
        )
    return found


def of_wiod(values: dict[str, float]) -> dict[str, float]:
    """Plain means of a column by WIOD sector on the 45 sectors."""
    lines = read_concordance("wiod56_isic45")
    found = {}
    for column, code in enumerate(lines.targets):
        part = [
            values[name] for row, name in enumerate(lines.sources) if lines.weights[row, column] > 0 and name in values
        ]
        found[code] = sum(part) / len(part)
    return found


def sectors(data: Path, with_customers: float) -> list[Row]:
    """What sets each sector apart in an epidemic; contacts with customers add up to what is given."""
    remote = of_wiod(
        {row["sector"]: float(row["remote_labor_index"]) / 100 for row in table(data / "pichler/pichler_table_5.csv")}
    )
    months = of_wiod(
        {row["wiod_code"]: float(row["ratio_input_inv_go_monthly"]) for row in table(data / "pichler/table_ratio_inv_go.csv")
         if row["ratio_input_inv_go_monthly"] != "NA"}
    )  # fmt: skip
    customers, lowest = of_63(data, "consumer_worker_contacts_C"), of_63(data, "xmin_lockdown")
    workers = [float(str(row["workers"])) for row in activity(data, "")]
    scale = with_customers / sum(one * number for one, number in zip(customers, workers, strict=True))
    return [
        {
            "sector": code, "name": row["sector_name"].split(";")[0], "group": group_of(number + 1),
            "workplace_contacts_per_day": float(row["contacts_workplace_per_day"]), "customer_contacts_per_day": round(scale * customers[number], 3),
            "remote_share": round(remote[code], 3), "lowest_openness": min(round(lowest[number], 2), 1.0), "inventory_days": round(30 * months[code], 1),
            "storable": number < 22, "masks_needed": False, "staffs_beds": code == "42", "fear_share": FEAR.get(code, 0.0),
            "tax_share": TAX_SHARE, "quality": "estimated",
            "source": "daedalus.data (workplaces), Haw et al. 2022 (customers, scaled to the contacts there are; lowest openness = lockdown of spring 2020), "
            "Pichler et al. 2022 (remote work, stocks); fear and taxes ASSUMED",
        }
        for number, (code, row) in enumerate(zip(CODES, table(data / "daedalus/sector_contacts_and_openness.csv"), strict=True))
    ]  # fmt: skip


def activity(data: Path, place: str) -> list[Row]:
    """Workers and value added, US dollars a day made pounds a year."""
    told = {
        "source": f"{DAEDALUS}; {USD_PER_GBP} US$ a pound (general record, unverified)",
        "quality": "derived",
    }
    rows = of_the_country(data / "daedalus/sectors_workers_gva.csv")
    return [
        {"place": place, "sector": f"{int(row['sector']):02d}", "workers": float(row["workers"])}
        | {"value_added_yuan_per_year": float(row["gva_musd_per_day"]) * 365 * 1e6 / USD_PER_GBP}
        | told
        for row in rows
    ]


def criticality(data: Path) -> list[Row]:
    """The survey's ratings on the 45 sectors, the highest of the pairs that meet, and edits with their reason."""
    rows = table(data / "pichler/IHS_Markit_results_compact.csv")
    names = [row[""] for row in rows]
    rated = np.array([[float(row.get(name, "0").replace("NA", "0")) for name in names] for row in rows])
    lines = read_concordance("wiod56_isic45").ordered(names, CODES)
    met = lines.ratings(rated)
    edits = {row["supplier"]: row for row in table(Path(__file__).parent / "criticality_edits.csv")}
    told = {
        "source": "Pichler et al. 2022 (IHS Markit survey), by wiod56_isic45, the highest rating",
        "quality": "estimated",
    }
    found: list[Row] = []
    for i, supplier in enumerate(CODES):
        for j, user in enumerate(CODES):
            row: Row = {"supplier": supplier, "user": user, "rating": float(met[i, j])} | told
            if supplier in edits:
                row |= {
                    "rating": float(edits[supplier]["rating"]),
                    "reason": edits[supplier]["reason"],
                    "quality": "assumed",
                }
            if met[i, j] > 0:
                found.append(row)
    return found
