"""ecomplexity 0.5.3 (MIT): revealed advantage, proximity and density of the countries that relatedness is read from.

Runs in an environment of its own with ecomplexity, pandas and scikit-learn. The file it is given holds value added, country × sector
(`given`), which `tests/unit/plan/attract/test_attract.py` holds against our table; what ecomplexity makes of it is written back beside it. A country
that has nothing of a sector is strong in none of it; ecomplexity counts a sector itself in its density, ours leaves it out.
Usage: python ecomplexity_density.py tests/validation/peers/ecomplexity_density.npz
"""

import sys
from importlib.metadata import version

import numpy as np
import pandas as pd
from ecomplexity import ecomplexity, proximity

given = np.load(sys.argv[1])["given"]
countries, sectors = given.shape
table = pd.DataFrame(
    {
        "time": 2018, "loc": np.repeat([f"c{n:03d}" for n in range(countries)], sectors),
        "prod": np.tile([f"s{n:03d}" for n in range(sectors)], countries), "val": given.ravel(),
    }
)  # fmt: skip
columns = {"time": "time", "loc": "loc", "prod": "prod", "val": "val"}
found = ecomplexity(table, columns, check_logsupermodularity=False, verbose=False).sort_values(["loc", "prod"])
pairs = proximity(table, columns)
near = pairs.pivot_table(index="prod_1", columns="prod_2", values="proximity").to_numpy()
if near.shape != (sectors, sectors):
    raise SystemExit(f"{near.shape} sectors came back, {sectors} were given")
np.savez_compressed(
    sys.argv[1], given=given, advantage=found["rca"].to_numpy().reshape(given.shape),
    density=found["density"].to_numpy().reshape(given.shape), proximity=near, peer=f"ecomplexity {version('ecomplexity')}",
)  # fmt: skip
print(f"ecomplexity {version('ecomplexity')}: {countries} countries, {sectors} sectors")
