"""Names and numbers of a study of pilots as people say them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from sim.trial.config import DesignConfig
from sim.trial.estimators.registry import EstimatorName
from sim.trial.outcomes import ALL_CRIME, ASB
from sim.trial.pilot import HARM
from sim.trial.shares import wilson

if TYPE_CHECKING:
    from sim.trial.needed import NeededRow
    from sim.trial.runs import DesignRuns

_DESIGNS: Final = {
    "before_after": "before and after",
    "matched_controls": "matched controls",
    "cluster_randomised": "cluster randomised",
    "crossover": "crossover",
    "stepped_wedge": "stepped wedge",
}
_ESTIMATORS: Final[dict[EstimatorName, str]] = {
    "before_after": "before and after",
    "before_after_test": "before and after with a Poisson test",
    "difference_of_means": "difference of means",
    "did": "difference in differences",
    "did_naive": "difference in differences, naive errors",
    "wdd": "weighted displacement difference",
    "wdd_harm": "harm-weighted displacement difference",
    "poisson": "Poisson model",
    "negative_binomial": "negative binomial model",
    "permutation": "permutation test",
}
_WHOLE: Final = 0.0995
"""Shares from here on are told in whole per cent."""
_DAYS_PER_WEEK: Final = 7
_TEN_YEARS: Final = 3652
"""Days."""
PERCENT: Final = "\N{NO-BREAK SPACE}%"
"""The sign stays on the line of its number."""


def label_of(estimator: EstimatorName) -> str:
    """Give an estimator's name for people; one that this list does not know goes by its own."""
    return _ESTIMATORS.get(estimator, estimator.replace("_", " "))


def kind_words(design: DesignConfig) -> str:
    """Name the kind of a design."""
    return _DESIGNS[design.kind]


def design_words(name: str, design: DesignConfig) -> str:
    """Name a design by the study's name and its kind."""
    kind, said = kind_words(design), name.replace("_", " ")
    words = kind if said in {kind, design.kind.replace("_", " ")} else f"{said} ({kind})"
    return begun(words)


def begun(words: str) -> str:
    """Begin words with a capital, and leave the rest as it is."""
    return f"{words[:1].upper()}{words[1:]}"


def lowered(words: str) -> str:
    """Begin words in the middle of a sentence, and leave the rest as it is."""
    return f"{words[:1].lower()}{words[1:]}"


def outcome_words(outcome: str) -> str:
    """Name an outcome in the middle of a sentence."""
    if outcome == ALL_CRIME:
        return "all crime"
    return {ASB: "anti-social behaviour", HARM: "harm"}.get(outcome, lowered(outcome))


def outcome_label(outcome: str) -> str:
    """Name an outcome at the head of a row."""
    return begun(outcome_words(outcome))


def hundredths(share: float, pilots: float) -> str:
    """Write a share of so many pilots as so many of a hundred: 12; never certainty.

    Where none or all show it, what is said is what their number allows: "fewer than 9" of 0 in 40, by the 95 % interval.
    """
    if not math.isfinite(share):
        return "an unknown number"
    rounded = f"{100 * share:.0f}"
    if rounded not in {"0", "100"}:
        return rounded
    _, low, high = wilson(round(share * pilots), round(pilots))
    return f"fewer than {math.ceil(100 * high)}" if rounded == "0" else f"more than {math.floor(100 * low)}"


def in_hundred(share: float, pilots: float) -> str:
    """Write how often something happens: in 12 of 100 pilots."""
    return f"in {hundredths(share, pilots)} of 100 pilots"


def percent_words(share: float) -> str:
    """Write a relative change: −5.9 %, +1.2 %, 0.0 %."""
    if not math.isfinite(share):
        return "–"
    rounded = round(100 * share, 1) + 0.0
    return f"{'−' if rounded < 0 else '+' if rounded > 0 else ''}{abs(rounded):.1f}{PERCENT}"


