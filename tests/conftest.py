"""Shared by all tests: shapes are checked at run time, compiled programs are kept between runs."""

import gc
import hashlib
import os
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import settings
from jaxtyping import install_import_hook

from desk_database import database, kind, postgres_server
from desk_south import south, souths
from desk_town import town, towns

__all__ = ["database", "kind", "postgres_server", "south", "souths", "town", "towns"]

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

OLDER_KERNELS = "--xla_cpu_use_fusion_emitters=false"
"""What tests compile by themselves takes half the time so; programs of bothhands have settings of their own."""
if "xla_cpu_use_fusion_emitters" not in os.environ.get("XLA_FLAGS", ""):
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {OLDER_KERNELS}".strip()

hook = install_import_hook(["bothhands.model", "bothhands.outcome"], "beartype.beartype")
hook.__enter__()

from bothhands.cli import SELDOM  # noqa: E402
from bothhands.model import kept, programs  # noqa: E402

gc.set_threshold(*SELDOM)

UNCHECKED = programs.FOLDER
CHECKED = (sys.version, *(version(name) for name in ("beartype", "jaxtyping", "equinox")))
programs.FOLDER = f"programs-checked-{hashlib.sha256(repr(CHECKED).encode()).hexdigest()[:12]}"
"""A program that is read is not traced: here lies only what was traced with shapes checked, of these very sources and shapes."""


KEPT_BEFORE = {path.name for path in kept.folder(programs.FOLDER).glob("*")}


@pytest.fixture(autouse=True, scope="module")
def programs_for_processes():
    """Checks leave a program as it is: processes that later files start read what was traced here, and do not trace it again."""
    yield
    for path in kept.folder(programs.FOLDER).glob("*"):
        if path.name not in KEPT_BEFORE and path.suffix != ".part":
            KEPT_BEFORE.add(path.name)
            kept.write(kept.folder(UNCHECKED) / path.name, path.read_bytes())


@pytest.fixture(autouse=True)
def nothing_patched_is_kept(request):
    """A program traced while a test changes the sources under it is not that of the sources: none is read then, and none kept."""
    before = programs.FOLDER
    if "monkeypatch" in request.fixturenames:
        programs.FOLDER = None
    yield
    programs.FOLDER = before


HERE = Path(__file__).parent
LONGEST_FIRST = (HERE / "longest_first.txt").read_text(encoding="utf-8").split()
"""Files that take long, the longest first, as measured: begun last, one would keep one worker busy while the others wait."""


def pytest_collection_modifyitems(items):
    """Long files first, then the others as they were found."""
    place = {HERE / name: at for at, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


MAPPINGS = Path("/proc/self/maps")
MOST_MAPPINGS = 25_000
"""Each compiled program maps memory; past the limit of the kernel (65,530 on Linux) a process cannot compile and may crash."""


@pytest.fixture(autouse=True, scope="module")
def room_for_programs():
    """Between files, let go of compiled programs once there are very many."""
    yield
    if not MAPPINGS.exists() or MAPPINGS.read_text().count("\n") < MOST_MAPPINGS:
        return
    import jax

    for one in gc.get_objects():
        if isinstance(one, programs.Program):
            one._ready.clear()
    jax.clear_caches()
    gc.collect()
