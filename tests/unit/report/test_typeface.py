"""The font of the page holds every character the page shows."""

import base64
import re
from io import BytesIO

from fontTools.ttLib import TTFont

from bothhands.report.phrases import PHRASES
from bothhands.report.typeface import characters_of, font_face, missing


def embedded(page):
    data = re.search(r"url\(data:font/woff2;base64,([^)]*)\)", page).group(1)
    return TTFont(BytesIO(base64.b64decode(data)))


def test_every_character_of_the_chinese_page_is_in_its_font(pages):
    cmap = set(embedded(pages["zh"]).getBestCmap())
    assert not {chr(code) for code in characters_of(pages["zh"]) - cmap}


def test_signs_of_the_english_page_are_in_its_font(pages):
    cmap = set(embedded(pages["en"]).getBestCmap())
    assert not {chr(code) for code in characters_of(pages["en"]) - cmap if code > 0x7F}


def test_the_font_of_a_page_is_small(pages):
    for page in pages.values():
        assert len(font_face(page)) < 300_000


def test_every_phrase_can_be_drawn():
    used = frozenset(ord(sign) for pair in PHRASES.values() for text in pair for sign in text)
    assert not {chr(code) for code in missing(used)}


def test_a_page_without_signs_needs_no_font():
    assert font_face("<p>plain</p>", latin=False) == ""
