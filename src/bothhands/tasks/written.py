"""A day as it is written in requests: 2020-03-18, and nothing else that could be taken for one.

Why this file exists: a plain date takes 0 for 1 January 1970 and drops the time of day of what has one.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written(value: object) -> object:
    if isinstance(value, int | float) or (isinstance(value, str) and not ISO.fullmatch(value)):
        raise PydanticCustomError("date_parsing", "Input should be a valid date, written as 2020-03-18")
    return value


WrittenDay = Annotated[date, BeforeValidator(_written)]
"""A date that is written as one."""
