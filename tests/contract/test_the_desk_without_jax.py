"""Web, worker and command line of the desk load no JAX: only the job that a worker starts does."""

import subprocess
import sys
from pathlib import Path

import bothhands

PACKAGE = Path(bothhands.__file__).parent
ALONE = "bothhands.tasks.run_job"
"""The one module that runs the model, in a process of its own."""
SCRIPT = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(sorted({name.split(".")[0] for name in sys.modules} & {"jax", "jaxlib", "equinox", "numpyro", "highspy"}))
"""


def modules():
    paths = [path for folder in ("records", "tasks", "web") for path in sorted((PACKAGE / folder).rglob("*.py"))]
    names = [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__") for path in paths
    ]
    left_out = (ALONE, "bothhands.records.migrations.")
    return [name for name in names if not name.startswith(left_out)]


def told(names):
    done = subprocess.run([sys.executable, "-c", SCRIPT, *names], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_no_module_of_the_desk_but_one_loads_jax():
    names = modules()
    assert {"bothhands.tasks.worker", "bothhands.records.backup", "bothhands.web.app"} <= set(names)
    assert told([*names, "bothhands.cli", "bothhands.cli_worker", "bothhands.cli_db"]) == "[]"


def test_what_does_would_be_seen():
    assert "'jax'" in told(["bothhands.plan.plan"])
