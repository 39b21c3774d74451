"""Shared by all tests: shapes are checked at run time, compiled programs are kept between runs."""

import os

from hypothesis import settings
from jaxtyping import install_import_hook

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

hook = install_import_hook(["bothhands.model", "bothhands.outcome"], "beartype.beartype")
hook.__enter__()

from bothhands.model import programs  # noqa: E402

programs.READ_KEPT = False
"""A program that is read is not traced, and its shapes are not checked."""
