#!/usr/bin/env python3
"""Set up and run bothhands with nothing but Python and pip: `python3 dev.py plan | test | check | bench`.

Standard library only. Makes `.venv` beside this file, installs the locked packages once (again when the lock changes), and
runs the command in it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
SCIENCE = ("levers", "model", "observe", "outcome", "plan")
"""Folders of the package whose docstrings are checked."""
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(arguments: list[str]) -> int:
    """Run the command named first; the rest goes to it."""
    commands = {"plan": plan, "test": test, "check": check, "bench": bench, "setup": setup}
    if not arguments or arguments[0] not in commands:
        print(__doc__.splitlines()[0])
        return 2
    if sys.version_info < (3, 11):
        print(f"bothhands needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    set_up()
    return commands[arguments[0]](arguments[1:])


def set_up() -> None:
    """Make the environment and install the lock, unless this very lock is installed already."""
    stamp = ENVIRONMENT / "installed-lock"
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print("Setting up: installing the locked packages, about 700 MB, a few minutes the first time.", flush=True)
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--requirement", str(LOCK)], check=True)
    subprocess.run([*pip, "--no-deps", "--editable", str(ROOT)], check=True)
    stamp.write_text(wanted)


def setup(arguments: list[str]) -> int:
    """Set up and stop."""
    return 0


def plan(arguments: list[str]) -> int:
    """Plan a region; Liaoning unless another is named."""
    named = arguments if arguments and not arguments[0].startswith("-") else ["liaoning", *arguments]
    return run("-m", "bothhands.cli", "plan", *named)


def test(arguments: list[str]) -> int:
    """Every test."""
    return run("-m", "pytest", *arguments)


def check(arguments: list[str]) -> int:
    """Style, layers, types, docstrings, fast tests."""
    own = ["src", "tests", "benchmarks", "dev.py"]
    science = [path for folder in SCIENCE for path in sorted((ROOT / "src" / "bothhands" / folder).rglob("*.py"))]
    steps = (
        ["-m", "ruff", "check", *own],
        ["-m", "ruff", "format", "--check", *own],
        ["-c", "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"],
        ["-m", "mypy"],
        ["-m", "numpydoc", "lint", *(str(path) for path in science)],
        ["-m", "pytest", "tests/unit"],
    )
    return max(run(*step) for step in steps)


def bench(arguments: list[str]) -> int:
    """Benchmarks, side by side with peers: all, or the cases named."""
    return run("-m", "benchmarks", *arguments)


def run(*arguments: str) -> int:
    """Run the environment's Python."""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
