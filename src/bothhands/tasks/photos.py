"""Photos from the field: made anew from their pixels, so that nothing else comes in with them.

Why this file exists: a picture of a phone tells where and when it was taken, by which device, sometimes with a smaller copy of what was cut away. Of
what is kept here only the picture is left. Pixels are counted before they are unpacked.
"""

from __future__ import annotations

import warnings
from io import BytesIO

from bothhands.errors import Fault, InputError

LONGEST = 1600
"""Pixels of the longer side that are kept."""
MOST_PIXELS = 120_000_000
"""ASSUMED: phones of today take up to 108 million; more would be made to fill the memory."""
QUALITY = 85


def clean_photo(content: bytes, name: str, longest: int | None = LONGEST) -> bytes:
    """A photo as a JPEG of its pixels alone: no position, no time, no device, no smaller copy.

    Parameters
    ----------
    content
        As it came.
    name
        What to call it where something is wrong.
    longest
        Pixels of the longer side that are kept; none for all.

    Raises
    ------
    InputError
        Where it is no picture that can be read, or one too large to be unpacked.
    """
    from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = (
        False  # WeasyPrint sets it where it is imported: half a photo would be kept, its rest grey
    )

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(content)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise _too_large(name, opened.width * opened.height)
                if longest is not None:
                    opened.draft("RGB", (2 * longest, 2 * longest))
                upright = ImageOps.exif_transpose(opened) or opened
                picture = upright.convert("RGB")
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _too_large(name, None) from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as problem:
            raise InputError(Fault("BH-FLD-002", f"{name} is no picture that can be read: {type(problem).__name__}", "a photo as JPEG, PNG or WebP", "take it again; the finding itself is kept", column="file")) from None  # fmt: skip
    if longest is not None:
        picture.thumbnail((longest, longest))
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    kept = BytesIO()
    bare.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()


def _too_large(name: str, pixels: int | None) -> InputError:
    told = "more pixels than can be unpacked" if pixels is None else f"{pixels:,} pixels"
    return InputError(Fault("BH-FLD-003", f"{name} holds {told}", f"at most {MOST_PIXELS:,} pixels", "take it at a lower resolution; the finding itself is kept", column="file"))  # fmt: skip
