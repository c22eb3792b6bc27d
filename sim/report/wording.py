"""Phrases that several sentences of the report share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.report.content import Interval
from sim.report.labels import HARM
from sim.report.numbers import NONE, Written, scale_of, write_interval

if TYPE_CHECKING:
    from sim.report.content import Option, ReportContent


def interval_words(content: ReportContent) -> str:
    """Say which kind of interval the report shows."""
    if content.predictive:
        return "95% predictive interval"
    return "95% interval of the mean, chance only"


def named(option: Option) -> str:
    """Give the label of an option as it stands in a sentence."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{option.label}\N{RIGHT DOUBLE QUOTATION MARK}"


def amount(content: ReportContent, interval: Interval, measure: str) -> Written:
    """Write the size of a difference, without its sign where the whole interval has one."""
    scale = scale_of(content.unit(measure), measure)
    if interval.sign < 0:
        interval = Interval(-interval.centre, -interval.high, -interval.low)
    return write_interval(interval, scale, signed=interval.sign == 0)


def agree(subjects: list[str], singular: str) -> str:
    """Make a verb agree with its subjects."""
    return singular if len(subjects) == 1 else singular.removesuffix("s")


def sentence(words: str) -> str:
    """Begin with a capital and end with a full stop; nothing gives nothing."""
    return f"{words[0].upper()}{words[1:]}." if words else ""


def histories_won(content: ReportContent, scenario: str) -> str:
    """Write in how many of the histories an option prevents most harm, as "2 of 3": a count, not yet a chance.

    A tie is shared, so that it may be a part of one.
    """
    share = content.p_best(scenario, HARM)
    return f"{share * content.replications:.3g} of {content.replications}" if math.isfinite(share) else NONE
