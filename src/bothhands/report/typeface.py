"""The font of a page: cut down to the characters the page uses and carried inside it, so that no machine lacks a glyph.

Why this file exists: a Chinese page opened where no Chinese font is installed, or printed there, shows empty boxes. It
changes no text.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from html import unescape
from importlib.resources import files
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Noto Sans SC Subset"
GENERATED = "•◦▪▸▾▶▼"
"""Marks a browser or printer draws by itself: bullets, and the arrow of what can be opened."""
FILE = "noto-sans-sc-gb2312.woff2"


def font_face(page: str, latin: bool = True) -> str:
    """A CSS rule that carries the glyphs of a page's text; without `latin` those beyond ASCII only; empty where none is left."""
    if page.isascii():
        return ""
    used = characters_of(page) if latin else frozenset(code for code in characters_of(page) if code > 0x7F)
    data = base64.b64encode(subset(used)).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILY}";src:url(data:font/woff2;base64,{data}) format("woff2");font-weight:400}}'
    )


def characters_of(page: str) -> frozenset[int]:
    """Code points a reader sees on a page: its text with tags and style left out, and all of ASCII."""
    text = unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))
    shown = {ord(sign) for sign in text if not sign.isspace()} | set(range(0x20, 0x7F))
    return frozenset(shown | (set(map(ord, GENERATED)) & set(_cmap())))


def missing(used: frozenset[int]) -> frozenset[int]:
    """Code points of a text that the font of the package cannot draw."""
    return used - set(_cmap())


def subset(used: frozenset[int]) -> bytes:
    """The font of the package with the glyphs of some characters only, as WOFF2."""
    font = TTFont(BytesIO(_file()), lazy=False)
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "locl", "ccmp"]
    options.hinting = False
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=used)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def _file() -> bytes:
    return (files("bothhands.report") / "fonts" / FILE).read_bytes()


@cache
def _cmap() -> tuple[int, ...]:
    return tuple(TTFont(BytesIO(_file()), lazy=True).getBestCmap())
