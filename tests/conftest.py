"""Shared by all tests: shapes are checked at run time, compiled programs are kept between runs."""

from jaxtyping import install_import_hook

hook = install_import_hook(["bothhands.model", "bothhands.outcome"], "beartype.beartype")
hook.__enter__()
