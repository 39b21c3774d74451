"""Every rule between the rows of a region, run once, every fault kept.

Why this file exists: it is the list of the rules. A new rule is one small function in `rules/` and one line here. Notes are rules whose
finds hold nothing up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from bothhands.errors import Fault, InputError
from bothhands.inputs.reading import Placed, placed_rows
from bothhands.inputs.registry import tables
from bothhands.inputs.rules import (
    amounts,
    chain,
    figures,
    input_output,
    leftovers,
    levels,
    mixing,
    names,
    offers,
    policies,
    residents,
    seasons,
    series,
    spans,
    targets,
    triggers,
    vaccination,
    variants,
)
from bothhands.inputs.rules.draft import Draft
from bothhands.inputs.settings import Settings
from bothhands.inputs.table import Row

RULES: tuple[Callable[[Draft], Iterable[Fault]], ...] = (
    names.keys_are_unique,
    names.names_are_known,
    names.loose_names_are_known,
    names.places_form_a_region,
    spans.dates_are_in_order,
    spans.hours_are_in_order,
    spans.ranges_are_in_order,
    spans.spans_do_not_overlap,
    amounts.age_bands_fit,
    amounts.contact_ages_match,
    amounts.severities_begin_at_birth,
    amounts.parts_make_the_whole,
    amounts.trade_shares_add_up,
    input_output.io_names_are_known,
    input_output.io_table_is_sound,
    seasons.seasons_make_up_a_year,
    seasons.value_added_has_a_column,
    figures.parameters_are_known,
    figures.parameters_are_possible,
    chain.recipes_have_no_circle,
    chain.quantities_are_plausible,
    chain.lines_are_plausible,
    chain.quantities_fit_their_units,
    chain.sites_have_room,
    chain.goods_for_sale_have_a_price,
    chain.grades_have_lines,
    chain.conversions_take_a_line,
    triggers.triggers_can_act,
    offers.items_have_one_unit,
    policies.conditions_are_read,
    policies.policies_are_sound,
    vaccination.vaccines_agree,
    vaccination.layers_lead_somewhere,
    vaccination.doses_find_persons,
    variants.variants_are_introduced,
    variants.variants_are_sound,
    variants.carried_shares_fit,
    residents.places_have_residents,
    residents.workers_are_residents,
    residents.residents_are_home_part_of_the_day,
    mixing.contacts_are_reciprocal,
    levels.measures_are_levels,
    levels.levels_are_held_in_cities,
    series.falls_can_be_taken_back,
    series.not_more_than_residents,
    targets.targets_have_their_days,
    targets.growth_has_a_base,
    targets.targets_form_trees,
)
NOTES: tuple[Callable[[Draft], Iterable[Fault]], ...] = (
    residents.workers_scaled_down,
    mixing.gaps_below_the_limit,
    series.falls,
    input_output.io_table_is_told,
    leftovers.rows_of_the_template,
    leftovers.money_of_the_defaults,
    leftovers.no_input_is_rated,
    leftovers.cities_without_beds,
    targets.children_make_their_parent,
    targets.indicators_are_measured,
)
"""What is no fault but must be told: in the form of a fault, what is `expected` being what the program does about it."""


def faults_between(
    settings: Settings, placed: Mapping[str, Sequence[Placed]], spoiled: Mapping[str, Sequence[Placed]] | None = None
) -> list[Fault]:
    """Every fault between sound rows, and unknown names in the `spoiled` rows of a table."""
    draft = Draft(settings, placed, spoiled or {})
    return [fault for rule in RULES for fault in rule(draft)]


def notes_between(settings: Settings, placed: Mapping[str, Sequence[Placed]]) -> list[Fault]:
    """What a planner must know of a sound region."""
    draft = Draft(settings, placed)
    return [note for rule in NOTES for note in rule(draft)]


def raise_faults_of(settings: Settings, rows: Mapping[str, Sequence[Row]], optional: Iterable[str]) -> None:
    """Raise every fault of rows made in a program; row numbers are those a file of them would have."""
    placed = {name: placed_rows(tables()[name], given, name) for name, given in rows.items()}
    faults = missing_tables(placed, optional) + faults_between(settings, placed)
    if faults:
        raise InputError(faults)


def missing_tables(
    placed: Mapping[str, Sequence[Placed]], filled: Iterable[str], code: str = "BH-INP-005", kind: str = "table"
) -> list[Fault]:
    """Tables every region needs that have no row; `filled` names those a default fills, or that have faulty rows."""
    others = set(filled)
    return [
        Fault(
            code,
            f"the {kind} {table.name!r} is missing or empty",
            table.about,
            "add it; `bothhands region new --empty` writes a template",
            table.name,
        )
        for table in tables().values()
        if table.required and not placed.get(table.name) and table.name not in others
    ]
