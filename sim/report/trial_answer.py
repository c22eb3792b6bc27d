"""What a study of pilots comes to: a few sentences whose every number stands in its tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.listing import listing
from sim.report.delivered_words import delivered_sentences
from sim.report.trial_alarms import alarm_sentences
from sim.report.trial_announced import announced_sentences, any_category_sentences
from sim.report.trial_glance import at_a_glance
from sim.report.trial_verdict import is_far_off, trusted, verdict
from sim.report.trial_wedge import never_begin_sentences
from sim.report.trial_words import (
    begun,
    change_words,
    design_words,
    hundredths,
    in_hundred,
    length_words,
    lowered,
    needed_days_words,
    needed_places_words,
    outcome_words,
    places_words,
    size_words,
    with_article,
)
from sim.trial.needed import NO_FALL
from sim.trial.pilot import HARM
from sim.trial.power import LEVEL

if TYPE_CHECKING:
    from sim.report.trial_content import TrialContent
    from sim.trial.runs import DesignRuns
    from sim.trial.summary import TrialRow

_SPOKEN_OF = 2
"""Most outcomes that a sentence goes through."""
_BY_ITSELF = (
    ": the season, and what comes back to normal by itself, count as effect",
    ": what comes back to normal by itself, and good or bad years, count as effect",
)
_UNLIKE = (
    ": the places to compare with are of another kind, and the season and the choice of places act otherwise on them",
    ": the places to compare with are of another kind, and good or bad years act otherwise on them",
)
"""Why designs without a lot find what is not there: compared with the months before, and with the same season a year before."""


def trial_sentences(content: TrialContent) -> list[str]:
    """Say what the pilots came to.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        Sentences, the weightiest first: what was delivered on the street, whether the smallest effect would be seen, what was announced, what a plain comparison would announce, what each design that can be trusted sees, and
        what choosing places by their past makes of it.
    """
    told = [
        *delivered_sentences(content),
        *verdict(content),
        *never_begin_sentences(content),
        *announced_sentences(content),
        *any_category_sentences(content),
    ]
    fair = trusted(content)
    for design in content.runs:
        if design.name in fair and (words := design_sentences(content, design)):
            name = design_words(design.name, content.study.designs[design.name])
            told.append(f"{name}: {lowered(' '.join(words))}")
    return [*told, *alarm_sentences(content), *(_regression(content, design) for design in content.runs[:1])]


def design_sentences(content: TrialContent, design: DesignRuns) -> list[str]:
    """Say what one design misses, what it would take, how far it is off, and how often it finds what is not there.

    Parameters
    ----------
    content
        What was found.
    design
        The design.

    Returns
    -------
    list of str
        Sentences; none where its test says nothing of an effect and keeps its level.
    """
    return [
        *_misses(content, design),
        *_needs(content, design),
        *_is_off(content, design),
        *_false_alarms(content, design),
    ]


def _false_alarms(content: TrialContent, design: DesignRuns) -> list[str]:
    """Say of the outcome with most of them how often a test that cries wolf finds a fall that is none."""
    glances = at_a_glance(content, design)
    rows = [one.nothing for one in glances if one.nothing is not None and one.nothing.cries_wolf]
    if not rows:
        return []
    subject = "a Poisson test of before and after" if content.test_of(design.name) == "before_after_test" else "it"
    worst = max(rows, key=lambda row: row.falls_found)
    return [
        (
            f"With nothing done {subject} finds a fall in {outcome_words(worst.outcome)} {in_hundred(worst.falls_found, worst.asked)} and a rise in "
            f"{hundredths(worst.rises_found, worst.asked)}, where {100 * LEVEL:.0f} in all are what its test allows{_why(content, design)}."
        )
    ]


def _why(content: TrialContent, design: DesignRuns) -> str:
    """Give the reason for which a design without a lot finds what is not there."""
    asked = content.study.designs[design.name]
    kinds = {"before_after": _BY_ITSELF, "matched_controls": _UNLIKE}
    in_season = getattr(asked, "before", "") == "last_year"
    return kinds[asked.kind][in_season] if asked.kind in kinds else ""


def _misses(content: TrialContent, design: DesignRuns) -> list[str]:
    """Say how often the test of a design misses the smallest effect that is there; a test that cries wolf sees nothing."""
    rows = [row for row in _smallest_effects(content, design) if math.isfinite(row.falls_found)][:_SPOKEN_OF]
    if not rows:
        return []
    parts = [
        f"{with_article(('real ' if row is rows[0] else '') + size_words(-row.true_change))} fall in {outcome_words(row.outcome)} "
        f"{in_hundred(1 - row.falls_found, row.asked) if row is rows[0] else f'in {hundredths(1 - row.falls_found, row.asked)}'}"
        for row in rows
    ]
    return [f"{begun(length_words(content.study.days))} pilot in {places_words(design)} would miss {listing(parts)}."]


def _smallest_effects(content: TrialContent, design: DesignRuns) -> list[TrialRow]:
    """Give what the test of a design makes of the smallest effect, for outcomes that it lowers; harm is told in the tables."""
    test = content.test_of(design.name)
    effects = [reduction for reduction in content.study.reductions if reduction > 0]
    if test is None or test == "before_after_test" or not effects:
        return []
    rows = [content.row(design.name, test, outcome, effects[0]) for outcome in content.spoken_of]
    return [row for row in rows if row is not None and row.true_change < 0]


def _needs(content: TrialContent, design: DesignRuns) -> list[str]:
    """Say how large a fall must be to be seen, and how much more of a pilot the smallest effect takes."""
    told = [row.outcome for row in _smallest_effects(content, design)[:_SPOKEN_OF]]
    needed = content.needed_of(design.name)
    rows = [next((row for row in needed if row.outcome == outcome), None) for outcome in told]
    known = [row for row in rows if row is not None and math.isfinite(row.smallest_fall)]
    never = [outcome_words(row.outcome) for row in rows if row is not None and row.why_none == NO_FALL]
    parts = [f"{size_words(row.smallest_fall)} in {outcome_words(row.outcome)}" for row in known]
    words = [f"To be seen in 80 of 100 pilots a fall must be {listing(parts)}."] if known else []
    words += [f"No fall in {listing(never, 'or')}, however large, is seen in 80 of 100 pilots."] if never else []
    if not known:
        return words
    row = known[0]
    if math.isfinite(row.times_as_much) and row.times_as_much > 1:
        words.append(
            f"To see the {size_words(-row.true_change)} fall in {outcome_words(row.outcome)} that often it would take "
            f"{needed_places_words(row, content.areas)} for as long, or {needed_days_words(row)} in as many places."
        )
    return words


def _is_off(content: TrialContent, design: DesignRuns) -> list[str]:
    """Say how far off the estimates are on average, where that is a good part of the effect: a fall of that size is seen less, or more."""
    rows = _smallest_effects(content, design)[:1]
    return [_off(content, row) for row in rows if is_far_off(row)]


def _off(content: TrialContent, row: TrialRow) -> str:
    """Say it of one outcome."""
    fades = content.study.designs[row.design].kind == "crossover" and row.bias > 0
    why = ": what patrol leaves behind is counted for the periods without it, so that less is seen" if fades else ""
    return (
        f"On average it puts the {size_words(-row.true_change)} fall in {outcome_words(row.outcome)} at a "
        f"{'fall' if row.estimate < 0 else 'rise'} of {size_words(abs(row.estimate))}{why}."
    )


def _regression(content: TrialContent, design: DesignRuns) -> str:
    """Say what choosing places by their past does by itself, and that the twin is free of it."""
    choice = content.study.selection
    outcome = HARM if HARM in {choice.rank_by, choice.of} else content.shown[0]
    place, trend = content.outcomes.index(outcome), design.trend
    apparent, everywhere, regression = (
        float(values[place]) for values in (trend.apparent, trend.everywhere, trend.regression)
    )
    return (
        f"Regression to the mean: places are chosen for what the last {content.study.selection.past_days} days had on record, bad luck "
        f"included. With nothing done, {outcome_words(outcome)} in them {change_words(apparent)}, while in all areas it "
        f"{change_words(everywhere)}: the choice alone makes a {'fall' if regression < 0 else 'rise'} of {size_words(abs(regression))}. The "
        "twin without patrol has the same places and the same history, and so none of it."
    )
