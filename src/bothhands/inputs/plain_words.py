"""What a model of the border expected of a value, in plain words: pydantic's own are of programs.

Why this file exists: a question, a saved plan or a table is written by people; whoever reads a fault should meet a number, a date or a list, and
no name of a type or address of a manual.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic_core import ErrorDetails

MOST_SHOWN = 80
"""Characters of a value that are shown."""
BOUNDS = {
    "greater_than_equal": ("ge", "{} or more"),
    "greater_than": ("gt", "more than {}"),
    "less_than_equal": ("le", "{} or less"),
    "less_than": ("lt", "less than {}"),
    "string_too_short": ("min_length", "a text of {} or more characters"),
    "string_too_long": ("max_length", "a text of {} or fewer characters"),
    "too_short": ("min_length", "a list of {} or more"),
    "too_long": ("max_length", "a list of {} or fewer"),
    "literal_error": ("expected", "{}"),
    "value_error": ("error", "{}"),
}
"""By kind of fault: under which name the bound stands, and how it is said."""
KINDS: Mapping[str, str] = {
    "missing": "a value",
    "extra_forbidden": "a name that is known",
    "finite_number": "a finite number",
    "int_from_float": "a whole number",
    "is_instance_of": "another kind of value",
    "string_pattern_mismatch": "a text of signs that may stand there",
}
TYPES = {
    "int": "a whole number", "float": "a number", "bool": "true or false", "string": "a text, in quotation marks", "date": "a date, YYYY-MM-DD",
    "list": "a list, in square brackets", "tuple": "a list, in square brackets", "dict": "a table of names and values",
    "model": "a table of names and values",
}  # fmt: skip
"""By the first part of a kind of fault, such as `int_parsing`."""
CHOICES = ("bool", "float", "int", "str")
"""What pydantic adds to a path where a value may be of several kinds."""


def expected_of(found: ErrorDetails) -> str:
    """What was expected where a value was refused.

    Parameters
    ----------
    found
        One error of a `ValidationError`.
    """
    kind, context = found["type"], found.get("ctx", {})
    if kind in BOUNDS:
        name, said = BOUNDS[kind]
        bound = context.get(name, "")
        return said.format(f"{bound:,.15g}" if isinstance(bound, int | float) else bound)
    return KINDS.get(kind) or TYPES.get(kind.split("_", maxsplit=1)[0]) or str(found["msg"]).removeprefix("Input should be ")  # fmt: skip


def place_of(found: ErrorDetails) -> str:
    """Where the value stands, as a path of names; what pydantic adds for a key or for each kind of a choice of kinds is left out.

    Parameters
    ----------
    found
        One error of a `ValidationError`.
    """
    parts = [str(part) or "''" for part in found["loc"] if part != "[key]"]
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] in CHOICES else parts)


def value_of(found: ErrorDetails) -> str:
    """The value that was refused, as it would be written.

    Parameters
    ----------
    found
        One error of a `ValidationError`.
    """
    value = found["input"]
    return value.isoformat() if isinstance(value, date) else repr(value)[:MOST_SHOWN]
