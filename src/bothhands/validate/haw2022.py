"""Haw et al. 2022 (UK, 63 sectors): published openness, our epidemic body, their table of results.

What is compared: six months of value added, hospital peaks, final reproduction number, deaths and infections of five openness
paths (`reference_results.csv`), each a column set of the sectors file. Tolerances: 0.01 bn pounds, 0.1 % of beds (a tenth of a
percent of the other counts), 1e-3 of R; the table itself carries up to 0.05 % of its integrator's error. Another folder of the
same form is compared alike.

No dynamics are defined here: a run is that of `haw2022_run`.

References
----------
Haw et al. 2022, Nature Computational Science 2:223–233, doi 10.1038/s43588-022-00233-0, tables of the authors' repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from bothhands.validate.haw2022_run import (
    DECISIONS,
    DISEASE,
    MIXING,
    STEPS_PER_DAY,
    advanced,
    before_decisions,
    last_reproduction_number,
    periods,
    plain,
)
from bothhands.validate.haw2022_tables import TABLES, TOLERANCES, Uk, openness_path, uk_of
from bothhands.validate.tables import Row, read, shipped

FloatArray = NDArray[np.float64]


def rows(folder: Path | None = None) -> Iterator[Row]:
    """Every figure of every scenario of the table of results.

    Parameters
    ----------
    folder
        Tables of the same form; those shipped by default.
    """
    tables = read(folder or shipped("haw2022"), TABLES)
    uk = uk_of(tables)
    for line in tables["reference_results.csv"]:
        path = openness_path(uk, line["openness"])
        found = results(uk, path, float(line["delta"]))
        for column, (name, absolute, relative) in TOLERANCES.items():
            theirs = float(line[column])
            yield Row(f"{line['scenario']}: {name}", found[column], theirs, max(absolute, relative * abs(theirs)))


def results(uk: Uk, path: FloatArray, mixing: float = MIXING, steps_per_day: int = STEPS_PER_DAY) -> dict[str, float]:
    """What an openness path amounts to, by column of the table of results."""
    before = before_decisions(uk, steps_per_day)
    country, openness = plain(uk), jnp.asarray(path)
    ahead = periods(openness, DECISIONS, mixing=mixing)
    after = advanced(country, before.persons, country.lockdown, ahead, steps_per_day)
    susceptible, dead = DISEASE.index["susceptible"], DISEASE.index["dead"]
    wave, end = np.asarray(before.persons)[:, 0], np.asarray(after.persons)[:, 0]
    return {
        "gdp6m_gbp_bn": float((2.0 * uk.value_added * path).sum() / 1000.0),
        "peak_hosp_sept_feb": float(after.beds.max()),
        "peak_hosp_first_wave": float(before.beds.max()),
        "rt_end": float(last_reproduction_number(country, openness[-1], after, mixing)),
        "deaths_by_day426": float(end[dead].sum()),
        "new_inf_sept_feb": float(wave[susceptible].sum() - end[susceptible].sum()),
    }
