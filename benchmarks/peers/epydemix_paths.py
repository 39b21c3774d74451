"""epydemix: stochastic paths of one city of 16 ages over 365 days; SEIR with symptomatic and asymptomatic infectious.

Runs in the peers' own environment. Fewer compartments than ours (5 against 11), so that the comparison favours the peer.
"""

import json
import sys
import time
from importlib.metadata import version

import numpy as np
from epydemix.model import EpiModel, simulate
from epydemix.population import Population

AGES, REPETITIONS, PATHS = 16, int(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(1)
contacts = rng.uniform(0.2, 1.2, (AGES, AGES))
contacts = 12.0 * (contacts + contacts.T) / (contacts + contacts.T).sum(1).mean()

city = Population(name="city")
city.add_population(np.full(AGES, 500_000.0), [str(n) for n in range(AGES)])
city.add_contact_matrix(contacts, layer_name="all")
model = EpiModel(
    "seair",
    compartments=["S", "E", "A", "I", "R"],
    parameters={"b": 0.03, "ba": 0.015, "e1": 0.12, "e2": 0.08, "g": 0.2},
)
model.set_population(city)
model.add_transition(source="S", target="E", kind="mediated", params=("b", "I"))
model.add_transition(source="S", target="E", kind="mediated", params=("ba", "A"))
model.add_transition(source="E", target="I", kind="spontaneous", params="e1")
model.add_transition(source="E", target="A", kind="spontaneous", params="e2")
model.add_transition(source="I", target="R", kind="spontaneous", params="g")
model.add_transition(source="A", target="R", kind="spontaneous", params="g")
start = {name: np.zeros(AGES) for name in "SEAIR"}
start["S"], start["I"] = np.full(AGES, 499_990.0), np.full(AGES, 10.0)
seconds, cpu = [], []
for _ in range(REPETITIONS):
    wall, used = time.perf_counter(), time.process_time()
    for _ in range(PATHS):
        end = simulate(model, start_date="2020-01-01", end_date="2020-12-30", initial_conditions_dict=start)
    seconds.append((time.perf_counter() - wall) / PATHS)
    cpu.append((time.process_time() - used) / PATHS)
print(
    json.dumps(
        {
            "peer": f"epydemix {version('epydemix')}",
            "seconds": float(np.median(seconds)),
            "cpu_seconds": float(np.median(cpu)),
        }
    )
)
