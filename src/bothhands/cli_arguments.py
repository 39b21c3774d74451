"""What stands behind an option: a count, a seed, a day, a span, a path; what cannot be is refused at once, with what can."""

from __future__ import annotations

import math
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path

MOST_SEED = 2**31 - 1
MOST_COUNT = 2**31 - 1
MOST_DAYS = 3_660
"""Days a decision may be held: ten years, longer than any calendar."""
MOST_SECONDS = 86_400
"""Time limit of a search, a day: as at the desk."""


def one_or_more(text: str) -> int:
    """A count that somebody gives."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no count; expected a whole number, 1 or more")
    return int(text)


def none_or_more(text: str) -> int:
    """A count that may be nothing."""
    if not text.isdecimal() or int(text) > MOST_COUNT:
        raise ArgumentTypeError(f"{text!r} is no count; expected a whole number from 0 to {MOST_COUNT:,}")
    return int(text)


def seed(text: str) -> int:
    """A seed of draws."""
    if not text.isdecimal() or int(text) > MOST_SEED:
        raise ArgumentTypeError(f"{text!r} is no seed; expected a whole number from 0 to {MOST_SEED:,}")
    return int(text)


def days_held(text: str) -> int:
    """Days for which a decision is held."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise ArgumentTypeError(f"{text!r} is no span; expected a whole number of days from 1 to {MOST_DAYS:,}")
    return int(text)


def weeks(text: str) -> float:
    """A span in weeks, parts of one allowed."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 < found <= MOST_DAYS / 7:
        raise ArgumentTypeError(f"{text!r} is no span; expected weeks above 0, at most {MOST_DAYS // 7}")
    return found


def seconds(text: str) -> float:
    """A time limit."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 < found <= MOST_SECONDS:
        raise ArgumentTypeError(f"{text!r} is no time limit; expected seconds above 0, at most {MOST_SECONDS:,}")
    return found


def day(text: str) -> date:
    """A day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day; a day is written YYYY-MM-DD, such as 2020-03-18") from None


def somewhere(text: str) -> Path:
    """A path to write to."""
    if not text.strip():
        raise ArgumentTypeError("the path is blank; expected the name of one, such as bothhands-out/mine")
    return Path(text)


def declare_folder(parser: ArgumentParser, about: str, default: Path | None = None) -> None:
    """The option that names the folder a command writes; that it can be is checked before the command begins."""
    parser.add_argument("--out", type=somewhere, default=default, metavar="FOLDER", help=about)
    parser.set_defaults(writes_folder=True)


def check_folder(given: Namespace) -> None:
    """Stop before anything is done where the folder that was named cannot be written."""
    from bothhands.report.whole_folder import check_writable

    if getattr(given, "writes_folder", False) and given.out is not None:
        check_writable(given.out)
