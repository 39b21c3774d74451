"""The tables of Pichler et al. 2022 for the United Kingdom, as parameters of our economy body: one place, 55 sectors.

Why this file exists: the paper's economy is the product's with everything bought at home, all products storable, contracts that end
with a closure, and other final demand in the place of exports. Annual flows serve as daily rates: the equations are homogeneous.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from bothhands.model.economy.outside import normal
from bothhands.model.economy.params import EconomyParams
from bothhands.validate.tables import Lines, read, shipped

FloatArray = NDArray[np.float64]
DROPPED = ("U",)
"""Has no output."""
SHOCKS = "WIOD_shockdata.csv"
INVENTORIES = "table_ratio_inv_go.csv"
RATINGS = "IHS_Markit_results_compact.csv"
DAYS_A_MONTH = 30.0


class National(NamedTuple):
    """Domestic flows of a nation in the WIOD layout, million US dollars a year."""

    sectors: tuple[str, ...]
    flows: FloatArray
    """By supplier and user."""
    output: FloatArray
    value_added: FloatArray
    household: FloatArray


class Shocked(NamedTuple):
    """First-order shocks by sector."""

    labour: FloatArray
    """Share of labour that may not work."""
    household: FloatArray
    """Demand of households against normal."""
    other: FloatArray
    """Other final demand against normal."""


def national(path: Path, dropped: tuple[str, ...] = DROPPED) -> National:
    """The domestic block of a WIOD national table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    rows = {(line["Code"], line["Origin"]): line for line in lines if line["Year"]}
    codes = tuple(code for code, origin in rows if origin == "Domestic" and code not in dropped)
    totals = {code: line for (code, origin), line in rows.items() if origin == "TOT"}
    flows = np.array([[_number(rows[one, "Domestic"][two]) for two in codes] for one in codes])
    output, added = (np.array([_number(totals[name][code]) for code in codes]) for name in ("GO", "VA"))
    household = np.array([_number(rows[code, "Domestic"]["CONS_h"]) for code in codes])
    return National(codes, flows, output, added, household)


def shocks_of(lines: Lines, sectors: tuple[str, ...]) -> Shocked:
    """First-order shocks; the file stores them negative."""
    row = {line["industry"]: line for line in lines}
    labour, household, before, after = (
        np.array([float(row[sector][name]) for sector in sectors])
        for name in ("supply.shock", "demand.shock.household", "fdemand.other", "fdemand.other.shocked")
    )
    return Shocked(-labour, 1.0 + household, after / before)


def tables(folder: Path | None = None) -> tuple[EconomyParams, Shocked, tuple[str, ...]]:
    """Parameters at rest, shocks and sectors of the United Kingdom; inventories by the literal reading of the ratio."""
    own = folder or shipped("pichler")
    raw = shipped("pichler").parent.parent / "raw" / "pichler"
    shocks = read(own, {SHOCKS: ("supply.shock", "demand.shock.household", "fdemand.other", "fdemand.other.shocked")})
    inventories = read(raw, {INVENTORIES: ("ratio_input_inv_go_monthly",)})
    nation = national(own / "GBR_NIOT_2014.csv")
    days = {line["wiod_code"]: float(line["ratio_input_inv_go_monthly"]) for line in inventories[INVENTORIES] if line["wiod_code"] not in DROPPED}  # fmt: skip
    params = economy(
        nation, ratings(raw / RATINGS, nation.sectors), DAYS_A_MONTH * np.array([days[sector] for sector in nation.sectors])
    )  # fmt: skip
    return params, shocks_of(shocks[SHOCKS], nation.sectors), nation.sectors


def ratings(path: Path, sectors: tuple[str, ...]) -> FloatArray:
    """Survey ratings by input and user; what the survey leaves open counts as not critical."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    found = np.zeros((len(sectors), len(sectors)))
    for line in lines[1:]:
        for user, cell in zip(lines[0][1:], line[1:], strict=True):
            if line[0] in sectors and user in sectors and cell not in ("", "NA"):
                found[sectors.index(line[0]), sectors.index(user)] = float(cell)
    return found


def over_input_use(params: EconomyParams) -> EconomyParams:
    """The same with the inventory ratio read as stock over input use, its dimension: days × output over inputs bought."""
    bought = np.asarray(params.coefficients.sum(0))
    days = np.where(bought > 0, np.asarray(params.inventory_days) / np.where(bought > 0, bought, 1.0), 0.0)
    return with_days(params, days)


def with_days(params: EconomyParams, days: FloatArray) -> EconomyParams:
    """The same with other inventories, days of input use by using sector."""
    return EconomyParams(**{**vars(params), "inventory_days": jnp.asarray(days)})


def economy(nation: National, rated: FloatArray, days: FloatArray) -> EconomyParams:
    """A closed economy of one place, exactly at rest."""
    n = len(nation.sectors)
    coefficients = nation.flows / nation.output
    used = coefficients > 0
    ones, zeros, scalar = np.ones(n), np.zeros(n), np.float64
    added = nation.value_added / nation.output
    raw: dict[str, object] = {
        "output": nation.output[None], "labour": nation.value_added[None], "value_added_share": added,
        "other_cost_share": 1.0 - added - coefficients.sum(0), "pay_share": scalar(1.0), "coefficients": coefficients,
        "home_share": np.ones((n, n)), "final_home_share": ones, "trade": np.ones((1, 1, n)), "consumption": nation.household[None],
        "other_demand": np.zeros((1, n)), "exports": (nation.output - nation.flows.sum(1) - nation.household)[None],
        "outside": normal(n, 1), "inventory_days": days, "storable": ones,
        "critical": (used & (rated == 1.0)) * 1.0, "important": (used & (rated == 0.5)) * 1.0, "fear_share": zeros,
        "remote_share": zeros, "masks_needed": zeros, "workers": np.zeros((1, n)), "tax_share": zeros,
        **{name: scalar(value) for name, value in SCALARS.items()},
    }  # fmt: skip
    return EconomyParams(**jax.tree.map(jnp.asarray, raw))


SCALARS = {
    "mask_dependence": 0.0, "restoring_days": 10.0, "hiring_rate": 1 / 30, "firing_rate": 2 / 30, "contracts_kept_share": 0.0,
    "benefits_share": 0.8, "memory": 1.0 - 0.4 / 90, "recovery_belief_share": 0.5, "saved_share": 0.5, "overproduction_most": 1.25,
    "overproduction_rate": 1 / 365,
    "shortage_threshold_share": 0.8, "absence_effect": 1.0, "closure_effect": 1.0, "inputs_bind": 1.0,
}  # fmt: skip
"""The paper's, and Hallegatte's for ARIO."""


def _number(cell: str) -> float:
    return float(cell.replace(" ", "").replace("\xa0", "") or 0.0)