def whole_percent(share: float) -> str:
    """Write a share or a change in whole per cent: 31 %, −6 %; a dash where it is not known."""
    return f"{100 * share:.0f}{PERCENT}".replace("-", "−") if math.isfinite(share) else "–"


def fall_words(share: float) -> str:
    """Write a fall that was stated: 7 %."""
    return f"{100 * share:g}{PERCENT}"


def size_words(share: float) -> str:
    """Write the size of a real fall: 5.9 %, 13 %."""
    if not math.isfinite(share):
        return "–"
    return f"{100 * share:.{0 if share >= _WHOLE else 1}f}{PERCENT}"


def signed_words(share: float) -> str:
    """Write a change with its sign, as exactly as its size is told: −5.9 %, −13 %."""
    return f"{'−' if share < 0 else '+' if share > 0 else ''}{size_words(abs(share))}"


def change_words(share: float) -> str:
    """Write a change as a verb: fell by 2.5 %, rose by 57 %."""
    return f"{'fell' if share < 0 else 'rose'} by {size_words(abs(share))}"


def length_words(days: int) -> str:
    """Write how long a pilot is, before its name and with its article: a 24-week, an 8-day."""
    count, unit = (days // _DAYS_PER_WEEK, "week") if days % _DAYS_PER_WEEK == 0 else (days, "day")
    return with_article(f"{count}-{unit}")


def with_article(words: str) -> str:
    """Put "a" or "an" before words that begin with a number, as it is spoken: an 8.9 % fall, an 11-week pilot, a 28 % fall."""
    whole = re.match(r"\d*", words.replace(",", ""))
    number = whole.group() if whole else ""
    return f"{'an' if number.startswith('8') or (number[:2] in {'11', '18'} and len(number) % 3 == 2) else 'a'} {words}"


def reach_words(pilots: int) -> str:
    """Write how far a share of so many pilots may be off, at most: ±2 of 100."""
    return f"±{math.ceil(98 / math.sqrt(pilots))} of 100"


def places_words(design: DesignRuns) -> str:
    """Say in how many places a pilot takes place: 40 places, or 12 patrolled places and 12 to compare with."""
    compared = design.places - design.patrolled
    if not compared:
        return f"{design.places} places"
    return f"{design.patrolled} patrolled places and {compared} to compare with"


def needed_places_words(row: NeededRow, areas: int) -> str:
    """Say how many places are needed, to two digits; that there are not so many where that is so."""
    if row.places_needed > areas:
        return f"more places than the {areas:,} areas there are"
    return f"at least {_two_digits(row.places_needed)} places"


def needed_days_words(row: NeededRow) -> str:
    """Say how many days are needed, to two digits; nobody runs a pilot of ten years."""
    return "more than ten years" if row.days_needed > _TEN_YEARS else f"{_two_digits(row.days_needed)} days"


def places_cell(row: NeededRow, areas: int) -> str:
    """Write the places needed for a table: 30; more than 52, where there are no more; a dash where it is not known."""
    return f"more than {areas:,}" if row.places_needed > areas else _two_digits(row.places_needed)


def days_cell(row: NeededRow) -> str:
    """Write the days needed for a table, in the same manner."""
    return "more than ten years" if row.days_needed > _TEN_YEARS else _two_digits(row.days_needed)


def smallest_words(row: NeededRow) -> str:
    """Say which fall is seen, or why none is told: smallest fall seen 30 % (23 % to 40 %)."""
    if not math.isfinite(row.smallest_fall):
        return row.why_none
    return f"smallest fall seen {size_words(row.smallest_fall)} ({size_words(row.smallest_low)} to {size_words(row.smallest_high)})"


def count_words(count: float) -> str:
    """Write a mean number, whole and with commas; a dash where it is not known."""
    return f"{count:,.0f}" if math.isfinite(count) else "–"


def _two_digits(count: float) -> str:
    """Write a number that is known no better than to two digits; a dash where it is not known."""
    return f"{float(f'{count:.2g}'):,.0f}" if math.isfinite(count) else "–"
