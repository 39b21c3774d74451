"""A page on paper: a PDF beside it, drawn by a process of its own.

Why this file exists: the library that draws needs Pango, which a machine may lack; then a line says so, and the rest is written. It takes
seconds to start, so that it starts first and draws while the rest of a folder is written.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from bothhands.errors import Fault, InputError

NO_LIBRARY = 3
"""Exit code of the printing process where the PDF library is missing."""
PRINT = f"""
import sys
try:
    from weasyprint import HTML
except (ImportError, OSError):
    sys.exit({NO_LIBRARY})
page = sys.stdin.buffer.read().decode()
if page:
    HTML(string=page).write_pdf(sys.argv[1])
"""


class Printing:
    """A page that is being printed to a file; left before its end, it is given up."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.printer = subprocess.Popen(
            [sys.executable, "-c", PRINT, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self.drawn: Future[tuple[bytes, bytes]] | None = None

    def __enter__(self) -> Printing:
        return self

    def __exit__(self, broken: type[BaseException] | None, *_: object) -> None:
        if broken is not None:
            self.printer.kill()
            self._said()

    def begin(self, page: str) -> None:
        """Give the page; the process draws it meanwhile."""
        self.drawn = ThreadPoolExecutor(1).submit(self.printer.communicate, on_paper(page).encode())

    def end(self) -> str:
        """The name of the file, or in a line why there is none."""
        said = self._said()
        if self.printer.returncode:
            self.path.unlink(missing_ok=True)
        return printed(self.path.name, self.printer.returncode, said.decode(errors="replace"))

    def _said(self) -> bytes:
        """What the process said of its trouble, once it has ended."""
        return (self.drawn.result() if self.drawn else self.printer.communicate())[1]


def on_paper(page: str) -> str:
    """The page without what print never shows: tables that are folded away, and pictures for the screen alone."""
    open_only = re.sub(r"<details(?! open).*?</details>", "", page, flags=re.DOTALL)
    return re.sub(r'<div class="(?:wide|narrow) screen">.*?</div>', "", open_only, flags=re.DOTALL)


def printed(name: str, code: int, said: str) -> str:
    """What came of the printing, in a word or in one line that says why not."""
    if code == 0:
        return name
    if code == NO_LIBRARY:
        return "no PDF: the library Pango was not found (Debian: libpango-1.0-0, libpangoft2-1.0-0)"
    last = said.strip().splitlines()[-1:] or [f"exit code {code}"]
    return f"no PDF: printing broke off ({last[0]})"


def pdf_of(page: str) -> bytes:
    """A page as a PDF; `InputError` says why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        with Printing(Path(folder) / "page.pdf") as printing:
            printing.begin(page)
            said = printing.end()
        if not printing.path.is_file():
            raise InputError(Fault("BH-TSK-120", said, "a machine that prints PDF", "install it, or print the HTML from a browser"))  # fmt: skip
        return printing.path.read_bytes()
