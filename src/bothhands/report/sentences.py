"""Sentences that were written once in English, told in the reader's language: faults, progress of jobs, reasons of measures, meanings of columns.

Why this file exists: what fails, what a job says and why a measure is proposed is written, and kept, in one language where it arises. It is told
in another when it is read, from two tables of sentences (`data/words`), so that what was kept long ago is told too. A sentence that is not in a
table stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from bothhands.errors import Fault
from bothhands.inputs.region import Region
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.policies import Policy
from bothhands.report.amounts import SCALES, Language, money
from bothhands.report.names import OWNERS, good_name
from bothhands.report.phrases import PHRASES

TABLES = ("columns", "sentences")
KEPT = ("why_", "cost_")
"""Phrases that measures are kept with."""
FEW_LETTERS = 9
"""ASSUMED: a sentence with fewer letters around its blanks is one only where each blank is a single word or known."""
DEEPEST = 6
"""Sentences within sentences within sentences."""
BLANK = re.compile(r"\{(\w*)\}")
LISTED = re.compile(r"[^\s,]+(?:, [^\s,]+)+")
"""Single words, as keys are listed."""
PERCENT = re.compile(r"[<>≤≥]? ?[-−]?[\d,.]+ %")
QUOTED = re.compile(r"'([^']*)'")
MONEY = re.compile(r"([-−]?[\d,.]+) (million |billion |trillion )?yuan")
NUMBER = re.compile(r"[-−]?\d[\d,]*(\.\d+)?")
MONEY_BLANK, CURRENCY = "bmoney", "currency of the region"
"""A blank that holds an amount without its currency, and the name under which that stands among the names."""
AMOUNT = {english: scale for scale, english, _ in SCALES.values() if english}


class Template(NamedTuple):
    """A sentence with blanks: how it is found, how it is told, and the letters around its blanks."""

    pattern: re.Pattern[str]
    told: str
    letters: int


def told_in(text: str, language: Language, names: tuple[tuple[str, str], ...] = ()) -> str:
    """A sentence that was written in English, in the reader's language.

    Parameters
    ----------
    text
        As it was written.
    language
        Of the reader.
    names
        Names that may stand in it, each with how it is said.
    """
    return text if language == "en" or not text else _told(text, names, 0)


def fault_told(fault: Fault, language: Language) -> str:
    """A fault read aloud: where, what, expected, what to do."""
    if language == "en":
        return fault.sentence()
    own = fault_in(fault, language)
    where = own.file
    if own.row is not None:
        where += f"{'，' if where else ''}第{own.row}行"
    if own.column and not fault.names_column:
        where += f"{'，' if where else ''}“{own.column}”栏"
    parts = [f"{own.code} {where}：{own.what}" if where else f"{own.code} {own.what}"]
    if own.expected:
        parts.append(f"应为：{own.expected.removeprefix('应为')}")
    if own.remedy:
        parts.append(own.remedy)
    return "；".join(parts).rstrip("。.") + "。"


def fault_in(fault: Fault, language: Language) -> Fault:
    """A fault whose words are in the reader's language; code, place and value stay, also where what was found begins with the place."""
    if language == "en":
        return fault
    key = f"{fault.column}: "
    before, found = (f"{fault.column}：", fault.what[len(key) :]) if fault.what.startswith(key) else ("", fault.what)
    what, expected, remedy = (told_in(one, language) for one in (found, fault.expected, fault.remedy))
    return replace(fault, what=before + what, expected=expected, remedy=remedy)


@lru_cache(maxsize=8)
def names_of(region: Region) -> tuple[tuple[str, str], ...]:
    """Names of places and goods of a region, as a plan writes them, each in Chinese."""
    places = {row.place: row.name_zh for row in region.rows(Place) if row.name_zh}
    goods = {good_name(region, row.good, "en"): good_name(region, row.good, "zh") for row in region.rows(Good)}
    policies = {row.name: row.name_zh for row in region.rows(Policy) if row.name_zh}
    return tuple({CURRENCY: region.currency, **policies, **{row.good: good_name(region, row.good, "zh") for row in region.rows(Good)}, **goods, **places}.items())  # fmt: skip


