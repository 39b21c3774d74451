"""The weekly digest as a page: what is late, due and done, by place and by name, on paper or on screen. Pure: words and tables in, a page out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from bothhands.report.svg import Table, fonts
from bothhands.report.typeface import font_face
from bothhands.report.words import Wording


class Section(NamedTuple):
    """Tasks of one kind."""

    title: str
    table: Table
    more: str
    """How many are not listed; blank where all are."""


class DigestTold(NamedTuple):
    """A week in words."""

    standing: str
    answer: str
    places: Table
    sections: Sequence[Section]


def digest_page(words: Wording, told: DigestTold, title: str = "", counts: str = "") -> str:
    """The page, self-contained.

    Parameters
    ----------
    words
        The reader's.
    told
        The week.
    title
        What stands above it; that it is the digest, where blank.
    counts
        What stands above its first table; that it is by place, where blank.
    """
    environment = Environment(
        loader=PackageLoader("bothhands.report"), autoescape=select_autoescape(["html", "j2"]), trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    page = environment.get_template("digest.html.j2").render(
        lang="zh-CN" if words.zh else "en", fonts=Markup(fonts(words.zh)), title=title or words.say("dk_digest"), places_title=counts or words.say("dk_dg_places"),
        **told._asdict(),
    )  # fmt: skip
    return page.replace("/* typeface */", font_face(page, words.zh))
