"""BoARIO 0.7 (GPL-3.0) as an oracle: days after a shock to one industry on a table of 3 places × 4 sectors, its own ARIO with ψ.

Runs in the peers' own environment; nothing of ours imports it. Writes the table, the loss of capacity it applied and the production it
found. Usage: python boario_shock.py tests/validation/peers/boario_shock.json
"""

import json
import sys
from importlib.metadata import version

import boario.event
import numpy as np
import pandas as pd
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation
from pymrio.core.mriosystem import IOSystem

PLACES, SECTORS, DAYS = 3, 4, 120
rng = np.random.default_rng(5)
coefficients = rng.dirichlet(np.ones(SECTORS), SECTORS).T * 0.5
trade = np.array([[0.6, 0.2, 0.1], [0.3, 0.7, 0.2], [0.1, 0.1, 0.7]])
final = 1e4 * rng.uniform(0.5, 1.5, (PLACES, SECTORS))
n = PLACES * SECTORS
inputs = np.einsum("qp,ij->qipj", trade, coefficients).reshape(n, n)
demand = np.einsum("qp,pi->qip", trade, final).reshape(n, PLACES)
output = np.linalg.solve(np.eye(n) - inputs, demand.sum(1))
regions, sectors = [f"r{n}" for n in range(PLACES)], [f"s{n}" for n in range(SECTORS)]
rows = pd.MultiIndex.from_product([regions, sectors], names=["region", "sector"])
columns = pd.MultiIndex.from_product([regions, ["final demand"]], names=["region", "category"])
table = IOSystem(Z=pd.DataFrame(inputs * output, rows, rows), Y=pd.DataFrame(demand, rows, columns))
table.calc_all()
model = ARIOPsiModel(
    table, order_type="noalt", alpha_base=1.0, alpha_max=1.25, alpha_tau=365, psi_param=0.8, main_inv_dur=20,
    inventory_restoration_tau=60, monetary_factor=1, productive_capital_to_VA_dict={name: 4.0 for name in sectors},
)  # fmt: skip
run = Simulation(model, n_temporal_units_to_sim=DAYS + 5)
struck = pd.MultiIndex.from_tuples([(regions[0], sectors[0]), (regions[1], sectors[2])], names=["region", "sector"])
added = output - (inputs * output).sum(0)
at = [rows.get_loc(one) for one in struck]
lost = pd.Series([0.7 * 4.0 * float(added[k]) for k in at], index=struck)
event = boario.event.from_series(
    lost, event_type="recovery", occurrence=3, duration=25, recovery_tau=40, event_monetary_factor=1,
    recovery_function="linear",
)  # fmt: skip
run.add_event(event)
delta, made = [], []
for _ in range(DAYS):
    run.next_step()
    delta.append(np.asarray(model.prod_cap_delta_tot).tolist())
    made.append((np.asarray(model.production)).tolist())
rest = np.asarray(model.X_0)
print("largest loss of capacity", np.max(delta), "of output", 1 - np.min(np.sum(made, 1)) / rest.sum())
record = {
    "peer": f"BoARIO {version('boario')}",
    "given": {
        "coefficients": coefficients.tolist(), "trade": trade.tolist(), "final": final.tolist(), "days": 20, "restoring_days": 60,
        "psi": 0.8, "overproduction_most": 1.25, "overproduction_days": 365,
    },
    "rest": rest.tolist(), "delta": delta, "output": made,
}  # fmt: skip
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(record, file)
