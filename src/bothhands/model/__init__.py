"""What would happen: four bodies and the signals between them, one compiled run.

Double precision is enabled here, once: it is global to the process. The precision of a run is the dtype of its parameters.
"""

import os

import jax
from platformdirs import user_cache_dir

jax.config.update("jax_enable_x64", True)
jax.config.update(
    "jax_compilation_cache_dir",
    os.path.join(os.environ.get("BOTHHANDS_CACHE_DIR") or user_cache_dir("bothhands"), "xla"),
)
jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)
