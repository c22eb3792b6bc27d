"""The first words of a study of pilots: whether pilots like these tell the smallest real effect from chance, and by which design."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.report.trial_words import design_words, hundredths, in_hundred, outcome_words, size_words

if TYPE_CHECKING:
    from sim.report.trial_content import TrialContent
    from sim.trial.summary import TrialRow

CRIES_WOLF: Final = 0.07
"""A test at the 5 % level that finds something with nothing done in more pilots than this, by the lower end of its interval, tells nothing."""
_GOOD_PART: Final = 0.25
"""Bias, as a part of the effect, from which on it is told."""
_SEEN: Final = (
    (0.8, "would mostly be seen"),
    (0.5, "would be seen more often than not"),
    (0.2, "would mostly be missed"),
)
"""From which power on what is said of an effect."""
_UNSEEN: Final = "would nearly always be missed"


def is_far_off(row: TrialRow) -> bool:
    """Tell whether the mean estimate is off by more than chance, and by a quarter of the effect or more."""
    certain = row.bias_low > 0 or row.bias_high < 0
    return certain and abs(row.bias) > _GOOD_PART * abs(row.true_change)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A design, with what its test makes of the smallest effect and of nothing."""

    name: str
    effect: TrialRow
    nothing: TrialRow | None

    @property
    def false_alarms(self) -> float:
        """Share of pilots in which the test finds something though nothing is done; NaN where that was not tried."""
        return self.nothing.rejected if self.nothing else math.nan

    @property
    def is_fair(self) -> bool:
        """Whether the test keeps near its level with nothing done (taken for granted where not tried), and the effect is not exaggerated."""
        keeps_level = self.nothing is None or self.nothing.rejected_low <= CRIES_WOLF
        return keeps_level and not (is_far_off(self.effect) and self.effect.bias < 0)


def verdict(content: TrialContent) -> list[str]:
    """Say whether the smallest effect that is tried would be seen, by the best of the designs and by the others.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        One sentence or two, on the first outcome that sentences speak of, with what must be known of a design whose test finds
        effects that are none; nothing where no effect is tried or tested.
    """
    candidates = _candidates(content)
    if not candidates:
        return []
    fair = sorted((one for one in candidates if one.is_fair), key=lambda one: -one.effect.falls_found)
    false = [one for one in candidates if not one.is_fair]
    told = [_best(content, fair)] if fair else [_none(candidates[0])]
    return [" ".join([*told, *([_false(content, false)] if false and fair else [])])]


def _candidates(content: TrialContent) -> list[_Candidate]:
    """Give the designs of which a test says anything of the smallest effect."""
    effects = [reduction for reduction in content.study.reductions if reduction > 0]
    if not effects:
        return []
    outcome, found = content.spoken_of[0], []
    for design in content.runs:
        test = content.test_of(design.name)
        row = content.row(design.name, test, outcome, effects[0]) if test else None
        if test and row is not None and math.isfinite(row.falls_found) and row.true_change < 0:
            found.append(_Candidate(design.name, row, content.row(design.name, test, outcome, 0.0)))
    return found


def _best(content: TrialContent, fair: list[_Candidate]) -> str:
    """Say how often the best design sees the effect, how often the others do, and what fall would be seen."""
    best, *others = fair
    power = best.effect.falls_found
    seen = next((words for least, words in _SEEN if power >= least), _UNSEEN)
    outcome = outcome_words(best.effect.outcome)
    name = design_words(best.name, content.study.designs[best.name])
    who = f"the best of the {len(fair)} designs that can be trusted, {_lower(name)}," if others else f"{_lower(name)}"
    told = f"A real {size_words(-best.effect.true_change)} fall in {outcome} {seen}: {who} finds it {in_hundred(power)}"
    told += f", the worst in {hundredths(others[-1].effect.falls_found)}." if others else "."
    needed = next((row for row in content.needed_of(best.name) if row.outcome == best.effect.outcome), None)
    if needed is not None and math.isfinite(needed.smallest_fall) and needed.smallest_fall > -best.effect.true_change:
        told += f" By that design a fall must be {size_words(needed.smallest_fall)} to be found in 80 of 100."
    return told


def _none(one: _Candidate) -> str:
    """Say that no design can tell."""
    return (
        f"None of these designs can tell a real fall in {outcome_words(one.effect.outcome)} from chance: each finds a fall or a rise "
        "far too often when nothing is done."
    )


def _false(content: TrialContent, false: list[_Candidate]) -> str:
    """Say how often the design that is most wrong finds something when nothing is done."""
    worst = max(false, key=lambda one: one.false_alarms)
    name = design_words(worst.name, content.study.designs[worst.name])
    return (
        f"{name} finds a fall or a rise {in_hundred(worst.false_alarms)} though nothing is done, and so tells nothing."
    )


def _lower(words: str) -> str:
    """Begin words in the middle of a sentence."""
    return f"{words[:1].lower()}{words[1:]}"
