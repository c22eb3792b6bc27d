"""The answer in words: at most five sentences, each tied to an interval (`sim.report.finding`)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.listing import listing
from sim.report.clauses import crimes_sentence, others_sentence, response_sentence, value_sentence
from sim.report.finding import Finding, finding_of
from sim.report.head_to_head import describe_direct
from sim.report.labels import HARM, RESPONSE, harm_words, period_words
from sim.report.numbers import write_minutes
from sim.report.order import rank_options
from sim.report.rivals import rivals_sentence
from sim.report.wording import amount, interval_words, named

if TYPE_CHECKING:
    from sim.report.content import Option, ReportContent

MOST_SENTENCES: Final = 5
"""More than five sentences are not an answer."""


def answer(content: ReportContent) -> tuple[str, ...]:
    """Answer the question of a study in words.

    Parameters
    ----------
    content
        The report's content.

    Returns
    -------
    tuple[str, ...]
        One to five sentences, the most important first.
    """
    if not content.challengers:
        return _describe_baseline(content)
    ranked = rank_options(content)
    if not ranked:
        return ("The runs give no paired difference in harm, so the options cannot be compared.",)
    sentences = (
        _lead(content, ranked),
        crimes_sentence(content, ranked[0]),
        others_sentence(content, ranked),
        _side_by_side(content),
        response_sentence(content),
        value_sentence(content, ranked[0]),
    )
    return tuple(sentence for sentence in sentences if sentence)[:MOST_SENTENCES]


def _side_by_side(content: ReportContent) -> str:
    """Say how two options that differ in one thing compare, or where there are more of them, how all do beside the leading one."""
    pairs = {(pair.scenario_a, pair.scenario_b) for pair in content.direct}
    told = rivals_sentence(content) if len(pairs) > 1 else ""
    return told or (describe_direct(content, content.direct[0]) if content.direct else "")


def _describe_baseline(content: ReportContent) -> tuple[str, ...]:
    """Say what a study without options shows."""
    label = content.label(content.baseline)
    first = f"This study runs {label} alone, so there is nothing to compare it with."
    median = content.mean(content.baseline, RESPONSE)
    if not math.isfinite(median):
        return (first,)
    return (first, f"Half of the grade 1 calls were reached within {write_minutes(median)}.")


def _lead(content: ReportContent, ranked: list[Option]) -> str:
    """Say what the leading option does for harm, with the number that carries the answer."""
    top = ranked[0]
    interval = content.difference(top.name, HARM)
    if not interval.known:
        centre = amount(content, interval, HARM).centre
        return f"{named(top)} shows the largest difference in harm ({centre}), but with no interval to judge it by."
    lead = {
        Finding.MORE: _lead_sure,
        Finding.MORE_ON_AVERAGE: _lead_on_average,
        Finding.OPEN: _lead_undetected,
        Finding.LESS_ON_AVERAGE: _lead_worse,
        Finding.LESS: _lead_worse,
    }[finding_of(content, top.name, HARM)]
    return lead(content, ranked)


def _lead_sure(content: ReportContent, ranked: list[Option]) -> str:
    """Say that the leading option prevents more harm."""
    top, baseline = ranked[0], content.label(content.baseline)
    interval = content.difference(top.name, HARM)
    written = amount(content, interval, HARM)
    size = f"about {written.centre} more {harm_words(content.unit(HARM))} {period_words(content.days)} than {baseline}"
    bounds = f"({interval_words(content)}: {written.bounds})"
    tied = [named(option) for option in ranked[1:] if content.difference(option.name, HARM) == interval]
    if tied:
        return f"{listing([named(top), *tied])} prevent the same amount of harm: each {size} {bounds}."
    verb, larger = _place_of(content, ranked)
    return f"{named(top)} {verb} {size} {bounds}{_runs_better(content, top)}{larger}."


def _lead_on_average(content: ReportContent, ranked: list[Option]) -> str:
    """Say that the leading option prevents more harm on average, and how far one history could fall from it."""
    top, baseline = ranked[0], content.label(content.baseline)
    written = amount(content, content.difference(top.name, HARM), HARM)
    verb, larger = _place_of(content, ranked)
    return (
        f"On average {named(top)} {verb} about {written.centre.lstrip('+')} more {harm_words(content.unit(HARM))} "
        f"{period_words(content.days)} than {baseline}, but one history could fall anywhere from {written.bounds} "
        f"({interval_words(content)}){_runs_better(content, top)}{larger}."
    )


def _place_of(content: ReportContent, ranked: list[Option]) -> tuple[str, str]:
    """Give the verb of the leading option, and a clause on an option of larger mean that is less sure."""
    if len(ranked) == 1:
        return "prevents", ""
    largest = max(ranked, key=lambda option: content.difference(option.name, HARM).centre)
    if content.difference(ranked[0].name, HARM).centre >= content.difference(largest.name, HARM).centre:
        return "prevents the most harm:", ""
    mean = amount(content, content.difference(largest.name, HARM), HARM).centre
    return "prevents harm most surely:", f"; the mean of {named(largest)} is larger ({mean}), but less sure"


def _lead_undetected(content: ReportContent, ranked: list[Option]) -> str:
    """Say that nothing can be told from chance, and how large a difference could hide in it."""
    top, baseline, kind = ranked[0], content.label(content.baseline), interval_words(content)
    written = amount(content, content.difference(top.name, HARM), HARM)
    unit, period = harm_words(content.unit(HARM)), period_words(content.days)
    if len(ranked) == 1:
        return (
            f"There is no detectable difference in harm between {named(top)} and {baseline}: {written.centre} "
            f"{unit} prevented {period} ({kind}: {written.bounds})."
        )
    is_open = all(finding_of(content, option.name, HARM) == Finding.OPEN for option in ranked)
    subject = "No option prevents" if is_open else "None prevents"
    return (
        f"{subject} detectably more harm than {baseline}: for {named(top)}, the highest, the difference is "
        f"{written.centre} {unit} {period} ({kind}: {written.bounds})."
    )


def _lead_worse(content: ReportContent, ranked: list[Option]) -> str:
    """Say that every option prevents less harm than the baseline."""
    top, baseline = ranked[0], content.label(content.baseline)
    interval = content.difference(top.name, HARM)
    sure = finding_of(content, top.name, HARM).is_sure
    written = amount(content, interval, HARM)
    size = f"{written.centre} fewer" if sure else f"a change of {written.centre}"
    return (
        f"{'Every' if sure else 'On average every'} option does worse than {baseline} on harm; the least costly in "
        f"harm is {named(top)}: {size} {harm_words(content.unit(HARM))} prevented {period_words(content.days)} "
        f"({interval_words(content)}: {written.bounds})."
    )


def _runs_better(content: ReportContent, option: Option) -> str:
    """Say in how many of the simulated histories an option did better, as a clause."""
    paired = content.paired_harm.get(option.name)
    if paired is None or len(paired) == 0:
        return ""
    better = int((paired > 0.0).sum())
    count = "every one" if better == len(paired) else str(better)
    return f"; it did better in {count} of the {len(paired)} simulated histories"
