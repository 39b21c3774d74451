"""The language in which a caller wants to be spoken to: the one of English and Chinese that their `Accept-Language` likes best."""

from __future__ import annotations

from bothhands.report.amounts import Language


def preferred(accepted: str) -> Language:
    """English, unless Chinese is asked for more; of two liked alike the first."""
    best: Language = "en"
    most = 0.0
    for part in accepted.lower().split(","):
        name, *rest = (one.strip() for one in part.split(";"))
        weight = _weight(rest)
        spoken: Language | None = "zh" if name.startswith("zh") else "en" if name.startswith("en") else None
        if spoken is not None and weight > most:
            best, most = spoken, weight
    return best


def _weight(given: list[str]) -> float:
    text = next((one.removeprefix("q=") for one in given if one.startswith("q=")), "1")
    try:
        return float(text)
    except ValueError:
        return 0.0
