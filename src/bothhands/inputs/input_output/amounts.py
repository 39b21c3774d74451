"""Amounts by sector that stand beside a table: the default sectors, workers, and what splits are shared out by.

Why this file exists: the import asks a region, a country or a file the same question.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.concordance import FOLDER
from bothhands.inputs.input_output.grid import figure, read_grid
from bothhands.inputs.region import Region
from bothhands.inputs.tables.activity import Activity

DATA = FOLDER.parent
COUNTRIES = DATA / "reference" / "daedalus" / "sectors_workers_gva.csv"


def default_sectors() -> tuple[str, ...]:
    """Codes of the 45 sectors that come with the package (OECD, 2021 edition, after ISIC revision 4)."""
    with (DATA / "raw" / "sector_concordance.csv").open(encoding="utf-8") as file:
        return tuple(line["sector"] for line in csv.DictReader(file))


def workers_of(region: Region) -> dict[str, float]:
    """Workers of a region by sector."""
    found: dict[str, float] = defaultdict(float)
    for row in region.rows(Activity):
        found[row.sector] += row.workers
    return dict(found)


def value_added_of_countries() -> tuple[tuple[str, ...], npt.NDArray[np.float64]]:
    """Countries, and their value added by country and default sector, million US$ a day (daedalus.data, after the OECD)."""
    sectors = {sector: at for at, sector in enumerate(default_sectors())}
    with COUNTRIES.open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    countries = tuple(dict.fromkeys(line["iso3c"] for line in lines))
    found = np.zeros((len(countries), len(sectors)))
    for line in lines:
        at = countries.index(line["iso3c"]), sectors[line["sector"].zfill(2)]
        found[at] = max(float(line["gva_musd_per_day"] or 0), 0.0)
    return countries, found


def split_amounts(by: str, region: Region | None) -> Mapping[str, float]:
    """Value added by sector that splits are shared out by.

    Parameters
    ----------
    by
        `activity` for that of the region, the three letters of a country, or a file with the columns sector, value.
    region
        The region whose sectors are wanted, if one was named.

    Raises
    ------
    InputError
        Where there is no such country, file or region, or the file is faulty.
    """
    if by == "activity":
        if region is None:
            what = "--split-by activity without a region"
            raise InputError(Fault("BH-INP-045", what, "the region whose activity it is", "add --sectors REGION"))
        found: dict[str, float] = defaultdict(float)
        for row in region.rows(Activity):
            found[row.sector] += row.value_added_yuan_per_year
        return dict(found)
    if Path(by).suffix:
        return _of_file(Path(by))
    with COUNTRIES.open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    if by not in {line["iso3c"] for line in lines}:
        remedy = nearest(by, {line["iso3c"] for line in lines})
        what = f"--split-by {by!r} is no country whose value added is known"
        raise InputError(Fault("BH-INP-045", what, "activity, a country such as GBR, or a CSV file", remedy))
    return {line["sector"].zfill(2): float(line["gva_musd_per_day"] or 0) for line in lines if line["iso3c"] == by}


def _of_file(path: Path) -> dict[str, float]:
    grid = read_grid(path)
    if missing := [name for name in ("sector", "value") if name not in grid.header]:
        raise InputError(
            Fault(
                "BH-INP-011",
                f"the column {missing[0]!r} is missing",
                "sector, value",
                "add it",
                path.name,
                1,
                missing[0],
            )
        )
    code, value = grid.header.index("sector"), grid.header.index("value")
    found, faults = {}, []
    for number, cells in grid.rows:
        amount = figure(cells[value], grid, number, "value", spaces=False, zero=False)
        if isinstance(amount, Fault):
            faults.append(amount)
        else:
            found[str(cells[code])] = amount
    if faults:
        raise InputError(faults)
    return found
