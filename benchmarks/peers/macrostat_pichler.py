"""macrostat 0.6 (MIT): its PichlerEtAl2022DIO on the United Kingdom, all five production functions and firms first.

Runs in an environment of its own with macrostat 0.6.0 and torch (gigabytes where no build for the CPU is at hand, so that the peers'
environment does without), in single precision as macrostat does. The file it is given holds the inputs (`given/…`), which
`tests/validation/test_pichler.py` holds against our tables; what macrostat makes of them is written back beside them.
Usage: python macrostat_pichler.py tests/validation/peers/macrostat_pichler.npz
"""

import sys
from importlib.metadata import version

import numpy as np
import torch
from macrostat.models.PichlerEtAl2022DIO.parameters import ParametersPichlerEtAl2022DIO as Parameters
from macrostat.models.PichlerEtAl2022DIO.pichleretal2022dio import PichlerEtAl2022DIO as Model
from macrostat.models.PichlerEtAl2022DIO.scenarios import ScenariosPichlerEtAl2022DIO as Scenarios
from macrostat.models.PichlerEtAl2022DIO.variables import VariablesPichlerEtAl2022DIO as Variables

given = {
    name.removeprefix("given/"): value for name, value in np.load(sys.argv[1]).items() if name.startswith("given/")
}
sectors = [str(name) for name in given["sectors"]]
days = given["openness"].shape[0]
BEFORE = 1
"""Rows of macrostat's series before the first day of the closure."""
SHOWN = ("GrossOutput", "RealizedConsumption", "LabourCompensation", "Profits")


def tensor(array):
    """In macrostat's precision."""
    return torch.tensor(np.asarray(array, np.float32))


def simulated(function, firms_first):
    """Every day's series of one variant, the first day after rest first."""
    p = Parameters(
        hyperparameters={
            "n_sectors": len(sectors), "sector_names": sectors, "sectors": [*sectors, "Household"], "iosectors": sectors,
            "timesteps": days + BEFORE, "timesteps_initialization": BEFORE - 1, "production_function": function, "firm_priority": firms_first, "hiring_firing": True,
        }
    )  # fmt: skip
    data = {
        "TechnicalCoefficients": given["coefficients"], "CriticalInputMatrix": given["ratings"],
        "IntermediateConsumptionMatrix": given["flows"], "InitialGrossOutput": given["output"],
        "InitialLabourCompensation": given["labour"], "InitialHouseholdConsumption": given["household"],
        "InitialProfits": 0.0 * given["output"], "InitialOtherFinalDemand": given["other"],
        "InventoryTargetDays": given["days"], "OtherCostCoefficients": given["other_cost_share"],
    }  # fmt: skip
    for name, value in data.items():
        p.data[name]["value"] = tensor(value)
    p["InventoryAdjustmentSpeed"] = 10.0
    p["HiringRate"], p["FiringRate"], p["BenefitRate"] = 1 / 30, 2 / 30, 0.8
    p["ConsumptionPersistence"] = 1 - 0.4 / 90
    scenarios = Scenarios(parameters=p)
    series = {
        "SupplyShock": 1.0 - given["openness"], "DemandPreferences": given["preferences"], "FearOfInfection": given["fear"],
        "PermanentIncomeExpectation": given["expectation"], "OtherFinalDemand": given["other_by_day"],
    }  # fmt: skip
    scenarios.add_vector_scenario(
        {name: tensor(np.concatenate([np.repeat(value[:1], BEFORE, 0), value])) for name, value in series.items()},
        name="closure",
    )
    model = Model(parameters=p, variables=Variables(parameters=p), scenarios=scenarios)
    model.simulate(scenario="closure")
    return {name: model.variables.timeseries[name].detach().numpy()[BEFORE : days + BEFORE] for name in SHOWN}


found = {**{f"given/{name}": value for name, value in given.items()}, "version": np.array(version("macrostat"))}
variants = [(name, False) for name in ("leontief", "strongly_critical", "half_critical", "weakly_critical", "linear")]
for function, firms_first in [*variants, ("half_critical", True)]:
    for name, value in simulated(function, firms_first).items():
        label = f"{function}{'_firms_first' if firms_first else ''}/{name}"
        found[label] = value[given["shown_days"]].astype(np.float32)
np.savez_compressed(sys.argv[1], **found)
