"""Age bands against the working ages: what part of each band can be at work.

Why this file exists: the rules between tables and the model must count the working ages alike, whatever bands a region has.
"""

from __future__ import annotations

from collections.abc import Sequence

WORKING_AGES = (20, 65)
"""Ages of workers: from the first to below the second."""
MOST_AT_WORK = 0.95
"""ASSUMED: largest share of the working ages who are workers; tables of people and of jobs come from different counts."""
OLDEST = 90
"""ASSUMED: where the open last band ends when it is cut; it is cut only where it begins below the end of the working ages."""


def working_shares(ages: Sequence[int]) -> tuple[float, ...]:
    """Share of the persons of each band who are of working age, evenly spread over the years of the band.

    Parameters
    ----------
    ages
        Youngest age of each band, in order.

    Examples
    --------
    >>> working_shares((0, 5, 20, 65))
    (0.0, 0.0, 1.0, 0.0)
    >>> working_shares((0, 15, 65))
    (0.0, 0.9, 0.0)
    """
    ends = (*ages[1:], max(OLDEST, ages[-1] + 1)) if ages else ()
    return tuple(
        max(0, min(end, WORKING_AGES[1]) - max(age, WORKING_AGES[0])) / (end - age)
        for age, end in zip(ages, ends, strict=True)
    )
