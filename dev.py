#!/usr/bin/env python3
"""Set up and run bothhands with nothing but Python and pip: `python3 dev.py plan | test | check | bench`.

Standard library only. Makes `.venv` beside this file, installs the locked packages once (again when the lock changes), and
runs the command in it. Where there is apt, system packages that pip cannot give are installed too; without them only what
needs them is skipped.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
SCIENCE = ("levers", "model", "observe", "outcome", "plan")
"""Folders of the package whose docstrings are checked."""
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0")
"""Debian's packages for the PDF."""
BROWSER = ("chromium", "fonts-noto-cjk")
"""Debian's packages for the tests in a browser and their screenshots."""
DATABASE = ("postgresql",)
"""Debian's package for the tests of the desk on PostgreSQL."""
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


def install(packages: tuple[str, ...], without: str) -> None:
    """Install system packages that are missing, where apt can; never fails, but says what is skipped without them."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-query") is None:
        return
    missing = [name for name in packages if not is_installed(name)]
    if not missing:
        return
    root = as_root()
    if root is not None:
        print(f"Installing system packages: {', '.join(missing)}.", flush=True)
        get = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
        wanted = [*get, "install", "--no-install-recommends", *missing]
        if succeeds(wanted) or (succeeds([*get, "update"]) and succeeds(wanted)):
            return
        missing = [name for name in missing if not is_installed(name)]
    if missing:
        print(f"Missing system packages: {', '.join(missing)}. Without them: {without}.", flush=True)


def is_installed(package: str) -> bool:
    """Whether dpkg has a package installed."""
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout == "installed"


def as_root() -> list[str] | None:
    """What to put before a command that needs root: nothing, or sudo where it asks for no password; None where neither."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    return sudo if shutil.which("sudo") and succeeds([*sudo, "true"]) else None


def succeeds(command: list[str]) -> bool:
    """Whether a command succeeds; what it says is dropped."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def setup(arguments: list[str]) -> int:
    """Set up and stop."""
    return 0


def plan(arguments: list[str]) -> int:
    """Plan a region; Liaoning unless another is named."""
    install(PANGO, "no PDF")
    named = arguments if arguments and not arguments[0].startswith("-") else ["liaoning", *arguments]
    return run("-m", "bothhands.cli", "plan", *named)


def test(arguments: list[str]) -> int:
    """Every test, two files at a time unless told otherwise by -n; the longest files (`tests/longest_first.txt`) begin first."""
    install((*PANGO, *BROWSER, *DATABASE), "tests of the PDF, in a browser and on PostgreSQL are skipped")
    told = any(one.startswith("-n") for one in arguments)
    side_by_side = () if told else ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
    return run("-m", "pytest", *side_by_side, *arguments)


def check(arguments: list[str]) -> int:
    """Style, layers, types, docstrings, pages made from the program, fast tests."""
    own = ["src", "tests", "benchmarks", "dev.py"]
    science = [path for folder in SCIENCE for path in sorted((ROOT / "src" / "bothhands" / folder).rglob("*.py"))]
    steps = (
        ["-m", "ruff", "check", *own],
        ["-m", "ruff", "format", "--check", *own],
        ["-c", "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"],
        ["-m", "mypy"],
        ["-m", "numpydoc", "lint", *(str(path) for path in science)],
        ["-m", "pytest", "tests/unit", "tests/docs/test_reference_pages.py"],
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
