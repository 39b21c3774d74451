"""The folder that a run of dated measures leaves behind: what each strategy amounts to, day by day, and the measures of each."""

from __future__ import annotations

import json
from pathlib import Path

from bothhands import __version__
from bothhands.levers.measures_file import measures_text
from bothhands.plan.dated import Dated
from bothhands.report.folder import dataset_of, summary_of


def write_dated(made: Dated, folder: Path) -> list[dict[str, object]]:
    """Write results, outcomes and measures of every strategy; what each amounts to.

    Parameters
    ----------
    made
        The runs.
    folder
        Where to; `results.nc`, `strategies.json`, and `measures.json` by name of strategy.
    """
    folder.mkdir(parents=True, exist_ok=True)
    about = {"region": made.region.name, "edition": made.region.edition, "as_of": made.as_of.isoformat(), "version": __version__}  # fmt: skip
    of_money = {**about, "currency": made.region.currency}
    dataset_of(made.axes, made.strategies, made.members, of_money).to_netcdf(folder / "results.nc", engine="h5netcdf")
    told = [summary_of(one.name, one) for one in made.strategies]
    tables = {name: [one.model_dump(mode="json") for one in own] for name, own in made.measures.items()}
    kept = {**about, "strategies": told, "breaches": made.breaches}
    (folder / "strategies.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / "measures.json").write_text(json.dumps(tables, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / "measures.csv").write_text(measures_text(list(made.measures.values())[-1]), encoding="utf-8")
    return told
