"""People at a desk, as a program of its own: each reads lists, opens records, files findings and moves tasks on, and thinks in between.

`python -m benchmarks.desk_traffic URL KEYS SECONDS FIRMS` prints what was measured as JSON; KEYS is a file of tokens, one person each. They share
the machine with the desk, so that asking must cost little: HTTP/1.1 by hand on one lasting connection a person, a tenth of what a client library takes.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

THINK_SECONDS = (0.5, 1.5)
"""ASSUMED: a person looks at an answer for about a second."""
READS = (
    ("/tasks?status=open", 20),
    ("/tasks?late_on=2020-06-01&limit=100", 5),
    ("/firms?limit=50", 10),
    ("/firms?limit=50&order=-workers&sector={sector}", 10),
    ("/firms?limit=50&search={search}", 5),
    ("/firms/{firm}", 10),
    ("/findings", 10),
    ("/measures", 3),
    ("/targets", 2),
    ("/people", 2),
    ("/session", 3),
)
"""What is read, and how often of a hundred requests; the rest is written."""
WRITES = (("finding", 8), ("task", 8), ("comment", 4))


class Answer(NamedTuple):
    """What the desk answered."""

    status: int
    headers: dict[str, str]
    told: Any


class Line:
    """A lasting connection to the desk."""

    def __init__(self, url: str, key: str) -> None:
        found = urlsplit(url)
        assert found.hostname is not None
        self.where = found.hostname, found.port or 80
        self.always = f"Host: {found.netloc}\r\nAuthorization: Bearer {key}\r\n"
        self.open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, given: object = None, version: str = "") -> Answer:
        """Send a request and read its answer."""
        reader, writer = self.open or await asyncio.open_connection(*self.where)
        self.open = reader, writer
        body = b"" if given is None else json.dumps(given).encode()
        kind = "Content-Type: application/json\r\n" if body else ""
        match = f"If-Match: {version}\r\n" if version else ""
        head = f"{method} /api/v1{path} HTTP/1.1\r\n{self.always}{kind}{match}Content-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines) if name}
        told = await reader.readexactly(int(headers["content-length"]))
        if headers.get("connection") == "close":
            writer.close()
            self.open = None
        return Answer(int(first.split()[1]), headers, json.loads(told))


class Person:
    """Somebody at the desk."""

    def __init__(self, line: Line, number: int, firms: int) -> None:
        self.line = line
        self.chance = random.Random(number)
        self.firms = firms
        self.took: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.finding = 0

    async def works(self, until: float) -> None:
        """Until the time is up."""
        await asyncio.sleep(self.chance.uniform(0, THINK_SECONDS[1]))
        choices = [*((path, weight) for path, weight in READS), *WRITES]
        names, weights = zip(*choices, strict=True)
        while time.perf_counter() < until:
            name = self.chance.choices(names, weights)[0]
            await (self._reads(name) if name.startswith("/") else self._writes(name))
            await asyncio.sleep(self.chance.uniform(*THINK_SECONDS))

    async def _asked(self, method: str, path: str, given: object = None, version: str = "") -> Answer:
        began = time.perf_counter()
        answer = await self.line.ask(method, path, given, version)
        self.took.append(time.perf_counter() - began)
        self.statuses[answer.status] += 1
        return answer

    async def _reads(self, path: str) -> None:
        number = self.chance.randrange(self.firms)
        await self._asked("GET", path.format(sector="C10", search=f"{number:06d}"[:5], firm=f"firm-{number:06d}"))

    async def _writes(self, what: str) -> None:
        if what == "finding" or not self.finding:
            given = {
                "kind": "evidence",
                "text": "Looked at it.",
                "firm": f"firm-{self.chance.randrange(self.firms):06d}",
            }
            made = await self._asked("POST", "/findings", given)
            self.finding = made.told["id"] if made.status == 201 else 0
        elif what == "comment":
            await self._asked("POST", "/comments", {"about": "finding", "about_id": self.finding, "text": "Called."})
        else:
            read = await self._asked("GET", f"/findings/{self.finding}/task")
            step = {"status": "doing", "evidence": f"step {self.chance.random()}"}
            await self._asked("PATCH", f"/tasks/{read.told['id']}", step, read.headers["etag"])


async def measured(url: str, keys: list[str], seconds: float, firms: int) -> dict[str, object]:
    """All of them at once."""
    people = [Person(Line(url, key), number, firms) for number, key in enumerate(keys)]
    until = time.perf_counter() + seconds
    await asyncio.gather(*(one.works(until) for one in people))
    took = sorted(second for one in people for second in one.took)
    statuses: Counter[int] = Counter()
    for one in people:
        statuses += one.statuses
    return {"took": took, "statuses": dict(statuses), "seconds": seconds}


if __name__ == "__main__":
    address, file, span, size = sys.argv[1:5]
    print(json.dumps(asyncio.run(measured(address, Path(file).read_text().split(), float(span), int(size)))))
