"""People at a desk, as a program of its own: each reads lists, opens records, files findings and moves tasks on, and thinks in between.

`python -m benchmarks.desk_traffic URL KEYS SECONDS` prints what was measured as JSON; KEYS is a file of tokens, one person each.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

import httpx

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


class Person:
    """Somebody at the desk."""

    def __init__(self, client: httpx.AsyncClient, key: str, number: int, firms: int) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {key}"}
        self.chance = random.Random(number)
        self.firms = firms
        self.took: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.mine: tuple[int, int] | None = None
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

    async def _asked(self, method: str, path: str, **more: object) -> httpx.Response:
        began = time.perf_counter()
        headers = {**self.headers, **more.pop("headers", {})}  # type: ignore[dict-item]
        answer = await self.client.request(method, f"/api/v1{path}", headers=headers, **more)  # type: ignore[arg-type]
        self.took.append(time.perf_counter() - began)
        self.statuses[answer.status_code] += 1
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
            made = await self._asked("POST", "/findings", json=given)
            self.finding = made.json()["id"] if made.status_code == 201 else 0
        elif what == "comment":
            await self._asked(
                "POST", "/comments", json={"about": "finding", "about_id": self.finding, "text": "Called."}
            )
        else:
            read = await self._asked("GET", f"/findings/{self.finding}/task")
            headers = {"If-Match": read.headers["etag"]}
            given = {"status": "doing", "evidence": f"step {self.chance.random()}"}
            await self._asked("PATCH", f"/tasks/{read.json()['id']}", json=given, headers=headers)


async def measured(url: str, keys: list[str], seconds: float, firms: int) -> dict[str, object]:
    """All of them at once."""
    limits = httpx.Limits(max_connections=len(keys), max_keepalive_connections=len(keys))
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60, trust_env=False) as client:
        people = [Person(client, key, number, firms) for number, key in enumerate(keys)]
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
