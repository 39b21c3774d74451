"""daedalus R 0.3.0, reproduced with its faults: two countries, seven pathogens, four strategies, against its own output.

What is compared: deaths, infections, hospital and cost totals of every row of `summary.csv` within 1e-4, and for the pathogen
`sars_cov_2_pre_alpha` the daily series and the costs by sector. One row, China with sars_cov_2_delta and closed schools, matches
only where its overflow flag stays on at the second crossing; it is run so and named so.

The disease is a declaration that moves through `model/epidemic`. What this file adds are the named faults of the original, here
and nowhere else: severities of ages 5–19 and 20–64 swapped (as its table ships them), an overflow flag that toggles at every
upward crossing of capacity, a hospital total cut to whole persons, customer contacts recycled over the wrong axis and met only
by those without work, no contacts at school, closed schools counted twice, absences off by a day. What the model does with the
faults mended stands in `docs/explanation/daedalus.md`.

References
----------
jameel-institute/daedalus @0c531e1 (MIT); outputs are own runs of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bothhands.validate.daedalus_costs import Response, totals
from bothhands.validate.daedalus_run import DISEASE, EXCEPTION, Record, run
from bothhands.validate.daedalus_tables import Country
from bothhands.validate.tables import Lines, Row, read, shipped

FloatArray = NDArray[np.float64]

TOLERANCE = 1e-4
TOTALS = (
    "total_deaths", "deaths_0_4", "deaths_5_19", "deaths_20_64", "deaths_65p", "cum_infections", "cum_hosp", "peak_hosp",
    "peak_hosp_day", "peak_daily_inf", "peak_inf_day", "npi_days", "econ_closures", "econ_absences", "econ_total", "edu_closures",
    "edu_absences", "edu_total", "life_value", "life_years", "total_cost_musd",
)  # fmt: skip
SECTOR_COSTS = ("cost_closures_musd", "cost_absences_musd")
SERIES_COLUMNS = (*DISEASE.compartments, "new_infections", "new_hosp", "rt")
TABLES = {
    "summary.csv": TOTALS,
    "timeseries_pre_alpha.csv": ("time", *SERIES_COLUMNS),
    "sector_costs_pre_alpha.csv": SECTOR_COSTS,
}
"""Files of a folder and the numbers each must hold."""
SERIES = "sars_cov_2_pre_alpha"
"""Pathogen whose daily series and sector costs ship."""


def rows(folder: Path | None = None) -> Iterator[Row]:
    """Every total of `summary.csv`, then series and sector costs.

    Parameters
    ----------
    folder
        Outputs of the same form; those shipped by default. Countries and pathogens are those shipped.
    """
    tables = read(folder or shipped("daedalus_reference"), TABLES)
    summary = tables["summary.csv"]

    def one(line: dict[str, str]) -> tuple[Record, Country, FloatArray]:
        return run(line["country"], line["pathogen"], line["strategy"], folder=folder)

    with ThreadPoolExecutor(os.cpu_count()) as cores:
        found = list(cores.map(one, summary))
    for line, (record, country, openness) in zip(summary, found, strict=True):
        ours = totals(country, openness, responses(record), record.persons, record.entered)
        yield from _compared(line, ours)
    kept = {
        (line["country"], line["strategy"]): one
        for line, one in zip(summary, found, strict=True)
        if line["pathogen"] == SERIES
    }
    for (name, strategy), (record, country, openness) in kept.items():
        ours = totals(country, openness, responses(record), record.persons, record.entered)
        yield from _series(_own(tables["timeseries_pre_alpha.csv"], name, strategy), f"{name}, {strategy}", record)
        yield from _sector_costs(
            _own(tables["sector_costs_pre_alpha.csv"], name, strategy), f"{name}, {strategy}", ours
        )


def responses(record: Record) -> list[Response]:
    """Spells of the response as the original reports them: whole days counted, an end a day late; spells of no day left out."""
    spells = []
    for since in dict.fromkeys(record.since[record.on].tolist()):
        count = int((record.on & (record.since == since)).sum())
        start = round(since)
        spells.append(Response(start, start + count, count))
    return spells


def _compared(line: dict[str, str], ours: Mapping[str, float | FloatArray]) -> Iterator[Row]:
    where = f"{line['country']}, {line['pathogen']}, {line['strategy']}"
    where += " (named exception)" if (line["country"], line["pathogen"], line["strategy"]) == EXCEPTION else ""
    spells = [[float(day) for day in line[column].split("|") if day != "NA"] for column in ("npi_starts", "npi_ends")]
    counted = {
        **{column: 0.0 if line[column] == "NA" else float(line[column]) for column in TOTALS},
        "npi_spells": float(len(spells[0])),
        "npi_first_days": sum(spells[0]),
        "npi_last_days": sum(spells[1]),
    }
    for column, theirs in counted.items():
        yield Row(f"{where}: {column}", float(ours[column]), theirs, max(TOLERANCE * abs(theirs), 1e-6))


def _own(table: Lines, country: str, strategy: str) -> Lines:
    return [line for line in table if (line["country"], line["strategy"]) == (country, strategy)]


def _series(own: Lines, where: str, record: Record) -> Iterator[Row]:
    """Largest gap of each daily series, as a share of its largest value."""
    days = np.array([int(line["time"]) for line in own])
    ours = {name: record.persons[:, at].sum(-1) for name, at in DISEASE.index.items()}
    ours |= {"new_infections": record.entered[:, 0], "new_hosp": record.entered[:, 1], "rt": record.rt}
    for name, series in ours.items():
        theirs = np.array([float(line[name]) for line in own])
        gap = float(np.abs(series[days] - theirs).max() / max(np.abs(theirs).max(), 1e-9))
        yield Row(f"{where}: largest gap of {name} over its peak", gap, 0.0, TOLERANCE)


def _sector_costs(own: Lines, where: str, ours: Mapping[str, float | FloatArray]) -> Iterator[Row]:
    """Largest gap of each kind of cost, as a share of the largest sector's."""
    for column in SECTOR_COSTS:
        theirs = np.array([float(line[column]) for line in own])
        gap = float(np.abs(np.asarray(ours[column]) - theirs).max() / max(theirs.max(), 1e-9))
        yield Row(f"{where}: largest gap of {column} over the largest sector", gap, 0.0, TOLERANCE)
