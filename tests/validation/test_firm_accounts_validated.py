"""`validate firms`: hand-worked rows pass; ratios of the literature are told, decide nothing, and are of the frozen register."""

import pytest

from bothhands.validate.firms import rows
from bothhands.validate.tables import Context


def test_every_row_passes_and_what_is_told_comes_from_the_frozen_register():
    found = rows()
    assert [row.name for row in found if not row.passed] == []
    told = [row for row in found if isinstance(row, Context)]
    owed, at_once, fixed, calm, at_risk, programme, *exact = (row.ours for row in told)
    assert all(0 <= one <= 1 for one in (owed, at_once, fixed, calm, at_risk))
    assert calm < owed < at_once < fixed
    assert at_once == pytest.approx(0.21, abs=0.005)  # as it came; in the form of the study, which finds about 0.30
    assert at_risk >= at_once - calm
    assert programme == pytest.approx(4.3, abs=0.1)  # as it came; the study finds 3.4
    assert min(exact) > programme
