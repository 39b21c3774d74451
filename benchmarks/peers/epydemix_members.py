"""epydemix: a hundred stochastic runs of an SEIR model of three ages, written as the reference of a test.

Runs in the peers' own environment: `python benchmarks/peers/epydemix_members.py > tests/validation/peers/epydemix_members.json`.
The parameters are written beside the results, so that the test runs the very same model.
"""

import json
from importlib.metadata import version

import numpy as np
from epydemix.model import EpiModel, simulate
from epydemix.population import Population

AGES = ["child", "adult", "elder"]
GIVEN = {
    "population": [20_000, 50_000, 30_000],
    "contacts": [[6.0, 4.0, 0.5], [1.6, 7.0, 1.2], [0.3, 2.0, 3.0]],
    "transmission": 0.055,
    "latent_rate": 0.3,
    "recovery_rate": 0.25,
    "infectious_at_start": [20, 20, 20],
    "days": 120,
    "runs": 100,
}

np.random.seed(20200318)
town = Population(name="town")
town.add_population(np.array(GIVEN["population"], float), AGES)
town.add_contact_matrix(np.array(GIVEN["contacts"]), layer_name="all")
model = EpiModel(
    "seir",
    compartments=["S", "E", "I", "R"],
    parameters={"b": GIVEN["transmission"], "e": GIVEN["latent_rate"], "g": GIVEN["recovery_rate"]},
)
model.set_population(town)
model.add_transition(source="S", target="E", kind="mediated", params=("b", "I"))
model.add_transition(source="E", target="I", kind="spontaneous", params="e")
model.add_transition(source="I", target="R", kind="spontaneous", params="g")
start = {name: np.zeros(3) for name in "SEIR"}
start["I"] = np.array(GIVEN["infectious_at_start"], float)
start["S"] = np.array(GIVEN["population"], float) - start["I"]
runs = [
    simulate(model, start_date="2020-01-01", end_date="2020-04-30", initial_conditions_dict=start)
    for _ in range(GIVEN["runs"])
]


def by_age(run, compartment):
    """Persons by day and age."""
    return np.stack([run.compartments[f"{compartment}_{age}"] for age in AGES], axis=1)


infectious = np.stack([by_age(run, "I").sum(1) for run in runs])
susceptible = np.stack([by_age(run, "S") for run in runs])
print(
    json.dumps(
        {
            "peer": f"epydemix {version('epydemix')}",
            "given": GIVEN,
            "days_recorded": int(infectious.shape[1]),
            "infectious_on_day": {str(day): infectious[:, day].tolist() for day in (20, 30, 40, 60)},
            "peak_infectious": infectious.max(1).tolist(),
            "never_infected": susceptible[:, -1].tolist(),
        }
    )
)
