"""The codes of input faults and what each means: the source of `docs/reference/errors.md`.

Why this file exists: a code is stable, so that a script, a form and a page can rely on it. A code is never given a
second meaning; a rule that goes away leaves its number unused.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

CODES: dict[str, str] = {
    "BH-INP-001": "The file or folder of a region does not exist, or no embedded region has that name.",
    "BH-INP-002": "The settings of the region (`region.toml`, sheet `region`) are missing or cannot be read.",
    "BH-INP-003": "A setting has an unknown name.",
    "BH-INP-004": "A setting is missing or has a value it cannot have.",
    "BH-INP-005": "A table that every region needs is missing.",
    "BH-INP-006": "A workbook lacks a sheet that every region needs.",
    "BH-INP-007": "A file or sheet has the name of no table.",
    "BH-INP-008": "A file is in an encoding that is not read; UTF-8 (with or without mark) and GB18030 are.",
    "BH-INP-009": "A file is damaged or not of the kind its name says.",
    "BH-INP-010": "A column has the name of no column of the table.",
    "BH-INP-011": "A column that the table needs is missing.",
    "BH-INP-012": "A cell that must be filled is blank.",
    "BH-INP-013": "A cell is not a number where one is expected.",
    "BH-INP-014": "A number or date is written in full-width characters.",
    "BH-INP-015": "A number is written with 万, 亿, ‰ or %.",
    "BH-INP-016": "A number carries its unit or a thousands separator in the cell.",
    "BH-INP-017": "A cell is not a date of the form YYYY-MM-DD.",
    "BH-INP-018": "A cell holds a word that is not among the allowed ones.",
    "BH-INP-019": "A number lies outside its allowed range, for example below zero.",
    "BH-INP-020": "A number must be whole and is not.",
    "BH-INP-021": "Two rows have the same key and the same `known_from`.",
    "BH-INP-022": "A name is not found in the table it refers to (unknown city, sector, good, ...).",
    "BH-INP-023": "A column stands twice in one table, or a table in two files.",
    "BH-INP-024": "A row has more cells than the header has columns.",
    "BH-INP-030": "Shares that must add up to one do not.",
    "BH-INP-031": "Dates are out of order.",
    "BH-INP-032": "Two spans of the same thing overlap.",
    "BH-INP-033": "The low end, the value and the high end are out of order.",
    "BH-INP-034": "Age bands overlap, leave a gap, or differ between places.",
    "BH-INP-035": "The contact table lacks an age band of the people table, or has one too many.",
    "BH-INP-036": "The input-output table is not balanced: what a sector delivers is not its output.",
    "BH-INP-037": "A row or column of the input-output table is neither a sector nor a known use.",
    "BH-INP-038": "A recipe is cyclic: a good would be needed to make itself.",
    "BH-INP-039": "A quantity of a recipe or a line is outside its plausible range.",
    "BH-INP-040": "The places do not form a region: no city, an unknown or circular parent, no such hub.",
    "BH-INP-041": "A parameter has an unknown name.",
    "BH-INP-042": "A variant's base cannot be found, or bases form a circle.",
    "BH-INP-043": "The parts do not add up to the whole they belong to.",
    "BH-INP-044": "An update cannot be written where it was asked to be.",
    "BH-INP-045": "A command was given something it cannot use.",
    "BH-INP-046": "The folder of a pathogen lacks a table.",
    "BH-INP-047": "A pathogen has an unknown name.",
    "BH-INP-048": "A trigger could never act, or never rest: its figures or its level contradict it.",
    "BH-INP-049": "Doses of a row exceed the persons they are for, or are for a place that is no city.",
    "BH-INP-050": "The ages of doses do not begin and end where age bands of the people table do.",
    "BH-INP-051": "The figures of a vaccine contradict one another, or layers of protection lead nowhere.",
    "BH-INP-052": "A variant is never introduced: no seeds and no share of the imports within the calendar.",
    "BH-INP-053": "A variant has a name or a place it cannot have.",
    "BH-INP-056": "More workers in a place than residents of working age.",
    "BH-INP-057": "A city, or a place with workers, has no residents.",
    "BH-INP-058": "Contacts are not reciprocal: too many are told of by one side only.",
    "BH-INP-059": "A port, measure or trigger names a place that is no city.",
    "BH-INP-060": "A cumulative count falls below what had been counted before the run begins.",
    "BH-INP-061": "Note: a cumulative count falls; the fall is taken back from the latest days that had cases.",
    "BH-INP-062": "Note: contacts are not quite reciprocal, within what is accepted.",
    "BH-INP-063": "Note: nearly all residents of working age are workers; the model takes fewer.",
    "BH-INP-064": "The weights of a sector in a concordance do not add to one: mass would be dropped or made up.",
    "BH-INP-065": "A weight of a concordance is negative, or a split states no basis.",
    "BH-INP-066": "A concordance names a sector that the table or the region does not have.",
    "BH-INP-067": "A sector of a table has mass and no line in the concordance.",
    "BH-INP-068": "The layout of a table, or the meaning of one of its rows or columns, is not known.",
    "BH-INP-069": "Inputs, value added and taxes of a sector are not its output.",
    "BH-INP-070": "A flow between sectors is negative.",
    "BH-INP-071": "The sectors of an input-output table would use up more than they make.",
    "BH-INP-072": "Note: a sector has no output; it is kept and stays idle.",
    "BH-INP-073": "Note: a sector has output and no workers, or workers and no output.",
    "BH-INP-074": "Note: inputs and value added leave a part of the output open in a table without taxes.",
    "BH-INP-075": "A table cannot be balanced to the margins that are asked for.",
    "BH-INP-076": "The places of a table of several regions are not those of the region.",
    "BH-INP-080": "Note: rows of the template are left in a region that is not called hypothetical.",
    "BH-INP-081": "Note: default amounts in yuan are read in the region's other currency.",
    "BH-INP-082": "Note: no input is rated, so that no shortage spreads.",
    "BH-INP-083": "Note: a city has no beds of a kind; a run has none there.",
    "BH-INP-084": "A text is longer than its column allows.",
    "BH-INP-085": "The seasons of a sector do not make up a year.",
    "BH-INP-086": "A sector has value added and no room for it in the input-output table, no sector has any, or imports are positive.",
    "BH-INP-087": "A site has more lines standing, on order and possible than it has room for.",
    "BH-INP-088": "The quantity of a recipe cannot be right in the units of its goods.",
    "BH-INP-089": "Check of chains: a line is promised sooner than its class allows, without a reason.",
    "BH-INP-090": "Check of chains: people need a good that nobody makes, could make or sells, or whose inputs nobody does.",
    "BH-INP-091": "Check of chains: a recipe or the output of a line is far from every published figure.",
    "BH-INP-092": "Check of chains: more weight comes out of a recipe than goes in.",
    "BH-INP-093": "A published figure of a line was chosen that the region's table of them does not have.",
    "BH-INP-094": "A grade is made on the lines of a good that is a grade itself, or of itself.",
    "BH-INP-098": "A line is converted from the line of a good that has none, of its own good, or of one the region does not know.",
    "BH-INP-095": "Cells of a table in a workbook are merged, so that all but the first read as blank.",
    "BH-INP-120": "What is lacking and what is over of one item are counted in two units, or an idle asset for a good not in lines.",
    "BH-FRM-001": "Register of firms: an official number or an identifier stands for two firms.",
    "BH-FRM-002": "Register of firms: shares of buyers or inputs of a firm add up to more than one.",
    "BH-FRM-003": "Doubt about a register: the same name in the same place under two identifiers.",
    "BH-FRM-004": "Doubt about a register: a figure seems to be in 10,000 yuan, or multiplied by it twice.",
    "BH-FRM-005": "Doubt about a register: a part is larger than its whole.",
    "BH-FRM-006": "Doubt about a register: the state of a firm contradicts another figure.",
    "BH-FRM-007": "Doubt about a register: the costs of a normal year are far above sales.",
    "BH-FRM-008": "A register was to be taken without the region or the place to write it to, or with a fault.",
    "BH-FRM-009": "The region has no firm of that identifier.",
    "BH-TGT-001": "A cell names no period of a form statistics use.",
    "BH-TGT-002": "A series mixes frequencies, for example months and quarters under one name.",
    "BH-TGT-003": "A series restarts: a year to date falls, or its unit or base changes.",
    "BH-TGT-004": "The region has no such series, or the series no figure of that period.",
    "BH-TGT-005": "A figure from after the as-of day, or dated before its period was over, was used.",
    "BH-TGT-006": "A target that is a growth, or at constant prices, lacks the period it is counted from.",
    "BH-TGT-007": "Note: the parts of a target miss it even if every one is met, or cannot be added.",
    "BH-TGT-008": "A target is a part of one that does not exist.",
    "BH-TGT-009": "Targets are parts of one another in a circle.",
    "BH-TGT-010": "Note: no series and no model gives the indicator of a target.",
    "BH-TGT-011": "Kind, unit, period and due day of a target do not go together.",
    "BH-TGT-012": "Doubt: a reported figure disagrees with electricity, freight or tax; it is kept as it is.",
    "BH-INP-110": "A condition of eligibility cannot be read.",
    "BH-INP-111": "A condition of eligibility names a figure, size, place, sector or group that is not known.",
    "BH-INP-112": "Kind, base and difficulty of a policy do not go together.",
    "BH-INP-113": "The last cell of a sheet lies so far out that nobody filled what lies between.",
    "BH-INP-114": "Residents of a city make more trips a day than fit into it.",
    "BH-INP-115": "A good can be bought outside the region, but has no price.",
    "BH-INP-116": "Hours are out of order: a visit opens after the hour by which it must begin.",
    "BH-INP-117": "More cases of a place's own were counted than people live there.",
}


def nearest(name: str, known: Iterable[str]) -> str:
    """The remedy for an unknown name: the nearest known ones, or the first few when none is near."""
    names = sorted(set(known))
    without_zeros = [
        other for other in names if name.strip().lstrip("0") and other.lstrip("0") == name.strip().lstrip("0")
    ]
    if without_zeros:
        return f"nearest known: {without_zeros[0]}; a spreadsheet drops a zero in front: format the column as text, type it again"
    lowered = {candidate.lower(): candidate for candidate in names}
    close = [lowered[match] for match in get_close_matches(name.strip().lower(), lowered, n=3, cutoff=0.6)]
    if close:
        return "nearest known: " + ", ".join(close)
    shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    return f"known: {shown}" if names else "none is known"
