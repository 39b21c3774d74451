"""The frame of every chart: a stand-alone SVG with text as text, a title that says the finding, a table for screen readers.

The same SVG stands in the briefing, its print, a letter or a page. No chart library: a briefing needs lines with bands,
bars and calendars, a few kilobytes each, and every one must read in grey print and aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from bothhands.report.typeface import FAMILY

INK, GREY, LINE, GROUND = "#1f2933", "#5f6c7b", "#d9dee4", "#f6f7f9"
COLOUR = {"health": "#0072b2", "economy": "#d55e00", "supply": "#009e73", "firms": "#cc79a7", "targets": "#e69f00"}
LATIN_FONTS = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans'"
CHINESE_FONTS = "'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei'"
WIDE, NARROW, FULL = 640, 360, 1240
EDGE = 10.0
BOLD = 1.07
"""How much wider bold text runs."""


@dataclass(frozen=True)
class Table:
    """The figures of a chart or a section as a person reads them; every row as long as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """What stands around a picture: finding, measure and unit, source line, colour, width and script."""

    title: str
    subtitle: str
    footer: str
    colour: str = "health"
    width: int = WIDE
    zh: bool = False

    @property
    def ink(self) -> str:
        """The one accent of the chart."""
        return COLOUR[self.colour]


@dataclass(frozen=True)
class Figure:
    """A chart in a language: its name, what it finds, the picture for a wide and for a narrow page, and its table.

    A picture as wide as the whole page has one of its own for print.
    """

    name: str
    title: str
    wide: str
    narrow: str
    table: Table
    printed: str = ""


def capital(title: str) -> str:
    """A title that begins with a capital."""
    return title[:1].upper() + title[1:]


def frame(chart: Chart, body: str, height: float) -> str:
    """Title, subtitle, picture and footer as one SVG with its own description; the body begins at height 0."""
    room = chart.width - 2 * EDGE
    title = wrapped(chart.title, room, BOLD * 16)
    subtitle = wrapped(chart.subtitle, room, 12)
    notes = wrapped(chart.footer, room, 10.5)
    top = 24 + 20 * len(title) - 20
    parts = [text(EDGE, 24 + 20 * k, line, 16, INK, weight=600) for k, line in enumerate(title)]
    parts += [text(EDGE, top + 18 + 15 * k, line, 12, GREY) for k, line in enumerate(subtitle)]
    top += 18 + 15 * len(subtitle)
    foot = top + height + 16
    parts += [text(EDGE, foot + 14 * k, line, 10.5, GREY) for k, line in enumerate(notes)]
    total = foot + 14 * len(notes) - 4
    hatch = (
        f'<defs><pattern id="{hatch_of(chart)}" width="6" height="6" patternTransform="rotate(45)" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="#fff"/><rect width="3" height="6" fill="{chart.ink}"/></pattern></defs>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {chart.width} {total:.0f}" role="img" font-family="{escape(fonts(chart.zh))}">'
        f"<title>{escape(chart.title)}</title><desc>{escape(chart.subtitle)}</desc>{hatch if hatch_of(chart) in body else ''}"
        f'<g transform="translate(0 {top:.0f})">{body}</g>{"".join(parts)}</svg>'
    )


def hatch_of(chart: Chart) -> str:
    """Name of the hatch of a chart; charts of one colour and width share it, so that a hidden one never defines a shown one."""
    return f"hatch-{chart.colour}-{chart.width}"


def fonts(zh: bool) -> str:
    """Font families in order: the one carried in the page comes first in Chinese, last in English."""
    own = f"'{FAMILY}'"
    order = (own, LATIN_FONTS, CHINESE_FONTS) if zh else (LATIN_FONTS, CHINESE_FONTS, own)
    return ", ".join((*order, "sans-serif"))


def text(x: float, y: float, words: str, size: float, colour: str, anchor: str = "start", weight: int = 400) -> str:
    """One line of text."""
    heavy = f' font-weight="{weight}"' if weight != 400 else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{heavy}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str, dash: str = "", width: float = 1.0) -> str:
    """A straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width:g}"{dashes}/>'


def box(x: float, y: float, width: float, height: float, fill: str, stroke: str = "") -> str:
    """A rectangle."""
    edge = f' stroke="{stroke}"' if stroke else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" fill="{fill}"{edge}/>'


def points(pairs: Sequence[tuple[float, float]]) -> str:
    """Corner points as SVG writes them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in pairs)


def text_width(words: str, size: float) -> float:
    """About how wide a text is drawn: a Chinese character is as wide as it is high, a Latin one about half."""
    return sum(size * _share_of_height(sign) for sign in words)


@cache
def _share_of_height(sign: str) -> float:
    if is_wide(sign):
        return 1.0
    if sign in "%mwMW@—…→◇●▲■○“”·":
        return 0.95
    return 0.66 if sign.isupper() else 0.54


def is_wide(sign: str) -> bool:
    """Whether a character fills a square."""
    return ord(sign) > 0x2E80


def wrapped(words: str, room: float, size: float) -> list[str]:
    """Lines of at most a width; Chinese may break anywhere but before a closing mark."""
    lines, current = [], ""
    for token in _tokens(words):
        if current and text_width(current + token.rstrip(), size) > room:
            lines.append(current.rstrip())
            current = ""
        current += token
    return [*lines, current.rstrip()]


def shortened(words: str, room: float, size: float) -> str:
    """A text cut to a width, with an ellipsis where it was cut."""
    if text_width(words, size) <= room:
        return words
    while words and text_width(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def _tokens(words: str) -> list[str]:
    """Pieces a line may break after: words with their space, Chinese characters with the mark that follows; a number keeps its per cent."""
    pieces: list[str] = []
    current = ""
    for at, sign in enumerate(words):
        if current and is_wide(sign) and sign not in "，。；：、）》”！？％":
            pieces.append(current)
            current = ""
        current += sign
        if sign == " " and words[at + 1 : at + 2] != "%":
            pieces.append(current)
            current = ""
    return [*pieces, current] if current else pieces
