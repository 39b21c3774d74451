"""BoARIO: days of a dynamic input–output model on a table of P × S region-sectors, one sector of one place shocked.

Runs in the peers' own environment (BoARIO is GPL-3.0). The table is the closed one of `benchmarks.cases.economy_step`: the same
technology everywhere, half of each purchase at home and the rest spread evenly.
"""

import json
import sys
import time
from importlib.metadata import version

import boario.event
import numpy as np
import pandas as pd
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation
from pymrio.core.mriosystem import IOSystem

PLACES, SECTORS, DAYS, REPETITIONS = (int(given) for given in sys.argv[1:5])
rng = np.random.default_rng(1)
coefficients = rng.dirichlet(np.ones(SECTORS), SECTORS).T * 0.5
trade = np.full((PLACES, PLACES), 0.5 / max(PLACES - 1, 1))
np.fill_diagonal(trade, 0.5 if PLACES > 1 else 1.0)
final = 1e4 * rng.uniform(0.5, 1.5, (PLACES, SECTORS))
n = PLACES * SECTORS
inputs = np.einsum("qp,ij->qipj", trade, coefficients).reshape(n, n)
demand = np.einsum("qp,pi->qip", trade, final).reshape(n, PLACES)
output = np.linalg.solve(np.eye(n) - inputs, demand.sum(1))
regions, sectors = [f"r{n:02d}" for n in range(PLACES)], [f"s{n:02d}" for n in range(SECTORS)]
rows = pd.MultiIndex.from_product([regions, sectors], names=["region", "sector"])
columns = pd.MultiIndex.from_product([regions, ["final demand"]], names=["region", "category"])
table = IOSystem(Z=pd.DataFrame(inputs * output, rows, rows), Y=pd.DataFrame(demand, rows, columns))
table.calc_all()
seconds, cpu = [], []
for _ in range(REPETITIONS):
    model = ARIOPsiModel(table, order_type="alt")
    run = Simulation(model, n_temporal_units_to_sim=DAYS + 10)
    struck = pd.MultiIndex.from_tuples([(regions[0], sectors[0])], names=["region", "sector"])
    lost = pd.Series([0.3 * float(output[0]) * 4.0], index=struck)
    run.add_event(
        boario.event.from_series(
            lost, event_type="recovery", occurrence=1, duration=10, recovery_tau=30, event_monetary_factor=10**6
        )
    )
    wall, used = time.perf_counter(), time.process_time()
    for _ in range(DAYS):
        run.next_step()
    seconds.append((time.perf_counter() - wall) / DAYS)
    cpu.append((time.process_time() - used) / DAYS)
print(
    json.dumps(
        {
            "peer": f"BoARIO {version('boario')}",
            "seconds": float(np.median(seconds)),
            "cpu_seconds": float(np.median(cpu)),
        }
    )
)
