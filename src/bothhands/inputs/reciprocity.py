"""Contacts seen from both sides: as many from one age to another as back, and the matrix that makes it so.

Why this file exists: a contact has two ends, so that N_i C_ij must be N_j C_ji with the residents N of the region; surveys and
matrices of other places do not keep it. It judges nothing: what is too much stands in `rules/mixing.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bothhands.inputs.tables.contacts import Contact
from bothhands.inputs.tables.people import AgeGroup

METHOD = "balanced with the residents of the region, C'_ij = (N_i C_ij + N_j C_ji) / (2 N_i)"


class Gap(NamedTuple):
    """How far the contacts of a setting are from being the same seen from both sides.

    `share` is the part of all contacts that only one side tells of: ½ Σ|N_i C_ij - N_j C_ji| / Σ N_i C_ij, 0 when reciprocal,
    1 when no contact is told of by both; `exchanged` is the same with the two age columns exchanged. The widest pair is `age`
    and `other`, with `there` contacts a day of the region from the one and `back` from the other.
    """

    setting: str
    share: float
    exchanged: float
    age: int
    other: int
    there: float
    back: float


def gaps_of(persons: Mapping[int, float], rows: Iterable[Contact]) -> list[Gap]:
    """The gap of each setting that has contacts.

    Parameters
    ----------
    persons
        Residents of the region by youngest age of the band.
    rows
        Contacts, one row a pair.
    """
    told: dict[str, dict[tuple[int, int], float]] = defaultdict(dict)
    for row in rows:
        told[row.setting][row.age_from, row.contact_age_from] = row.contacts_per_day
    found = []
    for setting, contacts in told.items():
        there = {pair: persons.get(pair[0], 0.0) * count for pair, count in contacts.items()}
        if sum(there.values()) > 0:
            turned = {(other, age): persons.get(other, 0.0) * count for (age, other), count in contacts.items()}
            age, other = max(there, key=lambda pair: abs(there[pair] - there.get(pair[::-1], 0.0)))
            back = there.get((other, age), 0.0)
            found.append(Gap(setting, _one_sided(there), _one_sided(turned), age, other, there[age, other], back))
    return found


def balanced(persons: Mapping[int, float], rows: Iterable[Contact]) -> tuple[Contact, ...]:
    """Contacts made reciprocal; those that are stay as they are but for rounding.

    Parameters
    ----------
    persons
        Residents of the region by youngest age of the band.
    rows
        Contacts, one row a pair.

    Notes
    -----
    C'_ij = (N_i C_ij + N_j C_ji) / (2 N_i) with the residents N_i of all cities: both sides are given the mean of what they tell,
    so that the contacts of the region stay as many. Row sums of ages change where the two sides differ. An age nobody is of
    keeps its contacts. A pair told of from one side only gets its other row.

    References
    ----------
    Wallinga, Teunis & Kretzschmar 2006, doi 10.1093/aje/kwj317 (why contacts are reciprocal); Arregui et al. 2018, doi
    10.1371/journal.pcbi.1006638 (pairwise correction); `symmetrise` of the R package socialmixr, used with POLYMOD (Mossong et
    al. 2008, doi 10.1371/journal.pmed.0050074).
    """
    given = {(row.setting, row.age_from, row.contact_age_from): row for row in rows}
    made = {}
    for (setting, age, other), row in given.items():
        back = given.get((setting, other, age))
        told = row.contacts_per_day, back.contacts_per_day if back else 0.0
        made[setting, age, other] = _balanced(row, age, other, _mean(persons, (age, other), *told))
        if back is None:
            made[setting, other, age] = _balanced(row, other, age, _mean(persons, (other, age), *told[::-1]))
    return tuple(made.values())


def residents_by_age(rows: Iterable[AgeGroup], cities: Iterable[str]) -> dict[int, float]:
    """Residents of all cities by youngest age of the band."""
    wanted, persons = set(cities), defaultdict[int, float](float)
    for row in rows:
        if row.place in wanted:
            persons[row.age_from] += row.persons
    return dict(persons)


def _one_sided(there: Mapping[tuple[int, int], float]) -> float:
    """Part of the contacts that only one side tells of."""
    pairs = {pair for age, other in there for pair in ((age, other), (other, age))}
    total = sum(there.values())
    return sum(abs(there.get(pair, 0.0) - there.get(pair[::-1], 0.0)) for pair in pairs) / (2 * total) if total else 0.0


def _mean(persons: Mapping[int, float], pair: tuple[int, int], there: float, back: float) -> float:
    """Contacts a day of one person of the first age when both sides tell of the mean of what they tell."""
    own, other = (persons.get(age, 0.0) for age in pair)
    return (there + back * other / own) / 2 if own > 0 else there


def _balanced(row: Contact, age: int, other: int, contacts: float) -> Contact:
    source = row.source if METHOD in row.source else "; ".join(filter(None, [row.source, METHOD]))
    changed = {
        "age_from": age,
        "contact_age_from": other,
        "contacts_per_day": contacts,
        "source": source,
        "quality": "derived",
    }
    return row.model_copy(update=changed)
