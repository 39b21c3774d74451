"""Widths of a table's columns on paper."""

import pytest

from bothhands.report.columns import amounts_of, column_shares
from bothhands.report.svg import Table

WORDS = "words of a sentence that goes on "


def test_shares_fill_the_page_and_long_texts_get_more():
    table = Table(("when", "what", "why"), (("19 apr", "open", 9 * WORDS), ("2 june", "closed", WORDS)))
    when, what, why = column_shares(table)
    assert when + what + why == pytest.approx(100.0, abs=0.2)
    assert why > 2 * when
    assert when == what  # both hold their few letters and no more


def test_a_full_page_holds_longest_words_and_what_may_not_be_broken():
    rows = ((9 * WORDS, "headquarters in the plac", "1 234 567 890 1 234 567 "),)
    _, word, broken = column_shares(Table(("a", "b", "c"), rows))
    assert word > broken  # twelve letters against ten at least, and the rest of both as long
    _, _, whole = column_shares(Table(("a", "b", "c"), rows), {2})
    assert whole >= 100.0 * (24 + 3) / 110.0 - 0.1


def test_chinese_letters_are_wide_and_break_anywhere():
    rows = ((9 * WORDS, "水" * 20, "b" * 40),)
    _, wide, unbroken = column_shares(Table(("long", "甲", "b"), rows))
    assert unbroken > wide  # a word of forty letters cannot be broken, twenty characters can
    assert column_shares(Table(("a", "b"), (("水水水水", "bbbb"),)))[0] > 50.0


def test_a_table_without_rows_has_widths():
    assert column_shares(Table(("one", "three"), ())) == pytest.approx((42.9, 57.1), abs=0.1)


def test_amounts_stand_at_the_right_and_texts_with_a_figure_do_not():
    rows = (
        ("outbreak odds in 90 days", "saves 582 million yuan", "–", "outbreak odds in 90 days · Dalian", "yes"),
        ("beds", "1.65 billion yuan", "266 %", "", "no"),
    )
    assert amounts_of(Table(("limit", "cost", "use", "fullest", "kept"), rows)) == (1, 2)
    assert amounts_of(Table(("limit", "cost"), ())) == ()
