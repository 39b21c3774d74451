"""Makes the Chinese font of the briefing from Noto Sans CJK: GB 2312, punctuation and the signs the charts use, regular weight.

Run once by hand, never at page time::

    apt-get install fonts-noto-cjk
    python -m bothhands.report.fonts.build /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

The same source file gives the same glyphs. Licence of the font: SIL Open Font License 1.1, text beside this file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FACE = "Noto Sans CJK SC"
TARGET = Path(__file__).parent / "noto-sans-sc-gb2312.woff2"
LATIN = (0x20, 0x17F)
BLOCKS = (
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x2190, 0x2199),
    (0x2200, 0x22FF),
    (0x25A0, 0x25FF),
    (0x3000, 0x303F),
    (0xFF01, 0xFF5E),
)
"""General punctuation, arrows, mathematics, shapes, Chinese punctuation, full-width forms; what the font lacks is left out."""


def characters() -> set[int]:
    """Code points of GB 2312 and of the blocks above."""
    chinese = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                chinese.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    spans = ((LATIN[0], LATIN[1]), *BLOCKS)
    return chinese | {code for first, last in spans for code in range(first, last + 1)}


def build(collection: Path, target: Path = TARGET) -> int:
    """Write the subset as WOFF2; its number of characters."""
    font: TTFont = next(
        face for face in TTCollection(str(collection), lazy=True).fonts if face["name"].getDebugName(4) == FACE
    )
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "palt", "locl", "ccmp"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting = False
    options.desubroutinize = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    kept = characters() & set(font.getBestCmap())
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(str(target))
    return len(kept)


if __name__ == "__main__":
    print(f"{build(Path(sys.argv[1]))} characters, {TARGET.stat().st_size:,} bytes in {TARGET}")
