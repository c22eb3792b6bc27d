"""Two options against each other, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.finding import Finding, finding
from sim.report.labels import CRIMES, HARM, harm_words, label_of
from sim.report.numbers import scale_of, write_interval
from sim.report.wording import named

if TYPE_CHECKING:
    from sim.report.content import DirectComparison, ReportContent


def describe_direct(content: ReportContent, pair: DirectComparison) -> str:
    """Say how two options compare with each other.

    Parameters
    ----------
    content
        The report's content.
    pair
        The comparison.

    Returns
    -------
    str
        One sentence.
    """
    interval = pair.interval
    options = {option.name: option for option in content.options}
    first, second = named(options[pair.scenario_a]), named(options[pair.scenario_b])
    written = write_interval(interval, scale_of(pair.unit, pair.measure))
    unit = {HARM: f" {harm_words(pair.unit)}", CRIMES: " crimes"}.get(pair.measure, "")
    numbers = f"{written.centre}{unit}; {written.bounds}" if interval.known else f"{written.centre}{unit}"
    found = finding(interval, pair.mean_interval)
    if found == Finding.OPEN:
        what = {HARM: "harm prevented", CRIMES: "crimes prevented"}.get(pair.measure, label_of(pair.measure).lower())
        if not interval.known:
            return f"Between {first} and {second} the difference in {what} has no interval to judge it by ({numbers})."
        return f"Between {first} and {second} there is no detectable difference in {what} ({numbers})."
    adverb = "" if found.is_sure else "on average "
    return f"{first} {adverb}{_beats(pair, found.direction)} {second} ({numbers})."


def _beats(pair: DirectComparison, direction: int) -> str:
    """Say what the first option of a pair does more or less of than the second."""
    more = direction > 0
    if pair.measure == HARM:
        return f"prevents {'more' if more else 'less'} harm than"
    if pair.measure == CRIMES:
        return f"prevents {'more' if more else 'fewer'} crimes than"
    return f"has a {'higher' if more else 'lower'} value of {label_of(pair.measure).lower()} than"
