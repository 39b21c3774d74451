"""People with pages open at a desk, as a program of its own: each holds a page with its connection, and opens another one now and then.

`python -m benchmarks.desk_browsing URL KEYS SECONDS BROWSERS [HASTE]` prints what was measured as JSON; KEYS is a file of cookies, a line each, taken in turn. A browser is what the desk sees of one: the page is asked for, its socket is opened as the page's own script opens it.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

import aiohttp
import socketio

LOOK_SECONDS = (5.0, 15.0)
"""ASSUMED: whoever has a page open looks at another one every ten seconds."""
PAGES = ("/", "/follow-up", "/firms", "/findings", "/field", "/targets", "/plans", "/reports", "/jobs")
CLIENT = re.compile(r"'client_id': '([0-9a-f-]{36})'")


class Browser:
    """Somebody who reads pages."""

    def __init__(self, url: str, cookie: str, number: int, haste: float) -> None:
        self.url, self.cookie, self.chance = url, cookie, random.Random(number)
        self.look = LOOK_SECONDS[0] / haste, LOOK_SECONDS[1] / haste
        self.took: list[float] = []
        self.wrong: Counter[str] = Counter()

    async def reads(self, until: float) -> None:
        """Until the time is up."""
        await asyncio.sleep(self.chance.uniform(0, self.look[1]))
        async with aiohttp.ClientSession(headers={"Cookie": self.cookie}) as session:
            while time.perf_counter() < until:
                await self._holds(session, self.chance.choice(PAGES), self.chance.uniform(*self.look))

    async def _holds(self, session: aiohttp.ClientSession, path: str, seconds: float) -> None:
        """A page with its socket, for a while."""
        began = time.perf_counter()
        async with session.get(self.url + path) as answer:
            text = await answer.text()
        self.took.append(time.perf_counter() - began)
        found = CLIENT.search(text)
        if answer.status != 200 or found is None:
            self.wrong[f"{answer.status} {path}"] += 1
            await asyncio.sleep(seconds)
            return
        held = socketio.AsyncClient(reconnection=False, http_session=session)
        asked = (
            f"client_id={found[1]}&next_message_id=0&implicit_handshake=true&document_id={found[1]}&tab_id={found[1]}"
        )
        try:
            await held.connect(
                f"{self.url}?{asked}",
                socketio_path="/_nicegui_ws/socket.io",
                transports=["websocket"],
                headers={"Origin": self.url},
            )
            await asyncio.sleep(seconds)
            if not held.connected:
                self.wrong[f"dropped {path}"] += 1
            await held.disconnect()
        except socketio.exceptions.ConnectionError as problem:
            self.wrong[f"no connection {path}: {problem}"[:80]] += 1
            await asyncio.sleep(seconds)


async def measured(url: str, cookies: list[str], seconds: float, number: int, haste: float = 1.0) -> dict[str, object]:
    """All of them at once, each so many times as often as people look."""
    browsers = [Browser(url, cookies[one % len(cookies)], one, haste) for one in range(number)]
    until = time.perf_counter() + seconds
    await asyncio.gather(*(one.reads(until) for one in browsers))
    wrong: Counter[str] = Counter()
    for one in browsers:
        wrong += one.wrong
    return {"took": sorted(second for one in browsers for second in one.took), "wrong": dict(wrong)}


if __name__ == "__main__":
    address, file, span, many, *faster = sys.argv[1:6]
    keys, haste = Path(file).read_text().splitlines(), float(faster[0]) if faster else 1.0
    print(json.dumps(asyncio.run(measured(address, keys, float(span), int(many), haste))))
