"""Age bands by single years: what part of a band is of working age, of school age, of an age another table speaks of.

Why this file exists: people, severities and jobs come in bands of their own; the rules between tables and the model must cut them
alike, whatever bands a region has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

WORKING_AGES = (20, 65)
"""Ages of workers: from the first to below the second."""
MOST_AT_WORK = 0.95
"""ASSUMED: largest share of the working ages who are workers; tables of people and of jobs come from different counts."""
OLDEST = 90
"""ASSUMED: in the open last band persons grow fewer in a straight line, with none of this age; 65 and over are then 73 on average."""


def years_of(ages: Sequence[int]) -> tuple[Mapping[int, int], ...]:
    """Weights of the single years of each band: even within a band, falling in the last.

    Parameters
    ----------
    ages
        Youngest age of each band, in order.

    Examples
    --------
    >>> years_of((0, 2, 87))[0], years_of((0, 2, 87))[2]
    ({0: 1, 1: 1}, {87: 3, 88: 2, 89: 1})
    """
    closed = [dict.fromkeys(range(age, end), 1) for age, end in pairwise(ages)]
    return (*closed, *({year: max(OLDEST - year, 1) for year in range(age, max(OLDEST, age + 1))} for age in ages[-1:]))


def share_between(ages: Sequence[int], first: int, end: int) -> tuple[float, ...]:
    """Share of the persons of each band who are from `first` to below `end` years old.

    Examples
    --------
    >>> share_between((0, 5, 20, 65), *WORKING_AGES)
    (0.0, 0.0, 1.0, 0.0)
    >>> share_between((0, 15, 65), *WORKING_AGES)
    (0.0, 0.9, 0.0)
    """
    return tuple(
        sum(weight for year, weight in years.items() if first <= year < end) / sum(years.values())
        for years in years_of(ages)
    )