def known_sentences() -> Mapping[str, str]:
    """Every sentence of the tables, English to Chinese."""
    return _tables()


@cache
def _tables() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in TABLES:
        text = (files("bothhands") / "data" / "words" / f"{name}-zh.txt").read_text(encoding="utf-8")
        rows = (line.split(" => ", 1) for line in text.splitlines() if line and not line.startswith("#"))
        found.update((english, chinese) for english, chinese in rows)
    return found


@cache
def _whole() -> dict[str, str]:
    """Sentences without blanks; the tables count before the phrases."""
    phrases = {english: chinese for english, chinese in PHRASES.values() if not BLANK.search(english)}
    return {**phrases, **OWNERS, **{en: zh for en, zh in _tables().items() if not BLANK.search(en)}}


@cache
def _templates() -> tuple[Template, ...]:
    """Sentences with blanks, the most telling first."""
    kept = [pair for key, pair in PHRASES.items() if key.startswith(KEPT) or set(BLANK.findall(pair[0])) == {"hub"}]
    found = [_template(en, zh) for en, zh in (*_tables().items(), *kept) if BLANK.search(en)]
    return tuple(sorted(found, key=lambda one: -one.letters))


def _template(english: str, chinese: str) -> Template:
    names, parts, end = [], [], 0
    for number, blank in enumerate(BLANK.finditer(english)):
        names.append(blank[1] or str(number))
        parts.append(re.escape(english[end : blank.start()]) + f"(?P<b{names[-1]}>.*?)")
        end = blank.end()
    parts.append(re.escape(english[end:]))
    count = iter(range(len(names)))
    told = BLANK.sub(lambda blank: f"{{b{blank[1] or next(count)}}}", chinese)
    return Template(re.compile("".join(parts), re.DOTALL), told, len(re.sub(r"[\s\W]", "", BLANK.sub("", english))))


@lru_cache(maxsize=20_000)
def _told(text: str, names: tuple[tuple[str, str], ...], depth: int) -> str:
    named = _by_name(names)
    if text in named:
        return named[text]
    if text in _whole():
        return _whole()[text]
    if amount := MONEY.fullmatch(text):
        return _money(_read(amount[1]) * AMOUNT.get(amount[2] or "", 1.0), names)
    if PERCENT.fullmatch(text):
        return text.replace(" %", "%")
    if depth < DEEPEST:
        for one in _templates():
            if (match := one.pattern.fullmatch(text)) and (said := _filled(one, match.groupdict(), names, depth)):
                return said
    return text


def _filled(one: Template, blanks: Mapping[str, str], names: tuple[tuple[str, str], ...], depth: int) -> str:
    """A sentence with its blanks told; blank where it says too little to be one."""
    told = {name: _of_blank(name, text, names, depth + 1) for name, text in blanks.items()}
    unknown = any(" " in text and told[name] == text for name, text in blanks.items())
    return "" if one.letters < FEW_LETTERS and unknown else one.told.format(**told)


def _of_blank(name: str, text: str, names: tuple[tuple[str, str], ...], depth: int) -> str:
    """What stands in a blank; a word in quotation marks keeps them where it is not known, and keys that are listed stay as they are typed."""
    if name == MONEY_BLANK and NUMBER.fullmatch(text):
        return _money(_read(text), names)
    if LISTED.fullmatch(text) and text not in _whole():
        return "、".join(_by_name(names).get(one, one) for one in text.split(", "))
    word = QUOTED.fullmatch(text)
    if word is None:
        return _told(text, names, depth)
    said = _told(word[1], names, depth)
    return f"“{said}”" if said == word[1] else said


def _read(number: str) -> float:
    """A number as it is written."""
    return float(number.replace(",", "").replace("−", "-"))


def _money(amount: float, names: tuple[tuple[str, str], ...]) -> str:
    return money(amount, "zh", currency=_by_name(names).get(CURRENCY, "yuan"))


@lru_cache(maxsize=8)
def _by_name(names: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(names)
