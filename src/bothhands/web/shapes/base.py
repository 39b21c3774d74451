"""What every shape shares."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


@cache
def _names(kind: type[BaseModel]) -> tuple[str, ...]:
    return tuple(kind.model_fields)


class Told(BaseModel):
    """Something told, read from a record."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    @classmethod
    def read(cls, record: object, **more: object) -> Self:
        """A record as it is told, with what it does not hold itself, or not as it is told.

        What was read of a record lies in its dictionary, where it is had sooner than by asking the record.
        """
        held = vars(record) if hasattr(record, "__dict__") else {}
        return cls(**{name: held[name] if name in held else getattr(record, name) for name in _names(cls) if name not in more}, **more)  # fmt: skip


class Asked(BaseModel):
    """Something asked: nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Versioned(Told):
    """A record with a number, and a version to change it on."""

    id: int = Field(description="Number of the record.", ge=1)
    version: int = Field(description="Version; a change repeats it in `If-Match`.", ge=1)
    created_at: datetime = Field(description="When it was made, in UTC.")
    changed_at: datetime = Field(description="When it was changed last, in UTC.")


class Paged(BaseModel, Generic[Item]):
    """A page of a longer list."""

    model_config = ConfigDict(frozen=True)

    items: list[Item] = Field(description="Items of this page.")
    total: int = Field(description="How many there are in all.", ge=0)
    next: str | None = Field(None, description="Address of the next page; none after the last.")
