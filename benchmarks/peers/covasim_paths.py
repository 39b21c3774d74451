"""covasim: stochastic paths of one city over D days with nothing closed; its agents meet at home, at school, at work and at large.

Runs in the peers' own environment (covasim and starsim are MIT). An agent stands for many residents; the disease is its own default
(COVID-19 of 2020), its contacts are a network of persons and not a matrix of ages. A path is made and run: without making, another
path would have the same persons and contacts. The first one, in which its loops are compiled, is not counted.
"""

import json
import sys
import time
from importlib.metadata import version

import covasim
import numpy as np

AGENTS, RESIDENTS, INFECTED, DAYS, REPETITIONS = (int(given) for given in sys.argv[1:6])


def path(seed):
    """A city made and run: wall and CPU seconds of both, CPU seconds of the making, residents infected."""
    wall, used = time.perf_counter(), time.process_time()
    city = covasim.Sim(
        pop_size=AGENTS, pop_scale=RESIDENTS / AGENTS, pop_infected=INFECTED, pop_type="hybrid", n_days=DAYS,
        rand_seed=seed, verbose=0,
    )  # fmt: skip
    city.init()
    made = time.process_time() - used
    city.run()
    infections = float(city.results["cum_infections"][-1])
    return time.perf_counter() - wall, time.process_time() - used, made, infections


path(0)
seconds, cpu, made, infections = np.median([path(seed) for seed in range(1, REPETITIONS + 1)], axis=0)
note = f"{AGENTS:,} agents for {RESIDENTS:,} residents; {made:.2g} CPU s of it to make them; {infections / RESIDENTS:.2f} infections a resident"
print(
    json.dumps(
        {"peer": f"covasim {version('covasim')}", "seconds": float(seconds), "cpu_seconds": float(cpu), "note": note}
    )
)
