"""The API answers as it describes itself, whatever it is asked: schemathesis makes requests from the description, right ones and wrong ones.

Repeatable: the same examples in every run. `HYPOTHESIS_PROFILE=explore` makes more.
"""

from __future__ import annotations

import json
import os
from functools import cache

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.schemas import BaseSchema
from starlette.types import ASGIApp, Receive, Scope, Send

from bothhands.web.settings import DeskSettings
from desk_doors import Doors

load_all_checks()
CHECKS = [
    getattr(schemathesis.checks, name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    )
]
EXAMPLES = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "explore" else 12
REFUSED = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429]
"""How a wrong request may be refused; 413 where it is too large to be read at all."""
NAMES = DeskSettings(host_names=("testserver", "localhost"))


@pytest.fixture
def kind():
    """The description is the same on every database; test_scope asks each operation on both."""
    return "sqlite"


def operations() -> list[str]:
    """Every operation of the description."""
    from test_scope import OPERATIONS

    return sorted(OPERATIONS)


@cache
def _described(text: str) -> BaseSchema:
    told = json.loads(text)
    for methods in told["paths"].values():
        for one in methods.values():
            one.pop("security", None)
    rules = {"checks": {"negative_data_rejection": {"expected-statuses": REFUSED}}}
    return schemathesis.openapi.from_dict(told, config=schemathesis.Config.from_dict(rules))


def _only_requests(app: FastAPI) -> ASGIApp:
    """The application without its opening: schemathesis would open it anew for every test, and collect a whole heap each time."""

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            raise NotImplementedError
        await app(scope, receive, send)

    return asked


def described(doors: Doors) -> BaseSchema:
    """The description without who must sign in: every request here comes from somebody who did."""
    found = _described(json.dumps(doors.app.openapi()))
    found.app = _only_requests(doors.app)
    found.location = "/api/v1/openapi.json"
    return found


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("operation", operations())
def test_answers_are_as_described(south, operation, mode):
    doors = Doors(south.store, NAMES)
    asked = described(doors).find_operation_by_id(operation)
    if mode is GenerationMode.NEGATIVE and not asked.definition.raw.get("parameters") and not asked.body:
        return

    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=asked.as_strategy(generation_mode=mode))
    def holds(case):
        case.call_and_validate(headers=doors.browser("root"), checks=CHECKS)

    holds()
