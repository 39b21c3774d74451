"""Courses of days side by side, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bothhands.report.course_charts import Named, course_charts, outcomes_table
from bothhands.tasks.outcomes import TABLE, Choice, Course
from bothhands.tasks.situation import situation_of
from bothhands.web.pages.parts import Column, figure, late, table
from bothhands.web.pages.visit import Visit


def name_of(visit: Visit, choice: Choice) -> str:
    """What a course is called."""
    if choice.kind == "scenario" and choice.name == TABLE:
        return f"{visit.words.say(TABLE)} {choice.key.split(':')[1]}"
    return visit.words.say(choice.name) if choice.kind == "reference" else choice.name


def charts(visit: Visit, courses: Sequence[Course]) -> list[Markup]:
    """A chart for each outcome."""
    words = visit.words
    stands = situation_of(visit.region, visit.day)
    source = words.say("dk_sc_source_line", edition=visit.region.edition[:8], day=words.date(courses[0].as_of))
    shown = [Named(name_of(visit, one.choice), one) for one in courses]
    capacity = {"ward": stands.beds, "intensive": stands.intensive_beds}
    return [figure(one) for one in course_charts(words, shown, capacity, source)]


def outcomes(visit: Visit, courses: Sequence[Course]) -> Markup:
    """What each amounts to."""
    found = outcomes_table(visit.words, [Named(name_of(visit, one.choice), one) for one in courses])
    return table([Column(head, n > 0) for n, head in enumerate(found.head)], found.rows)


def breaches_shown(visit: Visit, courses: Sequence[Course]) -> Markup:
    """Which limits the orders of each break; nothing where none does."""
    said = [("dated_breach" if one.choice.kind == "scenario" else "chain_breach", what) for one in courses for what in one.breaches]  # fmt: skip
    return breaches_told(visit, said)


def breaches_told(visit: Visit, breaches: Sequence[tuple[str, str]]) -> Markup:
    """Limits that orders break, each by the phrase it is told with.

    Parameters
    ----------
    visit
        Whose words.
    breaches
        Phrase and what is broken, as a run keeps it.
    """
    told = (visit.words.say(key, what=visit.retold(what)) for key, what in breaches)
    return Markup().join(Markup("<p>{}</p>").format(late(one)) for one in told)
