"""Phrases: one key, one meaning, in both languages with the same blanks."""

import string

from bothhands.report import phrases

GROUPS = {name: group for name, group in vars(phrases).items() if name.isupper() and name != "PHRASES"}


def blanks(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_key_stands_in_two_groups():
    keys = [key for group in GROUPS.values() for key in group]
    assert sorted(keys) == sorted(set(keys))
    assert set(keys) == set(phrases.PHRASES)


def test_chinese_asks_for_no_blank_that_english_has_not():
    for key, (english, chinese) in phrases.PHRASES.items():
        assert blanks(chinese) <= blanks(english) | {"hub"}, key
