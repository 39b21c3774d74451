"""What the first sheet of a support list says, for pages and REST alike."""

from __future__ import annotations

from bothhands.inputs.region import Region
from bothhands.report.names import place_name, region_name
from bothhands.report.words import Wording
from bothhands.tasks.firm_answers import FirmRun, SupportFilter


def support_lines(words: Wording, region: Region, run: FirmRun, asked: SupportFilter) -> list[str]:
    """Of what and when the list is, what its figures mean, and what was left out."""
    say = words.say
    place = place_name(region, asked.place, words.language) if asked.place else say("dk_any_place")
    need = say(f"dk_dif_{asked.need}") if asked.need else say("dk_sl_any")
    return [
        say("dk_sl_line_day", region=region_name(region, words.language), day=words.date(run.as_of), edition=region.edition[:8], job=run.job_id),
        say("dk_sl_line_filter", place=place, need=need), say("dk_sl_line_kept"), say("dk_sl_line_within"),
        f"◇ {say('dk_sl_exists')}: {say('no')} = {say('dk_synthetic').removeprefix('◇ ')}.",
    ]  # fmt: skip
