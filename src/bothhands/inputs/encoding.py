"""Bytes to text: UTF-8, UTF-8 with a mark, or GB18030, and nothing else.

Why this file exists: Excel in Chinese saves CSV in GB18030, and a wrong guess would turn names into other names.
GB18030 accepts almost any bytes, so text is only taken for it when it decodes to the characters such tables hold.
Korean in EUC-KR can look the same byte for byte; that is why the encoding taken is always stated.
"""

from __future__ import annotations

import codecs
import unicodedata

from bothhands.errors import Fault

_REMEDY = "save it as UTF-8 (Excel: CSV UTF-8)"
_EXPECTED = "UTF-8, UTF-8 with BOM, or GB18030"
_HAN_LEVEL_ONE = {
    character
    for lead in range(0xB0, 0xD8)
    for trail in range(0xA1, 0xFF)
    for character in bytes((lead, trail)).decode("gb18030")
}
_PUNCTUATION = set("，。、；：？！“”‘’（）《》〈〉【】「」—…·％℃°×－～　￥＋＝／．")


def decoded(content: bytes, file: str) -> tuple[str, str] | Fault:
    """The text of a file and the name of its encoding, or why it is refused."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)) or b"\0" in content:
        return _refused("it looks like UTF-16 or binary data", file)
    name = "UTF-8 with BOM" if content.startswith(codecs.BOM_UTF8) else "UTF-8"
    try:
        return content.decode("utf-8-sig"), name
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return _refused("it is neither UTF-8 nor GB18030", file)
    if name != "UTF-8" or not _is_plausible(text):
        return _refused("it is not UTF-8 and does not read as Chinese in GB18030", file)
    return text, "GB18030"


def _is_plausible(text: str) -> bool:
    """Whether at least nine in ten characters beyond ASCII are common Chinese, punctuation or full-width forms."""
    foreign = [character for character in text if ord(character) > 127]
    if any(unicodedata.category(character) in ("Co", "Cn") for character in foreign):
        return False
    common = sum(
        character in _HAN_LEVEL_ONE or character in _PUNCTUATION or 0xFF01 <= ord(character) <= 0xFF5E
        for character in foreign
    )
    return common >= 0.9 * len(foreign)


def _refused(what: str, file: str) -> Fault:
    return Fault("BH-INP-008", f"the encoding is not read: {what}", _EXPECTED, _REMEDY, file)
