"""How the number of replications came about, in words: a stated precision, and what was reached of it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.listing import listing
from sim.outcomes.precision import Closeness, Precision
from sim.outcomes.precision_config import PrecisionRule
from sim.report.labels import label_of
from sim.report.numbers import scale_of, write_width

_DIGITS_ASKED = 3
"""A precision is told as it was asked for; what was reached of it in two digits."""


def goal_words(rule: PrecisionRule, unit: str = "") -> str:
    """Say what a rule asks for.

    Parameters
    ----------
    rule
        What is asked for.
    unit
        Unit of the measure; empty where it is not known yet.

    Returns
    -------
    str
        For example "the difference in harm prevented is known to ±10%".
    """
    return f"the difference in {_measure(rule)} is known to {_asked(rule, unit)}"


def count_words(replications: int, rule: PrecisionRule | None, units: Mapping[str, str]) -> str:
    """Write a number of replications and the rule that chose it, if one did.

    Parameters
    ----------
    replications
        How many were run.
    rule
        What was asked for; None where their number was.
    units
        Unit of each measure.
    """
    if rule is None:
        return str(replications)
    bounds = f"{rule.at_least} to {rule.at_most} allowed"
    return f"{replications}, added until {goal_words(rule, units[rule.of])} for every option ({bounds})"


def simulating_words(numbers: range, rule: PrecisionRule | None) -> str:
    """Name what is being simulated for the progress: how many replications a rule takes is not known beforehand.

    Parameters
    ----------
    numbers
        Numbers of the replications, from 0.
    rule
        What is asked for; None where their number is fixed.
    """
    if rule is None:
        return "Simulating"
    return f"Simulating replications {numbers.start + 1} to {numbers.stop} (at most {rule.at_most})"


def stopping_words(precision: Precision, labels: Mapping[str, str], unit: str) -> str:
    """Say how many replications a rule took, and how closely each option is known.

    Parameters
    ----------
    precision
        What the rule came to.
    labels
        What tables call each scenario.
    unit
        Unit of the measure.

    Returns
    -------
    str
        Two or three sentences; that the precision was not reached is said first.
    """
    rule, count = precision.rule, precision.replications
    known = listing([f"“{labels[name]}” {_known(found, rule, unit)}" for name, found in precision.reached.items()])
    if precision.is_met:
        return (
            f"Histories were added until {goal_words(rule, unit)} for every option (95% interval of the mean); "
            f"{count} were enough. Known are: {known}."
        )
    short = [f"“{labels[name]}”" for name, found in precision.reached.items() if not found.is_enough(rule)]
    return (
        f"The precision asked for was not reached: after {count} histories, the most allowed, the difference in "
        f"{_measure(rule)} is not known to {_asked(rule, unit)} for {listing(short)}. Known are: {known}. "
        f"{_advice(rule)}"
    )


def _measure(rule: PrecisionRule) -> str:
    """Name the measure inside a sentence."""
    label = label_of(rule.of)
    return f"{label[:1].lower()}{label[1:]}"


def _asked(rule: PrecisionRule, unit: str) -> str:
    """Write the precision asked for: "±10%", or "±10% or ±50 days"."""
    share = f"±{rule.precision * 100:.3g}%"
    return share if rule.absolute is None else f"{share} or ±{_amount(rule.absolute, unit, rule.of, _DIGITS_ASKED)}"


def _amount(value: float, unit: str, measure: str, digits: int = 2) -> str:
    """Write a half-width with its unit."""
    scale = scale_of(unit, measure)
    written = write_width(value, scale, digits)
    if scale.before or scale.after or not unit:
        return written
    return f"{written} {unit.removesuffix('s') if written == '1' else unit}"


def _known(found: Closeness, rule: PrecisionRule, unit: str) -> str:
    """Say how closely one difference is known: as a share, or in its unit where that is what makes it enough."""
    if math.isnan(found.half_width):
        return "not at all, as a replication has no value"
    if found.half_width == 0:
        return "exactly, as no two histories differ in it"
    within = f"to ±{_amount(found.half_width, unit, rule.of)}"
    if found.relative > 1:
        return f"{within}, more than the difference itself"
    is_by_width = found.relative > rule.precision and found.is_enough(rule)
    return within if is_by_width else f"to ±{write_width(found.relative, scale_of('share'))}"


def _advice(rule: PrecisionRule) -> str:
    """Say what to do about a precision that was not reached."""
    more = "Raise at_most, or ask for less"
    if rule.absolute is None:
        return (
            f"{more}; a difference near 0 is never known to a share of itself, so give `absolute` beside `precision`."
        )
    return f"{more}."
