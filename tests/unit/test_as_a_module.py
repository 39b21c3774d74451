"""The command as a module, for those who have it on no path."""

import subprocess
import sys


def test_python_dash_m_is_the_command():
    told = subprocess.run([sys.executable, "-m", "bothhands", "--version"], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("bothhands ")
