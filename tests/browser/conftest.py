"""What several browser tests share."""

import shutil
import subprocess
import tarfile

import pytest

AXE = "axe-core@4.14.1"


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """Serious faults of accessibility of a page as it stands, by rule; the checker is fetched from the registry of npm packages and no part of this project (MPL-2.0)."""
    npm, folder = shutil.which("npm"), tmp_path_factory.mktemp("axe")
    fetched = npm and subprocess.run([npm, "pack", "--silent", AXE], cwd=folder, capture_output=True, timeout=60, check=False)  # fmt: skip
    packed = list(folder.glob("axe-core-*.tgz"))
    if not fetched or not packed:
        pytest.skip("axe-core could not be fetched with npm")
    with tarfile.open(packed[0]) as held:
        script = held.extractfile("package/axe.min.js").read().decode()

    def faults(page):
        page.evaluate(script)
        told = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
        return {one["id"]: one["nodes"][0]["html"] for one in told if one["impact"] in ("serious", "critical")}

    return faults
