"""Odds of targets on years of another generator, `validate/target_worlds.py`: 1,500 years here, 10,000 by `validate targets`.

Tolerance: the mean distance from the diagonal is within 5 points, two thirds of which are chance with 1,500 years in ten bins (standard
error of a bin of 75: 5.8 points); the 90 % band holds 87 to 93 % (standard error 0.8 points).
"""

import ast
from pathlib import Path

import numpy as np
import pytest

from bothhands.validate import target_worlds
from bothhands.validate.targets import brier, distance, reliability, simulated


@pytest.fixture(scope="module")
def found():
    return simulated(1500, 7)


def test_chances_are_met_by_shares(found):
    chances, reached, inside, _ = found
    assert distance(chances, reached) <= 0.05
    assert 0.87 <= inside.mean() <= 0.93
    assert len(reliability(chances, reached)) == 10
    assert brier(chances, reached) < 0.5 * brier(np.full_like(chances, reached.mean()), reached)


def test_chances_that_are_too_sure_or_too_shy_are_told_apart(found):
    chances, reached, *_ = found
    assert distance(np.where(chances > 0.5, 0.999, 0.001), reached) > distance(chances, reached)
    assert distance(0.5 + 0.5 * (chances - 0.5), reached) > 0.1


def test_the_generator_knows_nothing_of_the_forecaster():
    tree = ast.parse(Path(target_worlds.__file__).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {module for module in modules if module and module.startswith("bothhands")}
