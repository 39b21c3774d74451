"""The settings of a region: what `region.toml`, or the sheet `region` of a workbook, says about the whole.

Why this file exists: the few facts that belong to no table (name, first and last day, hub) are checked like any row. It
reads and writes text only; finding the file is the business of `bothhands.inputs.loading`.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from bothhands.errors import Fault
from bothhands.inputs.cells import text_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.plain_words import expected_of, place_of, value_of

Behaviour: TypeAlias = Literal["pichler", "ario"]
ProductionFunction: TypeAlias = Literal["leontief", "strongly_critical", "half_critical", "weakly_critical", "linear"]
YUAN = ("yuan", "CNY", "RMB", "元")
"""Names of the currency the defaults are in."""
Rationing: TypeAlias = Literal["proportional", "firms_first"]


class Settings(BaseModel):
    """What is true of the region as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str = Field(..., min_length=1, max_length=60, description="Short name used in commands.")
    title: str = Field(..., min_length=1, description="Name in English, as printed.")
    title_zh: str = Field("", description="Name in Chinese, as printed.")
    start: date = Field(..., description="First day of a run.")
    end: date = Field(..., description="Last day of a run.")
    default_as_of: date = Field(..., description="Day a planner stands on unless told otherwise.")
    currency: str = Field("yuan", description="Currency of the money columns, also of those called yuan, e.g. GBP.")
    hub: str = Field("", description="Place the corridor protects; blank where there is none.")
    economy: Behaviour = Field(
        "pichler",
        description="How the economy behaves: pichler (2022), or ario (Hallegatte 2014), whose workers are never let go.",
    )
    production: ProductionFunction = Field(
        "half_critical",
        description="What production cannot do without: leontief, strongly_critical, half_critical, weakly_critical or linear.",
    )
    rationing: Rationing = Field(
        "proportional", description="Who is served where output is short: proportional or firms_first."
    )
    hypothetical: str = Field(
        "", description="What is made up about the region; printed wherever it is shown. Blank: real."
    )
    hypothetical_zh: str = Field("", description="The same in Chinese; blank where there is none.")


class Variant(BaseModel):
    """How a region that stands on another one is joined to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str = Field("", description="Name of an embedded region, or a path beside this one, that this one changes.")
    patch: tuple[str, ...] = Field((), description="Tables whose rows are added to the base by key; others replace.")


def from_toml(text: str, file: str) -> dict[str, object] | Fault:
    """The keys of a `region.toml`, with `[patch] tables` flattened to `patch`."""
    try:
        keys: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return Fault(
            "BH-INP-002", f"cannot be read: {problem}", "TOML text", "see docs/reference/region-format.md", file
        )
    patch = keys.get("patch")
    if isinstance(patch, dict) and set(patch) <= {"tables"}:
        keys["patch"] = patch.get("tables", [])
    return keys


def settled(
    keys: Mapping[str, object], file: str, base: Settings | None = None
) -> tuple[Settings | None, Variant, list[Fault]]:
    """The settings and the variant a set of keys describes, with every fault; the base fills what is not said."""
    faults = _unknown(keys, file)
    variant, problems = Variant.model_validate({}), []
    try:
        variant = Variant.model_validate({key: keys[key] for key in Variant.model_fields if key in keys})
    except ValidationError as error:
        problems.append(error)
    said = base.model_dump() if base else {}
    said |= {key: keys[key] for key in Settings.model_fields if key in keys}
    settings = None
    try:
        settings = Settings.model_validate(said)
    except ValidationError as error:
        if base or not variant.base:
            problems.append(error)
    for problem in problems:
        faults += [_fault(found, file) for found in problem.errors(include_url=False)]
    if settings:
        faults += _order(settings, file)
    return settings, variant, faults


def to_toml(settings: Settings) -> str:
    """The settings as TOML text; dates bare, text quoted."""
    lines = []
    for key, value in settings.model_dump().items():
        shown = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
        lines.append(f"{key} = {shown}")
    return "\n".join(lines) + "\n"


def _unknown(keys: Mapping[str, object], file: str) -> list[Fault]:
    known = [*Settings.model_fields, *Variant.model_fields]
    return [
        Fault(
            "BH-INP-003",
            f"no setting is called {key!r}",
            "a setting of the format",
            nearest(key, known),
            file,
            column=key,
        )
        for key in keys
        if key not in known
    ]


def _fault(found: ErrorDetails, file: str) -> Fault:
    key = place_of(found).partition(".")[0]
    if found["type"] != "missing":
        return Fault("BH-INP-004", f"{key} is {value_of(found)}", expected_of(found), "correct the setting", file, column=key, value=text_of(found["input"]))  # fmt: skip
    field = Settings.model_fields.get(key) or Variant.model_fields.get(key)
    expected = (field.description or "").rstrip(".") if field else ""
    return Fault("BH-INP-004", f"{key} is missing", expected, "add the setting", file, column=key)


def _order(settings: Settings, file: str) -> list[Fault]:
    faults = []
    if settings.end <= settings.start:
        faults.append(
            Fault(
                "BH-INP-031",
                f"end {settings.end} is not after start {settings.start}",
                "an end after the start",
                "correct start or end",
                file,
                column="end",
                value=str(settings.end),
            )
        )
    elif not settings.start <= settings.default_as_of <= settings.end:
        faults.append(
            Fault(
                "BH-INP-031",
                f"default_as_of {settings.default_as_of} lies outside the run",
                f"a day from {settings.start} to {settings.end}",
                "correct default_as_of",
                file,
                column="default_as_of",
                value=str(settings.default_as_of),
            )
        )
    return faults
