"""China's mask chain as two pictures and a table: cloth wanted against cloth there was for each mask-grade share, and the price.

Why this file exists: the share is unknown, so that the reader must see all of it at once, and the price beside it as evidence of its own.
Drawn by `bothhands validate national-chain --out FOLDER`.
"""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import numpy as np

from bothhands.report.line_charts import Curve, Scene, line_chart
from bothhands.report.svg import Chart
from bothhands.validate.national_chain import (
    FIRST,
    LAST,
    binding,
    cloth_capacity,
    cloth_wanted,
    in_words,
    prices,
    scarce_from,
)

DRAWN = (0.25, 0.5, 0.75, 1.0)
FOOTER = "Published figures of 2020, china_mask_series.csv, each with its address. ◇ ASSUMED: straight lines between them, 1.0 g a mask; the share is unknown."
TABLE = "national-chain.csv"


def write(folder: Path) -> list[str]:
    """Write both pictures and the table; the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    low, high = binding(DRAWN[0]).first, binding(DRAWN[2]).first
    title = (
        f"Cloth holds mask lines back from {low:%-d %B} at a quarter mask grade, from {high:%-d %B} at three quarters"
    )
    curves = [Curve("wanted by mask lines", cloth_wanted())]
    curves += [Curve(f"◇ {share:.0%}", cloth_capacity(share), dashed=True) for share in DRAWN]
    chain = line_chart(
        Chart(title, "Melt-blown cloth, t a day; dashed: capacity at a mask-grade share", FOOTER, "supply"),
        Scene(FIRST, None),
        curves,
    )
    seen = np.full((LAST - FIRST).days + 1, np.nan)
    for day, yuan in prices():
        if FIRST <= day <= LAST:
            seen[(day - FIRST).days] = yuan / 1e3
    told = f"The price of cloth was tenfold by {scarce_from():%-d %B} and peaked in mid-April"
    price = line_chart(
        Chart(told, "Thousand yuan a tonne; usual price 18; dots: published, not used above", FOOTER, "supply"),
        Scene(FIRST, None),
        [Curve("price", seen, dots=True)],
    )
    for name, picture in (("national-chain.svg", chain), ("national-chain-price.svg", price)):
        (folder / name).write_text(picture, encoding="utf-8")
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["date", "cloth_wanted_t_per_day", *(f"capacity_at_{share:.0%}_t_per_day" for share in DRAWN)])
        for n, wanted in enumerate(cloth_wanted()):
            able = [f"{cloth_capacity(share)[n]:.4g}" for share in DRAWN]
            writer.writerow([(FIRST + timedelta(days=n)).isoformat(), f"{wanted:.4g}", *able])
        for share in DRAWN:
            writer.writerow([f"{share:.0%}: {in_words(binding(share))}"])
    return ["national-chain.svg", "national-chain-price.svg", TABLE]
