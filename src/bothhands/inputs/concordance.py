"""Concordances: which sectors of one classification stand for which of another, and with what weight.

Why this file exists: a table, a vector of output and a matrix of ratings all cross from one classification to another by
the same stated lines, kept as data in `data/concordances` with a reason for every line that is not one to one. What would
drop mass, or make some up, is a fault. It reads no input–output table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.cells import NUMBER
from bothhands.inputs.codes import nearest
from bothhands.inputs.encoding import decoded

FloatArray = NDArray[np.float64]
FOLDER = Path(__file__).parent.parent / "data" / "concordances"
HEADER = ("from", "to", "weight", "reason")
SUM_TOLERANCE = 1e-5
"""ASSUMED: weights are printed with six digits, so that a sum of twenty of them is off by no more."""


@dataclass(frozen=True, eq=False)
class Concordance:
    """Weights from sectors of one classification to those of another; the weights of each add up to one.

    `weights` has the axes (source, target); `reasons` says why a line is not one to one, or on what basis it is split.
    """

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    weights: FloatArray
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def flows(self, flows: FloatArray) -> FloatArray:
        """A matrix of flows (source, source) as flows (target, target); its sum stays."""
        return self.weights.T @ flows @ self.weights

    def vector(self, values: FloatArray) -> FloatArray:
        """Amounts by source as amounts by target; their sum stays."""
        return values @ self.weights

    def ratings(self, ratings: FloatArray, how: Literal["max", "mean"] = "max") -> FloatArray:
        """Ratings (source, source) as ratings (target, target): the highest or the plain mean among the pairs that meet."""
        member = self.weights > 0
        met = np.zeros((len(self.targets), len(self.targets)))
        for row in range(len(self.targets)):
            for column in range(len(self.targets)):
                pairs = ratings[np.ix_(member[:, row], member[:, column])]
                if pairs.size:
                    met[row, column] = pairs.max() if how == "max" else pairs.mean()
        return met

    def ordered(self, sources: Sequence[str], targets: Sequence[str]) -> Concordance:
        """The same lines on the axes of a table and of a region; a source without a line has no weight anywhere."""
        row, column = ({code: n for n, code in enumerate(codes)} for codes in (self.sources, self.targets))
        weights = np.zeros((len(sources), len(targets)))
        for at, source in enumerate(sources):
            for to, target in enumerate(targets):
                if source in row and target in column:
                    weights[at, to] = self.weights[row[source], column[target]]
        return replace(self, sources=tuple(sources), targets=tuple(targets), weights=weights)

    def split_by(self, amounts: Mapping[str, float], name: str) -> Concordance:
        """Splits in proportion to amounts by target, for example value added; where all are zero the split stays."""
        weights, reasons = self.weights.copy(), dict(self.reasons)
        by = np.array([max(amounts.get(target, 0.0), 0.0) for target in self.targets])
        for at, source in enumerate(self.sources):
            member = weights[at] > 0
            if member.sum() > 1 and by[member].sum() > 0:
                weights[at] = np.where(member, by, 0.0) / by[member].sum()
                reasons |= {(source, self.targets[to]): f"split by {name}" for to in np.flatnonzero(member)}
        return replace(self, weights=weights, reasons=reasons)

    def reversed(self, amounts: Mapping[str, float], name: str) -> Concordance:
        """The way back, each target shared out over its sources in proportion to their amounts.

        Raises
        ------
        InputError
            Where a target stands for several sources of which none has an amount.
        """
        mass = self.weights * np.array([amounts.get(source, 0.0) for source in self.sources])[:, None]
        mass = np.where((self.weights > 0).sum(axis=0) > 1, mass, self.weights)
        empty = [target for target, total in zip(self.targets, mass.sum(axis=0), strict=True) if total <= 0]
        if empty:
            what = f"nothing says how {', '.join(empty)} is shared out over its parts"
            raise InputError(Fault("BH-INP-064", what, "an amount for one part or more", "give amounts", self.name))
        lines = np.argwhere(mass > 0)
        reasons = {(self.targets[to], self.sources[at]): f"shared out by {name}" for at, to in lines}
        return Concordance(f"{self.name}, reversed", self.targets, self.sources, (mass / mass.sum(axis=0)).T, reasons)


def identity(codes: Sequence[str]) -> Concordance:
    """The concordance of a classification with itself."""
    return Concordance("the same sectors", tuple(codes), tuple(codes), np.eye(len(codes)))


def concordances() -> tuple[str, ...]:
    """Names of the concordances that come with the package."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*_isic45.csv")))


