"""MEmilio: a deterministic run of P cities × A ages over D days; its age-resolved ODE-SECIR model on a graph with mobility.

Runs in the peers' own environment (memilio-simulation is Apache-2.0). Ten compartments against our eleven; people move twice a day
between every pair of cities; its adaptive Runge–Kutta integrator at its default tolerances.
"""

import json
import sys
import time
from importlib.metadata import version

import numpy as np
from memilio import simulation
from memilio.simulation import osecir

PLACES, AGES, DAYS, REPETITIONS = (int(given) for given in sys.argv[1:5])
DAYS_IN = {"Exposed": 3.2, "InfectedNoSymptoms": 2.0, "InfectedSymptoms": 5.0, "InfectedSevere": 10.0, "InfectedCritical": 8.0}  # fmt: skip
SHARES = {
    "TransmissionProbabilityOnContact": 0.03, "RelativeTransmissionNoSymptoms": 0.7, "RiskOfInfectionFromSymptomatic": 0.8,
    "RecoveredPerInfectedNoSymptoms": 0.2, "SeverePerInfectedSymptoms": 0.1, "CriticalPerSevere": 0.2, "DeathsPerCritical": 0.3,
}  # fmt: skip
rng = np.random.default_rng(1)
contacts = rng.uniform(0.2, 1.2, (AGES, AGES))
contacts = 12.0 * (contacts + contacts.T) / (contacts + contacts.T).sum(1).mean()
simulation.set_log_level(simulation.LogLevel.Off)


def city():
    """A city of half a million persons of each age, ten of whom are ill."""
    model = osecir.Model(AGES)
    for age in map(simulation.AgeGroup, range(AGES)):
        for stage, days in DAYS_IN.items():
            getattr(model.parameters, f"Time{stage}")[age] = days
        for name, share in SHARES.items():
            getattr(model.parameters, name)[age] = share
        model.populations[age, osecir.InfectionState.InfectedSymptoms] = 10.0
        model.populations.set_difference_from_group_total_AgeGroup((age, osecir.InfectionState.Susceptible), 500_000.0)
    model.parameters.ContactPatterns.cont_freq_mat[0] = simulation.ContactMatrix(contacts)
    model.apply_constraints()
    return model


def joined():
    """All cities, one person in a hundred travelling each way."""
    graph = osecir.MobilityGraph()
    for place in range(PLACES):
        graph.add_node(place, city(), 0.0, 0.1)
    share = np.full(len(osecir.InfectionState.values()) * AGES, 0.01 / max(PLACES - 1, 1))
    for here in range(PLACES):
        for there in range(PLACES):
            if here != there:
                graph.add_edge(here, there, share)
    return osecir.MobilitySimulation(graph, 0.0, 0.5)


seconds, cpu = [], []
for _ in range(REPETITIONS):
    run = joined()
    wall, used = time.perf_counter(), time.process_time()
    run.advance(DAYS)
    seconds.append(time.perf_counter() - wall)
    cpu.append(time.process_time() - used)
told = {"seconds": float(np.median(seconds)), "cpu_seconds": float(np.median(cpu))}
print(json.dumps({"peer": f"MEmilio {version('memilio-simulation')}", **told}))
