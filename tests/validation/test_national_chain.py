"""China's mask chain from 24 February 2020 (china_mask_series.csv): which link binds for every mask-grade share, no share chosen.

Reference: Oilchem via yicaiglobal.com (82,000 t a year), NDRC and SASAC figures of the series. What decides: observed output within all
capacity; a larger share never makes cloth bind sooner.
"""

from datetime import date

import numpy as np
import pytest

from bothhands.cli import main
from bothhands.validate.national_chain import (
    FIRST,
    SHARES,
    binding,
    cloth_capacity,
    cloth_used,
    cloth_wanted,
    rows,
    scarce_from,
)


def test_every_share_is_told_and_what_decides_passes():
    found = rows()
    assert [row.verdict for row in found].count("told") == len(SHARES) + 2
    assert all(row.passed for row in found)


def test_figures_by_hand():
    assert cloth_capacity(1.0)[0] == pytest.approx(82_000 / 365)
    assert cloth_capacity(0.25)[0] == pytest.approx(82_000 / 365 / 4)
    day = (date(2020, 2, 29) - FIRST).days
    assert cloth_wanted()[day] == pytest.approx(110 + 1.96 * 3.33)
    assert cloth_used(date(2020, 2, 29)) == pytest.approx(116 + 1.66 * 3.33)
    april = (date(2020, 4, 6) - FIRST).days
    assert cloth_capacity(0.5)[april] - cloth_capacity(0.5)[0] == pytest.approx(42.5 - 26)
    assert scarce_from() == date(2020, 2, 28)


def test_the_binding_link_depends_on_the_unknown_share():
    assert binding(0.25).first == FIRST
    assert binding(1.0).first is None
    middle = binding(0.55)
    short = cloth_capacity(0.55) < cloth_wanted()
    assert middle.first == FIRST + np.timedelta64(int(np.flatnonzero(short)[0]), "D").astype(object)


def test_drawn_with_the_price_beside_it(tmp_path, capsys):
    assert main(["validate", "national-chain", "--out", str(tmp_path)]) == 0
    assert "mask lines bind throughout" in capsys.readouterr().out
    assert "tenfold by 28 February" in (tmp_path / "national-chain-price.svg").read_text()
    assert len((tmp_path / "national-chain.csv").read_text().splitlines()) == 1 + 67 + 4