def read_concordance(name_or_path: str | Path) -> Concordance:
    """A concordance by name, or from a CSV file with the columns from, to, weight, reason.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    path = FOLDER / f"{name_or_path}.csv" if str(name_or_path) in concordances() else Path(name_or_path)
    if not path.is_file():
        what, expected = f"no concordance {str(name_or_path)!r}", "a name, or a CSV file with from, to, weight, reason"
        raise InputError(Fault("BH-INP-001", what, expected, nearest(str(name_or_path), concordances())))
    text = decoded(path.read_bytes(), path.name)
    if isinstance(text, Fault):
        raise InputError(text)
    lines = list(csv.reader(io.StringIO(text[0], newline="")))
    header = [cell.strip() for cell in lines[0]] if lines else []
    if missing := [column for column in HEADER if column not in header]:
        what = f"the column {missing[0]!r} is missing"
        raise InputError(Fault("BH-INP-011", what, ", ".join(HEADER), "add it", path.name, 1, missing[0]))
    at = [header.index(column) for column in HEADER]
    cells = [
        (number, [(*line, "", "", "", "")[index].strip() for index in at])
        for number, line in enumerate(lines[1:], start=2)
        if any(line)
    ]
    faults = [*_line_faults(cells, path.name)]
    if not faults:
        made = _made(path.stem, cells)
        faults = _weight_faults(made, path.name)
    if faults:
        raise InputError(faults)
    return made


def fit_faults(lines: Concordance, mass: Mapping[str, float], targets: Iterable[str], file: str) -> list[Fault]:
    """Why a concordance does not fit a table with `mass` by code, or a region with the sectors `targets`."""
    known, wanted = set(targets), set(lines.sources)
    faults = []
    for code, amount in mass.items():
        if code not in wanted and amount:
            what = f"sector {code} of {file} has {amount:,.6g} and no line in the concordance {lines.name}"
            faults.append(Fault("BH-INP-067", what, "a line from it", nearest(code, wanted), lines.name, value=code))
    if faults:
        faults += [
            Fault(
                "BH-INP-066", f"{file} has no sector {code!r}", "a code of the table", nearest(code, mass), lines.name
            )
            for code in lines.sources
            if code not in mass
        ]
    for code in lines.targets:
        if code not in known:
            what = f"the region has no sector {code!r}"
            faults.append(Fault("BH-INP-066", what, "a sector of the region", nearest(code, known), lines.name))
    return faults


def _line_faults(cells: Iterable[tuple[int, list[str]]], file: str) -> Iterable[Fault]:
    met: dict[tuple[str, str], int] = {}
    for number, (source, target, weight, reason) in cells:
        for column, cell in (("from", source), ("to", target), ("weight", weight)):
            if not cell:
                yield Fault("BH-INP-012", "the cell is blank", f"a {column}", "fill it", file, number, column)
        if weight and not NUMBER.fullmatch(weight):
            what = f"{weight!r} is not a number"
            yield Fault("BH-INP-013", what, "a share from 0 to 1", "write the number", file, number, "weight", weight)
        elif weight and float(weight) < 0:
            what = f"the weight from {source} to {target} is {weight}"
            yield Fault("BH-INP-065", what, "0 to 1", "correct it", file, number, "weight", weight)
        elif weight and float(weight) != 1 and not reason:
            what = f"the split of {source} states no basis"
            yield Fault("BH-INP-065", what, "a table, or ASSUMED and why", "write it down", file, number, "reason")
        if (source, target) in met:
            what = f"the line from {source} to {target} stands in row {met[source, target]} too"
            yield Fault("BH-INP-021", what, "each line once", "remove one", file, number, "from", source)
        met.setdefault((source, target), number)


def _made(name: str, cells: Sequence[tuple[int, list[str]]]) -> Concordance:
    sources = tuple(dict.fromkeys(line[0] for _, line in cells))
    targets = tuple(sorted({line[1] for _, line in cells}))
    weights = np.zeros((len(sources), len(targets)))
    for _, (source, target, weight, _) in cells:
        weights[sources.index(source), targets.index(target)] = float(weight)
    return Concordance(name, sources, targets, weights, {(line[0], line[1]): line[3] for _, line in cells})


def _weight_faults(made: Concordance, file: str) -> list[Fault]:
    faults = []
    for code, total in zip(made.sources, made.weights.sum(axis=1), strict=True):
        if abs(total - 1) > SUM_TOLERANCE:
            lost = f"{1 - total:.6g} of its mass would be dropped" if total < 1 else f"{total - 1:.6g} would be made up"
            what = f"the weights of {code} add up to {total:.6g}: {lost}"
            faults.append(Fault("BH-INP-064", what, "1", "add the line that is missing or scale", file, value=code))
    return faults
