"""Asking a desk's doors in tests: requests go straight into the application, as from any address, without a network."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from typing import Any

import httpx
from fastapi import FastAPI

from bothhands.records.access import SYSTEM
from bothhands.records.base import now
from bothhands.records.people import SignIn, User
from bothhands.records.store import Store
from bothhands.tasks.signing_in import guard_of
from bothhands.web.app import make_app
from bothhands.web.security import Served
from bothhands.web.settings import DeskSettings

ELSEWHERE = "203.0.113.7"
"""An address of another machine."""


_MADE: dict[DeskSettings, FastAPI] = {}
"""Applications made so far: making one takes most of a second, giving it another desk none. One desk at a time."""


class Doors:
    """The doors of a desk, asked from an address."""

    def __init__(self, store: Store, settings: DeskSettings | None = None, address: str = ELSEWHERE) -> None:
        self.store = store
        self.settings = settings or DeskSettings()
        if self.settings not in _MADE:
            _MADE[self.settings] = make_app(store, self.settings)
        self.app = _MADE[self.settings]
        self.app.state.served = Served(store, self.settings)
        self.address = address

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request, with a cookie jar of its own."""
        address = more.pop("address", self.address)

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(address, 50_000))
            url = "https://localhost" if self.settings.tls else "http://localhost"
            async with httpx.AsyncClient(transport=transport, base_url=url) as client:
                return await client.request(method, path, **more)

        return asyncio.run(asked())

    def browser(self, login: str) -> dict[str, str]:
        """Headers of a browser in which somebody signed in, without the cost of a password."""
        key = f"key of {login}"
        with self.store.writing(SYSTEM) as session:
            user = next(one for one in session.query(User) if one.login == login)
            digests = [hashlib.sha256(one.encode()).hexdigest() for one in (key, guard_of(key))]
            session.merge(SignIn(key_hash=digests[0], guard_hash=digests[1], user_id=user.id, made_at=now(), seen_at=now(), expires_at=now() + timedelta(days=1)))  # fmt: skip
        return {"Cookie": f'{self.settings.cookie}="{key}"', "X-Bothhands-Guard": guard_of(key)}
