"""Builds the tables of the embedded region Liaoning from the raw files in `data/raw`.

Run `python -m bothhands.data.regions.liaoning.build [FOLDER]`; without a folder the tables beside this file are written
anew. The same raw files give the same bytes: the only chance is a seeded draw of synthetic firms. Sources and licences
stand in `data/raw/SOURCES.md`; every row carries its own source, and what is no figure from a source is marked ASSUMED.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bothhands.data.regions.liaoning import (
    chain,
    economy,
    firms,
    health,
    history,
    measures,
    needs,
    offers,
    people,
    policies,
    sites,
)
from bothhands.inputs.registry import tables
from bothhands.inputs.saving import csv_text
from bothhands.inputs.table import Row

PARTS: dict[str, Callable[[], Sequence[Row]]] = {
    "places": people.places,
    "people": people.people,
    "contacts": people.contacts,
    "flows": people.flows,
    "sectors": economy.sectors,
    "activity": economy.activity,
    "input_output": economy.input_output,
    "criticality": economy.criticality,
    "seasons": economy.seasons,
    "reliefs": economy.reliefs,
    "ports": health.ports,
    "arrivals": health.arrivals,
    "origins": health.origins,
    "beds": health.beds,
    "cases": health.cases,
    "measures": measures.measures,
    "resumption": history.resumption,
    "calendar": history.calendar,
    "indicators": history.indicators,
    "targets": history.targets,
    "budgets": history.budgets,
    "officers": history.officers,
    "goods": chain.goods,
    "recipes": chain.recipes,
    "sites": sites.sites,
    "lines": sites.lines,
    "equipment": chain.equipment,
    "stocks": needs.stocks,
    "arcs": needs.arcs,
    "demand": needs.demand,
    "use_regimes": needs.use_regimes,
    "firms": firms.firms,
    "policies": policies.policies,
    "offers": offers.offers,
}


def build(folder: Path) -> None:
    """Write every table of the region into a folder."""
    texts = {name: csv_text(tables()[name], part()) for name, part in PARTS.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.csv").write_bytes(text.encode())


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
