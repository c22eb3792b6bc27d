"""The sentences of the answer that follow its lead."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.listing import listing
from sim.report.finding import Finding, finding_of
from sim.report.labels import (
    COST,
    CRIMES,
    HARM,
    PRIORITY_RESPONSE,
    RESPONSE,
    VALUE,
    harm_words,
    period_words,
)
from sim.report.numbers import scale_of, write_alone, write_frequency, write_minutes
from sim.report.wording import agree, amount, histories_won, named, sentence

if TYPE_CHECKING:
    from sim.report.content import Interval, Option, ReportContent

_SETTLED: Final = 0.8
"""A share of the histories won below which the order at the top is called open."""


def crimes_sentence(content: ReportContent, top: Option) -> str:
    """Say how many crimes the leading option prevents, as a natural frequency."""
    interval = content.difference(top.name, CRIMES)
    if not interval.known:
        return ""
    found, written, period = (
        finding_of(content, top.name, CRIMES),
        amount(content, interval, CRIMES),
        period_words(content.days),
    )
    if found == Finding.OPEN:
        return (
            f"In crimes, {named(top)} shows no detectable difference from {content.label(content.baseline)} "
            f"({written.centre} prevented {period}, {written.bounds})."
        )
    word = "more" if found.direction > 0 else "fewer"
    average = "" if found.is_sure else " on average"
    centre = written.centre.lstrip("+\N{MINUS SIGN}")
    return (
        f"In crimes that is about {centre} {word} prevented {period}{average} ({written.bounds})"
        f"{_of_all(content, interval)}."
    )


def _of_all(content: ReportContent, interval: Interval) -> str:
    """Set a number of crimes against all crimes of the baseline, as a clause."""
    crimes = content.mean(content.baseline, "crimes")
    if not (math.isfinite(crimes) and crimes > 0.0):
        return ""
    frequency = write_frequency(interval.centre / crimes)
    return f", or {frequency} crimes" if frequency else ""


def others_sentence(content: ReportContent, ranked: list[Option]) -> str:
    """Say how the options other than the leading one stand on harm, and whether the first place is settled."""
    top = content.difference(ranked[0].name, HARM)
    if not top.known:
        return ""
    lead = finding_of(content, ranked[0].name, HARM)
    if lead.direction < 0:
        return ""
    rest = [option for option in ranked[1:] if lead == Finding.OPEN or content.difference(option.name, HARM) != top]
    baseline = content.label(content.baseline)
    words = {
        Finding.MORE: ("also ", "prevents", f" detectably more harm than {baseline}"),
        Finding.MORE_ON_AVERAGE: ("also ", "prevents", f" more harm than {baseline} on average"),
        Finding.OPEN: ("", "shows", f" no detectable difference from {baseline}"),
        Finding.LESS_ON_AVERAGE: ("", "prevents", f" less than {baseline} on average"),
        Finding.LESS: ("", "prevents", f" detectably less than {baseline}"),
    }
    if lead == Finding.OPEN:
        del words[Finding.OPEN]
    parts = []
    for found, (before, verb, after) in words.items():
        subjects = [named(option) for option in rest if finding_of(content, option.name, HARM) == found]
        if subjects:
            parts.append(f"{listing(subjects)} {before}{agree(subjects, verb)}{after}")
    return sentence("; ".join([*parts, *_open_first_place(content, lead)]))


def _open_first_place(content: ReportContent, lead: Finding) -> list[str]:
    """Say that the first place is open where no option wins nearly all histories, as a clause or none."""
    shares = [(option, content.p_best(option.name, HARM)) for option in content.options]
    shares = sorted((pair for pair in shares if pair[1] > 0.0), key=lambda pair: -pair[1])
    if len(shares) < 2 or shares[0][1] >= _SETTLED or lead.direction <= 0:
        return []
    first, second = (option for option, _ in shares[:2])
    won = f"{named(first)} is in {histories_won(content, first.name)} histories, {named(second)} in "
    return [f"which option is best is not settled ({won}{histories_won(content, second.name)})"]


def response_sentence(content: ReportContent) -> str:
    """Say which options make the response to grade 1 calls quicker or slower, and by how much."""
    known = [option for option in content.challengers if content.difference(option.name, RESPONSE).known]
    if not known:
        return ""
    directions = {option.name: finding_of(content, option.name, RESPONSE).direction for option in known}
    quicker = [option for option in known if directions[option.name] < 0]
    slower = [option for option in known if directions[option.name] > 0]
    priority = _slower_to_priority(content)
    if not quicker and not slower:
        return f"The median response to grade 1 calls shows no detectable difference under any option{priority}."
    parts = [
        f"{word} under {_under(content, group)} (by {_sizes(content, group, RESPONSE)})"
        for word, group in (("quicker", quicker), ("slower", slower))
        if group
    ]
    return f"The median response to grade 1 calls gets {', and '.join(parts)}{priority}."


def _slower_to_priority(content: ReportContent) -> str:
    """Say, as a clause, which options pay for it with slower responses to grade 2 calls."""
    slower = [
        option
        for option in content.challengers
        if content.difference(option.name, PRIORITY_RESPONSE).known
        and finding_of(content, option.name, PRIORITY_RESPONSE).direction > 0
    ]
    if not slower:
        return ""
    return f"; to grade 2 calls it gets slower under {_under(content, slower)} (by {_sizes(content, slower, PRIORITY_RESPONSE)})"


def _under(content: ReportContent, group: list[Option]) -> str:
    """Name a group of options; all of several are "every option"."""
    if len(group) > 1 and len(group) == len(content.challengers):
        return "every option"
    return listing([named(option) for option in group])


def _sizes(content: ReportContent, group: list[Option], measure: str) -> str:
    """Write the differences in minutes of a group of options, from the least to the largest."""
    sizes = sorted(abs(content.difference(option.name, measure).centre) for option in group)
    least, largest = write_minutes(sizes[0]), write_minutes(sizes[-1])
    return largest if least == largest else f"{least.removesuffix(' min')} to {largest}"


def value_sentence(content: ReportContent, top: Option) -> str:
    """Say what the leading option costs for what it prevents."""
    cost, value = content.difference(top.name, COST), content.difference(top.name, VALUE).centre
    if not (cost.sign > 0 and math.isfinite(value) and finding_of(content, top.name, HARM).direction > 0):
        return ""
    extra = write_alone(cost.centre, scale_of(content.unit(COST), COST))
    rate = write_alone(value, scale_of(content.unit(VALUE), VALUE))
    return (
        f"{named(top)} costs {extra} more {period_words(content.days)}, which buys "
        f"{rate} {harm_words(content.unit(HARM))} prevented for each £1,000."
    )
