"""The shape of every failure."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class FaultTold(BaseModel):
    """One fault."""

    model_config = ConfigDict(frozen=True)

    code: str = Field(description="Stable code, listed in docs/reference/errors.md.")
    what: str = Field(description="What was wrong.")
    expected: str = Field("", description="What was expected.")
    remedy: str = Field("", description="What to do.")
    file: str = Field("", description="File, or part of the request, it stands in.")
    row: int | None = Field(None, description="Row of the file; the header is row 1.")
    column: str = Field("", description="Column or field.")
    value: str = Field("", description="Value found.")


class Failure(BaseModel):
    """What went wrong."""

    model_config = ConfigDict(frozen=True)

    code: str = Field(description="Code of the first fault.")
    message: str = Field(description="The first fault as a sentence, and how many there are.")
    faults: list[FaultTold] = Field(description="Every fault.")
    theirs: dict[str, Any] | None = Field(None, description="The record as it stands, where it changed meanwhile.")
    yours: dict[str, Any] | None = Field(None, description="What you sent, where the record changed meanwhile.")
    wait_seconds: int | None = Field(None, description="Seconds to wait before trying again.", ge=0)
    id: str | None = Field(None, description="Number under which an unexpected failure stands in the log.")


class FailureTold(BaseModel):
    """The envelope."""

    model_config = ConfigDict(frozen=True)

    error: Failure = Field(description="What went wrong.")
